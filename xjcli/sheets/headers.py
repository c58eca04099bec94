"""Which column is which field: found by heading, in any order, never by position alone.

The national order has changed and schools type headings by hand, so every known heading is folded and looked
up. Position decides one thing only: a bare 关系 or 现住址 behind 成员1姓名 belongs to member 1 until another
member, or a heading that no member can have, begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xjcli.errors import Problem, Refusal
from xjcli.reference import field_of_header, fold_header, members
from xjcli.schema.columns import BY_NAME, FIELDS, Field
from xjcli.sheets.table import ERRORS_HEADING, Cell, Column, column_letter

#: Read beside the fields of schema.columns: an issued 学籍号 is not part of a pupil's 基础信息 but stands in
#: lists.
REGISTRY_NUMBER = "registry_number"
#: What else says the same where a required column is missing: an 入学年月 gives the grade, 三(2)班 the class.
_STAND_INS = {"grade": "entry_month", "class_no": "grade"}
#: A row is a header only if it names at least so many fields.
ENOUGH = 3
#: The header is looked for among the first rows only; titles and instructions stand above it.
SEARCHED = 20


@dataclass(slots=True)
class Match:
    """Field → its column indexes (more than one is refused later), and the columns nobody knows."""

    fields: dict[str, list[int]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Header:
    """A header row (or two, `rows` are indexes), the heading of each column, and what they mean."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    match: Match


def find_header(rows: Sequence[Sequence[Cell]], mapped: Mapping[str, str]) -> Header | None:
    """The row among the first that names most fields; two rows together if that names more. None if no row
    does.

    `mapped` is a folded heading → field, the person's own word.
    """
    best: Header | None = None
    top = rows[:SEARCHED]
    texts = [tuple(cell.strip() if isinstance(cell, str) else "" for cell in row) for row in top]
    for index, row in enumerate(texts):
        if sum(map(bool, row)) >= 1:
            best = _better(best, Header((index,), row, _match(row, mapped, ())))
    for index in range(len(texts) - 1):
        joined, under = _join(texts[index], texts[index + 1])
        best = _better(best, Header((index, index + 1), joined, _match(joined, mapped, under)))
    return best if best and len(best.match.fields) >= ENOUGH else None


def _better(best: Header | None, other: Header) -> Header | None:
    count = len(other.match.fields)
    return other if count > (len(best.match.fields) if best else 0) else best


def _join(upper: Sequence[str], lower: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A two-row header as one, and for each column the member whose merged heading is above it (0: none)."""
    prefixes = members().prefixes
    texts: list[str] = []
    under: list[int] = []
    member = 0
    for above, below in zip(upper, lower, strict=True):
        if above:
            member = prefixes.get(fold_header(above), 0)
        texts.append(below or above)
        under.append(member if below else 0)
    return tuple(texts), tuple(under)


def _match(texts: Sequence[str], mapped: Mapping[str, str], under: Sequence[int]) -> Match:
    found = Match()
    plain = [fold_header(text) for text in texts]
    known = [field_of_header(text) if text else None for text in texts]
    spelled = {name[:7] for name in known if name and name.startswith("member") and name[7:] != "_name"}
    parts = members().parts
    member = ""
    taken = {mapped[text] for text in plain if text in mapped}
    for index, text in enumerate(plain):
        if not text:
            continue
        if text in mapped:
            found.fields.setdefault(mapped[text], []).append(index)
            continue
        name, part = known[index], parts.get(text, "")
        if name and name.startswith("member"):
            member = name[:7]
        elif under and under[index] and part:
            name = f"member{under[index]}_{part}"
        elif member and part and member not in spelled and f"{member}_{part}" not in found.fields:
            name = f"{member}_{part}"
        elif name:
            member = ""
        if not name or name in taken:
            found.unknown.append(index)
        else:
            found.fields.setdefault(name, []).append(index)
    return found


def read_map(extra_map: Mapping[str, str] | None) -> dict[str, str]:
    """`--map 表头=field` with the headings folded. Raises Refusal: `sheet.map-field` for a field nobody
    knows.
    """
    problems: list[Problem] = []
    mapped: dict[str, str] = {}
    for heading, name in (extra_map or {}).items():
        known = name if name in BY_NAME or name == REGISTRY_NUMBER else field_of_header(name)
        if known is None:
            problems.append(Problem("sheet.map-field", params={"header": heading, "field": name}))
        else:
            mapped[fold_header(heading)] = known
    if problems:
        raise Refusal(*problems)
    return mapped


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
        Problem("sheet.unknown-column", "note", f"{sheet}!{columns[index].letter}{row}",
                {"header": columns[index].header, "column": columns[index].letter})
        for index in header.match.unknown
        if index not in hidden and columns[index].header != ERRORS_HEADING  # our own, from `annotate`
    ]  # fmt: skip
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


def need_of(wanted: Field) -> str:
    """How an empty cell is met in a workbook: a member's fields are never refused for being empty
    (sheets.md).
    """
    if wanted.group in ("member1", "member2") and wanted.need == "required":
        return "expected"
    return wanted.need


def label_of(name: str) -> str:
    """The national label of a field, for messages."""
    return BY_NAME[name].label if name in BY_NAME else "学籍号"
