"""The rows of an import, judged one by one (第四条、第六条): new, changed, unchanged, in conflict, or refused.

A row about a pupil we know is compared field by field (`differences`); any other is an enrolment like one by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem, Severity
from xjcli.procedures.differences import Comparison, Row
from xjcli.procedures.import_maps import remembered
from xjcli.procedures.opening import Numbers, Opening, find_duplicates, find_place_problems
from xjcli.reference import region_name
from xjcli.registry import queries
from xjcli.registry.projections import load
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.report.progress import Tell, silent, told
from xjcli.schema.act import Draft
from xjcli.schema.columns import BY_NAME
from xjcli.schema.masking import mask_text
from xjcli.schema.record import Record
from xjcli.schema.values.normalise import name_key
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.findings import PupilRow, Sheet
from xjcli.sheets.headers import label_of
from xjcli.sheets.read import read_table
from xjcli.sheets.table import without_collecting

_PLACE_FIELDS = ("school_code", "grade", "class_no", "entry_month")


class PlanLine(NamedTuple):
    """One row that would be stored, or is refused: what a person may choose by its number in the plan."""

    row: int
    kind: Literal["new", "changed", "conflict", "refused"]
    name: str
    record_id: str = ""
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def storable(self) -> bool:
        return self.kind in ("new", "changed")

    def shown(self, number: int) -> dict[str, Any]:
        """One element of `lines[]`, masked."""
        return {
            "line": number, "row": self.row, "kind": self.kind, "name": mask_text(self.name),
            "record_id": self.record_id, "fields": list(self.fields), "codes": list(self.codes),
        }  # fmt: skip


@dataclass(slots=True)
class Plan:
    """What an import would do: one opening per new row, and the counts a person decides on."""

    openings: list[Opening] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    comparison: Comparison | None = None
    lines: list[PlanLine] = field(default_factory=list)

    @property
    def changing(self) -> int:
        """Known pupils of whom something would be recorded."""
        return self.comparison.changed if self.comparison else 0

    @property
    def drafts(self) -> list[Draft]:
        """What would be recorded of known pupils."""
        return self.comparison.drafts if self.comparison else []

    @property
    def blocked(self) -> int:
        """Rows that may not be stored as they are."""
        return self.counts["refused"] + self.counts["conflict"]


@without_collecting()
def planned(
    desk: Desk,
    path: Path,
    basis: str,
    on: date,
    extra_map: Mapping[str, str] | None,
    comparison: Comparison,
    encoding: str = "",
    tell: Tell = silent,
    rows: Collection[int] | None = None,
) -> tuple[Sheet, Plan]:
    """Read a workbook and say of each row, or of these alone, what an import on this basis would do."""
    settings = desk.settings
    table = read_table(path, extra_map=extra_map, encoding=encoding, remembered=remembered(desk.registry), tell=tell)
    context = Context(on, settings.school_code, settings.stages, settings.system, _region_known())
    sheet = read_pupils(table, context=context, tell=tell)
    if rows is not None:
        sheet = sheet.only(rows)
    plan = Plan(comparison=comparison)
    refused: set[int] = set(sheet.refused)
    roll = queries.roll(desk.registry)
    known = load(desk.registry.connection, set(_borne(sheet, roll)))
    seen: dict[tuple[str, ...], int] = {}
    numbers = Numbers(desk)
    for row in told(sheet.accepted, "compare", len(sheet.rows) - len(sheet.refused), tell):
        before = plan.counts["new"], plan.counts["conflict"], comparison.changed
        found = _judge(desk, sheet, row, basis, on, roll, known, seen, numbers, comparison, plan)
        plan.problems += found
        _note_line(plan, row, found, before)
        if any(problem.severity == "refuse" for problem in found) and row.number not in refused:
            refused.add(row.number)
    plan.counts["refused"] = len(refused) - plan.counts["conflict"]
    plan.problems = [*sheet.problems, *plan.problems]
    plan.lines = sorted([*plan.lines, *_unreadable(sheet)])
    return sheet, plan


def _note_line(plan: Plan, row: PupilRow, found: Sequence[Problem], before: tuple[int, int, int]) -> None:
    """The line of a row that would be stored or is refused; none where nothing would become of it."""
    new, conflict, changed = before
    name, codes = row.fields.get("name", ""), tuple(each.code for each in found if each.severity == "refuse")
    if codes:
        kind: Literal["conflict", "refused"] = "conflict" if plan.counts["conflict"] > conflict else "refused"
        plan.lines.append(PlanLine(row.number, kind, name, codes=codes))
    elif plan.counts["new"] > new:
        plan.lines.append(PlanLine(row.number, "new", name))
    elif plan.comparison is not None and plan.comparison.changed > changed:
        done = plan.changes[-1]
        plan.lines.append(PlanLine(row.number, "changed", name, done["record_id"], tuple(done["fields"])))


def _unreadable(sheet: Sheet) -> Iterator[PlanLine]:
    """Rows that a cell refuses by itself."""
    codes: dict[int, list[str]] = {}
    for number, code in sheet.refusals():
        codes.setdefault(number, []).append(code)
    for row in sheet.rows:
        if row.number in sheet.refused:
            found = tuple(dict.fromkeys(codes.get(row.number, ())))
            yield PlanLine(row.number, "refused", row.fields.get("name", ""), codes=found)


def _region_known() -> Callable[[str], bool]:
    answers: dict[str, bool] = {}

    def known(region: str) -> bool:
        answer = answers.get(region)
        if answer is None:
            answer = answers[region] = region_name(region) is not None
        return answer

    return known


def _borne(sheet: Sheet, roll: queries.Roll) -> Iterable[str]:
    """Record ids on our roll whose document number stands in the sheet."""
    for row in sheet.accepted:
        record_id = roll.by_document.get(row.fields.get("document_number", ""))
        if record_id:
            yield record_id


def _judge(
    desk: Desk,
    sheet: Sheet,
    row: PupilRow,
    basis: str,
    on: date,
    roll: queries.Roll,
    known: Mapping[str, Record],
    seen: dict[tuple[str, ...], int],
    numbers: Numbers,
    comparison: Comparison,
    plan: Plan,
) -> list[Problem]:
    """One row that its cells allow: twice in the file, known already, or new."""
    opening = _opening(sheet, row, desk)
    person = opening.person
    number = person.get("document_number", "")
    key = (number,) if number else (name_key(person["name"]), person["sex"], person["birth_date"])
    first = seen.setdefault(key, row.number)
    if first != row.number:
        return [Problem("import.twice", where=opening.where, params={"row": first})]
    record = known.get(roll.by_document.get(number, "")) if number else _same_person(desk, roll, key)
    if record is not None:
        return [_at(sheet, row, each) for each in _compare(opening, record, comparison, plan)]
    place = {**opening.place, "system": desk.settings.system}
    problems = [_at(sheet, row, each) for each in find_conflicts(person, place, today=on)]
    problems += find_place_problems(desk, opening, basis, on)
    problems += find_duplicates(opening, roll)
    problems += numbers.find_taken(opening)
    if not any(problem.severity == "refuse" for problem in problems):
        plan.openings.append(opening)
        plan.counts["new"] += 1
    return problems


def _opening(sheet: Sheet, row: PupilRow, desk: Desk) -> Opening:
    person = dict(row.fields)  # copied whole: cheaper than choosing sixty fields one by one
    for name in _PLACE_FIELDS:
        person.pop(name, None)
    place = {
        "stage": row.stage,
        "cohort": row.cohort,
        "class": row.fields.get("class_no", ""),
        "entry_month": row.fields.get("entry_month", ""),
    }
    return Opening(person, place, sheet.table.address(row.number, "name"), row.registry_number)


def _same_person(desk: Desk, roll: queries.Roll, key: tuple[str, ...]) -> Record | None:
    """Without a document the same name, sex and birth date is the same row imported again, if that one has none."""
    bearers = [found for found in roll.by_person.get((key[0], key[1], key[2]), ()) if not found[1]]
    return queries.record(desk.registry, bearers[0][0]) if len(bearers) == 1 else None


def _compare(opening: Opening, record: Record, comparison: Comparison, plan: Plan) -> list[Problem]:
    """A pupil we know: the same, different in places, or somebody else's number."""
    row = comparison.compare(opening, record)
    if row.waits:
        plan.counts["unchanged"] += 1
        return []
    if row.identity:
        plan.counts["conflict"] += 1
        return [_told("import.conflict", "refuse", row, [each.name for each in row.differences])]
    problems = comparison.take(row) if row.makes_acts else []
    if not any(problem.severity == "refuse" for problem in problems):
        plan.counts["changed"] += 1
        plan.changes.append(row.shown())
        if row.kept:
            problems.append(_told("import.differs", "warn", row, row.kept))
    return problems


def _told(code: str, severity: Severity, row: Row, names: Sequence[str]) -> Problem:
    params: dict[str, str | int] = {
        "record": row.record.record_id,
        "count": len(names),
        "fields": "、".join(label_of(name) for name in names[:8]),
    }
    return Problem(code, severity, row.opening.where, params)


def _at(sheet: Sheet, row: PupilRow, problem: Problem) -> Problem:
    """A cross-check's field as the cell it stands in; what has its place already keeps it."""
    name = problem.where or "name"
    if name not in BY_NAME:
        return problem
    params = {**problem.params, "header": sheet.table.header(name)}
    return Problem(problem.code, problem.severity, sheet.table.address(row.number, name), params)
