"""An older file of ours brought to the tables of this program, inside the caller's transaction; nothing is dropped."""

from __future__ import annotations

from sqlalchemy import DDL, inspect, select, update

from xjcli.authority.store import SCHEMA_VERSION, Tx
from xjcli.authority.store.tables import meta, metadata, records
from xjcli.schema.record import INTEGERS, OBJECTS


def version(tx: Tx) -> int:
    """Which version of the tables the file holds."""
    return int(tx.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar() or 1)


def add_missing(tx: Tx) -> None:
    """Tables and columns that the file lacks, each column with what it is where nothing was ever said of it."""
    metadata.create_all(tx)
    there = {column["name"] for column in inspect(tx).get_columns(records.name)}
    for column in records.columns:
        if column.name not in there:
            kind, nothing = ("INTEGER", "0") if column.name in INTEGERS else ("TEXT", "''")
            nothing = "'{}'" if column.name in OBJECTS else nothing
            statement = f"ALTER TABLE {records.name} ADD COLUMN {column.name} {kind} NOT NULL DEFAULT {nothing}"
            tx.execute(DDL(statement))  # type: ignore[no-untyped-call]  # DDL is untyped in SQLAlchemy
    tx.execute(update(meta).where(meta.c.key == "schema").values(value=SCHEMA_VERSION))
