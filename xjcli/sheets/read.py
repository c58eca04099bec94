"""The one function that opens a workbook. Whatever library reads it stays behind this door (第八条).

A file is read once into memory, judged by its bytes, measured, and only then handed to the library. Every
cell comes back raw: a number is a number, so that a document number that a spreadsheet has already destroyed
can be recognised as such. Nothing is dropped without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.sheets.container import DEFAULT_LIMITS, Limits, Package, Scan, kind_of
from xjcli.sheets.delimited import decode, records
from xjcli.sheets.headers import Header, find_header, read_map, settle
from xjcli.sheets.table import Cell, Lost, Table, cell_index

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SHOWN = 10


@dataclass(slots=True)
class RawSheet:
    """One sheet as it came: rows from Excel's row 1 on, and what the byte scan saw."""

    name: str
    rows: list[list[Cell]]
    scan: Scan


@dataclass(slots=True)
class Source:
    """A file of any format: its sheets one after the other, each unpacked only when it is asked for."""

    format: str
    encoding: str
    names: list[str]
    sheets: Iterator[RawSheet]
    notes: list[Problem] = field(default_factory=list)


def read_table(
    path: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    extra_map: Mapping[str, str] | None = None,
    encoding: str = "",
) -> Table:
    """The first sheet that has a header row, with every row under it, and remarks on everything left aside.

    `extra_map` is heading → field (`--map`) and beats what the heading would mean; `encoding` is for text
    files. Raises Refusal (family SHEET): `sheet.not-a-workbook`, `sheet.encrypted`, `sheet.html`,
    `sheet.empty-file`, `sheet.empty`, `sheet.too-large`, `sheet.encoding`, `sheet.no-header`,
    `sheet.column-missing`, `sheet.duplicate-column`, `sheet.map-field`, `sheet.map-header`; `file.*` where
    the file cannot be read at all.
    """
    mapped = read_map(extra_map)
    data = read_bounded(path, limits.file_bytes)
    source = open_source(data, path.name, limits, encoding)
    sheet, header = _first_with_header(source, path.name, mapped)
    hidden = frozenset(
        index for first, last in sheet.scan.hidden_columns for index in range(first - 1, min(last, limits.columns))
    )
    settled = settle(header, sheet.name, mapped, hidden)
    notes = source.notes + _remarks(source, sheet, header, hidden) + settled.notes
    first = header.rows[-1] + 1
    rows, blank = _body(sheet, first)
    if not any(any(row) for row in rows):
        raise Refusal(Problem("sheet.empty", where=sheet.name))
    if blank:
        notes.append(Problem("sheet.blank-tail", "note", sheet.name, {"count": blank}))
    return Table(
        source=path.name, format=source.format, encoding=source.encoding,
        sha256=hashlib.sha256(data).hexdigest(), sheet=sheet.name,
        header_rows=tuple(index + 1 for index in header.rows), columns=settled.columns, fields=settled.fields,
        first_row=first + 1, rows=rows, notes=notes,
    )  # fmt: skip


def open_source(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, encoding: str = "") -> Source:
    """The sheets of a file of any format, judged and measured before they are unpacked. Raises as `read_table`."""
    kind = kind_of(data, name)
    if kind == "text":
        text, used = decode(data, name, encoding)
        rows: list[list[Any]] = [*records(text, name, limits.rows + _SHOWN)]
        note = Problem("sheet.encoding-used", "note", name, {"encoding": used})
        return Source("csv", used, [name], iter([RawSheet(name, rows, Scan())]), [note])
    package = Package(data, name, limits) if kind == "zip" else None
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise Refusal(Problem("sheet.encrypted", where=name)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(Problem("sheet.not-a-workbook", where=name)) from error
    pages = [page for page in book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
    names = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
    notes = [Problem("sheet.macros-ignored", "note", name)] if package and package.has_macros else []
    sheets = (_sheet(book, sheet, package, name, limits) for sheet in names)
    return Source(package.format if package else "xls", "", names, sheets, notes)


def _sheet(book: CalamineWorkbook, sheet: str, package: Package | None, name: str, limits: Limits) -> RawSheet:
    from python_calamine import CalamineError

    scan = package.scan(sheet) if package else Scan()
    if scan.wide or scan.last_row > limits.rows + _SHOWN:
        raise Refusal(Problem("sheet.too-large", where=sheet))
    try:
        page = book.get_sheet_by_name(sheet)
        if page.end and (page.end[0] > limits.rows + _SHOWN or page.end[1] >= limits.columns):
            raise Refusal(Problem("sheet.too-large", where=sheet))
        rows: list[list[Any]] = page.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(Problem("sheet.not-a-workbook", where=name)) from error
    return RawSheet(sheet, rows, scan)


def _first_with_header(source: Source, name: str, mapped: Mapping[str, str]) -> tuple[RawSheet, Header]:
    seen = ""
    for sheet in source.sheets:
        if not any(any(row) for row in sheet.rows):
            continue
        seen = seen or sheet.name
        header = find_header(sheet.rows, mapped)
        if header is not None:
            return sheet, header
    raise Refusal(Problem("sheet.no-header" if seen else "sheet.empty", where=seen or name))


def _remarks(source: Source, sheet: RawSheet, header: Header, hidden: frozenset[int]) -> list[Problem]:
    """What is left aside: other sheets, hidden columns with a heading, hidden rows."""
    notes: list[Problem] = []
    others = [name for name in source.names if name != sheet.name]
    if others:
        notes.append(Problem("sheet.others-ignored", "note", sheet.name, {"sheets": "、".join(others)}))
    headings = [text for index, text in enumerate(header.texts) if text and index in hidden]
    if headings:
        notes.append(Problem("sheet.hidden-columns", "warn", sheet.name, {"headers": "、".join(headings)}))
    rows = [number for number in sheet.scan.hidden_rows if number > header.rows[-1] + 1 and _filled(sheet, number)]
    if rows:
        shown = "、".join(map(str, rows[:_SHOWN])) + ("…" if len(rows) > _SHOWN else "")
        notes.append(Problem("sheet.hidden-rows", "warn", sheet.name, {"count": len(rows), "rows": shown}))
    return notes


def _filled(sheet: RawSheet, number: int) -> bool:
    return number <= len(sheet.rows) and any(sheet.rows[number - 1])


def _body(sheet: RawSheet, first: int) -> tuple[Sequence[Sequence[Cell]], int]:
    """The rows under the header without the hidden ones and the blank tail, and how many were blank at the
    end.

    What the library shows as empty although something stands there (an error, a formula never calculated) is
    put back as a mark, so that it is refused and not taken for an empty cell.
    """
    rows = sheet.rows[first:]
    for number in sheet.scan.hidden_rows:
        if first < number <= first + len(rows):
            rows[number - 1 - first] = [""] * len(rows[number - 1 - first])
    hidden = set(sheet.scan.hidden_rows)
    for cells, mark in ((sheet.scan.errors, Lost.ERROR), (sheet.scan.formulas, Lost.FORMULA)):
        for cell in cells:
            row, column = cell_index(cell)
            if first <= row < first + len(rows) and column < len(rows[row - first]) and row + 1 not in hidden:
                rows[row - first][column] = mark
    last = len(rows)
    while last and not any(cell.strip() if isinstance(cell, str) else True for cell in rows[last - 1]):
        last -= 1
    return rows[:last], len(rows) - last
