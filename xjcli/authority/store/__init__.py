"""The authority's memory: the only room that speaks SQL. One module per subject, all inside one transaction.

A transaction is opened by `Store`; the modules beside this one take it as their first argument and never commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from xjcli.authority.store.engine import create_tables, open_engine, transaction
from xjcli.authority.store.tables import meta, officials

#: One running transaction.
Tx: TypeAlias = Connection

#: Two transactions took the same place (an identity, a case number) at the same instant; trying again helps.
Collision = IntegrityError

#: 1: the first tables. 2: situation, open case, handover and dossier of a record; handovers.
SCHEMA_VERSION = "2"


class Store:
    """One authority's database. `rehearse` makes every writing transaction roll back at its end (--dry-run)."""

    def __init__(self, target: Path | str, *, rehearse: bool = False) -> None:
        self.engine = open_engine(target)
        self._keep = not rehearse
        self._rehearsal: Tx | None = None

    def create(self, about: dict[str, str], official: str, now: str) -> None:
        """Make the tables and write down who we are: all of it or nothing."""
        with transaction(self.engine, writes=True) as tx:
            create_tables(tx)
            rows = [{"key": key, "value": value} for key, value in {**about, "schema": SCHEMA_VERSION}.items()]
            tx.execute(insert(meta), rows)
            tx.execute(insert(officials), [{"name": official, "is_default": True, "added_at": now}])

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A transaction that sees one state of the database."""
        if self._rehearsal is not None:
            yield self._rehearsal
            return
        with transaction(self.engine, writes=False) as tx:
            yield tx

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """A transaction that is committed whole or not at all; a second writer waits for its end."""
        if self._rehearsal is not None:
            with self._rehearsal.begin_nested():
                yield self._rehearsal
            return
        with transaction(self.engine, writes=True, keep=self._keep) as tx:
            yield tx

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """An errand of several transactions, each of which sees the ones before, and none of which is kept."""
        with transaction(self.engine, writes=True, keep=False) as tx:
            self._rehearsal = tx
            try:
                yield
            finally:
                self._rehearsal = None

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def require_fit(tx: Tx) -> None:
    """A PostgreSQL server that we know. Refuses `authority.db-unfit`."""
    from xjcli.authority.store.postgresql import require_fit as require

    require(tx)


def installation_of(tx: Tx) -> str:
    """Whose store a PostgreSQL database is; empty for an empty one. Refuses `authority.db-foreign`."""
    from xjcli.authority.store.postgresql import installation

    return installation(tx)


def read_address(text: str) -> str:
    """A PostgreSQL URL without a password. Refuses `authority.db-url`, `authority.db-password`."""
    from xjcli.authority.store.postgresql import read_address as read

    return read(text)


def about(tx: Tx) -> dict[str, str]:
    """What the authority wrote down about itself at init."""
    return {row.key: row.value for row in tx.execute(select(meta))}


def default_official(tx: Tx) -> str:
    """The official named at init, who decides where no other is named."""
    found = tx.execute(select(officials.c.name).where(officials.c.is_default)).scalar()
    return str(found or "")


def name_official(tx: Tx, name: str, now: str) -> None:
    """Remember an official who decides for the first time."""
    if tx.execute(select(officials.c.name).where(officials.c.name == name)).first() is None:
        tx.execute(insert(officials), [{"name": name, "is_default": False, "added_at": now}])
