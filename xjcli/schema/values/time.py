"""第七、十四、二十四条 count days, months and semesters; a date that can be read in two ways would start
the wrong clock.

So dates are read in the order year, month, day, as schools write them, and anything with two readings is
refused with both, never guessed. Results are ISO texts; no clock is read here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Literal

from xjcli.errors import Problem
from xjcli.schema.values.normalise import clean_text

Season = Literal["autumn", "spring"]
#: 北京时间: the day by which a school and its authority date what they do, wherever their computers stand.
CHINA = timezone(timedelta(hours=8))
#: A school year begins on 1 September; the second half is booked from 1 February, before any spring term
#: starts.
YEAR_BEGINS = (9, 1)
SPRING_BEGINS = (2, 1)
_SEMESTER = re.compile(r"(\d{4})-(autumn|spring)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月(?:份)?|(\d{2}))", re.ASCII)
_EARLIEST, _LATEST = 1800, 2199
#: Excel counts days from two epochs (its own leap-year error of 1900 lies before every serial read here).
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))


@dataclass(frozen=True, slots=True, order=True)
class Semester:
    """A 学期, named by the calendar year in which it begins: 2026-autumn is the first half of 2026–2027.

    Raises ValueError for any other label. Every day belongs to exactly one semester: holidays count to the
    term before them.
    """

    label: str

    def __post_init__(self) -> None:
        if _SEMESTER.fullmatch(self.label) is None:
            raise ValueError("a semester is written 2026-autumn or 2026-spring")

    @classmethod
    def of(cls, day: date) -> Semester:
        """The semester that holds `day`."""
        if (day.month, day.day) >= YEAR_BEGINS:
            return cls(f"{day.year:04}-autumn")
        if (day.month, day.day) >= SPRING_BEGINS:
            return cls(f"{day.year:04}-spring")
        return cls(f"{day.year - 1:04}-autumn")

    @property
    def year(self) -> int:
        return int(self.label[:4])

    @property
    def season(self) -> Season:
        return "autumn" if self.label.endswith("autumn") else "spring"

    @property
    def academic_year(self) -> str:
        """学年 as it is written, 2026-2027."""
        begins = self.year if self.season == "autumn" else self.year - 1
        return f"{begins:04}-{begins + 1:04}"

    @property
    def first_day(self) -> date:
        return date(self.year, *(YEAR_BEGINS if self.season == "autumn" else SPRING_BEGINS))

    @property
    def last_day(self) -> date:
        """31 January or 31 August."""
        return self.next().first_day - timedelta(days=1)

    def contains(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def next(self) -> Semester:
        """The semester after this one."""
        return Semester(f"{self.year + 1:04}-spring" if self.season == "autumn" else f"{self.year:04}-autumn")

    def previous(self) -> Semester:
        """The semester before this one."""
        return Semester(f"{self.year:04}-spring" if self.season == "autumn" else f"{self.year - 1:04}-autumn")


def parse_semester(text: str) -> tuple[Semester | None, list[Problem]]:
    """Read `2026-autumn`, `2026秋`, `2026年秋季学期`, `2026-2027-1` or `2026-2027学年第一学期`
    (`semester.unreadable`).
    """
    plain = _plain(text)
    if _SEMESTER.fullmatch(plain):
        return Semester(plain), []
    named = re.fullmatch(r"(\d{4})年?([春秋])季?(?:学期)?", plain, re.ASCII)
    if named:
        return Semester(f"{named[1]}-{'autumn' if named[2] == '秋' else 'spring'}"), []
    halves = re.fullmatch(r"(\d{4})-(\d{4})(?:-|学年第?|学年)([12一二上下])(?:学期)?", plain, re.ASCII)
    if halves and int(halves[2]) == int(halves[1]) + 1:
        first = halves[3] in "1一上"
        return Semester(f"{halves[1]}-autumn" if first else f"{halves[2]}-spring"), []
    return None, [Problem("semester.unreadable")]


def parse_date(text: str) -> tuple[str | None, list[Problem]]:
    """Read a date as schools write it, as ISO text; None exactly when a problem refuses.

    `date.impossible` (2013-02-30), `date.ambiguous` with `first` and `second` (01/02/2013, 13-9-1, a bare
    serial number), `date.unreadable`. A date with its year last and one reading only is taken with the
    warning `date.year-last`.
    """
    if len(text) == 8 and text.isascii() and text.isdigit():
        return _calendar(text[:4], text[4:6], text[6:])
    if len(text) == 10 and _ISO.fullmatch(text):
        return _calendar(text[:4], text[5:7], text[8:])
    plain = _CLOCK.sub("", _plain(text))
    if plain.isascii() and plain.isdigit():
        return _read_digits(plain)
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        return _calendar(found[1], found[3] or found[5], found[4] or found[6])
    found = _YEAR_LAST.fullmatch(plain)
    if found:
        return _read_year_last(found[1], found[3], found[4])
    found = _SHORT_YEAR.fullmatch(plain)
    if found:
        return _read_short_year(found[1], found[3] or found[5], found[4] or found[6])
    return None, [Problem("date.unreadable" if plain else "date.empty")]


def parse_month(text: str) -> tuple[str | None, list[Problem]]:
    """Read 202609, 2026-09, 2026.9, 2026年9月 or a full date, as `YYYY-MM` (`month.*`, and `date.*` of a
    full date).
    """
    plain = _plain(text)
    found = _MONTH.fullmatch(plain)
    if found:
        month = int(found[2] or found[3] or found[4])
        year = int(found[1])
        if 1 <= month <= 12 and _EARLIEST <= year <= _LATEST:
            return f"{year:04}-{month:02}", []
        return None, [Problem("month.impossible")]
    whole, problems = parse_date(plain)
    if whole is not None:
        return whole[:7], problems
    if problems[0].code in ("date.unreadable", "date.empty"):
        return None, [Problem("month.unreadable")]
    return None, problems


def _plain(text: str) -> str:
    """Full-width digits and signs as ASCII; blanks only between date and clock."""
    plain = unicodedata.normalize("NFKC", clean_text(text)).lstrip("'‘’").strip()
    return re.sub(r"\s*([-/.年月日号])\s*", r"\1", plain)


def _calendar(year: str, month: str, day: str) -> tuple[str | None, list[Problem]]:
    if _EARLIEST <= int(year) <= _LATEST:
        try:
            return date(int(year), int(month), int(day)).isoformat(), []
        except ValueError:
            pass
    return None, [Problem("date.impossible")]


def _valid(year: int, month: str, day: str) -> str | None:
    return _calendar(f"{year:04}", month, day)[0]


def _read_digits(plain: str) -> tuple[str | None, list[Problem]]:
    if len(plain) == 8:
        return _calendar(plain[:4], plain[4:6], plain[6:])
    if len(plain) == 5:
        first, second = (epoch + timedelta(days=int(plain)) for epoch in _EPOCHS)
        return None, [_ambiguous(first.isoformat(), second.isoformat())]
    return None, [Problem("date.unreadable")]


def _read_year_last(first: str, second: str, year: str) -> tuple[str | None, list[Problem]]:
    month_first, day_first = _valid(int(year), first, second), _valid(int(year), second, first)
    if month_first and day_first and month_first != day_first:
        return None, [_ambiguous(month_first, day_first)]
    only = month_first or day_first
    if only is None:
        return None, [Problem("date.impossible")]
    return only, [Problem("date.year-last", "warn", params={"reading": only})]


def _read_short_year(first: str, second: str, third: str) -> tuple[str | None, list[Problem]]:
    """Two digits for the year always have two readings: two centuries, or the year first or last."""
    year_first = [_valid(century + int(first), second, third) for century in (2000, 1900)]
    year_last = [_valid(2000 + int(third), *pair) for pair in ((first, second), (second, first))]
    readings = [reading for reading in (year_first[0], *year_last, year_first[1]) if reading]
    distinct = list(dict.fromkeys(readings))
    if not distinct:
        return None, [Problem("date.impossible")]
    return None, [_ambiguous(distinct[0], distinct[1] if len(distinct) > 1 else f"19{distinct[0][2:]}")]


def _ambiguous(first: str, second: str) -> Problem:
    return Problem("date.ambiguous", params={"first": first, "second": second})
