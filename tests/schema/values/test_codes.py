"""第三条: schools and authorities by their codes."""

from __future__ import annotations

import pytest

from xjcli.schema.values.codes import parse_authority_code, parse_school_code


def test_a_school_code_tells_kind_province_and_stages() -> None:
    code, problems = parse_school_code(" ２１44001636\u200b")
    assert problems == []
    assert code is not None
    assert (code.text, code.type, code.province, code.stages) == ("2144001636", "21", "44", ("primary",))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("214400163", ("school-code.length", "refuse")),
        ("21440016361", ("school-code.length", "refuse")),
        ("", ("school-code.characters", "refuse")),
        ("2144OO1636", ("school-code.characters", "refuse")),
        ("9944001636", ("school-code.type-unknown", "warn")),
        ("2199001636", ("school-code.province-unknown", "warn")),
    ],
)
def test_a_school_code_is_refused_for_its_shape_only(text: str, found: tuple[str, str]) -> None:
    code, problems = parse_school_code(text)
    assert [(problem.code, problem.severity) for problem in problems] == [found]
    assert (code is None) == (found[1] == "refuse")


@pytest.mark.parametrize(("text", "level"), [("440000", "PROVINCE"), ("440100", "PREFECTURE"), ("440106", "COUNTY")])
def test_the_level_of_an_authority_stands_in_its_code(text: str, level: str) -> None:
    code, problems = parse_authority_code(text)
    assert problems == []
    assert code is not None
    assert code.level == level


@pytest.mark.parametrize(("text", "code"), [("44010", "authority-code.shape"), ("990106", "authority-code.province")])
def test_a_wrong_authority_code_is_refused(text: str, code: str) -> None:
    parsed, problems = parse_authority_code(text)
    assert parsed is None
    assert [problem.code for problem in problems] == [code]
