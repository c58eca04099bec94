"""After a refusal: mend what the authority objected to, add evidence, and ask again (第四条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.form import read_form
from xjcli.procedures.opening import Opening, find_duplicates, first_number
from xjcli.procedures.pupils import brief, require_pupil
from xjcli.registry import evidence, queries
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import REFUSED, Record


def resubmit(
    desk: Desk,
    pupil: str,
    corrections: Mapping[str, str],
    evidence_files: list[Path],
    *,
    on: date,
    because: str = "",
    dry_run: bool = False,
) -> Report:
    """Send a refused enrolment again. Refuses where it was not refused, or where nothing new is given."""
    record = require_pupil(desk, pupil)
    if record.standing != REFUSED:
        raise Refusal(Problem("resubmit.not-refused", params={"standing": record.standing}))
    if not corrections and not evidence_files:
        raise Refusal(Problem("resubmit.nothing"))
    files = evidence.read_evidence(evidence_files)
    opening, problems = _mended(desk, record, corrections, on)
    changed = {name: value for name, value in opening.person.items() if record.person.get(name) != value}
    body: dict[str, Any] = {"person": changed, "because": because}
    if "document_number" in changed or "document_type" in changed:
        value, state = first_number(opening, record.record_id, desk.rules)
        body["number"] = {"value": value, "state": state, "rule": desk.rules.number.rule}
    basis = {
        "pack": desk.rules.id,
        "article": desk.rules.article_of("resubmitted"),
        "evidence": sorted(files),
    }
    result = {**brief(desk, record), "changed": sorted(changed), "operation": None}
    if not dry_run:
        evidence.keep(desk.home, files)
        draft = Draft("resubmitted", record.record_id, on.isoformat(), body, basis)
        with desk.registry.transaction():
            result["operation"], _ = desk.registry.append(
                [draft], command="resubmit", recorded_at=desk.recorded_at, recorded_by=desk.registrar
            )
    return Report(result, problems)


def _mended(desk: Desk, record: Record, corrections: Mapping[str, str], on: date) -> tuple[Opening, list[Problem]]:
    """The whole form as it would read now, checked like a new one, without colliding with itself."""
    place = {"stage": record.stage, "cohort": record.cohort, "class": record.class_no}
    answers = {
        **record.person,
        **corrections,
        "entry_month": corrections.get("entry_month", record.entry_month),
    }
    answers.setdefault("grade", f"{record.cohort}级")
    opening, problems = read_form(desk, answers, on=on)
    if opening is None:
        raise Refusal(*problems)
    opening = Opening({**record.person, **opening.person}, {**opening.place, **place})
    roll = queries.roll(desk.registry)
    roll.by_document.pop(record.document_number, None)
    for key, bearers in roll.by_person.items():
        roll.by_person[key] = [bearer for bearer in bearers if bearer[0] != record.record_id]
    problems += find_duplicates(opening, roll)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    return opening, problems
