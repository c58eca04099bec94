"""A school's own bundle, given back to it (第三条): signed by the authority, its parts sealed to the school anew.

The bundle comes byte for byte as the school signed it, beside its content in clear: so the school believes nobody but
itself. Its own signature covers the heads, the heads cover every act, and the digests its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xjcli.bundle import pack
from xjcli.bundle.card import Card
from xjcli.bundle.container import ENVELOPE_NAME, Entry, write_container
from xjcli.bundle.envelope import judge_signers, read_unverified, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import decode
from xjcli.errors import Problem, Refusal
from xjcli.schema import bundle as channel
from xjcli.schema.act import Act
from xjcli.schema.bundle import CHANGES, EVIDENCE, acts_from_bytes, require_chain
from xjcli.schema.returned import ACTS, BUNDLE, PAYLOAD_TYPE, Statement

SUFFIX = ".xjr"


@dataclass(frozen=True, slots=True)
class Returned:
    """A bundle of ours as it was sent: its bytes, and what was in it. Verified throughout."""

    id: str
    statement: channel.Statement
    acts: Sequence[Act] = field(repr=False)
    evidence: Mapping[str, bytes] = field(repr=False)
    data: bytes = field(repr=False)


def peek(data: bytes) -> Statement:
    """What a package claims, for choosing and ordering only. Raises Refusal: `bundle.*`."""
    raw = read_unverified(pack.envelope_of(data))
    payload = decode(raw["payload"])
    if raw["payloadType"] != PAYLOAD_TYPE or payload is None:
        raise Refusal(Problem("bundle.wrong-type"))
    return Statement.from_bytes(payload)


def build(data: bytes, opened: Mapping[str, bytes], key: SigningKey, recipient_seal: str, *, at: str) -> bytes:
    """Give back the bundle `data`, whose parts in clear are `opened`. Raises Refusal `bundle.too-large`."""
    given = pack.peek(data)
    parts = [(BUNDLE, "bundle", data), *((part.name, part.kind, opened[part.name]) for part in given.parts)]
    entries, stated = pack.seal_parts(parts, recipient_seal)
    statement = Statement(
        sender=given.recipient, recipient=given.sender, bundle=given.id, seq=given.seq, created_at=at, parts=stated
    )
    envelope = sign_envelope(statement.to_bytes(), PAYLOAD_TYPE, [key])
    return write_container([Entry(ENVELOPE_NAME, envelope), *entries])


def read(data: bytes, authority: Card, ours: Card, key: SealKey, at: datetime) -> Returned:
    """What the authority gave back to the school of the card `ours`.

    Raises Refusal: `bundle.*`, `key.*`: altered, another school's, not signed by both, or not what was signed.
    """
    file = pack.read(data)
    ring = Keyring.of(authority)
    signed = verify_signatures(file.envelope, PAYLOAD_TYPE, ring)
    said = Statement.from_bytes(signed.payload)
    judge_signers(signed, ring, authority.code, at)
    if said.sender != authority.code:
        raise Refusal(Problem("bundle.wrong-sender"))
    if said.recipient != ours.code:
        raise Refusal(Problem("bundle.wrong-recipient"))
    pack.require_parts(said.parts, file.sealed)
    opened = pack.unseal_parts(file.sealed, key)
    own = pack.verify(opened[BUNDLE], Keyring.of(ours), at=at, sender=ours.code, recipient=authority.code, kind=CHANGES)
    if own.statement.installation != ours.installation:
        raise Refusal(Problem("bundle.installation"))
    if (own.id, own.statement.seq) != (said.bundle, said.seq):
        raise Refusal(Problem("bundle.altered"))
    if [part.name for part in own.statement.parts] != [name for name in opened if name != BUNDLE]:
        raise Refusal(Problem("bundle.part"))
    acts = acts_from_bytes(opened[ACTS])
    require_chain(own.statement, acts)
    evidence = {name.removeprefix(EVIDENCE): each for name, each in opened.items() if name.startswith(EVIDENCE)}
    return Returned(own.id, own.statement, acts, evidence, opened[BUNDLE])
