"""A pupil's card (第五条: 一人一号): a statement small enough for a printed square code, signed by the school.

Whoever has the school's card (.xjcard) can verify it without a network. It says as little as a gate needs (第二十五条):
the name, the school, the cohort and until when; no number, no birth date. Verified bytes first, then their meaning.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from xjcli.bundle.envelope import judge_signers, pae, sign_envelope, verify_signatures
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.signing import SigningKey
from xjcli.bundle.suites import SUITES
from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical

SCHEMA, REVOKED_SCHEMA = "xj.pupil-card/1", "xj.revoked-cards/1"
#: The first characters of every code: a scanner's text that begins otherwise is something else.
PREFIX = "XJ1:"
TYPE, REVOKED_TYPE = "application/vnd.xj.pupil-card+json", "application/vnd.xj.revoked-cards+json"
_SIGNATURE_BYTES = 64
_LONGEST = 2000
_MAX_REVOKED_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PupilCard:
    """What a card says. Days are ISO texts, both included; `entered` is the cohort (级) within `stage`."""

    card: str
    school: str
    name: str
    stage: str
    entered: str
    issued_on: str
    until: str


_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "card": shapes.is_word,
    "school": shapes.is_school,
    "name": shapes.is_text,
    "stage": shapes.one_of("primary", "junior", "senior"),
    "entered": lambda value: isinstance(value, str) and len(value) == 4 and value.isascii() and value.isdigit(),
    "issued_on": shapes.is_day,
    "until": shapes.is_day,
}
_REVOKED_RULES: shapes.Rules = {
    "schema": shapes.one_of(REVOKED_SCHEMA),
    "school": shapes.is_school,
    "on": shapes.is_day,
    "cards": lambda value: isinstance(value, list) and all(shapes.is_word(each) for each in value),
}


@dataclass(frozen=True, slots=True)
class Revoked:
    """A school's list of cards that no longer count, as of a day."""

    school: str
    on: str
    cards: frozenset[str]


def encode(card: PupilCard, key: SigningKey) -> str:
    """The text of the square code: prefix, then signature and statement in base32, which such codes store densely."""
    payload = canonical({"schema": SCHEMA, **asdict(card)})
    return PREFIX + base64.b32encode(key.sign(pae(TYPE, payload)) + payload).decode("ascii").rstrip("=")


def decode(text: str, keyring: Keyring, at: datetime) -> PupilCard:
    """The card in a code, its signature made by its school's own key. Whether it still counts is asked next.

    Raises Refusal: `card.unreadable`, `card.unknown-school`, `card.altered`, `key.*` for a key that does not count.
    """
    signature, payload = _parts(text)
    raw = _claimed(payload)
    ours = [entry for entry in keyring.entries if entry.code == raw["school"]]
    if not ours:
        raise Refusal(Problem("card.unknown-school", params={"school": raw["school"]}))
    signer = next((each for each in ours if _signed(each, payload, signature)), None)
    if signer is None:
        raise Refusal(Problem("card.altered"))
    if objection := signer.objection(at):
        raise Refusal(Problem(objection))
    return PupilCard(**{name: value for name, value in raw.items() if name != "schema"})


def find_objections(card: PupilCard, on: date, revoked: Iterable[str]) -> list[Problem]:
    """Why a genuine card does not count on a day: `card.not-yet`, `card.expired`, `card.revoked`."""
    day, found = on.isoformat(), []
    if day < card.issued_on:
        found.append(Problem("card.not-yet", params={"date": card.issued_on}))
    if day > card.until:
        found.append(Problem("card.expired", params={"date": card.until}))
    if card.card in set(revoked):
        found.append(Problem("card.revoked", params={"card": card.card}))
    return found


def sign_revoked(revoked: Revoked, key: SigningKey) -> bytes:
    """The school's signed list, for those who verify without a network."""
    payload = {"schema": REVOKED_SCHEMA, "school": revoked.school, "on": revoked.on, "cards": sorted(revoked.cards)}
    return sign_envelope(canonical(payload), REVOKED_TYPE, [key])


def read_revoked(data: bytes, keyring: Keyring, at: datetime, school: str) -> Revoked:
    """The list of this school, verified. Raises Refusal: `card.list`, `bundle.*`, `key.*`."""
    if len(data) > _MAX_REVOKED_BYTES:
        raise Refusal(Problem("card.list"))
    signed = verify_signatures(data, REVOKED_TYPE, keyring)
    raw = shapes.read_object(signed.payload, "card.list")
    shapes.require_fields(raw, _REVOKED_RULES, "card.list")
    if raw["school"] != school:
        raise Refusal(Problem("card.list"))
    judge_signers(signed, keyring, school, at)
    return Revoked(raw["school"], raw["on"], frozenset(raw["cards"]))


def _parts(text: str) -> tuple[bytes, bytes]:
    """Signature and statement; only the one spelling that `encode` gives is read."""
    words = text.strip()
    body = words[len(PREFIX) :]
    if not words.startswith(PREFIX) or len(words) > _LONGEST:
        raise Refusal(Problem("card.unreadable"))
    try:
        data = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        raise Refusal(Problem("card.unreadable")) from None
    if len(data) <= _SIGNATURE_BYTES or base64.b32encode(data).decode("ascii").rstrip("=") != body:
        raise Refusal(Problem("card.unreadable"))
    return data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:]


def _claimed(payload: bytes) -> dict[str, Any]:
    """What the statement claims, so that its school's key can be looked up; nothing of it is believed yet."""
    raw = shapes.read_object(payload, "card.altered")
    shapes.require_fields(raw, _RULES, "card.altered")
    return raw


def _signed(entry: Trusted, payload: bytes, signature: bytes) -> bool:
    suite = SUITES.get(entry.suite)
    return suite is not None and suite.verify(entry.public, pae(TYPE, payload), signature)
