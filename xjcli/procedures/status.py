"""The home screen: how many pupils stand where, what waits, what was sent, and what to do next."""

from __future__ import annotations

from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures import recovering
from xjcli.registry import exchange, queries
from xjcli.report import Report
from xjcli.schema.act import ECHOES
from xjcli.schema.record import REFUSED


def status(desk: Desk) -> Report:
    """Counts by standing and number state, unsent acts, `stage` counts of our bundles, the next step."""
    counts = queries.counts(desk.registry)
    unsent = exchange.unsent(desk.registry, ECHOES)
    stages = exchange.stage_counts(desk.registry)
    result: dict[str, Any] = {
        "school": desk.settings.school_code,
        "name": desk.settings.name,
        "authority": desk.settings.authority,
        "trusted": bool(desk.registry.rows("select 1 from trusted where code = ?", (desk.settings.authority,))),
        **counts,
        "unsent": unsent,
        "stage": stages,
        "target": desk.settings.target,
        "recovering": recovering.since(desk),
    }
    result["next"] = _next(result)
    problems = [] if desk.settings.registrar else [Problem("registrar.unnamed", "note")]
    if at := result["recovering"]:
        problems.append(Problem("registry.recovering", "warn", params={"at": at}))
    return Report(result, problems)


def _next(result: dict[str, Any]) -> str:
    """The command that makes most sense now."""
    if result["recovering"] and result["trusted"]:  # before any other work: what was sent since comes back first
        return "recover"
    if not result["records"]:
        return "import"
    if result["standing"].get(REFUSED):
        return "resubmit"
    if not result["trusted"]:
        return "key trust"
    if result["unsent"]:
        return "push"
    if any(result["stage"].get(stage) for stage in ("signed", "sent", "received", "verified")):
        return "sync"
    return "find"
