"""The signed statement of a semester's review (第二十四条; *.xjreview): one envelope, two people.

The registrar (经办) signs with the school's key, the responsible leader (负责人) with one of their own, perhaps on
another day and another computer. Signatures are verified before the statement is read; one key never stands for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xjcli.bundle.card import Card
from xjcli.bundle.envelope import (
    countersign,
    enveloped,
    judge_signers,
    read_unverified,
    sign_envelope,
    verify_signatures,
)
from xjcli.bundle.keyring import LEADER, REGISTRAR, Keyring, Trusted
from xjcli.bundle.signing import SigningKey
from xjcli.errors import Problem, Refusal
from xjcli.schema.review import PAYLOAD_TYPE, Review

SUFFIX = ".xjreview"
MAX_REVIEW_BYTES = 4 * 2**20
_BOTH = 2


@dataclass(frozen=True, slots=True)
class SignedReview:
    """A statement whose signatures all verified and count, with the roles that signed it."""

    review: Review
    roles: frozenset[str]


def sign(review: Review, key: SigningKey) -> bytes:
    """The envelope with the registrar's signature, made with the school's key."""
    return sign_envelope(review.to_bytes(), PAYLOAD_TYPE, [key])


def read(data: bytes, card: Card, at: datetime, *, signatures: int = 1) -> SignedReview:
    """A statement of this card's school, signed by at least so many of its people.

    Raises Refusal: `bundle.*`, `key.*` for a key that does not count at that moment, `review.statement`,
    `review.other-school`, `review.roles`, `review.other-leader`.
    """
    if len(data) > MAX_REVIEW_BYTES:
        raise Refusal(Problem("bundle.too-large"))
    keyring = Keyring.of_reviewers(card)
    signed = verify_signatures(data, PAYLOAD_TYPE, keyring)
    review = Review.from_bytes(signed.payload)
    if review.school != card.code:
        raise Refusal(Problem("review.other-school", params={"school": review.school}))
    if review.installation != card.installation:
        raise Refusal(Problem("bundle.installation"))
    signers = judge_signers(signed, keyring, card.code, at, signatures)
    roles = frozenset(role for signer in signers for role in signer.roles)
    if REGISTRAR not in roles or len(roles) != len(signers):
        raise Refusal(Problem("review.roles"))
    _require_named(review, card, signers)
    return SignedReview(review, roles)


def read_both(data: bytes, card: Card, at: datetime) -> Review:
    """The same, signed by both. Raises Refusal `bundle.threshold` where one is missing or one key stands twice."""
    return read(data, card, at, signatures=_BOTH).review


def _require_named(review: Review, card: Card, signers: tuple[Trusted, ...]) -> None:
    """Whose key signed as leader is whom the statement names as leader."""
    names = {each.public: each.name for each in card.leaders}
    for signer in signers:
        if LEADER in signer.roles and names[signer.public] != review.leader:
            raise Refusal(Problem("review.other-leader", params={"name": review.leader}))


def sign_as_leader(data: bytes, card: Card, key: SigningKey, at: datetime) -> bytes:
    """The envelope with the leader's signature besides. Raises Refusal as `read`, and `bundle.signed-before`."""
    read(data, card, at)
    done = countersign(data, PAYLOAD_TYPE, Keyring.of_reviewers(card), key)
    read_both(done, card, at)
    return done


def body_of(data: bytes, review: Review) -> dict[str, Any]:
    """The body of the act `semester-reviewed`: the statement as an object, and its signatures. Canonical JSON has one
    spelling, so the signed bytes come back exactly (`envelope_of`), and nothing stands in the act twice."""
    return {
        "semester": review.semester,
        "statement": review.to_json(),
        "signatures": read_unverified(data)["signatures"],
    }


def envelope_of(body: Mapping[str, Any]) -> bytes:
    """The signed envelope that such a body holds. Raises Refusal: `review.statement`, `bundle.version`."""
    return enveloped(Review.from_json(body["statement"]).to_bytes(), PAYLOAD_TYPE, body["signatures"])
