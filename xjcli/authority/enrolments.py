"""建立学籍 at the authority (第四条、第五条): a record, 查重, a case; a number that the school brings along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xjcli.authority.examining import find_claims, find_problems, is_conflict, look_again, refresh, tokens_for
from xjcli.authority.fields import impossible
from xjcli.authority.folding import after_act
from xjcli.authority.numbering import take
from xjcli.authority.store import cases, numbers, records
from xjcli.authority.store.ledger import Mirrored
from xjcli.authority.writing import Writer
from xjcli.bundle.answers import CONFLICT, PENDING, RECORDED
from xjcli.errors import Problem
from xjcli.schema.act import Act
from xjcli.schema.record import APPROVED, ISSUED, REFUSED, Record


def enrolled(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> Mirrored:
    record = _next(writer, school, act)
    problems = _keep(writer, school, record, new=True)
    return _ask(writer, school, act, problems)


def taken_on(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第三条: approved elsewhere; recorded as it is, unless another record or its own number stands against it."""
    record = _next(writer, school, act)
    problems = _keep(writer, school, record, new=True)
    if not is_conflict(problems):
        _take_over(writer, school, record)
        return Mirrored(act, RECORDED, "")
    records.save(writer.tx, school, after_act(None, act, CONFLICT), tokens_for(writer.office, record), new=False)
    return _ask(writer, school, act, problems)


def resubmitted(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第四条: mended after a refusal; the same case opens again, with new data and new evidence.

    Only after a refusal: nobody changes a case under the eyes of the official who is looking at it.
    """
    before = records.load(writer.tx, school, act.record_id)
    if before is None or before.standing != REFUSED:
        raise impossible(act)
    old = tokens_for(writer.office, before)
    record = _next(writer, school, act)
    records.release(writer.tx, school, act.record_id)
    problems = _keep(writer, school, record, new=False)
    if tokens_for(writer.office, record) != old:
        look_again(writer.office, writer.tx, old)
    return _ask(writer, school, act, problems)


def confirmed(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第五条: a number from an official list. It stands unless another pupil has it, or this one another.

    On a record that still waits it is a claim: kept, but taken only with the approval, and the case is looked at
    anew. On one that was taken on it counts at once, unless it says that it is another child's.
    """
    before = records.load(writer.tx, school, act.record_id)
    if before is None:
        raise impossible(act)
    number = body["number"]
    owner = numbers.owner(writer.tx, number)
    mine = (school, act.record_id)
    other = before.number_state == ISSUED and before.registry_number != number
    if other or owner not in (None, mine):
        code = "duplicate.number-differs" if owner in (None, mine) else "duplicate.number"
        return _dispute(writer, school, act, Problem(code, params={"case": _case_of(writer, school, owner)}))
    record = _next(writer, school, act)
    claims = [problem for problem in find_claims(record) if is_conflict((problem,))]
    if before.standing == APPROVED and claims and owner is None:
        return _dispute(writer, school, act, claims[0])
    records.save(writer.tx, school, record, tokens_for(writer.office, record), new=False)
    if before.standing == APPROVED:
        _take_over(writer, school, record)
        return Mirrored(act, RECORDED, "")
    case = cases.of_record(writer.tx, school, act.record_id)
    if case is not None and case.state == cases.OPEN:
        refresh(writer.office, writer.tx, case)
    return Mirrored(act, RECORDED, "")


def _dispute(writer: Writer, school: str, act: Act, problem: Problem) -> Mirrored:
    """A number that did not become the record's: a case for the officials, and none that the school waits for."""
    case = cases.open_case(writer.tx, school, cases.NUMBER, act.record_id, act.seq, [problem], writer.office.now)
    return Mirrored(act, CONFLICT, case.id)


def _keep(writer: Writer, school: str, record: Record, *, new: bool) -> tuple[Problem, ...]:
    """Save a record under its tokens and look for what stands against it."""
    known = tokens_for(writer.office, record)
    records.save(writer.tx, school, record, known, new=new)
    return find_problems(writer.office, writer.tx, school, record, known)


def _ask(writer: Writer, school: str, act: Act, problems: tuple[Problem, ...]) -> Mirrored:
    """Open the record's case, or open it again, and say so in the receipt."""
    case = cases.of_record(writer.tx, school, act.record_id)
    if case is None:
        case = cases.open_case(writer.tx, school, cases.ENROLMENT, act.record_id, act.seq, problems, writer.office.now)
    else:
        again = replace(case, act_seq=act.seq, state=cases.OPEN, clean=not problems, problems=problems, closed_at="")
        cases.change(writer.tx, again)
    return Mirrored(act, CONFLICT if is_conflict(problems) else PENDING, case.id)


def _take_over(writer: Writer, school: str, record: Record) -> None:
    if record.number_state == ISSUED:
        take(
            writer.tx,
            record.registry_number,
            school,
            record.record_id,
            numbers.TAKEN_OVER,
            writer.office.now,
        )


def _case_of(writer: Writer, school: str, owner: tuple[str, str] | None) -> str:
    case = cases.of_record(writer.tx, *owner) if owner else None
    return case.id if case else "–"


def _next(writer: Writer, school: str, act: Act) -> Record:
    """The record after this act, as we hold it before."""
    return after_act(records.load(writer.tx, school, act.record_id), act, RECORDED)
