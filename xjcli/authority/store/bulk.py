"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

#: Below this many rows a statement is as fast as a COPY.
_FEW = 12


def insert_rows(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns. Raises IntegrityError for a row whose place is taken."""
    if not rows:
        return
    if len(rows) < _FEW:
        tx.execute(insert(table), list(rows))
        return
    names = list(rows[0])
    values = [tuple(row[name] for name in names) for row in rows]
    columns = ", ".join(names)
    if tx.dialect.name == "postgresql":
        from xjcli.authority.store.postgresql import copy_rows

        copy_rows(tx, f"COPY {table.name} ({columns}) FROM STDIN", values)
        return
    marks = ", ".join("?" * len(names))
    tx.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", values)  # noqa: S608  our own names


def insert_new(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose place is free, in their order; how many those are. Waits for whoever is taking one."""
    if not rows:
        return 0
    names = list(rows[0])
    columns = ", ".join(names)
    if tx.dialect.name == "postgresql":
        arrays = ", ".join(["%s::text[]"] * len(names))
        statement = (
            f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM unnest({arrays}) "  # noqa: S608  our own names
            f"WITH ORDINALITY AS row ({columns}, place) ORDER BY place ON CONFLICT DO NOTHING"
        )
        return int(tx.exec_driver_sql(statement, tuple([row[name] for row in rows] for name in names)).rowcount)
    marks = ", ".join("?" * len(names))
    statement = f"INSERT OR IGNORE INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608  our own names
    return int(tx.exec_driver_sql(statement, [tuple(row[name] for name in names) for row in rows]).rowcount)
