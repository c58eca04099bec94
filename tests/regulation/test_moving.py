"""第十四条 with 第十一条: when no transfer is started, and how many a class takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.regulation.limits import asked, limit, record, told
from xjcli.regulation.moving import find_class_size, find_transfer_limits

FREEZE = limit("transfer-freeze", (((7, 15), (8, 14)),), "warn")
FREEZE_LAST = limit("transfer-freeze-graduating", (((7, 1), (8, 14)),), "warn")


@pytest.mark.parametrize(
    ("cohort", "on", "codes"),
    [
        (2024, "2027-07-14", []), (2024, "2027-07-15", ["limit.transfer-freeze"]),
        (2024, "2027-08-14", ["limit.transfer-freeze"]), (2024, "2027-08-15", []),
        (2021, "2027-07-01", ["limit.transfer-freeze-graduating"]), (2021, "2027-07-15", ["limit.transfer-freeze"]),
        (2024, "2027-07-01", []),
    ],
)  # fmt: skip
def test_in_the_weeks_of_the_freeze_no_transfer_is_started(cohort: int, on: str, codes: list[str]) -> None:
    pupil = record(cohort=cohort)
    found = find_transfer_limits(pupil, asked(pupil, on=date.fromisoformat(on)), [FREEZE, FREEZE_LAST])
    assert [problem.code for problem in found] == codes


def test_outside_a_window_a_transfer_is_objected_to() -> None:
    pupil = record()
    rules = [limit("transfer-window", (((1, 10), (2, 20)), ((7, 1), (8, 31))), "warn")]
    for on, broken in (("2026-10-09", True), ("2027-02-20", False)):
        assert bool(find_transfer_limits(pupil, asked(pupil, on=date.fromisoformat(on)), rules)) is broken


@pytest.mark.parametrize(
    ("word", "stage", "cohort", "on", "status", "severity"),
    [
        ("first-term-of-first-grade", "primary", 2026, "2026-10-09", "enrolled", "refuse"),
        ("first-term-of-first-grade", "primary", 2026, "2027-03-09", "enrolled", ""),
        ("graduating-grade", "primary", 2021, "2026-10-09", "enrolled", "refuse"),
        ("graduating-last-term", "primary", 2021, "2026-10-09", "enrolled", ""),
        ("graduating-last-term", "primary", 2021, "2027-03-09", "enrolled", "refuse"),
        ("mid-term", "primary", 2024, "2026-10-09", "enrolled", "refuse"),
        ("mid-term", "primary", 2024, "2027-07-09", "enrolled", ""),
        ("on-leave", "primary", 2024, "2026-10-09", "on-leave", "refuse"),
        ("on-leave", "primary", 2024, "2026-10-09", "enrolled", ""),
        ("senior-general", "senior", 2025, "2026-10-09", "enrolled", "refuse"),
        ("senior-general", "primary", 2024, "2026-10-09", "enrolled", ""),
        ("under-discipline", "primary", 2024, "2026-10-09", "enrolled", "note"),
        ("same-city", "senior", 2025, "2026-10-09", "enrolled", "note"),
        ("same-area-first-grade", "primary", 2026, "2026-10-09", "enrolled", "note"),
        ("same-area-first-grade", "primary", 2024, "2026-10-09", "enrolled", ""),
        ("same-area-graduating-grade", "primary", 2021, "2026-10-09", "enrolled", "note"),
    ],
)
def test_what_the_registry_knows_objects_and_what_only_people_know_is_told(
    word: str, stage: Any, cohort: int, on: str, status: str, severity: str
) -> None:
    pupil = record(stage, cohort, status=status)
    rule = limit("transfer-forbidden", (word,), "refuse")
    found = find_transfer_limits(pupil, asked(pupil, on=date.fromisoformat(on)), [rule])
    assert told(found) == ([("limit.transfer-forbidden", severity)] if severity else [])


def test_terms_at_the_school_and_grounds_are_looked_at() -> None:
    pupil = record(opened_on="2026-09-01")
    terms = [limit("transfer-min-terms", 1, "warn", unit="term")]
    assert told(find_transfer_limits(pupil, asked(pupil), terms)) == [("limit.transfer-min-terms", "refuse")]
    assert find_transfer_limits(pupil, asked(pupil, on=date(2027, 2, 1)), terms) == []
    grounds = [limit("transfer-grounds", 5, "warn", unit="ground")]
    assert told(find_transfer_limits(pupil, asked(pupil), grounds)) == [("limit.transfer-grounds", "note")]


SIZE, LARGE, OVERSIZE = "limit.class-size", "limit.class-size-large", "limit.class-size-oversize"


@pytest.mark.parametrize(
    ("pupils", "codes"),
    [(45, []), (46, [SIZE]), (55, [SIZE]), (56, [SIZE, LARGE]), (65, [SIZE, LARGE]), (66, [SIZE, OVERSIZE])],
)
def test_of_a_class_the_passed_size_and_the_gravest_band_are_told(pupils: int, codes: list[str]) -> None:
    pupil = record()
    rules = [
        limit("class-size", 45, "warn", unit="pupil"),
        limit("class-size-large", 56, "note", unit="pupil"),
        limit("class-size-oversize", 66, "note", unit="pupil"),
    ]
    assert [problem.code for problem in find_class_size(pupil, asked(pupil), rules, pupils=pupils)] == codes
