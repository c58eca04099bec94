"""Opens the authority's database: the one module that knows which engine it is.

SQLite for a county (nothing to install), PostgreSQL for a city or a province; everything else speaks SQLAlchemy
Core. On SQLite a commit survives a power cut (`synchronous=FULL`, rollback journal, so it is safe on a network
share) and a writer takes its lock at the start (`BEGIN IMMEDIATE`), so two writers queue and never deadlock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from xjcli.authority.store.tables import APPEND_ONLY, DENSE, metadata
from xjcli.authority.store.work import begin, end, listen, send
from xjcli.errors import Problem, Refusal

#: How long a writer waits for another one, in seconds.
BUSY_SECONDS = 30
_WRITES, _SCHOOL, _REHEARSED = "xj_writes", "xj_school", "xj_rehearsed"
#: What SQLite says when another transaction was in the way.
_BUSY_WORDS = ("locked", "busy")


class Alone(Exception):
    """An errand for one school came to what concerns others: it is done again from the start, with nobody beside it."""


class Crossed(Refusal):
    """Two errands stood in each other's way and this one gave way: doing it again helps."""


def open_engine(target: Path | str) -> Engine:
    """An engine for a SQLite file (a path) or for a PostgreSQL URL (a text). Nothing is opened yet."""
    if isinstance(target, str):
        from xjcli.authority.store.postgresql import open_postgresql

        return open_postgresql(target)
    engine = create_engine(f"sqlite:///{target.as_posix()}", connect_args={"timeout": BUSY_SECONDS}, poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    listen(engine)
    return engine


def _prepare(dbapi: Any, _record: object) -> None:
    dbapi.isolation_level = None  # the transaction is begun below, not by the driver
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "journal_mode=DELETE", "trusted_schema=OFF"):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes(connection) else "BEGIN")


def writes(connection: Connection) -> bool:
    """True in a transaction that was opened for writing."""
    return bool(connection.get_execution_options().get(_WRITES, False))


def school_of(connection: Connection) -> str:
    """The one school that this transaction writes for, beside those for others; empty where it is alone."""
    return str(connection.get_execution_options().get(_SCHOOL, ""))


def rehearsed(connection: Connection) -> dict[str, int] | None:
    """What was counted so far in a transaction of which nothing is kept; None in any other."""
    found: dict[str, int] | None = connection.get_execution_options().get(_REHEARSED)
    return found


def own(connection: Connection, school: str = "") -> None:
    """What is written is this school's, or (empty) concerns several. Raises Alone in a transaction for another one."""
    mine = school_of(connection)
    if mine and mine != school:
        raise Alone


@contextmanager
def transaction(engine: Engine, *, writes: bool, keep: bool = True, school: str = "") -> Iterator[Connection]:
    """One transaction; with `keep=False` it is rolled back at the end, which is what a rehearsal needs.

    Raises Refusal `authority.store-busy`, `authority.disk`, `authority.store-unusable` for the driver's own errors.
    """
    beside = school if engine.dialect.name == "postgresql" else ""  # SQLite has one writer
    try:
        with (
            engine.connect().execution_options(
                **{_WRITES: writes, _SCHOOL: beside, _REHEARSED: None if keep else {}}
            ) as connection,
            connection.begin() as running,
            waiting(connection, writes=writes),
        ):
            yield connection
            if not keep:
                send(connection)  # what would have failed fails in a rehearsal too
                running.rollback()
    except DatabaseError as error:
        if _crossed(engine, error):
            raise Crossed(Problem("authority.store-busy")) from error
        code = _meaning(engine, error)
        if code:
            raise Refusal(Problem(code)) from error
        raise


@contextmanager
def waiting(connection: Connection, *, writes: bool = True) -> Iterator[None]:
    """Rows wait in this block and are sent at its end, unless it fails."""
    if not writes:
        yield
        return
    begin(connection)
    try:
        yield
        send(connection)
    finally:
        end(connection)


def _crossed(engine: Engine, error: DatabaseError) -> bool:
    if engine.dialect.name != "postgresql":
        return False
    from xjcli.authority.store.postgresql import crossed

    return crossed(error)


def _meaning(engine: Engine, error: DatabaseError) -> str:
    """The code of what the driver said; empty for what is a defect of ours or a collision."""
    if engine.dialect.name == "postgresql":
        from xjcli.authority.store.postgresql import meaning

        return meaning(error)
    if isinstance(error, OperationalError):
        if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_FULL":
            return "authority.disk"
        busy = any(word in str(error.orig) for word in _BUSY_WORDS)
        return "authority.store-busy" if busy else "authority.store-unusable"
    # "file is not a database", "disk image is malformed"
    return "authority.store-unusable" if type(error) is DatabaseError else ""


def create_tables(connection: Connection) -> None:
    """Create the tables and the triggers that keep the ledgers append-only and dense."""
    metadata.create_all(connection)
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def _guards(dialect: str) -> list[str]:
    if dialect == "postgresql":
        from xjcli.authority.store.postgresql import guards

        return guards()
    statements = []
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            statements.append(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for table in DENSE:
        # INSERT OR REPLACE walks past delete triggers, so the place itself is checked as well.
        last = f"SELECT COALESCE(MAX(seq), 0) FROM {table} WHERE school = NEW.school"  # noqa: S608  our own names
        statements.append(
            f"CREATE TRIGGER {table}_dense BEFORE INSERT ON {table} WHEN NEW.seq IS NOT ({last}) + 1 "
            f"BEGIN SELECT RAISE(ABORT, '{table} must stay dense'); END"
        )
    return statements
