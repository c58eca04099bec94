"""核准、不予核准 (第四条): an official decides on cases; a number is given out with the approval (第五条).

Whatever is decided is an entry of our ledger first, names the official and the day, and reaches the school as a
signed decision bundle. One transaction holds a whole errand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from xjcli.authority import changes, completing, handovers
from xjcli.authority.examining import holds_document, look_again, refresh
from xjcli.authority.folding import after_decision
from xjcli.authority.heads import chain
from xjcli.authority.numbering import fixed_number, issue, take
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, ledger, name_official, numbers, records, schools
from xjcli.authority.store.cases import Case
from xjcli.authority.store.records import Tokens
from xjcli.authority.store.work import portions
from xjcli.authority.writing import Writer
from xjcli.errors import Problem, Refusal
from xjcli.report import Report
from xjcli.schema.masking import mask_number
from xjcli.schema.record import Record
from xjcli.schema.shapes import is_note, is_text

#: Cases about what other acts and other schools go on changing while they wait: looked at once more before.
_MOVING = (cases.CHANGE, cases.HANDOVER)


@dataclass(slots=True)
class _Errand:
    """One official's decisions in one transaction."""

    writer: Writer
    because: str
    regions: dict[str, str] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)

    @property
    def office(self) -> Office:
        return self.writer.office

    @property
    def tx(self) -> Tx:
        return self.writer.tx

    @property
    def official(self) -> str:
        return self.writer.official

    def region(self, school: str) -> str:
        if school not in self.regions:
            known = schools.find(self.tx, school)
            self.regions[school] = (known.region if known else "") or self.office.code
        return self.regions[school]

    def look_for_lost(self) -> None:
        """Somebody may wait for a pupil of a school that has one more on its roll now (第十四条)."""
        for school in sorted(self.joined):
            handovers.seek_lost(self.writer, school)

    def body(self, case: Case, outcome: str, number: str) -> dict[str, Any]:
        refused = outcome == "refused"
        return {
            "case": case.id, "record_id": case.record_id, "act": case.act_seq, "outcome": outcome,
            "number": number, "reason": self.because if refused else "", "official": self.official,
            "decided_on": self.office.today.isoformat(), "because": "" if refused else self.because,
        }  # fmt: skip


@dataclass(slots=True)
class _Done:
    """What one transaction has approved, each case with its number, and what it found instead."""

    approved: list[tuple[Case, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def approve(
    office: Office,
    case_ids: Sequence[str] = (),
    *,
    all_clean: bool = False,
    official: str = "",
    because: str = "",
) -> Report:
    """Approve named cases, all of them or none; or every clean case, leaving out what turns out not to be.

    Refuses: `decide.no-case`, `decide.closed`, `decide.needs-reason` (a case with problems without `because`),
    `decide.duplicate`, `decide.number-taken`, `handover.no-record`, `handover.not-released` (without `because`).
    """
    with office.store.whole():
        if all_clean:
            return _report(office, official, _approve_clean(office, official, because))
        one = _school_of(office, case_ids)
        done = office.store.errand(partial(_approve_named, office, official, because, case_ids), school=one)
        return _report(office, official, [done])


def _school_of(office: Office, case_ids: Sequence[str]) -> str:
    """The school that all these cases are about, if it is one."""
    with office.store.reading() as tx:
        schools_of = {case.school for case in cases.these(tx, case_ids)}
    return schools_of.pop() if len(schools_of) == 1 else ""


def _approve_named(office: Office, official: str, because: str, case_ids: Sequence[str], tx: Tx) -> _Done:
    """All of them, or none."""
    errand, done = _errand(office, tx, official, because), _Done()
    for case in _named(tx, case_ids):
        done.approved.append((case, _approve(errand, case)))
    errand.look_for_lost()
    return done


def _approve_clean(office: Office, official: str, because: str) -> list[_Done]:
    """Every case that is clean now: one transaction for each school, then one for what moves between schools."""
    with office.store.reading() as tx:
        clean = cases.waiting(tx, clean=True)
    moving = [case.id for case in clean if case.kind in _MOVING]
    still: dict[str, list[str]] = {}
    for case in clean:
        if case.kind not in _MOVING:
            still.setdefault(case.school, []).append(case.id)
    done = [
        office.store.errand(partial(_approve_these, office, official, because, some), school=school)
        for school, ids in still.items()
        for some in portions(ids)
    ]
    if moving or not done:
        done.append(office.store.errand(partial(_approve_these, office, official, because, moving)))
    return done


def _approve_these(office: Office, official: str, because: str, ids: Sequence[str], tx: Tx) -> _Done:
    """Those of these cases that are still open and clean. All at once, and only where one fails one after another."""
    errand, done = _errand(office, tx, official, because), _Done()
    chosen = [case for case in cases.these(tx, ids) if case.state == cases.OPEN and case.clean]
    try:
        with tx.begin_nested():
            _expect(errand, chosen)
            done.approved = [(case, _approve(errand, case)) for case in chosen if _is_clean(errand, case)]
    except Refusal:
        errand.writer.pens.clear()
        for case in chosen:
            _approve_or_look(errand, case, done)
    errand.look_for_lost()
    return done


def _is_clean(errand: _Errand, case: Case) -> bool:
    return case.kind not in _MOVING or refresh(errand.office, errand.tx, case).clean


def _approve_or_look(errand: _Errand, case: Case, done: _Done) -> None:
    """Approve a case, or write down why it is not clean after all."""
    if not _is_clean(errand, case):
        return
    try:
        with errand.tx.begin_nested():
            number = _approve(errand, case)
        done.approved.append((case, number))
    except Refusal as refusal:
        errand.writer.pens.clear()
        refresh(errand.office, errand.tx, case)
        done.problems += [replace(found, severity="warn", where=case.id) for found in refusal.problems]


def _expect(errand: _Errand, chosen: Sequence[Case]) -> None:
    """Have at hand what the approval of these cases will look up."""
    tx = errand.tx
    for school in {case.school for case in chosen}:
        records.expect(tx, school, [case.record_id for case in chosen if case.school == school])
    found = [records.load_known(tx, case.school, case.record_id) for case in chosen if case.kind == cases.ENROLMENT]
    records.expect_holders(tx, "document", [known.document for _, known in filter(None, found) if known.document])
    numbers.expect(tx, [fixed_number(record) for record, _ in filter(None, found)])


def _report(office: Office, official: str, parts: Sequence[_Done]) -> Report:
    chain(office)
    with office.store.reading() as tx:
        left = cases.count_waiting(tx)
    done = sorted((each for part in parts for each in part.approved), key=lambda each: (each[0].opened_at, each[0].id))
    problems = [problem for part in parts for problem in part.problems]
    return Report({**_approved(done), "official": official.strip() or office.official, "waiting": left}, problems)


def _approved(done: Sequence[tuple[Case, str]]) -> dict[str, Any]:
    """What a report says of approved cases; a number that moves with a handover is not issued."""
    return {
        "approved": len(done),
        "issued": sum(bool(number) for case, number in done if case.kind != cases.HANDOVER),
        "items": [
            {"case": case.id, "school": case.school, "record_id": case.record_id, "number": mask_number(number)}
            for case, number in done
        ],
    }


def refuse(office: Office, case_ids: Sequence[str], *, because: str, official: str = "") -> Report:
    """Refuse cases with a reason that the school reads; the identity becomes free for others."""
    if not because.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--because"}))
    with office.store.whole():
        chosen = office.store.errand(partial(_refuse_named, office, official, because, case_ids))
        chain(office)
        with office.store.reading() as tx:
            waiting = cases.count_waiting(tx)
    items = [{"case": case.id, "school": case.school, "record_id": case.record_id} for case in chosen]
    return Report(
        {"refused": len(chosen), "official": official.strip() or office.official, "items": items, "waiting": waiting}
    )


def _refuse_named(office: Office, official: str, because: str, case_ids: Sequence[str], tx: Tx) -> list[Case]:
    errand = _errand(office, tx, official, because)
    chosen = _named(tx, case_ids)
    for case in chosen:
        _refuse(errand, case)
    return chosen


def _errand(office: Office, tx: Tx, official: str, because: str) -> _Errand:
    name = official.strip() or office.official
    if not is_text(name) or not is_note(because.strip()):
        raise Refusal(
            Problem("usage.option", params={"option": "--official, --because", "value": "…", "allowed": "≤ 200"})
        )
    name_official(tx, name, office.now)
    return _Errand(Writer(office, tx, name, official=name), because.strip())


def _named(tx: Tx, case_ids: Sequence[str]) -> list[Case]:
    found: list[Case] = []
    for case_id in dict.fromkeys(case_ids):
        case = cases.find(tx, case_id)
        if case is None:
            raise Refusal(Problem("decide.no-case", where=case_id[:20]))
        if case.state != cases.OPEN:
            raise Refusal(Problem("decide.closed", where=case_id))
        found.append(case)
    return found


def _approve(errand: _Errand, case: Case) -> str:
    """Approve one case and return the number that was given out or confirmed with it."""
    school = case.school
    if case.kind == cases.HANDOVER:
        return completing.complete(errand.writer, case, errand.region(school), because=errand.because)
    if case.kind == cases.CHANGE:
        changes.approve(errand.writer, case, because=errand.because)
        return ""
    if not case.clean and not errand.because:
        raise Refusal(Problem("decide.needs-reason", where=case.id))
    if case.kind == cases.NUMBER:
        return _accept_number(errand, case)
    return _approve_enrolment(errand, case)


def _approve_enrolment(errand: _Errand, case: Case) -> str:
    tx, school = errand.tx, case.school
    record, known = _record_of(tx, case)
    if not holds_document(tx, school, case.record_id, known):
        raise Refusal(Problem("decide.duplicate", where=case.id))
    number = issue(tx, school, errand.region(school), record, errand.office.now)
    body = errand.body(case, "approved", number)
    errand.writer.write(school, ledger.APPROVED, body)
    records.save(tx, school, after_decision(record, ledger.APPROVED, body), known, new=False)
    _close(errand, case, cases.APPROVED)
    errand.joined.add(school)
    return number


def _refuse(errand: _Errand, case: Case) -> None:
    if case.kind == cases.HANDOVER:
        handovers.refuse(errand.writer, case, reason=errand.because)
    elif case.kind == cases.CHANGE:
        changes.refuse(errand.writer, case, reason=errand.because)
    else:
        _refuse_enrolment(errand, case)


def _refuse_enrolment(errand: _Errand, case: Case) -> None:
    tx, school = errand.tx, case.school
    record, known = _record_of(tx, case)
    kind = ledger.NUMBER_DECLINED if case.kind == cases.NUMBER else ledger.REFUSED
    body = errand.body(case, "refused", "")
    errand.writer.write(school, kind, body)
    _close(errand, case, cases.REFUSED)
    if kind == ledger.REFUSED:
        records.save(tx, school, after_decision(record, kind, body), known, new=False)
        records.release(tx, school, case.record_id)
        look_again(errand.office, tx, known)


def _accept_number(errand: _Errand, case: Case) -> str:
    """Take a number that the school had confirmed from an official list, if nobody else has it."""
    tx, school = errand.tx, case.school
    record, known = _record_of(tx, case)
    number = ledger.confirmed_number(tx, school, case.act_seq)
    if not take(tx, number, school, case.record_id, numbers.TAKEN_OVER, errand.office.now):
        raise Refusal(Problem("decide.number-taken", where=case.id))
    body = errand.body(case, "approved", number)
    errand.writer.write(school, ledger.NUMBER_ACCEPTED, body)
    records.save(tx, school, after_decision(record, ledger.NUMBER_ACCEPTED, body), known, new=False)
    _close(errand, case, cases.APPROVED)
    return number


def _record_of(tx: Tx, case: Case) -> tuple[Record, Tokens]:
    found = records.load_known(tx, case.school, case.record_id)
    if found is None:
        raise Refusal(Problem("decide.no-case", where=case.id))
    return found


def _close(errand: _Errand, case: Case, state: str) -> None:
    cases.change(errand.tx, replace(case, state=state, closed_at=errand.office.now))
