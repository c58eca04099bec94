"""Cases: what waits for, or had, the decision of a named official (第四条: 核准)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.numbers import next_value
from xjcli.authority.store.tables import cases, records
from xjcli.errors import Problem

OPEN, APPROVED, REFUSED = "open", "approved", "refused"
ENDED = "ended"  #: without a decision: withdrawn, or a fact (第二十一条) left nothing to decide
ENROLMENT, NUMBER, CHANGE, HANDOVER = "enrolment", "number", "change", "handover"
_PREFIX = {ENROLMENT: "E", NUMBER: "N", CHANGE: "C", HANDOVER: "H"}


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `act_seq` is the school's act that it decides on; `closed_at` is empty while it is open."""

    id: str
    school: str
    kind: str
    record_id: str
    act_seq: int
    state: str
    clean: bool
    problems: tuple[Problem, ...]
    opened_at: str
    closed_at: str


_INSERT = insert(cases)
_UPDATE = update(cases).where(cases.c.id == bindparam("at_id"))
_OF_RECORD = (
    select(cases)
    .where(
        cases.c.school == bindparam("school"),
        cases.c.record_id == bindparam("record_id"),
        cases.c.kind == bindparam("kind"),
    )
    .order_by(cases.c.opened_at.desc(), cases.c.id.desc())
)


def open_case(
    tx: Tx, school: str, kind: str, record_id: str, act_seq: int, problems: Iterable[Problem], now: str
) -> Case:
    """A new open case; it is clean if nothing was found."""
    found = tuple(problems)
    prefix = _PREFIX[kind]
    case_id = f"{prefix}-{next_value(tx, f'case-{prefix}'):06d}"
    case = Case(case_id, school, kind, record_id, act_seq, OPEN, not found, found, now, "")
    tx.execute(_INSERT, _row_of(case))
    return case


def change(tx: Tx, case: Case) -> None:
    """Write a case as it now stands."""
    tx.execute(_UPDATE, {**_row_of(case), "at_id": case.id})


def find(tx: Tx, case_id: str) -> Case | None:
    """The case with this number."""
    row = tx.execute(select(cases).where(cases.c.id == case_id)).first()
    return None if row is None else _case(row)


def of_record(tx: Tx, school: str, record_id: str, kind: str = ENROLMENT) -> Case | None:
    """The newest case of this kind about a record."""
    row = tx.execute(_OF_RECORD, {"school": school, "record_id": record_id, "kind": kind}).first()
    return None if row is None else _case(row)


def waiting(tx: Tx, *, school: str = "", clean: bool | None = None, kind: str = "") -> list[Case]:
    """Open cases, oldest first."""
    wanted = select(cases).where(cases.c.state == OPEN)
    if school:
        wanted = wanted.where(cases.c.school == school)
    if clean is not None:
        wanted = wanted.where(cases.c.clean.is_(clean))
    if kind:
        wanted = wanted.where(cases.c.kind == kind)
    return [_case(row) for row in tx.execute(wanted.order_by(cases.c.opened_at, cases.c.id))]


def waiting_with_token(tx: Tx, document: str, person: str) -> list[Case]:
    """Open cases about records that share one of these tokens: to be looked at again."""
    same = records.c.person_token == person
    if document:
        same = same | (records.c.document_token == document)
    wanted = (
        select(cases)
        .join(records, (records.c.school == cases.c.school) & (records.c.record_id == cases.c.record_id))
        .where(same, cases.c.state == OPEN)
        .order_by(cases.c.opened_at, cases.c.id)
    )
    return [_case(row) for row in tx.execute(wanted)]


def _row_of(case: Case) -> dict[str, Any]:
    return {**{name: getattr(case, name) for name in Case.__slots__}, "problems": _written(case.problems)}


def _written(problems: tuple[Problem, ...]) -> str:
    lines = [
        {"code": item.code, "severity": item.severity, "where": item.where, "params": dict(item.params)}
        for item in problems
    ]
    return json.dumps(lines, ensure_ascii=False, sort_keys=True)


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    return Case(**{**values, "problems": tuple(Problem(**line) for line in json.loads(values["problems"]))})
