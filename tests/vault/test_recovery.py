"""第二十五条: the recovery key is read as people copy it, and an error of copying is told group by group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.errors import Refusal
from xjcli.vault.recovery import new_secret, read, spell

SECRET = bytes.fromhex("00010203040506070809ff0bfffffffe")


def codes(text: str) -> list[tuple[str, object]]:
    with pytest.raises(Refusal) as caught:
        read(text)
    return [(problem.code, problem.params.get("group")) for problem in caught.value.problems]


@given(st.binary(min_size=16, max_size=16))
def test_every_secret_comes_back(secret: bytes) -> None:
    text = spell(secret)
    assert [len(group) for group in text.split("-")] == [6] * 8
    assert read(text) == secret


def test_hyphens_spaces_lines_and_full_width_digits_do_not_matter() -> None:
    text = spell(SECRET)
    full = text.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    for typed in (text.replace("-", ""), text.replace("-", " "), f"  {text}\n", full, text.replace("-", " - ")):
        assert read(typed) == SECRET


def test_any_digit_read_wrongly_is_told_with_its_group() -> None:
    text = spell(SECRET)
    for place, sign in enumerate(text):
        if sign == "-":
            continue
        for other in set("0123456789") - {sign}:
            assert codes(text[:place] + other + text[place + 1 :]) == [("lock.recovery-group", place // 7 + 1)]


def test_two_neighbouring_digits_swapped_are_told() -> None:
    text = spell(SECRET)
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        if "-" not in pair and pair[0] != pair[1]:
            assert codes(text[:place] + pair[::-1] + text[place + 2 :]) == [("lock.recovery-group", place // 7 + 1)]


@pytest.mark.parametrize("text", ["", "1" * 47, "1" * 49, "恢复密钥", "abc" * 16])
def test_another_count_of_digits_is_told(text: str) -> None:
    assert codes(text) == [("lock.recovery-form", None)]


def test_two_secrets_are_never_the_same() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
