"""Whom we trust, and when: public keys with their owner, their roles and the time in which they count.

An old bundle is judged at the time of its receipt, so the time is always an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from xjcli.bundle.signing import key_id
from xjcli.schema.bundle import SUITE

if TYPE_CHECKING:
    from xjcli.bundle.card import Card

REGISTRAR, LEADER = "registrar", "leader"
_ROLES = {"school": REGISTRAR, "authority": "official"}


@dataclass(frozen=True, slots=True)
class Trusted:
    """A public key (base64) of the office `code`; without limits it counts for ever. Times are aware."""

    code: str
    public: str
    roles: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None
    suite: str = SUITE

    @property
    def key_id(self) -> str:
        """The key's id (a hint only)."""
        return key_id(self.public)

    def objection(self, at: datetime) -> str | None:
        """Why the key does not count at that moment: `key.revoked`, `key.expired`, `key.not-yet`, or None."""
        if self.revoked_at is not None and at >= self.revoked_at:
            return "key.revoked"
        if self.valid_until is not None and at >= self.valid_until:
            return "key.expired"
        if self.valid_from is not None and at < self.valid_from:
            return "key.not-yet"
        return None


@dataclass(frozen=True, slots=True)
class Keyring:
    """A frozen collection of trusted keys."""

    entries: tuple[Trusted, ...] = ()

    @classmethod
    def of(cls, *cards: Card) -> Keyring:
        """The keys of cards that someone has trusted by their fingerprint.

        Without a beginning: the clocks of two offices never agree, and it is a person who trusts a card.
        """
        return cls(tuple(Trusted(card.code, card.sign_key, (_ROLES[card.kind],), suite=card.suite) for card in cards))

    @classmethod
    def of_reviewers(cls, card: Card) -> Keyring:
        """第二十四条: who may sign a review of this school: its own key, and its leaders' until they were revoked.

        No bundle is ever verified with this one: a leader's key signs reviews and nothing else.
        """
        leaders = (
            Trusted(
                card.code, each.public, (LEADER,), suite=each.suite,
                revoked_at=datetime.fromisoformat(each.revoked_at) if each.revoked_at else None,
            )
            for each in card.leaders
        )  # fmt: skip
        return cls((*cls.of(card).entries, *leaders))

    def with_id(self, wanted: str) -> tuple[Trusted, ...]:
        """All entries whose key has this id; one key may stand here for two times or two offices."""
        return tuple(entry for entry in self.entries if entry.key_id == wanted)
