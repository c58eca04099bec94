"""What reading commands ask: find pupils, resolve a PUPIL argument, look for duplicates (第六条).

Plain sqlite3 and one indexed query each; nothing heavy is imported, a screen opens in the time of a bare program.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from xjcli.registry.connect import Row
from xjcli.registry.ledger import Registry
from xjcli.registry.projections import WITHOUT_PERSON, from_row
from xjcli.schema.record import CANCELLED, COLUMNS, HOLDING, ON_ROLL, Record
from xjcli.schema.values.normalise import clean_number, name_key

_LIST = ", ".join(f"records.{name}" for name in COLUMNS if name != "person")
_ALL = ", ".join(COLUMNS)
#: An entry that was taken back before it took effect bears no number and is nobody's record; its acts stay.
_STANDS = f"status <> '{CANCELLED}'"


@dataclass(frozen=True, slots=True)
class Filter:
    """What `xj find` was asked. `cohorts` are (stage, cohort) pairs, the grades as they stand today."""

    query: str = ""
    class_no: str = ""
    cohorts: tuple[tuple[str, int], ...] = ()
    status: str = ""
    standing: str = ""


def find(registry: Registry, wanted: Filter, *, limit: int, offset: int) -> tuple[int, list[Row]]:
    """How many records fit, and one page of them by class and name (without the personal fields)."""
    where, values = _conditions(wanted)
    join = " join initials on initials.record_id = records.record_id" if "letters" in where else ""
    total = registry.rows(f"select count(*) from records{join}{where}", values)[0][0]  # noqa: S608  our own words
    page = registry.rows(
        f"select {_LIST} from records{join}{where}"  # noqa: S608  column names and marks only
        " order by stage, cohort desc, class_no, name_key, records.record_id limit ? offset ?",
        [*values, limit, offset],
    )
    return total, page


def _conditions(wanted: Filter) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if wanted.query:
        clause, parameters = _matching(wanted.query.strip())
        parts.append(clause)
        values += parameters
    for column, value in (
        ("class_no", wanted.class_no),
        ("status", wanted.status),
        ("standing", wanted.standing),
    ):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if not wanted.status:
        parts.append(_STANDS)
    if wanted.cohorts:
        parts.append("(" + " or ".join("(stage = ? and cohort = ?)" for _ in wanted.cohorts) + ")")
        values += [item for pair in wanted.cohorts for item in pair]
    return (" where " + " and ".join(parts) if parts else ""), values


def _matching(query: str) -> tuple[str, list[Any]]:
    """Name or part of it, pinyin initials, the last four of a number, a whole number, a record id or its start."""
    number = clean_number(query)
    if len(number) == 4 and number[:3].isdigit():
        return f"(document_number {_LIKE} or registry_number {_LIKE})", [f"%{_like(number)}"] * 2
    if len(number) >= 15:
        return "(document_number = ? or registry_number = ? or records.record_id = ?)", [number, number, query.lower()]
    if query.isascii() and query.isalpha():
        either, values = f"letters {_LIKE} or name_key {_LIKE}", [_start(query), _start(name_key(query))]
        if len(query) >= SHORTEST_PREFIX:
            either, values = f"{either} or records.record_id {_LIKE}", [*values, _start(query)]
        return f"({either})", values
    key = name_key(query)
    if not key:
        return "0", []
    name = f"%{_like(key)}%"
    if query.isascii():
        return f"(records.record_id {_LIKE} or (document_number = ? and document_number <> '') or name_key {_LIKE})", [
            _start(query),
            number,
            name,
        ]
    return f"name_key {_LIKE}", [name]


_LIKE = "like ? escape '\\'"
#: A record id may be shortened to this many characters.
SHORTEST_PREFIX = 4


def _like(text: str) -> str:
    """The text itself as a LIKE pattern: a wildcard that someone types stands for nothing but itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _start(text: str) -> str:
    return _like(text.lower()) + "%"


def beginning(registry: Registry, start: str, limit: int) -> list[Row]:
    """Pupils whose record we keep and whose name, or record id, begins so; by name. Without the personal fields."""
    marks = ", ".join("?" * len(ON_ROLL))
    key = name_key(start)
    return registry.rows(
        f"select {_LIST} from records where status in ({marks}) and (name_key {_LIKE} or records.record_id {_LIKE})"  # noqa: S608  our own words
        " order by name_key, records.record_id limit ?",
        [*ON_ROLL, _start(key), _start(start) if start else "", limit],
    )


def sharing(registry: Registry, key: str, letters: str, limit: int) -> list[Row]:
    """Pupils whose record we keep with the same pinyin initials, or a sign of the name, as a name that nobody bears."""
    marks = ", ".join("?" * len(ON_ROLL))
    signs = "".join(f" or name_key {_LIKE}" for _ in key)
    return registry.rows(
        "select records.record_id, name, name_key, letters from records"  # noqa: S608  marks only
        " join initials on initials.record_id = records.record_id"
        f" where status in ({marks}) and (letters = ?{signs}) order by letters <> ?, records.record_id limit ?",
        [*ON_ROLL, letters, *(f"%{_like(sign)}%" for sign in key), letters, limit],
    )


def sharing_id(registry: Registry, record_id: str, limit: int) -> list[Row]:
    """Pupils whose record id begins, or ends, as one that was mistyped."""
    part = min(SHORTEST_PREFIX - 1, len(record_id))
    return registry.rows(
        f"select record_id, name from records where record_id {_LIKE} or record_id {_LIKE} limit ?",  # noqa: S608  ours
        [_start(record_id[:part]), f"%{_like(record_id[-part:])}", limit],
    )


def class_sizes(registry: Registry) -> list[Row]:
    """Stage, cohort, class and how many pupils whose record we keep, the youngest first."""
    marks = ", ".join("?" * len(ON_ROLL))
    return registry.rows(
        f"select stage, cohort, class_no, count(*) as pupils from records where status in ({marks}) and class_no <> ''"  # noqa: S608  marks
        " group by stage, cohort, class_no order by stage, cohort desc, class_no",
        [*ON_ROLL],
    )


def resolve(registry: Registry, pupil: str) -> list[Record]:
    """The records that a PUPIL argument can mean: number, record id or a start of it, or an exact name.

    Of a pupil who was here before and came back, the record on the roll is meant; the older one by its record id.
    """
    text = pupil.strip()
    number = clean_number(text)
    found = records_where(
        registry,
        "registry_number = ? or (document_number = ? and document_number <> '') or record_id = ?",
        (number, number, text.lower()),
    )
    if not found and len(text) >= SHORTEST_PREFIX and text.isascii():
        found = records_where(registry, f"record_id {_LIKE} limit 20", (_start(text),))
    key = name_key(text)
    if not found and key:
        found = records_where(registry, "name_key = ? limit 20", (key,))
    return _once_each([each for each in found if each.status != CANCELLED] or found)


def _once_each(found: list[Record]) -> list[Record]:
    """One record for each document number: the one that holds it, else the last one that was opened."""
    best: dict[str, Record] = {}
    for each in found:
        key = each.document_number or each.record_id
        best[key] = max(best.get(key, each), each, key=_rank)
    return [each for each in found if best[each.document_number or each.record_id] is each]


def _rank(record: Record) -> tuple[bool, bool, int]:
    return record.status in HOLDING, record.status != CANCELLED, record.opened_seq


def record(registry: Registry, record_id: str) -> Record | None:
    """One record by its id."""
    found = records_where(registry, "record_id = ?", (record_id,))
    return found[0] if found else None


def records_where(registry: Registry, condition: str, values: tuple[Any, ...] = ()) -> list[Record]:
    """Whole records by a condition (and an order) that is a constant of this room; what is asked for is in `values`."""
    rows = registry.rows(f"select {_ALL} from records where {condition}", values)  # noqa: S608  constants
    return [from_row(row) for row in rows]


_MARKS = ", ".join("?" * len(HOLDING))


def by_document(registry: Registry, number: str, *, without: str = "") -> Record | None:
    """The record that holds this document number (第五条: 一人一号), or else the last one that bore it; `without` is
    left out, and so is what was taken back.
    """
    condition = f"document_number = ? and document_number <> '' and {_STANDS} and record_id <> ?"
    found = records_where(registry, condition, (number, without))
    return max(found, key=_rank) if found else None


def bearer(registry: Registry, number: str, *, without: str) -> str:
    """The id of another record than `without` that bears this registry number; "" where none does."""
    condition = f"registry_number = ? and status in ({_MARKS}) and record_id <> ?"
    rows = registry.rows(f"select record_id from records where {condition}", (number, *HOLDING, without))  # noqa: S608  our own words
    return str(rows[0]["record_id"]) if rows else ""


def bearers(registry: Registry) -> dict[str, str]:
    """Every registry number that is held, and the record that holds it."""
    sql = f"select registry_number, record_id from records where status in ({_MARKS})"  # noqa: S608  marks
    rows = registry.rows(sql, HOLDING)
    return {row["registry_number"]: row["record_id"] for row in rows}


def namesakes(registry: Registry, key: str, sex: str, birth_date: str) -> list[Record]:
    """Records of the same name, sex and birth date, which 查重 compares where a document is missing; none that left."""
    condition = f"name_key = ? and sex = ? and birth_date = ? and status in ({_MARKS})"
    return records_where(registry, condition, (key, sex, birth_date, *HOLDING))


def waiting(registry: Registry) -> list[Record]:
    """Records with a handover under way, the longest wait first (第十四条)."""
    found = records_where(registry, "open_case <> '{}' or handover <> '{}'")
    return sorted((each for each in found if each.handover), key=lambda each: (each.handover["since"], each.record_id))


@dataclass(frozen=True, slots=True)
class Roll:
    """What 查重 of a whole import needs: who bears which document, and who has which name, sex and birth date.

    `departed` are the documents of pupils who left, or of requests that came to nothing: they stand in nobody's way.
    """

    by_document: dict[str, str]
    by_person: dict[tuple[str, str, str], list[tuple[str, str]]]
    departed: dict[str, str] = field(default_factory=dict)


def roll(registry: Registry) -> Roll:
    """Read the roll once for a bulk check; values of `by_person` are (record id, document number)."""
    documents: dict[str, str] = {}
    persons: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    departed: dict[str, str] = {}
    columns = "record_id, document_number, name_key, sex, birth_date, status"
    for row in registry.rows(f"select {columns} from records order by opened_seq"):  # noqa: S608  constants
        if row["status"] not in HOLDING:
            if row["document_number"] and row["status"] != CANCELLED:
                departed[row["document_number"]] = row["record_id"]
            continue
        if row["document_number"]:
            documents[row["document_number"]] = row["record_id"]
        key = (row["name_key"], row["sex"], row["birth_date"])
        persons.setdefault(key, []).append((row["record_id"], row["document_number"]))
    return Roll(documents, persons, departed)


def counts(registry: Registry) -> dict[str, Any]:
    """What `xj status` shows: records by standing and by number state, acts, the head."""
    head = registry.head()
    return {
        "records": sum(number for status, number in _counted(registry, "status").items() if status != CANCELLED),
        "standing": _grouped(registry, "standing"),
        "number_state": _grouped(registry, "number_state"),
        "status": _counted(registry, "status"),
        **_waiting(registry),
        "acts": head.seq,
        "head": head.hash,
    }


def _waiting(registry: Registry) -> dict[str, Any]:
    """Acts that wait for an approval, handovers under way by our side of them, and those that wait for our word."""
    rows = registry.rows(
        "select open_case, handover from records where open_case <> '{}' or handover <> '{}'"  # has its own index
    )
    moving = [json.loads(row["handover"]) for row in rows if row["handover"] != "{}"]
    roles = [moved["role"] for moved in moving]
    ours = sum((moved["role"], moved["party"]) == ("from", "from-school") for moved in moving)
    return {
        "open_cases": sum(row["open_case"] != "{}" for row in rows),
        "handovers": {"to": roles.count("to"), "from": roles.count("from"), "to_answer": ours},
    }


def _grouped(registry: Registry, column: str) -> dict[str, int]:
    """Of the records that stand: all of them, which an index tells, less the few that were taken back."""
    taken_back = _counted(registry, column, f" where status = '{CANCELLED}'")
    left = {name: number - taken_back.get(name, 0) for name, number in _counted(registry, column).items()}
    return {name: number for name, number in left.items() if number}


def _counted(registry: Registry, column: str, where: str = "") -> dict[str, int]:
    sql = f"select {column}, count(*) from records{where} group by {column} order by {column}"  # noqa: S608  our own words
    return {row[0]: row[1] for row in registry.rows(sql)}


def on_roll(registry: Registry) -> list[Record]:
    """Everyone whose record this school keeps, in class order; their forms stay unread."""
    marks = ", ".join("?" * len(ON_ROLL))
    order = "order by stage, cohort desc, class_no, name_key, record_id"
    rows = registry.rows(f"select {WITHOUT_PERSON} from records where status in ({marks}) {order}", ON_ROLL)  # noqa: S608  our own words
    return [from_row(row) for row in rows]


def count_on_roll(registry: Registry) -> int:
    """How many pupils' records this school keeps."""
    counted = _counted(registry, "status")
    return sum(counted.get(status, 0) for status in ON_ROLL)


def everyone(registry: Registry) -> list[Record]:
    """Every record, in class order, for exports."""
    return records_where(registry, f"{_STANDS} order by stage, cohort desc, class_no, name_key, record_id")


def with_cancelled(registry: Registry) -> list[Record]:
    """Every record that was ever opened."""
    return records_where(registry, "true order by record_id")


def ids(registry: Registry, wanted: Filter) -> list[str]:
    """The ids of all records that fit, in class order: for files of any length, whose rows are then read in parts."""
    where, values = _conditions(wanted)
    sql = f"select records.record_id from records{where} order by stage, cohort desc, class_no, name_key, record_id"  # noqa: S608  our own words
    return [row[0] for row in registry.rows(sql, values)]
