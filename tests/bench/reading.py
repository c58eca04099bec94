"""Reading a workbook of 71 columns beside openpyxl's read-only mode and python-calamine. Target ≥ 10 × openpyxl.

Two files: texts inside the cells, as openpyxl's write-only mode and our own writer leave them, and texts in a table of
their own, as Excel, WPS and LibreOffice save. Then 1,000, 10,000 and 100,000 rows: the cost of one more row must not
grow (≤ 1.3 ×), and a workbook of 100,000 rows must fit well below 1 GiB.
Run: python -m tests.bench.reading READER FILE, where READER is xj, openpyxl or calamine.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench.measure import Line, Run, in_turns, run, say

ROWS = 10_000
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
TARGET = "≥ 10"
FORMS = {"inline": "texts in the cells", "shared": "shared texts, as Excel saves"}


def by_xj(path: Path) -> int:
    """All that `read_table` does: guards, digest, header, remarks."""
    from xjcli.sheets.read import read_table

    return len(read_table(path).rows)


def by_openpyxl(path: Path) -> int:
    """The cells only."""
    from openpyxl import load_workbook

    return len([*load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)])


def by_calamine(path: Path) -> int:
    """The cells only."""
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


READERS: Mapping[str, Callable[[Path], int]] = {"xj": by_xj, "openpyxl": by_openpyxl, "calamine": by_calamine}


def main() -> list[Line]:
    """Whole processes in turns, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        books = {form: _book(scratch, form, ROWS) for form in FORMS}
        lines = {(form, name): _line(name, book) for form, book in books.items() for name in READERS}
        found = in_turns({f"{form} {name}": line for (form, name), line in lines.items()}, scratch, rounds=ROUNDS)
        for name, target in (("openpyxl", TARGET), ("calamine", "–")):
            table = [
                Line(f"{ROWS:,} × 71, {words}", found[f"{form} xj"], found[f"{form} {name}"], target, faster=True)
                for form, words in FORMS.items()
            ]
            say(f"Reading a workbook against {name} (× faster)", table)
        return [*table, _growth(scratch)]


def _growth(scratch: Path) -> Line:
    """(t100k − t10k) / 90 beside (t10k − t1k) / 9: the cost of a thousand rows more, at either end."""
    books = {f"{size}": _line("xj", _book(scratch, "shared", size)) for size in SIZES}
    found = in_turns(books, scratch, rounds=ROUNDS)
    small, middle, large = (found[name] for name in books)
    late = Run((large.seconds - middle.seconds) / 90, large.mebibytes)
    early = Run((middle.seconds - small.seconds) / 9, middle.mebibytes)
    line = Line("1,000 rows more, at 100,000 against at 10,000", late, early, "≤ 1.3; < 1,024 MiB")
    say("Reading: what one row more costs", [line])
    return line


def _book(scratch: Path, form: str, rows: int) -> Path:
    path = scratch / f"{form}-{rows}.xlsx"
    run([sys.executable, "-m", "tests.bench.workbook", str(path), str(rows), form], scratch)
    return path


def _line(name: str, book: Path) -> Sequence[str]:
    return [sys.executable, "-m", "tests.bench.reading", name, str(book)]


if __name__ == "__main__":
    if READERS[sys.argv[1]](Path(sys.argv[2])) < SIZES[0]:
        raise SystemExit("rows are missing")
