"""Reading commands on 5,000 pupils, beside the least that a Typer program with SQLite can be. Target ≤ 2 ×."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import (
    KEY,
    PASSPHRASE,
    Line,
    environment,
    in_turns,
    new_school,
    new_secrets,
    new_workbook,
    run,
    say,
    xj,
)

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
    """`show`, `find`, `status` and `history` on an encrypted registry, its key on a descriptor, and on a plain one;
    apart, what it costs to unlock by a passphrase or from a keyring. Whole processes.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        book, bare = scratch / "book.xlsx", scratch / "bare.py"
        new_secrets(scratch)
        new_workbook(book, PUPILS, scratch)
        bare.write_text(_BARE, encoding="utf-8")
        lines = {
            "pass": [sys.executable, "-c", "pass"],
            "bare": [sys.executable, str(bare), str(scratch / "plain" / "registry.db"), "王"],
        }
        for name, (init, opening) in _HOMES.items():
            home = scratch / name
            new_school(home, scratch, *init)
            run(xj(home, "import", str(book), "--yes", *opening), scratch)
            record = _first_record(home, scratch, opening)
            for words in (
                ("show", record),
                ("find", "王"),
                ("find", "--grade", "三年级"),
                ("status",),
                ("history", record),
            ):
                if name in ("encrypted", "plain") or words == ("status",):
                    shown = " ".join(word for word in words if word != record)
                    lines[f"{name}: {shown}"] = xj(home, *words, *opening)
        found = in_turns(lines, scratch, rounds=ROUNDS)
    names = [name for name in lines if name not in ("pass", "bare")]
    table = [
        Line(name, found[name], found["bare"], TARGET if name.startswith(("encrypted", "plain")) else "apart")
        for name in names
    ]
    say(f"Reading commands on {PUPILS:,} pupils against a bare Typer program with one query", table)
    against = [name for name in names if name.startswith(("encrypted", "plain"))]
    say("The same against `python -c pass`", [Line(name, found[name], found["pass"], "≤ 9") for name in against])
    return table


#: How each home is set up, and how it is opened.
_HOMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "encrypted": (("--key-fd", KEY), ("--key-fd", KEY)),
    "plain": (("--plain",), ()),
    "by passphrase": (("--passphrase-fd", PASSPHRASE), ("--passphrase-fd", PASSPHRASE)),
    "by keyring": (("--keyring",), ()),
}


def _first_record(home: Path, scratch: Path, opening: Sequence[str]) -> str:
    handed = {word: os.open(scratch / word.strip("{}"), os.O_RDONLY) for word in (KEY, PASSPHRASE) if word in opening}
    done = subprocess.run(
        [str(handed.get(word, word)) for word in xj(home, "find", "--limit", "1", "--json", *opening)],
        cwd=scratch, env=environment(scratch), capture_output=True, check=True, pass_fds=tuple(handed.values()),
    )  # fmt: skip
    for descriptor in handed.values():
        os.close(descriptor)
    return str(json.loads(done.stdout)["result"]["items"][0]["record_id"])


if __name__ == "__main__":
    main()
