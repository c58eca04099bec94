"""The authority's store on both engines: how fast a bundle is taken in beside COPY or executemany of the same rows, how
the duplicate check grows with the register, a whole county on two cores, fifty schools at once, memory.

`python -m tests.bench store`; XJ_BENCH_REGISTERED, XJ_BENCH_SCHOOLS and XJ_BENCH_PUPILS make it larger or smaller.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Table, select

from tests.authority import school_double
from tests.authority.school_double import ROOT, School, approve_clean, authority, environment, person, school
from tests.authority.test_web import put, served
from tests.bench.measure import Line, Run, say
from tests.postgres import PASSWORD, Server, running
from xjcli.authority.answers import flush_all
from xjcli.authority.intake import take_in
from xjcli.authority.office import Office
from xjcli.authority.store import ledger, schools
from xjcli.authority.store.engine import open_engine, transaction
from xjcli.authority.store.tables import metadata

PUPILS = int(os.environ.get("XJ_BENCH_PUPILS", "2000"))
SCHOOLS = int(os.environ.get("XJ_BENCH_SCHOOLS", "200"))
REGISTERED = int(os.environ.get("XJ_BENCH_REGISTERED", "1000000"))
FEW, ROUNDS, AT_ONCE, WORKERS = 100_000, 5, 50, 2
#: What a bundle of enrolments writes.
WRITTEN = ("school_acts", "records", "tokens", "cases", "ledger", "bundles")
_A_DAY = 900
_TAKE_IN = """
import sys
from pathlib import Path
from xjcli.authority.intake import take_in
from xjcli.authority.intake import take_in
from xjcli.authority.office import open_office
office = open_office(Path(sys.argv[1]), live=True)
for name in sys.argv[2:]:
    taken = take_in(office, Path(name).read_bytes())
    assert taken.outcome == 'accepted', taken.outcome
# Not ru_maxrss, which a child begins with what its parent held. Linux alone says this.
status = Path('/proc/self/status').read_text()
print(status.partition('VmHWM:')[2].split()[0])
"""


def pupil(serial: int) -> dict[str, str]:
    """An invented pupil, another one for every serial number."""
    born = (date(1990, 1, 1) + timedelta(days=serial // _A_DAY)).isoformat()
    return person(serial % _A_DAY, birth_date=born, name=f"测试{serial}号")


def enrolled(made: School, first: int, count: int) -> bytes:
    """The next bundle of a school: so many new pupils."""
    for serial in range(first, first + count):
        made.enroll(f"r-{serial:08d}", pupil(serial))
    return made.bundle().bytes


@contextmanager
def office_on(server: Server | None, scratch: Path) -> Iterator[Office]:
    """A new authority on this server, or on SQLite."""
    school_double.new_database = server.new_database if server else lambda: ""
    office = authority(Path(tempfile.mkdtemp(dir=scratch)) / "a")
    yield office
    office.store.close()


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def take_in_beside_floor(server: Server | None, scratch: Path) -> tuple[Run, Run]:
    """A bundle of PUPILS enrolments, and the same rows into the same tables and indexes, in turns; medians."""
    ours, floor = [], []
    for _ in range(ROUNDS):
        with office_on(server, scratch) as office:
            data = enrolled(school(office), 0, PUPILS)
            ours.append(timed(partial(take_in, office, data)))
            with office.store.reading() as tx:
                rows = {name: [tuple(row) for row in tx.execute(select(metadata.tables[name]))] for name in WRITTEN}
        floor.append(_floor(server, scratch, rows))
    return Run(statistics.median(ours), 0.0), Run(statistics.median(floor), 0.0)


def _floor(server: Server | None, scratch: Path, rows: dict[str, list[Any]]) -> float:
    url: Any = server.new_database() if server else scratch / "floor.db"
    engine = open_engine(url)
    with transaction(engine, writes=True) as tx:
        metadata.create_all(tx)
    engine.dispose()
    seconds = timed(lambda: _copied(url, rows) if server else _inserted(url, rows))
    if server is None:
        url.unlink()
    return seconds


def _columns(name: str) -> str:
    table: Table = metadata.tables[name]
    return ", ".join(table.columns.keys())


def _copied(url: str, rows: dict[str, list[Any]]) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for name, found in rows.items():
            with cursor.copy(f"COPY {name} ({_columns(name)}) FROM STDIN".encode()) as copy:
                for row in found:
                    copy.write_row(row)


def _inserted(path: Path, rows: dict[str, list[Any]]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        for name, found in rows.items():
            marks = ", ".join("?" * len(found[0]))
            connection.executemany(f"INSERT INTO {name} ({_columns(name)}) VALUES ({marks})", found)  # noqa: S608  our own names
        connection.commit()


def register(office: Office, first: int, count: int) -> None:
    """So many identities that other schools hold, by COPY or executemany."""
    rows = (
        (kind, office.token(kind, f"{serial}"), "9999999999", f"r-{serial}")
        for serial in range(first, first + count)
        for kind in ("document", "person")
    )
    if office.store.engine.dialect.name == "postgresql":
        with office.store.writing() as tx, tx.connection.cursor().copy("COPY tokens FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    with closing(sqlite3.connect(office.home / "authority.db")) as connection:
        connection.executemany("INSERT INTO tokens VALUES (?, ?, ?, ?)", rows)
        connection.commit()


def growth(server: Server | None, scratch: Path) -> tuple[Run, Run]:
    """A bundle of new pupils against FEW and against REGISTERED registered ones; medians."""
    medians = []
    with office_on(server, scratch) as office:
        made, serial = school(office), 0
        for count, more in ((FEW, FEW), (REGISTERED, REGISTERED - FEW)):
            register(office, count - more, more)
            found = []
            for _ in range(ROUNDS):
                data = enrolled(made, serial, PUPILS // 4)
                serial += PUPILS // 4
                found.append(timed(partial(take_in, office, data)))
            medians.append(statistics.median(found))
    return Run(medians[1], 0.0), Run(medians[0], 0.0)


def county(server: Server | None, scratch: Path) -> list[str]:
    """SCHOOLS × PUPILS taken in and checked by WORKERS processes, approved and answered."""
    with office_on(server, scratch) as office:
        paths = []
        for number in range(SCHOOLS):
            made = school(office, f"21{number:08d}")
            paths.append(scratch / f"{number}.xjb")
            paths[-1].write_bytes(enrolled(made, number * PUPILS, PUPILS))
        in_seconds = timed(lambda: _in_processes(office, [paths[each::WORKERS] for each in range(WORKERS)]))
        approved: list[dict[str, Any]] = []
        out_seconds = timed(lambda: approved.append(approve_clean(office))) + timed(partial(flush_all, office))
        total = SCHOOLS * PUPILS
        assert approved[0]["approved"] == total, approved[0]["waiting"]
        with office.store.reading() as tx:
            lasts = [max(ledger.hashes(tx, each.code, [PUPILS], theirs=True)) for each in schools.every(tx)]
        assert lasts == [PUPILS] * SCHOOLS
        name = office.store.engine.dialect.name
    return [
        f"{name}: {SCHOOLS} × {PUPILS:,} taken in and checked in {in_seconds:.0f} s ({total / in_seconds:,.0f}/s), "
        f"approved and answered in {out_seconds:.0f} s ({total / out_seconds:,.0f}/s)"
    ]


def _in_processes(office: Office, shares: list[list[Path]]) -> list[int]:
    """Each share by a process of its own; how much memory each held, in KiB."""
    office.store.close()
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _TAKE_IN, str(office.home), *map(str, share)], cwd=ROOT, env=environment(),
            stdout=subprocess.PIPE, text=True,
        )
        for share in shares
    ]  # fmt: skip
    said = [worker.communicate()[0] for worker in workers]
    assert not any(worker.returncode for worker in workers)
    return [int(text) for text in said]


def at_once(server: Server | None, scratch: Path) -> list[str]:
    """AT_ONCE schools push over HTTP at the same moment; every act is there once."""
    each = max(PUPILS // 20, 1)
    with office_on(server, scratch) as office:
        made = [school(office, f"22{number:08d}") for number in range(AT_ONCE)]
        for number, one in enumerate(made):
            enrolled(one, number * each, each)
        name, words = office.store.engine.dialect.name, ("--workers", str(WORKERS))
        with served(office.home, *words) as (client, _), ThreadPoolExecutor(AT_ONCE) as pool:
            client.timeout = 300
            statuses: list[int] = []
            seconds = timed(lambda: statuses.extend(pool.map(lambda one: put(client, one.sent[0]).status_code, made)))
        assert statuses == [201] * AT_ONCE, statuses
        with office.store.reading() as tx:
            for one in made:
                assert [item.act.seq for item in ledger.mirrored(tx, one.code)] == list(range(1, each + 1))
    total = AT_ONCE * each
    return [
        f"{name}: {AT_ONCE} schools × {each} at once, {seconds:.1f} s ({total / seconds:,.0f}/s), none lost or double"
    ]


def memory(scratch: Path) -> list[str]:
    """The most memory that one process held for a bundle, and for one eight times as large."""
    said = []
    for count in (PUPILS // 4, PUPILS * 2):
        with office_on(None, scratch) as office:
            path = scratch / "one.xjb"
            path.write_bytes(enrolled(school(office), 0, count))
            (kibibytes,) = _in_processes(office, [[path]])
            said.append(f"{count:,} pupils ({path.stat().st_size / 2**20:.1f} MiB sealed): {kibibytes / 1024:.0f} MiB")
    return said


def main() -> list[Line]:
    """Both engines, one after the other."""
    os.environ["PGPASSWORD"] = PASSWORD
    table: list[Line] = []
    said: list[str] = []
    with tempfile.TemporaryDirectory() as folder, running(durable=True) as server:
        scratch = Path(folder)
        for name, where, floor in (("SQLite", None, "executemany"), ("PostgreSQL", server, "COPY")):
            ours, beside = take_in_beside_floor(where, scratch)
            rate = f"{PUPILS / ours.seconds:,.0f}/s"
            table.append(Line(f"{name}: {PUPILS:,} enrolments taken in ({rate}), {floor}", ours, beside, "≤ 10, aim 4"))
            table.append(Line(f"{name}: new pupils against {REGISTERED:,} and {FEW:,}", *growth(where, scratch), "≈ 1"))
            said += at_once(where, scratch)
        said += memory(scratch)
        if SCHOOLS:
            said += county(server, scratch)
    say("The authority takes in, beside the floor of the same rows", table)
    sys.stdout.write("\n" + "".join(f"* {line}\n" for line in said))
    return table


if __name__ == "__main__":
    main()
