"""Where a key lies when nobody types it: a file outside the home, or the keyring of the operating system.

A key file keeps a stolen copy of the home closed (a stick, a synchronised folder, a backup), not a stolen computer;
the keyring opens with the user's session. Neither lies in the home, and two homes never share an entry: the name is
the lock's id. While a key is being changed both keys stand there, one a line.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir, read_bounded, wipe
from xjcli.vault.lock import FILE, KEY_BYTES, KEYRING, Lock, Slot

SERVICE = "xj"
_CAP = 4096


def keys_folder() -> Path:
    """Where key files lie: XJ_KEYS, else the user's folder for settings; never a home."""
    named = os.environ.get("XJ_KEYS")
    if named:
        return Path(named).expanduser()
    system = str(sys.platform)
    if system == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "xj-keys"
    if system == "darwin":
        return Path.home() / "Library" / "Application Support" / "xj-keys"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "xj" / "keys"


def file_slot(lock: Lock, path: Path | None = None) -> Slot:
    """The slot of a key file: in the user's folder for settings, or where the user wants it (a stick).

    Its whole path is written down, so that it is found where HOME is another one (a service, sudo).
    """
    return {"kind": FILE, "path": str((path or _default(lock)).absolute())}


def key_file(lock: Lock, slot: Slot) -> Path:
    """Where the key file of this lock lies: as written down, else in this user's folder (it was moved here)."""
    named, default = Path(str(slot.get("path") or _default(lock))), _default(lock)
    return default if default.exists() and not named.exists() else named


def _default(lock: Lock) -> Path:
    return keys_folder() / f"{lock.id}.key"


def read_file(lock: Lock, slot: Slot) -> bytes | None:
    """The key of this lock from its file; None where the file is not there or has another key."""
    try:
        lines = read_bounded(key_file(lock, slot), _CAP).split()
    except Refusal:
        return None
    return _fitting(lock, [line.decode("ascii", "replace") for line in lines])


def add_to_file(lock: Lock, slot: Slot, key: bytes) -> Path:
    """Put the key there, beside what it holds. Refuses `lock.key-file` where it cannot lie there."""
    path = key_file(lock, slot)
    before: list[bytes] = []
    with contextlib.suppress(Refusal):
        before = read_bounded(path, _CAP).split()
    try:
        make_private_dir(path.parent)
        atomic_write(path, b"".join(line + b"\n" for line in [key.hex().encode("ascii"), *before]), private=True,
                     force=True)  # fmt: skip
    except Refusal:
        raise Refusal(Problem("lock.key-file", where=path.name)) from None
    return path


def take_from_file(lock: Lock, slot: Slot, keep: bytes | None) -> None:
    """Leave only this key there, or nothing at all."""
    path = key_file(lock, slot)
    wipe(path)
    if keep is not None:
        add_to_file(lock, slot, keep)


def keyring_works() -> bool:
    """True where the package is installed and the system has a keyring that can be used."""
    try:
        import keyring
    except ImportError:
        return False
    with contextlib.suppress(Exception):  # a backend may fail in any way of its own
        return float(keyring.get_keyring().priority) >= 1
    return False


def read_keyring(lock: Lock) -> bytes | None:
    """The key of this lock from the system's keyring; None where it is not there or cannot be asked."""
    with contextlib.suppress(Exception):  # locked, no session, no backend: the next way is tried
        return _fitting(lock, str(_keyring().get_password(SERVICE, lock.id) or "").split())
    return None


def add_to_keyring(lock: Lock, key: bytes) -> None:
    """Put the key there, beside what stands there. Refuses `lock.keyring` where there is none that works."""
    try:
        before = str(_keyring().get_password(SERVICE, lock.id) or "").split()
        _keyring().set_password(SERVICE, lock.id, "\n".join([key.hex(), *before]))
    except Exception:  # whatever a backend raises
        raise Refusal(Problem("lock.keyring")) from None


def take_from_keyring(lock: Lock, keep: bytes | None) -> None:
    """Leave only this key there, or nothing at all."""
    with contextlib.suppress(Exception):
        if keep is None:
            _keyring().delete_password(SERVICE, lock.id)
        else:
            _keyring().set_password(SERVICE, lock.id, keep.hex())


def _keyring() -> Any:
    import keyring

    return keyring


def _fitting(lock: Lock, lines: list[str]) -> bytes | None:
    for line in lines:
        with contextlib.suppress(ValueError):
            key = bytes.fromhex(line)
            if len(key) == KEY_BYTES and lock.fits(key):
                return key
    return None


def add_outside(lock: Lock, key: bytes) -> None:
    """Put the key everywhere outside the home where this lock says that it lies."""
    for slot in lock.slots:
        if slot["kind"] == FILE:
            add_to_file(lock, slot, key)
        elif slot["kind"] == KEYRING:
            add_to_keyring(lock, key)


def take_outside(lock: Lock, keep: bytes) -> None:
    """Leave only this key there."""
    for slot in lock.slots:
        if slot["kind"] == FILE:
            take_from_file(lock, slot, keep)
        elif slot["kind"] == KEYRING:
            take_from_keyring(lock, keep)
