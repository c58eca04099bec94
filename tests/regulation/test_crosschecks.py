"""第六条: columns of one pupil that contradict each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xjcli.regulation.crosschecks import find_conflicts

TODAY = date(2026, 11, 23)
PLACE: dict[str, Any] = {"stage": "junior", "cohort": 2021, "class": "01", "entry_month": "2021-09"}
PERSON = {
    "name": "测试生",
    "sex": "1",
    "birth_date": "2009-03-14",
    "document_type": "1",
    "document_number": "440600200903140014",
    "birthplace": "110105",
    "household_region": "110105",
    "nationality": "156",
    "overseas": "00",
    "health": "10",
    "disability": "none",
    "inclusive": "none",
    "phone": "13800000000",
    "member1_name": "测试家长",
    "member1_relation": "father",
    "member1_phone": "020-87654321",
    "member1_guardian": "1",
}


def _conflicts(place: dict[str, Any] | None = None, /, **changes: str) -> list[tuple[str, str]]:
    found = find_conflicts({**PERSON, **changes}, place or PLACE, today=TODAY)
    return [(problem.code, problem.severity) for problem in found]


def test_a_pupil_without_contradictions_passes_whatever_region_the_number_names() -> None:
    assert _conflicts() == []


def test_an_empty_person_breaks_nothing() -> None:
    assert find_conflicts({}, {}, today=TODAY) == []


def test_a_birth_date_that_differs_from_the_number_refuses_and_shows_neither() -> None:
    (problem,) = find_conflicts({**PERSON, "birth_date": "2009-03-15"}, PLACE, today=TODAY)
    assert (problem.code, problem.severity, problem.where) == ("person.birth-differs", "refuse", "birth_date")
    assert dict(problem.params) == {}


def test_a_sex_that_differs_from_the_number_only_warns() -> None:
    assert _conflicts(sex="2") == [("person.sex-differs", "warn")]


def test_a_birth_after_today_is_refused() -> None:
    assert ("person.birth-future", "refuse") in _conflicts(
        document_number="", document_type="A", birth_date="2026-11-24"
    )


@pytest.mark.parametrize(
    ("inclusive", "disability", "code"),
    [
        ("visual", "visual", None),
        ("visual", "hearing", "person.inclusive-disability"),
        ("intellectual", "none", "person.inclusive-disability"),
        ("other", "speech", None),
        ("other", "multiple", None),
        ("other", "visual", "person.inclusive-disability"),
        ("none", "visual", "person.inclusive-none"),
        ("", "visual", None),
    ],
)
def test_inclusive_schooling_and_disability_tell_one_story(inclusive: str, disability: str, code: str | None) -> None:
    assert _conflicts(inclusive=inclusive, disability=disability) == ([(code, "warn")] if code else [])


def test_in_a_special_school_a_disability_without_inclusion_is_the_rule() -> None:
    assert _conflicts(inclusive="none", disability="visual", school_code="5144000001") == []


def test_health_disabled_asks_for_the_disability() -> None:
    assert _conflicts(health="50") == [("person.health-disability", "warn")]
    assert _conflicts(health="50", disability="physical", inclusive="") == []


def test_a_pupil_without_a_number_needs_a_proof_and_a_guardian_with_a_document() -> None:
    without = {"document_type": "Z", "document_number": ""}
    assert _conflicts(**without) == [("person.proof-needed", "note"), ("person.guardian-document", "warn")]
    assert _conflicts(**without, member1_document_number="11010519491231002X") == [("person.proof-needed", "note")]
    no_guardian = {"member1_document_number": "11010519491231002X", "member1_guardian": "0"}
    assert ("person.guardian-document", "warn") in _conflicts(**without, **no_guardian)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nationality": "840", "overseas": "51", "document_type": "A"}, None),
        ({"nationality": "840", "overseas": "41", "document_type": "9"}, None),
        ({"nationality": "840", "overseas": "00", "document_type": "A"}, "person.foreign-overseas"),
        ({"nationality": "840", "overseas": "51", "document_type": "1"}, "person.foreign-document"),
        ({"nationality": "156", "overseas": "51", "document_type": "A"}, "person.chinese-overseas"),
        ({"nationality": "156", "overseas": "01", "document_type": "6"}, None),
        ({"nationality": "344", "overseas": "01", "document_type": "6"}, None),
        ({"nationality": "344", "overseas": "03", "document_type": "7"}, "person.region-overseas"),
        ({"nationality": "156", "overseas": "03", "document_type": "7"}, None),
        ({"nationality": "156", "overseas": "05", "document_type": "A"}, "person.compatriot-document"),
        ({"nationality": "156", "overseas": "11", "document_type": "A"}, None),
    ],
)
def test_nationality_overseas_and_document_tell_one_story(changes: dict[str, str], code: str | None) -> None:
    assert _conflicts(document_number="E12345678", **changes) == ([(code, "warn")] if code else [])


def test_a_residence_permit_fits_a_compatriot_under_any_type() -> None:
    permit = {"document_number": "810000199003070015", "birth_date": "1990-03-07"}
    assert _conflicts({"stage": ""}, overseas="01", document_type="1", **permit) == []


def test_a_relation_other_needs_a_word() -> None:
    assert _conflicts(member1_relation="other") == [("person.relation-note", "warn")]
    assert _conflicts(member1_relation="other", member1_relation_note="姑姑") == []


@pytest.mark.parametrize(
    "phone", ["13800000000", "+8613800000000", "020-87654321", "87654321", "02087654321", "0755-87654321-12"]
)
def test_a_phone_that_can_ring_is_taken(phone: str) -> None:
    assert _conflicts(phone=phone, member2_phone=phone) == []


@pytest.mark.parametrize("phone", ["1380000000", "138000000000", "无", "12345", "10000000000"])
def test_a_phone_that_cannot_ring_is_named_with_its_field(phone: str) -> None:
    found = find_conflicts({**PERSON, "phone": phone, "member1_phone": phone}, PLACE, today=TODAY)
    assert [(problem.code, problem.where) for problem in found] == [
        ("person.phone", "phone"),
        ("person.phone", "member1_phone"),
    ]
    assert all(phone not in str(problem.params) for problem in found)


@pytest.mark.parametrize(
    ("stage", "system", "cohort", "warned"),
    [
        ("primary", "6-3", 2015, False),
        ("primary", "6-3", 2018, True),
        ("junior", "6-3", 2023, False),
        ("junior", "6-3", 2024, True),
        ("junior", "5-4", 2023, True),
        ("senior", "6-3", 2024, False),
        ("senior", "6-3", 2021, True),
    ],
)
def test_an_unusual_age_for_the_stage_warns(stage: str, system: str, cohort: int, warned: bool) -> None:
    found = _conflicts({"stage": stage, "cohort": cohort, "system": system})
    assert found == ([("person.age-unusual", "warn")] if warned else [])
