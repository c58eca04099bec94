"""Write the roll as a file: a roster for daily use, everything, or the national workbook (第四条); masked unless there
is a ground.

第二十五条: a full national workbook is a report to the system above and needs a reason; any other full file is a
disclosure and needs the authority's approval number, a recipient and a purpose, which are stamped in the file. All are
recorded in the access log, with the records written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.outgoing import NO_GROUND, Ground, cover_of, pick, record_disclosure, require_free, rows_of
from xjcli.procedures.pupils import record_reveal, require_choice
from xjcli.reference import template
from xjcli.report import Report
from xjcli.report.progress import Tell, silent, told
from xjcli.schema.masking import mask_text
from xjcli.sheets.write import EVERYTHING, ROSTER, Target, write_national, write_roster

NATIONAL = ("national-a", "national-b")
FORMS = ("roster", "full", *NATIONAL)


def export(
    desk: Desk,
    path: Path,
    *,
    form: str = "roster",
    grade: str = "",
    standing: str = "",
    status: str = "",
    full: bool = False,
    ground: Ground = NO_GROUND,
    encoding: str = "",
    force: bool = False,
    dry_run: bool = False,
    tell: Tell = silent,
) -> Report:
    """Write xlsx, csv or json, as the file's ending says. `rows` counts the pupils; `masked` says what they see."""
    require_choice("--as", form, FORMS)
    if full:
        _require_ground(form, ground)
    target = Target(path, encoding, force)
    require_free(target)
    chosen = pick(desk, grade, standing, status)
    disclosed = full and bool(ground.approval.strip())
    result = {
        "file": str(path), "as": form, "rows": len(chosen), "masked": not full,
        "approval": mask_text(ground.approval), "to": mask_text(ground.recipient),
        "purpose": mask_text(ground.aim) if disclosed else "",
    }  # fmt: skip
    if dry_run:
        return Report({**result, "dry_run": True, "operation": None})
    fields = _fields(form)
    if disclosed:
        record_disclosure(desk, ground, fields, chosen)
        target = replace(target, cover=cover_of(desk, ground, fields, len(chosen)))
    elif full:
        record_reveal(desk, ground.because.strip(), chosen)
    rows = told(rows_of(desk, chosen, masked=not full), "write", len(chosen), tell)
    system = desk.settings.system
    if form in NATIONAL:
        write_national(target, form, rows, today=desk.today, system=system)
    else:
        listed = (*fields, "record_id") if target.check() == "json" else fields
        write_roster(target, rows, today=desk.today, system=system, fields=listed)
    return Report({**result, "dry_run": False, "operation": None})


def _fields(form: str) -> Sequence[str]:
    if form in NATIONAL:
        return template(form).fields
    return EVERYTHING if form == "full" else ROSTER


def _require_ground(form: str, ground: Ground) -> None:
    """A report needs a reason; a disclosure everything that is stamped in it."""
    if form in NATIONAL and not ground.approval.strip():
        if not ground.because.strip():
            raise Refusal(Problem("usage.because"))
    elif missing := ground.missing():
        raise Refusal(Problem("export.approval", params={"missing": "、".join(missing)}))
