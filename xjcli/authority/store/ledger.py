"""The authority's own ledger, one append-only chain per channel, and the mirror of each school's ledger.

As in the school's (`schema.act`), the chain covers a salted digest of the body: a body can be taken out later,
the chain still verifies, and nobody can search the digest for an identity number.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select

from xjcli.authority.store import Tx
from xjcli.authority.store.bulk import insert_rows
from xjcli.authority.store.engine import own
from xjcli.authority.store.tables import ledger, school_acts
from xjcli.authority.store.work import add, among, portions
from xjcli.schema.act import SALT_BYTES, Act, digest_body
from xjcli.schema.canonical import canonical

_GENESIS = b"xj.authority-ledger/1\n"
_CHAIN = b"xj.authority-entry/1\n"

RECEIVED = "bundle-received"  #: a bundle was taken in; its head is countersigned
APPROVED, REFUSED = "enrolment-approved", "enrolment-refused"  #: decisions, sent to the school
NUMBER_ACCEPTED, NUMBER_DECLINED = (
    "number-accepted",
    "number-declined",
)  #: kept here, nothing to tell the school
ROSTER_GIVEN = "roster-given"  #: the school was given its roster as we hold it; no record is touched
DECISIONS = (APPROVED, REFUSED)
HEADS = "heads"  #: in the chain under our own code: how far the chains of all schools have come
CHANGE_APPROVED, CHANGE_REFUSED = "change-approved", "change-refused"
NOTIFIED, COMPLETED, HANDOVER_REFUSED = "transfer-notified", "handover-completed", "handover-refused"
#: What else the school is told, each as an act of the same kind.
NOTICES = (CHANGE_APPROVED, CHANGE_REFUSED, NOTIFIED, COMPLETED, HANDOVER_REFUSED)
TOLD = (*DECISIONS, *NOTICES)
#: In the body of a notice: our place in the school's ledger when it was written, so that folding finds it again.
AFTER = "after"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of ours; `record_id` is empty where it is about no pupil. `body` holds only canonical JSON."""

    school: str
    seq: int
    kind: str
    record_id: str
    recorded_at: str
    recorded_by: str
    body: dict[str, Any] = field(repr=False)
    salt: bytes = field(repr=False)
    body_digest: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A school's act with what we made of it."""

    act: Act
    outcome: str
    case_id: str


def genesis(authority: str, installation: str, school: str) -> str:
    """The `prev` of our first entry for a school: binds the chain to both offices (hex SHA-256)."""
    who = {"authority": authority, "installation": installation, "school": school}
    return hashlib.sha256(_GENESIS + canonical(who)).hexdigest()


def entry_hash(entry: Entry) -> str:
    """The hash that the next entry names: everything but the body, which stands in by its digest."""
    names = ("school", "seq", "kind", "record_id", "recorded_at", "recorded_by", "body_digest", "prev")
    return hashlib.sha256(_CHAIN + canonical({name: getattr(entry, name) for name in names})).hexdigest()


def entry_holds(entry: Entry, prev: str) -> bool:
    """True if the entry follows `prev` and neither it nor its body was changed."""
    fits = digest_body(entry.salt, canonical(entry.body)) == entry.body_digest
    return entry.prev == prev and fits and entry_hash(entry) == entry.hash


class Pen:
    """Appends to one school's chain of ours, in one transaction; `beginning` is the chain's genesis."""

    def __init__(self, tx: Tx, school: str, beginning: str, *, now: str, by: str) -> None:
        own(tx, school)
        self._tx, self._school, self._now, self._by = tx, school, now, by
        self.seq, self.head = head(tx, school, beginning)

    def write(self, kind: str, body: dict[str, Any]) -> Entry:
        """Append one entry behind the head."""
        salt = secrets.token_bytes(SALT_BYTES)
        data = canonical(body)
        draft = Entry(
            self._school, self.seq + 1, kind, str(body.get("record_id", "")), self._now, self._by, body, salt,
            digest_body(salt, data), self.head, "",
        )  # fmt: skip
        link = entry_hash(draft)
        row = {name: getattr(draft, name) for name in Entry.__slots__}
        written = {**row, "body": data.decode("utf-8"), "hash": link}
        add(self._tx, ledger, (self._school, draft.seq), written)
        self.seq, self.head = draft.seq, link
        return Entry(**{**row, "hash": link})


def head(tx: Tx, school: str, beginning: str) -> tuple[int, str]:
    """Our last entry for a school: its seq and hash; (0, `beginning`) where there is none."""
    last = select(ledger.c.seq, ledger.c.hash).where(ledger.c.school == school).order_by(ledger.c.seq.desc())
    row = tx.execute(last.limit(1)).first()
    return (0, beginning) if row is None else (int(row.seq), str(row.hash))


def entries(tx: Tx, school: str, after: int = 0, kinds: tuple[str, ...] = ()) -> Iterator[Entry]:
    """Our entries for a school behind `after`, in order; of these kinds only, if any are named."""
    wanted = select(ledger).where(ledger.c.school == school, ledger.c.seq > after)
    if kinds:
        wanted = wanted.where(ledger.c.kind.in_(kinds))
    return (_entry(row) for row in tx.execute(wanted.order_by(ledger.c.seq)))


def about_record(tx: Tx, school: str, record_id: str, first: int, last: int) -> Iterator[Entry]:
    """Our entries about one record within a range."""
    wanted = select(ledger).where(
        ledger.c.school == school, ledger.c.record_id == record_id, ledger.c.seq.between(first, last)
    )
    return (_entry(row) for row in tx.execute(wanted.order_by(ledger.c.seq)))


def hashes(tx: Tx, school: str, seqs: Iterable[int], *, theirs: bool = False) -> dict[int, str]:
    """The hashes of these entries of our chain for a school, or of its own acts (`theirs`), of those that there are."""
    table = school_acts if theirs else ledger
    found: dict[int, str] = {}
    for some in portions(seqs):
        wanted = select(table.c.seq, table.c.hash).where(table.c.school == school, among(tx, table.c.seq, some))
        found |= {row.seq: row.hash for row in tx.execute(wanted)}
    return found


def how_often_told(tx: Tx, school: str, record_id: str) -> int:
    """How many things we have said to the school about this record."""
    here = (ledger.c.school == school) & (ledger.c.record_id == record_id) & ledger.c.kind.in_(TOLD)
    return int(tx.execute(select(func.count()).select_from(ledger).where(here)).scalar_one())


def undelivered(tx: Tx, after: dict[str, int]) -> list[str]:
    """The schools that have something to be told behind the place their answers cover."""
    last = (
        select(ledger.c.school, func.max(ledger.c.seq))
        .where(ledger.c.kind.in_(TOLD))
        .group_by(ledger.c.school)
        .order_by(ledger.c.school)
    )
    return [row[0] for row in tx.execute(last) if row[1] > after.get(row[0], 0)]


def mirror(tx: Tx, school: str, bundle_id: str, taken: list[Mirrored]) -> None:
    """Append the school's acts as they came."""
    own(tx, school)
    rows = []
    for item in taken:
        row = {name: getattr(item.act, name) for name in Act.__slots__}
        row["basis"] = canonical(item.act.basis).decode("utf-8")
        row["body"] = None if item.act.body is None else canonical(item.act.body).decode("utf-8")
        rows.append({**row, "school": school, "outcome": item.outcome, "case_id": item.case_id, "bundle": bundle_id})
    insert_rows(tx, school_acts, rows)


def mirrored(tx: Tx, school: str, record_id: str = "") -> Iterator[Mirrored]:
    """A school's acts as we hold them, in order; of one record only, if named."""
    wanted = select(school_acts).where(school_acts.c.school == school)
    if record_id:
        wanted = wanted.where(school_acts.c.record_id == record_id)
    for row in tx.execute(wanted.order_by(school_acts.c.seq)):
        yield _mirrored(row)


def confirmed_number(tx: Tx, school: str, seq: int) -> str:
    """The number that the school's act `seq` names; empty if it names none."""
    wanted = select(school_acts.c.body).where(school_acts.c.school == school, school_acts.c.seq == seq)
    body = tx.execute(wanted).scalar()
    number = json.loads(body).get("number") if body else None
    return number if isinstance(number, str) else ""


def _entry(row: Row[Any]) -> Entry:
    values = dict(row._mapping)
    return Entry(**{**values, "body": json.loads(values["body"] or "{}"), "salt": values["salt"] or b""})


def _mirrored(row: Row[Any]) -> Mirrored:
    values = dict(row._mapping)
    outcome, case_id = values.pop("outcome"), values.pop("case_id")
    del values["school"], values["bundle"]
    values["basis"] = json.loads(values["basis"])
    values["body"] = None if values["body"] is None else json.loads(values["body"])
    return Mirrored(Act(**values), outcome, case_id)
