"""A mistyped command line is told in the reader's language, with the near word, never in the library's English."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import Program
from xjcli.report.calling import near

LINES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("enrol",), "usage.no-command", "xj enroll"),
    (("transfer", "relase"), "usage.no-command", "xj transfer release"),
    (("qqqqqq",), "usage.no-command", "xj --help"),
    (("find", "--clas", "3"), "usage.no-option", "--class"),
    (("find", "--qqqqqq"), "usage.no-option", "xj find --help"),
    (("find", "--lagn", "en"), "usage.no-option", "--lang"),
    (("find", "--class"), "usage.no-value", "--class"),
    (("promote", "--dry-run=1"), "usage.flag", "xj promote --help"),
    (("promote", "--year", "x"), "usage.number", "xj promote --help"),
    (("find", "--limit", "0"), "usage.option", "1…100000"),
    (("find", "样小满", "样大江"), "usage.extra-words", "样大江"),
    (("assign", "样小满"), "usage.missing", "--class"),
    (("show",), "usage.missing", "PUPIL"),
    (("key",), "usage.verb", "trust"),
)


@pytest.mark.parametrize(("words", "code", "named"), LINES, ids=[" ".join(words) for words, _, _ in LINES])
def test_what_is_wrong_with_a_line_has_its_own_code_and_a_way_out(
    tmp_path: Path, words: tuple[str, ...], code: str, named: str
) -> None:
    answer = Program("xjcli", tmp_path).run(*words)
    (problem,) = answer.document["problems"]
    assert (answer.exit, problem["code"]) == (2, code)
    for lang in ("zh", "en"):
        assert named in problem[lang] + problem[f"hint_{lang}"]
    assert not any(word in problem["zh"] for word in ("Missing", "No such", "Got unexpected", "Invalid value"))


@pytest.mark.parametrize(
    ("word", "found"),
    [("enrol", ["enroll"]), ("tran", ["transfer"]), ("shwo", ["show"]), ("zzz", []), ("s", [])],
)
def test_near_is_a_start_or_a_slip(word: str, found: list[str]) -> None:
    assert near(word, ["enroll", "transfer", "show", "status", "skip"]) == found
