"""A paper as a workbook: it prints as the form that it is, and no cell hides another."""

from __future__ import annotations

import re

import pytest

from tests.papers.packages import taken_apart
from xjcli.papers.blocks import parse
from xjcli.papers.read_xlsx import lines_of_xlsx
from xjcli.papers.text import lines_of
from xjcli.papers.xlsx import as_xlsx

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
CARD = (
    "# 卡片\n\n学校\n\n| 姓名 | 某 | 性别 | 男 |\n|--|----|--|----|\n| 住址 | 很长的路 |\n\n---\n## 背面\n\n"
    "| 日期 | 办理 | 依据 |\n|--|---|--|\n| 1 |  | 3 |\n\n> 公章\n"
)


def sheet(text: str) -> str:
    return taken_apart(as_xlsx(parse(text)))[SHEET].decode()


@pytest.mark.parametrize(
    "text",
    [
        CARD, "# 只有题\n", "| 甲 |\n", f"| 甲 | 乙 |\n|-|{'-' * 60}|\n| 1 | 2 |\n",
        f"|{' 某 |' * 60}\n", f"|{'-|' * 59}{'-' * 90}|\n|{' 某 |' * 60}\n", "| 甲 | 乙 | 丙 |\n| 1 |\n|  |  | 3 |\n",
        f"| 甲 | {'长' * 3000} |\n",
    ],
)  # fmt: skip
def test_what_is_written_is_read_whatever_the_widths_are(text: str) -> None:
    data = as_xlsx(parse(text))
    assert lines_of_xlsx(taken_apart(data)) == lines_of(parse(text))
    assert as_xlsx(parse(text)) == data


def test_tables_of_several_grids_share_the_sheet_and_cells_are_joined_in_their_row_only() -> None:
    found = sheet(CARD)
    joined = re.findall(r'ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', found)
    assert all(first < last and row == other for first, row, last, other in joined)
    widths = [int(width) for width in re.findall(r'width="(\d+)"', found)]
    assert (sum(widths), min(widths) > 0) == (76, True)


def test_a_new_page_begins_where_the_template_says_and_a_list_says_its_head_again() -> None:
    found = sheet(CARD)
    (broken,) = re.findall(r'<brk id="(\d+)"', found)
    assert f'r="A{int(broken) + 1}"' in found.split("背面")[0].rpartition("<c ")[2]
    many = "| 甲 | 乙 |\n|--|--|\n" + "| 1 | 2 |\n" * 40
    assert "_xlnm.Print_Titles" in taken_apart(as_xlsx(parse(many)))[BOOK].decode()
    assert "_xlnm.Print_Titles" not in taken_apart(as_xlsx(parse(CARD)))[BOOK].decode()


def test_a_list_of_many_columns_lies_across_and_every_cell_is_a_text() -> None:
    found = sheet(f"|{' 列 |' * 9}\n|{' =1+1 |' * 9}\n")
    assert 'orientation="landscape"' in found
    assert 'orientation="portrait"' in sheet(CARD)
    assert "<f>" not in found
    assert found.count('t="inlineStr"') == 18
