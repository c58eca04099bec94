"""How the key of a home is had at each command: handed in, found where the lock says, or asked for; in this order.

1. `--key-fd N` (XJ_KEY_FD): the key itself, 32 bytes or 64 hex digits, on that descriptor.
2. `--passphrase-fd N` (XJ_PASSPHRASE_FD): the passphrase, one line.
3. The key file, then the keyring, where the lock says so.
4. A person at a terminal, three times.

A number of a descriptor is no secret; the secret itself never stands in an option, a variable or a file of ours.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.vault.lock import FILE, KEY_BYTES, KEYRING, PASSPHRASE, Lock, load
from xjcli.vault.opened import PLAIN, Opened

KEY_OPTION, PASSPHRASE_OPTION = "--key-fd", "--passphrase-fd"
_TRIES = 3
_CAP = 4096


@dataclass(frozen=True, slots=True)
class Means:
    """What this command was given: numbers of descriptors, and whom to ask (None: there is nobody).

    `ask` is told whether an answer was wrong before.
    """

    key_fd: str = ""
    passphrase_fd: str = ""
    ask: Callable[[bool], str] | None = field(default=None, repr=False)


def unlock(home: Path, means: Means) -> Opened:
    """Open the home. Refuses `lock.*`: damaged, wrong-key, wrong-passphrase, locked (nothing was given)."""
    lock = load(home)
    if lock is None:
        return PLAIN
    return opened_by(lock, *_key_of(lock, means))


def opened_by(lock: Lock, key: bytes, passphrase: str = "") -> Opened:
    """The home of this lock, opened by its key, with the key before where a re-key is unfinished."""
    if lock.older is None:
        return Opened(key, lock, passphrase=passphrase)
    if not lock.older:
        return Opened(key, lock, (None,), passphrase)
    from xjcli.vault.wrapping import open_older

    return Opened(key, lock, (open_older(lock.older, lock.id, key),), passphrase)


def _key_of(lock: Lock, means: Means) -> tuple[bytes, str]:
    """The key by the first way that there is, and the passphrase where that was the way; a way that was named and is
    wrong is never passed over.
    """
    if means.key_fd:
        key = read_key(means.key_fd)
        if not lock.fits(key):
            raise Refusal(Problem("lock.wrong-key"))
        return key, ""
    if means.passphrase_fd:
        return _by_passphrase(lock, read_line(means.passphrase_fd, PASSPHRASE_OPTION))
    found = _lying(lock)
    if found is not None:
        return found, ""
    if means.ask is None or lock.slot(PASSPHRASE) is None:
        raise Refusal(Problem("lock.locked", params={"ways": ", ".join(lock.ways) or "--key-fd"}))
    return _asked(lock, means.ask)


def _lying(lock: Lock) -> bytes | None:
    """The key where the lock says that it lies; the keyring is loaded only for that."""
    slot = lock.slot(FILE)
    if slot is None and lock.slot(KEYRING) is None:
        return None
    from xjcli.vault import places

    found = places.read_file(lock, slot) if slot is not None else None
    if found is None and lock.slot(KEYRING) is not None:
        found = places.read_keyring(lock)
    return found


def _asked(lock: Lock, ask: Callable[[bool], str]) -> tuple[bytes, str]:
    for turn in range(_TRIES):
        try:
            return _by_passphrase(lock, ask(turn > 0))
        except Refusal as refusal:
            if turn == _TRIES - 1 or refusal.problems[0].code != "lock.wrong-passphrase":
                raise
    raise AssertionError("the last try returns or raises")


def _by_passphrase(lock: Lock, passphrase: str) -> tuple[bytes, str]:
    from xjcli.vault.wrapping import open_by_passphrase

    slot = lock.slot(PASSPHRASE)
    if slot is None:
        raise Refusal(Problem("lock.no-passphrase", params={"ways": ", ".join(lock.ways) or "--key-fd"}))
    key = open_by_passphrase(slot, lock.id, passphrase)
    if key is None or not lock.fits(key):
        raise Refusal(Problem("lock.wrong-passphrase"))
    return key, passphrase


def read_key(number: str) -> bytes:
    """A key on a descriptor: 32 bytes, or 64 hex digits on a line. Refuses `lock.key-form`, `lock.descriptor`."""
    data = _read(number, KEY_OPTION)
    if len(data) == KEY_BYTES:
        return data
    try:
        key = bytes.fromhex(data.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refusal(Problem("lock.key-form", params={"bytes": len(data)}))
    return key


def read_line(number: str, option: str) -> str:
    """A line on a descriptor, without its end. Refuses `lock.descriptor` where none can be read there."""
    data = _read(number, option, line=True)
    try:
        text = data.decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise Refusal(Problem("lock.descriptor", params={"option": option}))
    return text


#: What came on a descriptor, by the file behind it: a restoration opens two homes, and a pipe can be read but once.
_READ: dict[tuple[int, int, int], bytes] = {}


def _read(number: str, option: str, *, line: bool = False) -> bytes:
    """What comes on a descriptor of this process until its end (or the end of a line); the same when asked again."""
    try:
        if not number.isascii() or not number.isdigit():
            raise OSError(number)
        behind = os.fstat(int(number))
        which = behind.st_dev, behind.st_ino, behind.st_ctime_ns
        if which in _READ:
            return _READ[which]
        found = b""
        while len(found) < _CAP and not (line and b"\n" in found):
            more = os.read(int(number), _CAP - len(found))
            if not more:
                break
            found += more
    except (OSError, OverflowError):
        raise Refusal(Problem("lock.descriptor", params={"option": option})) from None
    if found:
        _READ[which] = found
    return found
