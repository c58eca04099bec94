"""What an act does to a record: the only place where acts turn into state, shared by both sides.

第十三条 asks that every change is kept with its evidence; so state is never stored as such, it is what the acts add
up to, and `xj doctor` folds them again to prove it. Which act may follow which status is `lifecycle`'s table; what
an act changes besides the status is `effects`; an act that waits for approval changes nothing until it comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xjcli.regulation.effects import EFFECTS, opened
from xjcli.regulation.lifecycle import BESIDE_A_CASE, FACTS, NOBODY, row
from xjcli.schema.act import AWAITS, ECHOES, OFFICE_KINDS, OPENING_KINDS, Act
from xjcli.schema.record import CANCELLED, COLUMNS, Record, replace


class NoSuchStep(ValueError):
    """The act cannot follow the state it meets; a ledger that holds one was not written by this program."""


#: Acts that do not move the day before which nothing may be dated: they are about papers, or only tell.
_QUIET = frozenset({"dossier-added", "dossier-sent", "dossier-received", "dossier-archived", "transfer-notified"})
_RULINGS = frozenset({"change-approved", "change-refused"})
_HANDOVER_ENDS = frozenset({"handover-completed", "handover-refused"})
#: In the situation of a pupil: the case that a fact has ended, until the authority has been heard on it.
ENDED_CASE = "case"
_NEVER_RESTORED = frozenset({"record_id", "opened_seq", "last_seq"})


def step(record: Record | None, act: Act) -> Record:
    """The record after `act`.

    Raises NoSuchStep where the table has no such row, where a case stands in the way, or nobody knows the kind.
    """
    body = act.body
    if body is None:
        raise NoSuchStep(f"the body of act {act.seq} was taken out")
    if act.kind in OPENING_KINDS:
        if record is not None:
            raise NoSuchStep(f"act {act.seq} opens a record that is open")
        return opened(act, body)
    if record is None:
        raise NoSuchStep(f"act {act.seq} changes a record that was never opened")
    changed = _reversed(record, body) if act.kind == "reversed" else _changed(record, act, body)
    return replace(changed, changed_on=_day(record, changed, act), last_seq=act.seq)


def fold(acts: Iterable[Act]) -> dict[str, Record]:
    """Every record that these acts, in their order, add up to; acts of the school itself add up to none."""
    records: dict[str, Record] = {}
    for act in acts:
        if act.kind not in OFFICE_KINDS:
            records[act.record_id] = step(records.get(act.record_id), act)
    return records


def _day(record: Record, changed: Record, act: Act) -> str:
    """The day before which nothing may be dated; a decision that is older than what was heard does not move it back."""
    if act.kind == "reversed":
        return changed.changed_on
    if act.kind in _QUIET:
        return record.changed_on
    return max(record.changed_on, act.occurred_on) if act.kind in _RULINGS | _HANDOVER_ENDS else act.occurred_on


def _changed(record: Record, act: Act, body: Mapping[str, Any]) -> Record:
    if record.open_case and act.kind not in BESIDE_A_CASE:
        raise NoSuchStep(f"act {act.seq} meets a case that waits")
    if act.kind in ECHOES:
        return _told(record, act, body)
    if act.basis.get(AWAITS):
        _after(record, act.kind)
        case = {"kind": act.kind, "seq": act.seq, "on": act.occurred_on, "body": dict(body)}
        return replace(record, open_case=case, reason="")
    if act.kind in FACTS and record.open_case:
        return _ended_by_fact(record, act, body)
    return take_effect(record, act.kind, act.occurred_on, body)


def _ended_by_fact(record: Record, act: Act, body: Mapping[str, Any]) -> Record:
    """第二十一、二十二条: a fact waits for no case, so the case ends with it. What was asked stays with the situation:
    an approval may have crossed the fact on its way, and then both sides have to hold the same.
    """
    case = record.open_case
    told = take_effect(replace(record, open_case={}), act.kind, act.occurred_on, body)
    return replace(told, situation={**told.situation, ENDED_CASE: case})


def take_effect(record: Record, kind: str, on: str, body: Mapping[str, Any]) -> Record:
    """The record after what an act says has become true. Raises NoSuchStep where the table has no such row."""
    after = _after(record, kind)
    changed = EFFECTS[kind](record, on, body)
    return changed if changed.status == after else replace(changed, status=after)


def _after(record: Record, kind: str) -> str:
    line = row(record.status, kind)
    if line is None or record.status == NOBODY:
        raise NoSuchStep(f"{kind} cannot follow {record.status}")
    return line.after


def _told(record: Record, act: Act, body: Mapping[str, Any]) -> Record:
    """What the authority said is heard in every state: something that it did not know of yet may have crossed it.

    Where it can no longer follow it changes nothing, and a handover is over all the same: a channel never stands
    still for it.
    """
    if act.kind in _RULINGS and not record.opened_seq < body["act"] < act.seq:
        raise NoSuchStep(f"act {act.seq} rules on an act that was not there")
    try:
        if act.kind in _RULINGS:
            return rule_on(record, act.kind, body)
        return take_effect(record, act.kind, act.occurred_on, body)
    except NoSuchStep:
        return replace(record, handover={}) if act.kind in _HANDOVER_ENDS else record


def rule_on(record: Record, kind: str, body: Mapping[str, Any]) -> Record:
    """核准 or 不予核准 of the act that waits: it takes effect now, or is as if it had never been asked.

    Raises NoSuchStep where the act that `body` names does not wait (any more), or can no longer take effect.
    """
    case = record.open_case or record.situation.get(ENDED_CASE, {})
    if not case or case["seq"] != body["act"]:
        raise NoSuchStep(f"{kind} of a case that is not open")
    situation = {name: value for name, value in record.situation.items() if name != ENDED_CASE}
    free = replace(record, open_case={}, situation=situation, case_id=body["case"], reason="")
    if kind == "change-refused":
        return replace(free, reason=body["reason"])
    return take_effect(free, case["kind"], case["on"], case["body"])


def _reversed(record: Record, body: Mapping[str, Any]) -> Record:
    """Back to what stood before the acts that are taken back; an opening act leaves a cancelled record."""
    before = body["before"]
    if not before:
        return replace(record, status=CANCELLED, open_case={}, handover={})
    if not before.keys() <= set(COLUMNS) - _NEVER_RESTORED:
        raise NoSuchStep("it restores what no act changes")
    return replace(record, **before)
