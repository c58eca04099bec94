"""The workbook a class teacher hands in (第四条), with the faults such workbooks have, each planted on purpose.

In the national column order (二期), written row by row. Every cell is a text but the one that is a fault: a document
number that a spreadsheet has taken for a number and so has already damaged.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.files import atomic_write
from xjcli.procedures.demo.people import Pupil
from xjcli.reference import template
from xjcli.sheets.table import column_letter

if TYPE_CHECKING:
    from xjcli.reference.templates import Template

_FORM = "national-b"
_FIRST_ROW = 2
_EXACT_DIGITS = 15
#: The faults are planted on pupils who have this document.
_CARD = "居民身份证"
FAULTS = 6


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: where it stands, the code that has to be found there, and whether it refuses the row."""

    where: str
    code: str
    refuses: bool = True


Cells = dict[str, str | float]


def write_workbook(path: Path, pupils: Sequence[Pupil], *, seed: int | None = None) -> list[Planted]:
    """Write these pupils as a national workbook; with a `seed` plant the faults and say where each stands."""
    form = template(_FORM)
    rows: list[Cells] = [dict(pupil) for pupil in pupils]
    planted = _plant(rows, form, seed) if seed is not None else []
    atomic_write(path, _bytes(form, rows), private=True)
    return planted


def _plant(rows: list[Cells], form: Template, seed: int) -> list[Planted]:
    """One fault of each kind, each in a row of its own; the repeated row is added at the end."""
    able = [index for index, row in enumerate(rows) if row.get("document_type") == _CARD]
    number, digit, day, label, sex, twice = random.Random(seed).sample(able, FAULTS)  # noqa: S311  the same again
    rows[number]["document_number"] = float(str(rows[number]["document_number"])[:_EXACT_DIGITS] + "000")
    rows[digit]["document_number"] = _other_check(str(rows[digit]["document_number"]))
    rows[day]["birth_date"] = str(rows[day]["birth_date"])[:4] + "0230"
    rows[label]["ethnicity"] = "演练族"
    rows[sex]["sex"] = "女" if rows[sex]["sex"] == "男" else "男"
    rows.append(dict(rows[twice]))
    found = [
        (number, "document_number", "sheet.number-cell", True),
        (digit, "document_number", "id.check-digit", True),
        (day, "birth_date", "date.impossible", True),
        (label, "ethnicity", "sheet.unknown-label", True),
        (sex, "sex", "person.sex-differs", False),
        (len(rows) - 1, "name", "import.twice", True),
    ]
    return [Planted(_address(form, index, name), code, refuses) for index, name, code, refuses in found]


def _other_check(number: str) -> str:
    return number[:17] + ("0" if number[17] != "0" else "1")


def _address(form: Template, index: int, name: str) -> str:
    return f"{form.sheet}!{column_letter(form.fields.index(name))}{_FIRST_ROW + index}"


def _bytes(form: Template, rows: Sequence[Cells]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet(form.sheet)
    page.freeze_panes = "A2"
    page.append(list(form.headings))
    text = [WriteOnlyCell(page) for _field in form.fields]  # written out at once, so one for each column does
    for cell in text:
        cell.number_format = "@"
    for row in rows:
        line: list[object] = []
        for cell, name in zip(text, form.fields, strict=True):
            value = row.get(name, "")
            if isinstance(value, float):
                line.append(value)
                continue
            cell.value = value
            line.append(cell if value else None)
        page.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
