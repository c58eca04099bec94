"""What a pupil more costs: imports of 1,000, 10,000 and 100,000 different pupils, each into an empty registry.

The marginal cost of a row is (t100k - t10k) / 90,000 against (t10k - t1k) / 9,000: 1 means that a large school pays no
more for a pupil than a small one. Start-up and what is done once fall out of both.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Run, new_school, new_workbook, run, xj

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 2
TARGET = "≤ 1.3"


def main() -> float:
    """The growth; the first round of each size only warms up, except the largest, which is long enough."""
    found: dict[int, Run] = {}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        empty, home = scratch / "empty", scratch / "home"
        new_school(empty, scratch)
        for size in SIZES:
            book = scratch / f"{size}.xlsx"
            new_workbook(book, size, scratch)
            runs = []
            for _ in range(ROUNDS + 1):
                shutil.rmtree(home, ignore_errors=True)
                shutil.copytree(empty, home)
                runs.append(run(xj(home, "import", str(book), "--yes", "--json"), scratch))
            kept = runs[1:]
            found[size] = Run(statistics.median(each.seconds for each in kept), max(each.mebibytes for each in kept))
    growth = _marginal(found, 1, 2) / _marginal(found, 0, 1)
    sys.stdout.write("\n### Import of different pupils × 71 cells: what a row more costs\n\n")
    sys.stdout.write("| pupils | seconds | peak | a row more |\n|---:|---:|---:|---:|\n")
    for place, size in enumerate(SIZES):
        more = f"{_marginal(found, place - 1, place) * 1e6:.0f} µs" if place else "–"
        sys.stdout.write(f"| {size:,} | {found[size].seconds:.2f} | {found[size].mebibytes:.0f} MiB | {more} |\n")
    sys.stdout.write(f"\nA row among 100,000 costs {growth:.2f} × one among 10,000 (target {TARGET}).\n")
    sys.stdout.flush()
    return growth


def _marginal(found: dict[int, Run], smaller: int, larger: int) -> float:
    """Seconds for each row between two sizes."""
    less, more = SIZES[smaller], SIZES[larger]
    return (found[more].seconds - found[less].seconds) / (more - less)


if __name__ == "__main__":
    main()
