"""Canonical JSON: equal content, equal bytes, the same as RFC 8785 says; any other spelling is refused."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from xjcli.schema.canonical import LARGEST_INTEGER, Json, NotCanonical, canonical, parse_canonical

TEXT = st.text(max_size=30)  # never a lone surrogate
KEYS = st.text(st.characters(max_codepoint=127), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXT
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@settings(derandomize=True, deadline=None, database=None, max_examples=500)
@given(VALUES)
def test_our_bytes_are_those_of_rfc_8785_and_come_back(value: Json) -> None:
    data = canonical(value)
    assert data == rfc8785.dumps(value)  # type: ignore[arg-type,unused-ignore]  # its own, narrower JSON type
    assert parse_canonical(data) == value


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(VALUES)
def test_a_looser_spelling_is_refused_unless_it_is_the_same(value: Json) -> None:
    for data in (json.dumps(value, indent=1).encode(), json.dumps(value).encode(), canonical(value) + b"\n"):
        if data != canonical(value):
            with pytest.raises(NotCanonical):
                parse_canonical(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" {}",
        b"{}\n",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"+1",
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"9007199254740992",
        b"-9007199254740992",
        b"9" * 5000,
        b'"\\u0041"',
        b'"\\u6d4b"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b'\xef\xbb\xbf"a"',
        '{"姓名":1}'.encode(),
        '{"a":[{"姓名":1}]}'.encode(),
        b"'a'",
        b"[1,]",
        b"tru",
        b'"\x01"',
    ],
)
def test_anything_but_the_one_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(data)


def test_the_largest_integers_that_every_reader_agrees_on_are_read() -> None:
    for number in (LARGEST_INTEGER, -LARGEST_INTEGER, 0):
        assert parse_canonical(canonical(number)) == number


def test_true_is_not_one() -> None:
    assert canonical(True) == b"true" != canonical(1)
    assert parse_canonical(b"true") is True


def test_chinese_stands_in_utf_8_and_is_not_normalised() -> None:
    assert canonical("测") == '"测"'.encode()
    assert canonical("e\u0301") != canonical("\u00e9")


def test_a_lone_surrogate_cannot_be_written() -> None:
    with pytest.raises(TypeError):
        canonical("\ud800")


def test_nesting_without_end_is_refused_and_nothing_breaks() -> None:
    for depth in (900, 1_000, 3_000, 100_000):
        data = b"[" * depth + b"]" * depth
        try:
            parse_canonical(data)
        except (NotCanonical, RecursionError):
            continue
