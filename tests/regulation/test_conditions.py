"""第十一条: what a pack forbids refuses, what it advises against needs a reason, what it tells is told – each limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.regulation.limits import ON, asked, history, limit, record, told
from xjcli.errors import entry
from xjcli.regulation.conditions import (
    CODES,
    Share,
    count,
    effective,
    find_dropout_limits,
    find_leave_limits,
    find_resume_limits,
    find_retain_limits,
    find_skip_limits,
    find_withdraw_limits,
)
from xjcli.regulation.limits import KEYS

UNTIL = date(2027, 10, 9)
LEAVE = ("leave-granted", {"until": "2026-12-31", "ground": "病"})
EXTENDED = ("leave-extended", {"until": "2027-03-31", "ground": "病"})


def test_every_code_has_its_key_and_its_words() -> None:
    assert CODES.keys() <= KEYS.keys()
    assert all("{text}" in entry(code).zh for code in CODES.values())


@pytest.mark.parametrize(
    ("severity", "because", "expected", "way"),
    [
        ("refuse", "", "refuse", "forbidden"), ("refuse", "因为", "refuse", "forbidden"),
        ("warn", "", "refuse", "because"), ("warn", "  ", "refuse", "because"), ("warn", "因为", "warn", "because"),
        ("note", "", "note", "note"), ("note", "因为", "note", "note"),
    ],
)  # fmt: skip
def test_a_reason_overrides_a_warning_and_never_a_prohibition(
    severity: str, because: str, expected: str, way: str
) -> None:
    pupil = record()
    rule = limit("leave-max", 12, severity, unit="month")
    (problem,) = find_leave_limits(pupil, asked(pupil, because=because), [rule], until=date(2028, 1, 1))
    assert (problem.code, problem.severity, problem.where) == ("limit.leave-max", expected, "r1")
    assert problem.params == {
        "text": "样例条文", "text_en": "an example text", "pack": "province-x", "section": "第九条", "confidence": "H",
        "way": way,
    }  # fmt: skip


def test_a_limit_of_another_day_stage_or_kind_of_school_says_nothing() -> None:
    pupil = record()
    others = [
        limit("leave-max", 1, unit="month", begins=date(2026, 10, 10)),
        limit("leave-max", 1, unit="month", ends=date(2026, 10, 8)),
        limit("leave-max", 1, unit="month", stages=("senior",)),
        limit("leave-max", 1, unit="month", kinds=("special",)),
        limit("leave-max", 1, unit="month", grades_of=(6,)),
    ]
    assert find_leave_limits(pupil, asked(pupil), others, until=UNTIL) == []


def test_the_last_pack_holds() -> None:
    pupil = record()
    packs = [limit("leave-max", 1, unit="month"), limit("leave-max", 24, unit="month")]
    assert find_leave_limits(pupil, asked(pupil), packs, until=UNTIL) == []


@pytest.mark.parametrize(("until", "broken"), [("2027-10-09", False), ("2027-10-10", True)])
def test_a_leave_lasts_calendar_months_to_the_day(until: str, broken: bool) -> None:
    pupil = record()
    rules = [limit("leave-max", 12, unit="month")]
    assert bool(find_leave_limits(pupil, asked(pupil), rules, until=date.fromisoformat(until))) is broken


@pytest.mark.parametrize(("until", "broken"), [("2027-01-08", True), ("2027-01-09", False)])
def test_an_absence_that_is_too_short_is_no_leave(until: str, broken: bool) -> None:
    pupil = record()
    rules = [limit("leave-min", 3, unit="month")]
    assert bool(find_leave_limits(pupil, asked(pupil), rules, until=date.fromisoformat(until))) is broken
    assert find_leave_limits(pupil, asked(pupil), rules, until=date.fromisoformat(until), extend=True) == []


def test_extensions_are_counted_of_the_leave_that_runs() -> None:
    pupil = record(status="on-leave", situation={"since": "2026-09-01", "until": "2027-03-31"})
    rules = [limit("leave-extensions", 1, unit="time")]
    for acts, broken in (([LEAVE], False), ([LEAVE, EXTENDED], True), ([LEAVE, EXTENDED, LEAVE], False)):
        found = find_leave_limits(pupil, asked(pupil, history=history(*acts)), rules, until=UNTIL, extend=True)
        assert bool(found) is broken


def test_where_extensions_are_known_each_part_of_a_leave_is_bounded_by_itself() -> None:
    pupil = record(status="on-leave", situation={"since": "2026-09-01", "until": "2027-08-31"})
    whole = [limit("leave-max", 12, unit="month")]
    parts = [*whole, limit("leave-extensions", 1, unit="time")]
    until = date(2028, 8, 31)
    assert told(find_leave_limits(pupil, asked(pupil), whole, until=until, extend=True)) == [
        ("limit.leave-max", "refuse")
    ]
    assert find_leave_limits(pupil, asked(pupil), parts, until=until, extend=True) == []


def test_leaves_are_counted_in_the_stage_and_only_those_that_took_effect() -> None:
    pupil = record()
    rules = [limit("leave-max-count", 2, "warn", unit="time")]
    resumed: tuple[str, dict[str, Any]] = ("resumed", {"from": "on-leave", "class": ""})
    twice = history(LEAVE, resumed, LEAVE, resumed)
    assert told(find_leave_limits(pupil, asked(pupil, history=twice), rules, until=UNTIL)) == [
        ("limit.leave-max-count", "refuse")
    ]
    taken_back = history(LEAVE, resumed, LEAVE, ("reversed", {"acts": [4], "before": {"status": "enrolled"}}))
    new_stage = history(LEAVE, resumed, LEAVE, resumed, ("progressed", {"place": {}, "from": "primary"}))
    for acts in (taken_back, new_stage, history(LEAVE)):
        assert find_leave_limits(pupil, asked(pupil, history=acts), rules, until=UNTIL) == []


def test_an_act_that_was_not_approved_does_not_count() -> None:
    acts = history(("skipped", {"cohort": 2023}), ("change-refused", {"act": 2, "reason": "不符"}))
    assert (count(acts, "skipped"), len(effective(acts))) == (0, 2)


@pytest.mark.parametrize(
    ("cohort", "on", "terms"),
    [
        (2021, "2026-10-09", {"graduating-grade"}), (2021, "2027-03-09", {"graduating-grade", "graduating-last-term"}),
        (2026, "2026-10-09", {"first-term-of-first-grade"}), (2026, "2027-03-09", set()), (2024, "2026-10-09", set()),
    ],
)  # fmt: skip
def test_terms_are_named_by_grade_and_semester(cohort: int, on: str, terms: set[str]) -> None:
    pupil = record(cohort=cohort)
    request = asked(pupil, on=date.fromisoformat(on))
    assert request.terms == terms
    for word in ("graduating-grade", "graduating-last-term", "first-term-of-first-grade"):
        rule = limit("leave-forbidden-terms", (word,), "warn")
        found = find_leave_limits(pupil, request, [rule], until=date(2027, 6, 1))
        assert bool(found) is (word in terms)


def test_the_papers_of_a_leave_are_told_at_its_beginning() -> None:
    pupil = record()
    rules = [limit("leave-evidence", ("hospital-certificate",), "note")]
    assert told(find_leave_limits(pupil, asked(pupil), rules, until=UNTIL)) == [("limit.leave-evidence", "note")]
    assert find_leave_limits(pupil, asked(pupil), rules, until=UNTIL, extend=True) == []


@pytest.mark.parametrize(
    ("grace", "unit", "until", "expected"),
    [
        (0, "day", "2026-10-09", []),
        (0, "day", "2026-10-08", [("resume.overdue", "note"), ("limit.leave-return-grace", "refuse")]),
        (10, "day", "2026-09-29", [("resume.overdue", "note")]),
        (10, "day", "2026-09-28", [("resume.overdue", "note"), ("limit.leave-return-grace", "refuse")]),
        (1, "month", "2026-09-09", [("resume.overdue", "note")]),
        (1, "month", "2026-09-08", [("resume.overdue", "note"), ("limit.leave-return-grace", "refuse")]),
    ],
)
def test_a_late_return_is_told_and_past_the_grace_objected_to(
    grace: int, unit: Any, until: str, expected: list[tuple[str, str]]
) -> None:
    pupil = record(status="on-leave", situation={"since": "2026-03-01", "until": until})
    rules = [limit("leave-return-grace", grace, "warn", unit=unit)]
    assert told(find_resume_limits(pupil, asked(pupil), rules)) == expected


@pytest.mark.parametrize(
    ("rule", "repeats", "broken"),
    [
        (limit("retain-allowed", False), 3, True),
        (limit("retain-allowed", True), 3, False),
        (limit("retain-allowed", False, grades_of=(6,)), 3, False),
        (limit("retain-forbidden-grades", (3, 4)), 3, True),
        (limit("retain-forbidden-grades", (3, 4)), 5, False),
        (limit("retain-conditions", ("within-stage", "same-school")), 3, False),
        (limit("retain-conditions", ("extreme-cases-only",)), 3, True),
    ],
)
def test_a_repeat_is_judged_by_the_grade_that_is_repeated(rule: Any, repeats: int, broken: bool) -> None:
    pupil = record()
    assert bool(find_retain_limits(pupil, asked(pupil), [rule], repeats=repeats)) is broken


@pytest.mark.parametrize(("share", "broken"), [(Share(2, 100), False), (Share(3, 100), True), (Share(1, 49), True)])
def test_a_share_is_compared_without_rounding(share: Share, broken: bool) -> None:
    pupil = record()
    rules = [limit("retain-max-share", 2, unit="percent")]
    assert bool(find_retain_limits(pupil, asked(pupil), rules, repeats=3, share=share)) is broken


def test_a_pupil_goes_down_as_often_as_the_pack_says() -> None:
    pupil = record()
    rules = [limit("demote-max-grades", 1, unit="grade", kinds=("special",))]
    acts = history(("retained", {"cohort": 2025}))
    assert find_retain_limits(pupil, asked(pupil, kind="special"), rules, repeats=3) == []
    assert find_retain_limits(pupil, asked(pupil, history=acts), rules, repeats=3) == []
    found = find_retain_limits(pupil, asked(pupil, kind="special", history=acts), rules, repeats=3)
    assert told(found) == [("limit.demote-max-grades", "refuse")]


def test_skips_are_counted_in_the_stage() -> None:
    pupil = record()
    rules = [limit("skip-max-per-stage", 1, unit="time"), limit("skip-max-grades", 1, unit="grade")]
    once = history(("skipped", {"cohort": 2023}))
    assert find_skip_limits(pupil, asked(pupil), rules) == []
    assert told(find_skip_limits(pupil, asked(pupil, history=once), rules)) == [("limit.skip-max-per-stage", "refuse")]
    assert told(find_skip_limits(pupil, asked(pupil), rules, grades=2)) == [("limit.skip-max-grades", "refuse")]


@pytest.mark.parametrize(
    ("rule", "ground", "broken"),
    [
        (limit("withdraw-allowed", False), "voluntary", True),
        (limit("withdraw-allowed", True), "voluntary", False),
        (limit("withdraw-truancy-consecutive", 15, unit="day"), "truancy", True),
        (limit("withdraw-truancy-cumulative", 45, unit="day"), "truancy", True),
        (limit("withdraw-truancy-consecutive", 15, unit="day"), "illness", False),
        (limit("withdraw-age", 20, unit="year"), "overage", True),
        (limit("withdraw-age", 6, unit="year"), "overage", False),
        (limit("withdraw-age", 7, unit="year"), "overage", True),
        (limit("withdraw-age", 20, unit="year"), "voluntary", False),
    ],
)
def test_a_withdrawal_is_judged_by_its_ground(rule: Any, ground: str, broken: bool) -> None:
    pupil = record()  # born 2019-09-02, seven years old
    assert bool(find_withdraw_limits(pupil, asked(pupil), [rule], ground=ground)) is broken


def test_a_leave_that_has_not_ended_is_no_ground_even_without_a_pack() -> None:
    for situation in ({}, {"until": "2026-10-09"}):
        pupil = record(situation=situation)
        found = find_withdraw_limits(pupil, asked(pupil), [], ground="leave-expired")
        assert told(found) == [("withdraw.leave-runs", "refuse")]
    pupil = record(situation={"until": "2026-10-08"})
    assert find_withdraw_limits(pupil, asked(pupil), [], ground="leave-expired") == []


@pytest.mark.parametrize(
    ("number", "unit", "since", "broken"),
    [(4, "week", "2026-09-11", False), (4, "week", "2026-09-12", True), (20, "day", "2026-09-19", False)],
)
def test_an_absence_that_is_too_short_is_no_dropout_yet(number: int, unit: Any, since: str, broken: bool) -> None:
    pupil = record()
    rules = [limit("dropout-truancy", number, "warn", unit=unit)]
    found = find_dropout_limits(pupil, asked(pupil), rules, since=date.fromisoformat(since))
    assert bool(found) is broken
    assert find_dropout_limits(pupil, asked(pupil), [], since=ON) == []
