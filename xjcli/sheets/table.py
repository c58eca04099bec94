"""A sheet as it was found: raw cells, the row numbers Excel shows, and the field each column stands for.

Nothing here is checked or changed; `door` does that. A `Table` is the one thing that the rest of the room
reads, so that the library behind `read` can be changed without anyone noticing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from xjcli.errors import Problem

#: An example row of a template begins its name so: brackets that no name can hold. It is no pupil.
EXAMPLE_MARK = "【示例】"
#: The heading of the column in which `annotate` says what is wrong with a row. It is no field.
ERRORS_HEADING = "错误说明"
#: The hidden sheet of our templates that holds the long lists of their drop-downs. It is no data of anybody.
LISTS_SHEET = "代码表"


class Lost(Enum):
    """A cell in which something stands that cannot be read: an error value, or a formula never calculated."""

    ERROR = "error"
    FORMULA = "formula"


#: What a cell can hold: text, a number (always a float), yes/no, or a date of a cell formatted as a date.
Cell = str | float | int | bool | date | datetime | time | timedelta | Lost


@dataclass(slots=True)
class RawSheet:
    """One sheet as it came: `rows[0]` is Excel's row 1, all rows are of one width, hidden ones included.

    `tail` counts rows below the last value that are formatted and empty; row numbers and column spans are
    Excel's (from 1); `merges` are references such as A1:C1.
    """

    name: str
    rows: list[list[Cell]]
    tail: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its index in a row (0-based), its letter in Excel, its heading as written, on one line."""

    index: int
    letter: str
    header: str


@dataclass(frozen=True, slots=True)
class Table:
    """The one sheet that is read.

    `first_row` is Excel's number of `rows[0]`; rows follow each other without gaps, empty ones included.
    `fields` says which column stands for which field; `notes` are the remarks made while reading (never
    refusals). `sha256` is the digest of the file's bytes, `encoding` is "" except for a text file. `fingerprint`
    is that of the heading row and `mapping` the map that was used for it: kept together, they are what
    `read_table(remembered=…)` takes for the next file of this kind.
    """

    source: str
    format: str
    encoding: str
    sha256: str
    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    fields: dict[str, Column]
    first_row: int
    rows: Sequence[Sequence[Cell]]
    notes: list[Problem] = field(default_factory=list)
    fingerprint: str = ""
    mapping: dict[str, str] = field(default_factory=dict)

    def address(self, row: int, name: str) -> str:
        """The place as Excel shows it: `Sheet1!G7`. A field without a column gives the row: `Sheet1!7`.

        `row` is Excel's number, not an index.
        """
        column = self.fields.get(name)
        return f"{self.sheet}!{column.letter if column else ''}{row}"

    def header(self, name: str) -> str:
        """The heading under which this field stands in this file, or "" if it has no column."""
        column = self.fields.get(name)
        return column.header if column else ""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Reading and storing make no cycles; looking for them among 700,000 new texts costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def column_letter(index: int) -> str:
    """The letters Excel shows above column `index` (0-based): 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_index(reference: str) -> tuple[int, int]:
    """Row and column (0-based) of a reference such as G7."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1
