"""Sealing to one recipient (第二十五条: no identity number in clear on a stick): age, X25519 keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xjcli.bundle.signing import read_key_file, write_key_file
from xjcli.errors import Problem, Refusal
from xjcli.vault.sealed import Vault

_SECRET = "AGE-SECRET-KEY-"  # noqa: S105  the marker that every age identity starts with, not a secret


class SealKey:
    """The private key that opens what was sealed to `recipient` ("age1…")."""

    __slots__ = ("_identity", "recipient")

    def __init__(self, identity: Any) -> None:
        self._identity = identity
        self.recipient = str(identity.to_public())

    def __repr__(self) -> str:
        return f"SealKey({self.recipient})"

    def __reduce__(self) -> str:
        raise TypeError("a private key is not copied")

    @classmethod
    def generate(cls) -> SealKey:
        """A new key from the system's random source."""
        from pyrage import x25519

        return cls(x25519.Identity.generate())

    @classmethod
    def load(cls, path: Path, vault: Vault | None = None) -> SealKey:
        """Read an age identity file. Raises Refusal: `key.missing`, `key.format`, `file.unreadable`, `lock.altered`."""
        from pyrage import IdentityError, x25519

        lines = [line.strip() for line in read_key_file(path, vault).decode("utf-8", "replace").splitlines()]
        secrets = [line for line in lines if line and not line.startswith("#")]
        if len(secrets) != 1 or not secrets[0].startswith(_SECRET):
            raise Refusal(Problem("key.format", where=path.name))
        try:
            return cls(x25519.Identity.from_str(secrets[0]))
        except IdentityError:
            raise Refusal(Problem("key.format", where=path.name)) from None

    def save(self, path: Path, vault: Vault | None = None) -> None:
        """Write the key for its owner only, as `age-keygen` does; never over another (`key.exists`)."""
        text = f"# public key: {self.recipient}\n{self._identity}\n"
        write_key_file(path, text.encode("ascii"), vault)

    def unseal(self, data: bytes) -> bytes:
        """What was sealed to this key. Raises Refusal `bundle.sealed-to-another`."""
        import pyrage

        try:
            return bytes(pyrage.decrypt(data, [self._identity]))
        except pyrage.DecryptError:
            raise Refusal(Problem("bundle.sealed-to-another")) from None


def seal(data: bytes, recipient: str) -> bytes:
    """Seal `data` so that only the recipient's key opens it; other bytes every time.

    Raises Refusal `key.format` if `recipient` is not an age X25519 recipient.
    """
    import pyrage

    return bytes(pyrage.encrypt(data, [_recipient(recipient)]))


def is_recipient(text: str) -> bool:
    """True for an age X25519 recipient in its one spelling."""
    try:
        return str(_recipient(text)) == text
    except Refusal:
        return False


def _recipient(text: str) -> Any:
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text)
    except RecipientError:
        raise Refusal(Problem("key.format")) from None
