"""毕业证书发放名册: certificate numbers by pupil, from a list with 学籍号 or 身份证件号 and 证书编号 (第十三条)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.schema.record import Record
from xjcli.schema.values.normalise import clean_number, clean_text

_PUPIL = ("registry_number", "document_number")
_NUMBER = ("证书编号", "毕业证书编号", "毕业证书号", "证书号", "certificate")
#: A number that a spreadsheet turned into powers of ten is destroyed.
_DESTROYED = re.compile(r"\d(\.\d+)?E[+-]?\d+", re.ASCII)


def read_certificates(path: Path, records: Sequence[Record]) -> tuple[dict[str, str], list[Problem]]:
    """Record id → certificate number, and all that is wrong. Refuses with sheet.* where it cannot be read."""
    numbers = _column(path, _NUMBER)
    pupils = {_row(where): text for where, text in _column(path, _PUPIL)}
    known = {clean_number(number): each.record_id for each in records for number in
             (each.registry_number, each.document_number) if number}  # fmt: skip
    found: dict[str, str] = {}
    problems: list[Problem] = []
    seen: set[str] = set()
    for where, text in numbers:
        number = clean_text(text)
        record_id = known.get(clean_number(pupils.get(_row(where), "")))
        if _DESTROYED.fullmatch(number):
            problems.append(Problem("sheet.number-cell", where=where, params={"header": _NUMBER[0]}))
        elif record_id is None:
            problems.append(Problem("finish.certificate-stranger", where=where))
        elif number in seen or record_id in found:
            problems.append(Problem("finish.certificate-twice", where=where))
        else:
            seen.add(number)
            found[record_id] = number
    return found, problems


def _column(path: Path, headings: Sequence[str]) -> list[tuple[str, str]]:
    """The first of these columns that the list has."""
    from xjcli.sheets.lists import read_column

    for heading in headings[:-1]:
        try:
            return list(read_column(path, heading))
        except Refusal as refusal:
            if refusal.problems[0].code != "sheet.no-header":
                raise
    return list(read_column(path, headings[-1]))


def _row(where: str) -> str:
    """The row of an address (`名册!C7` is row 7)."""
    return where.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
