"""How a home is closed when it is set up or encrypted (第二十五条): the key made, wrapped, and put where it was said.

Closed by default. Where nobody can type a passphrase and none is handed in (a script, a server), the key lies in a
file outside the home, and that is said aloud: it keeps a copy of the home closed, not this computer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.vault import PLAIN, Opened
from xjcli.vault.lock import FILE, KEYRING, PASSPHRASE, RECOVERY, Lock, load, new_key, new_lock, save
from xjcli.vault.unlock import opened_by


@dataclass(frozen=True, slots=True)
class Protection:
    """What was chosen: `plain`; else a passphrase, the system's keyring, a key file, or a key that is handed in.

    `key_file` is where the user wants it; None with `on_disk` is the user's folder for settings.
    """

    plain: bool = False
    key: bytes | None = field(default=None, repr=False)
    passphrase: str = field(default="", repr=False)
    keyring: bool = False
    on_disk: bool = False
    key_file: Path | None = None
    recovery: bool = False


#: A home that is not encrypted: what was said with --plain.
UNPROTECTED = Protection(plain=True)


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of it. `recovery` is shown once and stored nowhere."""

    opened: Opened
    recovery: str = field(default="", repr=False)
    key_file: str = ""


def require_outside(home: Path, key_file: Path | None) -> None:
    """A key in the home that it opens protects nothing. Refuses `lock.key-inside`."""
    if key_file is not None and home.absolute() in (key_file.absolute(), *key_file.absolute().parents):
        raise Refusal(Problem("lock.key-inside"))


def close(home: Path, wanted: Protection) -> Closed:
    """Make the lock of this home; what lies outside it first, the lock itself last."""
    if wanted.plain:
        return Closed(PLAIN)
    key = wanted.key or new_key()
    lock, recovery, key_file = arranged(wanted, key, new_lock(key))
    save(home, lock)
    return Closed(Opened(key, lock), recovery, key_file)


def arranged(wanted: Protection, key: bytes, lock: Lock) -> tuple[Lock, str, str]:
    """The lock with a slot for each way that was chosen, the recovery key, and where the key file lies."""
    from xjcli.vault import places

    recovery = key_file = ""
    if wanted.passphrase:
        from xjcli.vault.wrapping import wrap_by_passphrase

        lock = lock.having(wrap_by_passphrase(key, lock.id, wanted.passphrase))
    if wanted.keyring:
        places.add_to_keyring(lock, key)
        lock = lock.having({"kind": KEYRING})
    if wanted.on_disk:
        slot = places.file_slot(lock, wanted.key_file)
        key_file = str(places.add_to_file(lock, slot, key))
        lock = lock.having(slot)
    if wanted.recovery:
        lock, recovery = with_recovery(lock, key)
    return lock, recovery, key_file


def with_recovery(lock: Lock, key: bytes) -> tuple[Lock, str]:
    """The lock with a new recovery key (the one before opens nothing any more), and that key to print."""
    from xjcli.vault.recovery import new_secret, spell
    from xjcli.vault.wrapping import wrap_by_recovery

    secret = new_secret()
    return lock.having(wrap_by_recovery(key, lock.id, secret)), spell(secret)


def opened_by_recovery(home: Path, text: str) -> Opened:
    """The home, opened by its recovery key. Refuses `lock.wrong-recovery`, `lock.no-recovery-key` and the form's."""
    from xjcli.vault.recovery import read
    from xjcli.vault.wrapping import open_by_recovery

    lock = load(home)
    if lock is None:
        raise Refusal(Problem("lock.is-plain" if home.exists() else "registry.missing"))
    slot = lock.slot(RECOVERY)
    if slot is None:
        raise Refusal(Problem("lock.no-recovery-key"))
    key = open_by_recovery(slot, lock.id, read(text))
    if key is None or not lock.fits(key):
        raise Refusal(Problem("lock.wrong-recovery"))
    return opened_by(lock, key)


def exchange(home: Path, before: Lock, lock: Lock) -> None:
    """Write the lock, unless another program has written it since it was read (`registry.locked`)."""
    if load(home) != before:
        raise Refusal(Problem("registry.locked"))
    save(home, lock)


def forget_file(lock: Lock) -> None:
    """Take the key out of the key file, if there is one."""
    from xjcli.vault import places

    slot = lock.slot(FILE)
    if slot is not None:
        places.take_from_file(lock, slot, None)


def facts(closed: Closed) -> dict[str, Any]:
    """What a report says of it: whether, by which ways, and the recovery key where one was just made."""
    lock = closed.opened.lock
    found: dict[str, Any] = {"protection": {"encrypted": lock is not None, "ways": lock.ways if lock else []}}
    if closed.key_file:
        found["protection"]["key_file"] = closed.key_file
    if closed.recovery:
        found["recovery"] = closed.recovery
    return found


def find_weak_points(lock: Lock | None) -> list[Problem]:
    """What the person has to know of this protection: what it does not do, and what is missing."""
    if lock is None:
        return [Problem("lock.plain", "warn")]
    found: list[Problem] = []
    if lock.slot(FILE) is not None:
        found.append(Problem("lock.key-on-disk", "warn"))
    if lock.slot(PASSPHRASE) is not None and lock.slot(RECOVERY) is None:
        found.append(Problem("lock.no-recovery", "note"))
    if lock.older is not None:
        found.append(Problem("lock.interrupted", "warn"))
    return found
