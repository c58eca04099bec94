"""第七条: what a card says of a pupil's state is in words, with what each of them is; no stored word, no bare day."""

from __future__ import annotations

from typing import Any

import pytest

from xjcli.report.language import choose
from xjcli.ui.situation import said

MOVED = {"moved_to": "2132000456", "name": "某某小学", "on": "2026-11-24", "kind": "transfer"}


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        (MOVED, "转入学校：2132000456 · 名称：某某小学 · 日期：2026-11-24 · 办理：转学"),
        (
            {"on": "2026-11-24", "until": "2027-02-28", "ground": "疾病"},
            "日期：2026-11-24 · 至：2027-02-28 · 原因：疾病",
        ),
        ({"ground": "inclusive", "since": "2026-11-24"}, "原因：随班就读 · 自：2026-11-24"),
        ({"country": "124", "school": ""}, "国家/地区：加拿大"),
        ({"migrant": True, "township": "某镇"}, "随迁子女：是 · 乡镇：某镇"),
        ({"migrant": False, "something": "new"}, "new"),
        ({}, ""),
    ],
)
def test_each_value_stands_with_its_label_and_stored_words_are_said(situation: dict[str, Any], words: str) -> None:
    choose("zh")
    assert said(situation) == words


def test_in_english_too() -> None:
    choose("en")
    assert said(MOVED) == "moved to: 2132000456 · name: 某某小学 · on: 2026-11-24 · by: transfer"
