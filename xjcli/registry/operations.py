"""Operations as the registry keeps them: which acts one command recorded, and what became of their records since.

An operation is a contiguous span of acts, stored in one transaction; that is what can be taken back as one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry
from xjcli.registry.projections import load
from xjcli.regulation.fold import step
from xjcli.schema.record import Record

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Operation:
    """One command's acts, `first_act` to `last_act`."""

    operation: str
    command: str
    recorded_at: str
    recorded_by: str
    first_act: int
    last_act: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """One act of an operation, without its body, and the name of its record as it stands ("" where it has none)."""

    seq: int
    kind: str
    record_id: str
    name: str


def by_id(registry: Registry, operation: str) -> Operation | None:
    """An operation by its id."""
    rows = registry.rows("select * from operations where operation = ?", (operation,))
    return Operation(**dict(rows[0])) if rows else None


def newest(registry: Registry, *, after: int, passing_over: Collection[str]) -> Operation | None:
    """The newest operation behind act `after` that is not wholly of these kinds, nor taken back already."""
    gone = taken_back(registry, after=after)
    rows = registry.rows("select * from operations where first_act > ? order by last_act desc", (after,))
    for row in rows:
        found = Operation(**dict(row))
        if any(act.kind not in passing_over and act.seq not in gone for act in recorded(registry, found)):
            return found
    return None


def entries(registry: Registry, *, since: str = "", by: str = "") -> list[Operation]:
    """The operations since a day (UTC) and by one person, where they are named; the newest first."""
    sql = "select * from operations where recorded_at >= ?"
    values = [since]
    if by:
        sql += " and recorded_by = ?"
        values.append(by)
    return [Operation(**dict(row)) for row in registry.rows(sql + " order by first_act desc", values)]


def taken_back(registry: Registry, *, after: int) -> set[int]:
    """The acts behind `after` that a later `reversed` names."""
    rows = registry.rows("select body from acts where kind = 'reversed' and seq > ?", (after,))
    return {seq for row in rows if row["body"] for seq in json.loads(row["body"])["acts"]}


def recorded(registry: Registry, operation: Operation) -> list[Recorded]:
    """The acts of an operation in their order."""
    rows = registry.rows(
        "select acts.seq, acts.kind, acts.record_id, coalesce(records.name, '') as name from acts"
        " left join records on records.record_id = acts.record_id where acts.seq between ? and ? order by acts.seq",
        (operation.first_act, operation.last_act),
    )
    return [Recorded(*row) for row in rows]


def changed_since(registry: Registry, operation: Operation, gone: Collection[int]) -> set[str]:
    """Records with a later act that still stands: one that was taken back (`gone`) is as if it had never been."""
    rows = registry.rows("select seq, record_id from acts where seq > ? and kind <> 'reversed'", (operation.last_act,))
    return {row["record_id"] for row in rows if row["seq"] not in gone}


def before(registry: Registry, record_ids: Iterable[str], seq: int) -> dict[str, Record]:
    """These records as they stood before act `seq`: their earlier acts, folded."""
    wanted = sorted(record_ids)
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), _CHUNK):
        for act in registry.acts(last=seq - 1, record_ids=wanted[start : start + _CHUNK]):
            found[act.record_id] = step(found.get(act.record_id), act)
    return found


def current(registry: Registry, record_ids: Iterable[str]) -> dict[str, Record]:
    """These records as they stand."""
    with engine_errors():
        return load(registry.connection, record_ids)
