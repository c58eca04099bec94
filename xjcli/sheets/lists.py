"""Short lists that are no pupil workbooks: one column to check, or document numbers with their issued 学籍号 and state.

The same rule as everywhere: a number that a spreadsheet stored as a number is destroyed and is never repaired.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.reference import codes, compared_headers, field_of_header, fold_header
from xjcli.report.progress import Tell, silent, told
from xjcli.schema.values.normalise import clean_number
from xjcli.schema.values.numbers import RegistryNumber, parse_registry_number
from xjcli.sheets.cells import as_text
from xjcli.sheets.container import DEFAULT_LIMITS
from xjcli.sheets.read import open_source
from xjcli.sheets.table import Cell, Lost, column_letter
from xjcli.sheets.values import shown

_HEADER_WITHIN = 10
_DOCUMENT, _NUMBER, _STATE = "document_number", "registry_number", "pupil_state"
#: The code table of the national states, and the heading they are told under.
STATES, _STATE_LABEL = "pupil-state", "学生状态"


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


class Listed(NamedTuple):
    """A pupil of an official list: the document number as it stands there, the 学籍号, and the national state code.

    `where` and `state_where` are the cells they stand in; a number that is not given is None, a state "".
    """

    where: str
    document: str
    number: RegistryNumber | None
    state: str = ""
    state_where: str = ""


def read_numbers(path: Path, *, today: date, tell: Tell = silent) -> tuple[list[Listed], list[Problem]]:
    """The pupils of an official list with document numbers and 学籍号, a state or both, and all that is wrong."""
    sheet, rows = first_rows(path, tell)
    document, issued, state = _find(rows, _DOCUMENT), _find(rows, _NUMBER), _find_state(rows)
    if document is None or (issued is None and state is None):
        raise Refusal(Problem("sheet.no-header", where=sheet))
    listed: list[Listed] = []
    problems: list[Problem] = []
    first = max(found[0] for found in (document, issued, state) if found) + 1
    body = told(rows[first:], "check", len(rows) - first, tell)
    for row_number, row in enumerate(body, start=first + 1):
        places = [
            f"{sheet}!{column_letter(found[1])}{row_number}" if found and found[1] < len(row) else ""
            for found in (issued, state)
        ]
        texts = [row[found[1]] if found and place else "" for found, place in zip((issued, state), places, strict=True)]
        if document[1] >= len(row) or not any(str(text).strip() for text in texts):
            continue
        if not isinstance(texts[0], str) or not isinstance(row[document[1]], str):
            problems.append(Problem("sheet.number-cell", where=places[0] or places[1], params={"header": _NUMBER}))
            continue
        number, faults = parse_registry_number(_text(texts[0]), today=today) if texts[0].strip() else (None, [])
        problems += [Problem(each.code, each.severity, places[0], each.params) for each in faults]
        code, unclear = _state(texts[1])
        problems += [Problem(each.code, each.severity, places[1], each.params) for each in unclear]
        if number is not None or code:
            listed.append(Listed(places[0], clean_number(_text(row[document[1]])), number, code, places[1]))
    return listed, problems


def _find_state(rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
    """Row and column of 学生状态, where the list has one."""
    known = compared_headers()
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        for index, cell in enumerate(row):
            if isinstance(cell, str) and known.get(fold_header(cell)) == _STATE:
                return number, index
    return None


def _state(cell: Cell) -> tuple[str, list[Problem]]:
    """The national code of a state as it is written; a word that nobody knows is told and compared with nothing."""
    text, damage = as_text("code", cell)
    if damage is not None:
        return "", [Problem(damage.code, "warn", params={"header": _STATE_LABEL})]
    if not text.strip():
        return "", []
    code = codes(STATES).lookup(text)
    if code is None:
        params = {"header": _STATE_LABEL, "value": shown(text), "close": "、".join(codes(STATES).suggest(text))}
        return "", [Problem("sheet.unknown-label", "warn", params=params)]
    return code, []


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


def first_rows(path: Path, tell: Tell = silent) -> tuple[str, Sequence[Sequence[Cell]]]:
    """The first sheet that holds anything, guarded as every workbook is."""
    data = read_bounded(path, DEFAULT_LIMITS.file_bytes)
    for sheet in open_source(data, path.name, tell=tell).sheets:
        if any(any(row) for row in sheet.rows):
            return sheet.name, sheet.rows
    raise Refusal(Problem("sheet.empty", where=path.name))
