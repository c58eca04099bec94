"""Rows of one mould: what stands between the values of a row is the same for thousands of rows, but for its number.

A row is taken apart by looking for its values only, and put together again from a mould that was learned from an
earlier row, these values and its own number. Where that gives the row's very bytes, every value lies in the same
column and is of the same type as in that row; nothing else has to be looked at. Where it does not, another way reads
the row. So the cells are the same, and a row takes a few dozen steps instead of some for each cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import getitem, itemgetter, sub
from typing import Any, NamedTuple

from xjcli.sheets.cellxml import Memo, Places
from xjcli.sheets.table import Cell

_NUMBER = re.compile(rb'r="(\d{1,9})"')
_HEAD = re.compile(rb'r="(\d{1,9})"([^<>]*+)>')
#: A cell that is formatted only, or holds one plain value. Whatever else there is, is for another way.
_CELL = re.compile(
    rb'<c r="([A-Z]++)(\d++)"([^<>/]*+)'
    rb'(?:/>|></c>|>(?:<v>([^<]*+)</v>|<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>)</c>)'
)
#: The place of a shared text: its style says nothing, and nothing but digits stands in it.
_SHARED = re.compile(rb'\bt="s"')
_DIGITS = b"0123456789"
_SHARED_TAG, _CELL_TAG = b't="s"', b'<c r="'
_END = re.compile(rb"</row>\s*+")
#: What finds the values of a row, by the tags they stand in.
_VALUES: Mapping[str, Callable[[bytes], list[bytes]]] = {
    "v": re.compile(rb"<v>([^<]*+)</v>").findall,
    "t": re.compile(rb"<t>([^<]*+)</t>").findall,
    "any": re.compile(rb'<(?:v|t|t xml:space="preserve")>([^<]*+)</[vt]>').findall,
}
#: So many moulds are remembered: there are as many as ways to leave cells out.
_KEPT = 1_000
#: Rows that fit no known mould before moulds are given up: a sheet of formulas is read faster without.
_PATIENCE = 500
#: So many texts of one column are remembered.
_TEXTS = 2_000


class _Mould(NamedTuple):
    """What is known of a row: its attributes, how many values it holds, what reads each of them and where it belongs.

    `between` are the bytes between the slots, with a place for what fills each; `order` picks the fillings from the
    values and, behind them, the row's number. `bare` is the row without any digit, where that is enough to know it.
    """

    head: bytes
    attributes: bytes
    filled: int
    readers: tuple[Memo, ...]
    placed: Callable[[list[Cell]], tuple[Cell, ...]] | None
    between: list[bytes]
    order: Callable[[list[bytes]], Sequence[bytes]]
    bare: bytes
    shared: int
    cells: int

    def gives(self, piece: bytes, values: list[bytes], number: bytes) -> bool:
        """Whether this mould with these values and this number is the row, byte for byte."""
        if len(values) != self.filled or not piece.startswith(self.head, 3 + len(number)):
            return False
        if self.bare:  # of digits are only the places of shared texts, the row's number, and styles of texts
            return (
                piece.translate(None, _DIGITS) == self.bare
                and piece.count(_SHARED_TAG) == self.shared  # not t="s1"
                and piece.count(_CELL_TAG) == self.cells  # not <c1
            )
        whole = self.between.copy()
        whole[1::2] = self.order([*values, number])
        return b"".join(whole) == piece


class Moulds:
    """The moulds of one sheet, learned while it is read."""

    def __init__(self, readers: Mapping[bytes, Memo], places: Mapping[bytes, int], columns: int) -> None:
        """`readers` gives for the attributes of a cell's tag what reads its value, `places` a column for its letters;
        what holds a value in a column from `columns` on is left to others."""
        self._readers, self._places, self._columns = readers, places, columns
        #: One for each column: what stands in a column comes again in it, and small ones are quick.
        self._memos: dict[tuple[int, bytes], Memo] = {}
        self._known: dict[tuple[int, ...], _Mould] = {}
        self._last: dict[int, _Mould] = {}
        self._tags = ""
        self._misses = self._hits = 0

    @property
    def help(self) -> bool:
        """False once too many rows had to be read in another way, or learned."""
        return self._misses < _PATIENCE + self._hits // 4

    def read(self, piece: bytes) -> tuple[int, bytes, list[Cell]] | None:
        """Number, attributes and cells of a row; None if it has to be read in another way."""
        found = _NUMBER.match(piece)
        if found is None:
            self._misses += 1
            return None
        number = found[1]
        values = _VALUES[self._tags](piece) if self._tags else []
        mould = self._last.get(len(values))
        if mould is None or not mould.gives(piece, values, number):
            mould, values = self._another(piece, values, number)
            if mould is None:
                self._misses += 1
                return None
            self._last[mould.filled] = mould
        self._hits += 1
        row = [*map(getitem, mould.readers, values)]
        if mould.placed is not None:
            row.append("")
            row = [*mould.placed(row)]
        return (int(number), mould.attributes, row) if any(row) else None

    def _another(self, piece: bytes, values: list[bytes], number: bytes) -> tuple[_Mould | None, list[bytes]]:
        """The mould of this row, known by the lengths of what stands between its values, or learned from it."""
        mould = self._known.get(_lengths(piece, values, number))
        if mould is not None and mould.gives(piece, values, number):
            return mould, values
        mould = self._learned(piece, number) if len(self._known) < _KEPT else None
        if mould is None:
            return None, values
        self._misses += 1
        values = _VALUES[self._tags](piece)
        if not mould.gives(piece, values, number):
            return None, values
        self._known[_lengths(piece, values, number)] = mould
        return mould, values

    def _learned(self, piece: bytes, number: bytes) -> _Mould | None:
        """A mould from a row that holds plain values only, each reference with the row's own number."""
        head = _HEAD.match(piece)
        cells: list[re.Match[bytes]] = []
        at = head.end() if head else 0
        while cell := _CELL.match(piece, at):
            cells.append(cell)
            at = cell.end()
        filled = [cell for cell in cells if cell.lastindex and cell.lastindex > 3]
        places = [self._places[cell[1]] for cell in filled]
        if (
            head is None or not filled or _END.fullmatch(piece, at) is None
            or any(cell[2] != number for cell in cells)
            or max(places) >= self._columns or len({*places}) < len(places)
        ):  # fmt: skip
            return None
        self._look_for(piece)
        slots = [head.span(1)]
        order = [len(filled)]
        for cell in cells:
            slots.append(cell.span(2))
            order.append(len(filled))
            if cell.lastindex and cell.lastindex > 3:
                slots.append(cell.span(cell.lastindex))
                order.append(len(order) - order.count(len(filled)))
        readers = tuple([self._memo(place, cell[3]) for place, cell in zip(places, filled, strict=True)])
        bare = piece.translate(None, _DIGITS) if all(_SHARED.search(cell[3]) for cell in filled) else b""
        return _Mould(
            piece[head.end(1) : head.end()], head[2], len(filled), readers, _placing(places), _between(piece, slots),
            itemgetter(*order), bare, piece.count(_SHARED_TAG), piece.count(_CELL_TAG),
        )  # fmt: skip

    def _memo(self, place: int, attributes: bytes) -> Memo:
        """What reads the values of a column: small, with that of the whole sheet behind it."""
        if (place, attributes) not in self._memos:
            whole = self._readers[attributes]
            self._memos[place, attributes] = whole if isinstance(whole, Places) else Memo(whole.__getitem__, _TEXTS)
        return self._memos[place, attributes]

    def _look_for(self, piece: bytes) -> None:
        """The tags in which values are looked for from here on: those of all rows that were learned."""
        has = "t" if b"<v>" not in piece and b"<t " not in piece else "v" if b"<t" not in piece else "any"
        self._tags = has if self._tags in ("", has) else "any"


def _lengths(piece: bytes, values: list[bytes], number: bytes) -> tuple[int, ...]:
    """What tells one mould from another, most of the time: that it is the right one shows when a row is rebuilt."""
    return (len(number), len(values), *map(sub, map(len, piece.split(b"</c>")), map(len, values)))


def _placing(places: list[int]) -> Callable[[list[Cell]], tuple[Cell, ...]] | None:
    """What puts values and one empty cell behind them into their columns; None if they lie so already."""
    width = max(places) + 1
    at = {place: index for index, place in enumerate(places)}
    order = [at.get(column, len(places)) for column in range(width)]
    if order == [*range(width)]:
        return None
    return itemgetter(*order)


def _between(piece: bytes, slots: list[tuple[int, int]]) -> list[bytes]:
    """The bytes between these slots, with an empty place for each slot."""
    found: list[Any] = []
    at = 0
    for start, end in slots:
        found += [piece[at:start], b""]
        at = end
    return [*found, piece[at:]]
