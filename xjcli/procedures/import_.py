"""Import a pupil workbook (第四条、第六条): read, check, compare with the roll, then store all of it or nothing.

One row is new, changed, unchanged, in conflict, or refused. A missing row never means that a pupil left, and recorded
values are kept: 第十条 asks evidence and approval for every correction, which an import has not.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal, entry
from xjcli.procedures.opening import Numbers, Opening, find_duplicates, find_place_problems, opening_draft
from xjcli.reference import region_name
from xjcli.registry import evidence, queries
from xjcli.registry.ledger import new_ids
from xjcli.registry.projections import load
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.report import Report
from xjcli.report.problems import group
from xjcli.schema.columns import BY_NAME, IDENTITY_FIELDS
from xjcli.schema.record import Record
from xjcli.schema.values.normalise import name_key
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.findings import PupilRow, Sheet
from xjcli.sheets.headers import label_of
from xjcli.sheets.read import read_table

_PLACE_FIELDS = frozenset({"school_code", "grade", "class_no", "entry_month"})
#: In the order in which canonical JSON writes them, so that writing 10,000 pupils has nothing left to sort.
_PERSON_FIELDS = tuple(sorted(set(BY_NAME) - _PLACE_FIELDS))
#: 'enrol' opens records and asks for approval; 'take-on' stores pupils whose registration exists already.
WAYS = {"enrol": "first", "take-on": "take-on"}


@dataclass(slots=True)
class Plan:
    """What an import would do: one opening per new row, and the counts a person decides on."""

    openings: list[Opening] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def blocked(self) -> int:
        """Rows that may not be stored as they are."""
        return self.counts["refused"] + self.counts["conflict"]


def import_(
    desk: Desk,
    path: Path,
    *,
    way: str,
    on: date,
    because: str = "",
    evidence_files: Sequence[Path] = (),
    extra_map: Mapping[str, str] | None = None,
    accept_valid: bool = False,
    dry_run: bool = False,
    confirm: Callable[[dict[str, Any]], bool],
) -> Report:
    """`new`, `changed`, `unchanged`, `conflict`, `refused`; exit as sheets.md has it. `confirm` sees the counts.

    One transaction: a killed import leaves nothing behind, and running it again is safe.
    """
    if way not in WAYS:
        params = {"option": "--as", "value": way[:20], "allowed": ", ".join(WAYS)}
        raise Refusal(Problem("usage.option", params=params))
    if on > desk.today:
        raise Refusal(Problem("enrol.future", params={"date": on.isoformat()}))
    started = time.perf_counter()
    files = evidence.read_evidence(list(evidence_files))
    sheet, plan = _plan(desk, path, way, on, extra_map)
    result = _result(sheet, plan, dry_run)
    if dry_run:
        return Report(result, plan.problems, int(Family.FINDINGS) if plan.blocked else 0)
    if plan.blocked and not accept_valid:
        return Report(result, plan.problems, _nothing_stored(plan.problems))
    if plan.openings:
        if not confirm(result):
            raise Refusal(Problem("usage.cancelled"))
        evidence.keep(desk.home, files)
        plan.openings = [replace(each, because=because, evidence=sorted(files)) for each in plan.openings]
        result["operation"] = _store(desk, plan, way, on)
        result["stored"] = len(plan.openings)
    result["seconds"] = round(time.perf_counter() - started, 1)
    return Report(result, plan.problems, int(Family.FINDINGS) if plan.blocked else 0)


def _nothing_stored(problems: Iterable[Problem]) -> int:
    """20 if only rules refuse, else 50."""
    families = {entry(code).family for code in {p.code for p in problems if p.severity == "refuse"}}
    return int(Family.RULE) if families <= {Family.RULE} else int(Family.SHEET)


def _plan(desk: Desk, path: Path, way: str, on: date, extra_map: Mapping[str, str] | None) -> tuple[Sheet, Plan]:
    settings = desk.settings
    table = read_table(path, extra_map=extra_map)
    context = Context(on, settings.school_code, settings.stages, settings.system, _region_known())
    sheet = read_pupils(table, context=context)
    plan = Plan()
    refused: set[int] = set(sheet.refused)
    roll = queries.roll(desk.registry)
    known = load(desk.registry.connection, set(_borne(sheet, roll)))
    seen: dict[tuple[str, ...], int] = {}
    numbers = Numbers(desk)
    for row in sheet.accepted:
        found = _judge(desk, sheet, row, way, on, roll, known, seen, numbers, plan)
        plan.problems += found
        if any(problem.severity == "refuse" for problem in found) and row.number not in refused:
            refused.add(row.number)
    plan.counts["refused"] = len(refused) - plan.counts["conflict"]
    plan.problems = [*sheet.problems, *plan.problems]
    return sheet, plan


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
    way: str,
    on: date,
    roll: queries.Roll,
    known: Mapping[str, Record],
    seen: dict[tuple[str, ...], int],
    numbers: Numbers,
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
        return _compare(opening, record, plan)
    place = {**opening.place, "system": desk.settings.system}
    problems = [_at(sheet, row, each) for each in find_conflicts(person, place, today=on)]
    problems += find_place_problems(desk, opening, WAYS[way], on)
    problems += find_duplicates(opening, roll)
    problems += numbers.find_taken(opening)
    if not any(problem.severity == "refuse" for problem in problems):
        plan.openings.append(opening)
        plan.counts["new"] += 1
    return problems


def _opening(sheet: Sheet, row: PupilRow, desk: Desk) -> Opening:
    fields = row.fields
    person = {name: fields[name] for name in _PERSON_FIELDS if name in fields}
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


def _compare(opening: Opening, record: Record, plan: Plan) -> list[Problem]:
    """A pupil we know: the same, different in places (kept as recorded), or somebody else's number."""
    different = [name for name, value in opening.person.items() if record.person.get(name, "") != value]
    if opening.place["class"] and opening.place["class"] != record.class_no:
        different.append("class_no")
    if not different:
        plan.counts["unchanged"] += 1
        return []
    params: dict[str, str | int] = {
        "record": record.record_id,
        "count": len(different),
        "fields": "、".join(label_of(name) for name in different[:8]),
    }
    if any(name in IDENTITY_FIELDS for name in different):
        plan.counts["conflict"] += 1
        return [Problem("import.conflict", where=opening.where, params=params)]
    plan.counts["changed"] += 1
    plan.changes.append({"record_id": record.record_id, "where": opening.where, "fields": different})
    return [Problem("import.differs", "warn", opening.where, params)]


def _at(sheet: Sheet, row: PupilRow, problem: Problem) -> Problem:
    """A cross-check's field as the cell it stands in."""
    name = problem.where or "name"
    params = {**problem.params, "header": sheet.table.header(name)}
    return Problem(problem.code, problem.severity, sheet.table.address(row.number, name), params)


def _store(desk: Desk, plan: Plan, way: str, on: date) -> str:
    pack, day = desk.rules, on.isoformat()
    ids = new_ids("r", len(plan.openings))
    drafts = [
        opening_draft(opening, record_id, WAYS[way], pack, day)
        for opening, record_id in zip(plan.openings, ids, strict=True)
    ]
    with desk.registry.transaction():
        operation, _ = desk.registry.append(
            drafts, command="import", recorded_at=desk.recorded_at, recorded_by=desk.registrar
        )
    return operation


def _result(sheet: Sheet, plan: Plan, dry_run: bool) -> dict[str, Any]:
    table = sheet.table
    return {
        "file": table.source,
        "format": table.format,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "sha256": table.sha256,
        "rows": len(sheet.rows),
        **{name: plan.counts[name] for name in ("new", "changed", "unchanged", "conflict", "refused")},
        "stored": 0,
        "operation": None,
        "dry_run": dry_run,
        "changes": plan.changes,
        "groups": group(plan.problems),
        "seconds": 0.0,
    }
