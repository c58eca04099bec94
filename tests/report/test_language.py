"""`--lang`, then XJ_LANG, then an English locale, otherwise Chinese; tables line up though letters are wide."""

from __future__ import annotations

import pytest

from xjcli.report.language import choose, current, pick
from xjcli.report.phrases import phrase
from xjcli.report.tables import table, width


@pytest.mark.parametrize(
    ("option", "surroundings", "expected"),
    [
        ("en", {"XJ_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
        ("zh", {"XJ_LANG": "en", "LC_ALL": "en_US.UTF-8"}, "zh"),
        (None, {"XJ_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"XJ_LANG": "EN_gb"}, "en"),
        (None, {"XJ_LANG": "fr", "LANG": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "zh"),
        (None, {}, "zh"),
    ],
)
def test_the_language_is_settled_in_one_order(
    monkeypatch: pytest.MonkeyPatch, option: str | None, surroundings: dict[str, str], expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "XJ_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert choose(option) == current() == expected
    assert pick("中", "en") == ("en" if expected == "en" else "中")


def test_columns_line_up_though_chinese_letters_take_two_cells() -> None:
    drawn = list(table(["姓名", "n"], [("阿依古丽·买买提", 1), ("李", 22)]))
    assert len({width(line[: line.rindex(" ")]) for line in (drawn[0], *drawn[2:])}) == 1
    assert [width(text) for text in ("a", "姓", "·", "e\u0301", "，")] == [1, 2, 1, 1, 2]


def test_an_empty_table_is_its_header_and_its_rule() -> None:
    assert list(table(["a", "bb"], [])) == ["a  bb", "-  --"]


def test_a_phrase_may_have_a_blank_of_any_name() -> None:
    assert phrase("settings.changed", key="township", before="", after="某某镇") == "township： → 某某镇"
