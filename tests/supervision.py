"""An invented authority's report on one invented school."""

from __future__ import annotations

from typing import Any

from xjcli.schema.supervision import Supervision

NO_TURNS = {"in_time": 0, "late": 0, "under_way": 0, "overdue": 0}


def line(school: str = "2132000001", **changed: Any) -> dict[str, Any]:
    """A school of forty-one pupils."""
    return {
        "school": school, "on_roll": 41, "present": 40, "bundles": 2, "acts": 43,
        "cases": {"approved": 40, "refused": 1, "open": 0, "longest": 0}, "turns": {**NO_TURNS, "in_time": 1},
        "staff": {"reported_on": "2026-09-01", "serving": 2, "trained": 1, "untrained": 1}, "review": "received",
        "findings": [{"code": "check.enrolled-late", "breach": 1, "count": 3}], **changed,
    }  # fmt: skip


def fields(**changed: Any) -> dict[str, Any]:
    """The whole report."""
    return {
        "authority": "320102", "installation": "installation-9", "level": "county", "semester": "2026-autumn",
        "first_day": "2026-09-01", "last_day": "2026-12-01", "workdays": 10, "provisional": False,
        "written_at": "2026-12-01T01:00:00Z", "turns": {"authority": {**NO_TURNS, "late": 1}}, "schools": [line()],
        **changed,
    }  # fmt: skip


def supervision(**changed: Any) -> Supervision:
    """The same; what is changed is not judged."""
    return Supervision(**fields(**changed))
