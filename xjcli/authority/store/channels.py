"""Where each channel stands, and every bundle that went through it, byte for byte (exchange.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

from sqlalchemy import Row, func, insert, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.engine import own, writes
from xjcli.authority.store.tables import alarms, bundles, channels, evidence
from xjcli.schema.bundle import NO_HASH

Direction = Literal["in", "out"]
#: How many values one question names; engines have a limit, and a school's act may name any number.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Channel:
    """One direction of a school's channel: its last bundle and the ledger place (`head`, `ledger_seq`) that it
    covers; `acknowledged` is the last answer that the school has countersigned."""

    school: str
    direction: str
    seq: int
    last_id: str
    head: str
    ledger_seq: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A bundle as it is kept. The entries are those of the sender's ledger that it carries or covers; `about` is
    the bundle that a receipt is about, else empty."""

    id: str
    school: str
    direction: str
    seq: int
    type: str
    first_entry: int
    last_entry: int
    head_after: str
    about: str
    stored_at: str
    bytes: bytes = field(repr=False)


def open_channel(tx: Tx, school: str, in_head: str, out_head: str) -> None:
    """Both directions of a new school, at the beginning of both ledgers."""
    for direction, head in (("in", in_head), ("out", out_head)):
        tx.execute(insert(channels), [asdict(Channel(school, direction, 0, NO_HASH, head, 0, 0))])


def channel(tx: Tx, school: str, direction: Direction) -> Channel:
    """Where this direction stands; a writer on PostgreSQL holds the row until its transaction ends."""
    wanted = select(channels).where(channels.c.school == school, channels.c.direction == direction)
    if writes(tx):
        wanted = wanted.with_for_update()
    return Channel(**tx.execute(wanted).one()._mapping)


def covered(tx: Tx) -> dict[str, int]:
    """Up to which entry of our ledger each school's answers reach."""
    wanted = select(channels.c.school, channels.c.ledger_seq).where(channels.c.direction == "out")
    return {row[0]: row[1] for row in tx.execute(wanted)}


def exists(tx: Tx, school: str) -> bool:
    """True once the school's channel was opened."""
    return tx.execute(select(channels.c.seq).where(channels.c.school == school)).first() is not None


def move(tx: Tx, to: Channel) -> None:
    """Put a direction to its new place."""
    own(tx, to.school)
    here = (channels.c.school == to.school) & (channels.c.direction == to.direction)
    tx.execute(update(channels).where(here).values(**asdict(to)))


def store(tx: Tx, bundle: Stored) -> None:
    """Keep a bundle for ever; its place in the channel is unique."""
    own(tx, bundle.school)
    tx.execute(insert(bundles), [asdict(bundle)])


def bundle(tx: Tx, bundle_id: str) -> Stored | None:
    """A bundle of either direction by its id."""
    return _one(tx.execute(select(bundles).where(bundles.c.id == bundle_id)).first())


def receipt_for(tx: Tx, bundle_id: str) -> Stored | None:
    """The one receipt that was signed for this bundle."""
    return _one(tx.execute(select(bundles).where(bundles.c.about == bundle_id)).first())


def at(tx: Tx, school: str, direction: Direction, seq: int) -> Stored | None:
    """The bundle at this place of the channel."""
    here = (bundles.c.school == school) & (bundles.c.direction == direction) & (bundles.c.seq == seq)
    return _one(tx.execute(select(bundles).where(here)).first())


def behind(tx: Tx, school: str, direction: Direction, seq: int) -> list[Stored]:
    """All bundles of this direction after `seq`, oldest first."""
    there = (bundles.c.school == school) & (bundles.c.direction == direction) & (bundles.c.seq > seq)
    found = (_one(row) for row in tx.execute(select(bundles).where(there).order_by(bundles.c.seq)))
    return [stored for stored in found if stored is not None]


def keep_evidence(tx: Tx, school: str, bundle_id: str, parts: dict[str, bytes]) -> None:
    """Keep evidence by the digest of its content; what is there already stays."""
    known = set(
        tx.execute(
            select(evidence.c.digest).where(evidence.c.school == school, evidence.c.digest.in_(list(parts)))
        ).scalars()
    )
    rows = [
        {"school": school, "digest": digest, "bundle": bundle_id, "data": data}
        for digest, data in parts.items()
        if digest not in known
    ]
    if rows:
        tx.execute(insert(evidence), rows)


def evidence_of(tx: Tx, school: str, digests: list[str]) -> dict[str, int]:
    """Which of these pieces of evidence we hold, with their size in bytes."""
    found: dict[str, int] = {}
    for first in range(0, len(digests), _AT_ONCE):
        wanted = select(evidence.c.digest, func.length(evidence.c.data)).where(
            evidence.c.school == school, evidence.c.digest.in_(digests[first : first + _AT_ONCE])
        )
        found |= {row[0]: row[1] for row in tx.execute(wanted)}
    return found


def raise_alarm(tx: Tx, school: str, bundle_id: str, seq: int, code: str, at_time: str) -> None:
    """Write down, once, that two histories of one channel were seen."""
    here = (alarms.c.school == school) & (alarms.c.bundle == bundle_id)
    if tx.execute(select(alarms.c.seq).where(here)).first() is None:
        row = {"school": school, "bundle": bundle_id, "seq": seq, "code": code, "seen_at": at_time}
        tx.execute(insert(alarms), [row])


def all_alarms(tx: Tx) -> list[dict[str, object]]:
    """Every alarm, oldest first."""
    return [dict(row._mapping) for row in tx.execute(select(alarms).order_by(alarms.c.seen_at))]


def _one(row: Row[tuple[object, ...]] | None) -> Stored | None:
    return None if row is None else Stored(**row._mapping)
