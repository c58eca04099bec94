"""辍学上报 (第二十二条): in writing, at once, to the township, the county and the authority; the record is retained.

Only the compulsory years know it; from senior secondary a pupil withdraws. The report names the pupil, so it lies in
files for their owner only and nothing of it is printed; the township's and the county's names are settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.papers.together import together
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.conditions import asked_of, is_possible
from xjcli.procedures.dropout_report import Absence, names_of, write_reports
from xjcli.procedures.issue import Put
from xjcli.procedures.pupils import record_reveal, require_pupils
from xjcli.regulation.changes import COMPULSORY_STAGES
from xjcli.regulation.conditions import find_dropout_limits
from xjcli.regulation.finishing import is_migrant, retained_until
from xjcli.report import Report
from xjcli.schema.record import Record

#: Where the papers go when no folder is named: below a plain home, beside an encrypted one.
PAPERS = "papers"


def dropout(desk: Desk, pupils: Sequence[str], absence: Absence, *, folder: Path | None, errand: Errand) -> Report:
    """Report dropouts, and write the report to each of the three addressees as .docx and .md into a folder.

    `papers[]` are the files' names, `folder` where they lie; `items[].retained_until` the end of compulsory schooling.
    """
    township = absence.township.strip() or desk.settings.township
    if not township:
        raise Refusal(Problem("usage.missing", params={"option": "--township"}))
    records = require_pupils(desk, pupils)
    target = folder or papers_folder(desk)
    names = names_of(desk, township)
    papers: list[str] = []

    def issue_papers(put: Put) -> None:
        """In the transaction of the acts: their numbers, and who saw what stands in them in full."""
        record_reveal(desk, "第二十二条 书面上报", [record.record_id for record in records])
        papers.extend(write_reports(desk, records, absence, names, target, errand.on, put))

    with together() as put:
        report = change_records(
            desk, records, "dropout-reported", lambda record: _body(desk, record, absence, township), errand,
            check=lambda record: _objections(desk, record, absence, errand),
            more={"folder": str(target), "papers": papers}, within=lambda: issue_papers(put),
        )  # fmt: skip
    for item, record in zip(report.result["items"], records, strict=True):
        item["retained_until"] = retained_until(record, desk.settings.system).isoformat()
        item["migrant"] = is_migrant(record, desk.settings.region)
    told = [] if desk.settings.county else [Problem("dropout.county", "note")]
    if papers and desk.vault.is_sealed:
        told.append(Problem("dropout.in-clear", "note"))
    return Report(report.result, [*report.problems, *told])


def papers_folder(desk: Desk) -> Path:
    """Papers are written to be printed, so they lie in clear, and never in a home where all else is closed."""
    if desk.vault.is_sealed:
        return desk.home.absolute().with_name(f"{desk.home.absolute().name}-{PAPERS}")
    return desk.home / PAPERS


def _body(desk: Desk, record: Record, absence: Absence, township: str) -> dict[str, Any]:
    return {
        "since": absence.since.isoformat(), "ground": absence.ground, "township": township,
        "migrant": is_migrant(record, desk.settings.region),
        "household_region": str(record.person.get("household_region", "")),
    }  # fmt: skip


def _objections(desk: Desk, record: Record, absence: Absence, errand: Errand) -> list[Problem]:
    if record.stage not in COMPULSORY_STAGES:
        return []
    if not is_possible(record, absence.since, errand.on):
        params: dict[str, str | int] = {"since": absence.since.isoformat()}
        return [Problem("dropout.since", where=record.record_id, params=params)]
    return find_dropout_limits(record, asked_of(desk, record, errand), desk.rules.limits, since=absence.since)
