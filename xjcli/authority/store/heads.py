"""How far the chains of all schools have come, and how far a `heads` entry of ours names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import delete, func, insert, select

from xjcli.authority.store import Tx
from xjcli.authority.store.ledger import hashes
from xjcli.authority.store.tables import channels, heads, ledger, meta, schools
from xjcli.authority.store.work import portions


@dataclass(frozen=True, slots=True)
class Head:
    """A school's two chains: our last entry for it, and its last act that we took in; 0 and empty where none is."""

    school: str
    seq: int
    hash: str
    in_seq: int
    in_hash: str


def hold(tx: Tx) -> None:
    """Nobody else writes a `heads` entry until this transaction ends."""
    tx.execute(select(meta.c.value).where(meta.c.key == "code").with_for_update())


def covered(tx: Tx) -> dict[str, tuple[Head, int]]:
    """How far each school is named, and by which entry."""
    return {
        row.school: (Head(row.school, row.seq, row.hash, row.in_seq, row.in_hash), row.entry)
        for row in tx.execute(select(heads))
    }


def moved(tx: Tx) -> list[Head]:
    """The schools whose chains have gone on since they were named, by code."""
    last = select(func.max(ledger.c.seq)).where(ledger.c.school == schools.c.code).scalar_subquery()
    now = (
        select(schools.c.code, func.coalesce(last, 0), channels.c.ledger_seq, channels.c.head)
        .join(channels, (channels.c.school == schools.c.code) & (channels.c.direction == "in"))
        .order_by(schools.c.code)
    )
    before = {school: (head.seq, head.in_seq) for school, (head, _) in covered(tx).items()}
    places = [row for row in tx.execute(now) if (row[1], row[2]) != before.get(row[0], (0, 0))]
    return [
        Head(code, seq, hashes(tx, code, [seq]).get(seq, ""), in_seq, in_hash if in_seq else "")
        for code, seq, in_seq, in_hash in places
    ]


def cover(tx: Tx, named: Iterable[Head], entry: int) -> None:
    """Write down that this entry names these heads."""
    rows = [{**asdict(head), "entry": entry} for head in named]
    for some in portions(row["school"] for row in rows):
        tx.execute(delete(heads).where(heads.c.school.in_(some)))
    tx.execute(insert(heads), rows)
