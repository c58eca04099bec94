"""Two years of a school of 1,200: a semester balances as a plain tally does; a planted fault is found (第二十四条)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.two_years import PUPILS, SEMESTERS, Life, lived
from tests.procedures.changing import errand
from tests.proofs import png
from xjcli.desk import Desk
from xjcli.papers.page.figures import INS
from xjcli.procedures.correct import correct
from xjcli.procedures.reconcile import Paper, reconcile
from xjcli.procedures.semester_figures import figures_of
from xjcli.procedures.stated import Whole, state_roster
from xjcli.registry import queries, tallies
from xjcli.registry.doctor import examine
from xjcli.regulation.rolls import Seat, balance, find_movements
from xjcli.schema.values.time import Semester

#: In the last of the four semesters.
LAST_DAY = date(2026, 7, 20)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return lived(tmp_path_factory.mktemp("two-years"))


@pytest.fixture(scope="module")
def reviews(life: Life) -> dict[str, dict[str, Any]]:
    with life.desk(LAST_DAY) as desk:
        return {semester: reconcile(desk, semester).result for semester in SEMESTERS}


def opened(desk: Desk) -> Counter[tuple[str, str]]:
    """What the review of the last semester leaves open: (kind, code) → how often."""
    found = reconcile(desk, SEMESTERS[-1])
    lines = Counter({(line["kind"], line["code"]): int(line["count"]) for line in found.result["open"]})
    lines.update(("problem", each.code) for each in found.problems if each.code == "reconcile.unbalanced")
    return lines


def test_the_ledger_of_two_years_is_whole(life: Life) -> None:
    with life.desk(LAST_DAY) as desk:
        assert [check for check in examine(desk.registry) if not check.ok] == []
        assert len(queries.everyone(desk.registry)) > PUPILS


@pytest.mark.parametrize("semester", SEMESTERS)
def test_each_key_of_the_statistics_counts_what_the_tally_counted(
    life: Life, reviews: dict[str, dict[str, Any]], semester: str
) -> None:
    school = reviews[semester]["identity"]["school"]
    told = {code: count for (term, code), count in life.flows.items() if term == semester}
    assert Counter(school["in"]) + Counter(school["out"]) == Counter(told)
    assert school["holds"]


@pytest.mark.parametrize("semester", SEMESTERS)
def test_each_class_closes_with_the_children_that_the_tally_has_in_it(
    life: Life, reviews: dict[str, dict[str, Any]], semester: str
) -> None:
    classes = reviews[semester]["identity"]["classes"]
    assert all(line["holds"] for line in classes)
    closing = {(line["cohort"], line["class"]): line["closing"] for line in classes if line["closing"]}
    assert closing == dict(life.closing[semester])


def test_a_semester_opens_with_what_the_one_before_it_closed_with(reviews: dict[str, dict[str, Any]]) -> None:
    for earlier, later in pairwise(SEMESTERS):
        for roll in ("identity", "on_roll"):
            before = {(line["cohort"], line["class"]): line["closing"] for line in reviews[earlier][roll]["classes"]}
            after = {(line["cohort"], line["class"]): line["opening"] for line in reviews[later][roll]["classes"]}
            assert {place: count for place, count in before.items() if count} == {
                place: count for place, count in after.items() if count
            }
            assert reviews[earlier][roll]["school"]["closing"] == reviews[later][roll]["school"]["opening"]


def test_a_number_is_drilled_down_to_the_acts_behind_it(life: Life, reviews: dict[str, dict[str, Any]]) -> None:
    with life.desk(LAST_DAY) as desk:
        for code, count in reviews[SEMESTERS[0]]["identity"]["school"]["out"].items():
            lines = reconcile(desk, SEMESTERS[0], drill=code).result["drill"]
            assert len([line for line in lines if line["roll"] == "present" and line["sign"] < 0]) == count


@pytest.mark.parametrize("semester", SEMESTERS)
def test_the_report_of_a_semester_counts_the_pupils_that_were_in_class_then(
    life: Life, reviews: dict[str, dict[str, Any]], semester: str
) -> None:
    """The statistics fold the records up to a day, the balances sum movements: both end with the same classes."""
    with life.desk(LAST_DAY) as desk:
        term = Semester(semester)
        movements = find_movements(desk.registry.acts())
        balances = balance(
            movements, "present", term.first_day.isoformat(), term.last_day.isoformat(),
            {Seat(*place): count for place, count in tallies.by_class(desk.registry, ("enrolled",)).items()},
        )  # fmt: skip
        figures = figures_of(desk, term, movements, balances)
    counted = sum(group.count("status:enrolled") for group in figures.statistics.classes)
    assert counted == figures.identity[-1].closing == reviews[semester]["identity"]["school"]["closing"]
    ins = sum(flow.count for flow in figures.flows if flow.sign == INS)
    assert ins == sum(reviews[semester]["identity"]["school"]["in"].values())


@pytest.mark.parametrize("name", ["报告.html", "报告.xlsx", "报告.md"])
def test_the_review_writes_its_report_without_a_single_name(life: Life, tmp_path: Path, name: str) -> None:
    with life.desk(LAST_DAY) as desk:
        result = reconcile(desk, SEMESTERS[2], paper=Paper(tmp_path / name, publish=True)).result
        names = {record.name for record in queries.everyone(desk.registry)}
    assert result["report"].endswith(name)
    data = (tmp_path / name).read_bytes()
    assert len(data) > 2000
    text = data.decode("utf-8", "replace")
    assert [each for each in names if len(each) > 2 and each in text] == []


def test_one_fault_of_a_kind_is_found_and_nothing_else(tmp_path: Path) -> None:
    """An open case, a head count that was stated wrongly, a pupil whose row was changed behind the ledger's back."""
    life, proof = lived(tmp_path), tmp_path / "户口簿.png"
    proof.write_bytes(png())
    with life.desk(LAST_DAY) as desk:
        before = opened(desk)
        assert reconcile(desk, SEMESTERS[-1]).exit == 1
        pupils = [each for each in queries.everyone(desk.registry) if each.status == "enrolled"]
        correct(desk, pupils[0].record_id, {"name": "样改名"}, errand(LAST_DAY, evidence=[proof]))
        assert opened(desk) - before == Counter({("case", "corrected"): 1})
        before = opened(desk)
        state_roster(desk, Whole(), len(pupils) + 1, errand(LAST_DAY))
        assert opened(desk) - before == Counter({("finding", "check.roster-differs"): 1})
        before = opened(desk)
        with desk.registry.transaction():
            desk.registry.connection.execute(
                "update records set status = 'withdrawn' where record_id = ?", (pupils[1].record_id,)
            )
        found = opened(desk) - before
        assert found[("problem", "reconcile.unbalanced")] == 6  # on both rolls: the class, its grade and the school
