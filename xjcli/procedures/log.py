"""Who saw what unmasked and why, and who recorded what (第二十三、二十五条): the two logs, read and verified."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem
from xjcli.procedures.pupils import require_pupil
from xjcli.registry import access, operations
from xjcli.report import Report
from xjcli.schema.masking import mask_text


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries: since a day (by this computer's dates, in UTC), of whom, at most so many, the newest first."""

    since: date | None = None
    by: str = ""
    limit: int = 50


def seen(desk: Desk, asked: Asked, pupil: str = "") -> Report:
    """`items[]` of the access log: seq, at, who, why (masked), command, count, records; `total` of all that fit.

    The whole chain is verified first; exit 1 with log.altered where it is broken.
    """
    holds = access.access_log_holds(desk.registry)
    record_id = require_pupil(desk, pupil).record_id if pupil else ""
    rows = access.entries(desk.registry, since=_since(asked), by=asked.by.strip())
    fitting = [row for row in rows if not record_id or record_id in json.loads(row["records"])]
    items = [_entry(row) for row in fitting[: asked.limit]]
    problems = [] if holds else [Problem("log.altered")]
    result = {"total": len(fitting), "items": items, "verified": holds}
    return Report(result, problems, None if holds else int(Family.FINDINGS))


def done(desk: Desk, asked: Asked) -> Report:
    """`items[]` of operations: operation, at, who, command, acts; `total` of all that fit."""
    rows = operations.entries(desk.registry, since=_since(asked), by=asked.by.strip())
    items = [
        {
            "operation": each.operation, "at": each.recorded_at, "who": mask_text(each.recorded_by),
            "command": each.command, "acts": each.last_act - each.first_act + 1,
        }
        for each in rows[: asked.limit]
    ]  # fmt: skip
    return Report({"total": len(rows), "items": items})


def _since(asked: Asked) -> str:
    return asked.since.isoformat() if asked.since else ""


def _entry(row: Any) -> dict[str, Any]:
    records = json.loads(row["records"])
    return {
        "seq": row["seq"], "at": row["at"], "who": mask_text(row["who"]), "why": mask_text(row["why"]),
        "command": row["command"], "count": len(records), "records": records,
    }  # fmt: skip
