"""What an act of a school does at the authority (第四条): a record, a case, or nothing but its place in the mirror.

One function per act kind in one frozen table. The state of a record comes from `regulation.fold`, the same on both
sides; here is only what the authority adds: 查重, cases, numbers taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from xjcli.authority import bodies, echoes
from xjcli.authority.examining import find_claims, find_problems, is_conflict, look_again, refresh, tokens_for
from xjcli.authority.folding import after_act
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, numbers, records
from xjcli.authority.store.ledger import Mirrored
from xjcli.bundle.answers import CONFLICT, PENDING, RECORDED, ActResult
from xjcli.errors import Problem, Refusal
from xjcli.regulation.fold import NoSuchStep
from xjcli.schema.act import Act
from xjcli.schema.record import APPROVED, ISSUED, REFUSED, Record


@dataclass(frozen=True, slots=True)
class Desk:
    """One bundle's work: the transaction and whose acts they are."""

    office: Office
    tx: Tx
    school: str


def apply(desk: Desk, act: Act) -> Mirrored:
    """Do what this act asks and say what became of it.

    Raises Refusal: `intake.body`, `intake.act` (it cannot follow what we hold), `intake.echo`.
    """
    bodies.check(act)
    handler = _HANDLERS.get(act.kind)
    if handler is None:
        raise Refusal(Problem("bundle.version", where=f"act {act.seq}"))
    try:
        return handler(desk, act, act.body or {})
    except NoSuchStep:
        raise _impossible(act) from None


def _enrolled(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    record = _next(desk, act)
    problems = _keep(desk, record, new=True)
    return _ask(desk, act, problems)


def _taken_on(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第三条: approved elsewhere; recorded as it is, unless another record or its own number stands against it."""
    record = _next(desk, act)
    problems = _keep(desk, record, new=True)
    if not is_conflict(problems):
        _take_over(desk, record)
        return Mirrored(act, RECORDED, "")
    records.save(desk.tx, desk.school, after_act(None, act, CONFLICT), tokens_for(desk.office, record), new=False)
    return _ask(desk, act, problems)


def _assigned(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    record = _next(desk, act)
    records.save(desk.tx, desk.school, record, tokens_for(desk.office, record), new=False)
    return Mirrored(act, RECORDED, "")


def _resubmitted(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第四条: mended after a refusal; the same case opens again, with new data and new evidence.

    Only after a refusal: nobody changes a case under the eyes of the official who is looking at it.
    """
    before = records.load(desk.tx, desk.school, act.record_id)
    if before is None or before.standing != REFUSED:
        raise _impossible(act)
    old = tokens_for(desk.office, before)
    record = _next(desk, act)
    records.release(desk.tx, desk.school, act.record_id)
    problems = _keep(desk, record, new=False)
    if tokens_for(desk.office, record) != old:
        look_again(desk.office, desk.tx, old)
    return _ask(desk, act, problems)


def _confirmed(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第五条: a number from an official list. It stands unless another pupil has it, or this one another.

    On a record that still waits it is a claim: kept, but taken only with the approval, and the case is looked at
    anew. On one that was taken on it counts at once, unless it says that it is another child's.
    """
    before = records.load(desk.tx, desk.school, act.record_id)
    if before is None:
        raise _impossible(act)
    number = body["number"]
    owner = numbers.owner(desk.tx, number)
    mine = (desk.school, act.record_id)
    other = before.number_state == ISSUED and before.registry_number != number
    if other or owner not in (None, mine):
        code = "duplicate.number-differs" if owner in (None, mine) else "duplicate.number"
        return _dispute(desk, act, Problem(code, params={"case": _case_of(desk, owner)}))
    record = _next(desk, act)
    claims = [problem for problem in find_claims(record) if is_conflict((problem,))]
    if before.standing == APPROVED and claims and owner is None:
        return _dispute(desk, act, claims[0])
    records.save(desk.tx, desk.school, record, tokens_for(desk.office, record), new=False)
    if before.standing == APPROVED:
        _take_over(desk, record)
        return Mirrored(act, RECORDED, "")
    case = cases.of_record(desk.tx, desk.school, act.record_id)
    if case is not None and case.state == cases.OPEN:
        refresh(desk.office, desk.tx, case)
    return Mirrored(act, RECORDED, "")


def _dispute(desk: Desk, act: Act, problem: Problem) -> Mirrored:
    """A number that did not become the record's: a case for the officials, and none that the school waits for."""
    case = cases.open_case(desk.tx, desk.school, cases.NUMBER, act.record_id, act.seq, [problem], desk.office.now)
    return Mirrored(act, CONFLICT, case.id)


def _echo(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """Our own decision comes back as the school's act: it must say what we said, and changes nothing."""
    echoes.require_ours(desk.tx, desk.school, act, body)
    return Mirrored(act, RECORDED, "")


_HANDLERS: Mapping[str, Callable[[Desk, Act, Mapping[str, Any]], Mirrored]] = MappingProxyType(
    {
        "enrolled": _enrolled,
        "taken-on": _taken_on,
        "assigned": _assigned,
        "resubmitted": _resubmitted,
        "number-confirmed": _confirmed,
        "enrolment-approved": _echo,
        "enrolment-refused": _echo,
    }
)


def told(item: Mirrored) -> ActResult:
    """What the receipt says of an act: `conflict` and `pending` promise a decision, so an act that asks for no
    approval is `recorded`, with the case that the officials have about it."""
    waits = item.act.kind in _ASKING
    return ActResult(item.act.seq, item.outcome if waits else RECORDED, item.case_id)


#: Acts whose case ends with a decision that is sent to the school.
_ASKING = frozenset({"enrolled", "taken-on", "resubmitted"})


def _next(desk: Desk, act: Act) -> Record:
    """The record after this act, as we hold it before."""
    return after_act(records.load(desk.tx, desk.school, act.record_id), act, RECORDED)


def _keep(desk: Desk, record: Record, *, new: bool) -> tuple[Problem, ...]:
    """Save a record under its tokens and look for what stands against it."""
    known = tokens_for(desk.office, record)
    records.save(desk.tx, desk.school, record, known, new=new)
    return find_problems(desk.office, desk.tx, desk.school, record, known)


def _ask(desk: Desk, act: Act, problems: tuple[Problem, ...]) -> Mirrored:
    """Open the record's case, or open it again, and say so in the receipt."""
    case = cases.of_record(desk.tx, desk.school, act.record_id)
    if case is None:
        case = cases.open_case(desk.tx, desk.school, cases.ENROLMENT, act.record_id, act.seq, problems, desk.office.now)
    else:
        again = replace(case, act_seq=act.seq, state=cases.OPEN, clean=not problems, problems=problems, closed_at="")
        cases.change(desk.tx, again)
    return Mirrored(act, CONFLICT if is_conflict(problems) else PENDING, case.id)


def _take_over(desk: Desk, record: Record) -> None:
    if record.number_state == ISSUED:
        numbers.take(
            desk.tx,
            record.registry_number,
            desk.school,
            record.record_id,
            numbers.TAKEN_OVER,
            desk.office.now,
        )


def _case_of(desk: Desk, owner: tuple[str, str] | None) -> str:
    case = cases.of_record(desk.tx, *owner) if owner else None
    return case.id if case else "–"


def _impossible(act: Act) -> Refusal:
    return Refusal(Problem("intake.act", where=f"act {act.seq}", params={"kind": act.kind}))
