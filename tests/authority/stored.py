"""What stands in an authority's database, and how somebody changes it behind the program's back, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from xjcli.authority.location import open_store
from xjcli.authority.office import Office
from xjcli.authority.store import Store, Tx
from xjcli.authority.store.tables import APPEND_ONLY, metadata


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with store.reading() as tx:
        return {
            table.name: sorted(tuple(row) for row in tx.execute(select(table))) for table in metadata.tables.values()
        }


def tamper(home: Path, statement: str) -> None:
    """Run one statement with the guards of the ledgers taken away."""
    store = open_store(home, rehearse=False)
    with store.writing() as tx:
        _disarm(tx)
        tx.exec_driver_sql(statement if tx.dialect.name == "sqlite" else statement.replace("x'00'", r"'\x00'"))
    store.close()


@contextmanager
def broken(office: Office, table: str = "schools") -> Iterator[None]:
    """This table is gone for a while."""
    _rename(office, table, "lost")
    yield
    _rename(office, "lost", table)


def shut(home: Path, table: str) -> None:
    """No row comes into this table any more, whatever the program does."""
    store = open_store(home, rehearse=False)
    with store.writing() as tx:
        tx.exec_driver_sql(
            f"ALTER TABLE {table} ADD CONSTRAINT shut CHECK (false) NOT VALID"
            if tx.dialect.name == "postgresql"
            else f"CREATE TRIGGER shut BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'shut'); END"
        )
    store.close()


def _rename(office: Office, name: str, to: str) -> None:
    with office.store.writing() as tx:
        tx.exec_driver_sql(f"ALTER TABLE {name} RENAME TO {to}")


def _disarm(tx: Tx) -> None:
    if tx.dialect.name == "postgresql":
        for table in APPEND_ONLY:
            tx.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for (name,) in tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        tx.exec_driver_sql(f'DROP TRIGGER "{name}"')
