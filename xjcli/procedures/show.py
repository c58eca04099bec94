"""One pupil's card (第七条): basic information in the words of the national form, numbers masked (第二十五条)."""

from __future__ import annotations

from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.history import masked_body
from xjcli.procedures.pupils import brief, record_reveal, require_pupil, require_reason
from xjcli.report import Report
from xjcli.report.language import current
from xjcli.schema.columns import FIELDS, Field
from xjcli.schema.masking import mask_field, mask_text
from xjcli.schema.record import Record

#: What is told of a handover: never the keys that travel with it.
_HANDOVER = ("role", "kind", "case", "school", "name", "party", "since")


def show(desk: Desk, pupil: str, *, reveal: bool = False, because: str = "") -> Report:
    """Everything on record of one pupil; contact data and numbers in full only with a recorded reason."""
    require_reason(reveal, because)
    record = require_pupil(desk, pupil)
    if reveal:
        record_reveal(desk, because, [record.record_id])
    result = brief(desk, record, reveal=reveal)
    result |= {
        "basis": record.basis,
        "stage": record.stage,
        "cohort": record.cohort,
        "birth_date": record.birth_date if reveal else mask_field("birth_date", record.birth_date),
        "entry_month": record.entry_month,
        "opened_on": record.opened_on,
        "changed_on": record.changed_on,
        "case": record.case_id,
        "situation": _situation(record, reveal=reveal),
        "open_case": {name: record.open_case[name] for name in ("kind", "on", "seq")} if record.open_case else {},
        "handover": {name: record.handover.get(name, "") for name in _HANDOVER} if record.handover else {},
        "dossier": record.dossier,
        "reason": record.reason if reveal else mask_text(record.reason),
        "person": person(record, reveal=reveal),
    }
    return Report(result)


def _situation(record: Record, *, reveal: bool) -> dict[str, Any]:
    """What belongs to the status; a case that a fact has ended stands in the history, not here."""
    said = {name: value for name, value in record.situation.items() if not isinstance(value, dict)}
    return said if reveal else masked_body(said)


def person(record: Record, *, reveal: bool = False) -> dict[str, Any]:
    """Field name → {label, value, text}: the stored value, and how the national form writes it."""
    shown: dict[str, Any] = {}
    for field in FIELDS:
        value = record.person.get(field.name)
        if value is None:
            continue
        masked = value if reveal else mask_field(field.name, value)
        shown[field.name] = {"label": field.label, "value": masked, "text": _text(field, value, masked)}
    return shown


def _text(field: Field, value: str, masked: str) -> str:
    """A coded value by its label in the language of the screen."""
    if field.kind not in ("code", "yesno"):
        return masked
    from xjcli.reference import codes

    return codes(field.table if field.kind == "code" else "yes-no").label(value, current())
