"""The authority's memory: the only room that speaks SQL. One module per subject, all inside one transaction.

A transaction is opened by `Store`; the modules beside this one take it as their first argument and never commit.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from xjcli.authority.store.engine import Alone, Crossed, create_tables, open_engine, transaction, waiting
from xjcli.authority.store.tables import alembic_version, meta, officials

#: One running transaction.
Tx: TypeAlias = Connection

#: Two transactions took the same place (an identity, a case number) at the same instant; trying again helps.
Collision = IntegrityError

T = TypeVar("T")
#: How long, at most, an errand waits before it is done again, in seconds.
_PAUSES = (0.02, 0.05, 0.1, 0.3, 0.5)

#: 1: the first tables. 2: situation, open case, handover and dossier of a record; handovers. 3: heads of all chains.
SCHEMA_VERSION = "3"


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
            tx.execute(insert(alembic_version), [{"version_num": SCHEMA_VERSION}])
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
    def writing(self, *, school: str = "") -> Iterator[Tx]:
        """A transaction that is committed whole or not at all; a second writer waits for its end.

        For one `school` it waits, on PostgreSQL, only for those for the same school and for those for none: it
        raises Alone where it comes to what concerns others (`errand` begins again then).
        """
        if self._rehearsal is not None:
            with self._rehearsal.begin_nested(), waiting(self._rehearsal):
                yield self._rehearsal
            return
        with transaction(self.engine, writes=True, keep=self._keep, school=school) as tx:
            yield tx

    def errand(self, do: Callable[[Tx], T], *, school: str = "") -> T:
        """Do something in one writing transaction, beside those for other schools while it concerns only this one.

        It is done again from the start where it stood in another one's way, so it must leave nothing behind but what
        it gives back. Raises Crossed or Collision where that helps no more.
        """
        for pause in (*_PAUSES, None):
            try:
                with self.writing(school=school) as tx:
                    return do(tx)
            except Alone:
                school = ""
            except (Collision, Crossed):
                if pause is None:
                    raise
                time.sleep(pause * random.random())  # noqa: S311  who tries again first is no secret
        return self.errand(do)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """An errand of several transactions; where nothing is kept, each sees the ones before all the same."""
        if self._keep or self._rehearsal is not None:
            yield
            return
        with self.rehearsal():
            yield

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
