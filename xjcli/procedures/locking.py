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
from xjcli.vault import Lock, Opened
from xjcli.vault.lock import FILE, KEYRING
from xjcli.vault.protection import exchange, find_weak_points, forget_file, with_recovery


def passphrase(desk: Desk, new: str, *, dry_run: bool = False) -> Report:
    """Set or change the passphrase. A key file goes: who has a passphrase wants to be asked for it."""
    from xjcli.vault.wrapping import wrap_by_passphrase

    key, lock = require_lock(desk)
    changed = lock.without(FILE)
    if not dry_run:
        changed = changed.having(wrap_by_passphrase(key, lock.id, new))
        _store(desk, lock, changed)
        forget_file(lock)
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


def reset(home: Path, opened: Opened, new: str, *, dry_run: bool = False) -> Report:
    """A new passphrase for a home that its recovery key has opened; the recovery key goes on being good."""
    from xjcli.vault.wrapping import wrap_by_passphrase

    lock = opened.lock
    assert lock is not None and opened.key is not None  # noqa: S101  it was opened by its lock
    changed = lock
    with _held(home, opened, dry_run=dry_run):
        if not dry_run:
            changed = lock.having(wrap_by_passphrase(opened.key, lock.id, new))
            exchange(home, lock, changed)
            Session.stored = True
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
        exchange(desk.home, before, lock)
        Session.stored = True
