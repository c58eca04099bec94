"""How long `xj` takes to say its version, beside the bare interpreter. Target ≤ 1.5 × (speed.md)."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Line, in_turns, say

ROUNDS = 31
TARGET = "≤ 1.5"


def console_script() -> Path | None:
    """`xj` beside this interpreter, if it was installed there."""
    script = Path(sys.executable).parent / ("xj.exe" if os.name == "nt" else "xj")
    return script if script.is_file() else None


def main() -> list[Line]:
    """Both ways to start, and the help for comparison."""
    python = sys.executable
    lines = {
        "pass": [python, "-c", "pass"],
        "module": [python, "-m", "xjcli", "--version"],
        "help": [python, "-m", "xjcli", "--help"],
    }
    script = console_script()
    if script is not None:
        lines["script"] = [str(script), "--version"]
    with tempfile.TemporaryDirectory() as folder:
        found = in_turns(lines, Path(folder), rounds=ROUNDS)
    bare = found["pass"]
    table = [Line("`python -m xjcli --version`", found["module"], bare, TARGET)]
    if script is not None:
        table.append(Line("`xj --version`", found["script"], bare, TARGET))
    table.append(Line("`python -m xjcli --help`", found["help"], bare, "≤ 6"))
    say("Start-up against `python -c pass`", table)
    return table


if __name__ == "__main__":
    main()
