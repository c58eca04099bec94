"""The columns of a header that was found: each field at most once, what is missing, what nobody knows.

A heading that is nearly one we know is pointed out with its field, and never read as it: the person decides (`--map`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xjcli.errors import Problem, Refusal
from xjcli.reference import field_of_header, fold_header, header_aliases
from xjcli.schema.columns import FIELDS
from xjcli.sheets.headers import ENOUGH, SEARCHED, Header, label_of, need_of, texts_of
from xjcli.sheets.table import ERRORS_HEADING, Cell, Column, column_letter

#: What else says the same where a required column is missing: an 入学年月 gives the grade, 三(2)班 the class.
_STAND_INS = {"grade": "entry_month", "class_no": "grade"}
#: How alike two headings must be for a suggestion, how long they may be, and how many of a row are compared.
_CLOSE = 0.7
_SHORTEST, _LONGEST = 2, 30
_COMPARED = 100


def settle(header: Header, sheet: str, mapped: Mapping[str, str], hidden: frozenset[int]) -> Settled:
    """The columns of this header, each field at most once, with remarks on what is left over.

    Raises Refusal: `sheet.duplicate-column`, `sheet.column-missing`, `sheet.map-header`, all that apply.
    """
    columns = {
        index: Column(index, column_letter(index), " ".join(text.split()))
        for index, text in enumerate(header.texts)
        if text
    }
    fields: dict[str, Column] = {}
    problems: list[Problem] = []
    row = header.rows[-1] + 1
    for name, indexes in header.match.fields.items():
        seen = [index for index in indexes if index not in hidden]
        if seen:
            fields[name] = columns[seen[0]]
        if len(seen) > 1:
            letters = "、".join(columns[index].letter for index in seen)
            params = {"label": label_of(name), "header": columns[seen[0]].header, "columns": letters}
            problems.append(Problem("sheet.duplicate-column", where=f"{sheet}!{letters}", params=params))
    headings = {fold_header(text) for text in header.texts}
    problems += [
        Problem("sheet.map-header", where=sheet, params={"header": text}) for text in mapped if text not in headings
    ]
    problems += find_missing(fields, sheet)
    notes = [
        _unknown(columns[index], f"{sheet}!{columns[index].letter}{row}", fields)
        for index in header.match.unknown
        if index not in hidden and columns[index].header != ERRORS_HEADING  # our own, from `annotate`
    ]
    if header.is_remembered:
        used = "、".join(column.header for column in columns.values() if fold_header(column.header) in header.mapped)
        notes.append(Problem("sheet.map-remembered", "note", f"{sheet}!{row}", {"headers": used}))
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems, *notes)
    return Settled(tuple(columns.values()), fields, [*problems, *notes])


@dataclass(frozen=True, slots=True)
class Settled:
    """All columns with a heading, the column of each field, and remarks."""

    columns: tuple[Column, ...]
    fields: dict[str, Column]
    notes: list[Problem]


def find_missing(fields: Mapping[str, Column], sheet: str) -> list[Problem]:
    """Fields without a column: a required one is refused, an expected one is said once, not once for each
    pupil.

    年级 may be missing where 入学年月 is there (the older national workbook has no grade); 班级 may be
    missing where 年级 is there, because 三(2)班 says both.
    """
    problems: list[Problem] = []
    for wanted in FIELDS:
        need = need_of(wanted)
        if wanted.name in fields or need == "optional" or wanted.group == "member2":
            continue
        stand_in = _STAND_INS.get(wanted.name)
        if stand_in in fields:
            continue
        refused = need == "required"
        code = "sheet.column-missing" if refused else "sheet.column-absent"
        problems.append(Problem(code, "refuse" if refused else "warn", sheet, {"label": wanted.label}))
    return problems


def find_near(rows: Sequence[Sequence[Cell]], sheet: str) -> list[Problem]:
    """Where no header was found: the headings of the likeliest row that are nearly those of a field."""
    likeliest: list[Problem] = []
    for number, row in enumerate(rows[:SEARCHED], start=1):
        texts = {index: " ".join(text.split()) for index, text in enumerate(texts_of(row)) if text}
        known = {name for text in texts.values() if (name := field_of_header(text))}
        near = [
            Problem("sheet.header-near", "note", f"{sheet}!{column_letter(index)}{number}", params)
            for index, text in [*texts.items()][:_COMPARED]
            if not field_of_header(text) and (params := _near(text, column_letter(index), known))
        ]
        if len(near) > len(likeliest) and len(near) + len(known) >= ENOUGH:
            likeliest = near
    return likeliest


def _unknown(column: Column, where: str, fields: Iterable[str]) -> Problem:
    """A column nobody knows, with the field that its heading nearly names. It is never read as that."""
    params = _near(column.header, column.letter, fields)
    if params:
        return Problem("sheet.header-near", "note", where, params)
    return Problem("sheet.unknown-column", "note", where, {"header": column.header, "column": column.letter})


def _near(heading: str, letter: str, taken: Iterable[str]) -> dict[str, str | int] | None:
    """What is said of a heading that is nearly that of a field which has no column yet."""
    from difflib import get_close_matches

    folded = fold_header(heading)
    if len(folded) < _SHORTEST or len(folded) > _LONGEST:
        return None
    known, used = header_aliases(), set(taken)
    for found in get_close_matches(folded, known, n=3, cutoff=_CLOSE):
        if known[found] not in used:
            return {"header": heading, "column": letter, "label": label_of(known[found])}
    return None
