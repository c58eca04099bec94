"""What leaves the school as a file (第二十五条): whose approval, for whom, for what; and the rows, a few at a time.

Shared by `export` and `disclose`. The access log is written before the file: a list that nobody recorded must not
exist, while a record of a list that the disk then refused harms nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.find import cohorts_of
from xjcli.procedures.pupils import record_reveal, require_choice
from xjcli.registry import queries
from xjcli.registry.projections import load
from xjcli.schema.disclosure import Disclosure, disclosure_of
from xjcli.schema.masking import mask_field
from xjcli.schema.record import APPROVED, PENDING, REFUSED, Record
from xjcli.sheets.cover import Cover
from xjcli.sheets.headers import label_of
from xjcli.sheets.write import Target

#: So many pupils are in memory at a time.
_PART = 500


class Ground(NamedTuple):
    """On what a file with full values rests: 批准文号, who receives it, what for, and the registrar's own words."""

    approval: str = ""
    recipient: str = ""
    purpose: str = ""
    because: str = ""

    @property
    def aim(self) -> str:
        """The purpose; where none is given the reason says it."""
        return self.purpose.strip() or self.because.strip()

    def missing(self) -> list[str]:
        """The options without which a disclosure is refused, those that are empty."""
        wanted = (("--approval", self.approval), ("--to", self.recipient), ("--purpose", self.aim))
        return [option for option, value in wanted if not value.strip()]


NO_GROUND = Ground()


def pick(desk: Desk, grade: str, standing: str, status: str = "") -> list[str]:
    """The record ids that a list is to hold, in class order."""
    require_choice("--standing", standing, (PENDING, APPROVED, REFUSED))
    cohorts, class_no = cohorts_of(desk, grade)
    wanted = queries.Filter("", class_no, cohorts, status.replace("_", "-"), standing)
    return queries.ids(desk.registry, wanted)


def require_free(target: Target) -> None:
    """Refuse before anything is recorded what could not be written anyway."""
    target.check()
    if not target.force and os.path.lexists(target.path):
        raise Refusal(Problem("file.exists", where=target.path.name))


def rows_of(desk: Desk, record_ids: Sequence[str], *, masked: bool) -> Iterator[dict[str, str]]:
    """The stored values of each pupil by field; the rows of one part only are held in memory."""
    for start in range(0, len(record_ids), _PART):
        part = record_ids[start : start + _PART]
        found = load(desk.registry.connection, part)
        yield from (_row(desk, found[record_id], masked) for record_id in part)


def _row(desk: Desk, record: Record, masked: bool) -> dict[str, str]:
    stored: dict[str, Any] = {
        **record.person,
        "school_code": desk.settings.school_code,
        "grade": f"{record.stage}-{record.cohort}",
        "class_no": record.class_no,
        "entry_month": record.entry_month,
        "registry_number": record.registry_number,
        "record_id": record.record_id,
    }
    return {name: mask_field(name, value) for name, value in stored.items()} if masked else stored


def cover_of(desk: Desk, ground: Ground, fields: Sequence[str], rows: int) -> Cover:
    """The stamp of a disclosure."""
    return Cover(
        school=desk.settings.name,
        school_code=desk.settings.school_code,
        approval=ground.approval.strip(),
        recipient=ground.recipient.strip(),
        purpose=ground.aim,
        fields=tuple(label_of(name) for name in fields),
        rows=rows,
        day=desk.today.isoformat(),
        by=desk.registrar,
    )


def record_disclosure(desk: Desk, ground: Ground, fields: Sequence[str], record_ids: Sequence[str]) -> int:
    """Into the access log: approval, recipient, purpose, fields, how many, and the records. Gives the entry's number.

    Refuses with disclose.words what could not be read back from there.
    """
    because = "" if ground.because.strip() == ground.aim else ground.because.strip()
    labels = "、".join(label_of(name) for name in fields)
    told = Disclosure(ground.approval.strip(), ground.recipient.strip(), ground.aim, labels, len(record_ids), because)
    if disclosure_of(told.to_text()) != told:
        raise Refusal(Problem("disclose.words"))
    return record_reveal(desk, told.to_text(), record_ids)
