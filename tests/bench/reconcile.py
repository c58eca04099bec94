"""`xj reconcile` of 5,000 pupils with four years of acts, beside reading the ledger and folding it once.

Every pupil is promoted, moved to another class and given a new telephone number each year. The review walks the acts,
counts the records and runs every rule over them; the rules are measured apart, because `xj check` has its own target.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.measure import Line, filled_school, in_turns, new_workbook, say, xj
from xjcli.desk import Desk, clock, open_desk
from xjcli.registry import queries
from xjcli.schema.act import Draft
from xjcli.schema.values.time import Semester

PUPILS = 5_000
YEARS = 4
ROUNDS = 5
TARGET = "≤ 2"


def main() -> list[Line]:
    """The command, and the rules alone, each beside one folding of the same ledger."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        home, book = scratch / "home", scratch / "book.xlsx"
        new_workbook(book, PUPILS, scratch)
        filled_school(home, book, scratch)
        with open_desk("write", home=home) as desk:
            _live(desk)
        plain = [sys.executable, "-m", "tests.bench.naive_fold", str(home / "registry.db")]
        term = Semester.of(clock().date()).label
        lines = {"reconcile": xj(home, "reconcile", term), "check": xj(home, "check"), "fold": plain}
        found = in_turns(lines, scratch, rounds=ROUNDS, allowed=(0, 1))
    table = [
        Line("`xj reconcile`; one folding", found["reconcile"], found["fold"], TARGET),
        Line("`xj check` alone; one folding", found["check"], found["fold"], "–"),
    ]
    say(f"The semester review of {PUPILS:,} pupils with {YEARS} years of acts", table)
    return table


def _live(desk: Desk) -> None:
    """Four years of acts for everyone, all of them of today, so that nothing is late."""
    on, basis = desk.today.isoformat(), {"pack": desk.rules.id, "article": 12, "evidence": []}
    everyone = queries.everyone(desk.registry)
    for turn in range(YEARS):
        bodies: dict[str, dict[str, Any]] = {
            "promoted": {"year": desk.today.year, "from": 1, "to": 2, "class": ""},
            "assigned": {"class": f"{turn + 1:02}"},
            "updated": {"changes": {"phone": f"1380000{turn:04}"}},
        }
        drafts = [Draft(kind, each.record_id, on, body, basis) for kind, body in bodies.items() for each in everyone]
        with desk.registry.transaction():
            desk.registry.append(drafts, command="bench", recorded_at=desk.recorded_at, recorded_by="测试老师")


if __name__ == "__main__":
    main()
