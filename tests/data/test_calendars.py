"""The holidays of 2024 to 2026 agree, day for day, with two libraries that were made by others."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from xjcli import reference
from xjcli.regulation.holidays import as_calendar

CALENDAR = as_calendar(reference.holiday_years())
OTHER = holidays.country_holidays("CN", years=range(2024, 2027))
DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(366 + 365 + 365)]


def test_the_years_are_covered_without_a_gap() -> None:
    assert DAYS[-1] == date(2026, 12, 31) == CALENDAR.covered_until()
    assert all(map(CALENDAR.covers, DAYS))
    assert not CALENDAR.covers(date(2023, 12, 31)) and not CALENDAR.covers(date(2027, 1, 1))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_is_what_chinesecalendar_and_holidays_say(year: int) -> None:
    for day in (day for day in DAYS if day.year == year):
        assert CALENDAR.is_working(day) == chinese_calendar.is_workday(day) == OTHER.is_working_day(day), day


def test_each_year_names_its_notice_and_its_source() -> None:
    for year in reference.holiday_years():
        assert year.notice.startswith(f"国办发明电〔{year.year - 1}〕")
        assert str(year.year) in year.source and year.confidence == "H"
        assert len(year.holidays) >= 6 and all(each.zh and each.en for each in year.holidays)
