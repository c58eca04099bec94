"""Open a record (第四条–第六条): the act, its number candidate, 查重 on our own roll; for one pupil or 10,000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Severity
from xjcli.reference.rules import RulePack
from xjcli.registry import queries
from xjcli.registry.queries import Roll
from xjcli.regulation.numbers import candidate
from xjcli.schema.act import Draft
from xjcli.schema.record import HOLDING, ISSUED
from xjcli.schema.values.classes import SPANS, grade_of
from xjcli.schema.values.normalise import name_key

BASES = ("first", "transfer", "inclusive", "special", "specialised", "home-taught", "take-on")


@dataclass(frozen=True, slots=True)
class Opening:
    """A pupil about to be registered: stored values of schema.columns, and the place in the school."""

    person: dict[str, str]
    place: dict[str, Any]
    where: str = ""
    number: str = ""
    because: str = ""
    evidence: Sequence[str] = ()


def opening_draft(opening: Opening, record_id: str, basis: str, pack: RulePack, on: str) -> Draft:
    """The act that opens this record. With `take-on` an official number of the opening counts as issued."""
    kind = "taken-on" if basis == "take-on" else "enrolled"
    value, state = first_number(opening, record_id, pack)
    body: dict[str, Any] = {
        "basis": basis,
        "person": opening.person,
        "place": opening.place,
        "number": {"value": value, "state": state, "rule": pack.number.rule},
    }
    if opening.because:
        body["because"] = opening.because
    rests_on = {"pack": pack.id, "article": pack.article_of(kind), "evidence": list(opening.evidence)}
    return Draft(kind, record_id, on, body, rests_on)


def first_number(opening: Opening, record_id: str, pack: RulePack) -> tuple[str, str]:
    """第五条: an official number as it is; else a G candidate; else a visibly local mark."""
    if opening.number:
        return opening.number, ISSUED
    person = opening.person
    return candidate(person["document_type"], person.get("document_number", ""), record_id, pack.number.letters)


def find_duplicates(opening: Opening, roll: Roll) -> list[Problem]:
    """查重 on our own roll (第六条): the same document; without one, the same name, sex and birth date.

    Two children who share all three and both have documents are only told.
    """
    person = opening.person
    number = person.get("document_number", "")
    same = roll.by_document.get(number) if number else None
    if same is not None:
        return [Problem("enrol.duplicate", where=opening.where, params={"record": same})]
    left = roll.departed.get(number) if number else None
    key = (name_key(person["name"]), person["sex"], person["birth_date"])
    found = [Problem("enrol.was-here", "warn", opening.where, {"record": left})] if left else []
    for record_id, other in roll.by_person.get(key, ()):
        params = {"record": record_id}
        if number and other:
            found.append(Problem("enrol.namesake", "warn", opening.where, params))
        else:
            severity: Severity = "warn" if opening.because else "refuse"
            found.append(Problem("enrol.same-person", severity, opening.where, params))
    return found


def roll_of(desk: Desk, opening: Opening, *, without: str = "") -> Roll:
    """The part of the roll that one pupil can collide with, itself (`without`) left out: two indexed look-ups."""
    person = opening.person
    number = person.get("document_number", "")
    bearer = queries.by_document(desk.registry, number, without=without) if number else None
    key = (name_key(person["name"]), person["sex"], person["birth_date"])
    same = [
        (record.record_id, record.document_number)
        for record in queries.namesakes(desk.registry, *key)
        if record.record_id != without
    ]
    borne = {number: bearer.record_id} if bearer else {}
    holds = bearer is None or bearer.status in HOLDING
    return Roll(borne, {key: same}) if holds else Roll({}, {key: same}, borne)


class Numbers:
    """一人一号 for a list with 学籍号: who bears which number, here and further up in the sheet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._bearers: dict[str, str] | None = None

    def find_taken(self, opening: Opening) -> list[Problem]:
        if not opening.number:
            return []
        if self._bearers is None:
            self._bearers = queries.bearers(self._desk.registry)
        bearer = self._bearers.setdefault(opening.number, opening.where)
        return [] if bearer == opening.where else [Problem("number.taken", "refuse", opening.where, {"bearer": bearer})]


def find_place_problems(desk: Desk, opening: Opening, basis: str, on: date) -> list[Problem]:
    """第二条、第六条: a stage this school teaches, and no later grade without a transfer (a warning here)."""
    stage, cohort = opening.place["stage"], opening.place["cohort"]
    found: list[Problem] = []
    if stage not in desk.settings.stages:
        found.append(Problem("enrol.stage", where=opening.where, params={"stage": stage}))
    grade = grade_of(stage, cohort, on, desk.settings.system)
    if basis == "first" and grade != SPANS[desk.settings.system][stage].first:
        found.append(Problem("enrol.needs-transfer", "warn", opening.where, {"grade": grade}))
    return found
