"""One file with everything (第二十五条), and the copies that are made unasked before batch work.

The registry is read while nobody may commit, the rest after it: proofs lie in the store before the act that names
them is committed, so whatever the registry names is in the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from xjcli import __version__
from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.files import atomic_file
from xjcli.procedures.doctor import doctor
from xjcli.registry import backups
from xjcli.registry.ledger import FILE_NAME
from xjcli.registry.migrations import VERSION
from xjcli.report import Report, Session
from xjcli.schema.masking import mask_text
from xjcli.vault.lock import PASSPHRASE, RECOVERY, Lock

SUFFIX = ".xjbackup"
#: Asks for the passphrase; None for a backup whose files lie in it as they lie in the home.
Passphrase = Callable[[], str] | None


def listed(desk: Desk) -> Report:
    """`items[]`: the copies made unasked, newest first, with file, at, reason, bytes; and where they lie."""
    items = [
        {
            "file": each.path.name,
            "at": each.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "reason": each.reason,
            "bytes": each.path.stat().st_size,
        }
        for each in backups.made(desk.home)
    ]
    return Report({"folder": str(desk.home / backups.FOLDER), "items": items, **backups.ROTATION._asdict()})


def backup(desk: Desk, file: Path, passphrase: Passphrase, *, force: bool = False, dry_run: bool = False) -> Report:
    """Write everything that the home holds into one file, then read it back and compare every digest.

    What the registry's own checks find is told and exits 1; the file is written all the same. Refuses: file.*,
    backup.inside, backup.passphrase-short.
    """
    path = _require_outside(desk.home, file)
    if not force and os.path.lexists(path):
        raise Refusal(Problem("file.exists", where=path.name))
    examined = doctor(desk)
    names, left_out = everything(desk.home)
    head = desk.registry.head()
    result: dict[str, Any] = {
        "file": str(path), "sealed": passphrase is not None or desk.opened.lock is not None, "files": len(names) + 1,
        "acts": head.seq, "head": head.hash, "bytes": 0, "verified": False, "dry_run": dry_run,
    }  # fmt: skip
    problems = [*examined.problems, *left_out]
    if passphrase is None:
        problems += _find_openness(desk.opened.lock)
    status = int(Family.FINDINGS) if examined.problems else None
    if not dry_run:
        result |= _write(desk, path, passphrase() if passphrase else None, force=force)
    return Report(result, problems, status)


def _find_openness(lock: Lock | None) -> list[Problem]:
    """What lies in a backup that no passphrase of its own seals: a home in clear; or a closed one as it lies, whose
    lock is in the file. Where neither a passphrase nor a recovery key opens that lock, the key has to come along.
    """
    if lock is None:
        return [Problem("backup.plain", "warn")]
    opens = lock.slot(PASSPHRASE) is not None or lock.slot(RECOVERY) is not None
    return [] if opens else [Problem("backup.key-elsewhere", "warn")]


def _write(desk: Desk, path: Path, passphrase: str | None, *, force: bool) -> dict[str, Any]:
    from xjcli.bundle.backup_file import Backup, write_backup

    about = {
        "school": desk.settings.school_code, "name": desk.settings.name, "installation": desk.settings.installation,
        "created_at": desk.recorded_at, "program": __version__, "registry_version": VERSION,
    }  # fmt: skip
    with atomic_file(path, private=True, force=force) as stream:
        manifest = write_backup(stream, _contents(desk), about, passphrase)
    with Backup(path, lambda: passphrase or "") as written:
        written.verify()
    return {"files": len(manifest.files), "bytes": path.stat().st_size, "verified": True}


def _contents(desk: Desk) -> Iterator[Any]:
    from xjcli.bundle.backup_file import Content

    with desk.registry.still() as registry:
        yield Content(FILE_NAME, registry)
    for name in everything(desk.home)[0]:
        yield Content(name, desk.home / name)


def everything(home: Path) -> tuple[list[str], list[Problem]]:
    """Every ordinary file below the home but the registry, its journal, unfinished files and the copies; and what is
    left out because its name would mean something else, or nothing, on another computer.
    """
    from xjcli.bundle.backup_manifest import is_safe

    names: list[str] = []
    left_out = 0
    for parent, folders, files in os.walk(home):
        folders[:] = sorted(each for each in folders if Path(parent, each) != home / backups.FOLDER)
        for each in sorted(files):
            path = Path(parent, each)
            name = path.relative_to(home).as_posix()
            if name in (FILE_NAME, f"{FILE_NAME}-journal") or each.startswith(".") or path.is_symlink():
                continue
            if is_safe(name):
                names.append(name)
            else:
                left_out += 1
    return names, [Problem("backup.left-out", "warn", params={"count": left_out})] if left_out else []


def _require_outside(home: Path, file: Path) -> Path:
    """A backup that lies in the home is lost with it."""
    path = Path(os.path.abspath(file))  # noqa: PTH100  `resolve` would follow a link that --force is to replace
    if path.resolve().is_relative_to(home.resolve()):
        raise Refusal(Problem("backup.inside", where=mask_text(path.name)))
    return path


def before_batch(desk: Desk, acts: int) -> None:
    """Before an errand that records so many acts: a copy of the registry, where one is due. Where it cannot be made
    (a full disk) that is told, and the errand goes on.
    """
    if not backups.due(desk.registry, desk.now, acts):
        return
    try:
        backups.keep(desk.registry, desk.now, backups.BATCH)
    except Refusal as refusal:
        Session.notes += (backups.skipped(refusal),)
