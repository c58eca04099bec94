"""Bundles and cases as the school keeps them: what went up, what came down, and how far each has come.

Ordinary tables beside the ledger: a bundle's bytes are stored in the transaction that decides on them, so a crash
leaves either none of it or all of it. Stages move along transport.outbox's table and never backwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry

if TYPE_CHECKING:
    from xjcli.schema.bundle import Statement

Direction = Literal["up", "down"]
NO_BUNDLE = "0" * 64


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """One bundle of the channel; `moved_at` is when it reached its stage."""

    id: str
    direction: str
    type: str
    seq: int
    prev: str
    first_act: int
    last_act: int
    head_after: str
    stage: str
    bytes: bytes
    created_at: str
    moved_at: str


_SAID = ("id", "type", "seq", "prev", "first_act", "last_act", "head_after", "created_at")
_COLUMNS = "id, direction, type, seq, prev, first_act, last_act, head_after, stage, bytes, created_at, moved_at"


def as_stored(statement: Statement, data: bytes, *, direction: Direction, stage: str, at: str) -> StoredBundle:
    """The bundle `data` that says this of itself, as it reaches this stage."""
    said = {name: getattr(statement, name) for name in _SAID}
    return StoredBundle(**said, direction=direction, stage=stage, bytes=data, moved_at=at)


def store(registry: Registry, bundle: StoredBundle) -> None:
    """Keep a bundle; inside the caller's transaction."""
    with engine_errors():
        registry.connection.execute(
            f"insert into bundles ({_COLUMNS}) values (?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608  constants
            (
                bundle.id, bundle.direction, bundle.type, bundle.seq, bundle.prev, bundle.first_act,
                bundle.last_act, bundle.head_after, bundle.stage, bundle.bytes, bundle.created_at, bundle.moved_at,
            ),
        )  # fmt: skip


def last(registry: Registry, direction: Direction) -> StoredBundle | None:
    """The newest bundle of one direction."""
    found = _select(registry, "direction = ? order by seq desc limit 1", (direction,))
    return found[0] if found else None


def newest(registry: Registry, kind: str) -> StoredBundle | None:
    """The newest answer of this type that the authority has given us."""
    found = _select(registry, "direction = 'down' and type = ? order by seq desc limit 1", (kind,))
    return found[0] if found else None


def places(registry: Registry) -> dict[str, int]:
    """The answers of the authority by their id: the place of each in its channel."""
    return {row["id"]: row["seq"] for row in registry.rows("select id, seq from bundles where direction = 'down'")}


def by_id(registry: Registry, bundle_id: str) -> StoredBundle | None:
    """A bundle by its id."""
    found = _select(registry, "id = ?", (bundle_id,))
    return found[0] if found else None


def in_stages(registry: Registry, stages: Iterable[str]) -> list[StoredBundle]:
    """Our own bundles that stand in one of these stages, oldest first."""
    wanted = tuple(stages)
    return _select(registry, f"direction = 'up' and stage in ({','.join('?' * len(wanted))}) order by seq", wanted)


def move(registry: Registry, bundle_id: str, stage: str, at: str) -> None:
    """Put a bundle into its next stage."""
    with engine_errors():
        registry.connection.execute("update bundles set stage = ?, moved_at = ? where id = ?", (stage, at, bundle_id))


def stage_counts(registry: Registry) -> dict[str, int]:
    """How many of our bundles stand in each stage."""
    rows = registry.rows("select stage, count(*) from bundles where direction = 'up' group by stage")
    return {row[0]: row[1] for row in rows}


def last_sent_act(registry: Registry) -> int:
    """The last act that is in some bundle of ours; 0 where none was built."""
    found = registry.rows("select coalesce(max(last_act), 0) from bundles where direction = 'up'")
    return int(found[0][0])


def unsent(registry: Registry, echoes: Iterable[str]) -> int:
    """How many acts stand behind our last bundle; 0 where all of them are of the kinds in `echoes`."""
    known = tuple(echoes)
    marks = ",".join("?" * len(known))
    rows = registry.rows(
        # the index has all that is asked: no act is read (and no page of them decrypted) to be counted
        f"select count(*), sum(kind not in ({marks})) from acts indexed by acts_by_kind where seq > ?",  # noqa: S608  marks only
        (*known, last_sent_act(registry)),
    )
    return int(rows[0][0]) if rows[0][1] else 0


def note_cases(registry: Registry, told: Iterable[tuple[int, str, str]]) -> None:
    """What a receipt or a decision said of our acts: (act, case, outcome) each."""
    with engine_errors():
        registry.connection.executemany(
            "insert into cases (act_seq, case_id, outcome) values (?,?,?) on conflict (act_seq) do update set"
            " case_id = excluded.case_id, outcome = excluded.outcome",
            told,
        )


def close_cases(registry: Registry, case_ids: Iterable[str]) -> None:
    """Cases that a later act of ours has ended (a withdrawal, a death): what they were about waits no longer."""
    with engine_errors():
        registry.connection.executemany(
            "update cases set outcome = 'recorded' where case_id = ? and outcome in ('pending', 'conflict')",
            [(case_id,) for case_id in sorted(case_ids)],
        )


def open_cases(registry: Registry, first_act: int, last_act: int) -> int:
    """How many acts of this range still wait for the authority's decision."""
    rows = registry.rows(
        "select count(*) from cases where act_seq between ? and ? and outcome in ('pending', 'conflict')",
        (first_act, last_act),
    )
    return int(rows[0][0])


def _select(registry: Registry, condition: str, values: tuple[object, ...]) -> list[StoredBundle]:
    rows = registry.rows(f"select {_COLUMNS} from bundles where {condition}", values)  # noqa: S608  our own words
    return [StoredBundle(**dict(row)) for row in rows]
