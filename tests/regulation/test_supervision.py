"""第十四条: each party has ten working days of its own, and what it did with them is its own."""

from __future__ import annotations

from datetime import date

import pytest

from xjcli.reference import holiday_years
from xjcli.regulation.deadlines import Calendar, WorkingDays
from xjcli.regulation.holidays import as_calendar
from xjcli.regulation.safeguards import BREACHES, LATE, begun_on, breach_of
from xjcli.regulation.supervision import Turn, judge, on_time_share

FIRST, LAST = date(2026, 2, 1), date(2026, 8, 31)
BEGAN = date(2026, 6, 1)  # a Monday; the tenth working day behind it is 15 June, in the published calendar
CALENDAR = as_calendar(holiday_years())


def outcome(turn: Turn, last: date = LAST, calendar: Calendar = CALENDAR) -> str:
    found = judge([turn], WorkingDays(10), calendar, FIRST, last)
    return " ".join(name for name, count in found.counts.items() if count)


@pytest.mark.parametrize(
    ("ended", "acted", "said"),
    [
        (date(2026, 6, 15), True, "in_time"),
        (date(2026, 6, 16), True, "late"),
        (date(2026, 6, 15), False, ""),  # ended by somebody else within its time
        (date(2026, 6, 16), False, "late"),  # its time was over before
        (None, True, "overdue"),
    ],
)
def test_a_turn_is_judged_on_the_tenth_working_day(ended: date | None, acted: bool, said: str) -> None:
    assert outcome(Turn("from-school", BEGAN, ended, acted)) == said


def test_a_turn_is_under_way_until_its_last_day_is_over() -> None:
    assert outcome(Turn("from-school", BEGAN), date(2026, 6, 15)) == "under_way"
    assert outcome(Turn("from-school", BEGAN), date(2026, 6, 16)) == "overdue"


def test_what_ended_later_was_still_open_then_and_what_ended_before_is_of_another_report() -> None:
    assert outcome(Turn("authority", BEGAN, date(2026, 7, 1)), date(2026, 6, 20)) == "overdue"
    assert outcome(Turn("authority", date(2026, 1, 5), date(2026, 1, 30))) == ""
    assert outcome(Turn("authority", date(2026, 9, 1))) == ""


def test_holidays_are_no_working_days_and_a_day_without_a_calendar_is_told() -> None:
    begin = date(2026, 9, 28)  # 国庆 lies within
    assert judge([Turn("x", begin)], WorkingDays(10), CALENDAR, begin, date(2026, 10, 13)).counts["under_way"] == 1
    assert judge([Turn("x", begin)], WorkingDays(10), Calendar(), begin, date(2026, 10, 13)).provisional
    assert not judge([Turn("x", BEGAN)], WorkingDays(10), CALENDAR, FIRST, LAST).provisional


def test_the_share_is_of_what_was_done_or_should_have_been_and_never_rounded_up() -> None:
    counts = {"in_time": 199, "late": 1, "under_way": 40, "overdue": 0}
    assert on_time_share(counts) == 99
    assert on_time_share({**counts, "late": 0}) == 100
    assert on_time_share({"in_time": 0, "late": 0, "under_way": 3, "overdue": 0}) is None
    assert on_time_share({"in_time": 1, "late": 0, "under_way": 0, "overdue": 1}) == 50


def test_a_death_counts_from_the_day_of_death_and_a_dropout_from_the_first_day_away() -> None:
    assert begun_on("enrolled", "2026-09-01", {}) == date(2026, 9, 1)
    assert begun_on("death-reported", "2026-09-05", {"died_on": "2026-09-02"}) == date(2026, 9, 2)
    assert begun_on("dropout-reported", "2026-09-05", {"since": "2026-09-03"}) == date(2026, 9, 3)
    assert begun_on("dropout-reported", "2026-09-05", {"since": ""}) == date(2026, 9, 5)


def test_what_was_recorded_late_is_an_item_of_article_27() -> None:
    codes = [code for code, _ in LATE.values()] + ["check.reported-late", "duplicate.other-school"]
    assert {breach_of(code) for code in codes} <= set(BREACHES)
