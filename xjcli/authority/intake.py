"""Taking in one bundle (第三条、第四条): verify, find its place, apply, and sign the receipt, exactly once.

The bytes are verified and opened before the database is locked; then everything that a bundle causes (the mirror of
its acts, records, cases, our ledger, the receipt) stands or falls with one transaction. So the power may fail at
any moment, and taking the same bundle in again gives the same receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from xjcli.authority import answers, applying
from xjcli.authority.bodies import evidence_named
from xjcli.authority.enrolling import keyring
from xjcli.authority.expecting import BETWEEN_SCHOOLS
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, channels, ledger, schools
from xjcli.authority.store.channels import Channel, Stored
from xjcli.authority.store.schools import School
from xjcli.bundle import pack
from xjcli.bundle.pack import Verified
from xjcli.errors import Problem, Refusal
from xjcli.schema.act import Act
from xjcli.schema.bundle import (
    CHANGES,
    EVIDENCE,
    Statement,
    acts_from_bytes,
    require_chain,
)

ACCEPTED, ALREADY, GAP, FORK, REJECTED = "accepted", "already", "gap", "fork", "rejected"
_OUTCOMES = {"bundle.gap": GAP, "bundle.fork": FORK}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one bundle. `receipt` is the id of its receipt, empty where it was not taken in."""

    outcome: str
    id: str = ""
    school: str = ""
    seq: int = 0
    acts: int = 0
    receipt: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opened:
    """A bundle that is what it says, and its content in clear."""

    verified: Verified
    data: bytes
    acts: list[Act]
    evidence: Mapping[str, bytes]


def take_in(office: Office, data: bytes) -> Taken:
    """Take in one bundle; never raises for what a bundle is, only for what our own store or keys are."""
    claimed: Statement | None = None
    try:
        claimed = pack.peek(data)
        return _take_in(office, data, claimed)
    except Refusal as refusal:
        code = refusal.problems[0].code
        if not code.startswith(("bundle.", "intake.", "review.", "key.revoked", "key.expired", "key.not-yet")):
            raise
        outcome = _OUTCOMES.get(code, REJECTED)
        if claimed is None:
            return Taken(outcome, problems=tuple(refusal.problems))
        if outcome == FORK:
            _alarm(office, claimed)
        return Taken(outcome, claimed.id, claimed.sender, claimed.seq, _acts_of(claimed), "", tuple(refusal.problems))


def _take_in(office: Office, data: bytes, claimed: Statement) -> Taken:
    with office.store.reading() as tx:
        school = schools.find(tx, claimed.sender)
        known = channels.bundle(tx, claimed.id)
    at = datetime.fromisoformat(known.stored_at) if known else office.moment()
    verified = _verify(office, data, school, at)
    if known is not None:
        with office.store.reading() as tx:
            return _already(tx, verified)
    opened = _open(office, verified, data)
    alone = any(act.kind in BETWEEN_SCHOOLS for act in opened.acts)
    return office.store.errand(lambda tx: _store(office, tx, opened), school="" if alone else claimed.sender)


def _store(office: Office, tx: Tx, opened: _Opened) -> Taken:
    """The one transaction of a bundle, after a last look at what may have changed since it was verified."""
    verified = opened.verified
    if channels.bundle(tx, verified.id) is not None:  # another worker was faster
        return _already(tx, verified)
    sender = verified.statement.sender
    school = schools.find(tx, sender)
    if school is None or school.revoked_at:
        raise Refusal(Problem("key.revoked", where=sender))
    if all(signer.public != school.sign_key for signer in verified.signers):  # a new card came in between
        raise Refusal(Problem("bundle.unknown-signer", where=sender))
    return _record(office, tx, school, opened)


def _verify(office: Office, data: bytes, school: School | None, at: datetime) -> Verified:
    """Signatures first, then the statement; a bundle is judged at the time of its receipt."""
    if school is None:
        claimed = pack.peek(data)
        if claimed.recipient != office.code:
            raise Refusal(Problem("bundle.wrong-recipient"))
        raise Refusal(Problem("intake.unknown-school", where=claimed.sender))
    verified = pack.verify(data, keyring(school), at=at, sender=school.code, recipient=office.code, kind=CHANGES)
    if verified.statement.installation != school.installation:
        raise Refusal(Problem("bundle.installation"))
    return verified


def _open(office: Office, verified: Verified, data: bytes) -> _Opened:
    """Unseal the parts; the acts are those announced and chain from head to head."""
    parts = verified.unseal(office.seal_key)
    acts = acts_from_bytes(parts["parts/acts"])
    require_chain(verified.statement, acts)
    wanted = {digest for act in acts for digest in evidence_named(act)}
    evidence = {name.removeprefix(EVIDENCE): content for name, content in parts.items() if name.startswith(EVIDENCE)}
    if not evidence.keys() <= wanted:
        raise Refusal(Problem("intake.evidence"))
    return _Opened(verified, data, acts, evidence)


def _record(office: Office, tx: Tx, school: School, opened: _Opened) -> Taken:
    """Everything that the bundle causes, in the caller's transaction."""
    statement, bundle_id = opened.verified.statement, opened.verified.id
    ours = channels.channel(tx, school.code, "out")
    theirs = channels.channel(tx, school.code, "in")
    _require_place(theirs, statement)
    _require_peer(tx, statement)
    taken = applying.apply_all(office, tx, school.code, opened.acts)
    ledger.mirror(tx, school.code, bundle_id, taken)
    channels.keep_evidence(tx, school.code, bundle_id, dict(opened.evidence))
    channels.store(
        tx,
        Stored(
            bundle_id, school.code, "in", statement.seq, CHANGES, statement.first_act, statement.last_act,
            statement.head_after, "", office.now, opened.data,
        ),
    )  # fmt: skip
    channels.move(
        tx, replace(
            theirs, seq=statement.seq, last_id=bundle_id, head=statement.head_after,
            ledger_seq=statement.last_act,
        )
    )  # fmt: skip
    channels.move(tx, replace(ours, acknowledged=max(ours.acknowledged, statement.peer_seq)))
    results = tuple(applying.told(item) for item in taken)
    receipt = answers.receipt(office, tx, school, bundle_id, statement, results)
    return Taken(ACCEPTED, bundle_id, school.code, statement.seq, len(taken), receipt.id)


def _require_place(theirs: Channel, statement: Statement) -> None:
    """Dense and chained (exchange.md): a gap asks for what is missing, a second history is a fork."""
    expected = theirs.seq + 1
    where = str(statement.seq)
    if statement.seq > expected:
        raise Refusal(Problem("bundle.gap", where=where, params={"first": expected, "last": statement.seq - 1}))
    if statement.seq < expected or statement.prev != theirs.last_id:
        raise Refusal(Problem("bundle.fork", where=where))
    if statement.first_act != theirs.ledger_seq + 1 or statement.head_before != theirs.head:
        raise Refusal(Problem("bundle.chain", where=where))


def _require_peer(tx: Tx, statement: Statement) -> None:
    """What the school says to have of us is what we sent: neither side drops or rewrites an answer."""
    if statement.peer_seq == 0:
        if statement.peer_head:
            raise Refusal(Problem("intake.peer"))
        return
    sent = channels.at(tx, statement.sender, "out", statement.peer_seq)
    if sent is None or (sent.id, sent.head_after) != (statement.peer_id, statement.peer_head):
        raise Refusal(Problem("intake.peer", where=str(statement.peer_seq)))


def _already(tx: Tx, verified: Verified) -> Taken:
    receipt = channels.receipt_for(tx, verified.id)
    statement = verified.statement
    return Taken(
        ALREADY, verified.id, statement.sender, statement.seq, _acts_of(statement), receipt.id if receipt else ""
    )  # fmt: skip


def _alarm(office: Office, claimed: Statement) -> None:
    with office.store.writing(school=claimed.sender) as tx:
        channels.raise_alarm(tx, claimed.sender, claimed.id, claimed.seq, "bundle.fork", office.now)


def _acts_of(statement: Statement) -> int:
    return statement.last_act - statement.first_act + 1
