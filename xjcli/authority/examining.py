"""查重 and the other questions before a decision (第五条、第六条): what is wrong with a record, across all schools.

A school is told "conflict, case N" and never another child's data; so a problem names a case number and nothing
else. Only what refuses makes a case unclean; the school has seen the warnings when it entered the pupil.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from xjcli.authority.numbering import fixed_number, is_free, own_candidate
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, handovers, numbers, records
from xjcli.authority.store.cases import Case
from xjcli.authority.store.handovers import Handover
from xjcli.authority.store.records import Tokens, Twin
from xjcli.errors import Problem
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.regulation.fold import NoSuchStep, take_effect
from xjcli.regulation.handover import DECLINED, RELEASED, UNDER_WAY, holds_identity
from xjcli.schema.columns import IDENTITY_FIELDS
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
    problems = _faults(office, record)
    twins = _twins_before(tx, school, record.record_id, known)
    for twin in twins:
        code = "duplicate.same-school" if twin.school == school else "duplicate.other-school"
        problems.append(Problem(code, params={"case": twin.case or NO_CASE}))
    number = fixed_number(record)
    owner = numbers.owner(tx, number) if number else None
    if owner != (school, record.record_id):
        problems += find_claims(record)
    known_owners = (None, (school, record.record_id), *((twin.school, twin.record_id) for twin in twins))
    if owner not in known_owners and not is_free(tx, owner, school):
        problems.append(Problem("duplicate.number", params={"case": _case_of(tx, owner)}))
    return tuple(problems)


def find_change_problems(office: Office, tx: Tx, school: str, before: Record) -> tuple[Problem, ...]:
    """第十条: what stands against the act that waits on this record. Where it touches the identity, the new one is
    looked up first (第六条); nothing is taken before the approval."""
    case = before.open_case
    try:
        after = take_effect(before, case["kind"], case["on"], case["body"])
    except NoSuchStep:
        return (Problem("change.no-longer", params={"act": case["kind"], "status": before.status}),)
    problems = [
        Problem("change.from-differs", where=name)
        for name, change in case["body"].get("changes", {}).items()
        if change["from"] != (before.entry_month if name == "entry_month" else before.person.get(name, ""))
    ]
    if any(getattr(before, name) != getattr(after, name) for name in IDENTITY_FIELDS) and holds_identity(after):
        problems += [*_faults(office, after), *_strangers(tx, school, after, tokens_for(office, after))]
    return tuple(problems)


def as_asked(record: Record) -> Record:
    """The record as it would be after the act that waits on it; as it is where none waits or none can follow."""
    case = record.open_case
    try:
        return take_effect(record, case["kind"], case["on"], case["body"]) if case else record
    except NoSuchStep:
        return record


def find_handover_problems(office: Office, tx: Tx, row: Handover, gone: Record, came: Record) -> tuple[Problem, ...]:
    """第十四条: what keeps a handover from being completed without a look: a declined one, two descriptions of the
    pupil that differ, a third record of the same pupil."""
    problems: list[Problem] = []
    if row.state == DECLINED:
        problems.append(Problem("handover.declined", params={"school": row.from_school}))
    differing = [name for name in ("name_key", *IDENTITY_FIELDS[1:]) if getattr(gone, name) != getattr(came, name)]
    if differing:
        fields = ", ".join(name.removesuffix("_key") for name in differing)
        problems.append(Problem("handover.identity-differs", params={"fields": fields}))
    if row.registry_number and row.registry_number != gone.registry_number:
        problems.append(Problem("handover.number-differs"))
    besides = (row.from_school, row.from_record)
    return (*problems, *_strangers(tx, row.to_school, came, tokens_for(office, came), besides))


def _strangers(
    tx: Tx, school: str, record: Record, known: Tokens, besides: tuple[str, str] | None = None
) -> Iterator[Problem]:
    """Other records that may be the same child, whoever came first."""
    for twin in twins_of(tx, school, record.record_id, known):
        if (twin.school, twin.record_id) != besides:
            code = "duplicate.same-school" if twin.school == school else "duplicate.other-school"
            yield Problem(code, params={"case": twin.case or NO_CASE})


def _faults(office: Office, record: Record) -> list[Problem]:
    """What refuses a record as it stands by itself."""
    place: dict[str, Any] = {"stage": record.stage, "cohort": record.cohort}
    _, found = check_document(record.document_type, record.document_number, today=office.today)
    found += find_conflicts(record.person, place, today=office.today)
    return [problem for problem in found if problem.severity == "refuse"]


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
    """After an identity became free or changed hands: the open cases it touches are examined anew.

    A correction asks for an identity that its record does not have yet, so those that are not clean are all seen.
    """
    seen = {case.id: case for case in cases.waiting_with_token(tx, known.document, known.person)}
    seen |= {case.id: case for case in cases.waiting(tx, kind=cases.CHANGE, clean=False)}
    for case in seen.values():
        refresh(office, tx, case)


def refresh(office: Office, tx: Tx, case: Case) -> Case:
    """Examine the record of an open case again and write down what is found now."""
    found = records.load_known(tx, case.school, case.record_id)
    if found is None or case.kind == cases.NUMBER:
        return case
    changed = _examined(office, tx, case, *found)
    if changed != case:
        cases.change(tx, changed)
    return changed


def _examined(office: Office, tx: Tx, case: Case, record: Record, known: Tokens) -> Case:
    if case.kind == cases.HANDOVER:
        row = handovers.find(tx, case.id)
        gone = records.load(tx, row.from_school, row.from_record) if row and row.from_record else None
        if row is None or gone is None or row.state not in UNDER_WAY:
            return case
        problems = find_handover_problems(office, tx, row, gone, record)
        return replace(case, problems=problems, clean=row.state == RELEASED and not problems)
    if case.kind == cases.CHANGE:
        if record.open_case.get("seq") != case.act_seq:
            return case
        problems = find_change_problems(office, tx, case.school, record)
    else:
        problems = find_problems(office, tx, case.school, record, known)
    return replace(case, problems=problems, clean=not problems)


def keep(office: Office, tx: Tx, school: str, before: Record, after: Record) -> bool:
    """Save a record after an act or a decision, and let it hold the identity that is its own now (第六条).

    False, and nothing saved, where another record holds the new document number.
    """
    old, known = tokens_for(office, before), tokens_for(office, after)
    was, now = holds_identity(before), holds_identity(after)
    if now and (known != old or not was):
        holder = records.holder(tx, "document", known.document) if known.document else None
        if holder not in (None, (school, after.record_id)):
            return False
    records.save(tx, school, after, known, new=False)
    if was and (not now or known != old):
        records.release(tx, school, after.record_id)
    if now and (known != old or not was):
        take_identity(tx, school, after.record_id, known)
    if was and (not now or known != old):
        look_again(office, tx, old)
    return True


def take_identity(tx: Tx, school: str, record_id: str, known: Tokens) -> bool:
    """Let a record hold its identity; False where another record holds its document number."""
    records.claim(tx, "person", known.person, school, record_id)
    return holds_document(tx, school, record_id, known)
