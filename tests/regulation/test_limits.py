"""第十一条: a limit holds from its day to its day, for its stages, and its words come from one frozen list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from xjcli.regulation.limits import DEADLINE_KEYS, KEYS, Limit, in_force

LIMIT = Limit(
    "leave-max", "province-x", "warn", "第一条", "最长1年", "one year", "测试", "M", date(2020, 1, 1),
    date(2021, 12, 31), unit="month", number=12, stages=("primary",),
)  # fmt: skip


def test_a_limit_holds_on_its_first_and_its_last_day_and_not_beside_them() -> None:
    held = [LIMIT.in_force(day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1))]
    assert held == [False, True, True, False]
    assert replace(LIMIT, ends=None).in_force(date(2099, 1, 1))


def test_a_limit_of_one_stage_is_silent_for_another() -> None:
    day = date(2020, 6, 1)
    assert in_force([LIMIT], "leave-max", on=day, stage="primary") == [LIMIT]
    assert in_force([LIMIT], "leave-max", on=day, stage="senior") == []
    assert in_force([LIMIT], "leave-max", on=day) == [LIMIT]
    assert in_force([LIMIT], "leave-min", on=day) == []


def test_a_limit_of_a_grade_or_of_a_kind_of_school_is_for_those() -> None:
    eleventh = replace(LIMIT, stages=(), grades_of=(11,), kinds=("special",))
    assert eleventh.holds_for(grade=11, kind="special") and eleventh.holds_for("senior")
    assert not eleventh.holds_for(grade=12) and not eleventh.holds_for(kind="regular")


def test_a_key_outside_the_list_is_a_mistake_and_not_silence() -> None:
    with pytest.raises(KeyError):
        in_force([LIMIT], "leave-maximum", on=date(2020, 6, 1))


def test_a_window_may_run_over_the_end_of_the_year() -> None:
    summer = replace(LIMIT, number=None, windows=(((7, 15), (8, 14)),))
    assert [summer.covers(date(2026, *day)) for day in ((7, 14), (7, 15), (8, 14), (8, 15))] == [
        False,
        True,
        True,
        False,
    ]
    winter = replace(LIMIT, number=None, windows=(((12, 15), (2, 28)),))
    assert [winter.covers(date(2026, *day)) for day in ((12, 14), (12, 31), (1, 1), (3, 1))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ({}, 12),
        ({"number": 0}, 0),
        ({"number": None, "flag": False}, False),
        ({"number": None, "words": ("on-leave",)}, ["on-leave"]),
        ({"number": None, "grades": (12,)}, [12]),
        ({"number": None, "windows": (((7, 15), (8, 14)),)}, [["07-15", "08-14"]]),
    ],
)
def test_a_value_is_shown_as_the_pack_writes_it(changed: Mapping[str, Any], value: object) -> None:
    assert replace(LIMIT, **changed).value == value


def test_the_list_of_keys_is_frozen_and_every_key_has_its_words() -> None:
    with pytest.raises(TypeError):
        KEYS["new"] = KEYS["leave-max"]  # type: ignore[index]  # that it cannot be set is the point
    assert all(key.zh and key.en for key in KEYS.values())
    assert set(DEADLINE_KEYS.values()) <= set(KEYS)
