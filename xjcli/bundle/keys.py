"""Keys, cards and the keyring in one place, for those who use them."""

from __future__ import annotations

from xjcli.bundle.card import (
    AUTHORITY,
    CARD_TYPE,
    MAX_CARD_BYTES,
    SCHOOL,
    SUFFIX,
    Card,
    fingerprint,
    make_card,
    read_card,
    same_fingerprint,
)
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.sealing import SealKey, is_recipient, seal
from xjcli.bundle.signing import SigningKey, key_id, permission_problems, verify

__all__ = [
    "AUTHORITY",
    "CARD_TYPE",
    "MAX_CARD_BYTES",
    "SCHOOL",
    "SUFFIX",
    "Card",
    "Keyring",
    "SealKey",
    "SigningKey",
    "Trusted",
    "fingerprint",
    "is_recipient",
    "key_id",
    "make_card",
    "permission_problems",
    "read_card",
    "same_fingerprint",
    "seal",
    "verify",
]
