"""Problems of a sheet as what is written into it: a line for each row, a note for each cell, a few words at the top.

The words are the catalogue's. A warning that stands in a hundred cells of one column (an empty 籍贯 of a whole school)
is said once, at the heading: five thousand yellow cells would hide the three that must be mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from xjcli.errors import Problem
from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.report.problems import as_json
from xjcli.sheets.notes import MARK

#: How the column of remarks names a cell that is refused, and one that is only warned about. The colours follow these.
REFUSED, WARNED = "[{}]", "〔{}〕"
_MANY = 100
#: A note is read in a small box, a cell on one line.
_NOTE, _LINE = 1_000, 2_000
_CELL = re.compile(r"([A-Z]{1,3})?(\d+)")


@dataclass(slots=True)
class Remarks:
    """`rows`: row number → its line. `cells`: cell → its note. `general`: what is about the sheet as a whole."""

    rows: dict[int, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    refused: int = 0
    warned: int = 0


def remarks_of(problems: Iterable[Problem], sheet: str) -> Remarks:
    """What to write for these problems; remarks of severity `note` ask for nothing and are left out."""
    placed: list[tuple[Problem, str, int]] = []
    general: list[Problem] = []
    for problem in problems:
        if problem.severity == "note":
            continue
        found = _place(problem.where or "", sheet)
        if found is None:
            general.append(problem)
        else:
            placed.append((problem, *found))
    many = _frequent(placed)
    remarks = Remarks(general=[_words(problem)[0] for problem in general])
    for same in many.values():
        where = f"{same[0][1]}{same[0][2]}"
        text = phrase("annotate.many", text=_words(same[0][0])[0], count=len(same), where=where)
        remarks.general.append(text)
    _write(remarks, [each for each in placed if (each[0].code, each[1]) not in many])
    return remarks


def _frequent(placed: list[tuple[Problem, str, int]]) -> dict[tuple[str, str], list[tuple[Problem, str, int]]]:
    """Warnings of one kind in one column that are too many to be shown one by one."""
    groups: dict[tuple[str, str], list[tuple[Problem, str, int]]] = {}
    for each in placed:
        if each[0].severity == "warn":
            groups.setdefault((each[0].code, each[1]), []).append(each)
    return {key: same for key, same in groups.items() if len(same) > _MANY}


def _write(remarks: Remarks, placed: list[tuple[Problem, str, int]]) -> None:
    lines: dict[int, list[str]] = {}
    notes: dict[str, list[str]] = {}
    # Refusals first: what stands first is what is read.
    for problem, letter, row in sorted(placed, key=lambda each: each[0].severity != "refuse"):
        refuses = problem.severity == "refuse"
        text, hint = _words(problem)
        remarks.refused += refuses
        remarks.warned += not refuses
        sign = (REFUSED if refuses else WARNED).format(letter) + " " if letter else ""
        lines.setdefault(row, []).append(f"{sign}{text}")
        if letter:
            head = phrase("annotate.refuse" if refuses else "annotate.warn")
            notes.setdefault(f"{letter}{row}", []).append(f"{head}：{text}" + (f"\n→ {hint}" if hint else ""))
    remarks.rows = {row: "；".join(dict.fromkeys(texts))[:_LINE] for row, texts in lines.items()}
    closing = phrase("annotate.again")
    remarks.cells = {
        cell: MARK + "\n".join(dict.fromkeys(texts))[:_NOTE] + f"\n{closing}" for cell, texts in notes.items()
    }


def _place(where: str, sheet: str) -> tuple[str, int] | None:
    """Column letter ("" if none) and row of a place in this sheet."""
    name, mark, reference = where.rpartition("!")
    found = _CELL.fullmatch(reference)
    if not mark or name != sheet or found is None:
        return None
    return found[1] or "", int(found[2])


def _words(problem: Problem) -> tuple[str, str]:
    """What is wrong and what to do, in the language of this process, masked once more (第二十五条)."""
    said, language = as_json(problem), current()
    return str(said[language]), str(said[f"hint_{language}"])
