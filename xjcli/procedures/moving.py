"""第十一、十四条: the chosen packs' time and place of a transfer, as the two schools of one are asked about them.

A progression (升学) is no transfer: graduates come into a first grade in its first term, which is where the provinces
make no transfers, so their words on transfers are not held against it. A request that was made in time may be answered
later: 暂停受理 stops new ones only, so the school of origin is asked about the day of the request.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.arriving import Limits
from xjcli.procedures.change import Check, Errand
from xjcli.procedures.conditions import asked_of
from xjcli.procedures.opening import Opening
from xjcli.regulation.moving import find_transfer_limits
from xjcli.schema.record import ARRIVING, LOCAL, Record
from xjcli.schema.values.normalise import name_key


def limits_of_arrival(desk: Desk, errand: Errand) -> Limits:
    """What the packs hold against a pupil's coming from another school on the errand's day."""

    def check(opening: Opening) -> list[Problem]:
        record = _arriving(opening, errand.on)
        found = find_transfer_limits(record, asked_of(desk, record, errand), desk.rules.limits)
        return [Problem(each.code, each.severity, opening.where or None, each.params) for each in found]

    return check


def limits_of_release(desk: Desk, errand: Errand) -> Check:
    """The same for a pupil of ours whom another school asks for."""

    def check(record: Record) -> list[Problem]:
        at = record.handover
        if at.get("kind") != "transfer" or at.get("role") != "from":
            return []
        asked = asked_of(desk, record, errand)
        told = [act.body for act in asked.history if act.kind == "transfer-notified" and act.body]
        day = date.fromisoformat(told[-1]["requested_on"] if told else at["since"])
        return find_transfer_limits(record, replace(asked, on=day), desk.rules.limits)

    return check


def _arriving(opening: Opening, on: date) -> Record:
    """The record that the request would open; the pupil has been at its school since the month of entry."""
    person, place = opening.person, opening.place
    since = f"{place['entry_month']}-01" if place["entry_month"] else on.isoformat()
    return Record(
        record_id="", status=ARRIVING, standing="pending", registry_number="", number_state=LOCAL, basis="transfer",
        stage=place["stage"], cohort=place["cohort"], class_no=place["class"], entry_month=place["entry_month"],
        name=person["name"], name_key=name_key(person["name"]), sex=person["sex"], birth_date=person["birth_date"],
        document_type=person["document_type"], document_number=person.get("document_number", ""), person=person,
        opened_on=since, changed_on=on.isoformat(), opened_seq=0, last_seq=0, case_id="", reason="",
    )  # fmt: skip
