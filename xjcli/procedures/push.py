"""Send what the authority has not received yet (第三条、第四条); everything queues on this machine until it arrives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.bundle import build, build_next, line, unsent
from xjcli.procedures.key import require_authority
from xjcli.procedures.recovering import find_recovering
from xjcli.procedures.settings import store
from xjcli.registry import exchange
from xjcli.registry.exchange import StoredBundle
from xjcli.report import Report
from xjcli.settings import user_path
from xjcli.transport.outbox import UNANSWERED, after

if TYPE_CHECKING:
    from xjcli.transport.http import Remote


def push(desk: Desk, target: str = "", *, dry_run: bool = False) -> Report:
    """Build what is new, then send every unanswered bundle in order. Never deletes; a repeat is harmless.

    Refuses: key.no-authority (60); transport.* (70), after which the bundles stay `signed` or `sent`.
    """
    authority = require_authority(desk)
    acts = unsent(desk)
    if dry_run:
        waiting = [line(bundle) for bundle in exchange.in_stages(desk.registry, UNANSWERED)]
        waiting += build(desk, dry_run=True).result["bundles"]
        result = {"bundles": waiting, "unsent": len(acts), "target": target or desk.settings.target, "dry_run": True}
        return Report(result, find_recovering(desk) if acts else [])
    waits = find_recovering(desk) if acts else []
    if acts and not waits:
        build_next(desk, authority, acts)
    waiting_bundles = exchange.in_stages(desk.registry, UNANSWERED)
    if not waiting_bundles:
        where = require_target(desk, target) if target else desk.settings.target
        return Report({"bundles": [], "target": where}, waits)
    where = require_target(desk, target)
    try:
        problems = _send_all(desk, where, waiting_bundles)
    except Refusal as refusal:
        raise Refusal(*refusal.problems, result=_result(desk, waiting_bundles, where)) from None
    return Report(_result(desk, waiting_bundles, where), [*problems, *waits])


def require_target(desk: Desk, target: str, *, dry_run: bool = False) -> str:
    """The folder or address to use: the one given, which is remembered, else the last one."""
    where = target or desk.settings.target
    if not where:
        raise Refusal(Problem("transport.no-target"))
    from xjcli.transport.http import is_url, require_address

    if is_url(where):
        require_address(where)
    else:
        where = str(user_path(where).absolute())
    if where != desk.settings.target and not dry_run:
        store(desk, "target", where)
    return where


def _result(desk: Desk, bundles: list[StoredBundle], where: str) -> dict[str, object]:
    now = [exchange.by_id(desk.registry, bundle.id) or bundle for bundle in bundles]
    return {"bundles": [line(bundle) for bundle in now], "target": where}


def _send_all(desk: Desk, where: str, bundles: list[StoredBundle]) -> list[Problem]:
    from xjcli.transport import http

    if not http.is_url(where):
        _to_folder(desk, Path(where), bundles)
        return []
    with http.Remote(where) as remote:
        return _to_authority(desk, remote, bundles)


def _to_folder(desk: Desk, folder: Path, bundles: list[StoredBundle]) -> None:
    from xjcli.bundle.pack import peek
    from xjcli.transport.folder import send

    for bundle in bundles:
        send(folder, peek(bundle.bytes), bundle.bytes)
        _move(desk, bundle, "send")


def _to_authority(desk: Desk, remote: Remote, bundles: list[StoredBundle]) -> list[Problem]:
    """In order; the first that is not taken stops the rest, which would only be gaps."""
    for bundle in bundles:
        answer = remote.put(bundle.id, bundle.bytes)
        if answer.outcome not in ("accepted", "already"):
            return list(answer.problems)
        _move(desk, bundle, "accept")
    return []


def _move(desk: Desk, bundle: StoredBundle, event: str) -> None:
    stage = after(bundle.stage, event)
    if stage != bundle.stage:
        with desk.registry.transaction():
            exchange.move(desk.registry, bundle.id, stage, desk.recorded_at)
