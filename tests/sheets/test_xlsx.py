"""The writer of our own: what it writes is what Excel's format asks for, as two other programs read it."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.office import saved_again, sheet_texts
from xjcli.sheets.table import LISTS_SHEET
from xjcli.sheets.xlsx import Column, Page, clean, write_book

#: Rare Han of extensions B to G, dots, signs that a spreadsheet runs, markup, line breaks, blanks at the ends.
ODD = (
    "䶮㼆", "𠮷𠂇", "\U00030edd", "买买提·艾力", "O’Brien-Müller", "=1+1", "+86", "-1", "@SUM(A1)",
    "\t=2", '=HYPERLINK("x")', "<b>&amp;</b>", "_x0041_", "两行\n文字", " 前后有空 ", "330802201601089922",
    "007", "1E5", "#N/A", "'单引号", '"双引号"',
)  # fmt: skip
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=12)


def written(*pages: Page) -> bytes:
    stream = io.BytesIO()
    write_book(stream, pages)
    return stream.getvalue()


def opened(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_TEXT | st.sampled_from(ODD), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_text_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    page = opened(written(Page("学生", [Column("甲"), Column("乙"), Column("丙")], rows))).active
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            cell = page.cell(number, column)
            assert (cell.value or "") == clean(text)  # openpyxl shows the escape, Excel and `read` what it stands for
            assert cell.data_type in ("s", "n")
            assert cell.data_type == "s" or cell.value is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_TEXT | st.sampled_from(ODD), min_size=3, max_size=3), min_size=1, max_size=5))
def test_our_own_reader_sees_the_same_texts(rows: list[list[str]]) -> None:
    from xjcli.sheets.read import open_source

    data = written(Page("学生", [Column("甲"), Column("乙"), Column("丙")], [*rows, ["末", "末", "末"]]))
    (sheet,) = open_source(data, "x.xlsx").sheets
    expected = [[clean(text).replace("_x005F_", "_") for text in row] for row in rows]
    assert sheet.rows[1:-1] == expected


def test_libreoffice_reads_every_odd_text_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "odd.xlsx"
    file.write_bytes(written(Page("学生", [Column("姓名"), Column("特长")], [[text, "尾"] for text in ODD])))
    shown = sheet_texts(file, "学生", tmp_path / "out")
    assert [row[0] for row in shown] == ["姓名", *ODD]


def test_lists_notes_and_the_frozen_header_survive_libreoffice(tmp_path: Path) -> None:
    long = tuple(f"第{number}项" for number in range(80))
    columns = [
        Column("性别", choices=("男", "女"), required=True, note="必填"),
        Column("民族", choices=long),
        Column("类别", choices=("甲,乙", "丙")),
        Column("特长", note="选填\n文字 <&>"),
    ]
    file = tmp_path / "lists.xlsx"
    file.write_bytes(written(Page("学生", columns, [["男", "第3项", "丙", ""]])))
    book = saved_again(file, tmp_path / "out")
    page = book["学生"]
    found = {str(rule.sqref).partition(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert set(found) == {"A2", "B2", "C2"}
    assert found["A2"] == '"男,女"'
    assert "$A$2:$A$81" in found["B2"] and LISTS_SHEET in found["B2"]
    assert "$B$2:$B$3" in found["C2"]
    assert book[LISTS_SHEET].sheet_state == "hidden"
    assert [book[LISTS_SHEET]["A2"].value, book[LISTS_SHEET]["A81"].value, book[LISTS_SHEET]["B2"].value] == [
        "第0项",
        "第79项",
        "甲,乙",
    ]
    assert opened(file.read_bytes())["学生"].freeze_panes == "A2", "LibreOffice drops it when it converts"
    assert page["A1"].comment.text.strip() == "必填"
    assert page["D1"].comment.text.strip() == "选填\n文字 <&>"
    assert page["A2"].number_format == "@"
    assert page.column_dimensions["D"].width > 0


def test_every_part_is_well_formed_and_named_in_the_list_of_types() -> None:
    data = written(
        Page("封面", [Column("甲", note="<说明>")], [["1"]]),
        Page("学生", [Column("乙", choices=tuple(map(str, range(300))), note="说明")], [["&<>"]]),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for name in names:
            ElementTree.fromstring(archive.read(name))  # noqa: S314  written a moment ago by ourselves
        types = archive.read("[Content_Types].xml").decode()
        assert archive.testzip() is None
    assert {"xl/comments1.xml", "xl/comments2.xml", "xl/worksheets/sheet3.xml"} <= names
    assert all(f'"/{name}"' in types for name in names if name.startswith("xl/") and name.endswith(".xml"))


def test_the_same_rows_give_the_same_bytes() -> None:
    page = Page("学生", [Column("甲")], [["文字"]])
    assert written(page) == written(page)


def test_an_example_row_stands_before_the_rows() -> None:
    page = opened(written(Page("学生", [Column("甲")], [["一"], ["二"]], example=["样"]))).active
    assert [cell.value for cell in page["A"]] == ["甲", "样", "一", "二"]
    assert page["A2"].font.italic


@pytest.mark.parametrize("count", [3_000])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, count: int) -> None:
    def peak(rows: int) -> int:
        def lines() -> Iterator[list[str]]:
            for number in range(rows):
                yield [f"文字{number}-{column}" for column in range(40)]

        tracemalloc.start()
        with (tmp_path / f"{rows}.xlsx").open("wb") as stream:
            assert write_book(stream, [Page("学生", [Column("甲")] * 40, lines())]) == [rows]
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(4 * count) < 1.2 * peak(count)
