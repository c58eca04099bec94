"""The card of an office (*.xjcard): who it is and its public keys, signed by itself.

A card proves only that nothing in it was changed by someone without the key. Trust comes from a person who
compares the fingerprint with the other office over another way (telephone, paper).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xjcli.bundle.envelope import read_unverified, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.sealing import is_recipient
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import SUITES, decode
from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical

SCHEMA = "xj.card/1"
CARD_TYPE = "application/vnd.xj.card+json"
SUFFIX = ".xjcard"
MAX_CARD_BYTES = 64 * 1024
SCHOOL, AUTHORITY = "school", "authority"
LEVELS = ("province", "prefecture", "county")

_FINGERPRINT_DIGITS = 40
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; `level` is empty for a school, `region` a division code of six digits or empty."""

    kind: str
    code: str
    name: str
    level: str
    region: str
    installation: str
    sign_key: str
    seal_key: str
    suite: str
    created_at: str
    fingerprint: str


def make_card(
    *,
    kind: str,
    code: str,
    name: str,
    region: str,
    installation: str,
    sign_key: SigningKey,
    seal_key: str,
    created_at: datetime,
    level: str = "",
) -> bytes:
    """The bytes of our own card. `seal_key` is the recipient ("age1…") of our seal key.

    Raises Refusal (`key.card-altered`, field named) if we would refuse to read it.
    """
    payload = {
        "schema": SCHEMA,
        "kind": kind,
        "code": code,
        "name": name,
        "level": level,
        "region": region,
        "installation": installation,
        "sign_key": sign_key.public,
        "seal_key": seal_key,
        "suite": sign_key.suite,
        "created_at": shapes.instant(created_at),
    }
    data = sign_envelope(canonical(payload), CARD_TYPE, [sign_key])
    read_card(data)
    return data


def read_card(data: bytes, *, kind: str | None = None) -> Card:
    """The card in a card file, verified with the key that it names itself; `kind` is what the caller expects.

    Raises Refusal: `key.card-altered`, `key.card-kind`, `bundle.version`, `bundle.suite`.
    """
    if len(data) > MAX_CARD_BYTES:
        raise Refusal(Problem("key.card-altered"))
    try:
        payload = _verified_payload(data)
    except Refusal as refusal:
        if refusal.problems[0].code == "bundle.suite":
            raise
        raise Refusal(Problem("key.card-altered")) from refusal
    raw = shapes.read_object(payload, "key.card-altered")
    if raw.get("schema") != SCHEMA:
        raise Refusal(Problem("bundle.version"))
    shapes.require_fields(raw, _RULES, "key.card-altered")
    _require_office(raw)
    if kind is not None and raw["kind"] != kind:
        raise Refusal(Problem("key.card-kind"))
    fields = {name: value for name, value in raw.items() if name != "schema"}
    return Card(**fields, fingerprint=fingerprint(payload))


def fingerprint(payload: bytes) -> str:
    """SHA-256 of the signed payload as people compare it: 40 upper-case hex digits in groups of four."""
    digits = hashlib.sha256(payload).hexdigest()[:_FINGERPRINT_DIGITS].upper()
    return "-".join(digits[start : start + _GROUP] for start in range(0, _FINGERPRINT_DIGITS, _GROUP))


def same_fingerprint(one: str, other: str) -> bool:
    """True if both are whole fingerprints and the same; case, dashes and blanks do not matter."""
    first, second = _digits(one), _digits(other)
    return len(first) == _FINGERPRINT_DIGITS and hmac.compare_digest(first.encode(), second.encode())


def _digits(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()


def _verified_payload(data: bytes) -> bytes:
    """The payload after its signature verified with the key named in it.

    The key has to be looked up in the payload before anything is verified; nothing else is used until then.
    """
    payload = decode(read_unverified(data)["payload"]) or b""
    claimed = shapes.read_object(payload, "key.card-altered")
    public, suite = claimed.get("sign_key"), claimed.get("suite")
    if not isinstance(suite, str) or suite not in SUITES:
        raise Refusal(Problem("bundle.suite"))
    if not isinstance(public, str) or not SUITES[suite].check_public(public):
        raise Refusal(Problem("key.card-altered"))
    keyring = Keyring((Trusted("", public, suite=suite),))
    signed = verify_signatures(data, CARD_TYPE, keyring)
    if signed.publics != (public,):
        raise Refusal(Problem("key.card-altered"))
    return signed.payload


def _require_office(raw: Mapping[str, Any]) -> None:
    school = raw["kind"] == SCHOOL
    fits = {
        "code": (shapes.is_school if school else shapes.is_authority)(raw["code"]),
        "level": raw["level"] == "" if school else raw["level"] in LEVELS,
    }
    for name, agrees in fits.items():
        if not agrees:
            raise shapes.fault("key.card-altered", name)


_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "kind": shapes.one_of(SCHOOL, AUTHORITY),
    "code": shapes.is_text,
    "name": lambda value: shapes.is_text(value) and value.strip() == value != "",
    "level": shapes.one_of("", *LEVELS),
    "region": lambda value: value == "" or shapes.is_authority(value),
    "installation": shapes.is_word,
    "sign_key": shapes.is_text,
    "seal_key": lambda value: shapes.is_text(value) and is_recipient(value),
    "suite": shapes.is_text,
    "created_at": shapes.is_instant,
}
