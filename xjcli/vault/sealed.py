"""Files of a home that hold personal data or a private key (第二十五条): closed, authenticated, named after nothing.

Each is an age file (https://age-encryption.org/v1: ChaCha20-Poly1305 in chunks of 64 KiB, every chunk and the end
authenticated) to an identity that is derived from the key of the home and written down nowhere. A file that is known
by its digest is named by a keyed digest of that, so that nobody can ask the disk whether a paper lies here.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.vault.bech32 import bech32
from xjcli.vault.wrapping import derive

#: Of its own, since the name of a plain key may end in .age itself.
SUFFIX = ".sealed"
_PREFIX = "age-secret-key-"
#: What age adds: a header of some 200 bytes, and a tag for each chunk.
_HEADER, _CHUNK, _TAG = 1024, 64 * 1024, 16


class Vault:
    """How the files of one home are closed under `keys`: what is written is under the first; None is plain."""

    def __init__(self, home: Path, keys: tuple[bytes | None, ...] = (None,)) -> None:
        self.home = home
        self._each = tuple(_Closing(key) for key in keys)

    def __repr__(self) -> str:
        return f"Vault({self.home.name})"

    @property
    def is_sealed(self) -> bool:
        """False for a plain home."""
        return self._each[0].key is not None

    def only(self, place: int) -> Vault:
        """The same home under the key at this place alone."""
        return Vault(self.home, (self._each[place].key,))

    def path(self, path: Path) -> Path:
        """Where a file is written that is `path` in a plain home."""
        return self._each[0].path(path)

    def hidden(self, digest: str) -> str:
        """The name under which the file with this digest is written."""
        return self._each[0].hidden(digest)

    def hidden_names(self, digest: str) -> Iterator[tuple[Vault, str]]:
        """Every name under which it may lie, each with what opens it."""
        for place, each in enumerate(self._each):
            yield self.only(place), each.hidden(digest)

    def seal(self, data: bytes) -> bytes:
        """These bytes as they are written."""
        return self._each[0].seal(data)

    def unseal(self, data: bytes) -> bytes | None:
        """These bytes as they were before; None where they are altered or of another key."""
        return self._each[0].unseal(data)

    def read(self, path: Path, cap: int) -> bytes:
        """The file that is `path` in a plain home.

        Raises as `files.read_bounded`, and `lock.altered` where it was altered or is of another key.
        """
        there = [(each, place) for each in self._each if (place := each.path(path)).exists()]
        for each, place in there or [(self._each[0], self.path(path))]:
            found = each.unseal(read_bounded(place, with_overhead(cap)))
            if found is not None:
                return found
        raise Refusal(Problem("lock.altered", where=self.path(path).name))

    def write(self, path: Path, data: bytes, *, force: bool = False) -> Path:
        """Write the file that is `path` in a plain home, for its owner only. Refuses as `files.atomic_write`."""
        target = self.path(path)
        atomic_write(target, self.seal(data), private=True, force=force)
        return target


class _Closing:
    """One key, or none."""

    def __init__(self, key: bytes | None) -> None:
        self.key = key

    def path(self, path: Path) -> Path:
        return path if self.key is None else path.with_name(path.name + SUFFIX)

    def hidden(self, digest: str) -> str:
        if self.key is None:
            return digest
        return hmac.digest(derive(self.key, "names of files"), digest.encode("utf-8"), "sha256").hex()

    @cached_property
    def _identity(self) -> Any:
        from pyrage import x25519

        assert self.key is not None  # noqa: S101  only asked where there is one
        return x25519.Identity.from_str(bech32(_PREFIX, derive(self.key, "files")).upper())

    def seal(self, data: bytes) -> bytes:
        if self.key is None:
            return data
        import pyrage

        return bytes(pyrage.encrypt(data, [self._identity.to_public()]))

    def unseal(self, data: bytes) -> bytes | None:
        if self.key is None:
            return data
        import pyrage

        try:
            return bytes(pyrage.decrypt(data, [self._identity]))
        except pyrage.DecryptError:
            return None


def with_overhead(cap: int) -> int:
    """The most bytes that a file of `cap` bytes takes when it is closed."""
    return cap + _HEADER + cap // _CHUNK * _TAG + _TAG
