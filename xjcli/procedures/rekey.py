"""A new key for a home (第二十五条), or the first one of a plain home: everything in it is closed anew.

Safe at every moment: the new lock is written first and wraps the key before, so that whatever is still under that
opens; then the private keys and the evidence are written anew, then the registry beside its place and exchanged,
then what was before is overwritten and removed, and last the lock forgets the key before. Killed anywhere the home
works as it is, and the same command finishes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded, wipe
from xjcli.procedures.dropout import PAPERS
from xjcli.procedures.init import KEYS_FOLDER
from xjcli.procedures.locking import told
from xjcli.registry import backups, evidence
from xjcli.registry.ledger import FILE_NAME
from xjcli.registry.rewriting import Held, drop_old, held
from xjcli.report import Report, Session
from xjcli.vault import Lock, Opened, load
from xjcli.vault.lock import PASSPHRASE, RECOVERY, new_key, new_lock, save
from xjcli.vault.protection import Protection, arranged, require_outside, with_recovery
from xjcli.vault.sealed import SUFFIX, Vault

_CAP_KEY = 64 * 1024


def rekey(desk: Desk, passphrase: Callable[[], str], *, dry_run: bool = False) -> Report:
    """Close everything under a new key, or finish a change that was interrupted.

    `passphrase` is asked for where there is one and it was opened another way: the new key is wrapped by it. A home
    that had a recovery key gets a new one, shown this once. Refuses `lock.is-plain`, `lock.wrong-passphrase`.
    """
    opened, home = desk.opened, desk.home
    if opened.key is None or opened.lock is None:
        raise Refusal(Problem("lock.is-plain"))
    if dry_run:
        return told("rekey", opened.lock, dry_run=True)
    if opened.older:
        return _resume(desk, opened)
    before = opened.lock
    words = ""
    if before.slot(PASSPHRASE) is not None:
        words = opened.passphrase or _require_passphrase(before, passphrase())
    key = new_key()
    lock = _rewrapped(before, opened.key, key, words)

    def begin() -> None:
        from xjcli.vault import places

        if load(home) != before:
            raise Refusal(Problem("registry.locked"))
        places.add_outside(lock, key)
        save(home, lock, both=False)

    done = _close_anew(desk, Opened(key, lock, (opened.key,)), begin)
    return _told_with_recovery("rekey", home, done, key, wanted=before.slot(RECOVERY) is not None)


def encrypt(desk: Desk, wanted: Protection, *, dry_run: bool = False) -> Report:
    """Close a home that was plain, or finish doing so. Refuses `lock.is-encrypted`.

    What lay in clear is overwritten and removed; whether the disk or a backup keeps old blocks cannot be known here.
    """
    opened, home = desk.opened, desk.home
    if opened.lock is not None and None not in opened.older:
        raise Refusal(Problem("lock.is-encrypted"))
    if dry_run:
        return Report({"done": "encrypt", "dry_run": True, "protection": {"encrypted": True, "ways": []}})
    if opened.lock is not None:
        return _resume(desk, opened)
    require_outside(home, wanted.key_file)
    key = wanted.key or new_key()
    lock, _, key_file = arranged(replace(wanted, recovery=False), key, new_lock(key))
    lock = replace(lock, older={})

    def begin() -> None:
        if load(home) is not None:
            raise Refusal(Problem("registry.locked"))
        save(home, lock, both=False)

    done = _close_anew(desk, Opened(key, lock, (None,)), begin)
    report = _told_with_recovery("encrypt", home, done, key, wanted=wanted.recovery)
    if key_file:
        report.result["protection"]["key_file"] = key_file
    told_too = [Problem("lock.copies", "note")]
    if (home / PAPERS).exists():
        told_too.append(Problem("lock.papers", "warn", where=PAPERS))
    return Report(report.result, [*told_too, *report.problems])


def _resume(desk: Desk, opened: Opened) -> Report:
    done = _close_anew(desk, opened, lambda: None)
    return told("resumed", done, dry_run=False)


def _require_passphrase(lock: Lock, words: str) -> str:
    from xjcli.vault.wrapping import open_by_passphrase

    slot = lock.slot(PASSPHRASE)
    key = open_by_passphrase(slot, lock.id, words) if slot is not None else None
    if key is None or not lock.fits(key):
        raise Refusal(Problem("lock.wrong-passphrase"))
    return words


def _rewrapped(before: Lock, old: bytes, key: bytes, words: str) -> Lock:
    """The lock of the new key: the same ways but for the recovery key, and the key before."""
    from xjcli.vault.wrapping import wrap_by_passphrase, wrap_older

    lock = replace(new_lock(key, before.id), slots=before.without(PASSPHRASE).without(RECOVERY).slots)
    if words:
        lock = lock.having(wrap_by_passphrase(key, lock.id, words))
    return replace(lock, older=wrap_older(old, lock.id, key))


def _close_anew(desk: Desk, opened: Opened, begin: Callable[[], None]) -> Lock:
    """Everything under `opened.key`, whatever of it is there already; `begin` runs when nobody else can write."""
    home = desk.home
    desk.registry.close()
    lock, key = opened.lock, opened.key
    assert lock is not None and key is not None  # noqa: S101  made by the callers
    path = home / FILE_NAME
    for under in (*opened.older, key):
        try:
            with held(path, under) as registry:
                begin()
                _files_anew(opened, home)
                _registry_anew(registry, under, key)
            break
        except Refusal as refusal:
            if under == key or refusal.problems[0].code != "registry.not-a-registry":
                raise
    drop_old(path)
    _drop_files(opened, home)
    return _forget_older(home, lock, key)


def _registry_anew(registry: Held, under: bytes | None, key: bytes) -> None:
    if under != key:
        registry.exchange(key)


def _forget_older(home: Path, lock: Lock, key: bytes) -> Lock:
    from xjcli.vault import places

    done = replace(lock, older=None)
    save(home, done)
    places.take_outside(done, key)
    Session.stored = True
    return done


def _told_with_recovery(done: str, home: Path, lock: Lock, key: bytes, *, wanted: bool) -> Report:
    """The report; a recovery key is made last, so that one that was stored is one that is shown."""
    if not wanted:
        return told(done, lock, dry_run=False)
    lock, shown = with_recovery(lock, key)
    save(home, lock)
    report = told(done, lock, dry_run=False)
    report.result["recovery"] = shown
    return report


def _files_anew(opened: Opened, home: Path) -> None:
    """The private keys and the evidence once more under the new key; what lies there already is left."""
    new, before = opened.vault(home).only(0), opened.vault(home).only(1)
    for place in _private(before, home):
        content = before.unseal(read_bounded(before.path(place), _CAP_KEY))
        if content is not None and not _opens(new, place):
            new.write(place, content, force=True)
    for path in _stored(home):
        content = evidence.read_stored(before, path)
        if content is None:
            continue
        digest = hashlib.sha256(content).hexdigest()
        if path.name == before.hidden(digest) and evidence.find(new, digest) is None:
            evidence.put(new, digest, content)


def _drop_files(opened: Opened, home: Path) -> None:
    """What is still under the key before, and is there under the new one; what neither opens stays for `xj check`."""
    new, before = opened.vault(home).only(0), opened.vault(home).only(1)
    for place in _private(before, home):
        if before.path(place) != new.path(place) and _opens(new, place):
            wipe(before.path(place))
    for path in _stored(home):
        content = evidence.read_stored(before, path)
        if content is None:
            continue
        digest = hashlib.sha256(content).hexdigest()
        if path.name == before.hidden(digest) and evidence.is_whole(new, digest):
            wipe(path)
    for copy in backups.made(home):  # under a key that nobody will have any more
        wipe(copy.path)
    for left in home.rglob(".*.tmp"):  # what an errand left that was killed, this one too
        wipe(left)


def _private(vault: Vault, home: Path) -> list[Path]:
    """The private keys that lie as this vault names them, also those that were set aside; by their plain names."""
    found = (path for path in home.glob(f"{KEYS_FOLDER}*/*") if path.is_file())
    return sorted(
        {place for path in found if vault.path(place := path.with_name(path.name.removesuffix(SUFFIX))) == path}
    )


def _opens(vault: Vault, place: Path) -> bool:
    path = vault.path(place)
    return path.exists() and vault.unseal(read_bounded(path, _CAP_KEY)) is not None


def _stored(home: Path) -> list[Path]:
    return sorted(path for path in (home / evidence.FOLDER).glob("??/*") if path.is_file())
