"""What a change asks and where a handover stands, for an official's eyes (第十条、第十四条); masked, always."""

from __future__ import annotations

from datetime import date
from typing import Any

from xjcli.authority.office import Office
from xjcli.authority.store import Tx, handovers, ledger, records
from xjcli.authority.store.cases import Case
from xjcli.authority.store.handovers import Handover
from xjcli.report import Report
from xjcli.schema.masking import mask_field, mask_number, mask_text
from xjcli.schema.record import Record


def changes_asked(tx: Tx, case: Case) -> dict[str, Any]:
    """The act that waits: its kind, and each field with what it was and what it shall be."""
    act = next(item.act for item in ledger.mirrored(tx, case.school, case.record_id) if item.act.seq == case.act_seq)
    body = act.body or {}
    asked = body.get("changes") or {
        name: {"from": "", "to": value} for name, value in body.items() if isinstance(value, (str, int))
    }
    lines = [
        {"field": name, "from": _masked(name, change["from"]), "to": _masked(name, change["to"])}
        for name, change in asked.items()
    ]
    return {
        "change": act.kind,
        "on": act.occurred_on,
        "because": mask_text(str(body.get("because", ""))),
        "changes": lines,
    }


def handover_of(office: Office, tx: Tx, case: Case) -> dict[str, Any]:
    """The parties, whose turn it is and since when, what the school of origin said, and its record beside."""
    made = handovers.find(tx, case.id)
    if made is None:
        return {}
    gone = records.load(tx, made.from_school, made.from_record) if made.from_record else None
    line = handover_line(office, made) | {
        "to_record": made.to_record, "from_record": made.from_record, "answer": made.answer,
        "reason": mask_text(made.reason), "notified_on": made.notified_on or None,
        "answered_on": made.answered_on or None, "ended_on": made.ended_on or None,
        "origin": _description(gone) if gone else None,
    }  # fmt: skip
    return {"handover": line}


def handover_line(office: Office, made: Handover) -> dict[str, Any]:
    """One line of the list: `days` are those that the party has had the case, the first not counted."""
    days = (office.today - date.fromisoformat(made.since)).days
    return {
        "case": made.case_id, "kind": made.kind, "to_school": made.to_school, "from_school": made.from_school,
        "state": made.state, "party": made.party, "since": made.since, "days": days if made.party else None,
        "requested_on": made.requested_on,
    }  # fmt: skip


def transfers(office: Office, *, school: str = "", ended: bool = False) -> Report:
    """Handovers under way, oldest first, or all with `ended`: `total, items[]{case,…,party,since,days}`."""
    with office.store.reading() as tx:
        items = [handover_line(office, made) for made in handovers.listing(tx, school=school, ended=ended)]
    return Report({"total": len(items), "items": items})


def _description(record: Record) -> dict[str, Any]:
    shown = {
        name: _masked(name, record.person.get(name, "")) for name in ("name", "sex", "birth_date", "document_number")
    }
    number = {"registry_number": mask_number(record.registry_number), "status": record.status}
    return {**shown, **number, "stage": record.stage, "cohort": record.cohort}


def _masked(name: str, value: object) -> str:
    return mask_text(str(mask_field(name, str(value))))
