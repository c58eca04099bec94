"""Comparing the roll with a roster of 5,000 rows beside only reading that workbook. Target ≤ 3.

Ours opens the registry, reads the workbook as an import does, matches every pupil and judges every field; in the
second line one pupil in ten differs. The baseline is a whole process that reads the cells (`read_table`), no more.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.measure import Line, filled_school, in_turns, new_workbook, say
from xjcli.desk import open_desk
from xjcli.procedures.change import Errand, change_records
from xjcli.registry import queries

ROWS = 5_000
ROUNDS = 5
TARGET = "≤ 3"


def main() -> list[Line]:
    """Whole processes in turns, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        same, other, book = scratch / "same", scratch / "other", scratch / "book.xlsx"
        new_workbook(book, ROWS, scratch)
        for home in (same, other):
            filled_school(home, book, scratch)
        _change(other)
        ours = [sys.executable, "-m", "tests.bench.against"]
        lines = {
            "same": [*ours, str(same), str(book)],
            "other": [*ours, str(other), str(book)],
            "read": [sys.executable, "-m", "tests.bench.reading", "xj", str(book)],
        }
        found = in_turns(lines, scratch, rounds=ROUNDS)
    table = [
        Line("nothing differs", found["same"], found["read"], TARGET),
        Line("one pupil in ten differs", found["other"], found["read"], TARGET),
    ]
    say(f"The roll against a roster of {ROWS:,} rows, beside only reading it", table)
    return table


def _change(home: Path) -> None:
    """A new telephone number for one pupil in ten."""
    body = {"changes": {"phone": "13800000000"}}
    with open_desk("write", home=home, now=datetime.now(UTC)) as desk:
        change_records(desk, queries.everyone(desk.registry)[::10], "updated", lambda _: body, Errand(desk.today))


def compare(home: Path, book: Path) -> int:
    """How many rows were compared."""
    from xjcli.procedures.against import find_differences

    with open_desk("read", home=home, now=datetime.now(UTC)) as desk:
        return find_differences(desk, book).rows


if __name__ == "__main__":
    if compare(Path(sys.argv[1]), Path(sys.argv[2])) < ROWS:
        raise SystemExit("rows are missing")
