"""Passphrase and recovery key of the authority's private keys (第二十五条). Its store is not encrypted."""

from __future__ import annotations

from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.report import Report
from xjcli.vault import Lock, Opened
from xjcli.vault.lock import FILE
from xjcli.vault.protection import exchange, find_weak_points, forget_file, with_recovery


def passphrase(home: Path, opened: Opened, new: str, *, dry_run: bool, done: str = "passphrase") -> Report:
    """Set or change the passphrase; a key file goes, as on the school's side, unless it is set anew by recovery."""
    from xjcli.vault.wrapping import wrap_by_passphrase

    key, lock = require_lock(opened)
    changed = lock if done == "reset" else lock.without(FILE)
    if not dry_run:
        changed = changed.having(wrap_by_passphrase(key, lock.id, new))
        exchange(home, lock, changed)
        if done != "reset":
            forget_file(lock)
    return _told(done, changed, dry_run=dry_run)


def recovery(home: Path, opened: Opened, *, dry_run: bool) -> Report:
    """A new recovery key, shown this once; the one before opens nothing from now on."""
    key, lock = require_lock(opened)
    if dry_run:
        return _told("recovery", lock, dry_run=True)
    changed, shown = with_recovery(lock, key)
    exchange(home, lock, changed)
    report = _told("recovery", changed, dry_run=False)
    report.result["recovery"] = shown
    return report


def require_lock(opened: Opened) -> tuple[bytes, Lock]:
    """The key and the lock. Refuses `lock.is-plain` for a home without."""
    if opened.key is None or opened.lock is None:
        raise Refusal(Problem("lock.is-plain"))
    return opened.key, opened.lock


def _told(done: str, lock: Lock, *, dry_run: bool) -> Report:
    result = {"done": done, "dry_run": dry_run, "protection": {"encrypted": True, "ways": lock.ways}}
    return Report(result, [] if dry_run else find_weak_points(lock))
