"""An old .xls: the library reads its values, our own look over its records says what the library leaves out.

Which rows and columns are hidden, which cells are errors or formulas never calculated, how far the sheet reaches
(before memory is taken for it), which numbers are days in a Chinese format, and whether there is a password.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.report.progress import Tell, silent
from xjcli.sheets.container import Limits
from xjcli.sheets.grid import Grid, trimmed
from xjcli.sheets.moments import Moment, from_serial, moment_of
from xjcli.sheets.ole import Compound
from xjcli.sheets.table import Cell, Lost, RawSheet, column_letter

_BOF, _EOF = 0x0809, 0x000A
_PASSWORD, _SHEET, _DATES, _FORMAT, _STYLE = 0x002F, 0x0085, 0x0022, 0x041E, 0x00E0
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
_ERROR, _FORMULA, _NUMBER, _RK, _RKS = 0x0205, 0x0006, 0x0203, 0x027E, 0x00BD
_VALUES = frozenset({_ERROR, _FORMULA, _NUMBER, _RK, _RKS, 0x00FD, 0x0204, 0x00D6})
#: A formula's result that is no number: its first byte says what it is.
_NO_NUMBER = b"\xff\xff"
_IS_ERROR, _IS_BLANK = 2, 3
_CALCULATE = 0x03
_WORKSHEET = 0
#: The library takes memory for every cell up to the last one; 65,536 rows of 100 columns are not more.
_AREA = 6_600_000
#: Records between two words on how far the reading has come.
_STRIDE = 4_096
#: Excel 97 and later; what is older is refused.
_VERSION = 0x0600


@dataclass(slots=True)
class _Page:
    """What the records of one sheet say. Rows and columns from 0."""

    merges: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    lost: list[tuple[int, int, Lost]] = field(default_factory=list)
    days: list[tuple[int, int, Moment]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1


class Book:
    """The sheets of one old workbook."""

    def __init__(self, data: bytes, name: str, limits: Limits, tell: Tell = silent) -> None:
        """Raises Refusal: `sheet.encrypted`, `sheet.not-a-workbook`."""
        self._data, self._name, self._limits, self._tell = data, name, limits, tell
        self._compound = compound = Compound(data, name)
        if compound.has("EncryptedPackage"):
            raise Refusal(Problem("sheet.encrypted", where=name))
        self._records = compound.stream("Workbook", "Book")
        self._moments: list[Moment] = []
        self._formats: dict[int, str] = {}
        self._since_1904 = False
        self._offsets: dict[str, int] = {}
        self.sheets: list[str] = []
        self.hidden: list[str] = []
        try:
            self._globals()
        except (struct.error, IndexError) as error:
            raise compound.broken() from error
        self._library: Any = None

    def find_remarks(self) -> list[Problem]:
        """A program in it is never run."""
        macros = any(self._compound.has(name) for name in ("_VBA_PROJECT", "VBA"))
        return [Problem("sheet.macros-ignored", "note", self._name)] if macros else []

    def read(self, name: str) -> RawSheet:
        """One visible sheet. Raises Refusal: `sheet.too-large`, `sheet.not-a-workbook`."""
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError

        grid = Grid(name, self._limits)
        try:
            page = self._page(name)
            area = (page.last_row + 1) * (page.last_column + 1)
            if page.last_column >= self._limits.columns or area > _AREA:
                raise grid.too_large()
            self._library = self._library or CalamineWorkbook.from_filelike(BytesIO(self._data))
            values: list[list[Any]] = self._library.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except PasswordError as error:
            raise Refusal(Problem("sheet.encrypted", where=self._name)) from error
        except (CalamineError, OSError, ValueError, struct.error, IndexError) as error:
            raise self._compound.broken() from error
        self._mend(values, page)
        for number, row in enumerate(values, start=1):
            cells: list[Cell] = trimmed(row)
            if cells:
                grid.put(number, cells)
            else:
                grid.reach(number)
        sheet = grid.finish()
        self._tell("read", len(sheet.rows), len(sheet.rows))
        sheet.merges, sheet.hidden_columns = page.merges, page.hidden_columns
        sheet.hidden_rows = [row + 1 for row in page.hidden_rows]
        return sheet

    def _mend(self, values: list[list[Any]], page: _Page) -> None:
        """Put back what the library does not show."""
        for row, column, mark in page.lost:
            while len(values) <= row:
                values.append([])
            values[row] += [""] * (column + 1 - len(values[row]))
            values[row][column] = mark
        for row, column, moment in page.days:
            if row < len(values) and column < len(values[row]) and isinstance(values[row][column], float):
                values[row][column] = from_serial(values[row][column], moment, self._since_1904)

    def _globals(self) -> None:
        """The records in front of the sheets: their names, the formats, the first day, a password."""
        if struct.unpack_from("<H", self._records, 4)[0] != _VERSION:
            raise self._compound.broken()
        for kind, start, size in _walk(self._records, 0):
            body = self._records[start : start + size]
            if kind == _PASSWORD:
                raise Refusal(Problem("sheet.encrypted", where=self._name))
            if kind == _SHEET:
                self._sheet(body)
            elif kind == _DATES:
                self._since_1904 = body[:1] == b"\1"
            elif kind == _FORMAT:
                self._formats[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
            elif kind == _STYLE:
                number = struct.unpack_from("<H", body, 2)[0]
                self._moments.append(moment_of(number, self._formats.get(number, "")))

    def _sheet(self, body: bytes) -> None:
        offset, state, kind = struct.unpack_from("<IBB", body)
        if kind != _WORKSHEET:
            return
        name = _text(body[6:], 1)
        self._offsets[name] = offset
        (self.hidden if state & 3 else self.sheets).append(name)

    def _page(self, name: str) -> _Page:
        page = _Page()
        data = self._records
        first = self._offsets[name]
        for count, (kind, start, size) in enumerate(_walk(data, first)):
            if not count % _STRIDE:
                rows = page.last_row + 1
                self._tell("read", rows, max(rows * (len(data) - first) // (start - first), rows + 1))
            if kind in _VALUES:
                self._value(page, kind, data, start, size)
            elif kind == _ROW and data[start + 12] & 0x20:
                page.hidden_rows.append(struct.unpack_from("<H", data, start)[0])
            elif kind == _COLUMNS:
                first, last, _width, _style, flags = struct.unpack_from("<5H", data, start)
                if flags & 1:
                    page.hidden_columns.append((first + 1, last + 1))
            elif kind == _MERGED:
                for at in range(start + 2, start + size - 7, 8):
                    top, bottom, left, right = struct.unpack_from("<4H", data, at)
                    page.merges.append(f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}")
        return page

    def _value(self, page: _Page, kind: int, data: bytes, start: int, size: int) -> None:
        row, column, style = struct.unpack_from("<3H", data, start)
        page.last_row, page.last_column = max(page.last_row, row), max(page.last_column, column)
        if kind == _RKS:
            page.last_column = max(page.last_column, struct.unpack_from("<H", data, start + size - 2)[0])
            for place, at in enumerate(range(start + 4, start + size - 6, 6)):
                self._day(page, row, column + place, struct.unpack_from("<H", data, at)[0])
        elif kind == _ERROR:
            if data[start + 7]:
                page.lost.append((row, column, Lost.ERROR))
        elif kind == _FORMULA and data[start + 12 : start + 14] == _NO_NUMBER:
            calculate = data[start + 14] & _CALCULATE
            if data[start + 6] == _IS_ERROR:
                page.lost.append((row, column, Lost.ERROR))
            elif data[start + 6] == _IS_BLANK and calculate:
                page.lost.append((row, column, Lost.FORMULA))
        elif kind in (_FORMULA, _NUMBER, _RK):
            self._day(page, row, column, style)

    def _day(self, page: _Page, row: int, column: int, style: int) -> None:
        moment = self._moments[style] if style < len(self._moments) else ""
        if moment:
            page.days.append((row, column, moment))


def _walk(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its body begins, how long it is) of each record of one substream, charts inside left out."""
    depth = 0
    while start + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, start)
        start += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, start, size
        start += size
    raise IndexError("cut off")


def _text(body: bytes, width: int) -> str:
    """A text with its length in `width` bytes before it, in one byte or two for each sign."""
    length = int.from_bytes(body[:width], "little")
    if body[width] & 1:
        return body[width + 1 : width + 1 + 2 * length].decode("utf-16-le", "replace")
    return body[width + 1 : width + 1 + length].decode("latin-1")
