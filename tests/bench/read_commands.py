"""Reading commands on 5,000 pupils, beside the least that a Typer program with SQLite can be. Target ≤ 2 ×."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Line, environment, in_turns, new_school, new_workbook, run, say, xj

PUPILS = 5_000
ROUNDS = 21
TARGET = "≤ 2"

_BARE = """
import sqlite3
import sys

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def find(path: str, name: str) -> None:
    connection = sqlite3.connect(path)
    sql = "select record_id, name, class_no, standing from records where name like ? limit 50"
    for row in connection.execute(sql, (name + "%",)):
        sys.stdout.write("  ".join(row) + "\\n")


app()
"""


def main() -> list[Line]:
    """`show`, `find`, `status` and `history` as whole processes; also against the bare interpreter (speed.md: ≤ 9)."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        home, book, bare = scratch / "home", scratch / "book.xlsx", scratch / "bare.py"
        new_school(home, scratch)
        new_workbook(book, PUPILS, scratch)
        run(xj(home, "import", str(book), "--yes"), scratch)
        bare.write_text(_BARE, encoding="utf-8")
        record = _first_record(home, scratch)
        lines = {
            "pass": [sys.executable, "-c", "pass"],
            "bare": [sys.executable, str(bare), str(home / "registry.db"), "王"],
            "show": xj(home, "show", record),
            "find 王": xj(home, "find", "王"),
            "find --grade 三年级": xj(home, "find", "--grade", "三年级"),
            "status": xj(home, "status"),
            "history": xj(home, "history", record),
        }
        found = in_turns(lines, scratch, rounds=ROUNDS)
    names = [name for name in lines if name not in ("pass", "bare")]
    table = [Line(f"`xj {name}`", found[name], found["bare"], TARGET) for name in names]
    say(f"Reading commands on {PUPILS:,} pupils against a bare Typer program with one query", table)
    say(
        "The same against `python -c pass`", [Line(f"`xj {name}`", found[name], found["pass"], "≤ 9") for name in names]
    )
    return table


def _first_record(home: Path, scratch: Path) -> str:
    done = subprocess.run(
        xj(home, "find", "--limit", "1", "--json"),
        cwd=scratch,
        env=environment(scratch),
        capture_output=True,
        check=True,
    )
    return str(json.loads(done.stdout)["result"]["items"][0]["record_id"])


if __name__ == "__main__":
    main()
