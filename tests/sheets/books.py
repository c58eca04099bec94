"""Workbooks for the tests, built cell by cell: the people in them are invented."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema.values.resident import check_character
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.findings import Sheet
from xjcli.sheets.read import read_table
from xjcli.sheets.table import Table

OWN = "2132000456"
TODAY = date(2026, 11, 2)
PRIMARY = Context(TODAY, OWN, ("primary",))
NINE_YEARS = Context(TODAY, OWN, ("primary", "junior"))

#: The least that a pupil's row may hold, as a class teacher would fill it.
PUPIL: dict[str, Any] = {
    "学校标识码": OWN,
    "姓名": "林小满",
    "性别": "女",
    "出生日期": "20190502",
    "身份证件类型": "居民身份证",
    "身份证件号": "320106201905020024",
    "年级": "一年级",
    "班级": "1班",
    "入学年月": "202609",
}


def identity(region: str = "320106", birth: str = "20190502", order: str = "002") -> str:
    """An identity number with a right check character."""
    body = f"{region}{birth}{order}"
    return body + check_character(body)


PUPIL["身份证件号"] = identity()


def book(path: Path, rows: Sequence[Sequence[Any]], *, sheet: str = "Sheet1", start: int = 1) -> Path:
    """A workbook whose first given row stands in Excel's row `start`; None leaves a cell out."""
    from openpyxl import Workbook

    made = Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for number, row in enumerate(rows, start=start):
        for column, value in enumerate(row, start=1):
            if value is not None:
                page.cell(number, column, value)
    made.save(path)
    return path


def pupils(path: Path, *changes: dict[str, Any], drop: Sequence[str] = ()) -> Path:
    """A workbook of one header and one row for each change of `PUPIL`; new keys become columns at the end."""
    headings = [name for name in PUPIL if name not in drop]
    for change in changes:
        headings += [name for name in change if name not in headings]
    rows = [[{**PUPIL, **change}.get(name) for name in headings] for change in changes]
    return book(path, [headings, *rows])


def read(path: Path, context: Context = PRIMARY) -> Sheet:
    """The whole way in."""
    return read_pupils(read_table(path), context=context)


def told(sheet: Sheet | Table) -> dict[str, str]:
    """Code → place of the first problem with that code, without what is only about absent columns."""
    problems = sheet.notes if isinstance(sheet, Table) else sheet.problems
    found: dict[str, str] = {}
    for problem in problems:
        if problem.code not in ("sheet.column-absent",):
            found.setdefault(problem.code, problem.where or "")
    return found


def refused(path: Path, **options: Any) -> list[Problem]:
    """What `read_table` refuses the file with."""
    try:
        read_table(path, **options)
    except Refusal as refusal:
        return refusal.problems
    raise AssertionError("the file was read")


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def edited(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The same workbook with one part changed as bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    path.write_bytes(zipped(parts))
    return path
