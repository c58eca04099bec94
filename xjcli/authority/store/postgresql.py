"""PostgreSQL for a city or a province: how it is reached, what it must be, and what its errors mean.

The URL goes to libpq as it is, so that PGPASSWORD, a password file, a service and TLS options work as everywhere;
a password never stands in it.

Many write at once. An errand for one school shares the writers' lock with those for other schools, holds the rows of
its own channel, and writes nothing of another's; the identities that it takes are unique rows, so of two bundles with
one pupil the second waits for the end of the first and then sees it (第六条). Whatever concerns several schools (a
handover, an identity that becomes free) holds the writers' lock alone. Locks are taken in one order: the writers'
lock, the channel, identities in the order of their tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from xjcli.authority.store.engine import BUSY_SECONDS, rehearsed, school_of, writes
from xjcli.authority.store.tables import APPEND_ONLY, CASE_PREFIXES, DENSE, meta
from xjcli.authority.store.work import listen
from xjcli.errors import Problem, Refusal

OLDEST = 13
_SCHEMES = ("postgresql", "postgres")
_SECRETS = ("password", "sslpassword")
#: The lock of our writers, a number of our own: "xjauth".
_WRITERS = 0x786A61757468
_BUSY = ("55P03",)  # lock timeout
_CROSSED = ("40P01", "40001")  # deadlock, could not serialize
_HOLD = "SELECT direction FROM channels WHERE school = %s ORDER BY direction FOR UPDATE"
#: What the trigger asks of its own table once per statement, for PostgreSQL's `format`: each school's new rows follow
#: its last one without a gap.
_HOLES = (
    "SELECT count(*) FROM (SELECT school, min(seq) AS low, max(seq) AS high, count(*) AS many FROM fresh "
    "GROUP BY school) AS f WHERE f.high - f.low + 1 <> f.many OR f.low <> 1 + COALESCE("
    "(SELECT max(t.seq) FROM %%I.%%I AS t WHERE t.school = f.school AND t.seq < f.low), 0)"
)
_DENIED = ("42501", "42P01")  # no right to a table, no such table
_DISK_FULL = "53100"


def read_address(text: str) -> str:
    """A PostgreSQL URL without a password. Refuses `authority.db-url`, `authority.db-password`; quotes neither."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise Refusal(Problem("authority.db-url")) from None
    if url.drivername not in _SCHEMES:
        raise Refusal(Problem("authority.db-url"))
    if url.password is not None or any(name in url.query for name in _SECRETS):
        raise Refusal(Problem("authority.db-password"))
    _require_readable(text.strip())
    return text.strip()


def _require_readable(address: str) -> None:
    """libpq's own reading: a parameter that it does not know is a wrong address, not a defect of ours."""
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:  # told when the store is opened
        return
    try:
        conninfo_to_dict(address)
    except ProgrammingError:
        raise Refusal(Problem("authority.db-url")) from None


def open_postgresql(address: str) -> Engine:
    """An engine for this URL. Nothing is opened yet. Refuses `authority.db-driver` where psycopg is missing."""
    try:
        import psycopg
    except ImportError:
        raise Refusal(Problem("authority.db-driver")) from None

    def connect() -> Any:
        return psycopg.connect(
            address, connect_timeout=BUSY_SECONDS, application_name="xj-authority", client_encoding="UTF8"
        )

    engine = create_engine("postgresql+psycopg://", creator=connect, pool_pre_ping=True)
    event.listen(engine, "begin", _begin)
    listen(engine)
    return engine


def _begin(connection: Connection) -> None:
    if writes(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        school = school_of(connection)
        if school:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({_WRITERS})")
            connection.exec_driver_sql(_HOLD, (school,))
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def crossed(error: DBAPIError) -> bool:
    """True where two transactions stood in each other's way and this one gave way."""
    return getattr(error.orig, "sqlstate", None) in _CROSSED


def copy_rows(tx: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows into a table; its errors are those of any other statement."""
    import psycopg

    cursor = tx.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error, dialect=tx.dialect) from error
    finally:
        cursor.close()


def meaning(error: DBAPIError) -> str:
    """The code of what the server said; empty for what is a defect of ours."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY:
        return "authority.store-busy"
    if state == _DISK_FULL:
        return "authority.disk"
    if state in _DENIED:
        return "authority.store-unusable"
    return "authority.db-unreachable" if isinstance(error, OperationalError) else ""


def require_fit(tx: Connection) -> None:
    """第二十四条: a server that we know, and that keeps every character. Refuses `authority.db-unfit`."""
    encoding = str(tx.exec_driver_sql("SHOW server_encoding").scalar())
    version = int(tx.exec_driver_sql("SHOW server_version_num").scalar() or 0) // 10000
    if version < OLDEST or encoding != "UTF8":
        raise Refusal(Problem("authority.db-unfit", params={"found": f"PostgreSQL {version}, {encoding}"}))


def installation(tx: Connection) -> str:
    """Which authority keeps its store here; empty where nothing stands. Refuses `authority.db-foreign`."""
    there = set(inspect(tx).get_table_names())
    if not there:
        return ""
    if not {meta.name, *APPEND_ONLY} <= there:
        raise Refusal(Problem("authority.db-foreign"))
    return str(tx.execute(select(meta.c.value).where(meta.c.key == "installation")).scalar() or "")


def counter(prefix: str) -> str:
    """The sequence of case numbers with this letter: nobody waits for another one's case."""
    return f"case_{prefix.lower()}"


def draw(tx: Connection, prefix: str, count: int) -> list[int]:
    """The next case numbers. They are never given back: a transaction that fails leaves a gap, not a second case."""
    counted = rehearsed(tx)
    if counted is not None:  # nothing is kept, and nobody else writes beside it
        first = counted.get(prefix) or _next_of(tx, prefix)
        counted[prefix] = first + count
        return list(range(first, first + count))
    drawn = tx.exec_driver_sql("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", (counter(prefix), count))
    return [int(value) for value in drawn.scalars()]


def _next_of(tx: Connection, prefix: str) -> int:
    """What the sequence would give next; it is not asked for it."""
    name = counter(prefix)
    wanted = f"SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {name}"  # noqa: S608  our own name
    return int(tx.exec_driver_sql(wanted).scalar_one())


def guards() -> list[str]:
    """Triggers that keep the ledgers append-only and dense; what they refuse is an integrity violation."""
    raising = "USING ERRCODE = 'integrity_constraint_violation'"
    statements = [
        "CREATE OR REPLACE FUNCTION xj_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME {raising}; END $$",
        "CREATE OR REPLACE FUNCTION xj_dense() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE holes bigint; BEGIN EXECUTE format('{_HOLES}', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO holes; "
        "IF holes > 0 THEN "
        f"RAISE EXCEPTION '%% must stay dense', TG_TABLE_NAME {raising}; END IF; RETURN NULL; END $$",
    ]
    for table in APPEND_ONLY:
        for verb, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            statements.append(
                f"CREATE TRIGGER {table}_no_{verb.split()[0].lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION xj_append_only()"
            )
    for table in DENSE:
        statements.append(
            f"CREATE TRIGGER {table}_dense AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
            "FOR EACH STATEMENT EXECUTE FUNCTION xj_dense()"
        )
    statements += [f"CREATE SEQUENCE {counter(prefix)}" for prefix in CASE_PREFIXES]
    return statements
