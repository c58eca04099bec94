"""第十二条: who goes up one grade for a school year, and why somebody does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.regulation.acts import opened, placed
from xjcli.regulation.fold import step
from xjcli.regulation.promotion import earliest, grades_for, why_not, year_of
from xjcli.schema.record import Record

DAY = date(2026, 9, 2)


def record(**changed: Any) -> Record:
    """A pupil of the third grade in the school year 2025."""
    there = step(None, placed(opened("r-1")))
    place = {"stage": "primary", "cohort": 2023, "opened_on": "2023-09-01", "changed_on": "2025-09-01"}
    return replace(there, **{**place, "standing": "approved", **changed})


def reason(found: Record, *, system: Any = "6-3", on: date = DAY, regraded: dict[str, str] | None = None) -> str:
    return why_not(found, grades_for(found, 2026, system), 2026, on, system, regraded or {})


def test_a_pupil_in_school_goes_up_one_grade() -> None:
    assert grades_for(record(), 2026, "6-3") == ("primary", 3, 4)
    assert reason(record()) == ""


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 8, 9), 2025), (date(2026, 8, 10), 2026), (date(2026, 9, 1), 2026), (date(2027, 3, 1), 2026)],
)
def test_the_year_of_a_promotion_begins_on_the_tenth_of_august(day: date, year: int) -> None:
    assert year_of(day) == year
    assert earliest(year) <= day


@pytest.mark.parametrize("status", ["on-leave", "abroad", "dropped-out", "missing"])
def test_who_is_not_in_school_does_not_go_up(status: str) -> None:
    assert reason(record(status=status)) == status


@pytest.mark.parametrize(
    ("system", "stage", "cohort", "final"),
    [("6-3", "primary", 2020, True), ("6-3", "primary", 2021, False), ("5-4", "primary", 2021, True),
     ("6-3", "junior", 2023, True), ("5-4", "junior", 2023, False), ("5-4", "junior", 2022, True),
     ("6-3", "senior", 2023, True), ("5-4", "senior", 2024, False)],
)  # fmt: skip
def test_a_final_grade_graduates_or_progresses_as_the_system_has_it(
    system: str, stage: str, cohort: int, final: bool
) -> None:
    assert (reason(record(stage=stage, cohort=cohort), system=system) == "final-grade") is final


def test_a_stage_finished_long_ago_is_never_promoted() -> None:
    assert reason(record(cohort=2010)) == "final-grade"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"promoted_year": 2026}, "already"),
        ({"cohort": 2026}, "entered"),
        ({"opened_on": "2026-09-01"}, "entered"),
        ({"opened_on": "2026-08-31"}, ""),
        ({"standing": "refused"}, "enrolment-refused"),
        ({"standing": "pending"}, ""),
        ({"open_case": {"kind": "retained", "seq": 2, "on": "2026-07-01", "body": {}}}, "case-open"),
        ({"open_case": {"kind": "corrected", "seq": 2, "on": "2026-07-01", "body": {}}}, ""),
        ({"changed_on": "2026-09-03"}, "later-act"),
    ],
)
def test_each_exception_has_its_reason(changed: dict[str, Any], word: str) -> None:
    assert reason(record(**changed)) == word


@pytest.mark.parametrize("kind", ["retained", "skipped"])
def test_who_stayed_down_or_skipped_this_year_is_named_so(kind: str) -> None:
    assert reason(record(promoted_year=2026), regraded={"r-1": kind}) == kind
