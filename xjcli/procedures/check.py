"""Every rule over every record (第二十四条: 确保变动手续完备、信息准确): all findings, grouped, none of them mended.

A check is one function over one record, or one over the school; what it finds is a Problem as everywhere, its place the
record id and the field. 第二十七条: a finding says which item of that article it would be if nobody mended it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, entry
from xjcli.procedures.due import due
from xjcli.procedures.listed_states import find_state_differences
from xjcli.procedures.pupils import grade_today, require_pupils
from xjcli.procedures.reviewed import find_review_differences
from xjcli.procedures.stated import find_roster_differences
from xjcli.reference import is_region
from xjcli.registry import evidence, queries, staff
from xjcli.regulation.conditions import Asked
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.regulation.deadlines import due_after
from xjcli.regulation.moving import find_class_size
from xjcli.regulation.numbers import compare
from xjcli.regulation.safeguards import LATE, begun_on, breach_of, find_staff_problems
from xjcli.report import Report
from xjcli.schema.columns import FIELDS
from xjcli.schema.record import CANCELLED, DEREGISTERED, ENROLLED, GONE, ISSUED, ON_ROLL, REFUSED, Record
from xjcli.schema.values.classes import SPANS, Stage, class_label, has_finished, school_year
from xjcli.schema.values.documents import check_document
from xjcli.schema.values.numbers import find_birth_difference, parse_registry_number

_EXPECTED = tuple(field for field in FIELDS if field.need == "expected" and not field.group.startswith("member"))
#: What `xj due` says of an overdue clock, as a finding.
_OVERDUE = {
    "dossier": "check.dossier-overdue",
    "dossier-transfer": "check.dossier-transfer-overdue",
    "leave": "check.leave-expired",
    "death-reported": "check.death-late",
    "transfer-in": "check.handover-overdue",
    "transfer-out": "check.handover-overdue",
    "progress-in": "check.handover-overdue",
    "progress-out": "check.handover-overdue",
}


def check(desk: Desk, pupils: Sequence[str] = (), *, rosters: bool = True) -> Report:
    """`findings[]` by code with severity, count, first, last, article and the item of 第二十七条; `items[]` each.

    Exit 1 where anything refuses or warns; of a few pupils, only what concerns a single record. `rosters` False leaves
    out stated head counts and signed reviews, for who has compared them already.
    """
    chosen = require_pupils(desk, pupils) if pupils else queries.everyone(desk.registry)
    problems = [problem for record in chosen for problem in _of_record(desk, record)]
    if not pupils:
        problems += _of_school(desk, chosen)
    if rosters and not pupils:
        problems += [*find_roster_differences(desk), *find_review_differences(desk)]
    findings = _grouped(problems)
    counting = any(line["severity"] != "note" for line in findings)
    result = {
        "on": desk.today.isoformat(),
        "pupils": len(chosen),
        "total": len(problems),
        "findings": findings,
        "items": [
            {"code": each.code, "severity": each.severity, "where": each.where, "breach": breach_of(each.code)}
            for each in problems
        ],
    }
    names = {record.record_id: record.name for record in chosen}
    return Report(result, problems, int(Family.FINDINGS) if counting else 0, names)


def _grouped(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    from xjcli.report.problems import group

    lines = group(problems)
    for line in lines:
        line["article"] = entry(line["code"]).article or None
        line["breach"] = breach_of(line["code"])
    order = {"refuse": 0, "warn": 1, "note": 2}
    return sorted(lines, key=lambda line: (order[line["severity"]], -line["count"], line["code"]))


def _of_record(desk: Desk, record: Record) -> Iterator[Problem]:
    """What one record shows by itself; `where` is record id and field."""
    if record.status in (CANCELLED, DEREGISTERED) or record.standing == REFUSED:
        return
    place = {"stage": record.stage, "cohort": record.cohort, "system": desk.settings.system}
    found = find_conflicts(record.person, place, today=desk.today)
    found += check_document(
        record.document_type, record.document_number, today=desk.today, region_known=is_region
    )[1]  # fmt: skip
    found += _number(desk, record)
    if record.status in ON_ROLL:
        found += _life(desk, record)
    if record.status not in GONE:
        found += [
            Problem("check.field-empty", "note", field.name, {"label": field.label})
            for field in _EXPECTED
            if not record.person.get(field.name) and field.name not in ("entry_way", "attendance_mode")
        ]
    for problem in found:
        where = f"{record.record_id}.{problem.where}" if problem.where else record.record_id
        yield Problem(problem.code, problem.severity, where, problem.params)


def _number(desk: Desk, record: Record) -> list[Problem]:
    """第五条: an issued number is well formed; where it differs from the document that is told, never mended."""
    if record.number_state != ISSUED:
        return []
    number, problems = parse_registry_number(record.registry_number, today=desk.today)
    if number is None:
        return problems
    found = [*find_birth_difference(number, record.birth_date)]
    if record.document_type == "1":
        found += compare(number, record.document_number)
    return found


def _life(desk: Desk, record: Record) -> list[Problem]:
    """第十二、十三条: who is past the last grade has to leave it one way or another; promotion is stated each year."""
    stage, system = record.stage, desk.settings.system
    if stage not in desk.settings.stages:
        return [Problem("enrol.stage", "warn", "stage", {"stage": stage})]
    if record.status != ENROLLED:
        return []
    if has_finished(stage, record.cohort, desk.today, system):
        return [Problem("check.finished", "warn", "cohort", {"cohort": record.cohort})]
    year = school_year(desk.today)
    stated = max(record.promoted_year, school_year(date.fromisoformat(record.opened_on)))
    if record.cohort < year and stated < year:
        return [Problem("check.not-promoted", "note", params={"year": year})]
    return []


def _of_school(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    """What only the whole shows: clocks, late records, lost evidence, children with two records, staff."""
    for finder in _SCHOOL_CHECKS:
        yield from finder(desk, records)


def _clocks(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    for item in due(desk).result["items"]:
        where = item["record_id"] or None
        if item["overdue"] and item["what"] in _OVERDUE:
            params = {"deadline": item["deadline"], "count": item["count"], "days": -item["working_days_left"]}
            yield Problem(_OVERDUE[item["what"]], "warn", where, params)
        elif item["what"] == "dropout-reported":
            yield Problem("check.report-unsent", "warn", where, {"days": item["days_gone"]})


def _late(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    """An act that was written down after its time limit; and how long a dropout took to be reported (及时)."""
    kinds = (*LATE, "dropout-reported")
    rows = desk.registry.rows(
        f"select kind, record_id, occurred_on, recorded_at, body from acts where kind in ({','.join('?' * len(kinds))})"  # noqa: S608  marks
        " and occurred_on < substr(recorded_at, 1, 10)",
        kinds,
    )
    for row in rows:
        written = datetime.fromisoformat(row["recorded_at"]).astimezone(desk.now.tzinfo).date()
        since = begun_on(row["kind"], row["occurred_on"], json.loads(row["body"]))
        if row["kind"] == "dropout-reported":
            if written - since > timedelta(days=0):
                yield Problem("check.reported-late", "note", row["record_id"], {"days": (written - since).days})
            continue
        code, name = LATE[row["kind"]]
        limit = desk.rules.deadline(name, on=since)
        last = due_after(limit.amount, limit.unit, since, desk.calendar).day
        if written > last:
            params: dict[str, str | int] = {"deadline": last.isoformat(), "count": 1, "days": (written - last).days}
            yield Problem(code, "warn", row["record_id"], params)


def _evidence(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    """第十三条: every proof that an act names is still there and unaltered."""
    rows = desk.registry.rows(
        "select record_id, basis from acts where json_array_length(basis, '$.evidence') > 0 order by seq"
    )
    seen: dict[str, bool] = {}
    for row in rows:
        for digest in json.loads(row["basis"])["evidence"]:
            if digest not in seen:
                seen[digest] = evidence.is_whole(desk.vault, digest)
            if not seen[digest]:
                yield Problem("check.evidence-lost", "refuse", row["record_id"], {"digest": digest[:12]})


def _twins(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    """第六条: 查重 on our own roll: the same name, sex and birth date twice."""
    seen: dict[tuple[str, str, str], str] = {}
    for record in records:
        if record.status in ON_ROLL and record.standing != REFUSED:
            key = (record.name_key, record.sex, record.birth_date)
            first = seen.setdefault(key, record.record_id)
            if first != record.record_id:
                yield Problem("check.twins", "warn", record.record_id, {"record": first})


def _class_sizes(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    """班额: every class beside the size and the bands of the chosen packs; where none names any, nothing is found."""
    classes: dict[tuple[str, int, str], list[Record]] = {}
    for record in records:
        if record.status == ENROLLED and record.class_no:
            classes.setdefault((record.stage, record.cohort, record.class_no), []).append(record)
    for pupils in classes.values():
        first = pupils[0]
        grade = grade_today(desk, first.stage, first.cohort)
        asked = Asked(
            desk.today, "", grade, SPANS[desk.settings.system][cast("Stage", first.stage)], desk.settings.kind, []
        )
        for problem in find_class_size(first, asked, desk.rules.limits, pupils=len(pupils)):
            yield Problem(problem.code, "warn", class_label(grade, first.class_no), problem.params)


def _staff(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    yield from find_staff_problems(staff.everyone(desk.registry), desk.settings.registrar, desk.today)


def _states(desk: Desk, records: Sequence[Record]) -> Iterator[Problem]:
    yield from find_state_differences(desk)


_SCHOOL_CHECKS: tuple[Callable[[Desk, Sequence[Record]], Iterator[Problem]], ...] = (
    _clocks, _late, _evidence, _twins, _class_sizes, _staff, _states,
)  # fmt: skip
