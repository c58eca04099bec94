"""Lists of pupils out: every cell is a text, so that no program can damage a number or run what a cell begins with.

第二十五条: whoever calls decides what may be seen; values come masked already unless the caller has a ground, and a
disclosure bears its stamp. A row is written as it comes, so a list may be of any length. The file is readable by its
owner only, appears whole or not at all, and never replaces another without being told to.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_file
from xjcli.reference import template
from xjcli.report.phrases import phrase
from xjcli.schema.columns import BY_NAME, FIELDS
from xjcli.schema.values.classes import System
from xjcli.sheets.cover import Cover
from xjcli.sheets.headers import REGISTRY_NUMBER, label_of
from xjcli.sheets.labels import labelled
from xjcli.sheets.template import form_columns, width_of
from xjcli.sheets.xlsx import Column, Page, write_book

#: A roster for daily use: enough to tell two pupils apart, no more (data minimisation).
ROSTER = (
    REGISTRY_NUMBER, "name", "sex", "birth_date", "document_type", "document_number", "grade", "class_no",
    "entry_month", "attendance_mode",
)  # fmt: skip
#: Everything that is on record of a pupil.
EVERYTHING = (REGISTRY_NUMBER, *(field.name for field in FIELDS))
#: Encodings of a text file: with a byte order mark Excel knows UTF-8; some systems of the offices want
#: GB18030.
ENCODINGS = {"": "utf-8-sig", "utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "gb18030": "gb18030"}
FORMATS = ("xlsx", "csv", "json")
EXPORT_SCHEMA = "xj.export/1"

#: A spreadsheet runs a cell of a text file that begins so; an apostrophe before it makes it text (and `read`
#: takes it off).
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_COVER_WIDTHS = (24, 90)

#: (field, heading) of each column, in order.
Columns = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a list goes. `cover` is the stamp of a disclosure; `encoding` is for csv only."""

    path: Path
    encoding: str = ""
    force: bool = False
    cover: Cover | None = None

    def check(self) -> str:
        """xlsx, csv or json. Raises Refusal: `sheet.write-format`, `sheet.write-encoding`."""
        form = self.path.suffix.lower().lstrip(".")
        if form not in FORMATS:
            raise Refusal(Problem("sheet.write-format", where=self.path.name, params={"formats": "、".join(FORMATS)}))
        if self.encoding.lower() not in ENCODINGS or (self.encoding and form != "csv"):
            raise Refusal(Problem("sheet.write-encoding", where=self.path.name, params={"encoding": self.encoding}))
        return form


def write_table(
    path: Path,
    columns: Columns,
    rows: Iterable[Mapping[str, str]],
    *,
    sheet: str = "Sheet1",
    encoding: str = "",
    force: bool = False,
) -> int:
    """Write rows (field → text) as the ending of `path` says. Returns the number of rows.

    Raises Refusal: as `Target.check`, and `file.*` of `files.atomic_file`.
    """
    return _write(Target(path, encoding, force), columns, rows, sheet, _plain_columns(columns))


def write_national(
    target: Target,
    template_name: str,
    rows: Iterable[Mapping[str, str]],
    *,
    today: date,
    system: System = "6-3",
) -> int:
    """Write stored values as the national importer wants them: its columns in its order, labels, 20180101.

    `template_name` is `national-a` or `national-b`; `today` decides the grade of a cohort. Returns the number
    of rows.
    """
    form = template(template_name)
    shown = labelled(rows, form.fields, today=today, system=system, compact=True)
    return _write(target, form.columns, shown, form.sheet, form_columns(form))


def write_roster(
    target: Target,
    rows: Iterable[Mapping[str, str]],
    *,
    today: date,
    system: System = "6-3",
    fields: Sequence[str] = ROSTER,
) -> int:
    """Write a list for people: national labels as headings, ISO dates. Values come masked from the caller."""
    columns = [(name, label_of(name)) for name in fields]
    shown = labelled(rows, fields, today=today, system=system, compact=False)
    return _write(target, columns, shown, "名册", _plain_columns(columns))


def _plain_columns(columns: Columns) -> list[Column]:
    return [Column(heading, width_of(heading, BY_NAME.get(name))) for name, heading in columns]


def _write(
    target: Target, columns: Columns, rows: Iterable[Mapping[str, str]], sheet: str, layout: Sequence[Column]
) -> int:
    form = target.check()
    with atomic_file(target.path, private=True, force=target.force) as stream:
        if form == "xlsx":
            names = [name for name, _heading in columns]
            lines = ([row.get(name, "") for name in names] for row in rows)
            return write_book(stream, [*_cover_pages(target.cover), Page(sheet, layout, lines)])[-1]
        if form == "csv":
            return _write_csv(stream, columns, rows, target)
        return _write_json(stream, columns, rows, target.cover)


def _cover_pages(cover: Cover | None) -> list[Page]:
    """The stamp as a sheet before the list."""
    if cover is None:
        return []
    title, *lines = cover.lines()
    layout = [Column(heading, width) for heading, width in zip(title, _COVER_WIDTHS, strict=True)]
    return [Page(phrase("cover.sheet"), layout, lines)]


def _write_csv(stream: BinaryIO, columns: Columns, rows: Iterable[Mapping[str, str]], target: Target) -> int:
    """UTF-8 with a byte order mark, or GB18030; CRLF; what a spreadsheet would run begins with an apostrophe."""
    count = 0
    names = [name for name, _heading in columns]
    with _text(stream, ENCODINGS[target.encoding.lower()]) as text:
        writer = csv.writer(text)
        if target.cover is not None:
            writer.writerows([_harmless(word) for word in line] for line in target.cover.lines())
            writer.writerow([])
        writer.writerow([_harmless(heading) for _name, heading in columns])
        for row in rows:
            writer.writerow([_harmless(row.get(name, "")) for name in names])
            count += 1
    return count


def _write_json(stream: BinaryIO, columns: Columns, rows: Iterable[Mapping[str, str]], cover: Cover | None) -> int:
    """`{"schema": "xj.export/1", "columns": …, "rows": …}`: keys are the stored field names, empty values
    left out; a disclosure has `disclosure` as well.
    """
    count = 0
    head = {"schema": EXPORT_SCHEMA, "columns": dict(columns)}
    if cover is not None:
        head["disclosure"] = cover.as_json()
    with _text(stream, "utf-8") as text:
        text.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        for count, row in enumerate(rows, start=1):
            kept = {name: row[name] for name, _heading in columns if row.get(name)}
            text.write(("\n" if count == 1 else ",\n") + json.dumps(kept, ensure_ascii=False))
        text.write("\n]}\n")
    return count


@contextmanager
def _text(stream: BinaryIO, encoding: str) -> Iterator[TextIOWrapper]:
    """The stream as text; it stays open, because whoever opened it has still to sync it."""
    text = TextIOWrapper(stream, encoding, errors="replace", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) else text
