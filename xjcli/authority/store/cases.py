"""Cases: what waits for, or had, the decision of a named official (第四条: 核准)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from xjcli.authority.store import Tx
from xjcli.authority.store.engine import own
from xjcli.authority.store.numbers import next_value
from xjcli.authority.store.tables import CASE_PREFIXES, cases, records
from xjcli.authority.store.work import add, among, known, portions, put, work_of
from xjcli.errors import Problem

OPEN, APPROVED, REFUSED = "open", "approved", "refused"
ENDED = "ended"  #: without a decision: withdrawn, or a fact (第二十一条) left nothing to decide
ENROLMENT, NUMBER, CHANGE, HANDOVER = "enrolment", "number", "change", "handover"
_PREFIX = dict(zip((ENROLMENT, NUMBER, CHANGE, HANDOVER), CASE_PREFIXES, strict=True))
#: Under these names a transaction keeps the case numbers that it has drawn, and the newest case of a record.
_DRAWN, _NEWEST = "drawn", "newest"


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
    own(tx, school)
    found = tuple(problems)
    prefix = _PREFIX[kind]
    case_id = f"{prefix}-{_next(tx, prefix):06d}"
    case = Case(case_id, school, kind, record_id, act_seq, OPEN, not found, found, now, "")
    add(tx, cases, (case.id,), _row_of(case))
    _remember(tx, case, new=True)
    return case


def change(tx: Tx, case: Case) -> None:
    """Write a case as it now stands."""
    own(tx, case.school)
    put(tx, cases, (case.id,), _row_of(case))
    _remember(tx, case, new=False)


def expect(tx: Tx, kind: str, count: int) -> None:
    """So many cases of this kind may be opened in this transaction: their numbers are drawn at once."""
    work = work_of(tx)
    if work is not None and count and tx.dialect.name == "postgresql":
        work.of(_DRAWN).setdefault((_PREFIX[kind],), []).extend(draw(tx, _PREFIX[kind], count)[::-1])


def _next(tx: Tx, prefix: str) -> int:
    """The next case number; on PostgreSQL from a sequence, so that two schools never wait for each other's cases."""
    if tx.dialect.name != "postgresql":
        return next_value(tx, f"case-{prefix}")
    work = work_of(tx)
    drawn: list[int] = work.of(_DRAWN).get((prefix,), []) if work is not None else []
    return drawn.pop() if drawn else draw(tx, prefix, 1)[0]


def draw(tx: Tx, prefix: str, count: int) -> list[int]:
    """Case numbers from the sequence of a server."""
    from xjcli.authority.store.postgresql import draw as from_server

    return from_server(tx, prefix, count)


def find(tx: Tx, case_id: str) -> Case | None:
    """The case with this number."""
    row = tx.execute(select(cases).where(cases.c.id == case_id)).first()
    return None if row is None else _case(row)


def of_record(tx: Tx, school: str, record_id: str, kind: str = ENROLMENT) -> Case | None:
    """The newest case of this kind about a record."""
    return known(tx, _NEWEST, (school, record_id, kind), lambda: _ask_newest(tx, school, record_id, kind))


def _ask_newest(tx: Tx, school: str, record_id: str, kind: str) -> Case | None:
    row = tx.execute(_OF_RECORD, {"school": school, "record_id": record_id, "kind": kind}).first()
    return None if row is None else _case(row)


def expect_none(tx: Tx, school: str, record_ids: Iterable[str]) -> None:
    """These records are not there yet, so nobody has to ask for their cases."""
    work = work_of(tx)
    if work is not None:
        work.of(_NEWEST).update({(school, record_id, ENROLMENT): None for record_id in record_ids})


def _remember(tx: Tx, case: Case, *, new: bool) -> None:
    work = work_of(tx)
    if work is None:
        return
    newest, place = work.of(_NEWEST), (case.school, case.record_id, case.kind)
    before = newest.get(place)
    if new or (before is not None and before.id == case.id):
        newest[place] = case


def these(tx: Tx, case_ids: Iterable[str]) -> list[Case]:
    """The cases with these numbers that there are, oldest first."""
    found = [
        _case(row)
        for some in portions(case_ids)
        for row in tx.execute(select(cases).where(among(tx, cases.c.id, some)))
    ]
    return sorted(found, key=lambda case: (case.opened_at, case.id))


def count_waiting(tx: Tx) -> int:
    """How many cases wait for a decision."""
    return int(tx.execute(select(func.count()).where(cases.c.state == OPEN)).scalar_one())


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
