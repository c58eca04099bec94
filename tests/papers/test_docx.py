"""A paper as a Word file: columns of their widths, rows to sign, pages that turn, the head of a list on each."""

from __future__ import annotations

import re

from tests.papers.packages import taken_apart
from xjcli.papers.blocks import fill, parse
from xjcli.papers.docx import as_docx

MAIN = "word/document.xml"


def document(text: str) -> str:
    return taken_apart(as_docx(parse(text)))[MAIN].decode()


def test_columns_are_as_wide_as_their_hyphens_say_and_a_short_row_reaches_to_the_end() -> None:
    found = document("| 姓名 | 某 | 性别 | 男 |\n|-|---|-|---|\n| 住址 | 路 |\n")
    narrow, wide, *_ = (int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', found))
    assert wide - 3 <= 3 * narrow <= wide
    assert found.count('<w:gridSpan w:val="3"/>') == 1


def test_a_row_to_sign_is_high_also_when_the_rest_of_the_form_is_filled() -> None:
    template = parse("| 意见 | 签字 |\n|--|--|\n| 监护人 |  |\n| 姓名 | {{name}} |\n")
    found = taken_apart(as_docx(fill(template, "x.md", {"name": ""}, {})))[MAIN].decode()
    heights = [int(height) for height in re.findall(r'<w:trHeight w:val="(\d+)"', found)]
    assert heights[1] > heights[0] == heights[2]


def test_the_head_of_a_list_stands_on_each_page_and_labels_beside_values_are_none() -> None:
    assert document("| 序号 | 姓名 |\n|--|--|\n| 1 | 某 |\n").count("<w:tblHeader/>") == 1
    pairs = fill(parse("| 姓名 | {{name}} |\n|--|--|\n| 性别 | {{sex}} |\n"), "x.md", {"name": "某", "sex": "男"}, {})
    assert "<w:tblHeader/>" not in taken_apart(as_docx(pairs))[MAIN].decode()


def test_many_columns_turn_the_page_and_a_mark_begins_a_new_one() -> None:
    assert 'w:orient="landscape"' in document(f"|{' 列 |' * 8}\n")
    assert 'w:orient="landscape"' not in document(f"|{' 列 |' * 7}\n")
    for text in ("前\n\n---\n## 后\n", "前\n\n---\n| 甲 |\n", "前\n\n---\n后\n"):
        assert document(text).count("<w:pageBreakBefore/>") == 1
    assert "<w:pageBreakBefore/>" not in document("前\n\n后\n")
