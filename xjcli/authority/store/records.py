"""Pupils' records across all schools, and the keyed tokens that make 一人一号 a constraint (第五条、第六条)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, select

from xjcli.authority.store import Tx
from xjcli.authority.store.bulk import insert_new
from xjcli.authority.store.cases import ENROLMENT
from xjcli.authority.store.engine import own
from xjcli.authority.store.tables import cases, records, tokens
from xjcli.authority.store.work import QUIET, add, among, known, note, portions, put, work_of
from xjcli.regulation.handover import holds_identity
from xjcli.schema.canonical import canonical
from xjcli.schema.record import COLUMNS, OBJECTS, REFUSED, Record


@dataclass(frozen=True, slots=True)
class Tokens:
    """Under which tokens 查重 knows a record; `document` is empty without a document number."""

    document: str
    person: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another record that may be the same child: only where it is, never who."""

    school: str
    record_id: str
    case: str


# Built once: a bundle of thousands of acts runs these for each of them.
_AT = (records.c.school == bindparam("at_school")) & (records.c.record_id == bindparam("at_record"))
_LOAD = select(records).where(_AT).execution_options(**QUIET)
_HOLDER = (
    select(tokens.c.school, tokens.c.record_id)
    .where(tokens.c.kind == bindparam("kind"), tokens.c.token == bindparam("token"))
    .execution_options(**QUIET)
)
#: Under these names a transaction knows what it has read or written.
_RECORDS, _HOLDERS = "records", "holders"


def load(tx: Tx, school: str, record_id: str) -> Record | None:
    """One record, or None."""
    known = load_known(tx, school, record_id)
    return known[0] if known else None


def load_known(tx: Tx, school: str, record_id: str) -> tuple[Record, Tokens] | None:
    """One record with the tokens under which it is known, or None."""
    return known(tx, _RECORDS, (school, record_id), lambda: _ask_record(tx, school, record_id))


def _ask_record(tx: Tx, school: str, record_id: str) -> tuple[Record, Tokens] | None:
    row = tx.execute(_LOAD, {"at_school": school, "at_record": record_id}).first()
    return None if row is None else _known(row)


def expect(tx: Tx, school: str, record_ids: Iterable[str]) -> None:
    """Read these records at once, also that there is none; the transaction that writes has them at hand then."""
    work = work_of(tx)
    if work is None:
        return
    held = work.of(_RECORDS)
    for some in portions({record_id for record_id in record_ids if (school, record_id) not in held}):
        held.update({(school, record_id): None for record_id in some})
        wanted = select(records).where(records.c.school == school, among(tx, records.c.record_id, some))
        held.update({(school, row.record_id): _known(row) for row in tx.execute(wanted)})


def every(tx: Tx, school: str = "", *, standing: str = "") -> Iterator[tuple[str, Record]]:
    """All records with their school, by school, stage, cohort, class and name; of one school or standing only."""
    wanted = select(records)
    if school:
        wanted = wanted.where(records.c.school == school)
    if standing:
        wanted = wanted.where(records.c.standing == standing)
    order = (records.c.school, records.c.stage, records.c.cohort, records.c.class_no, records.c.name)
    for row in tx.execute(wanted.order_by(*order, records.c.record_id)):
        yield row.school, _record(row)


def with_tokens(tx: Tx, school: str) -> Iterator[tuple[Record, Tokens]]:
    """A school's records with the tokens under which they are known."""
    for row in tx.execute(select(records).where(records.c.school == school)):
        yield _record(row), Tokens(row.document_token, row.person_token)


def save(tx: Tx, school: str, record: Record, under: Tokens, *, new: bool) -> None:
    """Write a record as it now stands."""
    own(tx, school)
    row: dict[str, Any] = {name: getattr(record, name) for name in COLUMNS}
    row |= {name: canonical(row[name]).decode("utf-8") for name in OBJECTS}
    row |= {"school": school, "document_token": under.document, "person_token": under.person}
    (add if new else put)(tx, records, (school, record.record_id), row)
    note(tx, _RECORDS, (school, record.record_id), (record, under))


def holder(tx: Tx, kind: str, token: str) -> tuple[str, str] | None:
    """School and record that hold this identity."""
    return known(tx, _HOLDERS, (kind, token), lambda: _ask_holder(tx, kind, token))


def _ask_holder(tx: Tx, kind: str, token: str) -> tuple[str, str] | None:
    row = tx.execute(_HOLDER, {"kind": kind, "token": token}).first()
    return None if row is None else (row[0], row[1])


def reserve(tx: Tx, school: str, wanted: Iterable[tuple[str, str, str]]) -> None:
    """Claim many identities (kind, token, record) at once, in one order, each for the first that asks for it.

    One that another record holds stays where it is. On PostgreSQL this waits for whoever is taking one of them.
    """
    own(tx, school)
    work = work_of(tx)
    if work is None:
        return
    first: dict[tuple[str, str], str] = {}
    for kind, token, record_id in wanted:
        first.setdefault((kind, token), record_id)
    held = work.of(_HOLDERS)
    _read_holders(tx, held, first)
    free = [place for place in sorted(first) if held[place] is None]
    rows = [{"kind": kind, "token": token, "school": school, "record_id": first[kind, token]} for kind, token in free]
    if insert_new(tx, tokens, rows) == len(rows):
        held.update({place: (school, first[place]) for place in free})
    else:
        _read_holders(tx, held, free)


def expect_holders(tx: Tx, kind: str, wanted: Iterable[str]) -> None:
    """Read at once who holds these identities; the transaction that writes has it at hand then."""
    work = work_of(tx)
    if work is not None:
        _read_holders(tx, work.of(_HOLDERS), [(kind, token) for token in wanted])


def _read_holders(tx: Tx, held: dict[Any, Any], places: Iterable[tuple[str, str]]) -> None:
    by_kind: dict[str, list[str]] = {}
    for kind, token in places:
        by_kind.setdefault(kind, []).append(token)
    for kind, every_token in by_kind.items():
        for some in portions(every_token):
            held.update({(kind, token): None for token in some})
            wanted = select(tokens).where(tokens.c.kind == kind, among(tx, tokens.c.token, some))
            held.update({(kind, row.token): (row.school, row.record_id) for row in tx.execute(wanted)})


def holders(tx: Tx) -> set[tuple[str, str]]:
    """Every record that holds an identity."""
    return {(row.school, row.record_id) for row in tx.execute(select(tokens.c.school, tokens.c.record_id))}


def claim(tx: Tx, kind: str, token: str, school: str, record_id: str) -> bool:
    """Take an identity that nobody holds. False if another record holds it."""
    own(tx, school)
    held = holder(tx, kind, token)
    if held is None:
        add(tx, tokens, (kind, token), {"kind": kind, "token": token, "school": school, "record_id": record_id})
        note(tx, _HOLDERS, (kind, token), (school, record_id))
        return True
    return held == (school, record_id)


def release(tx: Tx, school: str, record_id: str) -> None:
    """Give up every identity that this record holds: it was refused, or its identity was corrected."""
    own(tx, school)
    tx.execute(delete(tokens).where(tokens.c.school == school, tokens.c.record_id == record_id))
    work = work_of(tx)
    if work is not None:
        work.of(_HOLDERS).clear()


def with_document(tx: Tx, school: str, token: str) -> list[Record]:
    """A school's records that bear this document number."""
    here = (records.c.school == school) & (records.c.document_token == token)
    return [_record(row) for row in tx.execute(select(records).where(here).order_by(records.c.record_id))]


def twins_by_document(tx: Tx, known: Tokens) -> dict[tuple[str, str], Twin]:
    """Records with the same document number in any school that are the one record of their pupil."""
    return _twins(tx, records.c.document_token == known.document)


def twins_by_person(tx: Tx, known: Tokens) -> dict[tuple[str, str], Twin]:
    """Records with the same name, sex and birth date where at least one of the two has no document number."""
    same = records.c.person_token == known.person
    return _twins(tx, same & (records.c.document_token == "") if known.document else same)


def _twins(tx: Tx, same: ColumnElement[bool]) -> dict[tuple[str, str], Twin]:
    case = (cases.c.school == records.c.school) & (cases.c.record_id == records.c.record_id)
    wanted = (
        select(records, cases.c.id.label("case_of_it"))
        .outerjoin(cases, case & (cases.c.kind == ENROLMENT))
        .where(same, records.c.standing != REFUSED)
        .order_by(cases.c.id)
    )
    return {
        (row.school, row.record_id): Twin(row.school, row.record_id, row.case_of_it or "")
        for row in tx.execute(wanted)
        if holds_identity(_record(row))
    }


def _known(row: Row[Any]) -> tuple[Record, Tokens]:
    return _record(row), Tokens(row.document_token, row.person_token)


def _record(row: Row[Any]) -> Record:
    values = {name: getattr(row, name) for name in COLUMNS}
    return Record(**{**values, **{name: json.loads(values[name]) for name in OBJECTS}})
