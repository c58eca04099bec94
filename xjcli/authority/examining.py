"""查重 and the other questions before a decision (第五条、第六条): what is wrong with a record, across all schools.

A school is told "conflict, case N" and never another child's data; so a problem names a case number and nothing
else. Only what refuses makes a case unclean; the school has seen the warnings when it entered the pupil.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xjcli.authority.numbering import fixed_number, own_candidate
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, numbers, records
from xjcli.authority.store.cases import Case
from xjcli.authority.store.records import Tokens, Twin
from xjcli.errors import Problem
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.schema.record import ISSUED, Record
from xjcli.schema.values.documents import check_document
from xjcli.schema.values.normalise import clean_number

#: What stands against a record from outside: another record, or a number that says it is another child's.
CONFLICTS = ("duplicate.", "number.claims-other")
#: The basis of a record that was approved elsewhere (接管).
_TAKE_ON = "take-on"
NO_CASE = "–"


def tokens_for(office: Office, record: Record) -> Tokens:
    """The keyed tokens of a record: of its document number, and of name, sex and birth date."""
    number = clean_number(record.document_number)
    person = office.token("person", record.name_key, record.sex, record.birth_date)
    return Tokens(office.token("document", number) if number else "", person)


def find_problems(office: Office, tx: Tx, school: str, record: Record, known: Tokens) -> tuple[Problem, ...]:
    """Everything that keeps a record from being approved without a look by a person.

    The record takes its identity where nobody holds it. 第六条: who came first holds it and stays clean; a twin
    that comes later waits for a person.
    """
    place: dict[str, Any] = {"stage": record.stage, "cohort": record.cohort}
    _, found = check_document(record.document_type, record.document_number, today=office.today)
    found += find_conflicts(record.person, place, today=office.today)
    problems = [problem for problem in found if problem.severity == "refuse"]
    twins = _twins_before(tx, school, record.record_id, known)
    for twin in twins:
        code = "duplicate.same-school" if twin.school == school else "duplicate.other-school"
        problems.append(Problem(code, params={"case": twin.case or NO_CASE}))
    number = fixed_number(record)
    owner = numbers.owner(tx, number) if number else None
    if owner != (school, record.record_id):
        problems += find_claims(record)
    if owner not in (None, (school, record.record_id), *((twin.school, twin.record_id) for twin in twins)):
        problems.append(Problem("duplicate.number", params={"case": _case_of(tx, owner)}))
    return tuple(problems)


def find_claims(record: Record) -> list[Problem]:
    """第五条: a number that the school brings along is its claim, until an official has looked at it.

    A G number is of the child whose identity number it carries, so another tail is refused as `number.claims-other`
    (lawful after a corrected identity number; so an official may approve it and say why). Any other number that we
    would not give ourselves (J, L, or a G that the document does not give) is `number.claimed`, unless the record
    was taken on as approved elsewhere. We never put another number in its place: a child that comes from another
    school keeps its own for life.
    """
    if record.number_state != ISSUED:
        return []
    number = record.registry_number
    if number.startswith("G") and number[1:] != clean_number(record.document_number):
        return [Problem("number.claims-other", where="registry_number")]
    if record.basis == _TAKE_ON or number == own_candidate(record):
        return []
    return [Problem("number.claimed", where="registry_number")]


def holds_document(tx: Tx, school: str, record_id: str, known: Tokens) -> bool:
    """True if no other record holds this record's document number."""
    return not known.document or records.claim(tx, "document", known.document, school, record_id)


def _twins_before(tx: Tx, school: str, record_id: str, known: Tokens) -> list[Twin]:
    """The records that hold against this one: same document; without one, same name, sex and birth date."""
    twins: dict[tuple[str, str], Twin] = {}
    if not holds_document(tx, school, record_id, known):
        twins |= records.twins_by_document(tx, known)
    if not records.claim(tx, "person", known.person, school, record_id):
        twins |= records.twins_by_person(tx, known)
    return [twin for place, twin in sorted(twins.items()) if place != (school, record_id)]


def twins_of(tx: Tx, school: str, record_id: str, known: Tokens) -> list[Twin]:
    """Every other record that may be the same child, whoever came first."""
    twins = records.twins_by_person(tx, known)
    if known.document:
        twins |= records.twins_by_document(tx, known)
    return [twin for place, twin in sorted(twins.items()) if place != (school, record_id)]


def _case_of(tx: Tx, owner: tuple[str, str] | None) -> str:
    case = cases.of_record(tx, *owner) if owner else None
    return case.id if case else NO_CASE


def is_conflict(problems: tuple[Problem, ...]) -> bool:
    """True if another record or another child's number stands against this one."""
    return any(problem.code.startswith(CONFLICTS) for problem in problems)


def look_again(office: Office, tx: Tx, known: Tokens) -> None:
    """After an identity became free or changed hands: the open cases it touches are examined anew."""
    for case in cases.waiting_with_token(tx, known.document, known.person):
        refresh(office, tx, case)


def refresh(office: Office, tx: Tx, case: Case) -> Case:
    """Examine the record of an open case again and write down what is found now."""
    found = records.load_known(tx, case.school, case.record_id)
    if found is None or case.kind != cases.ENROLMENT:
        return case
    record, known = found
    problems = find_problems(office, tx, case.school, record, known)
    changed = replace(case, problems=problems, clean=not problems)
    if changed != case:
        cases.change(tx, changed)
    return changed
