"""`xj check` over 10,000 pupils with several acts each, beside reading the same rows through sqlite3 and pydantic.

The baseline is one process as ours is: it opens the same file with plain sqlite3, reads every record and every act and
puts each through a model (a field for each column, for each of the personal fields a text). It judges nothing.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.measure import Line, filled_school, in_turns, new_workbook, say, xj
from xjcli.desk import open_desk
from xjcli.procedures.change import Errand, change_records
from xjcli.registry import queries

PUPILS = 10_000
#: Changes of each pupil after the record was opened.
CHANGES = 4
ROUNDS = 5
TARGET = "≤ 2"


def main() -> list[Line]:
    """Ours beside reading records and acts, and beside reading the records alone."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        home, book = scratch / "home", scratch / "book.xlsx"
        new_workbook(book, PUPILS, scratch)
        filled_school(home, book, scratch)
        _changes(home)
        database = str(home / "registry.db")
        plain = [sys.executable, "-m", "tests.bench.naive_reading", database]
        lines = {"check": xj(home, "check"), "all": [*plain, "records", "acts"], "records": [*plain, "records"]}
        found = in_turns(lines, scratch, rounds=ROUNDS, allowed=(0, 1))
    table = [
        Line("`xj check`; records and acts", found["check"], found["all"], TARGET),
        Line("`xj check`; records alone", found["check"], found["records"], "–"),
    ]
    say(f"Every rule over {PUPILS:,} pupils with {CHANGES + 1} acts each against sqlite3 + pydantic", table)
    return table


def _changes(home: Path) -> None:
    """A new telephone number for everybody, as often as CHANGES says."""
    now = datetime.now(UTC)
    for turn in range(CHANGES):
        body = {"changes": {"phone": f"1380000{turn:04}"}}
        with open_desk("write", home=home, now=now) as desk:
            change_records(desk, queries.everyone(desk.registry), "updated", partial(_same, body), Errand(desk.today))


def _same(body: dict[str, Any], _: object) -> dict[str, Any]:
    return body


if __name__ == "__main__":
    main()
