"""升学 (第九条、第十四条至第十六条): the school that takes graduates in asks for their records, a whole list at once.

The same four parties, clocks and dossier as a transfer. One list is one operation: all of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.arriving import Asked, Limits, arrive, asked, claimed, find_objections, require_origin
from xjcli.procedures.change import Errand
from xjcli.procedures.form import read_form
from xjcli.procedures.opening import Opening, roll_of
from xjcli.reference import is_region
from xjcli.registry import queries
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.report import Report
from xjcli.schema.values.normalise import name_key
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.findings import PupilRow, Sheet
from xjcli.sheets.read import read_table

_PLACE_FIELDS = frozenset({"school_code", "grade", "class_no", "entry_month"})
_BASIS = "progress"


def request(
    desk: Desk,
    *,
    school: str,
    school_name: str,
    reason: str = "",
    answers: Mapping[str, str],
    number: str = "",
    listed: Path | None = None,
    errand: Errand,
    check: Limits = lambda _: [],
) -> Report:
    """Ask for one graduate (`answers`) or for all of a workbook (`listed`). Every problem at once."""
    require_origin(school)
    if listed is not None and (answers or number):
        raise Refusal(Problem("transfer.list-or-set"))
    wish, warnings = asked(desk, "progress", _BASIS, school, school_name, reason)
    if listed is not None:
        openings, problems = _read_list(desk, listed, wish, errand)
    else:
        found, problems = read_form(desk, answers, on=errand.on)
        if found is None:
            raise Refusal(*problems)
        openings = [replace(claimed(found, number), because=errand.because)]
        problems += find_objections(desk, openings[0], wish, errand, roll_of(desk, openings[0]))
    return arrive(desk, openings, wish, errand, [*warnings, *problems], check)


def _read_list(desk: Desk, path: Path, wish: Asked, errand: Errand) -> tuple[list[Opening], list[Problem]]:
    """The rows of the list as openings, with the problems of its cells and of each pupil."""
    sheet = _read(desk, path, wish, errand)
    problems = sheet.problems
    roll = queries.roll(desk.registry)
    openings: list[Opening] = []
    seen: dict[tuple[str, ...], str] = {}
    for row in sheet.accepted:
        opening = _opening(sheet, row, errand.because)
        first = seen.setdefault(_key(opening), opening.where)
        if first != opening.where:
            problems.append(Problem("transfer.twice", where=opening.where, params={"first": first}))
        place = {**opening.place, "system": desk.settings.system}
        problems += [
            Problem(
                each.code,
                each.severity,
                opening.where,
                {**each.params, "header": sheet.table.header(each.where or "name")},
            )
            for each in find_conflicts(opening.person, place, today=errand.on)
        ]
        problems += find_objections(desk, opening, wish, errand, roll)
        openings.append(opening)
    return openings, problems


def _read(desk: Desk, path: Path, wish: Asked, errand: Errand) -> Sheet:
    """The list bears our school code, or that of the school of origin that has written it."""
    settings = desk.settings
    table = read_table(path)
    context = Context(errand.on, settings.school_code, settings.stages, settings.system, is_region)
    sheet = read_pupils(table, context=context)
    others = {each.problem.params["code"] for each in sheet.findings if each.problem.code == "sheet.other-school"}
    return read_pupils(table, context=replace(context, school_code=wish.school)) if others == {wish.school} else sheet


def _key(opening: Opening) -> tuple[str, ...]:
    person = opening.person
    number = person.get("document_number", "")
    return (number,) if number else (name_key(person["name"]), person["sex"], person["birth_date"])


def _opening(sheet: Sheet, row: PupilRow, because: str) -> Opening:
    person = {name: value for name, value in row.fields.items() if name not in _PLACE_FIELDS}
    place = {
        "stage": row.stage, "cohort": row.cohort, "class": row.fields.get("class_no", ""),
        "entry_month": row.fields.get("entry_month", ""),
    }  # fmt: skip
    return Opening(person, place, sheet.table.address(row.number, "name"), row.registry_number, because)
