"""建立学籍 (第四条–第七条): capture, validate, 查重, open the record, propose the number; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import append
from xjcli.procedures.form import read_form
from xjcli.procedures.opening import (
    BASES,
    Opening,
    find_duplicates,
    find_place_problems,
    first_number,
    opening_draft,
    roll_of,
)
from xjcli.procedures.pupils import shown_number
from xjcli.registry import evidence
from xjcli.registry.ledger import new_ids
from xjcli.report import Report
from xjcli.schema.record import APPROVED, PENDING


def enroll(
    desk: Desk,
    answers: Mapping[str, str],
    *,
    basis: str,
    on: date,
    because: str = "",
    evidence_files: list[Path],
    dry_run: bool = False,
) -> Report:
    """Open one pupil's record. Refuses with every problem at once; warnings do not stop it and are reported."""
    if basis not in BASES:
        allowed = ", ".join(BASES)
        raise Refusal(Problem("usage.option", params={"option": "--basis", "value": basis[:20], "allowed": allowed}))
    files = evidence.read_evidence(evidence_files)
    opening, problems = read_form(desk, answers, on=on)
    if on > desk.today:
        problems.append(Problem("enrol.future", params={"date": on.isoformat()}))
    if opening is None:
        raise Refusal(*problems)
    opening = replace(opening, because=because, evidence=sorted(files))
    problems += find_place_problems(desk, opening, basis, on)
    problems += find_duplicates(opening, roll_of(desk, opening))
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    record_id = new_ids("r", 1)[0]
    result = _result(desk, opening, record_id, basis)
    if dry_run:
        return Report({**result, "record_id": "", "operation": None}, problems)
    evidence.keep(desk.vault, files)
    draft = opening_draft(opening, record_id, basis, desk.rules, on.isoformat())
    return Report({**result, "operation": append(desk, [draft], command="enroll")}, problems)


def _result(desk: Desk, opening: Opening, record_id: str, basis: str) -> dict[str, object]:
    number, state = first_number(opening, record_id, desk.rules)
    return {
        "record_id": record_id,
        "name": opening.person["name"],
        "registry_number": shown_number(number),
        "number_state": state,
        "stage": opening.place["stage"],
        "cohort": opening.place["cohort"],
        "class": opening.place["class"],
        "standing": APPROVED if basis == "take-on" else PENDING,
    }
