"""第五条: what is shown of a number is in words, whatever kind of number or of document it is."""

from __future__ import annotations

import re

import pytest

from tests.procedures.desks import TODAY, resident
from xjcli.procedures.id_check import check
from xjcli.procedures.number import explain
from xjcli.report.language import choose
from xjcli.report.phrases import in_language
from xjcli.schema.values import documents
from xjcli.schema.values import resident as cards
from xjcli.ui import screens

KINDS = {
    value
    for module in (documents, cards)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str) and re.fullmatch("[a-z][a-z0-9-]+", value)
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_document_has_a_word(kind: str) -> None:
    assert in_language(f"document.{kind}", english=False)


@pytest.mark.parametrize("number", [f"G{resident(901)}", "J320102202003050011", "L3201022020030512"])
def test_a_number_is_explained_in_words(number: str) -> None:
    choose("zh")
    text = number.ljust(19, "0")
    lines = list(screens.number(explain(text, today=TODAY).result))
    assert lines[1].startswith("含义：")
    assert not [line for line in lines if re.match("[a-z_]+", line) or line.endswith(("True", "formal", "local"))]


def test_a_checked_number_is_shown_with_the_words_of_its_document() -> None:
    choose("zh")
    lines = list(screens.id_check(check([("1", resident(901))], today=TODAY).result))
    assert "居民身份证" in "".join(lines)
    assert "resident-id" not in "".join(lines)
