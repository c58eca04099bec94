"""Two years of an invented primary school, told once to the registry and once to a plain tally beside it (第二十四条).

The tally knows nothing of acts or folding: it is a list of children with the class they sit in, and a count of who came
and who went. What `xj reconcile` makes of the ledger has to be the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.conftest import SCHOOL
from tests.people import Inventor, Pupil
from tests.procedures.changing import errand, written
from tests.procedures.desks import at, record_of, sheet
from tests.procedures.handovers import OTHER, OTHER_NAME
from xjcli.desk import Desk
from xjcli.procedures import transfer
from xjcli.procedures.abroad import abroad
from xjcli.procedures.assign import assign
from xjcli.procedures.decease import decease
from xjcli.procedures.dropout import dropout
from xjcli.procedures.dropout_report import Absence
from xjcli.procedures.grades import Whom
from xjcli.procedures.graduate import graduate
from xjcli.procedures.import_ import import_
from xjcli.procedures.init import init
from xjcli.procedures.leave import leave
from xjcli.procedures.missing import missing
from xjcli.procedures.promote import Wish, promote
from xjcli.procedures.resume import resume
from xjcli.procedures.retain import retain
from xjcli.procedures.skip import skip
from xjcli.registry import queries

PUPILS = 1200
FOUNDED = date(2024, 8, 26)
SEMESTERS = ("2024-autumn", "2025-spring", "2025-autumn", "2026-spring")
_AUTHORITY = {"official": "测试科长", "bundle": "0" * 64, "act": 1}


@dataclass(slots=True)
class Child:
    """Where a child sits: the year in which its grade began, and the class; `there` while it sits in it."""

    cohort: int
    class_no: str
    there: bool = True


@dataclass(slots=True)
class Life:
    """The school's home, and the tally: children by record, flows (semester, code) → pupils, rolls at each end."""

    home: Path
    children: dict[str, Child] = field(default_factory=dict)
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)
    closing: dict[str, Counter[tuple[int, str]]] = field(default_factory=dict)
    semester: str = SEMESTERS[0]

    def desk(self, day: date) -> Desk:
        return at(self.home, now=datetime(day.year, day.month, day.day, 1, tzinfo=UTC))

    def count(self, code: str, pupils: Sequence[str], *, there: bool | None = None) -> None:
        """These pupils moved under a key of the statistics; `there` says where they are afterwards."""
        self.flows[(self.semester, code)] += len(pupils)
        for pupil in pupils:
            if there is not None:
                self.children[pupil].there = there

    def close(self) -> None:
        """The semester is over: how many sit in each class."""
        sitting = (child for child in self.children.values() if child.there)
        self.closing[self.semester] = Counter((child.cohort, child.class_no) for child in sitting)

    def pick(self, desk: Desk, count: int, skip_first: int, *, grade_one_of: int) -> list[str]:
        """Some present, approved pupils of a cohort without an open matter, always the same ones."""
        found = [
            record.record_id
            for record in queries.everyone(desk.registry)
            if record.cohort == grade_one_of and record.status == "enrolled" and record.standing == "approved"
            and not record.handover and not record.open_case
        ]  # fmt: skip
        return sorted(found)[skip_first : skip_first + count]


def lived(folder: Path) -> Life:
    """Four semesters of a school of 1,200."""
    home = folder / "school"
    init(home, replace(SCHOOL, stages="primary"), now=datetime(2024, 8, 26, 1, tzinfo=UTC))
    life = Life(home)
    _taken_on(life, folder)
    _autumn(life, date(2024, 10, 9), 2022)
    _next(life, "2025-spring")
    _spring(life, date(2025, 4, 9), 2022)
    _graduation(life, date(2025, 7, 4))
    _next(life, "2025-autumn")
    _new_year(life, folder, date(2025, 9, 3))
    _autumn(life, date(2025, 10, 9), 2023)
    _next(life, "2026-spring")
    _spring(life, date(2026, 4, 9), 2023)
    _graduation(life, date(2026, 7, 3))
    life.close()
    return life


def _next(life: Life, semester: str) -> None:
    life.close()
    life.semester = semester


def _taken_on(life: Life, folder: Path) -> None:
    day = date(2024, 9, 2)
    people = list(Inventor(24, day).school(SCHOOL.school_code, PUPILS))
    for order, person in enumerate(people):
        person["registry_number"] = _number(person, order)
    _imported(life, folder / "2024.xlsx", people, day, "take-on", "took-on")


def _number(person: Pupil, order: int) -> str:
    """A number as an official list would have it: G and the document, L where there is none."""
    document = person.get("document_number", "")
    return f"G{document}" if len(document) == 18 else f"L320106{person['birth_date']}{order:04}"


def _imported(life: Life, path: Path, people: list[Pupil], day: date, way: str, code: str) -> list[str]:
    sheet(path, people)
    with life.desk(day) as desk:
        before = {record.record_id for record in queries.everyone(desk.registry)}
        report = import_(desk, path, way=way, on=day, confirm=lambda _: True)
        assert report.result["new"] == len(people), report.result
        new = [record for record in queries.everyone(desk.registry) if record.record_id not in before]
    for record in new:
        life.children[record.record_id] = Child(record.cohort, record.class_no)
    came = [record.record_id for record in new]
    life.count(code, came)
    return came


def _approved(life: Life, day: date, pupils: Sequence[str]) -> None:
    with life.desk(day) as desk:
        for order, pupil in enumerate(pupils):
            record = record_of(desk, pupil)
            number = f"L320106{record.birth_date.replace('-', '')}{order:04}"
            body = {"case": f"E-{order:06}", "number": number, "reason": "", **_AUTHORITY}
            written(desk, "enrolment-approved", pupil, body, on=day)


def _autumn(life: Life, day: date, cohort: int) -> None:
    """Leave, abroad, a dropout, a death, someone missing, two transfers each way, and a class move."""
    with life.desk(day) as desk:
        on_leave = life.pick(desk, 5, 0, grade_one_of=cohort)
        leave(desk, on_leave, until=date(day.year + 1, 6, 30), ground="illness", extend=False, errand=errand(day))
        life.count("23", on_leave, there=False)
        gone = life.pick(desk, 2, 0, grade_one_of=cohort)
        abroad(desk, gone, country="加拿大", school="", until=None, errand=errand(day))
        life.count("abroad", gone, there=False)
        lost = life.pick(desk, 1, 0, grade_one_of=cohort)
        missing(desk, lost, since=day, errand=errand(day))
        life.count("missing", lost, there=False)
        out = life.pick(desk, 1, 0, grade_one_of=cohort)
        dropout(
            desk, out, Absence(day, "外出务工", "虚构镇人民政府"), folder=None, errand=errand(day, because="家访记录")
        )
        life.count("28", out, there=False)
        (dead,) = life.pick(desk, 1, 0, grade_one_of=cohort)
        _died(desk, dead, day)
        life.count("26", [dead], there=False)
        moved = life.pick(desk, 3, 0, grade_one_of=cohort)
        assign(desk, moved, "09", on=day)
        for pupil in moved:
            life.children[pupil].class_no = "09"
        left = life.pick(desk, 2, 3, grade_one_of=cohort)
        _transferred_out(desk, left, day)
        life.count("27", left, there=False)
        came = _transferred_in(desk, day, cohort, 2)
        for pupil in came:
            life.children[pupil] = Child(cohort, "01")
        life.count("13", came)


def _died(desk: Desk, pupil: str, day: date) -> None:
    name = str(record_of(desk, pupil).person["name"])
    decease(
        desk, pupil, died_on=day, certificate="虚构证字1号", cause="", name=lambda _: name, errand=errand(day)
    )  # fmt: skip


def _transferred_out(desk: Desk, pupils: Sequence[str], day: date) -> None:
    for pupil in pupils:
        written(
            desk, "transfer-notified", pupil, _told(f"H-{pupil}", day, requested_on=day.isoformat(), seal=""), on=day
        )
    transfer.release(desk, list(pupils), errand=errand(day))
    for pupil in pupils:
        written(desk, "handover-completed", pupil, _told(f"H-{pupil}", day, number=""), on=day)


def _told(case: str, day: date, **more: Any) -> dict[str, Any]:
    return {"case": case[:20], "kind": "transfer", "school": OTHER, "name": OTHER_NAME, **_AUTHORITY, **more}


def _transferred_in(desk: Desk, day: date, cohort: int, count: int) -> list[str]:
    inventor = Inventor(day.toordinal(), day)
    came = []
    for order in range(count):
        grade = (day.year if day.month >= 9 else day.year - 1) - cohort + 1
        person = inventor.pupil(SCHOOL.school_code, grade, 1, order + 1)
        person.pop("school_code")
        report = transfer.request(
            desk, person, basis="transfer", school=OTHER, school_name=OTHER_NAME, number="", reason="随父母迁居",
            errand=errand(day),
        )  # fmt: skip
        pupil: str = report.result["items"][0]["record_id"]
        told = _told(f"H-{pupil}", day, number=_number(person, order))
        written(desk, "handover-completed", pupil, told, on=day)
        came.append(pupil)
    return came


def _spring(life: Life, day: date, cohort: int) -> None:
    """Three come back from leave, one from dropout, one from abroad; one transfer each way."""
    with life.desk(day) as desk:
        records = queries.everyone(desk.registry)
        for status, code, count in (
            ("on-leave", "12", 3),
            ("dropped-out", "back-to-school", 1),
            ("abroad", "back-from-abroad", 1),
        ):
            back = sorted(record.record_id for record in records if record.status == status)[:count]
            resume(desk, back, class_no="", lower=False, errand=errand(day))
            life.count(code, back, there=True)
        left = life.pick(desk, 1, 5, grade_one_of=cohort)
        _transferred_out(desk, left, day)
        life.count("27", left, there=False)
        came = _transferred_in(desk, day, cohort, 1)
        for pupil in came:
            life.children[pupil] = Child(cohort, "01")
        life.count("13", came)


def _graduation(life: Life, day: date) -> None:
    """The sixth grade ends primary school."""
    with life.desk(day) as desk:
        cohort = day.year - 6
        going = [
            record.record_id
            for record in queries.everyone(desk.registry)
            if record.cohort == cohort and record.status == "enrolled"
        ]
        graduate(desk, Whom(grade="六年级"), outcome="graduated", ground="", certificate_list=None, errand=errand(day))
        life.count("21", going, there=False)


def _new_year(life: Life, folder: Path, day: date) -> None:
    """A new first grade of 200, everybody else a grade up, one pupil retained and one skipping."""
    people = [person for person in Inventor(25, day).school(SCHOOL.school_code, PUPILS) if person["grade"] == "一年级"]
    came = _imported(life, folder / "2025.xlsx", people, day, "enrol", "11")
    _approved(life, day, came)
    with life.desk(day) as desk:
        promote(desk, Wish(), errand(day))
        (again,) = life.pick(desk, 1, 8, grade_one_of=2022)
        retain(desk, [again], class_no="01", ground="病假过长", errand=errand(day, because="家长申请并经批准"))
        life.children[again] = Child(2023, "01")
        (ahead,) = life.pick(desk, 1, 9, grade_one_of=2023)
        skip(desk, [ahead], class_no="01", ground="成绩优秀", errand=errand(day, because="家长申请并经批准"))
        life.children[ahead] = Child(2022, "01")
