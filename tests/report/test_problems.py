"""Problems in words: what a rule pack says is said in the reader's language, and what can be done about it."""

from __future__ import annotations

from xjcli.errors import Problem
from xjcli.report.language import choose
from xjcli.report.problems import as_json, lines

SAID: dict[str, str | int] = {
    "text": "休学时间最长1年", "text_en": "a leave lasts at most one year", "pack": "province-x", "section": "第九条",
    "confidence": "M", "way": "because",
}  # fmt: skip
PROBLEM = Problem("limit.leave-max", "refuse", "r1", SAID)


def test_a_limit_is_told_in_both_languages_with_section_pack_and_confidence() -> None:
    found = as_json(PROBLEM)
    assert found["zh"] == "休学时间过长：休学时间最长1年"
    assert found["en"] == "The leave is too long: a leave lasts at most one year"
    assert "--because" in found["hint_zh"] and "--because" in found["hint_en"]
    assert all(word in found["hint_zh"] for word in ("province-x", "第九条", "M"))
    assert found["params"] == SAID


def test_a_person_reads_it_in_one_language() -> None:
    assert "休学时间最长1年" in "".join(lines([PROBLEM]))
    choose("en")
    english = "".join(lines([PROBLEM]))
    assert "at most one year" in english
    assert "最长" not in english
