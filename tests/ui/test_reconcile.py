"""第二十四条: what is open is said in words, also where somebody's statement names what this program does not know."""

from __future__ import annotations

import pytest

from xjcli.report.language import choose
from xjcli.ui.reconcile import open_line


@pytest.mark.parametrize(
    ("kind", "code", "what"),
    [
        ("case", "corrected", "修改基础信息待核准"),
        ("case", "of-a-later-version", "of-a-later-version"),
        ("finding", "person.sex-differs", "person.sex-differs"),
    ],
)
def test_a_case_is_said_in_words_and_a_finding_by_its_code(kind: str, code: str, what: str) -> None:
    choose("zh")
    assert open_line({"kind": kind, "code": code, "article": 0, "count": 2}) == f"  {what}（第–条）2 件"
