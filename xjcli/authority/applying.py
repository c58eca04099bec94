"""What an act of a school does at the authority (第四条): a record, a case, or nothing but its place in the mirror.

One function per act kind in one frozen table. The state of a record comes from `regulation.fold`, the same on both
sides; here is only what the authority adds: 查重, cases, numbers taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from xjcli.authority import bodies, change_bodies, changes, crossing, echoes, handovers
from xjcli.authority.examining import find_claims, find_problems, is_conflict, look_again, refresh, tokens_for
from xjcli.authority.folding import LATE, TAKEN_BACK, after_act
from xjcli.authority.numbering import take
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, ledger, numbers, records
from xjcli.authority.store.ledger import Mirrored
from xjcli.authority.writing import Writer
from xjcli.bundle.answers import CONFLICT, PENDING, RECORDED, ActResult
from xjcli.errors import Problem, Refusal
from xjcli.regulation.fold import NoSuchStep
from xjcli.schema.act import AWAITS, ECHOES, OFFICE_KINDS, OPENING_KINDS, Act
from xjcli.schema.record import APPROVED, ISSUED, REFUSED, Record


@dataclass(frozen=True, slots=True)
class Desk:
    """One bundle's work: the transaction, whose acts they are, what was done with those before, and what the bundle
    itself takes back."""

    office: Office
    tx: Tx
    school: str
    writer: Writer
    back: Mapping[int, int] = field(default_factory=dict)
    done: list[Mirrored] = field(default_factory=list)

    def history(self, record_id: str) -> list[Act]:
        """Every act of a record before the one at hand."""
        before = [item.act for item in ledger.mirrored(self.tx, self.school, record_id)]
        return before + [item.act for item in self.done if item.act.record_id == record_id]


def apply_all(office: Office, tx: Tx, school: str, acts: Sequence[Act]) -> list[Mirrored]:
    """Do what a bundle's acts ask, one after another, and look again for what its records were waited for.

    Raises Refusal: `intake.body`, `intake.act` (it cannot follow what we hold), `intake.echo`.
    """
    writer = Writer(office, tx, office.name, sender=school)
    desk = Desk(office, tx, school, writer, crossing.taken_back(acts))
    for act in acts:
        writer.behind = act.seq - 1
        desk.done.append(_apply(desk, act))
        writer.behind = act.seq
    handovers.seek_lost(writer, school)
    return desk.done


def _apply(desk: Desk, act: Act) -> Mirrored:
    bodies.check(act)
    if act.kind in OFFICE_KINDS:
        return Mirrored(act, RECORDED, "")
    body = act.body or {}
    try:
        return _taken_back(desk, act) if act.seq in desk.back else _HANDLERS[act.kind](desk, act, body)
    except NoSuchStep:
        if act.kind in _NEVER_LATE or not crossing.came_late(desk.tx, desk.school, act, desk.history(act.record_id)):
            raise _impossible(act) from None
        return Mirrored(act, LATE, "")


def _taken_back(desk: Desk, act: Act) -> Mirrored:
    """The same bundle takes it back: it has its place in the mirror, and no effect."""
    record = after_act(records.load(desk.tx, desk.school, act.record_id), act, TAKEN_BACK)
    if act.kind in OPENING_KINDS:
        records.save(desk.tx, desk.school, record, tokens_for(desk.office, record), new=True)
    return Mirrored(act, TAKEN_BACK, "")


def _reversed(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    crossing.require_reversible(act, body, desk.history(act.record_id), desk.back)
    return Mirrored(act, RECORDED, "")


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


def _registered(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    return changes.register(desk.writer, desk.school, act, body)


def _requested(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """第十四条: an arriving record, which holds no identity yet, and the case that goes to the school of origin."""
    record = _next(desk, act)
    records.save(desk.tx, desk.school, record, tokens_for(desk.office, record), new=True)
    return Mirrored(act, PENDING, handovers.request(desk.writer, desk.school, act, body).id)


def _withdrawn(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    changes.register(desk.writer, desk.school, act, body)
    return Mirrored(act, RECORDED, handovers.withdraw(desk.writer, desk.school, act, body))


def _answered(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    before = records.load(desk.tx, desk.school, act.record_id)
    if before is None or not crossing.names_its_case(before, act):
        raise NoSuchStep("the case is not this record's")
    after = _next(desk, act)
    handovers.answer(desk.writer, desk.school, act, body, after)
    return Mirrored(act, RECORDED, "")


_HANDLERS: Mapping[str, Callable[[Desk, Act, Mapping[str, Any]], Mirrored]] = MappingProxyType(
    {
        **dict.fromkeys(change_bodies.CHECKS, _registered),
        "enrolled": _enrolled,
        "taken-on": _taken_on,
        "assigned": _registered,
        "resubmitted": _resubmitted,
        "number-confirmed": _confirmed,
        "transfer-requested": _requested,
        "progress-requested": _requested,
        "transfer-withdrawn": _withdrawn,
        "transfer-released": _answered,
        "transfer-declined": _answered,
        "reversed": _reversed,
        **dict.fromkeys(ECHOES, _echo),
    }
)
#: Acts that open a record, or rest on nothing that we decide.
_NEVER_LATE = OPENING_KINDS | ECHOES | {"reversed"}


def told(item: Mirrored) -> ActResult:
    """What the receipt says of an act: `conflict` and `pending` promise a decision, so an act that asks for no
    approval is `recorded`, with the case that the officials have about it or that it has ended."""
    waits = item.act.kind in _ASKING or bool(item.act.basis.get(AWAITS))
    promised = waits and item.outcome in (PENDING, CONFLICT)
    return ActResult(item.act.seq, item.outcome if promised else RECORDED, item.case_id)


#: Acts whose case ends with a decision that is sent to the school; besides them every act that waits.
_ASKING = frozenset({"enrolled", "taken-on", "resubmitted", "transfer-requested", "progress-requested"})


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
        take(
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
