"""From acts to the rows that reading commands use; written in the transaction of the acts and never by themselves.

`xj doctor` folds the whole ledger again and compares (第二十四条), so a projection that drifted cannot hide.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from xjcli.registry.connect import Connection, Row
from xjcli.regulation.fold import step
from xjcli.schema.act import OFFICE_KINDS, OPENING_KINDS, Act
from xjcli.schema.canonical import canonical
from xjcli.schema.record import COLUMNS, OBJECTS, Record

_COLUMN_LIST = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "record_id")
_UPSERT = (
    f"insert into records ({_COLUMN_LIST}) values ({_MARKS})"  # noqa: S608 - column names and marks only
    f" on conflict (record_id) do update set {_CHANGES}"
)
_OBJECTS = tuple(COLUMNS.index(name) for name in OBJECTS)
_VALUES: Callable[[Record], tuple[Any, ...]] = attrgetter(*COLUMNS)
_CHUNK = 500
_EMPTY = "{}"
#: Acts after which a pupil may be called otherwise than before.
_NAMING = OPENING_KINDS | {"resubmitted", "corrected", "change-approved", "dossier-received", "reversed"}


def project(connection: Connection, acts: Sequence[Act]) -> None:
    """Fold these acts onto the records they touch. A number that stands already is registry.taken."""
    acts = [act for act in acts if act.kind not in OFFICE_KINDS]
    known = load(connection, {act.record_id for act in acts if act.seq > 1})
    for act in acts:
        known[act.record_id] = step(known.get(act.record_id), act)
    # In the order of the key: rows are then laid side by side instead of splitting a page for each.
    touched = [known[record_id] for record_id in sorted({act.record_id for act in acts})]
    connection.executemany(_UPSERT, [to_row(record) for record in touched])
    named = {act.record_id for act in acts if act.kind in _NAMING}
    connection.executemany(
        "insert or replace into initials (record_id, letters) values (?,?)",
        [(record.record_id, initials(record.name)) for record in touched if record.record_id in named],
    )


def load(connection: Connection, record_ids: Iterable[str]) -> dict[str, Record]:
    """The records with these ids, those that exist."""
    wanted = sorted(record_ids)
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        sql = f"select {_COLUMN_LIST} from records where record_id in ({marks})"  # noqa: S608 - marks only
        for row in connection.execute(sql, part):
            found[row["record_id"]] = from_row(row)
    return found


def to_row(record: Record) -> tuple[Any, ...]:
    """A record as the table holds it."""
    values = list(_VALUES(record))
    for place in _OBJECTS:
        values[place] = canonical(values[place]).decode() if values[place] else _EMPTY
    return tuple(values)


def from_row(row: Row) -> Record:
    """A record as it was stored."""
    values = [row[name] for name in COLUMNS]
    for place in _OBJECTS:
        values[place] = json.loads(values[place]) if values[place] != _EMPTY else {}
    return Record(*values)


def initials(name: str) -> str:
    """Pinyin initials for `xj find zwh`; for finding only, a reading may be wrong (reference-data.md)."""
    return "".join(_initial(character) for character in name)


@lru_cache(maxsize=8192)
def _initial(character: str) -> str:
    if not character.isalpha():
        return ""
    if character.isascii():
        return character.lower()
    # One character needs no phrases: without them the library is there in a fifth of the time, 45 MB smaller.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore"))
