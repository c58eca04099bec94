"""The signed envelope (DSSE): the bytes that were signed are the bytes that are read.

What is signed is the pre-authentication encoding of type and payload: no payload can be taken for another
type. The signatures are verified before the payload is parsed. Nothing in it is unaccounted for: every
signature in it must be by a trusted key, each key once, in the order of their ids, in one spelling.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.signing import SigningKey, key_id
from xjcli.bundle.suites import SUITES, decode
from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical

MAX_ENVELOPE_BYTES = 16 * 2**20
MAX_SIGNATURES = 16

_ENVELOPE: shapes.Rules = {
    "payload": lambda value: isinstance(value, str),
    "payloadType": shapes.is_text,
    "signatures": lambda value: isinstance(value, list) and 0 < len(value) <= MAX_SIGNATURES,
}
_SIGNATURE: shapes.Rules = {"keyid": shapes.is_text, "sig": shapes.is_text}


@dataclass(frozen=True, slots=True)
class Signed:
    """A payload whose signatures all verified with these keys; whether they count is asked next."""

    payload: bytes
    publics: tuple[str, ...]


def pae(payload_type: str, payload: bytes) -> bytes:
    """The DSSE v1 pre-authentication encoding: exactly these bytes are signed."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign_envelope(payload: bytes, payload_type: str, keys: Sequence[SigningKey]) -> bytes:
    """The envelope as canonical JSON, signed once by each key. Raises ValueError without a key."""
    if not keys:
        raise ValueError("an envelope needs a signature")
    message = pae(payload_type, payload)
    by_id = {key.key_id: key for key in keys}
    signatures = [{"keyid": name, "sig": _encode(by_id[name].sign(message))} for name in sorted(by_id)]
    return canonical({"payload": _encode(payload), "payloadType": payload_type, "signatures": signatures})


def countersign(data: bytes, payload_type: str, keyring: Keyring, key: SigningKey) -> bytes:
    """The same envelope with one more signature, by a key that has not signed it yet; the others verify first.

    Raises Refusal: as `verify_signatures`, and `bundle.signed-before`.
    """
    signed = verify_signatures(data, payload_type, keyring)
    if key.public in signed.publics:
        raise Refusal(Problem("bundle.signed-before"))
    raw = read_unverified(data)
    mine = {"keyid": key.key_id, "sig": _encode(key.sign(pae(payload_type, signed.payload)))}
    return canonical({**raw, "signatures": sorted([*raw["signatures"], mine], key=lambda each: each["keyid"])})


def enveloped(payload: bytes, payload_type: str, signatures: Sequence[Mapping[str, str]]) -> bytes:
    """The envelope of a payload that was kept apart from its signatures; nothing of it is verified yet."""
    signed = [dict(each) for each in signatures]
    return canonical({"payload": _encode(payload), "payloadType": payload_type, "signatures": signed})


def verify_signatures(data: bytes, payload_type: str, keyring: Keyring) -> Signed:
    """Every signature verifies with a key of the keyring, whoever owns it and whenever it counts.

    Raises Refusal: `bundle.too-large`, `bundle.altered` (not the one spelling of an envelope),
    `bundle.wrong-type`, `bundle.unknown-signer`, `bundle.suite`, `bundle.signature`.
    """
    raw = read_unverified(data)
    payload = decode(raw["payload"])
    if payload is None:
        raise Refusal(Problem("bundle.altered"))
    if raw["payloadType"] != payload_type:
        raise Refusal(Problem("bundle.wrong-type"))
    message = pae(payload_type, payload)
    return Signed(payload, tuple(_signer(message, signature, keyring) for signature in raw["signatures"]))


def judge_signers(signed: Signed, keyring: Keyring, code: str, at: datetime, threshold: int = 1) -> tuple[Trusted, ...]:
    """The signers, if they are different keys of the office `code`, count at `at`, and are enough of them.

    Raises Refusal: `bundle.wrong-sender`, `key.revoked`, `key.expired`, `key.not-yet`, `bundle.threshold`,
    and `bundle.altered` if signatures are repeated or out of order.
    """
    different = sorted(set(signed.publics), key=key_id)
    signers = tuple(_counting(keyring, public, code, at) for public in different)
    if len(signers) < threshold:
        raise Refusal(Problem("bundle.threshold"))
    if list(signed.publics) != different:
        raise Refusal(Problem("bundle.altered"))
    return signers


def read_unverified(data: bytes) -> dict[str, Any]:
    """The outer form of an envelope, unverified. Raises `bundle.too-large`, `bundle.altered`."""
    if len(data) > MAX_ENVELOPE_BYTES:
        raise Refusal(Problem("bundle.too-large"))
    raw = shapes.read_object(data, "bundle.altered")
    shapes.require_fields(raw, _ENVELOPE, "bundle.altered")
    for signature in raw["signatures"]:
        if not isinstance(signature, dict):
            raise Refusal(Problem("bundle.altered"))
        shapes.require_fields(signature, _SIGNATURE, "bundle.altered")
    return raw


def _signer(message: bytes, signature: dict[str, str], keyring: Keyring) -> str:
    """The public key that made this signature; the id in the envelope only says where to look."""
    candidates = keyring.with_id(signature["keyid"])
    if not candidates:
        raise Refusal(Problem("bundle.unknown-signer"))
    written = decode(signature["sig"])
    for entry in candidates:
        suite = SUITES.get(entry.suite)
        if suite is None:
            raise Refusal(Problem("bundle.suite"))
        if written is not None and suite.verify(entry.public, message, written):
            return entry.public
    raise Refusal(Problem("bundle.signature"))


def _counting(keyring: Keyring, public: str, code: str, at: datetime) -> Trusted:
    """The entry of this key that counts for the office at that moment."""
    objection: str | None = "bundle.wrong-sender"
    for entry in keyring.entries:
        if entry.public == public and entry.code == code:
            objection = entry.objection(at)
            if objection is None:
                return entry
    raise Refusal(Problem(objection or "bundle.wrong-sender"))


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
