"""Short lists that are no pupil workbooks: one column to check, or document numbers with their issued 学籍号.

The same rule as everywhere: a number that a spreadsheet stored as a number is destroyed and is never repaired.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.reference import field_of_header, fold_header
from xjcli.schema.values.normalise import clean_number
from xjcli.schema.values.numbers import RegistryNumber, parse_registry_number
from xjcli.sheets.container import DEFAULT_LIMITS
from xjcli.sheets.read import open_source
from xjcli.sheets.table import Cell, Lost, column_letter

_HEADER_WITHIN = 10
_DOCUMENT, _NUMBER = "document_number", "registry_number"


def read_column(path: Path, wanted: str) -> Iterator[tuple[str, str]]:
    """(address, text) of one column, named by its heading or its letter; the document column by default.

    Refuses with sheet.* where there is no such column. A text file of one number a line needs no column.
    """
    sheet, rows = first_rows(path)
    found = _find(rows, wanted or _DOCUMENT)
    if found is None:
        if wanted or any(len(row) > 1 for row in rows):
            raise Refusal(Problem("sheet.no-header", where=sheet))
        found = (-1, 0)
    header, index = found
    letter = column_letter(index)
    for number, row in enumerate(rows):
        if number > header and index < len(row) and str(row[index]).strip():
            yield f"{sheet}!{letter}{number + 1}", _text(row[index])


def read_numbers(path: Path, *, today: date) -> tuple[list[tuple[str, str, RegistryNumber]], list[Problem]]:
    """(address, document number, 学籍号) of an official list, and everything wrong with it."""
    sheet, rows = first_rows(path)
    places = {name: _find(rows, name) for name in (_DOCUMENT, _NUMBER)}
    document, issued = places[_DOCUMENT], places[_NUMBER]
    if document is None or issued is None:
        raise Refusal(Problem("sheet.no-header", where=sheet))
    listed: list[tuple[str, str, RegistryNumber]] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows):
        if number <= issued[0] or max(document[1], issued[1]) >= len(row) or not str(row[issued[1]]).strip():
            continue
        where = f"{sheet}!{column_letter(issued[1])}{number + 1}"
        if not isinstance(row[issued[1]], str) or not isinstance(row[document[1]], str):
            problems.append(Problem("sheet.number-cell", where=where, params={"header": _NUMBER}))
            continue
        parsed, found = parse_registry_number(_text(row[issued[1]]), today=today)
        problems += [Problem(each.code, each.severity, where, each.params) for each in found]
        if parsed is not None:
            listed.append((where, clean_number(_text(row[document[1]])), parsed))
    return listed, problems


def _text(cell: Cell) -> str:
    """A text as it is; a number in powers of ten, so that its reader sees the damage and never a repaired value."""
    if isinstance(cell, Lost):
        return "#N/A"
    return cell if isinstance(cell, str) else f"{cell:.14E}" if isinstance(cell, float) else str(cell)


def _find(rows: Sequence[Sequence[Cell]], wanted: str) -> tuple[int, int] | None:
    """Row and column of a heading: by field, by its own words, or (row -1) by column letter."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        for index, cell in enumerate(row):
            if isinstance(cell, str) and cell and wanted in (field_of_header(cell), fold_header(cell), cell.strip()):
                return number, index
    if wanted.isascii() and wanted.isalpha() and len(wanted) <= 3:
        for index in range(max(map(len, rows), default=0)):
            if column_letter(index) == wanted.upper():
                return _header_of(rows, index), index
    return None


def _header_of(rows: Sequence[Sequence[Cell]], index: int) -> int:
    """The row in which this column has a heading we know, or -1."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        cell = row[index] if index < len(row) else ""
        if isinstance(cell, str) and cell and field_of_header(cell):
            return number
    return -1


def first_rows(path: Path) -> tuple[str, Sequence[Sequence[Cell]]]:
    """The first sheet that holds anything, guarded as every workbook is."""
    data = read_bounded(path, DEFAULT_LIMITS.file_bytes)
    for sheet in open_source(data, path.name).sheets:
        if any(any(row) for row in sheet.rows):
            return sheet.name, sheet.rows
    raise Refusal(Problem("sheet.empty", where=path.name))
