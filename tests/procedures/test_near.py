"""What comes near to a pupil or a class that nobody bears is told, and never taken instead; a number gets no guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, child, codes, opened, refused, resident
from xjcli.desk import Desk
from xjcli.procedures.assign import assign
from xjcli.procedures.find import find
from xjcli.procedures.pupils import require_pupil


def near(desk: Desk, typed: str) -> str:
    """The pupils that are named beside the refusal of what was typed; `` where none is."""
    refusal = refused(lambda: require_pupil(desk, typed))
    assert codes(refusal)[0] == "pupil.unknown"
    return "".join(str(each.params["close"]) for each in refusal.problems if each.code == "pupil.near")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("张三风", ["张三丰"]),  # one sign wrong
        ("章三丰", ["张三丰"]),  # the same sound
        ("张三", ["张三丰"]),  # cut short
        ("李四", []),
    ],
)
def test_a_name_that_sounds_or_looks_alike_is_named(school: Path, typed: str, named: list[str]) -> None:
    with at(school) as desk:
        opened(desk, child(901, name="张三丰"))
        opened(desk, child(903, name="欧阳修远"))
        told = near(desk, typed)
    assert [name for name in ("张三丰", "欧阳修远") if name in told] == named


def test_the_same_sound_comes_before_the_same_signs_and_three_are_enough(school: Path) -> None:
    with at(school) as desk:
        for order, name in zip(range(901, 921, 2), ("张三峰", "张一丰", "王三丰", "张三", "张三丰丰"), strict=False):
            opened(desk, child(order, name=name))
        told = near(desk, "章三丰")
    assert told.startswith("张三峰")
    assert told.count("(") == 3


def test_a_record_id_with_a_slip_is_named_with_whose_it_is(school: Path) -> None:
    with at(school) as desk:
        record_id = str(opened(desk, child(901, name="样小满")).result["record_id"])
        slip = record_id[:6] + ("2" if record_id[6] != "2" else "3") + record_id[7:]
        assert near(desk, slip) == f"样小满 ({record_id})"
        assert near(desk, "rzzzz2345678") == ""


def test_what_is_near_to_a_number_is_not_said(school: Path) -> None:
    with at(school) as desk:
        opened(desk, child(901))
        number = resident(901)
        assert near(desk, number[:-1] + ("0" if number[-1] != "0" else "1")) == ""
        assert near(desk, f"G{number[:-2]}00") == ""


def test_where_a_query_finds_nobody_the_near_ones_are_a_note(school: Path) -> None:
    with at(school) as desk:
        opened(desk, child(901, name="样小满"))
        assert codes(find(desk, query="样小慢")) == ["pupil.near"]
        assert codes(find(desk, query="样小满")) == []
        assert find(desk, query="样小慢").status == 0


def test_a_class_without_a_pupil_is_noted_with_those_that_have_some(school: Path) -> None:
    with at(school) as desk:
        record_id = str(opened(desk, child(901, class_no="1")).result["record_id"])
        (note,) = find(desk, class_no="11").problems
        assert (note.code, note.params) == ("class.nobody", {"class": "11", "close": "01"})
        assert codes(assign(desk, [record_id], "22", on=desk.today, dry_run=True)) == ["class.nobody"]
        assert codes(assign(desk, [record_id], "1", on=desk.today, dry_run=True)) == []
