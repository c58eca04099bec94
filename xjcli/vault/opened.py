"""A home that was unlocked: its key, and while a re-key is unfinished the key before."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.vault.lock import Lock

if TYPE_CHECKING:
    from xjcli.vault.sealed import Vault


@dataclass(frozen=True, slots=True)
class Opened:
    """`key` is None for a plain home. `older` stands where the registry or a file may still be under it: None is plain.

    `lock` is None for a plain home; `passphrase` is what opened it, where a passphrase did.
    """

    key: bytes | None = field(repr=False)
    lock: Lock | None = None
    older: tuple[bytes | None, ...] = field(default=(), repr=False)
    passphrase: str = field(default="", repr=False)

    @property
    def keys(self) -> tuple[bytes | None, ...]:
        """Every key that may open something here, the one that closes what is written first."""
        return (self.key, *self.older)

    def vault(self, home: Path) -> Vault:
        """Where the files of this home lie, and how they are closed."""
        from xjcli.vault.sealed import Vault

        return Vault(home, self.keys)


PLAIN = Opened(None)
