"""What the authority would turn away is never stored: a bundle is taken in whole or not at all."""

from __future__ import annotations

import pytest

from xjcli.authority.change_bodies import _PLAIN
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical
from xjcli.schema.texts import SHORT, find_text_problems, judge


def _codes(body: dict[str, object]) -> list[tuple[str, object]]:
    found = find_text_problems("r1", body, canonical(body).decode())
    return [(problem.code, problem.params["field"]) for problem in found]


def test_what_the_authority_takes_as_a_short_text_is_short_here_too() -> None:
    short = {name for shape in _PLAIN.values() for name, agrees in {**shape.must, **shape.may}.items()
             if agrees is shapes.is_text}  # fmt: skip
    assert short - {"from"} <= SHORT


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\n", "\r", "\t", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\u061c"]
)
def test_a_sign_that_cannot_be_shown_is_found_wherever_it_stands(sign: str) -> None:
    assert _codes({"ground": f"a{sign}b"}) == [("text.control", "ground")]
    assert _codes({"registrars": [{"name": f"a{sign}b"}]}) == [("text.control", "name")]
    assert _codes({"person": {"address": sign}}) == [("text.control", "person.address")]


def test_what_people_write_is_left_alone() -> None:
    assert _codes({"ground": '他说 "好"，见 C:\\文书\\1', "person": {"name": "𠮷·阿"}, "year": 2026, "x": None}) == []


@pytest.mark.parametrize(("field", "limit"), [("paper", 200), ("ground", 2000)])
def test_a_text_is_as_long_as_its_field_allows(field: str, limit: int) -> None:
    assert _codes({field: "长" * limit}) == []
    assert _codes({field: "长" * (limit + 1)}) == [("text.too-long", field)]
    assert _codes({field: '"' * (limit + 1)}) == [("text.too-long", field)]


def test_a_pupils_address_is_a_note_and_a_registrars_name_is_short() -> None:
    assert _codes({"person": {"school": "长" * 300}}) == []
    assert [problem.code for problem in judge(None, "registrar", "长" * 201, short=True)] == ["text.too-long"]
