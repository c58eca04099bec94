"""学籍转接 (第十四条): the case between two schools of ours, moved along the table of `regulation.handover`.

The pupil's record is looked for at the school that was named; found, that school is told and its clock runs. Nothing of
a record moves before the end; at the end both records, the number and the identity move in one transaction (籍随人走).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xjcli.authority.examining import keep, refresh, tokens_for
from xjcli.authority.store import cases, handovers, ledger, numbers, records, schools
from xjcli.authority.store.cases import Case
from xjcli.authority.store.handovers import Handover
from xjcli.authority.writing import Writer, tell
from xjcli.errors import Problem, Refusal
from xjcli.regulation import handover as rule
from xjcli.regulation.fold import NoSuchStep
from xjcli.regulation.handover import FROM_SCHOOL, ONE, TO_SCHOOL, holds_identity
from xjcli.regulation.lifecycle import row as row_of
from xjcli.schema.act import Act
from xjcli.schema.record import APPROVED, Record

_ANSWERS = {"transfer-released": rule.RELEASE, "transfer-declined": rule.DECLINE}


def request(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> Case:
    """The receiving school asks: a case, and the first look for the record. The arriving record is stored already."""
    asked = body["handover"]
    if asked["from_school"] == school:
        raise NoSuchStep("nobody moves from a school to itself")
    case = cases.open_case(writer.tx, school, cases.HANDOVER, act.record_id, act.seq, [], writer.office.now)
    turn = rule.turn(ONE, rule.NOTHING, rule.REQUEST)
    made = Handover(
        case.id, ONE, act.kind.removesuffix("-requested"), school, act.record_id, asked["from_school"], "",
        asked.get("registry_number", ""), turn.state, turn.party, writer.today, act.occurred_on,
    )  # fmt: skip
    handovers.add(writer.tx, made)
    seek(writer, made)
    return case


def seek(writer: Writer, made: Handover) -> Handover:
    """Look for the pupil's record at the school of origin and tell it; without one the case waits for an official."""
    tx, case = writer.tx, cases.find(writer.tx, made.case_id)
    came = records.load(tx, made.to_school, made.to_record)
    if case is None or came is None:
        return made
    gone = _search(writer, made, came)
    if gone is None or gone.handover:
        code = "handover.no-record" if gone is None else "handover.under-way"
        problem = Problem(code, params={"school": made.from_school})
        cases.change(tx, replace(case, clean=False, problems=(problem,)))
        return made
    turn = rule.turn(made.route, made.state, rule.FORWARD)
    told = replace(
        made, from_record=gone.record_id, state=turn.state, party=turn.party, since=writer.today,
        notified_on=writer.today,
    )  # fmt: skip
    handovers.change(tx, told)
    asking = schools.find(tx, made.to_school)
    body = {
        "case": made.case_id, "kind": made.kind, "school": made.to_school, "name": asking.name if asking else "",
        "seal": asking.seal_key if asking else "", "requested_on": made.requested_on, "act": 0,
    }  # fmt: skip
    tell(writer, made.from_school, gone, ledger.NOTIFIED, body)
    refresh(writer.office, tx, case)
    return told


def seek_lost(writer: Writer, from_school: str) -> None:
    """A record of this school was approved or became free: the cases that look for one are tried again."""
    for made in handovers.lost(writer.tx, from_school):
        seek(writer, made)


def _search(writer: Writer, made: Handover, came: Record) -> Record | None:
    """By document number, then by the number that the receiving school claims; only a record that may move."""
    tx, known = writer.tx, tokens_for(writer.office, came)
    found = records.with_document(tx, made.from_school, known.document) if known.document else []
    owner = numbers.owner(tx, made.registry_number) if made.registry_number else None
    if owner is not None and owner[0] == made.from_school:
        named = records.load(tx, *owner)
        found += [named] if named else []
    fit = (each for each in found if each.standing == APPROVED and holds_identity(each) and _may_move(each))
    return next(fit, None)


def _may_move(record: Record) -> bool:
    return row_of(record.status, ledger.NOTIFIED) is not None and row_of(record.status, ledger.COMPLETED) is not None


def answer(writer: Writer, school: str, act: Act, body: Mapping[str, Any], after: Record) -> None:
    """转出校 has released or declined: the case is the authority's. Raises NoSuchStep for a case not its own."""
    tx = writer.tx
    made = handovers.find(tx, body["case"])
    if made is None or (made.from_school, made.from_record) != (school, act.record_id):
        raise NoSuchStep("the case is not this school's")
    turn = turn_of(made, _ANSWERS[act.kind])
    keep(writer.office, tx, school, after, after)
    answered = replace(
        made, state=turn.state, party=turn.party, since=writer.today, answer=turn.state, answered_on=writer.today,
        reason=body.get("reason", ""),
    )  # fmt: skip
    handovers.change(tx, answered)
    case = cases.find(tx, made.case_id)
    if case is not None:
        refresh(writer.office, tx, case)


def withdraw(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> str:
    """转入校 takes its request back; the school of origin hears that nothing came of it."""
    made = handovers.of_to(writer.tx, school, act.record_id)
    if made is None:
        raise NoSuchStep("nothing was asked for")
    turn = turn_of(made, rule.WITHDRAW)
    close(writer, made, turn.state, cases.ENDED)
    _refuse_origin(writer, made, by=TO_SCHOOL, reason=body.get("reason", ""))
    seek_lost(writer, made.from_school)
    return made.case_id


def end_for_fact(writer: Writer, school: str, record: Record, *, reason: str) -> bool:
    """What the school of origin reports leaves nothing to hand over (第二十一条): both schools hear it. False if none
    was under way."""
    made = handovers.of_from(writer.tx, school, record.record_id)
    if made is None:
        return False
    _refuse_both(writer, made, cases.ENDED, by=FROM_SCHOOL, reason=reason)
    return True


def refuse(writer: Writer, case: Case, *, reason: str) -> None:
    """不予办理, by an official, with a reason that both schools read."""
    made = of_case(writer, case)
    _refuse_both(writer, made, cases.REFUSED, by="authority", reason=reason)
    seek_lost(writer, made.from_school)


def _refuse_both(writer: Writer, made: Handover, state: str, *, by: str, reason: str) -> None:
    turn = turn_of(made, rule.REFUSE)
    case = close(writer, made, turn.state, state)
    _refuse_origin(writer, made, by=by, reason=reason)
    came = records.load(writer.tx, made.to_school, made.to_record)
    if came is not None and case is not None:
        body = {**between(writer, made, made.from_school), "act": case.act_seq, "reason": reason, "by": by}
        tell(writer, made.to_school, came, ledger.HANDOVER_REFUSED, body)


def _refuse_origin(writer: Writer, made: Handover, *, by: str, reason: str) -> None:
    """Only a school that was told of the request is told of its end."""
    gone = records.load(writer.tx, made.from_school, made.from_record) if made.from_record else None
    if gone is not None:
        body = {**between(writer, made, made.to_school), "act": 0, "reason": reason, "by": by}
        tell(writer, made.from_school, gone, ledger.HANDOVER_REFUSED, body)


def between(writer: Writer, made: Handover, other: str) -> dict[str, Any]:
    """What every notice of a handover says: the case, and the school on the other side."""
    return {"case": made.case_id, "kind": made.kind, "school": other, "name": writer.name_of(other)}


def close(writer: Writer, made: Handover, state: str, case_state: str) -> Case | None:
    """The end of a handover and of its case."""
    handovers.change(writer.tx, replace(made, state=state, party="", since=writer.today, ended_on=writer.today))
    case = cases.find(writer.tx, made.case_id)
    if case is not None:
        cases.change(writer.tx, replace(case, state=case_state, closed_at=writer.office.now))
    return case


def turn_of(made: Handover, event: str) -> rule.Turn:
    """Where this event leads. Raises NoSuchStep where the table has no such row."""
    try:
        return rule.turn(made.route, made.state, event)
    except rule.NoSuchTurn as error:
        raise NoSuchStep(str(error)) from None


def of_case(writer: Writer, case: Case) -> Handover:
    """The handover that this case is about."""
    made = handovers.find(writer.tx, case.id)
    if made is None:
        raise Refusal(Problem("decide.no-case", where=case.id))
    return made
