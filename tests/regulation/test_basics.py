"""第十条: every field of the form has one way to be changed, and who the pupil is never goes without the authority."""

from __future__ import annotations

import pytest

from xjcli.regulation.basics import BASIC, KEPT, awaits_authority, nature, touches_identity
from xjcli.schema.columns import FIELDS, IDENTITY_FIELDS


def test_every_field_has_exactly_one_nature() -> None:
    assert BASIC.isdisjoint(KEPT)
    assert {nature(field.name) for field in FIELDS} == {"basic", "kept", "class", "place"}
    assert [field.name for field in FIELDS if nature(field.name) == "class"] == ["class_no"]
    assert [field.name for field in FIELDS if nature(field.name) == "place"] == ["school_code", "grade"]


@pytest.mark.parametrize("field", [*IDENTITY_FIELDS, "ethnicity", "nationality", "entry_month", "member1_name"])
def test_who_the_pupil_is_is_basic_information(field: str) -> None:
    assert nature(field) == "basic"


@pytest.mark.parametrize("field", ["phone", "address", "migrant_child", "left_behind", "member2_phone", "class_seat"])
def test_what_changes_from_day_to_day_the_school_keeps_up_to_date(field: str) -> None:
    assert nature(field) == "kept"


def test_only_identity_fields_touch_the_comparison_with_the_roll() -> None:
    assert [field.name for field in FIELDS if touches_identity([field.name])] == list(IDENTITY_FIELDS)


def test_one_field_that_a_province_does_not_leave_to_the_school_sends_the_whole_request_up() -> None:
    assert awaits_authority(["talent", "ethnicity"], ["talent"])
    assert not awaits_authority(["talent"], ["talent"])
