"""The rows of a long sheet, matched whole: once a hundred rows are read, the next ten thousand look like them.

One pattern describes a row with every column as it may be, there or not, and is matched once per row instead of
once per cell. What it captures of a cell is everything behind the reference (type, style, value), so a column may
change its type or style from row to row. A row that does not fit is read cell by cell; both give the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from xjcli.sheets.table import Cell, column_letter

#: Number and attributes of a row, as where it is read cell by cell.
_ROW = rb'r="(\d{1,9})"([^<>]*+)>'
#: One column: a plain value, anything else, formatted only, or not there. No byte is looked at more than twice: the
#: parts are possessive, and a cell that is not plain is tried once more as any other.
_COLUMN = (
    rb'(?:<c r="%s\d++"(?:([^<>/]*+>'
    rb'(?:(?:<v>|<is><t(?: xml:space="preserve")?+>)[^<]*+</(?:v|t></is)>|(?:[^<]++|<(?!/?c[\s>/]))*+))</c>'
    rb"|[^<>/]*+/>))?+"
)
#: Cells further to the right may be formatted only. Behind the row comes the next one: the last of a sheet never fits.
_END = rb'(?:<c r="[A-Z]++\d++"[^<>/]*+/>)*+</row>\s*+'
_PLAIN = re.compile(rb'([^<>/]*+)>(?:<v>|<is><t(?: xml:space="preserve")?+>)([^<]*+)</(?:v|t></is)>')
#: So many different cells are remembered: names of classes come again, document numbers do not.
_KEPT = 30_000


class Cells(dict[bytes | None, Cell]):
    """What stands behind a cell's reference → the cell; None is a cell that is not there, or holds nothing."""

    def __init__(self, plain: Callable[[bytes, bytes], Cell], odd: Callable[[bytes, bytes], Cell]) -> None:
        """Both take the attributes of a cell's tag, and its value or all that stands in it."""
        super().__init__({None: ""})
        self._plain, self._odd = plain, odd

    def __missing__(self, raw: bytes) -> Cell:
        found = _PLAIN.fullmatch(raw)
        if found:
            cell = self._plain(found[1], found[2]) if found[2] else ""
        else:
            attributes, _, inner = raw.partition(b">")
            cell = self._odd(attributes, inner) if inner else ""
        if len(self) < _KEPT:
            self[raw] = cell
        return cell


class RowShape:
    """The pattern of a row of so many columns. To make one takes as long as some hundred rows."""

    def __init__(self, width: int, cells: Cells) -> None:
        self.width = width
        columns = b"".join(_COLUMN % column_letter(index).encode("ascii") for index in range(width))
        self._match = re.compile(_ROW + columns + _END).fullmatch
        self._cells = cells

    def read(self, piece: bytes) -> tuple[int, bytes, list[Cell]] | None:
        """Number, attributes and cells of a row that holds something; None if it has to be read cell by cell."""
        found = self._match(piece)
        if found is None:
            return None
        number, attributes, *raw = found.groups()
        row = [*map(self._cells.__getitem__, raw)]
        return (int(number), attributes, row) if any(row) else None
