"""The signature suites, as a table. The suite belongs to the trusted key: nobody talks us into a weaker one.

The suite also stands in the signed statement and must be the key's. 国密 (`sm2-sm3`) becomes a second row.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from xjcli.schema.bundle import SEAL, SUITE

_ED25519_PUBLIC = 32


class Suite(NamedTuple):
    """One way to sign. `check_public` and `verify` take the public key as it is written; none raises."""

    name: str
    check_public: Callable[[str], bool]
    verify: Callable[[str, bytes, bytes], bool]


def decode(text: str) -> bytes | None:
    """The bytes of standard base64 in its one spelling, else None (white space, padding, stray bits)."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def _check_ed25519(public: str) -> bool:
    raw = decode(public)
    return raw is not None and len(raw) == _ED25519_PUBLIC


def _verify_ed25519(public: str, data: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = decode(public)
    if raw is None or len(raw) != _ED25519_PUBLIC:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


SUITES: Mapping[str, Suite] = MappingProxyType({SUITE: Suite(SUITE, _check_ed25519, _verify_ed25519)})
SEALS = frozenset({SEAL})
