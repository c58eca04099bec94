"""One file with everything a home holds (第二十五条): a plain zip whose every entry is sealed by itself with age.

A passphrase opens `key.age`, the key in it opens the rest: a stranger with unzip and age can do it without this
program, and nothing is ever written in clear on the way. Without a passphrase the entries are the files themselves.
The manifest names every file with its size and SHA-256; what it does not name, or names otherwise, is refused.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, NamedTuple

from xjcli.bundle.backup_manifest import (
    KEY,
    MANIFEST,
    SEALED_MANIFEST,
    Kept,
    Manifest,
    parsed,
    require_exactly,
    spelled,
)
from xjcli.errors import Problem, Refusal

#: A shorter passphrase is guessed by whoever finds the stick.
SHORTEST_PASSPHRASE = 8
_MOST_MANIFEST = 256 * 1024 * 1024
_CHUNK = 1024 * 1024


class Content(NamedTuple):
    """A file to keep: its name below the home, with `/`, and where its bytes lie now."""

    name: str
    path: Path


def write_backup(
    stream: IO[bytes], contents: Iterable[Content], about: Mapping[str, Any], passphrase: str | None
) -> Manifest:
    """Write the file; sealed by the passphrase, or in clear where there is none.

    Raises Refusal `backup.passphrase-short`; OSError of the disk as it is.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        recipient = None if passphrase is None else _new_key(archive, passphrase)
        kept = tuple(_put(archive, index, each, recipient) for index, each in enumerate(contents, start=1))
        name = MANIFEST if recipient is None else SEALED_MANIFEST
        with archive.open(_entry(name), "w") as entry:
            _seal(_Digest(_Bytes(spelled(about, kept))), entry, recipient)
    return Manifest(about, kept, recipient is not None)


class Backup:
    """A backup that was opened: its manifest has been read, its files not yet. Use as a context manager."""

    def __init__(self, path: Path, passphrase: Callable[[], str]) -> None:
        """`passphrase` is only asked where the file is sealed.

        Raises Refusal: `backup.not-a-backup`, `backup.damaged`, `backup.passphrase`, `backup.newer`, `file.*`.
        """
        self._archive = _open(path)
        try:
            names = self._archive.namelist()
            sealed = SEALED_MANIFEST in names
            if not sealed and MANIFEST not in names:
                raise Refusal(Problem("backup.not-a-backup", where=path.name))
            self._identity = _key_of(self._archive, passphrase()) if sealed else None
            self.manifest = self._read_manifest(SEALED_MANIFEST if sealed else MANIFEST, sealed=sealed)
            require_exactly(names, self.manifest)
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Backup:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def extract(self, folder: Path, make: Callable[[Path], AbstractContextManager[IO[bytes]]]) -> None:
        """Write every file below `folder` by `make`, each compared with its digest; stops at the first fault."""
        for each in self.manifest.files:
            with make(folder.joinpath(*each.name.split("/"))) as out:
                self._copy(each, out)

    def verify(self) -> None:
        """Read every file and compare it with its digest; nothing is written. Raises Refusal `backup.damaged`."""
        for each in self.manifest.files:
            with nullcontext(_Digest()) as nowhere:
                self._copy(each, nowhere)

    def _copy(self, each: Kept, out: Any) -> None:
        digest = _Digest(out)
        self._unseal(each.entry, digest)
        if (digest.size, digest.hexdigest()) != (each.size, each.sha256):
            raise Refusal(Problem("backup.damaged", where=each.entry))

    def _read_manifest(self, name: str, *, sealed: bool) -> Manifest:
        if self._archive.getinfo(name).file_size > _MOST_MANIFEST:
            raise Refusal(Problem("backup.damaged", where=name))
        out = _Digest(whole := _Bytes())
        self._unseal(name, out)
        return parsed(whole.value(), sealed=sealed)

    def _unseal(self, name: str, out: _Digest) -> None:
        import pyrage

        try:
            with self._archive.open(name) as entry:
                if self._identity is None:
                    while chunk := entry.read(_CHUNK):
                        out.write(chunk)
                else:
                    pyrage.decrypt_io(entry, out, [self._identity])
        except Exception:  # whatever a damaged file makes its readers say
            if out.failed is not None:
                raise out.failed from None
            raise Refusal(Problem("backup.damaged", where=name)) from None


class _Bytes:
    """A small file in memory, as age wants it."""

    def __init__(self, data: bytes = b"") -> None:
        import io

        self._file = io.BytesIO(data)
        self.read, self.write, self.value = self._file.read, self._file.write, self._file.getvalue


class _Digest:
    """What passes through is counted and digested; an error of the disk is remembered, for age hides which it was."""

    def __init__(self, through: Any = None) -> None:
        self._through, self._hash, self.size = through, hashlib.sha256(), 0
        self.failed: OSError | None = None
        self.hexdigest = self._hash.hexdigest

    def read(self, length: int = -1) -> bytes:
        data = self._guard(lambda: self._through.read(length))
        self._count(data)
        return bytes(data)

    def write(self, data: bytes) -> int:
        if self._through is not None:
            self._guard(lambda: self._through.write(data))
        self._count(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def _count(self, data: bytes) -> None:
        self._hash.update(data)
        self.size += len(data)

    def _guard(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except OSError as error:
            self.failed = error
            raise


def _put(archive: zipfile.ZipFile, index: int, content: Content, recipient: Any) -> Kept:
    name = f"home/{content.name}" if recipient is None else f"{index:08}.age"
    with content.path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as entry:
        passed = _Digest(source)
        _seal(passed, entry, recipient)
    return Kept(content.name, name, passed.size, passed.hexdigest())


def _seal(source: _Digest, entry: Any, recipient: Any) -> None:
    if recipient is None:
        while chunk := source.read(_CHUNK):
            entry.write(chunk)
        return
    import pyrage

    out = _Digest(entry)
    try:
        pyrage.encrypt_io(source, out, [recipient])
    except pyrage.EncryptError:
        if failed := out.failed or source.failed:
            raise failed from None
        raise


def _entry(name: str) -> zipfile.ZipInfo:
    """Readable by its owner only where somebody unpacks it by hand; without a time, for nothing here has a clock."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    return entry


def _new_key(archive: zipfile.ZipFile, passphrase: str) -> Any:
    """A key of this backup's own, sealed by the passphrase (scrypt). Gives the half that seals."""
    from pyrage import passphrase as by_passphrase
    from pyrage import x25519

    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(Problem("backup.passphrase-short", params={"length": SHORTEST_PASSPHRASE}))
    identity = x25519.Identity.generate()
    archive.writestr(_entry(KEY), by_passphrase.encrypt(f"{identity}\n".encode("ascii"), passphrase))
    return identity.to_public()


def _key_of(archive: zipfile.ZipFile, passphrase: str) -> Any:
    import pyrage

    try:
        sealed = archive.read(KEY)
    except Exception:  # the same
        raise Refusal(Problem("backup.damaged", where=KEY)) from None
    try:
        return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(sealed, passphrase).decode("ascii").strip())
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
        raise Refusal(Problem("backup.passphrase")) from None


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Refusal(Problem("file.missing", where=path.name)) from None
    except OSError:
        raise Refusal(Problem("file.unreadable", where=path.name)) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refusal(Problem("backup.not-a-backup", where=path.name)) from None
