"""升级 of 3,000 pupils in one transaction beside `executemany` of as many rows of the same size. Target ≤ 3 ×.

The baseline writes the very rows that the promotion leaves, ready made, into the same tables of an empty registry:
each act and each record once, same indexes, same triggers, synced. Ours reads the roll, judges each pupil, folds,
chains and writes the acts and the changed columns. Both in one process, in turns.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.measure import Line, Run, new_workbook, say
from xjcli.desk import Desk, open_desk
from xjcli.procedures.change import Errand
from xjcli.procedures.import_ import import_
from xjcli.procedures.init import School, init
from xjcli.procedures.promote import Wish, promote
from xjcli.registry.ledger import FILE_NAME, Registry

PUPILS = 3_600  # six grades, of which the last is not promoted
PROMOTED = 3_000
ROUNDS = 7
TARGET = "≤ 3"
ENTERED, PROMOTION = datetime(2026, 9, 2, 1, tzinfo=UTC), datetime(2027, 9, 2, 1, tzinfo=UTC)
SCHOOL = School("2132000001", "测试小学", "320102", "primary", "6-3", "320102", registrar="测试老师")


def main() -> list[Line]:
    """Ours and the baseline, in turns; the first round only warms up."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        full = scratch / "full"
        _fill(full, scratch)
        acts, records = _rows_of(_promoted(full, scratch / "once"))
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(ROUNDS + 1):
            mine, other = _promotion(full, scratch / f"home{turn}"), _baseline(scratch / f"{turn}.db", acts, records)
            if turn:
                ours.append(mine)
                theirs.append(other)
    found = Run(statistics.median(ours), 0.0), Run(statistics.median(theirs), 0.0)
    table = [Line("`promote`, in its process", *found, TARGET)]
    say(f"Promotion of {PROMOTED:,} pupils against executemany of as many rows of the same size", table)
    return table


def _fill(home: Path, scratch: Path) -> None:
    book = scratch / "book.xlsx"
    new_workbook(book, PUPILS, scratch)
    init(home, SCHOOL, now=ENTERED)
    with open_desk("write", home=home, now=ENTERED) as desk:
        import_(desk, book, way="enrol", on=desk.today, confirm=lambda _: True)


def _promoted(full: Path, home: Path) -> Path:
    _promotion(full, home)
    return home


def _promotion(full: Path, home: Path) -> float:
    shutil.copytree(full, home)
    with open_desk("write", home=home, now=PROMOTION) as desk:
        desk.rules  # noqa: B018  the rule pack is read once a process, whatever is promoted
        return _timed(lambda: _require(desk))


def _require(desk: Desk) -> None:
    count = promote(desk, Wish(), Errand(desk.today)).result["count"]
    if count != PROMOTED:
        raise SystemExit(f"{count} were promoted")


def _rows_of(home: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The acts of the promotion, numbered from 1, and the records that they changed."""
    with Registry(home / FILE_NAME, "read") as registry:
        acts = registry.rows("select * from acts where kind = 'promoted' order by seq")
        records = registry.rows("select * from records where promoted_year = 2027 order by record_id")
    return [(number, *tuple(row)[1:]) for number, row in enumerate(acts, 1)], [tuple(row) for row in records]


def _baseline(path: Path, acts: list[tuple[Any, ...]], records: list[tuple[Any, ...]]) -> float:
    def write() -> None:
        with registry.transaction():
            for table, rows in (("acts", acts), ("records", records)):
                marks = ",".join("?" * len(rows[0]))
                registry.connection.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608  ours

    with Registry(path, "create") as registry:
        return _timed(write)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
