"""第十一条: a repeat and a skip are the neighbouring cohort of the same stage – every grade, both systems."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from tests.regulation.limits import record
from xjcli.regulation.regrading import Way, find_regrade_objections, regrade, year_meant
from xjcli.schema.values.classes import SPANS, STAGES, System, grade_of

DAYS = [date(2026, 9, 1), date(2027, 1, 31), date(2027, 6, 30), date(2027, 7, 1), date(2027, 8, 31)]


@pytest.mark.parametrize(("system", "way", "on"), list(product(("6-3", "5-4"), ("retained", "skipped"), DAYS)))
def test_the_pupil_stays_in_the_stage_and_moves_by_one_cohort(system: System, way: Way, on: date) -> None:
    for stage in STAGES:
        span = SPANS[system][stage]
        for grade in range(span.first, span.last + 1):
            pupil = record(stage, 2026 - (grade - span.first))
            to = regrade(pupil, way, on, system)
            assert to.cohort == pupil.cohort + (1 if way == "retained" else -1)
            if any(each.severity == "refuse" for each in find_regrade_objections(pupil, way, to, system, on)):
                assert not span.first <= to.after <= span.last
            else:
                assert to.after == grade_of(stage, to.cohort, date(to.year, 9, 1), system)


def test_from_july_on_the_coming_school_year_is_meant() -> None:
    assert [year_meant(day) for day in DAYS] == [2026, 2026, 2026, 2027, 2027]


@pytest.mark.parametrize(
    ("way", "cohort", "on", "code"),
    [
        ("retained", 2026, date(2026, 10, 9), "retain.first-grade"),
        ("retained", 2018, date(2026, 10, 9), "retain.finished"),
        ("retained", 2020, date(2026, 10, 9), ""),  # the sixth grade, which has just ended, once more
        ("skipped", 2021, date(2026, 10, 9), "skip.across-stages"),
        ("skipped", 2022, date(2026, 10, 9), ""),
        ("skipped", 2022, date(2027, 7, 9), "skip.across-stages"),
    ],
)
def test_the_ends_of_a_stage_are_its_ends(way: Way, cohort: int, on: date, code: str) -> None:
    pupil = record(cohort=cohort)
    found = find_regrade_objections(pupil, way, regrade(pupil, way, on, "6-3"), "6-3", on)
    assert [problem.code for problem in found if problem.severity == "refuse"] == ([code] if code else [])
