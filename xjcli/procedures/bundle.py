"""Build, show and verify change bundles (第三条、第四条): the signed, sealed slice of our ledger that goes up.

Only committed acts are signed. A bundle's bytes are stored in the transaction that gives it its place in the
channel, so the same bytes are sent however often the sending is tried.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.procedures.key import require_authority, signing_key
from xjcli.registry import evidence, exchange
from xjcli.registry.exchange import StoredBundle
from xjcli.report import Report
from xjcli.schema.act import AWAITS, ECHOES, OPENING_KINDS
from xjcli.schema.bundle import CHANGES, EVIDENCE, MAX_BUNDLE_BYTES, StatementDraft, acts_to_bytes
from xjcli.transport.outbox import SIGNED

if TYPE_CHECKING:
    from xjcli.bundle.card import Card
    from xjcli.schema.act import Act


def build(desk: Desk, *, out: Path | None = None, dry_run: bool = False) -> Report:
    """Sign and seal what is in no bundle yet. `bundles[]` is empty where nothing is new."""
    acts = unsent(desk)
    if not acts:
        return Report({"bundles": []})
    if dry_run:
        return Report({"bundles": [{"id": "", "seq": _next_seq(desk), "acts": len(acts), "stage": "draft"}]})
    authority = require_authority(desk)
    if out is not None and os.path.lexists(out):
        raise Refusal(Problem("file.exists", where=out.name))
    stored = build_next(desk, authority, acts)
    if out is not None:
        atomic_write(out, stored.bytes)
    return Report({"bundles": [line(stored)]})


def unsent(desk: Desk) -> list[Act]:
    """The acts behind our last bundle; none where they only repeat the authority's decisions."""
    if not exchange.unsent(desk.registry, ECHOES):
        return []
    return list(desk.registry.acts(exchange.last_sent_act(desk.registry) + 1))


def build_next(desk: Desk, authority: Card, acts: list[Act]) -> StoredBundle:
    """Build the channel's next bundle of these acts and store it as `signed`, in one transaction."""
    from xjcli.bundle import pack

    last = exchange.last(desk.registry, "up")
    peer = exchange.last(desk.registry, "down")
    draft = StatementDraft(
        type=CHANGES,
        sender=desk.settings.school_code,
        recipient=authority.code,
        installation=desk.settings.installation,
        seq=_next_seq(desk),
        prev=last.id if last else exchange.NO_BUNDLE,
        first_act=acts[0].seq,
        last_act=acts[-1].seq,
        head_before=acts[0].prev,
        head_after=acts[-1].hash,
        peer_seq=peer.seq if peer else 0,
        peer_id=peer.id if peer else exchange.NO_BUNDLE,
        peer_head=peer.head_after if peer else "",
        created_at=desk.recorded_at,
    )
    parts = [("parts/acts", "acts", acts_to_bytes(acts)), *_evidence(desk, acts)]
    built = pack.build(draft, parts, [signing_key(desk)], authority.seal_key)
    stored = exchange.as_stored(built.statement, built.bytes, direction="up", stage=SIGNED, at=desk.recorded_at)
    with desk.registry.transaction():
        exchange.store(desk.registry, stored)
    return stored


def _next_seq(desk: Desk) -> int:
    last = exchange.last(desk.registry, "up")
    return last.seq + 1 if last else 1


#: Acts that the authority decides on or handles; besides them every act that waits (exchange.md).
_DECIDED_ON = OPENING_KINDS | {"resubmitted"}


def _evidence(desk: Desk, acts: list[Act]) -> list[tuple[str, str, bytes]]:
    """第十条: it decides on the proofs. What is only registered keeps its proofs in the pupil's dossier (第十三条)."""
    asked = (act for act in acts if act.kind in _DECIDED_ON or act.basis.get(AWAITS))
    digests = dict.fromkeys(digest for act in asked for digest in act.basis.get("evidence", ()))
    return [(EVIDENCE + digest, "evidence", evidence.load(desk.vault, digest)) for digest in digests]


def line(stored: StoredBundle) -> dict[str, Any]:
    """One element of `bundles[]`."""
    acts = stored.last_act - stored.first_act + 1 if stored.last_act else 0
    return {"id": stored.id, "seq": stored.seq, "type": stored.type, "acts": acts, "stage": stored.stage}


def verify_file(path: Path, cards: list[Path], *, at: datetime) -> Report:
    """What a stranger can check with only the file and the keys: form, signatures, parts. No registry needed."""
    from xjcli.bundle import pack
    from xjcli.bundle.card import read_card
    from xjcli.bundle.keyring import Keyring

    read = [read_card(read_bounded(card, MAX_BUNDLE_BYTES)) for card in cards]
    verified = pack.verify(read_bounded(path, MAX_BUNDLE_BYTES), Keyring.of(*read), at=at)
    result = _statement(verified.statement)
    result |= {"id": verified.id, "verified": True, "signers": [signer.key_id for signer in verified.signers]}
    return Report(result)


def show_file(path: Path) -> Report:
    """What a bundle claims about itself; nothing is believed before `bundle verify`."""
    from xjcli.bundle import pack

    statement = pack.peek(read_bounded(path, MAX_BUNDLE_BYTES))
    return Report(_statement(statement) | {"id": statement.id, "verified": False})


def show_stored(desk: Desk, bundle_id: str) -> Report:
    """One of our stored bundles by its id or a start of it."""
    rows = desk.registry.rows("select id from bundles where id like ? limit 2", (bundle_id.replace("%", "") + "%",))
    if len(rows) != 1:
        raise Refusal(Problem("bundle.unknown", params={"id": bundle_id[:16]}))
    stored = exchange.by_id(desk.registry, rows[0]["id"])
    assert stored is not None  # noqa: S101  the row was read just now
    from xjcli.bundle import pack

    return Report(_statement(pack.peek(stored.bytes)) | line(stored) | {"direction": stored.direction})


def _statement(statement: Any) -> dict[str, Any]:
    return {
        "type": statement.type,
        "from": statement.sender,
        "to": statement.recipient,
        "seq": statement.seq,
        "prev": statement.prev,
        "installation": statement.installation,
        "suite": statement.suite,
        "first_act": statement.first_act,
        "last_act": statement.last_act,
        "head_before": statement.head_before,
        "head_after": statement.head_after,
        "peer_seq": statement.peer_seq,
        "peer_id": statement.peer_id,
        "peer_head": statement.peer_head,
        "about": dict(statement.about),
        "created_at": statement.created_at,
        "parts": [{"name": part.name, "size": part.size, "sha256": part.sha256} for part in statement.parts],
    }
