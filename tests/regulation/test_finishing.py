"""第十三条: the gate of 毕业 and 结业, going on inside, and 第二十二条: until when a record is retained."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.regulation.limits import record, told
from xjcli.regulation.finishing import (
    Outcome,
    find_finish_objections,
    find_progress_objections,
    is_migrant,
    next_stage,
    retained_until,
)
from xjcli.schema.values.classes import Stage
from xjcli.schema.values.resident import check_character

_BODY = "32010620150305901"
NUMBER = _BODY + check_character(_BODY)


def sixth(**changed: Any) -> Any:
    """A pupil of the sixth grade in 2026 whose record is in order."""
    person = {
        "name": "样小满", "sex": "1", "birth_date": "2015-03-05", "document_type": "1", "document_number": NUMBER
    }  # fmt: skip
    plain = {"cohort": 2021, "person": person, "birth_date": "2015-03-05", "registry_number": f"G{NUMBER}"}
    return record(**{**plain, **changed})


@pytest.mark.parametrize(
    ("outcome", "cohort", "on", "because", "expected"),
    [
        ("graduated", 2021, "2027-06-30", "", []),
        ("graduated", 2021, "2027-02-01", "", []),
        ("graduated", 2021, "2027-01-31", "", [("finish.early", "refuse")]),
        ("completed", 2021, "2026-09-01", "提前", [("finish.early", "warn")]),
        ("graduated", 2021, "2027-09-10", "", []),
        ("graduated", 2022, "2027-06-30", "", [("finish.not-last-grade", "refuse")]),
        ("completed", 2022, "2027-06-30", "因为", [("finish.not-last-grade", "refuse")]),
        ("left-early", 2022, "2027-06-30", "", []),
        ("left-early", 2026, "2026-09-02", "", []),
    ],
)
def test_the_last_grade_and_its_last_term(
    outcome: Outcome, cohort: int, on: str, because: str, expected: list[tuple[str, str]]
) -> None:
    pupil = sixth(cohort=cohort)
    found = find_finish_objections(pupil, outcome, on=date.fromisoformat(on), because=because, system="6-3")
    assert told(found) == expected


def test_in_the_five_four_system_the_fifth_grade_is_the_last_of_primary() -> None:
    pupil = sixth(cohort=2022)
    assert find_finish_objections(pupil, "graduated", on=date(2027, 6, 30), because="", system="5-4") == []


@pytest.mark.parametrize("outcome", ["graduated", "completed", "left-early"])
def test_a_record_with_problems_passes_no_gate(outcome: Outcome) -> None:
    pupil = sixth(person={**sixth().person, "birth_date": "2015-03-06"})
    (problem,) = find_finish_objections(pupil, outcome, on=date(2027, 6, 30), because="因为", system="6-3")
    assert (problem.code, problem.severity) == ("finish.problem-record", "refuse")
    assert problem.params["codes"] == "person.birth-differs"


def test_a_number_that_cannot_be_one_is_a_problem_of_the_record() -> None:
    wrong = f"G{_BODY}{'0' if NUMBER[-1] != '0' else '1'}"
    (problem,) = find_finish_objections(
        sixth(registry_number=wrong), "graduated", on=date(2027, 6, 30), because="", system="6-3"
    )
    assert problem.params["codes"] == "number.check-digit"


@pytest.mark.parametrize(("because", "severity"), [("", "refuse"), ("系统尚未发号", "warn")])
def test_without_an_issued_number_a_reason_is_needed(because: str, severity: str) -> None:
    pupil = sixth(registry_number="TMP-ABCDEFGH", number_state="local")
    found = find_finish_objections(pupil, "graduated", on=date(2027, 6, 30), because=because, system="6-3")
    assert told(found) == [("finish.no-number", severity)]


def test_stages_follow_each_other() -> None:
    assert [next_stage(stage) for stage in ("primary", "junior", "senior")] == ["junior", "senior", None]


@pytest.mark.parametrize(
    ("changed", "on", "codes"),
    [
        ({}, "2027-06-30", ["progress.not-finished"]),
        ({}, "2027-07-01", []),
        ({"status": "graduated"}, "2027-09-03", []),
        ({"status": "graduated", "situation": {"moved_to": "2132000999"}}, "2027-09-03", ["progress.moved"]),
        ({"stage": "junior", "cohort": 2024}, "2027-07-01", ["progress.not-taught"]),
        ({"stage": "senior", "cohort": 2024}, "2027-07-01", ["progress.not-taught"]),
    ],
)
def test_going_on_inside_needs_an_ended_stage_and_a_next_one(changed: Any, on: str, codes: list[str]) -> None:
    taught: tuple[Stage, ...] = ("primary", "junior")
    found = find_progress_objections(sixth(**changed), on=date.fromisoformat(on), taught=taught, system="6-3")
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("stage", "cohort", "system", "until"),
    [
        ("primary", 2024, "6-3", "2033-08-31"), ("junior", 2024, "6-3", "2027-08-31"),
        ("primary", 2024, "5-4", "2033-08-31"), ("junior", 2024, "5-4", "2028-08-31"),
    ],
)  # fmt: skip
def test_nine_years_of_compulsory_schooling_in_both_systems(stage: Any, cohort: int, system: Any, until: str) -> None:
    assert retained_until(record(stage, cohort), system).isoformat() == until


@pytest.mark.parametrize(
    ("person", "migrant"),
    [
        ({}, False), ({"migrant_child": "1"}, True), ({"migrant_child": "2"}, False),
        ({"household_region": "320106004001"}, False), ({"household_region": "320102"}, True),
        ({"migrant_child": "1", "household_region": "320106"}, True),
        ({"migrant_child": "0", "household_region": "320102"}, False),
    ],
)  # fmt: skip
def test_a_migrant_child_is_what_the_form_says_and_where_it_says_nothing_what_the_household_does(
    person: dict[str, str], migrant: bool
) -> None:
    assert is_migrant(record(person=person), "320106") is migrant
