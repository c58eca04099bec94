"""What crossed on the way, and what was taken back before it reached us: judged by the school's own ledger.

A school acts on what it knows. Where we decided meanwhile, its act is lawful and too late: it is kept and changes
nothing. An act that its own bundle reverses never has an effect here, so nothing of it has to be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from xjcli.authority.store import Tx, ledger
from xjcli.regulation.fold import NoSuchStep, step
from xjcli.schema.act import ECHOES, OPENING_KINDS, Act
from xjcli.schema.record import CANCELLED, Record

#: Never taken back: what we said, and what takes back.
_FOR_GOOD = ECHOES | {"reversed"}
#: What a reversal does not restore to the day: the place in the ledger, and the day before which nothing is dated.
_NOT_COMPARED = frozenset({"last_seq", "changed_on"})
_COMPARED = tuple(field.name for field in fields(Record) if field.name not in _NOT_COMPARED)


def taken_back(acts: Sequence[Act]) -> dict[int, int]:
    """Which acts of a bundle another act of the same bundle reverses: seq → seq of the reversal.

    Only a claim: whether it may is asked when the reversal is reached, and a bundle that may not is refused whole.
    """
    found: dict[int, int] = {}
    here = {act.seq for act in acts}
    for act in acts:
        named = act.body.get("acts") if act.kind == "reversed" and act.body else None
        for seq in named if isinstance(named, list) else ():
            if type(seq) is int and seq in here and seq < act.seq:
                found.setdefault(seq, act.seq)
    return found


def require_reversible(act: Act, body: Mapping[str, Any], before: Sequence[Act], back: Mapping[int, int]) -> None:
    """The reversal names acts of this record and this bundle, each once, and restores what stood before them.

    `before` are the record's acts up to here, `back` what the bundle takes back. Raises NoSuchStep.
    """
    named = set(body["acts"])
    mine = {each.seq for each in before if back.get(each.seq) == act.seq and each.kind not in _FOR_GOOD}
    if named != mine:
        raise NoSuchStep("it takes back what is not its own to take back")
    after = step(_as_the_school_sees(before), act)
    if any(each.kind in OPENING_KINDS for each in before if each.seq in named):
        left = [each for each in before if each.seq not in back and each.kind != "reversed"]
        whole = not left and after.status == CANCELLED and not body["before"]
    else:
        expected = _as_the_school_sees([each for each in before if each.seq not in named])
        whole = expected is not None and all(getattr(after, name) == getattr(expected, name) for name in _COMPARED)
    if not whole:
        raise NoSuchStep("it restores what did not stand before")


def came_late(tx: Tx, school: str, act: Act, before: Sequence[Act]) -> bool:
    """True if the act follows from what the school knows, and we have told it something that it has not heard yet."""
    told = ledger.how_often_told(tx, school, act.record_id)
    if told <= sum(each.kind in ECHOES for each in before):
        return False
    try:
        record = _as_the_school_sees(before)
        step(record, act)
    except NoSuchStep:
        return False
    return record is not None and names_its_case(record, act)


def names_its_case(record: Record, act: Act) -> bool:
    """True unless the act answers for a handover that is not this record's."""
    case = (act.body or {}).get("case")
    if act.kind in ("transfer-released", "transfer-declined"):
        return record.handover.get("role") == "from" and record.handover.get("case") == case
    return True


def _as_the_school_sees(acts: Sequence[Act]) -> Record | None:
    record: Record | None = None
    for each in acts:
        record = step(record, each)
    return record
