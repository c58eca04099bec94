from __future__ import annotations

from datetime import date

import pytest

from xjcli.errors import Problem
from xjcli.schema.columns import BY_NAME
from xjcli.sheets.values import Memo, judge_damage, parse_phone, parse_registry, parser_of, shown

_TODAY = date(2026, 11, 2)


def _read(field: str, text: str) -> tuple[str, list[str]]:
    value, problems = parser_of(BY_NAME[field], _TODAY)(text)
    return value, [problem.code for problem in problems]


@pytest.mark.parametrize("text", ["汉", "汉族", "01", "1", "01-汉族", " 汉族 "])
def test_label_and_code_land_on_the_one_code(text: str) -> None:
    assert _read("ethnicity", text) == ("01", [])


@pytest.mark.parametrize(("text", "value"), [("是", "1"), ("否", "0"), ("√", "1"), ("有", "1"), ("N", "0"), ("1", "1")])
def test_yes_and_no_as_schools_write_them(text: str, value: str) -> None:
    assert _read("orphan", text) == (value, [])


def test_an_unknown_label_comes_with_close_ones_and_without_a_persons_number() -> None:
    _value, problems = parser_of(BY_NAME["household_type"], _TODAY)("非农业户囗")
    assert problems[0].code == "sheet.unknown-label"
    assert "非农业户口" in str(problems[0].params["close"])
    assert "20190502" not in shown("320106201905020022")
    assert shown("江苏省南京市鼓楼区虎踞路一百二十一号") == "江苏省南京市***"


def test_a_label_read_as_another_is_said() -> None:
    assert _read("household_type", "居民户口")[1] == ["sheet.label-mapped"]


@pytest.mark.parametrize("text", ["20190502", "2019-05-02", "2019/5/2", "2019.5.2", "2019年5月2日"])
def test_dates_as_schools_write_them(text: str) -> None:
    assert _read("birth_date", text) == ("2019-05-02", [])


def test_a_date_with_two_readings_is_refused_with_both() -> None:
    value, problems = parser_of(BY_NAME["birth_date"], _TODAY)("05/02/2019")
    assert (value, problems[0].code) == ("", "date.ambiguous")
    assert {problems[0].params["first"], problems[0].params["second"]} == {"2019-05-02", "2019-02-05"}
    assert _read("birth_date", "2019-02-30") == ("", ["date.impossible"])


def test_a_region_is_never_a_reason_to_refuse() -> None:
    assert _read("birthplace", "320106") == ("320106", [])
    assert _read("birthplace", "320199") == ("320199", ["sheet.region-unknown"])
    assert _read("birthplace", "江苏南京") == ("江苏南京", ["sheet.region-text"])
    _value, problems = parser_of(BY_NAME["birthplace"], _TODAY)("江苏南京")
    assert problems[0].severity == "warn"


@pytest.mark.parametrize("text", ["3.20106E+17", "3.2E+05", "'1.99E+10"])
def test_powers_of_ten_are_damage_everywhere(text: str) -> None:
    assert _read("school_code", text) == _read("birthplace", text) == ("", ["sheet.scientific"])
    assert parse_phone(text)[1][0].code == "sheet.scientific"
    assert parse_registry(text, _TODAY)[1][0].code == "sheet.scientific"


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("13900000000", "13900000000", []),
        ("139 0000 0000", "13900000000", []),
        ("139-0000-0000", "13900000000", []),
        ("025-58000000", "025-58000000", []),
        ("13900000000、13900000001", "13900000000/13900000001", []),
        ("1390000000", "1390000000", ["sheet.phone"]),
    ],
)
def test_phones(text: str, value: str, codes: list[str]) -> None:
    read, problems = parse_phone(text)
    assert (read, [problem.code for problem in problems]) == (value, codes)


def test_a_postcode_has_six_digits() -> None:
    assert _read("postcode", "２１００００") == ("210000", [])
    assert _read("postcode", "2100") == ("2100", ["sheet.postcode"])


def test_free_text_loses_only_what_nobody_sees() -> None:
    assert _read("address", " 虎踞路\u200b\n1号 ") == ("虎踞路 1号", [])


def test_a_text_is_read_once_and_its_problems_are_kept() -> None:
    calls: list[str] = []

    def parse(text: str) -> tuple[str, list[Problem]]:
        calls.append(text)
        return text.upper(), [Problem("sheet.phone", "warn")] if text == "b" else []

    memo = Memo(parse)
    assert [memo[text] for text in ("a", "b", "a", "", " ", "b")] == ["A", "B", "A", "", "", "B"]
    assert (calls, list(memo.bad)) == (["a", "b"], ["b"])


def test_a_tail_of_noughts_is_damage_under_a_failing_check_digit_and_a_doubt_under_a_right_one() -> None:
    failing = [Problem("id.check-digit")]
    assert [each.code for each in judge_damage("x", "320106201905020000", failing)][1:] == ["sheet.rounded-tail"]
    assert [each.code for each in judge_damage("x", "320106201905020000", [])] == ["sheet.tail-zeros"]
    assert judge_damage("x", "320106201905020013", failing) == failing
    assert judge_damage("x", "E12345000", []) == []
