"""Workbooks out: every cell is a text, so that no program can damage a number or run what a cell begins with.

第二十五条: whoever calls decides what may be seen; values come masked already unless the caller has a ground.
The file is readable by its owner only, appears whole or not at all, and never replaces another without being
told to.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write
from xjcli.reference import template
from xjcli.schema.values.classes import System
from xjcli.sheets.headers import label_of
from xjcli.sheets.labels import labelled
from xjcli.sheets.table import column_letter

#: A roster for daily use: enough to tell two pupils apart, no more (data minimisation).
ROSTER = (
    "registry_number", "name", "sex", "birth_date", "document_type", "document_number", "grade", "class_no",
    "entry_month", "attendance_mode",
)  # fmt: skip
#: Encodings of a text file: with a byte order mark Excel knows UTF-8; some systems of the offices want
#: GB18030.
ENCODINGS = {"": "utf-8-sig", "utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "gb18030": "gb18030"}
FORMATS = ("xlsx", "csv", "json")
EXPORT_SCHEMA = "xj.export/1"

#: What no workbook can hold (XML 1.0).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A text that Excel would take for its own way to write a sign (_x0041_ is A) gets its first _ written that way.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: A spreadsheet runs a cell of a text file that begins so; an apostrophe before it makes it text (and `read`
#: takes it off).
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_MIN_WIDTH, _MAX_WIDTH = 8, 32

#: (field, heading) of each column, in order.
Columns = Sequence[tuple[str, str]]


def write_table(
    path: Path,
    columns: Columns,
    rows: Iterable[Mapping[str, str]],
    *,
    sheet: str = "Sheet1",
    encoding: str = "",
    force: bool = False,
) -> int:
    """Write rows (field → text) as the ending of `path` says: xlsx, csv or json. Returns the number of rows.

    Raises Refusal: `sheet.write-format`, `sheet.write-encoding`, and `file.*` of `files.atomic_write`.
    """
    form = path.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise Refusal(Problem("sheet.write-format", where=path.name, params={"formats": "、".join(FORMATS)}))
    if encoding.lower() not in ENCODINGS or (encoding and form != "csv"):
        raise Refusal(Problem("sheet.write-encoding", where=path.name, params={"encoding": encoding}))
    kept = list(rows)
    if form == "xlsx":
        data = xlsx_bytes(columns, kept, sheet=sheet)
    elif form == "csv":
        data = csv_bytes(columns, kept, encoding=encoding)
    else:
        data = json_bytes(columns, kept)
    atomic_write(path, data, private=True, force=force)
    return len(kept)


def write_national(
    path: Path,
    template_name: str,
    rows: Iterable[Mapping[str, str]],
    *,
    today: date,
    system: System = "6-3",
    encoding: str = "",
    force: bool = False,
) -> int:
    """Write stored values as the national importer wants them: its columns in its order, labels, 20180101.

    `template_name` is `national-a` or `national-b`; `today` decides the grade of a cohort. Returns the number
    of rows.
    """
    form = template(template_name)
    shown = labelled(rows, form.fields, today=today, system=system, compact=True)
    return write_table(path, form.columns, shown, sheet=form.sheet, encoding=encoding, force=force)


def write_roster(
    path: Path,
    rows: Iterable[Mapping[str, str]],
    *,
    today: date,
    system: System = "6-3",
    fields: Sequence[str] = ROSTER,
    encoding: str = "",
    force: bool = False,
) -> int:
    """Write a list for people: national labels as headings, ISO dates. Values come masked from the caller."""
    columns = [(name, label_of(name)) for name in fields]
    shown = labelled(rows, fields, today=today, system=system, compact=False)
    return write_table(path, columns, shown, sheet="名册", encoding=encoding, force=force)


def xlsx_bytes(columns: Columns, rows: Iterable[Mapping[str, str]], *, sheet: str = "Sheet1") -> bytes:
    """A workbook with a frozen header and text cells (format '@', type string) only: nothing in it is a
    formula.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for index, (_name, heading) in enumerate(columns):
        width = max(_MIN_WIDTH, min(_MAX_WIDTH, 2 * len(heading) + 2))
        page.column_dimensions[column_letter(index)].width = width
    head = [WriteOnlyCell(page, value=heading) for _name, heading in columns]
    for cell in head:
        cell.font, cell.number_format, cell.data_type = Font(bold=True), "@", "s"
    page.append(head)
    # A cell is written out as soon as it is appended: one for each column serves all rows.
    cells = [WriteOnlyCell(page) for _column in columns]
    for cell in cells:
        cell.number_format = "@"
    names = [name for name, _heading in columns]
    for row in rows:
        line: list[object] = []
        for cell, name in zip(cells, names, strict=True):
            text = row.get(name, "")
            if text:
                cell.value = _ESCAPE_LIKE.sub("_x005F_", _ILLEGAL.sub("", text))
                cell.data_type = "s"  # after the value, which would have turned =… into a formula
            line.append(cell if text else None)
        page.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_bytes(columns: Columns, rows: Iterable[Mapping[str, str]], *, encoding: str = "") -> bytes:
    """A text file: UTF-8 with a byte order mark, or GB18030; CRLF; what a spreadsheet would run begins with
    an apostrophe.
    """
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_harmless(heading) for _name, heading in columns])
    for row in rows:
        writer.writerow([_harmless(row.get(name, "")) for name, _heading in columns])
    return stream.getvalue().encode(ENCODINGS[encoding.lower()], "replace")


def json_bytes(columns: Columns, rows: Iterable[Mapping[str, str]]) -> bytes:
    """`{"schema": "xj.export/1", "columns": …, "rows": …}`: keys are the stored field names, empty values
    left out.
    """
    names = [name for name, _heading in columns]
    kept = [{name: row[name] for name in names if row.get(name)} for row in rows]
    body = {"schema": EXPORT_SCHEMA, "columns": dict(columns), "rows": kept}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) else text
