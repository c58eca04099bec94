"""What each act changes in a record besides its status: one function per act kind, in one frozen table.

第十三条: 学籍信息发生变化，及时维护. The status itself comes from `lifecycle`; a function here sees the record as it
was, the day it happened and the body of the act. Leaving a status leaves its `situation` behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from xjcli.regulation.numbers import keep_issued
from xjcli.schema.act import Act
from xjcli.schema.record import (
    APPROVED,
    ARCHIVED,
    ARRIVING,
    CANCELLED,
    ENROLLED,
    ESTABLISHED,
    ISSUED,
    NO_DOSSIER,
    PENDING,
    REFUSED,
    SENT_ON,
    TO_SEND,
    Record,
    replace,
)
from xjcli.schema.values.normalise import name_key

Body: TypeAlias = "Mapping[str, Any]"
Effect: TypeAlias = "Callable[[Record, str, Body], Record]"

#: 第七条: 二、学籍信息证明材料. With one of them at hand the dossier counts as established.
PROOF_ITEM = 2
_OPENS_AS = {"enrolled": (ENROLLED, PENDING), "taken-on": (ENROLLED, APPROVED)}


def opened(act: Act, body: Body) -> Record:
    """The record that an opening act makes."""
    person: dict[str, Any] = body["person"]
    place, number = body["place"], body["number"]
    status, standing = _OPENS_AS.get(act.kind, (ARRIVING, PENDING))
    established = act.kind == "taken-on" or bool(act.basis.get("evidence"))
    handover = _request(act, body) if status == ARRIVING else {}
    return Record(
        act.record_id, status, standing, number["value"], number["state"], body["basis"],
        place["stage"], place["cohort"], place["class"], place["entry_month"],
        person["name"], name_key(person["name"]), person["sex"], person["birth_date"],
        person["document_type"], person.get("document_number", ""), person,
        act.occurred_on, act.occurred_on, act.seq, act.seq, "", "",
        handover=handover, dossier=ESTABLISHED if established and status != ARRIVING else NO_DOSSIER,
    )  # fmt: skip


def _request(act: Act, body: Body) -> dict[str, Any]:
    """第十四条: the receiving school has started; the case is with the school of origin's side now."""
    asked = body["handover"]
    return {
        "role": "to", "kind": act.kind.removesuffix("-requested"), "case": "", "school": asked["from_school"],
        "name": asked.get("from_name", ""), "party": "from-school", "since": act.occurred_on, "seq": act.seq,
    }  # fmt: skip


def _assigned(record: Record, on: str, body: Body) -> Record:
    return replace(record, class_no=body["class"])


def _with_person(record: Record, changes: Mapping[str, Any]) -> Record:
    """These fields of the form replaced, and the columns that repeat them."""
    person = {**record.person, **changes}
    return replace(
        record,
        person=person,
        name=person["name"],
        name_key=name_key(person["name"]),
        sex=person["sex"],
        birth_date=person["birth_date"],
        document_type=person["document_type"],
        document_number=person.get("document_number", ""),
    )


def _resubmitted(record: Record, on: str, body: Body) -> Record:
    mended = replace(_with_person(record, body["person"]), standing=PENDING, reason="")
    number = body.get("number")
    return mended if number is None else _propose(mended, number)


def _corrected(record: Record, on: str, body: Body) -> Record:
    """第十条: the new values, and a new candidate where no number was issued yet; an issued one stays for life."""
    changed = {name: value["to"] for name, value in body["changes"].items() if name not in ("entry_month",)}
    mended = _with_person(record, changed)
    if "entry_month" in body["changes"]:
        mended = replace(mended, entry_month=body["changes"]["entry_month"]["to"])
    number = body.get("number")
    return mended if number is None else _propose(mended, number)


def _propose(record: Record, number: Mapping[str, Any]) -> Record:
    return _numbered(record, number["value"], number["state"])


def _confirmed(record: Record, on: str, body: Body) -> Record:
    return _issue(record, body["number"])


def _approved(record: Record, on: str, body: Body) -> Record:
    issued = _issue(record, body["number"]) if body["number"] else record
    return replace(issued, standing=APPROVED, case_id=body["case"], reason="")


def _refused(record: Record, on: str, body: Body) -> Record:
    return replace(record, standing=REFUSED, case_id=body["case"], reason=body["reason"])


def _given_up(record: Record, on: str, body: Body) -> Record:
    """第四条: nothing was approved, so nothing is left of it but the acts."""
    return replace(record, situation={"on": on, **_said(body)})


def _issue(record: Record, number: str) -> Record:
    return _numbered(record, number, ISSUED)


def _numbered(record: Record, number: str, state: str) -> Record:
    """第五条: 一人一号，终身不变. A number once issued stays, whatever a later act says."""
    value, kept = keep_issued(record.registry_number, record.number_state, (number, state))
    return replace(record, registry_number=value, number_state=kept)


def _updated(record: Record, on: str, body: Body) -> Record:
    return _with_person(record, body["changes"])


def _situated(record: Record, on: str, body: Body) -> Record:
    """The pupil is elsewhere than in class: since when, and what the act says of it."""
    return replace(record, situation={"since": on, **_said(body)})


def _extended(record: Record, on: str, body: Body) -> Record:
    return replace(record, situation={**record.situation, **_said(body)})


def _said(body: Body) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in ("because", "paper")}


def _resumed(record: Record, on: str, body: Body) -> Record:
    """第十九条: back in school, in the class it is given to, and in the next lower grade where that was decided."""
    placed = replace(record, class_no=body.get("class") or record.class_no, situation={})
    return replace(placed, cohort=body["cohort"]) if body.get("cohort") else placed


def _promoted(record: Record, on: str, body: Body) -> Record:
    """第十二条: the grade follows from cohort and day; the act states that it did, and in which class."""
    return replace(record, promoted_year=body["year"], class_no=body.get("class") or record.class_no)


def _regraded(record: Record, on: str, body: Body) -> Record:
    """留级、跳级: the pupil joins another cohort, so that every later grade follows."""
    return replace(
        record, cohort=body["cohort"], class_no=body.get("class") or record.class_no, promoted_year=body["year"]
    )


def _progressed(record: Record, on: str, body: Body) -> Record:
    place = body["place"]
    return replace(
        record, stage=place["stage"], cohort=place["cohort"], class_no=place["class"],
        entry_month=place["entry_month"], situation={}, promoted_year=place["cohort"],
    )  # fmt: skip


def _left(record: Record, on: str, body: Body) -> Record:
    return replace(record, situation={"on": on, **_said(body)})


def _died(record: Record, on: str, body: Body) -> Record:
    return replace(record, situation={"on": on, **_said(body)}, open_case={})


def _placed_out(record: Record, on: str, body: Body) -> Record:
    return replace(record, situation={"studies_at": body["school"], "ground": body["ground"], "since": on})


def _placed_back(record: Record, on: str, body: Body) -> Record:
    return replace(record, situation={})


def _notified(record: Record, on: str, body: Body) -> Record:
    """第十四条: the school of origin hears of it; its clock starts with this day, which is not counted."""
    return replace(
        record,
        handover={
            "role": "from", "kind": body["kind"], "case": body["case"], "school": body["school"],
            "name": body["name"], "party": "from-school", "since": on, "seal": body.get("seal", ""),
        },
    )  # fmt: skip


def _answered(record: Record, on: str, body: Body) -> Record:
    """转出校 has said yes or no: the case is with the authority."""
    return replace(record, handover={**record.handover, "party": "authority", "since": on})


def _withdrawn_request(record: Record, on: str, body: Body) -> Record:
    return replace(record, handover={})


def _handed_over(record: Record, on: str, body: Body) -> Record:
    """籍随人走: on the new roll with the number of always; on the old one the place where the pupil went."""
    if record.status in (ARRIVING, CANCELLED):
        number = body.get("number", "")
        came = replace(record, handover={}, standing=APPROVED, case_id=body["case"], reason="",
                       situation={"came_from": body["school"], "on": on})  # fmt: skip
        return _issue(came, number) if number else came
    moved = {"moved_to": body["school"], "name": body.get("name", ""), "on": on, "kind": body["kind"]}
    situation = {**record.situation, **moved}
    return replace(record, handover={}, open_case={}, situation=situation, dossier=TO_SEND)


def _not_handed_over(record: Record, on: str, body: Body) -> Record:
    return replace(record, handover={}, case_id=body["case"], reason=body["reason"])


def _custody(record: Record, on: str, body: Body) -> Record:
    moved = {"custodian": body["custodian"], "custody_to": body["to"], "custody_on": on}
    return replace(record, situation={**record.situation, **moved}, dossier=SENT_ON)


def _added(record: Record, on: str, body: Body) -> Record:
    if body["item"] == PROOF_ITEM and record.dossier == NO_DOSSIER:
        return replace(record, dossier=ESTABLISHED)
    return record


def _sent_on(record: Record, on: str, body: Body) -> Record:
    return replace(record, dossier=SENT_ON)


def _received(record: Record, on: str, body: Body) -> Record:
    return replace(_with_person(record, body["person"]) if body.get("person") else record, dossier=ESTABLISHED)


def _archived(record: Record, on: str, body: Body) -> Record:
    return replace(record, dossier=ARCHIVED)


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "assigned": _assigned,
        "resubmitted": _resubmitted,
        "enrolment-withdrawn": _given_up,
        "number-confirmed": _confirmed,
        "enrolment-approved": _approved,
        "enrolment-refused": _refused,
        "corrected": _corrected,
        "updated": _updated,
        "leave-granted": _situated,
        "leave-extended": _extended,
        "resumed": _resumed,
        "promoted": _promoted,
        "retained": _regraded,
        "skipped": _regraded,
        "progressed": _progressed,
        "graduated": _left,
        "completed": _left,
        "left-early": _left,
        "withdrawn": _left,
        "expelled": _left,
        "went-abroad": _situated,
        "missing-reported": _situated,
        "death-reported": _died,
        "dropout-reported": _situated,
        "placed-out": _placed_out,
        "placed-back": _placed_back,
        "transfer-withdrawn": _withdrawn_request,
        "transfer-notified": _notified,
        "transfer-released": _answered,
        "transfer-declined": _answered,
        "handover-completed": _handed_over,
        "handover-refused": _not_handed_over,
        "custody-moved": _custody,
        "dossier-added": _added,
        "dossier-sent": _sent_on,
        "dossier-received": _received,
        "dossier-archived": _archived,
    }
)
