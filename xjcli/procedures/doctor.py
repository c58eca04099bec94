"""Prove that the registry is whole (第二十四条): chain, fold == projection, exchange, file permissions."""

from __future__ import annotations

from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import too_open
from xjcli.procedures.init import KEYS_FOLDER, SEAL_KEY, SIGN_KEY
from xjcli.procedures.key import proving_key, seal_key
from xjcli.registry.doctor import Check, examine
from xjcli.registry.ledger import FILE_NAME
from xjcli.report import Report
from xjcli.vault import COPY_NAME
from xjcli.vault import FILE_NAME as LOCK_NAME
from xjcli.vault.lock import FILE


def doctor(desk: Desk) -> Report:
    """`checks[]` with name, ok, detail; exit 1 if one fails. Repairs nothing."""
    checks = [*examine(desk.registry), _permissions(desk), _keys(desk), _lock(desk)]
    failed = [check for check in checks if not check.ok]
    head = desk.registry.head()
    result = {
        "checks": [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks],
        "acts": head.seq,
        "head": head.hash,
    }
    problems = [Problem("registry.fault", params={"check": check.name, "detail": check.detail}) for check in failed]
    return Report(result, problems, 1 if failed else None)


def _permissions(desk: Desk) -> Check:
    """第二十五条: others on this machine read neither the registry nor the keys, nor the file that opens them."""
    keys = desk.home / KEYS_FOLDER
    private = [desk.vault.path(keys / name) for name in (SIGN_KEY, SEAL_KEY)]
    files = [desk.home / FILE_NAME, desk.home / LOCK_NAME, keys, *private, *_key_file(desk)]
    open_files = [path.name for path in files if path.exists() and too_open(path)]
    return Check("permissions", not open_files, ", ".join(open_files))


def _key_file(desk: Desk) -> list[Path]:
    from xjcli.vault.places import key_file

    lock = desk.opened.lock
    slot = lock.slot(FILE) if lock is not None else None
    return [key_file(lock, slot)] if lock is not None and slot is not None else []


def _keys(desk: Desk) -> Check:
    """Both private keys are there, and open."""
    missing: list[str] = []
    for name, read in ((SIGN_KEY, proving_key), (SEAL_KEY, seal_key)):
        try:
            read(desk)
        except Refusal:
            missing.append(name)
    return Check("keys", not missing, ", ".join(missing))


def _lock(desk: Desk) -> Check:
    """The lock and its copy are one, and no re-key is unfinished. A home without a lock is plain: nothing to check."""
    lock = desk.opened.lock
    if lock is None:
        return Check("lock", True)
    if lock.older is not None:
        return Check("lock", False, "xj key rekey")
    copy = desk.home / COPY_NAME
    same = copy.is_file() and copy.read_bytes() == (desk.home / LOCK_NAME).read_bytes()
    return Check("lock", same, "" if same else COPY_NAME)
