"""Passphrase, recovery key and keyring of a home (第二十五条): other ways to the same key; no pupil's file is touched.

The registry is held for writing meanwhile, so that two programs never rewrite one lock.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from xjcli.desk import Desk, open_registry
from xjcli.errors import Problem, Refusal
from xjcli.report import Report, Session
from xjcli.vault import Lock, Opened, load
from xjcli.vault.lock import FILE, KEYRING, RECOVERY, save
from xjcli.vault.protection import find_weak_points, with_recovery
from xjcli.vault.unlock import opened_by


def passphrase(desk: Desk, new: str, *, dry_run: bool = False) -> Report:
    """Set or change the passphrase. A key file goes: who has a passphrase wants to be asked for it."""
    from xjcli.vault.wrapping import wrap_by_passphrase

    key, lock = require_lock(desk)
    changed = lock.without(FILE)
    if not dry_run:
        changed = changed.having(wrap_by_passphrase(key, lock.id, new))
        _store(desk, lock, changed)
        _forget_file(desk.home, lock)
    return told("passphrase", changed, dry_run=dry_run)


def recovery(desk: Desk, *, dry_run: bool = False) -> Report:
    """A new recovery key, shown this once; the one before opens nothing from now on."""
    key, lock = require_lock(desk)
    if dry_run:
        return told("recovery", lock, dry_run=True)
    changed, shown = with_recovery(lock, key)
    _store(desk, lock, changed)
    report = told("recovery", changed, dry_run=False)
    report.result["recovery"] = shown
    return report


def keyring(desk: Desk, *, off: bool, dry_run: bool = False) -> Report:
    """Put the key into the system's keyring, or take it out again. Refuses `lock.last-way`."""
    from xjcli.vault import places

    key, lock = require_lock(desk)
    changed = lock.without(KEYRING) if off else lock.having({"kind": KEYRING})
    if off and not changed.ways:
        raise Refusal(Problem("lock.last-way"))
    if not dry_run:
        if not off:
            places.add_to_keyring(lock, key)
        _store(desk, lock, changed)
        if off:
            places.take_from_keyring(lock, None)
    return told("keyring-off" if off else "keyring", changed, dry_run=dry_run)


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


def reset(home: Path, opened: Opened, new: str, *, dry_run: bool = False) -> Report:
    """A new passphrase for a home that its recovery key has opened; the recovery key goes on being good."""
    from xjcli.vault.wrapping import wrap_by_passphrase

    lock = opened.lock
    assert lock is not None and opened.key is not None  # noqa: S101 - it was opened by its lock
    changed = lock
    with _held(home, opened, dry_run=dry_run):
        if not dry_run:
            changed = lock.having(wrap_by_passphrase(opened.key, lock.id, new))
            _exchange(home, lock, changed)
    return told("reset", changed, dry_run=dry_run)


def require_lock(desk: Desk) -> tuple[bytes, Lock]:
    """The key and the lock. Refuses `lock.is-plain` for a home without."""
    if desk.opened.key is None or desk.opened.lock is None:
        raise Refusal(Problem("lock.is-plain"))
    return desk.opened.key, desk.opened.lock


def told(done: str, lock: Lock, *, dry_run: bool) -> Report:
    """What every one of these says: what was done, the ways there are now, and what is weak about them."""
    result = {"done": done, "dry_run": dry_run, "protection": {"encrypted": True, "ways": lock.ways}}
    return Report(result, [] if dry_run else find_weak_points(lock))


@contextlib.contextmanager
def _held(home: Path, opened: Opened, *, dry_run: bool) -> Iterator[None]:
    with open_registry(home, "read" if dry_run else "write", opened) as registry:
        if dry_run:
            yield
        else:
            with registry.transaction():
                yield


def _store(desk: Desk, before: Lock, lock: Lock) -> None:
    with desk.registry.transaction():
        _exchange(desk.home, before, lock)


def _exchange(home: Path, before: Lock, lock: Lock) -> None:
    """Write the lock, unless another program has written it since it was read."""
    if load(home) != before:
        raise Refusal(Problem("registry.locked"))
    save(home, lock)
    Session.stored = True


def _forget_file(home: Path, lock: Lock) -> None:
    from xjcli.vault import places

    slot = lock.slot(FILE)
    if slot is not None:
        places.take_from_file(home, lock, slot, None)
