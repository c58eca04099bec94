"""A dossier as one sealed package (第十五条、第十六条): built, and judged before anything in it is read.

The file is a bundle's file (`container`), signed as a bundle is (`envelope`), its parts sealed to the receiving school;
only the statement is another one, so that a dossier can never be taken for a bundle of the channel, nor the reverse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xjcli.bundle.container import ENVELOPE_NAME, Entry, write_container
from xjcli.bundle.envelope import judge_signers, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring
from xjcli.bundle.pack import read, require_parts, seal_parts, unseal_parts
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import SEALS
from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import SUITE
from xjcli.schema.dossier import PAYLOAD_TYPE, Draft, Statement


@dataclass(frozen=True, slots=True)
class Built:
    """A finished package. Sealing is random: built again, it is another package."""

    id: str
    bytes: bytes = field(repr=False)
    statement: Statement


@dataclass(frozen=True, slots=True)
class Verified:
    """A package whose form, signatures, statement and part digests are right. Its parts are still sealed."""

    id: str
    statement: Statement
    sealed: Mapping[str, bytes] = field(repr=False)

    def unseal(self, key: SealKey) -> dict[str, bytes]:
        """The parts in clear by name. Raises `bundle.sealed-to-another`, `bundle.too-large`, `bundle.part`."""
        return unseal_parts(self.sealed, key)


def build(
    draft: Draft, parts: Sequence[tuple[str, str, bytes]], signers: Sequence[SigningKey], recipient_seal: str
) -> Built:
    """Seal each part (name, kind, content) to "age1…", state, sign. Raises Refusal as `pack.build` does."""
    entries, stated = seal_parts(parts, recipient_seal)
    statement = Statement.of(draft, stated)
    envelope = sign_envelope(statement.to_bytes(), PAYLOAD_TYPE, signers)
    return Built(statement.id, write_container([Entry(ENVELOPE_NAME, envelope), *entries]), statement)


def verify(data: bytes, keyring: Keyring, *, at: datetime, recipient: str) -> Verified:
    """Judge a package with these keys as of `at`. Raises Refusal: `bundle.*`, `key.*`, `dossier.statement`."""
    file = read(data)
    signed = verify_signatures(file.envelope, PAYLOAD_TYPE, keyring)
    statement = Statement.from_bytes(signed.payload)
    signers = judge_signers(signed, keyring, statement.sender, at)
    if statement.seal not in SEALS or statement.suite != SUITE or any(key.suite != statement.suite for key in signers):
        raise Refusal(Problem("bundle.suite"))
    if statement.recipient != recipient:
        raise Refusal(Problem("bundle.wrong-recipient"))
    require_parts(statement.parts, file.sealed)
    return Verified(hashlib.sha256(signed.payload).hexdigest(), statement, file.sealed)
