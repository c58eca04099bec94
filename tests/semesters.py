"""A semester of an invented school in numbers: records drawn by a seed, changes and clocks made up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from tests.regulation.states import at_status
from xjcli.papers.page.figures import Clock, Figures, Flow, Identity
from xjcli.regulation.statistics import statistics
from xjcli.schema.record import ENROLLED, ON_ROLL, Record, replace

DAY = date(2026, 11, 20)
COUNTY = "210102"
_FLAGS = ("migrant_child", "orphan", "martyr_family", "gets_subsidy", "needs_aid")


def pupil(draw: random.Random, number: int, *, status: str = "", grade_no: int = 0) -> Record:
    """A pupil of a primary school; most are enrolled and most flags are off."""
    grade_no = grade_no or draw.randint(1, 6)
    status = status or draw.choices(ON_ROLL, (60, 2, 1, 1, 1))[0]
    born = date(2020 - grade_no + draw.choice((0, 0, 0, -1)), draw.randint(1, 12), draw.randint(1, 28)).isoformat()
    sex = draw.choice("12")
    person = {
        "sex": sex,
        "ethnicity": draw.choices(("01", "03", "11", ""), (50, 3, 5, 1))[0],
        "household_type": draw.choice(("1", "2", "2", "")),
        "household_region": draw.choice((COUNTY, COUNTY, "210103", "370102", "")),
        "entry_way": draw.choice(("11", "11", "11", "12", "")),
        "attendance_mode": draw.choice(("1", "1", "2", "9")),
        "left_behind": draw.choice(("0", "0", "0", "1", "2", "")),
        "disability": draw.choices(("none", "", "visual", "hearing"), (40, 5, 1, 1))[0],
        **{flag: draw.choices(("0", "1", ""), (20, 3, 1))[0] for flag in _FLAGS},
    }
    return replace(
        at_status("enrolled"), record_id=f"r-{number}", status=status, stage="primary", cohort=2027 - grade_no,
        class_no=draw.choice(("01", "02", "03")), sex=sex, birth_date=born, person=person,
    )  # fmt: skip


def school(count: int, *, seed: int = 1) -> list[Record]:
    """So many pupils, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311  invented pupils, no secret
    return [pupil(draw, number) for number in range(count)]


def large_school() -> list[Record]:
    """Twelve grades, and eighteen classes in the first."""
    draw = random.Random(3)  # noqa: S311  invented pupils, no secret
    found = [pupil(draw, number) for number in range(300)]
    found += [replace(one, class_no=f"{number % 18 + 1:02}") for number, one in enumerate(found) if one.cohort == 2026]
    for place, stage in enumerate(("junior", "senior")):
        found += [
            replace(one, stage=stage, cohort=2024 + number % 3, birth_date=f"{2012 - 3 * place + number % 3}-03-01")
            for number, one in enumerate(found[:120])
        ]
    return found


def figures(records: Sequence[Record], *, name: str = "样例市实验小学", day: date = DAY) -> Figures:
    """The report of these pupils: of each grade some came and some went."""
    counted = statistics(records, day, county=COUNTY)
    draw = random.Random(7)  # noqa: S311  invented changes
    kinds = (
        ("handover-in", "转入", "+"), ("taken-on", "新建", "+"), ("handover-out", "转出", "-"),
        ("death-reported", "死亡注销", "-"), ("promoted", "升入下一年级的学生", "+"),
    )  # fmt: skip
    flows = tuple(
        Flow(code, label, group.grade_no, sex, sign, draw.randint(0, min(9, group.total // 6)))
        for code, label, sign in kinds
        for group in counted.grades
        for sex in "12"
    )
    rows = []
    for group in counted.grades:
        ins = sum(flow.count for flow in flows if flow.grade_no == group.grade_no and flow.sign == "+")
        outs = sum(flow.count for flow in flows if flow.grade_no == group.grade_no and flow.sign == "-")
        closing = group.count(f"status:{ENROLLED}")
        rows.append(Identity(group.grade_no, closing - ins + outs, ins, outs, closing))
    whole = Identity(0, *(sum(column) for column in list(zip(*rows, strict=True))[1:])) if rows else None
    clocks = (Clock("转学核办", 12, 3), Clock("档案转移", 7, 0), Clock("休学期满未复学", 2, 2))
    return Figures(
        name, "2121010001", "2026-autumn", counted, flows, (*rows, *((whole,) if whole else ())), clocks
    )  # fmt: skip
