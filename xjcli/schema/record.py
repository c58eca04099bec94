"""A pupil's record (学籍) as the ledger tells it: one row of the projection, never edited by itself.

第五条: the record is known by an opaque id; the identity number can be corrected and a local number replaced.
`status` says where the pupil is, `standing` what the authority has said of the record.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

PENDING, APPROVED, REFUSED = "pending", "approved", "refused"
LOCAL, PROPOSED, ISSUED = "local", "proposed", "issued"
ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class Record:
    """What the acts up to `last_seq` add up to. All texts; `person` holds the fields of schema.columns."""

    record_id: str
    status: str
    standing: str
    registry_number: str
    number_state: str
    basis: str
    stage: str
    cohort: int
    class_no: str
    entry_month: str
    name: str
    name_key: str
    sex: str
    birth_date: str
    document_type: str
    document_number: str
    person: dict[str, Any]
    opened_on: str
    changed_on: str
    opened_seq: int
    last_seq: int
    case_id: str
    reason: str


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Record))
