"""What an act does to a record: the only place where acts turn into state, shared by both sides.

第十三条 asks that every change is kept with its evidence; so state is never stored as such, it is what the acts add
up to, and `xj doctor` folds them again to prove it. One function per act kind, in one frozen table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from xjcli.schema.act import Act
from xjcli.schema.record import APPROVED, ENROLLED, ISSUED, PENDING, REFUSED, Record
from xjcli.schema.values.normalise import name_key


class NoSuchStep(ValueError):
    """The act cannot follow the state it meets; a ledger that holds one was not written by this program."""


def step(record: Record | None, act: Act) -> Record:
    """The record after `act`.

    Raises NoSuchStep where an opening act meets a record, another act meets none, or nobody knows the kind.
    """
    if act.body is None:
        raise NoSuchStep(f"the body of act {act.seq} was taken out")
    opening = _OPENING.get(act.kind)
    if opening is not None:
        if record is not None:
            raise NoSuchStep(f"act {act.seq} opens a record that is open")
        return _open(act, act.body, opening)
    if record is None:
        raise NoSuchStep(f"act {act.seq} changes a record that was never opened")
    changing = _CHANGING.get(act.kind)
    if changing is None:
        raise NoSuchStep(f"act {act.seq} is of a kind that this program does not know")
    changed = changing(record, act.body)
    return replace(changed, changed_on=act.occurred_on, last_seq=act.seq)


def fold(acts: Iterable[Act]) -> dict[str, Record]:
    """Every record that these acts, in their order, add up to."""
    records: dict[str, Record] = {}
    for act in acts:
        records[act.record_id] = step(records.get(act.record_id), act)
    return records


def _open(act: Act, body: Mapping[str, Any], standing: str) -> Record:
    person: dict[str, Any] = body["person"]
    place, number = body["place"], body["number"]
    return Record(
        act.record_id, ENROLLED, standing, number["value"], number["state"], body["basis"],
        place["stage"], place["cohort"], place["class"], place["entry_month"],
        person["name"], name_key(person["name"]), person["sex"], person["birth_date"],
        person["document_type"], person.get("document_number", ""), person,
        act.occurred_on, act.occurred_on, act.seq, act.seq, "", "",
    )  # fmt: skip


def _assigned(record: Record, body: Mapping[str, Any]) -> Record:
    return replace(record, class_no=body["class"])


def _resubmitted(record: Record, body: Mapping[str, Any]) -> Record:
    person = {**record.person, **body["person"]}
    number = body.get("number")
    renumbered = replace(
        record,
        person=person,
        name=person["name"],
        name_key=name_key(person["name"]),
        sex=person["sex"],
        birth_date=person["birth_date"],
        document_type=person["document_type"],
        document_number=person.get("document_number", ""),
        standing=PENDING,
        reason="",
    )
    if number is None or record.number_state == ISSUED:
        return renumbered
    return replace(renumbered, registry_number=number["value"], number_state=number["state"])


def _confirmed(record: Record, body: Mapping[str, Any]) -> Record:
    return _issue(record, body["number"])


def _approved(record: Record, body: Mapping[str, Any]) -> Record:
    issued = _issue(record, body["number"]) if body["number"] else record
    return replace(issued, standing=APPROVED, case_id=body["case"], reason="")


def _refused(record: Record, body: Mapping[str, Any]) -> Record:
    return replace(record, standing=REFUSED, case_id=body["case"], reason=body["reason"])


def _issue(record: Record, number: str) -> Record:
    """第五条: 一人一号，终身不变. A number once issued stays, whatever a later act says."""
    if record.number_state == ISSUED:
        return record
    return replace(record, registry_number=number, number_state=ISSUED)


#: Acts that open a record, with the standing it starts in.
_OPENING: Mapping[str, str] = MappingProxyType({"enrolled": PENDING, "taken-on": APPROVED})

_CHANGING: Mapping[str, Callable[[Record, Mapping[str, Any]], Record]] = MappingProxyType(
    {
        "assigned": _assigned,
        "resubmitted": _resubmitted,
        "number-confirmed": _confirmed,
        "enrolment-approved": _approved,
        "enrolment-refused": _refused,
    }
)
