"""What a cell that is not text may be taken for, by the kind of its field. No type is ever inferred.

Excel keeps fifteen digits: an 18-digit number stored as a number is destroyed, and one in eleven of the wrong
numbers still passes its check digit. So such a cell is refused whatever its value. A number is taken only
where nothing can have been lost; a date only where a date belongs.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from xjcli.errors import Problem
from xjcli.sheets.table import Cell, Lost

#: From here on a spreadsheet no longer keeps the last digits.
_EXACT = 10**15
_LOST = {Lost.ERROR: "sheet.error-cell", Lost.FORMULA: "sheet.formula-empty"}
#: Kinds whose texts are digits that a number cell has damaged, or may have (leading zeros).
_NEVER_A_NUMBER = frozenset({"document", "registry", "auxiliary"})
#: (digits, first digit) of numbers that cannot have lost anything; they are read, and said.
_WHOLE_NUMBERS = {"phone": (11, "1"), "school": (10, "")}
_POSTCODE = 6


def as_text(kind: str, cell: Cell) -> tuple[str, Problem | None]:
    """The cell as the text it stands for, or "" with a problem that refuses. A warning comes with a text.

    Problems: `sheet.number-cell`, `sheet.number-read` (warn), `sheet.date-cell`, `sheet.boolean-cell`,
    `sheet.error-cell`, `sheet.formula-empty`.
    """
    if isinstance(cell, str):
        return cell, None
    if isinstance(cell, Lost):
        return "", Problem(_LOST[cell])
    if isinstance(cell, bool):
        return ("是" if cell else "否", None) if kind == "yesno" else ("", Problem("sheet.boolean-cell"))
    if isinstance(cell, date):
        return _date(kind, cell)
    if isinstance(cell, time | timedelta):
        return "", Problem("sheet.date-cell")
    return _number(kind, float(cell))


def _date(kind: str, cell: date) -> tuple[str, Problem | None]:
    day = cell.isoformat()[:10]
    if kind == "date":
        return day, None
    if kind == "month":
        return day[:7], None
    if kind == "text":
        return day, Problem("sheet.date-cell", "warn")
    return "", Problem("sheet.date-cell")


def _number(kind: str, cell: float) -> tuple[str, Problem | None]:
    damaged = "", Problem("sheet.number-cell")
    if kind in _NEVER_A_NUMBER or not -_EXACT < cell < _EXACT:
        return damaged
    if not cell.is_integer():
        return (repr(cell), None) if kind == "text" else damaged
    digits = str(int(cell))
    if kind in _WHOLE_NUMBERS:
        length, first = _WHOLE_NUMBERS[kind]
        whole = len(digits) == length and digits.startswith(first)
        return (digits, Problem("sheet.number-read", "warn")) if whole else damaged
    if kind == "postcode" and len(digits) != _POSTCODE:
        return damaged
    return digits, None
