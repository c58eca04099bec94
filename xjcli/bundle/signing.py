"""The key that signs (经办、负责人): Ed25519, in the PKCS#8 PEM that openssl reads; never shown.

In an encrypted home the file is closed as any other (`vault`), and a home without a lock has it as it is.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli import files
from xjcli.bundle.suites import SUITES, decode
from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import SUITE
from xjcli.vault.sealed import Vault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_CAP = 64 * 1024
_ID_DIGITS = 32
_LOCKED = b"age-encryption.org/v1\n"


class SigningKey:
    """A private signing key with its public half and its id."""

    __slots__ = ("_private", "key_id", "public")

    #: the suite of every key made by this program so far
    suite = SUITE

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = base64.b64encode(private.public_key().public_bytes_raw()).decode("ascii")
        self.key_id = key_id(self.public)

    def __repr__(self) -> str:
        return f"SigningKey({self.key_id})"

    def __reduce__(self) -> str:
        raise TypeError("a private key is not copied")

    @classmethod
    def generate(cls) -> SigningKey:
        """A new key from the system's random source."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path, vault: Vault | None = None) -> SigningKey:
        """Read a PKCS#8 PEM file. Raises Refusal: `key.missing`, `key.format`, `file.unreadable`, `lock.altered`."""
        return cls._read(read_key_file(path, vault), path)

    @classmethod
    def _read(cls, pem: bytes, path: Path) -> SigningKey:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise Refusal(Problem("key.format", where=path.name)) from None
        if not isinstance(private, Ed25519PrivateKey):
            raise Refusal(Problem("key.format", where=path.name))
        return cls(private)

    def save(self, path: Path, vault: Vault | None = None) -> None:
        """Write the key for its owner only; an existing key is never replaced (`key.exists`)."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        pem = self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_key_file(path, pem, vault)

    def lock(self, path: Path, passphrase: str) -> None:
        """Write the key for a person to keep: the PEM of `save`, sealed by a passphrase as the `age` program does.

        The work factor is age's own: about a second for whoever tries a passphrase. `key.exists` as in `save`.
        """
        import pyrage
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        pem = self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_key_file(path, pyrage.passphrase.encrypt(pem, _spelled(passphrase)))

    @classmethod
    def unlock(cls, path: Path, passphrase: str) -> SigningKey:
        """Read a key that `lock` wrote. Raises Refusal: `key.missing`, `key.format`, `key.passphrase`."""
        import pyrage

        data = read_key_file(path)
        if not data.startswith(_LOCKED):
            raise Refusal(Problem("key.format", where=path.name))
        try:
            pem = pyrage.passphrase.decrypt(data, _spelled(passphrase))
        except pyrage.DecryptError:
            raise Refusal(Problem("key.passphrase", where=path.name)) from None
        return cls._read(bytes(pem), path)

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`: 64 bytes, the same every time."""
        return self._private.sign(data)


def _spelled(passphrase: str) -> str:
    """One spelling of what was typed: two input methods may write one character in two ways."""
    return unicodedata.normalize("NFC", passphrase)


def key_id(public: str) -> str:
    """The id of a public key given in base64: the first 32 hex digits of its SHA-256. Only ever a hint.

    Raises ValueError if it is not base64.
    """
    raw = decode(public)
    if raw is None:
        raise ValueError("not a public key")
    return hashlib.sha256(raw).hexdigest()[:_ID_DIGITS]


def verify(public: str, data: bytes, signature: bytes) -> bool:
    """True if the signature over `data` is of this public key (base64); never raises."""
    return SUITES[SUITE].verify(public, data, signature)


def permission_problems(path: Path) -> list[Problem]:
    """A warning if others may read this key (第二十五条); `xj doctor` and whoever loads a key show it."""
    if files.too_open(path):
        return [Problem("key.permissions", "warn", where=path.name)]
    return []


def read_key_file(path: Path, vault: Vault | None = None) -> bytes:
    """The bytes of a key file, opened; a missing one is `key.missing`."""
    try:
        return (vault or Vault(path.parent)).read(path, _CAP)
    except Refusal as refusal:
        known = {"file.missing": "key.missing", "file.too-large": "key.format"}
        code = known.get(refusal.problems[0].code)
        if code is None:
            raise
        raise Refusal(Problem(code, where=path.name)) from None


def write_key_file(path: Path, data: bytes, vault: Vault | None = None) -> None:
    """Write a private key file once; an existing one is `key.exists`."""
    try:
        (vault or Vault(path.parent)).write(path, data)
    except Refusal as refusal:
        if refusal.problems[0].code != "file.exists":
            raise
        raise Refusal(Problem("key.exists", where=path.name)) from None
