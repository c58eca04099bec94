"""From acts to the rows that reading commands use; written in the transaction of the acts and never by themselves.

`xj doctor` folds the whole ledger again and compares (第二十四条), so a projection that drifted cannot hide.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NoReturn

from xjcli.registry.connect import Connection, Row
from xjcli.regulation.fold import step
from xjcli.schema.act import OFFICE_KINDS, OPENING_KINDS, Act
from xjcli.schema.canonical import canonical
from xjcli.schema.record import COLUMNS, OBJECTS, Record, from_values

_COLUMN_LIST = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_INSERT = f"insert into records ({_COLUMN_LIST}) values ({_MARKS})"  # noqa: S608  column names and marks only
_OBJECTS = tuple(COLUMNS.index(name) for name in OBJECTS)
_VALUES: Callable[[Record], tuple[Any, ...]] = attrgetter(*COLUMNS)
_CHUNK = 500
_EMPTY = "{}"
#: Acts whose effect looks into the form of the pupil; for the others it is not even read.
_READING = OPENING_KINDS | {"resubmitted", "corrected", "updated", "change-approved", "dossier-received"}


class _Unread(dict[str, Any]):
    """A form that was left in the table. Whoever looks into it belongs to `_READING`: a defect, never an empty form."""

    def _defect(self, *_: object) -> NoReturn:
        raise RuntimeError("the form was not read")

    __iter__ = __getitem__ = __len__ = keys = values = items = get = _defect


_UNREAD = _Unread()
#: The columns of a record whose form is not looked into.
WITHOUT_PERSON = ", ".join("null as person" if name == "person" else name for name in COLUMNS)


def project(connection: Connection, acts: Sequence[Act]) -> None:
    """Fold these acts onto the records they touch, and write what they changed of them.

    A number that stands already is registry.taken.
    """
    acts = [act for act in acts if act.kind not in OFFICE_KINDS]
    read = {act.record_id for act in acts if act.kind in _READING}
    touched = {act.record_id for act in acts}
    before = {**load(connection, read), **load(connection, touched - read, person=False)}
    after = dict(before)
    for act in acts:
        after[act.record_id] = step(after.get(act.record_id), act)
    # In the order of the key: rows are then laid side by side instead of splitting a page for each.
    order = sorted(touched)
    connection.executemany(_INSERT, [to_row(after[each]) for each in order if each not in before])
    _write_changes(connection, [(before[each], after[each]) for each in order if each in before])
    connection.executemany(
        "insert or replace into initials (record_id, letters) values (?,?)",
        [
            (each, initials(after[each].name))
            for each in order
            if each not in before or before[each].name != after[each].name
        ],
    )


def _write_changes(connection: Connection, pairs: Iterable[tuple[Record, Record]]) -> None:
    """Only the columns that an act changed: a promotion of a whole school rewrites no form and no index of names."""
    rows: dict[tuple[int, ...], list[list[Any]]] = {}
    for before, after in pairs:
        old, new = _VALUES(before), _VALUES(after)
        places = tuple([place for place, value in enumerate(new) if value is not old[place] and value != old[place]])
        row = [_spelled(new[place]) if place in _OBJECTS else new[place] for place in places]
        rows.setdefault(places, []).append([*row, after.record_id])
    for places, lines in rows.items():
        changes = ", ".join(f"{COLUMNS[place]} = ?" for place in places)
        connection.executemany(f"update records set {changes} where record_id = ?", lines)  # noqa: S608  columns


def load(connection: Connection, record_ids: Iterable[str], *, person: bool = True) -> dict[str, Record]:
    """The records with these ids, those that exist; without `person` their forms stay unread."""
    import orjson  # what is loaded here is folded and spelled again; reading commands do neither

    columns = _COLUMN_LIST if person else WITHOUT_PERSON
    wanted = sorted(record_ids)
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        sql = f"select {columns} from records where record_id in ({marks})"  # noqa: S608  marks only
        for row in connection.execute(sql, part):
            found[row["record_id"]] = from_row(row, orjson.loads)
    return found


def to_row(record: Record) -> tuple[Any, ...]:
    """A record as the table holds it."""
    values = list(_VALUES(record))
    for place in _OBJECTS:
        values[place] = _spelled(values[place])
    return tuple(values)


def _spelled(value: Any) -> str:
    return canonical(value).decode() if value else _EMPTY


def from_row(row: Row, read: Callable[[str], Any] = json.loads) -> Record:
    """A record as it was stored; a form that was not asked for is `_UNREAD`."""
    values = list(row)
    for place in _OBJECTS:
        text = values[place]
        values[place] = {} if text == _EMPTY else _UNREAD if text is None else read(text)
    return from_values(values)


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
