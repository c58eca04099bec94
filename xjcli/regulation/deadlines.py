"""第七、十四、十五、二十一、二十四条: when something is due, in working days, calendar months and semesters.

The day a clock starts on is not counted. Working days follow the published holidays with their make-up days; past
the last published year nobody knows them, so Monday to Friday is counted and the result is provisional (暂定), never a
silent guess. 及时 is no number and has no due day here. Pure: the calendar is an argument.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, assert_never

from xjcli.schema.values.time import Semester

Unit = Literal["month", "workday", "term", "day", "week"]
_DAY = timedelta(days=1)
_SATURDAY = 5


class Due(NamedTuple):
    """The last day of a time limit, that day included. `provisional`: a day in it lies in no published calendar."""

    day: date
    provisional: bool


class Counted(NamedTuple):
    """A number of working days, negative where the second day lies before the first."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and make-up working days of the covered spans, and the school's own closures.

    `spans` are (first, last) both included. A closure is a day off wherever it lies.
    """

    spans: tuple[tuple[date, date], ...] = ()
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()

    def covers(self, day: date) -> bool:
        """Whether a published notice says what this day is."""
        return any(first <= day <= last for first, last in self.spans)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked: as published where it is covered, else Monday to Friday."""
        if day in self.closures or day in self.off:
            return False
        return day in self.work or day.weekday() < _SATURDAY

    def covered_until(self) -> date | None:
        """The last covered day of all, None for an empty calendar."""
        return max((last for _, last in self.spans), default=None)

    def with_closures(self, days: Iterable[date]) -> Calendar:
        """The same calendar with the school's own closures added."""
        return Calendar(self.spans, self.off, self.work, self.closures | frozenset(days))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """工作日. `count` is at least 1."""

    count: int

    def __post_init__(self) -> None:
        _require_one(self.count)

    def after(self, day: date, calendar: Calendar) -> Due:
        """The last of `count` working days after `day`, which is not counted itself."""
        left, provisional = self.count, False
        while left:
            day += _DAY
            provisional = provisional or not calendar.covers(day)
            left -= calendar.is_working(day)
        return Due(day, provisional)


@dataclass(frozen=True, slots=True)
class Months:
    """Calendar months: the same day of a later month, or its last day where there is none (31 Jan + 1 = end of Feb)."""

    count: int

    def __post_init__(self) -> None:
        _require_one(self.count)

    def after(self, day: date) -> Due:
        """The day `count` months after `day`. Never provisional: no notice moves it."""
        years, month = divmod(day.year * 12 + day.month - 1 + self.count, 12)
        return Due(date(years, month + 1, min(day.day, months.monthrange(years, month + 1)[1])), False)


@dataclass(frozen=True, slots=True)
class Semesters:
    """学期: 1 is the end of the semester that holds the day (every semester once, 第二十四条)."""

    count: int

    def __post_init__(self) -> None:
        _require_one(self.count)

    def after(self, day: date) -> Due:
        """The last day of that semester."""
        semester = Semester.of(day)
        for _ in range(self.count - 1):
            semester = semester.next()
        return Due(semester.last_day, False)


def due_after(amount: int, unit: Unit, day: date, calendar: Calendar) -> Due:
    """A time limit as a rule pack writes it (`Deadline.amount`, `.unit`), started on `day`."""
    match unit:
        case "workday":
            return WorkingDays(amount).after(day, calendar)
        case "month":
            return Months(amount).after(day)
        case "term":
            return Semesters(amount).after(day)
        case "day":
            return Due(day + amount * _DAY, False)
        case "week":
            return Due(day + amount * 7 * _DAY, False)
        case _:
            assert_never(unit)


def working_days_between(first: date, second: date, calendar: Calendar) -> Counted:
    """Working days after `first` up to `second`: from today to a due day what is left, negative what is overdue."""
    if second < first:
        back = working_days_between(second, first, calendar)
        return Counted(-back.days, back.provisional)
    days = [first + number * _DAY for number in range(1, (second - first).days + 1)]
    return Counted(sum(map(calendar.is_working, days)), not all(map(calendar.covers, days)))


def _require_one(count: int) -> None:
    if count < 1:
        raise ValueError("a time limit is at least one")
