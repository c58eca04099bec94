"""How the key of a home is wrapped: by a passphrase over scrypt, by a recovery key over HKDF, by the key after it.

The wrapped key carries its own proof (ChaCha20-Poly1305), and everything said beside it, the lock's id included, is
bound to it: a slot of another lock, or one with other parameters, opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema.canonical import canonical
from xjcli.vault.lock import KEY_BYTES, PASSPHRASE, RECOVERY, SCHEMA, Slot

#: scrypt: 128 MiB and about a third of a second for each guess (OWASP's first choice of 2023).
_N, _R, _P = 2**17, 8, 1
_N_MOST, _R_MOST, _P_MOST = 2**20, 16, 4
_SALT_BYTES, _NONCE_BYTES = 16, 12
SHORTEST_PASSPHRASE = 8


def wrap_by_passphrase(key: bytes, lock_id: str, passphrase: str) -> Slot:
    """The slot that this passphrase opens."""
    slot = {
        "kind": PASSPHRASE, "kdf": "scrypt", "n": _N, "r": _R, "p": _P,
        "salt": secrets.token_hex(_SALT_BYTES), "nonce": secrets.token_hex(_NONCE_BYTES),
    }  # fmt: skip
    return _close(slot, key, lock_id, _scrypt(slot, passphrase))


def open_by_passphrase(slot: Slot, lock_id: str, passphrase: str) -> bytes | None:
    """The key, or None for another passphrase. Refuses `lock.damaged` for parameters that no program wrote."""
    return _open(slot, lock_id, _scrypt(slot, passphrase))


def wrap_by_recovery(key: bytes, lock_id: str, secret: bytes) -> Slot:
    """The slot that this recovery secret (128 random bits: nothing to stretch) opens."""
    slot = {
        "kind": RECOVERY, "kdf": "hkdf-sha256",
        "salt": secrets.token_hex(_SALT_BYTES), "nonce": secrets.token_hex(_NONCE_BYTES),
    }  # fmt: skip
    return _close(slot, key, lock_id, _recovery(slot, secret))


def open_by_recovery(slot: Slot, lock_id: str, secret: bytes) -> bytes | None:
    """The key, or None for another recovery key."""
    return _open(slot, lock_id, _recovery(slot, secret))


def wrap_older(older: bytes, lock_id: str, key: bytes) -> Slot:
    """The key before, for as long as something is still closed with it, wrapped by the new one."""
    slot = {"kind": "older", "nonce": secrets.token_hex(_NONCE_BYTES)}
    return _close(slot, older, lock_id, derive(key, "older key"))


def open_older(slot: Slot, lock_id: str, key: bytes) -> bytes:
    """The key before. Refuses `lock.damaged`."""
    found = _open(slot, lock_id, derive(key, "older key"))
    if found is None:
        raise Refusal(Problem("lock.damaged"))
    return found


def derive(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """A key of 32 bytes for one purpose: HKDF-SHA256 (RFC 5869); from it nobody comes back to `key`."""
    extracted = hmac.digest(salt or bytes(KEY_BYTES), key, "sha256")
    return hmac.digest(extracted, f"{SCHEMA} {purpose}".encode("ascii") + b"\x01", "sha256")


def _scrypt(slot: Slot, passphrase: str) -> bytes:
    """A passphrase typed in full-width letters (an input method left on) is the same passphrase: NFKC."""
    n, r, p = _within(slot, "n", _N_MOST), _within(slot, "r", _R_MOST), _within(slot, "p", _P_MOST)
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    try:
        return hashlib.scrypt(text, salt=_hex(slot, "salt"), n=n, r=r, p=p, maxmem=2**31 - 1, dklen=KEY_BYTES)
    except (ValueError, MemoryError):
        raise Refusal(Problem("lock.memory")) from None


def _within(slot: Slot, name: str, most: int) -> int:
    number = slot.get(name)
    if not isinstance(number, int) or not 0 < number <= most:
        raise Refusal(Problem("lock.damaged"))
    return number


def _recovery(slot: Slot, secret: bytes) -> bytes:
    return derive(secret, "recovery key", _hex(slot, "salt"))


def _close(slot: dict[str, Any], key: bytes, lock_id: str, wrapping: bytes) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    sealed = ChaCha20Poly1305(wrapping).encrypt(_hex(slot, "nonce"), key, _beside(slot, lock_id))
    return {**slot, "sealed": base64.b64encode(sealed).decode("ascii")}


def _open(slot: Slot, lock_id: str, wrapping: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        sealed = base64.b64decode(str(slot["sealed"]), validate=True)
        return ChaCha20Poly1305(wrapping).decrypt(_hex(slot, "nonce"), sealed, _beside(slot, lock_id))
    except InvalidTag:
        return None
    except (KeyError, ValueError):
        raise Refusal(Problem("lock.damaged")) from None


def _beside(slot: Slot, lock_id: str) -> bytes:
    said = {name: value for name, value in slot.items() if name != "sealed"}
    return canonical({"schema": SCHEMA, "id": lock_id, "slot": said})


def _hex(slot: Slot, name: str) -> bytes:
    try:
        return bytes.fromhex(str(slot[name]))
    except (KeyError, ValueError):
        raise Refusal(Problem("lock.damaged")) from None
