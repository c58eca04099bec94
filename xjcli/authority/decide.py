"""核准、不予核准 (第四条): an official decides on cases; a number is given out with the approval (第五条).

Whatever is decided is an entry of our ledger first, names the official and the day, and reaches the school as a
signed decision bundle. One transaction holds a whole errand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xjcli.authority import changes, completing, handovers
from xjcli.authority.examining import holds_document, look_again, refresh
from xjcli.authority.folding import after_decision
from xjcli.authority.numbering import issue, take
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, ledger, name_official, numbers, records, schools
from xjcli.authority.store.cases import Case
from xjcli.authority.store.records import Tokens
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

    def body(self, case: Case, outcome: str, number: str) -> dict[str, Any]:
        refused = outcome == "refused"
        return {
            "case": case.id, "record_id": case.record_id, "act": case.act_seq, "outcome": outcome,
            "number": number, "reason": self.because if refused else "", "official": self.official,
            "decided_on": self.office.today.isoformat(), "because": "" if refused else self.because,
        }  # fmt: skip


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
    problems: list[Problem] = []
    issued: list[str] = []
    with office.store.writing() as tx:
        errand = _errand(office, tx, official, because)
        chosen = cases.waiting(tx, clean=True) if all_clean else _named(tx, case_ids)
        done: list[Case] = []
        for case in chosen:
            if all_clean and case.kind in _MOVING and not refresh(office, tx, case).clean:
                continue
            try:
                with tx.begin_nested():
                    issued.append(_approve(errand, case))
                done.append(case)
            except Refusal as refusal:
                if not all_clean:
                    raise
                errand.writer.pens.clear()
                refresh(office, tx, case)
                problems += [replace(found, severity="warn", where=case.id) for found in refusal.problems]
        waiting = len(cases.waiting(tx))
    result = _approved(list(zip(done, issued, strict=True)))
    return Report({**result, "official": errand.official, "waiting": waiting}, problems)


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
    with office.store.writing() as tx:
        errand = _errand(office, tx, official, because)
        chosen = _named(tx, case_ids)
        for case in chosen:
            _refuse(errand, case)
        waiting = len(cases.waiting(tx))
    items = [{"case": case.id, "school": case.school, "record_id": case.record_id} for case in chosen]
    return Report({"refused": len(chosen), "official": errand.official, "items": items, "waiting": waiting})


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
    handovers.seek_lost(errand.writer, school)
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
