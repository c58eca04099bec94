"""The one function that opens a workbook. Whatever reads it stays behind this door (第八条).

A file is read once into memory, judged by its bytes, and unpacked piece by piece under caps. Every cell comes back
raw: a number is a number, so that a document number that a spreadsheet has already destroyed can be recognised as
such. Nothing is dropped without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.report.progress import Tell, silent
from xjcli.sheets.container import DEFAULT_LIMITS, Limits, Package, kind_of
from xjcli.sheets.delimited import decode, other_encoding, records
from xjcli.sheets.grid import ABOVE
from xjcli.sheets.headers import Header, find_header, read_map
from xjcli.sheets.leftovers import find_remarks, hide
from xjcli.sheets.settle import find_near, settle
from xjcli.sheets.table import Cell, RawSheet, Table, without_collecting


@dataclass(slots=True)
class Source:
    """A file of any format: its sheets one after the other, each unpacked only when it is asked for.

    `names` are the visible sheets, `hidden` the others, which are never read.
    """

    format: str
    encoding: str
    names: list[str]
    sheets: Iterator[RawSheet]
    hidden: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def read_table(
    path: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    extra_map: Mapping[str, str] | None = None,
    encoding: str = "",
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    tell: Tell = silent,
) -> Table:
    """The first sheet that has a header row, with every row under it, and remarks on everything left aside.

    `extra_map` is heading → field (`--map`) and beats what the heading would mean; `remembered` is the fingerprint
    of a heading row → such a map kept from an earlier file (`Table.fingerprint`, `Table.mapping`), and `extra_map`
    beats it; `encoding` is for text files. Raises Refusal (family SHEET): `sheet.not-a-workbook`, `sheet.encrypted`,
    `sheet.html`, `sheet.binary`, `sheet.entities`, `sheet.empty-file`, `sheet.empty`, `sheet.too-large`,
    `sheet.encoding`, `sheet.encoding-other`, `sheet.no-header`, `sheet.column-missing`, `sheet.duplicate-column`,
    `sheet.map-field`, `sheet.map-header`; `file.*` where the file cannot be read at all.
    """
    mapped = read_map(extra_map)
    kept = {print_: read_map(one) for print_, one in (remembered or {}).items()}
    data = read_bounded(path, limits.file_bytes)
    with without_collecting():
        source = open_source(data, path.name, limits, encoding, tell)
        try:
            sheet, header, notes = _first_with_header(source, path.name, mapped, kept)
        except Refusal as refusal:
            other = other_encoding(data, path.name) if source.encoding == "gb18030" else None
            raise other or refusal from None
    return _table(data, path.name, source, sheet, header, notes, mapped)


def open_source(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, encoding: str = "", tell: Tell = silent
) -> Source:
    """The sheets of a file of any format, judged before they are unpacked. Raises as `read_table`."""
    kind = kind_of(data, name)
    if kind == "text":
        text, used = decode(data, name, encoding)
        rows: list[list[Cell]] = [*records(text, name, limits.rows + ABOVE, tell)]  # type: ignore[list-item]  # texts are cells
        note = Problem("sheet.encoding-used", "note", name, {"encoding": used})
        return Source("csv", used, [name], iter([RawSheet(name, rows)]), [], [note])
    if kind == "ole":
        from xjcli.sheets.xls import Book

        book = Book(data, name, limits, tell)
        return Source("xls", "", book.sheets, map(book.read, book.sheets), book.hidden, book.find_remarks())
    package = Package(data, name, limits, tell)
    if package.format == "ods":
        from xjcli.sheets.ods import Document

        document = Document(package)
        names, hidden, sheets = document.sheets, document.hidden, map(document.read, document.sheets)
    else:
        from xjcli.sheets.ooxml import Workbook

        workbook = Workbook(package)
        names, hidden, sheets = [*workbook.sheets], workbook.hidden, map(workbook.read, workbook.sheets)
    return Source(package.format, "", names, sheets, hidden, package.find_remarks())


def _first_with_header(
    source: Source, name: str, mapped: Mapping[str, str], kept: Mapping[str, Mapping[str, str]]
) -> tuple[RawSheet, Header, list[int]]:
    """The sheet that is read, its header, and its hidden rows that hold something (blank from here on)."""
    seen: RawSheet | None = None
    near: list[Problem] = []
    for sheet in source.sheets:
        hidden = hide(sheet)
        if not any(any(row) for row in sheet.rows):
            continue
        header = find_header(sheet.rows, mapped, kept, sheet.merges)
        if header is not None:
            return sheet, header, hidden
        seen = seen or sheet
        near = near or find_near(sheet.rows, sheet.name)
    raise Refusal(Problem("sheet.no-header" if seen else "sheet.empty", where=seen.name if seen else name), *near)


def _table(
    data: bytes,
    name: str,
    source: Source,
    sheet: RawSheet,
    header: Header,
    hidden: list[int],
    mapped: Mapping[str, str],
) -> Table:
    """The sheet as a table, with the remarks on what is left aside."""
    aside = frozenset(
        index for first, last in sheet.hidden_columns for index in range(first - 1, min(last, len(header.texts)))
    )
    settled = settle(header, sheet.name, mapped, aside)
    first = header.rows[-1] + 1
    rows = _body(sheet.rows[first:])
    if not any(any(row) for row in rows):
        raise Refusal(Problem("sheet.empty", where=sheet.name))
    blank = len(sheet.rows) - first - len(rows) + sheet.tail
    notes = source.notes + find_remarks(source.names, source.hidden, sheet, header, hidden, aside) + settled.notes
    if blank:
        notes.append(Problem("sheet.blank-tail", "note", f"{sheet.name}!{first + len(rows) + 1}", {"count": blank}))
    return Table(
        source=name, format=source.format, encoding=source.encoding,
        sha256=hashlib.sha256(data).hexdigest(), sheet=sheet.name,
        header_rows=tuple(index + 1 for index in header.rows), columns=settled.columns, fields=settled.fields,
        first_row=first + 1, rows=rows, notes=notes, fingerprint=header.fingerprint, mapping=dict(header.mapped),
    )  # fmt: skip


def _body(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """The rows without the blank ones at the end."""
    last = len(rows)
    while last and not any(cell.strip() if isinstance(cell, str) else True for cell in rows[last - 1]):
        last -= 1
    return rows[:last]
