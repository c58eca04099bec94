"""Pupils' records across all schools, and the keyed tokens that make 一人一号 a constraint (第五条、第六条)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.cases import ENROLMENT
from xjcli.authority.store.tables import cases, records, tokens
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
_LOAD = select(records).where(_AT)
_UPDATE = update(records).where(_AT)
_INSERT = insert(records)
_HOLDER = select(tokens.c.school, tokens.c.record_id).where(
    tokens.c.kind == bindparam("kind"), tokens.c.token == bindparam("token")
)
_CLAIM = insert(tokens)


def load(tx: Tx, school: str, record_id: str) -> Record | None:
    """One record, or None."""
    known = load_known(tx, school, record_id)
    return known[0] if known else None


def load_known(tx: Tx, school: str, record_id: str) -> tuple[Record, Tokens] | None:
    """One record with the tokens under which it is known, or None."""
    row = tx.execute(_LOAD, {"at_school": school, "at_record": record_id}).first()
    return None if row is None else (_record(row), Tokens(row.document_token, row.person_token))


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


def save(tx: Tx, school: str, record: Record, known: Tokens, *, new: bool) -> None:
    """Write a record as it now stands."""
    row: dict[str, Any] = {name: getattr(record, name) for name in COLUMNS}
    row |= {name: canonical(row[name]).decode("utf-8") for name in OBJECTS}
    row |= {"school": school, "document_token": known.document, "person_token": known.person}
    if new:
        tx.execute(_INSERT, row)
    else:
        del row["school"], row["record_id"]
        tx.execute(_UPDATE, {**row, "at_school": school, "at_record": record.record_id})


def holder(tx: Tx, kind: str, token: str) -> tuple[str, str] | None:
    """School and record that hold this identity."""
    row = tx.execute(_HOLDER, {"kind": kind, "token": token}).first()
    return None if row is None else (row[0], row[1])


def holders(tx: Tx) -> set[tuple[str, str]]:
    """Every record that holds an identity."""
    return {(row.school, row.record_id) for row in tx.execute(select(tokens.c.school, tokens.c.record_id))}


def claim(tx: Tx, kind: str, token: str, school: str, record_id: str) -> bool:
    """Take an identity that nobody holds. False if another record holds it."""
    held = holder(tx, kind, token)
    if held is None:
        tx.execute(_CLAIM, {"kind": kind, "token": token, "school": school, "record_id": record_id})
        return True
    return held == (school, record_id)


def release(tx: Tx, school: str, record_id: str) -> None:
    """Give up every identity that this record holds: it was refused, or its identity was corrected."""
    tx.execute(delete(tokens).where(tokens.c.school == school, tokens.c.record_id == record_id))


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


def _record(row: Row[Any]) -> Record:
    values = {name: getattr(row, name) for name in COLUMNS}
    return Record(**{**values, **{name: json.loads(values[name]) for name in OBJECTS}})
