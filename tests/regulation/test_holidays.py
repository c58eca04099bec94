"""A list of holidays starts the clocks of 第十四条: what is wrong with it is told before it is used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from xjcli import reference
from xjcli.regulation.holidays import Holiday, Year, as_calendar, find_faults

ALWAYS = frozenset(date(2027, month, day) for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)))
GOOD = Year(2027, date(2027, 1, 1), date(2027, 12, 31), "国办发明电〔2026〕1号", "测试", "M", ALWAYS, frozenset())


def faults(**changed: Any) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in find_faults(replace(GOOD, **changed))]


def test_a_whole_list_has_no_fault() -> None:
    assert faults() == []
    assert [find_faults(year) for year in reference.holiday_years()] == [[], [], []]


def test_a_day_off_and_worked_at_once_is_refused() -> None:
    assert faults(off=ALWAYS | {date(2027, 2, 6)}, work=frozenset({date(2027, 2, 6)})) == [("calendar.both", "refuse")]


@pytest.mark.parametrize("day", [date(2028, 1, 1), date(2026, 12, 24), date(2025, 10, 1)])
def test_a_day_of_another_year_is_refused(day: date) -> None:
    assert faults(off=ALWAYS | {day}) == [("calendar.other-year", "refuse")]


def test_new_year_may_begin_in_the_old_year() -> None:
    assert faults(off=ALWAYS | {date(2026, 12, 31)}) == []


def test_a_list_without_the_holidays_of_every_year_is_refused_with_their_days() -> None:
    found = find_faults(replace(GOOD, off=frozenset({date(2027, 1, 1)})))
    assert [each.code for each in found] == ["calendar.incomplete"]
    assert found[0].params["missing"] == "2027-05-01, 2027-10-01, 2027-10-02, 2027-10-03"


def test_what_is_odd_but_possible_only_warns() -> None:
    assert faults(work=frozenset({date(2027, 2, 8)})) == [("calendar.work-on-weekday", "warn")]
    assert faults(notice="") == [("calendar.no-notice", "warn")]
    assert faults(ends=date(2027, 12, 30)) == [("calendar.partial", "warn")]


def test_the_later_notice_for_a_year_holds() -> None:
    other = replace(GOOD, off=ALWAYS | {date(2027, 2, 8)})
    assert as_calendar([GOOD]).is_working(date(2027, 2, 8))
    assert not as_calendar([GOOD, other]).is_working(date(2027, 2, 8))
    assert as_calendar([other, GOOD]).is_working(date(2027, 2, 8))


def test_a_period_has_its_weekends_too() -> None:
    assert len(Holiday("春节", "Spring Festival", date(2026, 2, 15), date(2026, 2, 23)).days()) == 9
