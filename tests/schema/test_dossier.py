"""第七条: the seven kinds of content, frozen; and the list of a package, read with every field in its shape."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bundle import packages
from xjcli.errors import Refusal
from xjcli.schema.canonical import canonical
from xjcli.schema.dossier import ITEMS, Contents, parse_item


def test_the_article_names_seven_kinds_in_this_order() -> None:
    assert [item.number for item in ITEMS] == [1, 2, 3, 4, 5, 6, 7]
    assert {item.article for item in ITEMS} == {7}
    assert len({item.name for item in ITEMS}) == len({item.zh for item in ITEMS}) == 7
    assert ITEMS[1].zh == "学籍信息证明材料"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_an_item_is_found_by_number_name_and_title(item: Any) -> None:
    assert parse_item(str(item.number)) == parse_item(item.name) == parse_item(f" {item.zh} ") == item


@pytest.mark.parametrize("word", ["", "0", "8", "01", "proof", "一"])
def test_any_other_word_is_none(word: str) -> None:
    assert parse_item(word) is None


def test_a_list_is_read_as_it_was_written() -> None:
    assert Contents.from_bytes(packages.contents().to_bytes()) == packages.contents()


def spoilt(change: dict[str, Any], piece: dict[str, Any] | None = None) -> bytes:
    fields = json.loads(packages.contents().to_bytes())
    fields["pieces"][0].update(piece or {})
    return canonical({**fields, **change})


@pytest.mark.parametrize(
    ("change", "piece", "field"),
    [
        ({"schema": "xj.bundle/1"}, None, "schema"),
        ({"more": "x"}, None, "fields"),
        ({"person": {"nothing": "x"}}, None, "person"),
        ({"person": {"name": 1}}, None, "person"),
        ({"person": {"name": "a\u202eb"}}, None, "person"),
        ({"pieces": ["x"]}, None, "pieces"),
        ({}, {"item": 8}, "item"),
        ({}, {"item": 0}, "item"),
        ({}, {"form": "stone"}, "form"),
        ({}, {"form": "paper"}, "digest"),
        ({}, {"digest": "../x"}, "digest"),
        ({}, {"digest": ""}, "digest"),
        ({}, {"copies": -1}, "copies"),
        ({}, {"on": "yesterday"}, "on"),
        ({}, {"more": "x"}, "fields"),
    ],
)
def test_a_list_of_another_shape_is_refused(change: dict[str, Any], piece: dict[str, Any] | None, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        Contents.from_bytes(spoilt(change, piece))
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["field"]) == ("dossier.list", field)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": "xj.dossier/1"}', b"\xff"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        Contents.from_bytes(data)
