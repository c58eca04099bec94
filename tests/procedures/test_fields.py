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
    old, new = "2019-**-**", "2019-**-**"
    assert line == {
        "field": "birth_date", "label": "出生日期", "label_en": "birth date", "from": old, "to": new, "from_zh": old,
        "from_en": old, "to_zh": new, "to_en": new,
    }  # fmt: skip


def test_a_code_has_its_word_beside_it_in_both_languages() -> None:
    line = shown_change("ethnicity", "01", "03")
    assert (line["from"], line["from_zh"], line["from_en"]) == ("01", "01 汉族", "01 Han")
    assert (line["to_zh"], line["label"], line["label_en"]) == ("03 回族", "民族", "ethnicity")
    assert shown_change("only_child", "", "1")["to_zh"] == "1 是"
    assert shown_change("member1_relation_note", "", "邻居")["label_en"] == "member 1 relation note"
