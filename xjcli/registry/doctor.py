"""The proof that the registry is what its acts say (第二十四条): chain, fold, logs and exchange, each a check.

Every check returns what it found; none stops at the first fault, none repairs anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xjcli.errors import Refusal
from xjcli.registry.access import access_log_holds
from xjcli.registry.connect import APPLICATION_ID
from xjcli.registry.ledger import Registry
from xjcli.registry.migrations import altered
from xjcli.registry.projections import from_row
from xjcli.regulation.fold import NoSuchStep, step
from xjcli.schema.act import OFFICE_KINDS, holds
from xjcli.schema.record import COLUMNS, Record


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `detail` names sequence numbers or record ids, never a pupil."""

    name: str
    ok: bool
    detail: str = ""


def examine(registry: Registry) -> list[Check]:
    """Run every check; a check that cannot run is a failed one."""
    return [_run(name, check, registry) for name, check in CHECKS]


def _run(name: str, check: Callable[[Registry], str], registry: Registry) -> Check:
    try:
        fault = check(registry)
    except Refusal as refusal:
        fault = refusal.problems[0].code
    except Exception as error:  # what was altered may no longer be readable: a finding, not a defect
        fault = type(error).__name__
    return Check(name, not fault, fault)


def _file(registry: Registry) -> str:
    if registry.rows("pragma application_id")[0][0] != APPLICATION_ID:
        return "application_id"
    if registry.rows("pragma cipher_integrity_check"):  # every page's own proof; a plain engine knows none
        return "cipher_integrity_check"
    answer = registry.rows("pragma integrity_check(1)")[0][0]
    return "" if answer == "ok" else str(answer)


def _guards(registry: Registry) -> str:
    """The append-only triggers, and every table and unique index, are there and as this program made them."""
    return ", ".join(altered(registry.connection))


def _chain(registry: Registry) -> str:
    prev = registry.genesis()
    expected = 1
    for act in registry.acts():
        if act.seq != expected:
            return f"seq {expected}"
        if act.body is None or not holds(act, prev):  # no act of this program takes a body out yet
            return f"seq {act.seq}"
        prev = act.hash
        expected += 1
    return ""


def _fold(registry: Registry) -> str:
    """Acts folded again equal the projection, row for row, and nothing stands there besides."""
    folded: dict[str, Record] = {}
    for act in registry.acts():
        if act.kind in OFFICE_KINDS:
            continue
        try:
            folded[act.record_id] = step(folded.get(act.record_id), act)
        except (NoSuchStep, KeyError, TypeError):
            return f"seq {act.seq}"
    for row in registry.rows(f"select {', '.join(COLUMNS)} from records"):  # noqa: S608  column names
        if folded.pop(row["record_id"], None) != from_row(row):
            return str(row["record_id"])
    return next(iter(folded), "")


def _operations(registry: Registry) -> str:
    """Every act belongs to an operation whose range holds it, and no operation lacks an act."""
    rows = registry.rows(
        "select acts.seq from acts left join operations on operations.operation = acts.operation"
        " where operations.operation is null or acts.seq not between first_act and last_act limit 1"
    )
    if rows:
        return f"seq {rows[0][0]}"
    rows = registry.rows(
        "select operation from operations where last_act - first_act + 1 <>"
        " (select count(*) from acts where acts.operation = operations.operation) limit 1"
    )
    return str(rows[0][0]) if rows else ""


def _access(registry: Registry) -> str:
    return "" if access_log_holds(registry) else "access_log"


def _exchange(registry: Registry) -> str:
    """Each direction is dense and chained, and what was sent is still what the ledger says."""
    for direction in ("up", "down"):
        prev = "0" * 64
        expected, reached = 1, 0
        rows = registry.rows(
            "select id, seq, prev, first_act, last_act, head_after from bundles where direction = ? order by seq",
            (direction,),
        )
        for row in rows:
            if row["seq"] != expected or row["prev"] != prev:
                return f"{direction} {row['seq']}"
            if direction == "up" and row["last_act"]:
                if row["first_act"] != reached + 1 or row["last_act"] <= reached:
                    return f"up {row['seq']} range"
                reached = row["last_act"]
                found = registry.rows("select hash from acts where seq = ?", (row["last_act"],))
                if not found or found[0]["hash"] != row["head_after"]:
                    return f"up {row['seq']} head"
            prev, expected = row["id"], expected + 1
    return ""


CHECKS: tuple[tuple[str, Callable[[Registry], str]], ...] = (
    ("file", _file),
    ("guards", _guards),
    ("chain", _chain),
    ("projection", _fold),
    ("operations", _operations),
    ("access-log", _access),
    ("exchange", _exchange),
)
