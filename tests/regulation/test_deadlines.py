"""第七、十四、十五、二十一、二十四条: a time limit ends on the right day, and never silently on a guess."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli import reference
from xjcli.regulation.deadlines import (
    Calendar,
    Counted,
    Due,
    Months,
    Semesters,
    Unit,
    WorkingDays,
    due_after,
    working_days_between,
)
from xjcli.regulation.holidays import as_calendar

PUBLISHED = as_calendar(reference.holiday_years())
DAY = timedelta(days=1)
covered = st.dates(date(2024, 1, 1), date(2026, 10, 31))
anywhere = st.dates(date(2013, 9, 1), date(2040, 12, 31))
counts = st.integers(1, 30)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-09-27", "2024-10-16"),  # National Day, a make-up Sunday and Saturday
        ("2025-01-20", "2025-02-08"),  # Spring Festival, ends on a make-up Saturday
        ("2026-02-10", "2026-03-02"),
        ("2026-11-24", "2026-12-08"),  # two plain weeks
    ],
)
def test_ten_working_days_do_not_count_the_day_they_start_on(start: str, end: str) -> None:
    due = WorkingDays(10).after(date.fromisoformat(start), PUBLISHED)
    assert due == Due(date.fromisoformat(end), False)


def test_a_limit_that_crosses_the_last_published_day_is_provisional() -> None:
    assert WorkingDays(10).after(date(2026, 12, 25), PUBLISHED) == Due(date(2027, 1, 8), True)
    assert WorkingDays(4).after(date(2026, 12, 25), PUBLISHED) == Due(date(2026, 12, 31), False)
    assert WorkingDays(1).after(date(2012, 5, 4), PUBLISHED).provisional


def test_an_empty_calendar_counts_monday_to_friday_and_says_so() -> None:
    assert WorkingDays(5).after(date(2030, 1, 4), Calendar()) == Due(date(2030, 1, 11), True)
    assert Calendar().covered_until() is None


def test_a_closure_of_the_school_is_no_working_day_of_the_school() -> None:
    closed = PUBLISHED.with_closures([date(2026, 11, 25)])
    assert WorkingDays(1).after(date(2026, 11, 24), closed) == Due(date(2026, 11, 26), False)
    assert WorkingDays(1).after(date(2026, 11, 24), PUBLISHED) == Due(date(2026, 11, 25), False)


@given(covered, counts)
def test_a_due_day_is_worked_and_has_as_many_working_days_behind_it(start: date, count: int) -> None:
    due = WorkingDays(count).after(start, PUBLISHED)
    assert due.day > start
    assert PUBLISHED.is_working(due.day)
    assert working_days_between(start, due.day, PUBLISHED) == Counted(count, due.provisional)


@given(anywhere, counts)
def test_one_more_day_is_one_working_day_later(start: date, count: int) -> None:
    first = WorkingDays(count).after(start, PUBLISHED)
    assert WorkingDays(1).after(first.day, PUBLISHED).day == WorkingDays(count + 1).after(start, PUBLISHED).day


@given(anywhere, counts)
def test_provisional_is_told_exactly_when_a_day_in_between_is_not_published(start: date, count: int) -> None:
    due = WorkingDays(count).after(start, PUBLISHED)
    between = [start + DAY * number for number in range(1, (due.day - start).days + 1)]
    assert due.provisional == any(not PUBLISHED.covers(day) for day in between)


@given(anywhere, anywhere)
def test_what_is_left_one_way_is_overdue_the_other(first: date, second: date) -> None:
    there, back = (working_days_between(*pair, PUBLISHED) for pair in ((first, second), (second, first)))
    assert (there.days, there.provisional) == (-back.days, back.provisional)


def test_nothing_lies_between_a_day_and_itself() -> None:
    assert working_days_between(date(2026, 11, 24), date(2026, 11, 24), PUBLISHED) == Counted(0, False)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-09-01", 1, "2026-10-01"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_month_ends_on_its_day_or_on_the_last_there_is(start: str, count: int, end: str) -> None:
    assert Months(count).after(date.fromisoformat(start)) == Due(date.fromisoformat(end), False)


@given(anywhere, st.integers(1, 60))
def test_months_never_skip_a_month(start: date, count: int) -> None:
    end = Months(count).after(start).day
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.day == start.day or (end.day < start.day and (end + DAY).day == 1)


@given(anywhere, st.integers(1, 6))
def test_a_semester_ends_in_january_or_in_august(start: date, count: int) -> None:
    due = Semesters(count).after(start)
    assert due.day >= start and not due.provisional
    assert (due.day.month, due.day.day) in ((1, 31), (8, 31))
    assert Semesters(count + 1).after(start).day == Semesters(1).after(due.day + DAY).day


@pytest.mark.parametrize("unit", get_args(Unit))
def test_every_unit_a_pack_may_use_has_its_due_day(unit: Unit) -> None:
    ends = {
        "workday": "2026-11-25",
        "month": "2026-12-24",
        "term": "2027-01-31",
        "day": "2026-11-25",
        "week": "2026-12-01",
    }
    found = due_after(1, unit, date(2026, 11, 24), PUBLISHED)
    assert found == Due(date.fromisoformat(ends[unit]), False)


@pytest.mark.parametrize("kind", [WorkingDays, Months, Semesters])
def test_a_time_limit_of_nothing_is_a_mistake(kind: type[WorkingDays | Months | Semesters]) -> None:
    with pytest.raises(ValueError):
        kind(0)
