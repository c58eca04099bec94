"""Numbers that are dates: only in a cell whose format says so, counted from the workbook's own first day.

A spreadsheet stores a day as a number and its format apart. The formats 27 to 36 and 50 to 58 are dates in
Chinese programs (31 is 2019年5月2日) and stand in no table of the file, so that other readers take them for numbers.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

Moment = Literal["", "day", "clock", "span"]

#: Built-in formats, the Chinese ones included (ECMA-376 part 1, 18.8.30).
_DAYS = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
_CLOCKS = frozenset({18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56})
_SPANS = frozenset({46})
_QUOTED = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|general|g/通用格式|上午/下午|am/pm|a/p|e[+-]', re.IGNORECASE
)
_SPAN = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  a cell has no zone
#: 1900 had no 29 February, but the first spreadsheet thought so: before 1 March its numbers are one less.
_LEAP_ERROR = 60
_LAST = 2_958_465
#: A format is not longer than 255 signs.
_LONGEST = 1000


def moment_of(number: int, code: str = "") -> Moment:
    """What a number format shows: a day, a clock, a span of time, or "" for anything else.

    `code` is the workbook's own format of that number, if it has one.
    """
    if not code or len(code) > _LONGEST:
        return "day" if number in _DAYS else "clock" if number in _CLOCKS else "span" if number in _SPANS else ""
    first = _QUOTED.sub("", code.partition(";")[0]).casefold()
    if _SPAN.search(first):
        return "span"
    if any(sign in first for sign in "ydg") or "aaa" in first or "e" in first:
        return "day"
    if "h" in first or "s" in first:
        return "clock"
    return "day" if "m" in first else ""


def from_serial(serial: float, moment: Moment, since_1904: bool) -> date | datetime | time | timedelta | float:
    """The day or clock that a serial number stands for; one that no calendar has stays a number."""
    if not 0 <= serial <= _LAST:
        return serial
    if moment == "span":
        return timedelta(days=serial)
    if moment == "clock" and serial < 1:
        return (_EPOCHS[True] + timedelta(seconds=round(serial * 86_400))).time()
    if not since_1904 and serial < _LEAP_ERROR:
        serial += 1
    found = _EPOCHS[since_1904] + timedelta(seconds=round(serial * 86_400))
    return found.date() if serial == int(serial) else found
