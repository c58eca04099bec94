"""A pupil's form (第四条: 采集录入学籍信息) as a person fills it in: labels or codes in, stored values out.

The door for one pupil; a workbook has its own in `sheets.door`. Both read a field with the same parsers, so a label
that a sheet understands is understood here.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.procedures.opening import Opening
from xjcli.reference import codes, field_of_header, is_region
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.schema.columns import BY_NAME, FIELDS, Field
from xjcli.schema.masking import mask_text
from xjcli.schema.values.documents import RESIDENT_CARD, check_document, identify
from xjcli.schema.values.resident import RESIDENT_ID
from xjcli.sheets.place import School, place_of
from xjcli.sheets.values import parser_of

_MAX_FORM = 256 * 1024
_PLACE = ("grade", "class_no", "entry_month", "school_code")
_NO_NUMBER = "Z"


def load_form(path: Path) -> dict[str, str]:
    """A JSON object of field → text; headings of the national form are understood as field names too."""
    import json

    from pydantic import RootModel, ValidationError

    try:
        found = RootModel[dict[str, str]].model_validate(json.loads(read_bounded(path, _MAX_FORM)))
    except (ValidationError, ValueError):
        raise Refusal(Problem("form.unreadable", where=path.name)) from None
    return {field_of_header(name) or name: value for name, value in found.root.items()}


def read_field(field: Field, text: str, *, on: date) -> tuple[str, list[Problem]]:
    """One answer as it is stored. Document numbers need their type and are read in `read_form`."""
    value, problems = parser_of(field, on)(text)
    return value, [_told(problem, field, text) for problem in problems]


def _told(problem: Problem, field: Field, text: str) -> Problem:
    if problem.code == "sheet.unknown-label":
        close = "、".join(codes(field.table or "yes-no").suggest(text)) or str(problem.params.get("close", ""))
        return Problem(
            "field.label",
            where=field.name,
            params={"label": field.label, "value": mask_text(text)[:12], "close": close},
        )
    return Problem(problem.code, problem.severity, field.name, {**problem.params, "header": field.label})


def read_form(desk: Desk, answers: Mapping[str, str], *, on: date) -> tuple[Opening | None, list[Problem]]:
    """Stored values and place of one pupil, and every problem at once; None where something required is wrong."""
    problems = [
        Problem("field.unknown", where=name[:40], params={"field": name[:40], "close": _close(name)})
        for name in answers
        if name not in BY_NAME
    ]
    answers, notes = from_number(answers, on)
    problems += notes
    person: dict[str, str] = {}
    for field in FIELDS:
        text = answers.get(field.name, "").strip()
        if not text or field.kind in ("document", "grade", "class", "school") or field.name in _PLACE:
            continue
        value, found = read_field(field, text, on=on)
        problems += found
        if value:
            person[field.name] = value
    problems += _documents(answers, person, on)
    place = _place(desk, answers, on, problems)
    problems += _missing(answers, person)
    if place is None or any(problem.severity == "refuse" for problem in problems):
        return None, problems
    problems += find_conflicts(person, {**place, "system": desk.settings.system}, today=on)
    return Opening(person, place), problems


def from_number(answers: Mapping[str, str], on: date) -> tuple[dict[str, str], list[Problem]]:
    """第五条: a whole, valid resident number says its type, sex and birth date; what was left out is taken from it."""
    found = identify(answers.get("document_number", ""), today=on)
    said = {"document_type": RESIDENT_CARD, "birth_date": str(found.birth_date or ""), "sex": found.sex or ""}
    if found.kind != RESIDENT_ID or not found.valid or not all(said.values()):
        return dict(answers), []
    taken = [name for name in said if not answers.get(name, "").strip()]
    labels = "、".join(BY_NAME[name].label for name in taken)
    notes = [Problem("enrol.from-number", "note", params={"labels": labels})] if taken else []
    return {**answers, **{name: said[name] for name in taken}}, notes


def _documents(answers: Mapping[str, str], person: dict[str, str], on: date) -> list[Problem]:
    problems: list[Problem] = []
    for name in ("document_number", "member1_document_number", "member2_document_number"):
        kind = person.get(name.replace("number", "type"), "")
        text = answers.get(name, "").strip()
        pupil = name == "document_number"
        if not text and not (pupil and kind):
            continue
        number, found = check_document(
            kind, text, today=on, holder="pupil" if pupil else "guardian", region_known=is_region
        )
        problems += [Problem(each.code, each.severity, name, each.params) for each in found]
        if number:
            person[name] = number
    return problems


def _place(desk: Desk, answers: Mapping[str, str], on: date, problems: list[Problem]) -> dict[str, Any] | None:
    """Stage, cohort, class and entry month, judged as a sheet's row is; None where they cannot be said."""
    settings = desk.settings
    month, found = _optional("entry_month", answers, on)
    problems += found
    school = School(settings.stages, settings.system, on)
    way, _ = _optional("entry_way", answers, on)
    place = place_of(answers.get("grade", ""), answers.get("class_no", ""), month, way, school)
    problems += [
        Problem(each.code, each.severity, about, {**each.params, "header": BY_NAME[about].label})
        for about, each in place.problems
    ]
    if not place.stage:
        if not place.problems:
            problems.append(Problem("field.missing", where="grade", params={"label": BY_NAME["grade"].label}))
        return None
    return {"stage": place.stage, "cohort": place.cohort, "class": place.class_no, "entry_month": month}


def _optional(name: str, answers: Mapping[str, str], on: date) -> tuple[str, list[Problem]]:
    """A field that may be empty here; whether it must be filled is `_missing`'s business."""
    text = answers.get(name, "").strip()
    return read_field(BY_NAME[name], text, on=on) if text else ("", [])


def find_answer_problems(field: Field, text: str, answers: Mapping[str, str], *, on: date) -> list[Problem]:
    """What is wrong with one answer while it is typed; empty is fine where the field may be empty."""
    if not text.strip():
        missing = Problem("field.missing", where=field.name, params={"label": field.label})
        return [missing] if is_needed(field, answers) else []
    if field.kind == "document":
        code = codes("document-type").lookup(answers.get(field.name.replace("number", "type"), "")) or ""
        return check_document(code, text, today=on, region_known=is_region)[1]
    if field.kind in ("grade", "class"):
        return []  # judged together, when the form is complete
    return read_field(field, text, on=on)[1]


def is_needed(field: Field, answers: Mapping[str, str]) -> bool:
    """Whether an answer may not stay empty: nobody must name a guardian, and only 其他 has no document number."""
    if field.name == "document_number":
        return codes("document-type").lookup(answers.get("document_type", "")) != _NO_NUMBER
    return field.need == "required" and field.group not in ("member1", "member2")


def _missing(answers: Mapping[str, str], person: Mapping[str, str]) -> list[Problem]:
    """Required fields that are empty; a pupil whose document type is 其他 may have no number."""
    missing: list[Problem] = []
    for field in FIELDS:
        if field.need != "required" or field.group in ("member1", "member2"):
            continue
        if field.name in ("school_code", "grade", "class_no") or answers.get(field.name, "").strip():
            continue
        if field.name == "document_number" and person.get("document_type"):
            continue  # check_document has said what this type asks for
        missing.append(Problem("field.missing", where=field.name, params={"label": field.label}))
    return missing


def _close(name: str) -> str:
    return ", ".join(difflib.get_close_matches(name, list(BY_NAME), 3, 0.4)) or "name, sex, birth_date …"
