"""What one writing transaction has not sent yet and what it has read: a bundle of thousands of acts asks the database
some dozen questions, not ten for each act.

New and changed rows wait here and are sent together: before any other statement of the same transaction, before and
after a savepoint, and at its end. So whoever asks the database sees everything, and only the readings that look here
first (marked QUIET) go past what waits. Reading transactions have none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, Engine, Table, any_, bindparam, event, update

from xjcli.authority.store import tables
from xjcli.authority.store.bulk import insert_rows

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]
_K = TypeVar("_K")
_V = TypeVar("_V")

#: For a statement that looks at what waits before it asks: nothing has to be sent for it.
QUIET = {"xj_quiet": True}
_INFO = "xj_work"
#: How many values one question names; engines have a limit.
AT_ONCE = 500
#: More rows than this do not wait: memory stays flat however long the bundle is.
_MOST = 5_000
#: The order in which new rows are sent, so that two transactions never wait for each other's.
_ORDER = (tables.records, tables.tokens, tables.numbers, tables.cases, tables.ledger, tables.sequences)


@dataclass(slots=True)
class Work:
    """Rows that wait, by table and key, and what was read or written: a key that is there is known."""

    fresh: dict[str, dict[Key, Row]] = field(default_factory=dict)
    changed: dict[str, dict[Key, Row]] = field(default_factory=dict)
    known: dict[str, dict[Key, Any]] = field(default_factory=dict)
    waiting: int = 0
    sending: bool = False

    def add(self, table: Table, key: Key, row: Row) -> None:
        """A new row."""
        self.fresh.setdefault(table.name, {})[key] = row
        self.waiting += 1

    def put(self, table: Table, key: Key, row: Row) -> None:
        """A row that is there, or waits, as it now stands."""
        waiting = self.fresh.get(table.name, {})
        if key in waiting:
            waiting[key] = row
        else:
            self.changed.setdefault(table.name, {})[key] = row
            self.waiting += 1

    def of(self, name: str) -> dict[Key, Any]:
        """What is known under this name."""
        return self.known.setdefault(name, {})

    def forget(self) -> None:
        """Nothing waits and nothing is known: the transaction went back behind it."""
        self.fresh.clear()
        self.changed.clear()
        self.known.clear()
        self.waiting = 0


def work_of(tx: Connection) -> Work | None:
    """What waits in this transaction; None in one that only reads."""
    found: Work | None = tx.info.get(_INFO)
    return found


def known(tx: Connection, name: str, key: Key, ask: Callable[[], _V]) -> _V:
    """What is known under this name and key: a transaction that writes asks once, one that reads each time."""
    work = work_of(tx)
    if work is None:
        return ask()
    held = work.of(name)
    if key not in held:
        held[key] = ask()
    found: _V = held[key]
    return found


def note(tx: Connection, name: str, key: Key, value: object) -> None:
    """From here on this is known; in a transaction that only reads nothing is kept."""
    work = work_of(tx)
    if work is not None:
        work.of(name)[key] = value


def add(tx: Connection, table: Table, key: Key, row: Row) -> None:
    """Insert one row, now or together with others. Raises Collision at the latest where the transaction ends."""
    work = work_of(tx)
    if work is None:
        insert_rows(tx, table, [row])
        return
    work.add(table, key, row)
    if work.waiting >= _MOST:
        send(tx)


def put(tx: Connection, table: Table, key: Key, row: Row) -> None:
    """Write every column of one row anew, now or together with others."""
    work = work_of(tx)
    if work is None:
        _update(tx, table, [row])
        return
    work.put(table, key, row)
    if work.waiting >= _MOST:
        send(tx)


def begin(tx: Connection) -> None:
    """From here on rows wait."""
    tx.info[_INFO] = Work()


def end(tx: Connection) -> None:
    """Whatever still waits is not sent any more. A connection that broke has forgotten it by itself."""
    if not tx.invalidated:
        tx.info.pop(_INFO, None)


def send(tx: Connection) -> None:
    """Send all rows that wait."""
    work = work_of(tx)
    if work is None or not work.waiting or work.sending:
        return
    work.sending = True
    try:
        for table in _ORDER:
            rows = work.fresh.pop(table.name, None)
            if rows:
                insert_rows(tx, table, [rows[key] for key in sorted(rows)])
        for table in _ORDER:
            changed = work.changed.pop(table.name, None)
            if changed:
                _update(tx, table, [changed[key] for key in sorted(changed)])
        work.waiting = 0
        if sum(map(len, work.known.values())) > _MOST:
            work.known.clear()
    finally:
        work.sending = False


def _update(tx: Connection, table: Table, rows: Sequence[Row]) -> None:
    keys = [column.name for column in table.primary_key]
    where = [table.c[name] == bindparam(f"at_{name}") for name in keys]
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name not in keys}
    named = [{**{f"at_{name}": row[name] for name in keys}, **{name: row[name] for name in values}} for row in rows]
    tx.execute(update(table).where(*where).values(values), named)


def among(tx: Connection, column: Column[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """The column holds one of these values; on PostgreSQL one parameter, however many they are."""
    if tx.dialect.name == "postgresql":
        return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))
    return column.in_(values)


def portions(values: Iterable[_K]) -> Iterator[list[_K]]:
    """The values, as many at a time as one question may name."""
    every = list(values)
    for first in range(0, len(every), AT_ONCE):
        yield every[first : first + AT_ONCE]


def listen(engine: Engine) -> None:
    """Whatever waits is sent before the database is asked anything else."""

    def before(tx: Connection, _clause: object, _many: object, _params: object, options: Mapping[str, Any]) -> None:
        if not options.get("xj_quiet"):
            send(tx)

    def savepoint(tx: Connection, _name: str) -> None:
        send(tx)

    def released(tx: Connection, _name: str, _context: object) -> None:
        send(tx)

    def gone(tx: Connection, _name: str, _context: object) -> None:
        work = work_of(tx)
        if work is not None:
            work.forget()

    event.listen(engine, "before_execute", before)
    event.listen(engine, "savepoint", savepoint)
    event.listen(engine, "release_savepoint", released)
    event.listen(engine, "rollback_savepoint", gone)
