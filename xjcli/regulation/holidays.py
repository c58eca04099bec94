"""One year's holidays as the State Council's notice sets them, and what can be wrong with a list of them.

第十四、二十一条 count working days, so a wrong list starts wrong clocks: a day that is both off and worked, a day of
another year, a list without the holidays every year has. Pure; files are read by `reference` and `sheets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from xjcli.errors import Problem
from xjcli.regulation.deadlines import Calendar

#: Holidays of 《全国年节及纪念日放假办法》 that have a fixed date; the others follow the moon or the sun.
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
_SATURDAY = 5


class Holiday(NamedTuple):
    """A named period, both days included, weekends and all."""

    zh: str
    en: str
    begins: date
    ends: date

    def days(self) -> list[date]:
        """Every day of the period."""
        return [self.begins + timedelta(days=number) for number in range((self.ends - self.begins).days + 1)]


@dataclass(frozen=True, slots=True)
class Year:
    """What one notice says. `begins` and `ends` bound what it covers; `off` and `work` are its days."""

    year: int
    begins: date
    ends: date
    notice: str
    source: str
    confidence: str
    off: frozenset[date]
    work: frozenset[date]
    holidays: tuple[Holiday, ...] = ()


def as_calendar(years: Iterable[Year], closures: Iterable[date] = ()) -> Calendar:
    """The working days of several years; of two notices for one year the later in the order holds."""
    latest = {each.year: each for each in years}
    chosen = [latest[year] for year in sorted(latest)]
    return Calendar(
        tuple((each.begins, each.ends) for each in chosen),
        frozenset(day for each in chosen for day in each.off),
        frozenset(day for each in chosen for day in each.work),
        frozenset(closures),
    )


def find_faults(year: Year) -> list[Problem]:
    """Everything that is wrong with a list before it may start clocks (`calendar.*`)."""
    return [*_placed(year), *_complete(year)]


def _placed(year: Year) -> Iterator[Problem]:
    """A notice may reach into the last days of the year before (元旦), never further."""
    first = date(year.year - 1, 12, 25)
    for day in sorted(year.off | year.work):
        if not first <= day <= year.ends:
            yield Problem("calendar.other-year", where=day.isoformat(), params={"year": year.year})
        if day in year.off and day in year.work:
            yield Problem("calendar.both", where=day.isoformat())
        elif day in year.work and day.weekday() < _SATURDAY:
            yield Problem("calendar.work-on-weekday", "warn", where=day.isoformat())


def _complete(year: Year) -> Iterator[Problem]:
    if (year.begins, year.ends) != (date(year.year, 1, 1), date(year.year, 12, 31)):
        params = {"first": year.begins.isoformat(), "last": year.ends.isoformat()}
        yield Problem("calendar.partial", "warn", params=params)
    always = [date(year.year, month, day) for month, day in ALWAYS_OFF]
    missing = [day.isoformat() for day in always if year.begins <= day <= year.ends and day not in year.off]
    if missing:
        yield Problem("calendar.incomplete", params={"year": year.year, "missing": ", ".join(missing)})
    if not year.notice:
        yield Problem("calendar.no-notice", "warn", params={"year": year.year})
