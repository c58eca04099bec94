"""Write the roll as a file: a roster for daily use, or the national workbook (第四条); masked unless there is a ground.

第二十五条: a full national workbook is a report to the system above and needs a reason; any other full file is a
disclosure and needs the authority's approval number. Both are recorded in the access log, with the records written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.find import cohorts_of
from xjcli.procedures.pupils import record_reveal, require_choice
from xjcli.registry import queries
from xjcli.report import Report
from xjcli.schema.masking import mask_field
from xjcli.schema.record import APPROVED, PENDING, REFUSED, Record
from xjcli.sheets.write import ROSTER, write_national, write_roster

NATIONAL = ("national-a", "national-b")
FORMS = ("roster", *NATIONAL)


def export(
    desk: Desk,
    path: Path,
    *,
    form: str = "roster",
    grade: str = "",
    standing: str = "",
    full: bool = False,
    because: str = "",
    approval: str = "",
    encoding: str = "",
    force: bool = False,
    dry_run: bool = False,
) -> Report:
    """Write xlsx, csv or json, as the file's ending says. `rows` counts the pupils; `masked` says what they see."""
    require_choice("--as", form, FORMS)
    require_choice("--standing", standing, (PENDING, APPROVED, REFUSED))
    if full:
        _require_ground(form, because, approval)
    cohorts, class_no = cohorts_of(desk, grade)
    wanted = [
        record
        for record in queries.everyone(desk.registry)
        if (not cohorts or (record.stage, record.cohort) in cohorts)
        and (not class_no or record.class_no == class_no)
        and (not standing or record.standing == standing)
    ]
    result = {"file": str(path), "as": form, "rows": len(wanted), "masked": not full, "approval": approval}
    if dry_run:
        return Report({**result, "dry_run": True, "operation": None})
    if full:
        record_reveal(desk, f"{approval} {because}".strip(), [record.record_id for record in wanted])
    rows = [_row(desk, record, full) for record in wanted]
    settings = desk.settings
    if form in NATIONAL:
        write_national(path, form, rows, today=desk.today, system=settings.system, encoding=encoding, force=force)
    else:
        fields = (*ROSTER, "record_id") if path.suffix.lower() == ".json" else ROSTER
        write_roster(
            path, rows, today=desk.today, system=settings.system, fields=fields, encoding=encoding, force=force
        )
    return Report({**result, "dry_run": False, "operation": None})


def _require_ground(form: str, because: str, approval: str) -> None:
    if form in NATIONAL and not because.strip():
        raise Refusal(Problem("usage.because"))
    if form not in NATIONAL and not (approval.strip() and because.strip()):
        raise Refusal(Problem("export.approval"))


def _row(desk: Desk, record: Record, full: bool) -> dict[str, str]:
    """The stored values of one pupil by field, with the school's own columns; masked unless `full`."""
    stored: dict[str, Any] = {
        **record.person,
        "school_code": desk.settings.school_code,
        "grade": f"{record.stage}-{record.cohort}",
        "class_no": record.class_no,
        "entry_month": record.entry_month,
        "registry_number": record.registry_number,
        "record_id": record.record_id,
    }
    return stored if full else {name: mask_field(name, value) for name, value in stored.items()}
