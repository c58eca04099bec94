"""PostgreSQL for a city or a province: how it is reached, what it must be, and what its errors mean.

The URL goes to libpq as it is, so that PGPASSWORD, a password file, a service and TLS options work as everywhere;
a password never stands in it. A writer takes one lock of the database for its transaction, as on SQLite: 查重
compares the pupils of all schools, and two bundles that do not see each other would hide a twin (第六条).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from xjcli.authority.store.engine import BUSY_SECONDS, writes
from xjcli.authority.store.tables import APPEND_ONLY, DENSE, meta
from xjcli.errors import Problem, Refusal

OLDEST = 13
_SCHEMES = ("postgresql", "postgres")
_SECRETS = ("password", "sslpassword")
#: The lock of our writers, a number of our own: "xjauth".
_WRITERS = 0x786A61757468
_BUSY = ("55P03", "40P01", "40001")  # lock timeout, deadlock, could not serialize
#: What the trigger asks of its own table, for PostgreSQL's `format`.
_LAST = "SELECT COALESCE(MAX(seq), 0) FROM %%I.%%I WHERE school = $1"
_DENIED = ("42501", "42P01")  # no right to a table, no such table


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
    return engine


def _begin(connection: Connection) -> None:
    if writes(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def meaning(error: DBAPIError) -> str:
    """The code of what the server said; empty for what is a defect of ours."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY:
        return "authority.store-busy"
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


def guards() -> list[str]:
    """Triggers that keep the ledgers append-only and dense; what they refuse is an integrity violation."""
    raising = "USING ERRCODE = 'integrity_constraint_violation'"
    statements = [
        "CREATE OR REPLACE FUNCTION xj_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME {raising}; END $$",
        "CREATE OR REPLACE FUNCTION xj_dense() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE last bigint; BEGIN EXECUTE format('{_LAST}', TG_TABLE_SCHEMA, TG_TABLE_NAME) "
        "INTO last USING NEW.school; IF NEW.seq IS DISTINCT FROM last + 1 THEN "
        f"RAISE EXCEPTION '%% must stay dense', TG_TABLE_NAME {raising}; END IF; RETURN NEW; END $$",
    ]
    for table in APPEND_ONLY:
        for verb, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            statements.append(
                f"CREATE TRIGGER {table}_no_{verb.split()[0].lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION xj_append_only()"
            )
    for table in DENSE:
        statements.append(
            f"CREATE TRIGGER {table}_dense BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION xj_dense()"
        )
    return statements
