"""Receipts and decision bundles (回执、批复): signed, sealed to the school, dense and chained in its channel.

Answers cover our ledger without a hole: whatever was decided before a bundle came in goes out ahead of its receipt.
Each is built once and kept; the same bytes are given out however often they are asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from xjcli.authority.office import Office
from xjcli.authority.store import Tx, channels, ledger, schools
from xjcli.authority.store.channels import Channel, Stored
from xjcli.authority.store.ledger import Entry, Pen
from xjcli.authority.store.schools import School
from xjcli.bundle import pack
from xjcli.bundle.answers import (
    APPROVED,
    DECISIONS,
    NOTICE_BODIES,
    NOTICES,
    REFUSED,
    RESULTS,
    ActResult,
    Decision,
    Notice,
    Results,
    decisions_to_bytes,
    notices_to_bytes,
    results_to_bytes,
)
from xjcli.schema import bundle as spelling
from xjcli.schema.bundle import Statement, StatementDraft


def receipt(
    office: Office, tx: Tx, school: School, bundle_id: str, statement: Statement, acts: tuple[ActResult, ...]
) -> Stored:
    """Countersign the school's head and say what became of each act; decisions of before go out first."""
    flush(office, tx, school)
    pen = Pen(tx, school.code, office.beginning(school.code), now=office.now, by=office.name)
    body = {"bundle": bundle_id, "seq": statement.seq, "head": statement.head_after}
    pen.write(ledger.RECEIVED, body)
    content = results_to_bytes(Results(bundle_id, statement.head_after, acts))
    about = {"bundle": bundle_id, "outcome": spelling.ACCEPTED}
    return _send(office, tx, school, spelling.RECEIPT, (RESULTS, "results", content), (pen.seq, pen.head), about)


def roster(office: Office, tx: Tx, school: School, part: tuple[str, str, bytes], said: dict[str, Any]) -> Stored:
    """The school's roster as we hold it: decisions of before go out first, and giving it is an entry of ours."""
    pen = Pen(tx, school.code, office.beginning(school.code), now=office.now, by=office.name)
    pen.write(ledger.ROSTER_GIVEN, said)
    return _send(office, tx, school, spelling.ROSTER, part, (pen.seq, pen.head), {})


def flush(office: Office, tx: Tx, school: School) -> Stored | None:
    """The bundle of all that the school is to be told and no answer covers yet; None where there is nothing."""
    ours = channels.channel(tx, school.code, "out")
    entries = list(ledger.entries(tx, school.code, ours.ledger_seq))
    kinds = {entry.kind for entry in entries}
    if not kinds & set(ledger.TOLD):
        return None
    last = (entries[-1].seq, entries[-1].hash)
    if kinds & set(ledger.NOTICES):
        part = (NOTICES, "notices", notices_to_bytes(_notices(entries)))
        return _send(office, tx, school, spelling.NOTICES, part, last, {})
    part = (DECISIONS, "decisions", decisions_to_bytes(_decisions(entries)))
    return _send(office, tx, school, spelling.DECISIONS, part, last, {})


def _notices(entries: list[Entry]) -> list[Notice]:
    """Every line in the order in which we wrote it; what an official noted for the office alone stays here."""
    return [
        Notice(
            entry.seq, entry.kind, entry.record_id, entry.body.get("on") or entry.body["decided_on"],
            {name: entry.body[name] for name in NOTICE_BODIES[entry.kind]},
        )
        for entry in entries
        if entry.kind in ledger.TOLD
    ]  # fmt: skip


def _decisions(entries: list[Entry]) -> list[Decision]:
    return [
        Decision(
            entry.seq, entry.body["case"], entry.record_id, entry.body["act"],
            APPROVED if entry.kind == ledger.APPROVED else REFUSED,
            entry.body["number"], entry.body["reason"], entry.body["official"], entry.body["decided_on"],
        )
        for entry in entries
        if entry.kind in ledger.DECISIONS
    ]  # fmt: skip


def flush_all(office: Office, *, school: str = "") -> None:
    """Build what is due to every school, or to one; one transaction each, and a look before the lock.

    Nothing is built for a revoked school: it would be sealed to a key that somebody else may have.
    """
    with office.store.reading() as tx:
        due = [code for code in ledger.undelivered(tx, channels.covered(tx)) if school in ("", code)]
    for code in due:
        office.store.errand(partial(_flush_known, office, code), school=code)


def _flush_known(office: Office, code: str, tx: Tx) -> None:
    known = schools.find(tx, code)
    if known is not None and not known.revoked_at:
        flush(office, tx, known)


def _send(
    office: Office,
    tx: Tx,
    school: School,
    kind: str,
    part: tuple[str, str, bytes],
    covers: tuple[int, str],
    about: dict[str, str],
) -> Stored:
    """Build, sign, seal and keep the channel's next answer; it covers our ledger up to `covers`."""
    ours = channels.channel(tx, school.code, "out")
    draft = _draft(office, kind, ours, channels.channel(tx, school.code, "in"), covers, about)
    built = pack.build(draft, [part], [office.sign_key], school.seal_key)
    stored = Stored(
        built.id, school.code, "out", draft.seq, kind, draft.first_act, draft.last_act, draft.head_after,
        about.get("bundle", ""), office.now, built.bytes,
    )  # fmt: skip
    channels.store(tx, stored)
    channels.move(tx, replace(ours, seq=draft.seq, last_id=built.id, head=draft.head_after, ledger_seq=draft.last_act))
    return stored


def _draft(
    office: Office, kind: str, ours: Channel, theirs: Channel, covers: tuple[int, str], about: dict[str, str]
) -> StatementDraft:
    return StatementDraft(
        type=kind,
        sender=office.code,
        recipient=ours.school,
        installation=office.installation,
        seq=ours.seq + 1,
        prev=ours.last_id,
        first_act=ours.ledger_seq + 1,
        last_act=covers[0],
        head_before=ours.head,
        head_after=covers[1],
        created_at=office.now,
        peer_seq=theirs.seq,
        peer_id=theirs.last_id,
        peer_head=theirs.head if theirs.seq else "",
        about=about,
    )
