"""第二十四条: the figures of a report are those of the review, also where two cohorts stand in one grade."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import SCHOOL
from tests.procedures.changing import approved_child
from tests.procedures.desks import at
from xjcli.procedures.init import init
from xjcli.procedures.reconcile import Paper, reconcile

SUMMER = datetime(2026, 8, 25, 1, tzinfo=UTC)


def test_who_came_before_the_school_year_stands_in_the_first_grade_with_those_who_are_still_there(
    tmp_path: Path,
) -> None:
    init(tmp_path / "school", SCHOOL, now=SUMMER)
    with at(tmp_path / "school", now=SUMMER) as desk:
        for order in range(901, 908, 2):
            approved_child(desk, order, on=SUMMER.date(), entry_month="202509")
        for order in range(911, 914, 2):
            approved_child(desk, order, on=SUMMER.date(), entry_month="202609")
        result = reconcile(desk, "2026-spring", paper=Paper(tmp_path / "报告.md")).result
    assert sorted((line["cohort"], line["closing"]) for line in result["identity"]["grades"]) == [(2025, 4), (2026, 2)]
    text = (tmp_path / "报告.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| 一年级 |")]
    assert rows[-1] == "| 一年级 | 0 | 6 | 0 | 6 |"
    assert rows.count(rows[-1]) == 1
