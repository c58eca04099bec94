"""The text of a paper (第二十五条) is the same before it is written as .md and after it is read."""

from __future__ import annotations

import pytest

from xjcli.papers.blocks import as_markdown, escape_markdown, fill, parse
from xjcli.papers.text import CODE_LINE, code_block, lines_of, lines_of_markdown

TEMPLATE = parse("# 单\n\n用途：{{v}}\n\n| {{v}} | 乙 |\n|---|---|\n")


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x1f", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\u3000"])
def test_a_sign_that_may_end_a_line_ends_none(sign: str) -> None:
    values = {"v": f"甲{sign}乙"}
    plain = lines_of(fill(TEMPLATE, "x", values, {}))
    text = as_markdown(fill(TEMPLATE, "x", values, {}, escape=escape_markdown))
    assert lines_of_markdown(text) == plain == ["单", "用途：甲 乙", "甲 乙\x1f乙"]


def test_a_code_of_either_name_is_read() -> None:
    (line,) = lines_of([code_block("2026-000001", "ABCD-EFGH-JKMN")])
    assert line == "表单编号：2026-000001 核验码：ABCD-EFGH-JKMN"
    for said in (line, line.replace("核验码", "验证码")):
        found = CODE_LINE.fullmatch(said)
        assert found is not None
        assert found.groups() == ("2026-000001", "ABCD-EFGH-JKMN")
    assert not CODE_LINE.fullmatch(line.replace("2026", "２０２６"))
