"""What `xj` alone answers: where things stand and the next step; before `xj init`, the three ways to begin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.due import due
from xjcli.procedures.status import status
from xjcli.report import Report

#: How many of the most urgent matters are shown; `xj due` shows them all.
SHOWN = 3
#: The ways to begin where there is no registry.
CHOICES = ("init", "demo", "--help")
#: Turns of ours that another school waits for; they go before what can be done at any time.
_AWAITED = frozenset({"transfer-out", "progress-out"})
_ANY_TIME = frozenset({"find", "sync"})


def welcome(home: Path) -> Report:
    """No registry stands here yet: where it would be, and what can be done."""
    return Report({"registry": False, "home": str(home), "choices": list(CHOICES), "next": CHOICES[0]})


def home(desk: Desk) -> Report:
    """`xj status`, the first of `xj due`, and what comes next: what is late goes before what is usual."""
    stands, clocks = status(desk), due(desk).result
    urgent = [item for item in clocks["items"] if item["whose"] == "ours"]
    late = next((item["next"] for item in urgent if item["overdue"]), "")
    usual = stands.result["next"]
    if usual in _ANY_TIME:
        usual = next((item["next"] for item in urgent if item["what"] in _AWAITED), usual)
    result: dict[str, Any] = {
        "registry": True,
        "home": str(desk.home),
        **stands.result,
        "due": {"total": clocks["total"], "overdue": clocks["overdue"], "items": urgent[:SHOWN]},
        "next": late or usual,
    }
    return Report(result, stands.problems)
