"""Numbers given out or taken over, and our own counters; a number is never given twice (第五条: 一人一号)."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.tables import numbers, sequences

ISSUED, TAKEN_OVER = "issued", "taken-over"


_OWNER = select(numbers.c.school, numbers.c.record_id).where(numbers.c.registry_number == bindparam("registry_number"))
_TAKE = insert(numbers)
_MOVE = update(numbers).where(numbers.c.registry_number == bindparam("at_number"))
_VALUE = select(sequences.c.value).where(sequences.c.name == bindparam("name")).with_for_update()
_COUNT = update(sequences).where(sequences.c.name == bindparam("at_name"))


def owner(tx: Tx, number: str) -> tuple[str, str] | None:
    """School and record that this number was given to, or None."""
    row = tx.execute(_OWNER, {"registry_number": number}).first()
    return None if row is None else (row[0], row[1])


def take(tx: Tx, number: str, school: str, record_id: str, source: str, now: str) -> bool:
    """Give a number to a record for ever. False, and nothing stored, if another record has it."""
    held = owner(tx, number)
    if held is not None:
        return held == (school, record_id)
    row = {
        "registry_number": number, "school": school, "record_id": record_id, "source": source, "since": now,
    }  # fmt: skip
    tx.execute(_TAKE, row)
    return True


def move(tx: Tx, number: str, school: str, record_id: str) -> None:
    """籍随人走: the number goes with its pupil to another record; it stays the one it was."""
    tx.execute(_MOVE, {"at_number": number, "school": school, "record_id": record_id})


def everyone(tx: Tx) -> dict[str, tuple[str, str]]:
    """Every number with the school and record that have it."""
    return {row.registry_number: (row.school, row.record_id) for row in tx.execute(select(numbers))}


def next_value(tx: Tx, name: str) -> int:
    """The next value of one of our counters, from 1."""
    row = tx.execute(_VALUE, {"name": name}).first()
    value = 1 if row is None else int(row[0]) + 1
    if row is None:
        tx.execute(insert(sequences), [{"name": name, "value": value}])
    else:
        tx.execute(_COUNT, {"value": value, "at_name": name})
    return value
