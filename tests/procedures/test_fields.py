"""Fields by name: a heading is understood, a wrong name gets its neighbours, values are shown masked."""

from __future__ import annotations

import pytest

from xjcli.procedures.fields import by_name, find_misplaced, shown_change


def test_a_heading_of_the_national_form_is_its_field_and_a_stranger_stays_one() -> None:
    assert by_name({"姓名": "样", "phone": "1", "没有": "2"}) == {"name": "样", "phone": "1", "没有": "2"}


def test_a_name_that_there_is_not_gets_those_that_look_like_it() -> None:
    (problem,) = find_misplaced(["birth_dat"], "basic")
    assert (problem.code, problem.where) == ("field.unknown", "birth_dat")
    assert "birth_date" in str(problem.params["close"])


@pytest.mark.parametrize("name", ["name", "entry_month"])
def test_a_field_in_its_place_has_no_objection(name: str) -> None:
    assert find_misplaced([name], "basic") == []
    assert [problem.code for problem in find_misplaced([name], "kept")] == ["change.basic-field"]


def test_values_are_masked_as_everywhere() -> None:
    line = shown_change("birth_date", "2019-09-02", "2019-10-02")
    assert line == {"field": "birth_date", "label": "出生日期", "from": "2019-**-**", "to": "2019-**-**"}
