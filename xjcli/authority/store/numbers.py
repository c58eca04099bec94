"""Numbers given out or taken over, and our own counters; a number is never given twice (第五条: 一人一号)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.engine import own
from xjcli.authority.store.tables import numbers, sequences
from xjcli.authority.store.work import QUIET, add, among, known, note, portions, put, work_of

ISSUED, TAKEN_OVER = "issued", "taken-over"


_OWNER = (
    select(numbers.c.school, numbers.c.record_id)
    .where(numbers.c.registry_number == bindparam("registry_number"))
    .execution_options(**QUIET)
)
#: Under these names a transaction knows whose a number is, and how far it has counted.
_OWNERS, _COUNTERS = "owners", "counters"
_MOVE = update(numbers).where(numbers.c.registry_number == bindparam("at_number"))
_VALUE = (
    select(sequences.c.value).where(sequences.c.name == bindparam("name")).with_for_update().execution_options(**QUIET)
)


def owner(tx: Tx, number: str) -> tuple[str, str] | None:
    """School and record that this number was given to, or None."""
    return known(tx, _OWNERS, (number,), lambda: _ask_owner(tx, number))


def _ask_owner(tx: Tx, number: str) -> tuple[str, str] | None:
    row = tx.execute(_OWNER, {"registry_number": number}).first()
    return None if row is None else (row[0], row[1])


def expect(tx: Tx, wanted: Iterable[str]) -> None:
    """Read at once whose these numbers are; the transaction that writes has it at hand then."""
    work = work_of(tx)
    if work is None:
        return
    held = work.of(_OWNERS)
    for some in portions({number for number in wanted if number and (number,) not in held}):
        held.update({(number,): None for number in some})
        owners = select(numbers).where(among(tx, numbers.c.registry_number, some))
        held.update({(row.registry_number,): (row.school, row.record_id) for row in tx.execute(owners)})


def take(tx: Tx, number: str, school: str, record_id: str, source: str, now: str) -> bool:
    """Give a number to a record for ever. False, and nothing stored, if another record has it."""
    own(tx, school)
    held = owner(tx, number)
    if held is not None:
        return held == (school, record_id)
    row = {
        "registry_number": number, "school": school, "record_id": record_id, "source": source, "since": now,
    }  # fmt: skip
    add(tx, numbers, (number,), row)
    note(tx, _OWNERS, (number,), (school, record_id))
    return True


def move(tx: Tx, number: str, school: str, record_id: str) -> None:
    """籍随人走: the number goes with its pupil to another record; it stays the one it was."""
    own(tx)
    tx.execute(_MOVE, {"at_number": number, "school": school, "record_id": record_id})
    note(tx, _OWNERS, (number,), (school, record_id))


def everyone(tx: Tx) -> dict[str, tuple[str, str]]:
    """Every number with the school and record that have it."""
    return {row.registry_number: (row.school, row.record_id) for row in tx.execute(select(numbers))}


def next_value(tx: Tx, name: str) -> int:
    """The next value of one of our counters, from 1; on PostgreSQL its row is held until the transaction ends."""
    last: int | None = known(tx, _COUNTERS, (name,), lambda: tx.execute(_VALUE, {"name": name}).scalar())
    value = 1 if last is None else int(last) + 1
    note(tx, _COUNTERS, (name,), value)
    (add if last is None else put)(tx, sequences, (name,), {"name": name, "value": value})
    return value
