"""The import as it is usually written: openpyxl, a pydantic model with three ID-number checks, sqlite-utils.

It reads every cell, looks every label up in the same code tables, checks the same three numbers of each row with a
plain function, and stores the rows in one table. It keeps no ledger, no chain, no projections, and looks for no
duplicates: it does less than `xj import`. Run: python -m tests.bench.naive WORKBOOK DATABASE
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import sqlite_utils
from openpyxl import load_workbook
from pydantic import AfterValidator, create_model

from xjcli.reference import data_root, template
from xjcli.schema.columns import BY_NAME

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def check_number(text: str) -> str:
    """A resident identity number: length, birth date, check character. Empty is left to other rules."""
    if text:
        if len(text) != 18 or not text[:17].isdigit():
            raise ValueError("shape")
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
        total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
        if _CHECK[total % 11] != text[17]:
            raise ValueError("check character")
    return text


def _labels(table: str) -> dict[str, str]:
    with (data_root() / "codes" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["zh"]: row["code"] for row in csv.DictReader(stream)}


def _code(table: str) -> AfterValidator:
    labels = _labels(table)
    return AfterValidator(lambda text: labels[text] if text else "")


def _kind(name: str) -> Any:
    field = BY_NAME[name]
    if field.kind == "document":
        return Annotated[str, AfterValidator(check_number)]
    if field.kind in ("code", "yesno"):
        return Annotated[str, _code(field.table or "yes-no")]
    return str


def main(book: str, database: str) -> None:
    """Read, check, store."""
    form = template("national-b")
    kinds: dict[str, Any] = {name: (_kind(name), "") for name in form.fields}
    pupil = create_model("Pupil", **kinds)
    page = load_workbook(book, read_only=True).worksheets[0]
    rows = page.iter_rows(min_row=2, values_only=True)
    checked = [
        pupil.model_validate({name: cell or "" for name, cell in zip(form.fields, row, strict=False)}).model_dump()
        for row in rows
    ]
    Path(database).unlink(missing_ok=True)
    store = sqlite_utils.Database(database)
    store.table("pupils").insert_all(({"id": number, **row} for number, row in enumerate(checked, 1)), pk="id")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
