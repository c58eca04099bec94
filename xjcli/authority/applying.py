"""What an act of a school does at the authority (第四条): a record, a case, or nothing but its place in the mirror.

One function per act kind in one frozen table. The state of a record comes from `regulation.fold`, the same on both
sides; here is only what the authority adds: 查重, cases, numbers taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from xjcli.authority import bodies, change_bodies, changes, crossing, echoes, enrolments, handovers, reviewing
from xjcli.authority.examining import tokens_for
from xjcli.authority.expecting import expect
from xjcli.authority.fields import impossible
from xjcli.authority.folding import LATE, TAKEN_BACK, after_act
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, ledger, records
from xjcli.authority.store.ledger import Mirrored
from xjcli.authority.writing import Writer
from xjcli.bundle.answers import CONFLICT, PENDING, RECORDED, ActResult
from xjcli.regulation.fold import NoSuchStep
from xjcli.schema.act import AWAITS, ECHOES, OFFICE_KINDS, OPENING_KINDS, Act
from xjcli.schema.record import Record


@dataclass(frozen=True, slots=True)
class Desk:
    """One bundle's work: the transaction, whose acts they are, what the bundle itself takes back, and its acts so
    far by record."""

    office: Office
    tx: Tx
    school: str
    writer: Writer
    back: Mapping[int, int] = field(default_factory=dict)
    seen: dict[str, list[Act]] = field(default_factory=dict)
    acts: Sequence[Act] = ()

    def history(self, record_id: str) -> list[Act]:
        """Every act of a record before the one at hand."""
        before = [item.act for item in ledger.mirrored(self.tx, self.school, record_id)]
        return before + self.seen.get(record_id, [])


Handler: TypeAlias = Callable[[Desk, Act, Mapping[str, Any]], Mirrored]


def apply_all(office: Office, tx: Tx, school: str, acts: Sequence[Act]) -> list[Mirrored]:
    """Do what a bundle's acts ask, one after another, and look again for what its records were waited for.

    Raises Refusal: `intake.body`, `intake.act` (it cannot follow what we hold), `intake.echo`; of a review
    `bundle.*`, `key.*`, `review.*`.
    """
    writer = Writer(office, tx, office.name, sender=school)
    desk = Desk(office, tx, school, writer, crossing.taken_back(acts), acts=acts)
    done: list[Mirrored] = []
    for act in acts:
        bodies.check(act)
    expect(office, tx, school, acts, desk.back)
    for act in acts:
        writer.behind = act.seq - 1
        done.append(_apply(desk, act))
        desk.seen.setdefault(act.record_id, []).append(act)
        writer.behind = act.seq
    handovers.seek_lost(writer, school)
    return done


def _apply(desk: Desk, act: Act) -> Mirrored:
    if act.kind in OFFICE_KINDS:
        reviewing.require_signed(desk.office, desk.tx, desk.school, act, desk.acts)
        return Mirrored(act, RECORDED, "")
    body = act.body or {}
    try:
        return _taken_back(desk, act) if act.seq in desk.back else _HANDLERS[act.kind](desk, act, body)
    except NoSuchStep:
        if act.kind in _NEVER_LATE or not crossing.came_late(desk.tx, desk.school, act, desk.history(act.record_id)):
            raise impossible(act) from None
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


def _echo(desk: Desk, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """Our own decision comes back as the school's act: it must say what we said, and changes nothing."""
    echoes.require_ours(desk.tx, desk.school, act, body)
    return Mirrored(act, RECORDED, "")


def _enrolment(handler: Callable[[Writer, str, Act, Mapping[str, Any]], Mirrored]) -> Handler:
    return lambda desk, act, body: handler(desk.writer, desk.school, act, body)


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


_HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        **dict.fromkeys(change_bodies.CHECKS, _registered),
        "enrolled": _enrolment(enrolments.enrolled),
        "taken-on": _enrolment(enrolments.taken_on),
        "assigned": _registered,
        "resubmitted": _enrolment(enrolments.resubmitted),
        "number-confirmed": _enrolment(enrolments.confirmed),
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
