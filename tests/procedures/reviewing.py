"""A school that reviews its semester (第二十四条): its leader, its stick, the statement with both signatures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import NOW
from tests.procedures.changing import approved_child, errand
from tests.procedures.test_check import staffed
from tests.procedures.test_leader import named
from xjcli.desk import Desk
from xjcli.procedures.review import Target, sign, submit, write
from xjcli.report import Report

#: A day on which what is dated yesterday is no act of the same day.
NEXT_DAY = NOW + timedelta(days=1)
TERM, BEFORE, NEXT = "2026-autumn", "2026-spring", "2027-spring"
#: A day of the next semester, when the one before is looked at again.
SPRING = datetime(2027, 2, 10, 1, 0, tzinfo=UTC)


def staffed_school(desk: Desk, stick: Path, *, class_no: str = "1") -> str:
    """A school with a trained registrar, a leader and one pupil; nothing is open."""
    staffed(desk)
    named(desk, stick / "leader.key")
    return approved_child(desk, class_no=class_no)


def countersigned(desk: Desk, paper: Path, stick: Path, **more: Any) -> Report:
    card = desk.home / f"{desk.settings.school_code}.xjcard"
    options: dict[str, Any] = {"now": desk.now, "passphrase": lambda: "", **more}
    return sign(paper, card, stick / "leader.key", **options)


def both(desk: Desk, stick: Path, term: str = TERM, *, because: str = "") -> Path:
    """A statement with both signatures."""
    paper = stick / f"{term}-{desk.registry.head().seq}.xjreview"
    write(desk, term, Target(paper), because=because)
    countersigned(desk, paper, stick)
    return paper


def filed(desk: Desk, stick: Path, term: str = TERM, **more: Any) -> Report:
    return submit(desk, term, both(desk, stick, term, because=more.pop("why", "")), errand(desk.today, **more))
