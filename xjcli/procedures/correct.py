"""修改基础信息 (第十条): asked for with a proof, approved by the school, then approved by the authority.

《居民户口簿》或其他证明文件 goes with the request as a file: the authority decides on what it sees, so a paper in the
school's cupboard is not enough. Where who the pupil is would change, 查重 comes first (第六条). An issued number stays
for life (第五条); a candidate follows the document it was made from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.fields import by_name, find_misplaced, shown_change
from xjcli.procedures.form import read_form
from xjcli.procedures.mending import changed_person, find_others, form_of, mended
from xjcli.procedures.opening import Opening, first_number
from xjcli.procedures.pupils import require_pupil
from xjcli.regulation.basics import awaits_authority, touches_identity
from xjcli.report import Report
from xjcli.schema.columns import IDENTITY_FIELDS
from xjcli.schema.record import ISSUED, Record

#: Field → {from, to}, as the act stores it.
Changes = dict[str, dict[str, str]]

_DOCUMENT = frozenset({"document_type", "document_number"})


def correct(desk: Desk, pupil: str, asked: Mapping[str, str], errand: Errand) -> Report:
    """Ask for these fields of the basic information to be changed; `changes[]` shows old and new, masked."""
    answers = by_name(asked)
    if misplaced := find_misplaced(answers, "basic"):
        raise Refusal(*misplaced)
    record = require_pupil(desk, pupil)
    opening, found = mended(desk, record, answers, on=errand.on)
    changes = changes_of(record, opening, answers)
    if not changes:
        raise Refusal(Problem("correct.nothing"))
    stood = read_form(desk, form_of(desk, record), on=errand.on)[1]
    awaits = waits(desk, record, changes, errand.on)
    problems = [
        *(problem for problem in found if problem not in stood),
        *find_correction_problems(desk, record, replace(opening, because=errand.because), changes),
        *_find_proof_problems(errand, awaits=awaits),
    ]
    body = corrected_body(desk, record, opening, changes)
    shown = {"changes": [shown_change(name, line["from"], line["to"]) for name, line in changes.items()]}
    return change_records(
        desk, [record], "corrected", lambda _: body, errand, check=lambda _: problems, awaits=awaits, more=shown
    )


def waits(desk: Desk, record: Record, changed: Iterable[str], on: date) -> bool:
    """第十条 asks the authority about every field; a province's pack may leave some to the school, never who it is."""
    limit = desk.rules.limit("correction-school-alone", on=on, stage=record.stage, kind=desk.settings.kind)
    alone = set(limit.words) if limit is not None else set()
    return awaits_authority(changed, alone - set(IDENTITY_FIELDS))


def changes_of(record: Record, opening: Opening, asked: Collection[str]) -> Changes:
    """What reads otherwise now, of what was asked for: a mere respelling of another field is nobody's request.

    Type and number of a document go together: a type without a number takes the old number away.
    """
    wanted = {*asked, *(_DOCUMENT if not _DOCUMENT.isdisjoint(asked) else ())}
    found = {
        name: {"from": record.person.get(name, ""), "to": value}
        for name, value in changed_person(record, opening).items()
        if name in wanted
    }
    month = opening.place["entry_month"]
    if "entry_month" in wanted and month != record.entry_month:
        found["entry_month"] = {"from": record.entry_month, "to": month}
    return found


def corrected_body(desk: Desk, record: Record, opening: Opening, changes: Changes) -> dict[str, Any]:
    """The act's body: the changes, and a new candidate where the document changes and no number was issued."""
    if _DOCUMENT.isdisjoint(changes) or record.number_state == ISSUED:
        return {"changes": changes}
    value, state = first_number(opening, record.record_id, desk.rules)
    return {"changes": changes, "number": {"value": value, "state": state, "rule": desk.rules.number.rule}}


def find_correction_problems(desk: Desk, record: Record, opening: Opening, changes: Iterable[str]) -> list[Problem]:
    """第六条: 查重 where who the pupil is would change. 第五条: an issued number stays, and that is said."""
    names = set(changes)
    problems = find_others(desk, record, opening) if touches_identity(names) else []
    if record.number_state == ISSUED and not _DOCUMENT.isdisjoint(names):
        problems.append(Problem("number.kept", "note", opening.where or record.record_id))
    return problems


def _find_proof_problems(errand: Errand, *, awaits: bool) -> list[Problem]:
    """The authority decides on the proof, so it must travel; where the school decides alone a paper will do."""
    return [Problem("correct.evidence")] if awaits and errand.paper.strip() and not errand.evidence else []
