"""From acts to the rows that reading commands use; written in the transaction of the acts and never by themselves.

`xj doctor` folds the whole ledger again and compares (第二十四条), so a projection that drifted cannot hide.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from xjcli.registry.connect import Connection, Row
from xjcli.regulation.fold import step
from xjcli.schema.act import Act
from xjcli.schema.canonical import canonical
from xjcli.schema.record import COLUMNS, Record

_COLUMN_LIST = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "record_id")
_UPSERT = (
    f"insert into records ({_COLUMN_LIST}) values ({_MARKS})"  # noqa: S608 - column names and marks only
    f" on conflict (record_id) do update set {_CHANGES}"
)
_PERSON = COLUMNS.index("person")
_CHUNK = 500


def project(connection: Connection, acts: Sequence[Act]) -> None:
    """Fold these acts onto the records they touch. A number that stands already is registry.taken."""
    known = load(connection, {act.record_id for act in acts if act.seq > 1})
    for act in acts:
        known[act.record_id] = step(known.get(act.record_id), act)
    touched = [known[record_id] for record_id in dict.fromkeys(act.record_id for act in acts)]
    connection.executemany(_UPSERT, [to_row(record) for record in touched])
    opened = {act.record_id for act in acts if act.kind in ("enrolled", "taken-on", "resubmitted")}
    connection.executemany(
        "insert or replace into initials (record_id, letters) values (?,?)",
        [(record.record_id, initials(record.name)) for record in touched if record.record_id in opened],
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
    values = [getattr(record, name) for name in COLUMNS]
    values[_PERSON] = canonical(record.person).decode()
    return tuple(values)


def from_row(row: Row) -> Record:
    """A record as it was stored."""
    values = [row[name] for name in COLUMNS]
    values[_PERSON] = json.loads(values[_PERSON])
    return Record(*values)


def initials(name: str) -> str:
    """Pinyin initials for `xj find zwh`; for finding only, a reading may be wrong (reference-data.md)."""
    return "".join(_initial(character) for character in name)


#: GB 2312 keeps its 3,755 common characters in the order of their pinyin: where each initial begins.
_LETTERS = "abcdefghjklmnopqrstwxyz"
_BEGINNINGS = tuple("啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝")
_STARTS = tuple(sign.encode("gb2312") for sign in _BEGINNINGS)
_LAST_COMMON = "座".encode("gb2312")


@lru_cache(maxsize=8192)
def _initial(character: str) -> str:
    """By that order; only a rarer character loads the dictionary, which takes longer than storing 2,000 pupils."""
    if not character.isalpha():
        return ""
    if character.isascii():
        return character.lower()
    place = character.encode("gb2312", "ignore")
    if _STARTS[0] <= place <= _LAST_COMMON:
        return _LETTERS[bisect_right(_STARTS, place) - 1]
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore"))
