"""校内升学 (第十三、十四条): within one school the next stage is a step of the record, not a handover between schools.

The number, the dossier and the record go on; what is new is the stage, the cohort and the class.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change_records
from xjcli.procedures.grades import Whom, change_grade, whom_of
from xjcli.procedures.pupils import require_class, require_grade
from xjcli.registry import tallies
from xjcli.regulation.finishing import find_progress_objections, next_stage
from xjcli.regulation.regrading import year_meant
from xjcli.report import Report
from xjcli.schema.record import GRADUATED, Record


def progress_inside(desk: Desk, whom: Whom, *, to_class: str, errand: Errand) -> Report:
    """Bring these pupils, or a whole grade that has ended its stage, into the next stage of this school.

    `to_class` may be empty: a class then keeps its number in the new stage.
    """
    class_no = require_class(to_class)
    records = _finished(desk, whom, errand) if whom.whole else whom_of(desk, whom, errand.on)
    year, settings = year_meant(errand.on), desk.settings

    def body(record: Record) -> dict[str, Any]:
        place = {
            "stage": next_stage(record.stage), "cohort": year, "class": class_no or record.class_no,
            "entry_month": f"{year}-09",
        }  # fmt: skip
        return {"place": place, "from": record.stage}

    def check(record: Record) -> list[Problem]:
        return find_progress_objections(record, on=errand.on, taught=settings.stages, system=settings.system)

    run = change_grade if whom.whole else change_records
    return run(desk, records, "progressed", body, errand, check=check, more={"exceptions": []})


def _finished(desk: Desk, whom: Whom, errand: Errand) -> list[Record]:
    """A grade's pupils on the roll and those of its cohort who graduated and went nowhere else.

    In September too 六年级 means those who have just ended it: the grade of the last day before the new year.
    """
    if not whom.grade:
        raise Refusal(Problem("finish.whom"))
    grade = require_grade(desk, whom.grade, date(year_meant(errand.on), 8, 31))
    found = tallies.of_grade(
        desk.registry, grade.stage, grade.cohort, require_class(whom.class_no) or grade.class_no, also=(GRADUATED,)
    )
    here = [record for record in found if not record.situation.get("moved_to")]
    if not here:
        raise Refusal(Problem("finish.nobody"))
    return here
