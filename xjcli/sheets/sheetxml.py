"""The rows of one sheet of an .xlsx: a fast way for the shape that all programs write, a patient one for the rest.

The fast way cuts the XML at its rows and matches cells as bytes, so that 10,000 rows of 71 cells take half a second
and memory for one piece only; equal texts become one object. Where anything does not have that shape (a prefix,
another order of attributes, a comment) the whole sheet is read again with an XML parser. Both give the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from operator import getitem

from xjcli.report.progress import STRIDE
from xjcli.sheets.cellxml import Memo, OddShapeError, Reader, holds_more_than_elements, is_plain
from xjcli.sheets.container import Limits
from xjcli.sheets.grid import LONGEST_TEXT, Grid
from xjcli.sheets.rowmould import Moulds
from xjcli.sheets.rowshape import Cells, RowShape
from xjcli.sheets.table import Cell, RawSheet
from xjcli.sheets.walking import walk

#: What is longer goes the patient way, which holds one cell at a time: a row of 71 cells is some 10 KB.
_LONGEST_ROW = 4 << 20
#: Reference, attributes, the value of a plain cell, what stands in any other. Nothing in it is tried twice, and no part
#: runs past the next cell: a file made to be slow is as fast as any.
_CELL = re.compile(
    rb'<c r="([A-Z]++)\d++"([^<>/]*+)'
    rb'(?:>(?:<v>|<is><t(?: xml:space="preserve")?+>)([^<]*+)</(?:v|t></is)></c>'
    rb"|/>|>((?:[^<]++|<(?!/?c[\s>/]))*+)</c>)"
)
_COLUMN_NAME = re.compile(rb"[A-Z]+")
_ODD_CELL = re.compile(rb"<c[\t\r\n>]")
_ROW = re.compile(rb'r="(\d{1,9})"([^<>]*+)>')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb'<col((?: ++[\w.:-]++="[^"&<>]*+")*+) *+/?>')
#: Columns, merged cells and rows in whatever way they are written; what is found otherwise than above is not plain.
_A_COLUMN = re.compile(rb"<(?:[\w.-]++:)?col[\s/>]")
_A_MERGE = re.compile(rb"<(?:[\w.-]++:)?mergeCell[\s/>]")
_A_ROW = re.compile(rb"</?(?:[\w.-]++:)?row[\s/>]|<[\w.-]++:c[\s/>]")
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"[ /]*+>')
_TRUE = ("1", "true")
#: So many rows fit no mould before the pattern of a whole row is worth making; it is made anew for a few wider ones.
_ROWS_SEEN, _SHAPES = 100, 4


def _nobody(_rows: int) -> None:
    """Nobody looks."""


def read_sheet(
    chunks: Callable[[], Iterable[bytes]],
    name: str,
    file: str,
    reader: Reader,
    limits: Limits,
    tell_rows: Callable[[int], None] = _nobody,
) -> RawSheet:
    """The rows of the part that `chunks` gives (asked for twice if the shape is odd).

    Raises Refusal: `sheet.too-large`, and what `chunks` and `walk` raise. ValueError or IndexError for a cell that
    points nowhere.
    """
    try:
        return _Fast(name, reader, limits).read(chunks(), tell_rows)
    except OddShapeError:
        return _Patient(name, reader, limits, tell_rows).read(chunks(), file)


class _Letters(dict[bytes, int]):
    """Letters of a column → its index."""

    def __missing__(self, letters: bytes) -> int:
        """Raises ValueError for what names no column."""
        index = 0
        if not _COLUMN_NAME.fullmatch(letters):
            raise ValueError(letters)
        for letter in letters:
            index = index * 26 + letter - 64
        self[letters] = index - 1
        return index - 1


class _Memos(dict[bytes, Memo]):
    """Attributes of a cell's tag → memo of the cells that have them."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, attributes: bytes) -> Memo:
        memo = self[attributes] = self._reader.memo(attributes)
        return memo


class _Fast:
    """The way for files whose every row and cell begins with its reference."""

    def __init__(self, name: str, reader: Reader, limits: Limits) -> None:
        self.grid = Grid(name, limits)
        self.sheet = self.grid.sheet
        self._odd = reader.odd
        self._letters = _Letters()
        self._memos = _Memos(reader)
        self._moulds = Moulds(self._memos, self._letters, limits.columns)
        self._last = 0
        self._columns_seen: tuple[bytes, ...] = ()
        self._attributes_seen: tuple[bytes, ...] = ()
        self._places: list[int] = []
        self._memo_of: list[Memo] = []
        self._reach, self._is_dense = 0, False
        self._whole = Cells(lambda attributes, value: self._memos[attributes].read(value), reader.odd)
        self._shape: RowShape | None = None
        self._shapes = self._unfit = 0

    def read(self, chunks: Iterable[bytes], tell_rows: Callable[[int], None]) -> RawSheet:
        first, block = True, b""
        for block in _cut_at_rows(chunks):
            if holds_more_than_elements(block, first=first) or (first and b"<worksheet" not in block):
                raise OddShapeError
            if first:
                self._columns(block)
            first = False
            self._rows(block)
            tell_rows(len(self.sheet.rows))
        if b"</worksheet>" not in block:
            raise OddShapeError
        merges = _MERGE.findall(block)
        if len(merges) != len(_A_MERGE.findall(block)):
            raise OddShapeError
        self.sheet.merges += [found.decode("ascii") for found in merges]
        return self.grid.finish()

    def _columns(self, block: bytes) -> None:
        """Hidden columns, which stand before the rows as merged cells stand behind them."""
        tags = _COLUMN.findall(block)
        if len(tags) != len(_A_COLUMN.findall(block)) or not all(map(is_plain, tags)):
            raise OddShapeError
        for tag in tags:
            span = {key: int(value) for key, value in _SPAN.findall(tag)}
            if len(span) == 2 and _HIDDEN.search(tag):
                self.sheet.hidden_columns.append((span[b"min"], span[b"max"]))

    def _rows(self, block: bytes) -> None:
        if b"</c>" not in block:
            if b"<v" in block or b"<is" in block:
                raise OddShapeError
            last = block.rfind(b"<row ")
            found = _ROW.match(block, last + 5) if last >= 0 else None
            if found:
                self.grid.reach(int(found[1]))
            return
        above, *pieces = block.split(b"<row ")
        if b"<c " in above or _ODD_CELL.search(above):
            raise OddShapeError
        moulds = self._moulds if self._moulds.help else None
        for piece in pieces:
            known = moulds.read(piece) if moulds else None
            self._put(*(known or self._looked_at(piece)))

    def _looked_at(self, piece: bytes) -> tuple[int, bytes, list[Cell]]:
        """Number, attributes and cells of a row that fits no mould: matched whole, or cell by cell."""
        known = self._shape.width if self._shape else 0
        self._unfit += 1
        if self.grid.width > known and self._unfit > _ROWS_SEEN and self._shapes < _SHAPES:
            self._shape = RowShape(self.grid.width, self._whole)
            self._shapes += 1
        whole = self._shape.read(piece) if self._shape else None
        return whole or self._cell_by_cell(piece)

    def _cell_by_cell(self, piece: bytes) -> tuple[int, bytes, list[Cell]]:
        """Number, attributes and cells of a row, read cell by cell; the rows after it may then be read whole."""
        found = _ROW.match(piece)
        if found is None or len(piece) > _LONGEST_ROW:
            raise OddShapeError
        if len(_A_ROW.findall(piece)) != (not found[2].endswith(b"/")):  # a row without a number, or with a prefix
            raise OddShapeError
        row = self._cells(piece)
        return int(found[1]), found[2], row

    def _put(self, number: int, attributes: bytes, row: list[Cell]) -> None:
        if b"hidden" in attributes:
            self._hide(number, attributes)
        if not row:
            self.grid.reach(number)
            return
        if number <= self._last:
            raise OddShapeError
        self._last = number
        self.grid.put(number, row)

    def _hide(self, number: int, attributes: bytes) -> None:
        if not is_plain(attributes.removesuffix(b"/")):
            raise OddShapeError
        if _HIDDEN.search(attributes):
            self.sheet.hidden_rows.append(number)

    def _cells(self, piece: bytes) -> list[Cell]:
        """The cells of one row, [] if none holds anything. Rows are alike, so what is known of one serves the next."""
        found = _CELL.findall(piece)
        if len(found) != piece.count(b"<c ") or _ODD_CELL.search(piece):
            raise OddShapeError  # a cell that was not seen
        if not found:
            return []
        columns, attributes, values, others = zip(*found, strict=True)
        is_odd = any(others)
        if not is_odd and not any(values):
            return []
        if columns != self._columns_seen:
            self._columns_seen, self._places = columns, [*map(self._letters.__getitem__, columns)]
            self._reach = max(self._places) + 1
            if len({*self._places}) < len(self._places):
                raise OddShapeError
            self._is_dense = self._places == [*range(self._reach)]
        if attributes != self._attributes_seen:
            self._attributes_seen, self._memo_of = attributes, [*map(self._memos.__getitem__, attributes)]
        cells = [*map(getitem, self._memo_of, values)]
        if is_odd:
            for place, other in enumerate(others):
                if other:
                    cells[place] = self._odd(attributes[place], other)
        return self._placed(cells)

    def _placed(self, cells: list[Cell]) -> list[Cell]:
        """Each cell in its column. One far to the right may be formatted and empty."""
        reach, most = self._reach, self.grid.limits.columns
        if self._is_dense and reach <= most:
            return cells
        row: list[Cell] = [""] * min(reach, most)
        for place, cell in zip(self._places, cells, strict=True):
            if place < most:
                row[place] = cell
            elif cell != "":
                raise self.grid.too_large()
        while row and row[-1] == "":
            row.pop()
        return row


def _cut_at_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks that begin with a row (the first: with what stands above the rows)."""
    rest = b""
    for chunk in chunks:
        block = rest + chunk
        cut = block.rfind(b"<row ")
        if cut > 0:
            yield block[:cut]
            block = block[cut:]
        if len(block) > _LONGEST_ROW:
            raise OddShapeError
        rest = block
    yield rest


class _Patient:
    """The way for any well-formed sheet."""

    def __init__(self, name: str, reader: Reader, limits: Limits, tell_rows: Callable[[int], None]) -> None:
        self.grid = Grid(name, limits)
        self._reader, self._tell_rows = reader, tell_rows
        self._letters = _Letters()
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row, "c": self._cell, "f": self._formula, "v": self._value, "t": self._text,
            "rPh": self._reading, "col": self._column, "mergeCell": self._merge,
        }  # fmt: skip
        self._number, self._at, self._count, self._put = 0, -1, 0, 0
        self._cells: dict[int, Cell] = {}
        self._kind, self._style, self._reference = "n", "", ""
        self._has_formula, self._listens, self._is_reading = False, False, False
        self._heard: list[str] = []
        self._length = 0

    def read(self, chunks: Iterable[bytes], file: str) -> RawSheet:
        walk(chunks, file, start=self._start, end=self._end, text=self._hear)
        return self.grid.finish()

    def _start(self, name: str, found: dict[str, str]) -> None:
        handler = self._starts.get(name)
        if handler is not None:
            handler(found)

    def _row(self, found: dict[str, str]) -> None:
        self._number = int(found.get("r") or self._number + 1)
        self._at, self._cells = -1, {}
        if found.get("hidden") in _TRUE:
            self.grid.sheet.hidden_rows.append(self._number)
        self.grid.reach(self._number)

    def _cell(self, found: dict[str, str]) -> None:
        self._count += 1
        if self._count > self.grid.limits.cells:
            raise self.grid.too_large()
        self._kind, self._style, self._reference = found.get("t", "n"), found.get("s", ""), found.get("r", "")
        self._at += 1
        self._has_formula, self._heard, self._length = False, [], 0

    def _formula(self, _found: dict[str, str]) -> None:
        self._has_formula = True

    def _value(self, _found: dict[str, str]) -> None:
        self._listens = True

    def _text(self, _found: dict[str, str]) -> None:
        self._listens = not self._is_reading

    def _reading(self, _found: dict[str, str]) -> None:
        self._is_reading = True

    def _column(self, found: dict[str, str]) -> None:
        if found.get("hidden") in _TRUE:
            self.grid.sheet.hidden_columns.append((int(found["min"]), int(found["max"])))

    def _merge(self, found: dict[str, str]) -> None:
        self.grid.sheet.merges.append(found.get("ref", ""))

    def _hear(self, text: str) -> None:
        if self._listens:
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise self.grid.too_large()
            self._heard.append(text)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._listens = False
        elif name == "rPh":
            self._is_reading = False
        elif name == "c":
            self._keep()
        elif name == "row" and self._cells:
            if self._number <= self._put:
                raise ValueError("rows out of order")
            self._put = self._number
            row: list[Cell] = [""] * (max(self._cells) + 1)
            for index, cell in self._cells.items():
                row[index] = cell
            self.grid.put(self._number, row)
            if not self._number % STRIDE:
                self._tell_rows(self._number)

    def _keep(self) -> None:
        letters = self._reference.rstrip("0123456789").encode("ascii")
        cell = self._reader.cell(self._kind, self._style, "".join(self._heard), self._has_formula)
        if letters:
            self._at = self._letters[letters]
        if cell == "":
            return  # one far to the right is formatting only
        if self._at >= self.grid.limits.columns:
            raise self.grid.too_large()
        self._cells[self._at] = cell
