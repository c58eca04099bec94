"""Whom to ask again: the pupils whose cells a spreadsheet has damaged (第七条 wants what stands on the document).

Lost digits cannot be worked out, and nothing here tries: each line says where to look, whose row it is and what to ask
for, so that a class teacher can fill in the last column with the document in hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xjcli.report.language import current
from xjcli.report.problems import as_json
from xjcli.sheets.findings import Finding, Sheet
from xjcli.sheets.table import column_letter
from xjcli.sheets.write import write_table

#: What a spreadsheet does to a cell, or a number that can only be put right from the document.
DAMAGE = frozenset(
    {
        "sheet.number-cell", "sheet.scientific", "sheet.rounded-tail", "sheet.tail-zeros", "sheet.date-cell",
        "sheet.boolean-cell", "sheet.error-cell", "sheet.formula-empty", "date.ambiguous", "id.length", "id.characters",
        "id.scientific", "id.birth-date", "id.future-birth", "id.check-digit", "id.province", "id.legacy-15",
        "name.private-use", "name.private-use-known",
    }
)  # fmt: skip
_SHEET = ("需要重新核对的学生", "Ask again")
#: (field, heading) in Chinese and English; the last column is empty, for the answer.
_COLUMNS = (
    ("sheet", "工作表", "Sheet"), ("row", "行", "Row"), ("name", "姓名", "Name"), ("column", "列", "Column"),
    ("header", "表头", "Header"), ("wrong", "问题", "What is wrong"), ("todo", "怎么办", "What to do"),
    ("answer", "核对后的正确内容", "Correct value"),
)  # fmt: skip


class Ask(NamedTuple):
    """One cell to ask about: its place as Excel shows it, whose row it is, what is wrong, what to do."""

    sheet: str
    row: int
    name: str
    column: str
    header: str
    code: str
    wrong: str
    todo: str


def find_asks(sheet: Sheet) -> list[Ask]:
    """Every damaged cell in the order of the sheet, each once: a failing check digit is said with its cause."""
    names = {row.number: row.fields.get("name", "") for row in sheet.rows}
    places: dict[tuple[int, int], Finding] = {}
    for finding in sorted(sheet.findings, key=lambda found: found[:2]):
        if finding.problem.code in DAMAGE and finding.problem.severity != "note":
            known = places.get(finding[:2])
            if known is None or finding.problem.code.startswith("sheet."):
                places[finding[:2]] = finding
    return [_ask(sheet.table.sheet, finding, names.get(finding.row, "")) for finding in places.values()]


def write_asks(path: Path, asks: Iterable[Ask], *, force: bool = False) -> int:
    """Write the list as `path` ends (xlsx, csv): text cells, readable by its owner only. Returns its length."""
    english = current() == "en"
    columns = [(name, words[english]) for name, *words in _COLUMNS]
    rows = [{**each._asdict(), "row": str(each.row), "answer": ""} for each in asks]
    return write_table(path, columns, rows, sheet=_SHEET[english], force=force)


def _ask(sheet: str, finding: Finding, name: str) -> Ask:
    words, lang = as_json(finding.problem), current()
    letter = column_letter(finding.column) if finding.column >= 0 else ""
    header = str(finding.problem.params.get("header", ""))
    return Ask(sheet, finding.row, name, letter, header, finding.problem.code, words[lang], words[f"hint_{lang}"])
