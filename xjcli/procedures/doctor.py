"""Prove that the registry is whole (第二十四条): chain, fold == projection, exchange, file permissions."""

from __future__ import annotations

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.files import too_open
from xjcli.procedures.init import KEYS_FOLDER, SEAL_KEY, SIGN_KEY
from xjcli.registry.doctor import Check, examine
from xjcli.registry.ledger import FILE_NAME
from xjcli.report import Report


def doctor(desk: Desk) -> Report:
    """`checks[]` with name, ok, detail; exit 1 if one fails. Repairs nothing."""
    checks = [*examine(desk.registry), _permissions(desk), _keys(desk)]
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
    """第二十五条: others on this machine read neither the registry nor the keys."""
    keys = desk.home / KEYS_FOLDER
    files = [desk.home / FILE_NAME, keys, keys / SIGN_KEY, keys / SEAL_KEY]
    open_files = [path.name for path in files if path.exists() and too_open(path)]
    return Check("permissions", not open_files, ", ".join(open_files))


def _keys(desk: Desk) -> Check:
    missing = [name for name in (SIGN_KEY, SEAL_KEY) if not (desk.home / KEYS_FOLDER / name).is_file()]
    return Check("keys", not missing, ", ".join(missing))
