"""Building and judging whole bundles: statement, signatures, sealed parts (第二十五条).

The order of judging is fixed: the form of the file, the signatures over the statement's bytes, then the
statement, who may send it to whom, then the digests of the parts. Opening a part comes last and needs the
recipient's key.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xjcli.bundle.container import (
    ENVELOPE_NAME,
    Entry,
    read_container,
    read_entry,
    require_start,
    write_container,
)
from xjcli.bundle.envelope import judge_signers, read_unverified, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.sealing import SealKey, seal
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import SEALS, decode
from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import (
    EVIDENCE,
    MAX_BUNDLE_BYTES,
    PAYLOAD_TYPE,
    Part,
    Statement,
    StatementDraft,
)

MAX_EXPANDED_BYTES = MAX_BUNDLE_BYTES
SUFFIX = ".xjb"

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Built:
    """A finished bundle. Sealing is random: build once, keep the bytes, send the same bytes again."""

    id: str
    bytes: bytes = field(repr=False)
    statement: Statement


@dataclass(frozen=True, slots=True)
class Unverified:
    """What stands in a file, believed by nobody yet."""

    envelope: bytes = field(repr=False)
    sealed: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle whose form, signatures, statement and part digests are right. Its parts are still sealed."""

    id: str
    statement: Statement
    signers: tuple[Trusted, ...]
    sealed: Mapping[str, bytes] = field(repr=False)
    envelope: bytes = field(repr=False)

    def unseal(self, key: SealKey, *, cap: int = MAX_EXPANDED_BYTES) -> dict[str, bytes]:
        """The parts in clear by name, all together at most `cap` bytes.

        Raises Refusal: `bundle.sealed-to-another`, `bundle.too-large`, `bundle.part` (where: its name).
        """
        return unseal_parts(self.sealed, key, cap)


def build(
    draft: StatementDraft,
    parts: Sequence[tuple[str, str, bytes]],
    signers: Sequence[SigningKey],
    recipient_seal: str,
) -> Built:
    """Compress and seal each part (name, kind, content), state and sign. `recipient_seal` is "age1…".

    Raises Refusal: `bundle.statement` for a draft we would refuse to read, `bundle.too-large`, `key.format`.
    """
    entries, stated = seal_parts(parts, recipient_seal)
    statement = Statement.of(draft, stated)
    envelope = sign_envelope(statement.to_bytes(), PAYLOAD_TYPE, signers)
    return Built(statement.id, write_container([Entry(ENVELOPE_NAME, envelope), *entries]), statement)


def seal_parts(parts: Sequence[tuple[str, str, bytes]], recipient_seal: str) -> tuple[list[Entry], list[Part]]:
    """Each part (name, kind, content) compressed and sealed, and what a statement says of it."""
    if sum(len(content) for _, _, content in parts) > MAX_EXPANDED_BYTES:
        raise Refusal(Problem("bundle.too-large"))
    entries: list[Entry] = []
    stated: list[Part] = []
    for name, kind, content in parts:
        _require_evidence(name, content)
        sealed = seal(zlib.compress(content, _LEVEL), recipient_seal)
        entries.append(Entry(name, sealed))
        stated.append(Part(name, kind, len(sealed), hashlib.sha256(sealed).hexdigest()))
    return entries, stated


def unseal_parts(parts: Mapping[str, bytes], key: SealKey, cap: int = MAX_EXPANDED_BYTES) -> dict[str, bytes]:
    """Sealed parts in clear by name, all together at most `cap` bytes.

    Raises Refusal: `bundle.sealed-to-another`, `bundle.too-large`, `bundle.part` (where: its name).
    """
    opened: dict[str, bytes] = {}
    left = cap
    for name, sealed in parts.items():
        opened[name] = _expand(key.unseal(sealed), left, name)
        left -= len(opened[name])
    return opened


def read(data: bytes) -> Unverified:
    """The entries of a bundle file in its one spelling; nothing is believed yet.

    Raises Refusal: `bundle.not-a-bundle`, `bundle.too-large`, `bundle.altered`.
    """
    first, *rest = read_container(data)
    return Unverified(first.data, dict(rest))


def peek(data: bytes) -> Statement:
    """The statement as the file claims it, for showing and ordering only. The first bytes of a file suffice.

    Raises Refusal: `bundle.not-a-bundle`, `bundle.altered`, `bundle.wrong-type` (a package of another kind, as a
    dossier), `bundle.statement`, `bundle.version`.
    """
    require_start(data)
    entry, _ = read_entry(data, 0)
    raw = read_unverified(entry.data)
    if raw["payloadType"] != PAYLOAD_TYPE:
        raise Refusal(Problem("bundle.wrong-type"))
    payload = decode(raw["payload"])
    if payload is None:
        raise Refusal(Problem("bundle.altered"))
    return Statement.from_bytes(payload)


def envelope_of(data: bytes) -> bytes:
    """The signed envelope with which a file begins. Raises Refusal: `bundle.not-a-bundle`, `bundle.altered`."""
    require_start(data)
    return read_entry(data, 0)[0].data


def verify(
    data: bytes,
    keyring: Keyring,
    *,
    at: datetime,
    recipient: str | None = None,
    sender: str | None = None,
    kind: str | Collection[str] | None = None,
    threshold: int = 1,
) -> Verified:
    """Judge a bundle with these keys as of `at`; needs neither registry nor network nor a private key.

    What is None is not asked. Raises Refusal: as `read`; `bundle.unknown-signer`, `bundle.signature`,
    `bundle.wrong-sender`, `bundle.threshold`, `key.revoked`, `key.expired`, `key.not-yet`,
    `bundle.statement`, `bundle.version`, `bundle.suite`, `bundle.wrong-type`,
    `bundle.wrong-recipient`, `bundle.extra-entry`.
    """
    file = read(data)
    signed = verify_signatures(file.envelope, PAYLOAD_TYPE, keyring)
    statement = Statement.from_bytes(signed.payload)
    signers = judge_signers(signed, keyring, statement.sender, at, threshold)
    if statement.seal not in SEALS or any(signer.suite != statement.suite for signer in signers):
        raise Refusal(Problem("bundle.suite"))
    kinds = (kind,) if isinstance(kind, str) else kind
    if kinds is not None and statement.type not in kinds:
        raise Refusal(Problem("bundle.wrong-type"))
    if sender is not None and statement.sender != sender:
        raise Refusal(Problem("bundle.wrong-sender"))
    if recipient is not None and statement.recipient != recipient:
        raise Refusal(Problem("bundle.wrong-recipient"))
    require_parts(statement.parts, file.sealed)
    bundle_id = hashlib.sha256(signed.payload).hexdigest()
    return Verified(bundle_id, statement, signers, file.sealed, file.envelope)


def require_parts(parts: Sequence[Part], sealed: Mapping[str, bytes]) -> None:
    """Exactly the parts of the statement, in its order, each with its size and digest."""
    stated = [part.name for part in parts]
    extra = [name for name in sealed if name not in set(stated)]
    if extra:
        raise Refusal(Problem("bundle.extra-entry"))
    if list(sealed) != stated:
        raise Refusal(Problem("bundle.altered"))
    for part in parts:
        data = sealed[part.name]
        if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
            raise Refusal(Problem("bundle.altered"))


def _expand(packed: bytes, cap: int, name: str) -> bytes:
    """Undo the compression, never beyond `cap` bytes; nothing may stand behind the compressed data."""
    expander = zlib.decompressobj()
    try:
        content = expander.decompress(packed, cap + 1)
    except zlib.error:
        raise Refusal(Problem("bundle.part", where=name)) from None
    if len(content) > cap:
        raise Refusal(Problem("bundle.too-large"))
    if not expander.eof or expander.unused_data:
        raise Refusal(Problem("bundle.part", where=name))
    _require_evidence(name, content)
    return content


def _require_evidence(name: str, content: bytes) -> None:
    """Evidence is what its name says: the digest that the act names."""
    if name.startswith(EVIDENCE) and name != EVIDENCE + hashlib.sha256(content).hexdigest():
        raise Refusal(Problem("bundle.part", where=name))
