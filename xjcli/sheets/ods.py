"""An .ods, walked as XML: rows and cells may stand for many of their kind, and an error is a text with a mark.

A day is written as a day there, so there is nothing to count and no epoch to know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from xjcli.report.progress import STRIDE
from xjcli.sheets.container import Package
from xjcli.sheets.grid import LONGEST_TEXT, Grid, trimmed
from xjcli.sheets.table import Cell, Lost, RawSheet, column_letter
from xjcli.sheets.walking import walk

_CONTENT = "content.xml"
_HIDDEN = ("collapse", "filter")
_BLANKS = {"tab": "\t", "line-break": "\n"}
#: What may stand in a cell beside its own text.
_ASIDE = frozenset({"annotation", "frame", "custom-shape", "ruby-text"})
#: How an error shows; its stored value is an empty text or a nought.
_ERRORS = ("#", "Err:")
_CELLS = ("table-cell", "covered-table-cell")


class Document:
    """The sheets of one package: a look over the whole first, then one sheet when it is asked for."""

    def __init__(self, package: Package) -> None:
        """Raises Refusal: `sheet.not-a-workbook`, `sheet.too-large`, `sheet.entities`."""
        self._package = package
        self.sheets: list[str] = []
        self.hidden: list[str] = []
        shown: dict[str, bool] = {}
        style = ""

        def start(name: str, about: dict[str, str]) -> None:
            nonlocal style
            if name == "style":
                style = about.get("name", "")
            elif name == "table-properties":
                shown[style] = about.get("display", "true") != "false"
            elif name == "table":
                visible = shown.get(about.get("style-name", ""), True)
                (self.sheets if visible else self.hidden).append(about.get("name", ""))

        walk(package.chunks(_CONTENT), package.name, start=start)

    def read(self, name: str) -> RawSheet:
        """One sheet. Raises Refusal: `sheet.too-large`, `sheet.not-a-workbook`."""
        package = self._package
        reader = _Reader(name, Grid(name, package.limits), package.tell_rows)
        chunks = package.chunks(_CONTENT, has_rows=True)
        try:
            walk(chunks, package.name, start=reader.start, end=reader.end, text=reader.hear)
        except (ValueError, OverflowError) as error:
            raise package.broken() from error
        sheet = reader.grid.finish()
        package.tell("read", len(sheet.rows), len(sheet.rows))
        return sheet


class _Reader:
    """One sheet of the document; the others are walked over."""

    def __init__(self, wanted: str, grid: Grid, tell_rows: Callable[[int], None]) -> None:
        self.grid, self._tell_rows = grid, tell_rows
        self._wanted, self._inside, self._done = wanted, False, False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "table-row": self._row, "table-column": self._column, "table-cell": self._cell,
            "covered-table-cell": self._cell, "p": self._paragraph, "s": self._blank,
        }  # fmt: skip
        self._number, self._repeat, self._columns, self._count = 1, 1, 0, 0
        self._row_hidden = False
        self._cells: list[Cell] = []
        self._about: dict[str, str] = {}
        self._heard: list[str] = []
        self._listens, self._aside, self._paragraphs, self._length = False, 0, 0, 0

    def start(self, name: str, about: dict[str, str]) -> None:
        if name == "table":
            self._inside = not self._done and about.get("name") == self._wanted
        elif not self._inside:
            return
        elif name in _ASIDE:
            self._aside += 1
        elif name in _BLANKS:
            self.hear(_BLANKS[name])
        elif name in self._starts:
            self._starts[name](about)

    def end(self, name: str) -> None:
        if not self._inside:
            return
        if name in _ASIDE:
            self._aside -= 1
        elif name == "p" and not self._aside:
            self._listens = False
        elif name in _CELLS:
            self._keep()
        elif name == "table-row":
            self._finish_row()
        elif name == "table":
            self._inside, self._done = False, True

    def hear(self, text: str) -> None:
        if self._listens and not self._aside:
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise self.grid.too_large()
            self._heard.append(text)

    def _column(self, about: dict[str, str]) -> None:
        count = int(about.get("number-columns-repeated", "1"))
        if about.get("visibility") in _HIDDEN:
            self.grid.sheet.hidden_columns.append((self._columns + 1, self._columns + count))
        self._columns += count

    def _row(self, about: dict[str, str]) -> None:
        self._weigh()
        self._repeat = int(about.get("number-rows-repeated", "1"))
        self._row_hidden = about.get("visibility") in _HIDDEN
        self._cells = []

    def _cell(self, about: dict[str, str]) -> None:
        self._weigh()
        self._about, self._heard, self._paragraphs, self._length = about, [], 0, 0
        across, down = (int(about.get(f"number-{way}-spanned", "1")) for way in ("columns", "rows"))
        if across > 1 or down > 1:
            column = len(self._cells)
            first, last = column_letter(column), column_letter(column + across - 1)
            self.grid.sheet.merges.append(f"{first}{self._number}:{last}{self._number + down - 1}")

    def _weigh(self) -> None:
        self._count += 1
        if self._count > self.grid.limits.cells:
            raise self.grid.too_large()

    def _paragraph(self, _about: dict[str, str]) -> None:
        if self._aside:
            return
        self._listens = True
        self._paragraphs += 1
        if self._paragraphs > 1:
            self._heard.append("\n")

    def _blank(self, about: dict[str, str]) -> None:
        self.hear(" " * min(int(about.get("c", "1")), 1000))

    def _keep(self) -> None:
        cell = _cell_of(self._about, "".join(self._heard))
        count = int(self._about.get("number-columns-repeated", "1"))
        most = self.grid.limits.columns + 1
        # Empty cells fill a row to its end, far beyond the cap; one with a value beyond it is refused by the grid.
        self._cells += [cell] * min(count, most - min(len(self._cells), most) + (cell != ""))

    def _finish_row(self) -> None:
        grid, row = self.grid, trimmed(self._cells)
        last = self._number + self._repeat - 1
        if self._row_hidden and row:
            grid.sheet.hidden_rows += range(self._number, min(last, grid.limits.rows) + 1)
        if row:
            for number in range(self._number, last + 1):
                grid.put(number, list(row))
                if not number % STRIDE:
                    self._tell_rows(number)
        self._number = last + 1


def _cell_of(about: dict[str, str], text: str) -> Cell:
    """The cell by the type it was stored with. Raises ValueError for a value that its type does not have."""
    kind, formula = about.get("value-type", ""), "formula" in about
    if kind == "error" or (formula and text.startswith(_ERRORS) and not about.get("string-value")):
        return Lost.ERROR
    if not kind:
        return Lost.FORMULA if formula and not text else text
    if kind == "string":
        return about.get("string-value") or text
    if kind == "date":
        moment = datetime.fromisoformat(about["date-value"][:19])
        return moment if "T" in about["date-value"] else moment.date()
    if kind == "time":
        return _clock(about["time-value"])
    if kind == "boolean":
        return about.get("boolean-value") == "true"
    return float(about["value"])


def _clock(text: str) -> time | timedelta:
    """PT08H30M00S as a clock, or as a span where it is a day or more."""
    hours, _, rest = text.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.partition("M")
    span = timedelta(hours=float(hours), minutes=float(minutes), seconds=float(seconds.rstrip("S").replace(",", ".")))
    return (datetime.min + span).time() if timedelta() <= span < timedelta(days=1) else span  # noqa: DTZ901  as above
