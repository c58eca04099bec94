"""Rows as they are found in a file, one after the other, with gaps; and the caps on how many there may be."""

from __future__ import annotations

from collections.abc import Sequence

from xjcli.errors import Problem, Refusal
from xjcli.sheets.container import Limits
from xjcli.sheets.table import Cell, RawSheet

#: No spreadsheet has rows below this one.
_BOTTOM = 1 << 20
#: A heading and titles stand above the pupils.
ABOVE = 20
#: A cell holds 32,767 signs; this is far beyond it.
LONGEST_TEXT = 1 << 20


class Grid:
    """The rows of one sheet while it is read. Rows must come in order; empty ones need not come at all."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.sheet = RawSheet(name, [])
        self.limits = limits
        self.width = 0
        self._reached = 0

    def too_large(self) -> Refusal:
        """The refusal of a sheet above a cap."""
        return Refusal(Problem("sheet.too-large", where=self.sheet.name))

    def reach(self, number: int) -> None:
        """There is a row of this number (from 1), perhaps an empty one."""
        if number > _BOTTOM:
            raise self.too_large()
        self._reached = max(self._reached, number)

    def put(self, number: int, row: list[Cell]) -> None:
        """A row that holds something. Its number must be higher than those before it."""
        rows = self.sheet.rows
        if number > self.limits.rows + ABOVE or len(row) > self.limits.columns:
            raise self.too_large()
        while len(rows) < number - 1:
            rows.append([])
        rows.append(row)
        self.width = max(self.width, len(row))
        self._reached = max(self._reached, number)

    def finish(self) -> RawSheet:
        """The sheet with every row filled up to one width."""
        width, sheet = self.width, self.sheet
        blank: list[Cell] = [""] * width
        for index, row in enumerate(sheet.rows):
            if not row:
                sheet.rows[index] = blank
            elif len(row) < width:
                row.extend([""] * (width - len(row)))
        sheet.tail = max(self._reached - len(sheet.rows), 0)
        return sheet


def trimmed(row: Sequence[Cell]) -> list[Cell]:
    """The row without the empty cells at its end."""
    last = len(row)
    while last and row[last - 1] == "":
        last -= 1
    return list(row[:last])
