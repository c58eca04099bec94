"""Numbers are cleaned hard, names hardly at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.schema.values.normalise import clean_name, clean_number, name_key


def _codes(name: str) -> list[str]:
    return [problem.code for problem in clean_name(name)[1]]


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        "’11010519491231002X",
        '="11010519491231002X"',
        " 110105 19491231 002X\u3000",
        "\ufeff1101051949\u200b1231002X\u202c",
        "\t11010519491231002×",
        "11010519491231002Х",
        "11010519491231002Ⅹ",
    ],
)
def test_a_number_reads_the_same_however_it_was_typed(typed: str) -> None:
    assert clean_number(typed) == "11010519491231002X"


@given(st.text(max_size=30))
def test_cleaning_a_number_twice_changes_nothing_more(text: str) -> None:
    once = clean_number(clean_number(text))
    assert clean_number(once) == once


def test_cleaning_never_guesses_a_digit() -> None:
    assert clean_number("4401O62014O9010014") == "4401O62014O9010014"


@pytest.mark.parametrize(
    "name",
    [
        "王小明",
        "欧阳娜娜",
        "〇一",
        "\u4dae一",
        "𠀀𪜶",
        "\U00030000甯",
        "阿依古丽·买买提",
        "Anna-Maria O'Neill",
        "José",
    ],
)
def test_a_lawful_name_is_left_alone(name: str) -> None:
    assert clean_name(name) == (name, [])


@pytest.mark.parametrize("name", ["昇", "甯", "㐂", "\uf92c"])
def test_no_character_of_a_name_is_ever_replaced_by_another(name: str) -> None:
    assert clean_name(f"王{name}")[0] == f"王{name}"


def test_every_change_of_a_name_is_noted() -> None:
    name, problems = clean_name(" \u200b阿依古丽•买买提\u3000")
    assert name == "阿依古丽•买买提"
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("name.invisible-removed", "note"),
        ("name.trimmed", "note"),
        ("name.look-alike", "warn"),
    ]


@pytest.mark.parametrize("dot", ["•", "‧", "・", "．", "."])
def test_another_dot_than_the_national_one_is_pointed_out_kept_and_compared_as_it(dot: str) -> None:
    assert name_key(f"买买提{dot}江") == name_key("买买提·江")
    name, problems = clean_name(f"买买提{dot}江")
    assert name == f"买买提{dot}江"
    assert [(problem.code, problem.params["proposed"]) for problem in problems] == [("name.look-alike", "·")]


def test_a_private_character_warns_and_proposes_the_one_of_gb18030_2022() -> None:
    old = "\ue81e"  # what FE59 is in GB 18030-2005
    (problem,) = clean_name(f"王{old}")[1]
    assert (problem.code, problem.severity, problem.params["proposed"]) == (
        "name.private-use-known",
        "warn",
        "\u9fb4",
    )
    assert _codes("王\uf000") == ["name.private-use"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王\u2f00", "name.look-alike"),  # Kangxi radical one
        ("Ａnna", "name.look-alike"),
        ("王小明1", "name.odd-character"),
        ("王エ", "name.odd-character"),
        ("Аnna", "name.odd-character"),  # Cyrillic
        ("王 小明", "name.inner-space"),
        ("", "name.empty"),
        ("\u200b ", "name.empty"),
        ("王" * 51, "name.too-long"),
    ],
)
def test_a_doubtful_name_is_named(name: str, code: str) -> None:
    assert code in _codes(name)


def test_a_name_of_fifty_characters_is_taken() -> None:
    assert clean_name("古" * 50) == ("古" * 50, [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王 小明", "王小明"),
        ("买买提・江", "买买提·江"),
        ("买买提．江", "买买提•江"),
        ("Anna Smith", "ANNA SMITH"),
        ("Jose\u0301", "José"),
        ("王小明\u200b", "王小明"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_characters_never_share_a_key() -> None:
    assert len({name_key(name) for name in ("王昇", "王升", "王甯", "王宁")}) == 4
