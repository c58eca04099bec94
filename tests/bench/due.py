"""`xj due` with no closed case and with 20,000: graduated pupils, and pupils handed over to another school. Ratio ≈ 1.

Both registries hold the same 1,000 pupils who are there; the second also 10,000 who have graduated and 10,000 whose
transfer is completed and whose dossier was sent on, all through the ledger.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.measure import Line, filled_school, in_turns, new_workbook, say, xj
from tests.regulation.acts import changed, taken_on
from xjcli.desk import open_desk

HERE = 1_000
CLOSED = 20_000
ROUNDS = 9
TARGET = "≈ 1"
#: What happens to half of the pupils each.
_WAYS = (("graduated",), ("transfer-notified", "transfer-released", "handover-completed", "dossier-sent"))


def main() -> list[Line]:
    """The same command on either registry, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        few, many, book = scratch / "few", scratch / "many", scratch / "book.xlsx"
        new_workbook(book, HERE, scratch)
        for home in (few, many):
            filled_school(home, book, scratch)
        _close(many)
        lines = {"few": xj(few, "due"), "many": xj(many, "due"), "pass": [sys.executable, "-c", "pass"]}
        found = in_turns(lines, scratch, rounds=ROUNDS)
    table = [Line(f"`xj due` with {CLOSED:,} closed cases", found["many"], found["few"], TARGET)]
    say(f"`xj due` on {HERE:,} pupils with and without {CLOSED:,} closed cases", table)
    return table


def _close(home: Path) -> None:
    with open_desk("write", home=home, now=datetime.now(UTC)) as desk, desk.registry.transaction():
        names = [f"closed-{number:05}" for number in range(CLOSED)]
        drafts = [taken_on(name) for name in names]
        for number, name in enumerate(names):
            drafts += [changed(kind, name) for kind in _WAYS[number % 2]]
        desk.registry.append(drafts, command="bench", recorded_at=desk.recorded_at, recorded_by="测试老师")


if __name__ == "__main__":
    main()
