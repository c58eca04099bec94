"""Files that must be whole or private (第二十五条: no pupil's data may leak), every one written from here.

Whole: written to a temporary file of the same folder, synced, renamed, and the folder synced where the system
can do that; nobody ever sees half a file. Private: readable by its owner only, from the first byte on. The
standard library cannot set an access list on Windows: there a new file takes the list of its folder, and a
folder below the user's profile is closed to other users; for a home elsewhere the user has to see to it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from xjcli.errors import Problem, Refusal

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_ORDINARY_FILE = 0o666  # less the umask
_OTHERS = 0o077
_WIPE_BYTES = 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EFBIG} | ({errno.EDQUOT} if sys.platform != "win32" else set()))


def atomic_write(path: Path, data: bytes, *, private: bool = False, force: bool = False) -> None:
    """Write all of `data` to `path` or leave everything as it was.

    `private` makes the file readable by its owner only; without `force` an existing file stays as it is.
    Raises Refusal: `file.exists`, `file.no-space`, `file.unwritable`.
    """
    with atomic_file(path, private=private, force=force) as stream:
        stream.write(data)


@contextlib.contextmanager
def atomic_file(path: Path, *, private: bool = False, force: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes become `path` when the block ends; if it is left by an error nothing has changed.

    For files too large to be held in memory. Options and refusals are those of `atomic_write`.
    """
    with atomic_path(path, private=private, force=force) as temporary, temporary.open("wb") as stream:
        yield stream


@contextlib.contextmanager
def atomic_path(path: Path, *, private: bool = False, force: bool = False) -> Iterator[Path]:
    """The same for what another engine writes by name: an empty file of the same folder that becomes `path`."""
    if not force and os.path.lexists(path):
        raise refusal("file.exists", path)
    temporary = path.with_name(f".{path.name[:64]}.{os.urandom(8).hex()}.tmp")
    try:
        os.close(_create(temporary, _PRIVATE_FILE if private else _ORDINARY_FILE))
        yield temporary
        with temporary.open("r+b") as stream:
            os.fsync(stream.fileno())
        if force:
            temporary.replace(path)
        else:
            _place_new(temporary, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise refusal("file.exists", path) from error
    except OSError as error:
        raise refusal("file.no-space" if is_full(error) else "file.unwritable", path) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def replace_file(finished: Path, path: Path) -> None:
    """Give a finished file of the same folder its name, over what bears it; durable. Refuses `file.unwritable`."""
    try:
        finished.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise refusal("file.unwritable", path) from error


def wipe(path: Path) -> None:
    """Write nothing over the file's bytes, then remove it; one that is not there is no matter.

    It loses its name first: what a kill leaves half overwritten is a temporary file and never taken for the file.
    A disk that keeps old blocks (SSD, snapshots, synchronised folders) may still have them. Refuses
    `file.unwritable`.
    """
    try:
        doomed = path.with_name(f".{os.urandom(8).hex()}.tmp")
        try:
            path.replace(doomed)
        except FileNotFoundError:
            return
        with doomed.open("r+b") as stream:
            left = os.fstat(stream.fileno()).st_size
            while left > 0:
                left -= stream.write(bytes(min(left, _WIPE_BYTES)))
            stream.flush()
            os.fsync(stream.fileno())
        doomed.unlink(missing_ok=True)
    except OSError as error:
        raise refusal("file.unwritable", path) from error


@contextlib.contextmanager
def new_private_file(path: Path) -> Iterator[BinaryIO]:
    """A stream into a new file of its owner's, in a folder that nobody looks into yet: neither atomic nor synced.

    Raises Refusal: `file.exists`, `file.no-space`, `file.unwritable`.
    """
    try:
        with os.fdopen(_create(path, _PRIVATE_FILE), "wb") as stream:
            yield stream
    except FileExistsError as error:
        raise refusal("file.exists", path) from error
    except OSError as error:
        raise refusal("file.no-space" if is_full(error) else "file.unwritable", path) from error


def is_full(error: OSError) -> bool:
    """True where it was the disk, the quota or the largest file allowed that had no room left."""
    return error.errno in _FULL


def make_private_dir(path: Path) -> None:
    """Create the folder for its owner only (0700). One that exists is left as it is: `too_open` judges it.

    Raises Refusal: `file.unwritable`.
    """
    try:
        path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise refusal("file.unwritable", path) from error


def too_open(path: Path) -> bool:
    """True if others may read or write this file or folder; on Windows, where it cannot be told, False."""
    if sys.platform == "win32":
        return False
    else:  # noqa: RET505  mypy reads one branch per platform
        try:
            return bool(path.stat().st_mode & _OTHERS)
        except OSError:
            return False


def read_bounded(path: Path, cap: int) -> bytes:
    """All bytes of an ordinary file of at most `cap` bytes.

    Raises Refusal: `file.missing`, `file.too-large`, `file.unreadable` (also for a folder or a pipe).
    """
    data = read_start(path, cap + 1)
    if len(data) > cap:
        raise refusal("file.too-large", path)
    return data


def read_start(path: Path, length: int) -> bytes:
    """The first `length` bytes of an ordinary file, or all of a shorter one. Raises as `read_bounded`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refusal("file.unreadable", path)
        with path.open("rb") as stream:
            return stream.read(length)
    except FileNotFoundError as error:
        raise refusal("file.missing", path) from error
    except OSError as error:
        raise refusal("file.unreadable", path) from error


def _create(path: Path, mode: int) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    if sys.platform == "win32":
        flags |= os.O_BINARY
    return os.open(path, flags, mode)


def _place_new(temporary: Path, path: Path) -> None:
    """Give the finished file its name, never over another: also if someone else wrote it a moment ago."""
    if sys.platform == "win32":
        temporary.rename(path)  # refuses an existing name there
    else:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a FAT stick or a share knows no links: look, then rename
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, "exists") from None
            temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """Make the new name itself durable. Some shares refuse this, as Windows does; the file is synced."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def refusal(code: str, path: Path) -> Refusal:
    return Refusal(Problem(code, where=path.name))
