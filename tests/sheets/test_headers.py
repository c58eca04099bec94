from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.books import PUPIL, book, pupils, refused, told
from xjcli.reference import template
from xjcli.sheets.headers import find_header
from xjcli.sheets.read import read_table


def _fields(*rows: Sequence[str]) -> list[str | None]:
    """The field of each column."""
    header = find_header(rows, {})
    assert header is not None
    names: list[str | None] = [None] * len(header.texts)
    for name, indexes in header.match.fields.items():
        for index in indexes:
            names[index] = name
    return names


@pytest.mark.parametrize("name", ["national-a", "national-b", "school"])
def test_every_column_of_our_templates_is_found_in_any_order(name: str) -> None:
    form = template(name)
    assert _fields(form.headings) == list(form.fields)


def test_bare_headings_behind_a_members_name_belong_to_that_member() -> None:
    headings = ["姓名", "民族", "现住址", "成员1姓名", "关系", "现住址", "民族", "成员2姓名", "关系", "现住址"]
    assert _fields(headings) == [
        "name", "ethnicity", "address", "member1_name", "member1_relation", "member1_address", "member1_ethnicity",
        "member2_name", "member2_relation", "member2_address",
    ]  # fmt: skip


def test_a_heading_no_member_can_have_ends_the_members_columns() -> None:
    headings = ["姓名", "成员1姓名", "关系", "是否进城务工人员随迁子女", "联系电话"]
    assert _fields(headings)[3:] == ["migrant_child", "phone"]


def test_where_members_headings_are_spelled_out_a_bare_one_is_the_pupils() -> None:
    headings = ["姓名", "成员1姓名", "成员1关系", "民族"]
    assert _fields(headings) == ["name", "member1_name", "member1_relation", "ethnicity"]


@pytest.mark.parametrize(
    "heading", ["成员1关系", "家庭成员一关系", "家庭成员1 关系", "成员１关系", "成员一_关系", "家长1关系*"]
)
def test_a_members_heading_is_known_in_its_many_spellings(heading: str) -> None:
    assert _fields(["姓名", "性别", "民族", heading])[3] == "member1_relation"


def test_a_two_row_header_names_the_member_above() -> None:
    upper = ["基本信息", "", "", "家庭成员一", "", "家庭成员二", ""]
    lower = ["姓名", "性别", "联系电话", "姓名", "联系电话", "姓名", "联系电话"]
    assert _fields(upper, lower) == [
        "name", "sex", "phone", "member1_name", "member1_phone", "member2_name", "member2_phone",
    ]  # fmt: skip


def test_a_two_row_header_may_be_merged_downwards() -> None:
    upper = ["姓名", "性别", "民族", "家庭成员一", ""]
    lower = ["", "", "", "姓名", "关系"]
    assert _fields(upper, lower) == ["name", "sex", "ethnicity", "member1_name", "member1_relation"]


@pytest.mark.parametrize("heading", ["身份证号码", "身份证件号 *", "身份证件号（必填）", "身份证号"])
def test_stars_blanks_and_aliases_do_not_hide_a_column(tmp_path: Path, heading: str) -> None:
    file = pupils(tmp_path / "p.xlsx", {heading: PUPIL["身份证件号"]}, drop=["身份证件号"])
    assert read_table(file).header("document_number") == heading


def test_title_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["某某小学学生信息采集表"], ["填表人：", "王老师"], list(PUPIL), list(PUPIL.values())]
    table = read_table(book(tmp_path / "p.xlsx", rows))
    assert (table.header_rows, table.first_row, len(table.rows)) == ((3,), 4, 1)


def test_without_a_header_row_the_sheet_is_refused(tmp_path: Path) -> None:
    file = book(tmp_path / "p.xlsx", [list(PUPIL.values()), list(PUPIL.values())])
    assert [problem.code for problem in refused(file)] == ["sheet.no-header"]


def test_every_missing_needed_column_is_named(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {}, drop=["性别", "身份证件类型"])
    missing = [problem.params["label"] for problem in refused(file) if problem.code == "sheet.column-missing"]
    assert missing == ["性别", "身份证件类型"]


def test_entry_month_stands_in_for_a_missing_grade_but_not_for_a_class(tmp_path: Path) -> None:
    assert "grade" not in read_table(pupils(tmp_path / "a.xlsx", {}, drop=["年级"])).fields
    file = pupils(tmp_path / "b.xlsx", {}, drop=["年级", "班级"])
    assert [problem.params["label"] for problem in refused(file) if problem.severity == "refuse"] == ["班号"]


def test_an_expected_column_that_is_absent_is_said_once(tmp_path: Path) -> None:
    table = read_table(pupils(tmp_path / "p.xlsx", {}, {}))
    absent = [problem for problem in table.notes if problem.params.get("label") == "籍贯"]
    assert [(problem.code, problem.severity) for problem in absent] == [("sheet.column-absent", "warn")]


def test_an_unknown_column_is_reported_with_its_letter(tmp_path: Path) -> None:
    table = read_table(pupils(tmp_path / "p.xlsx", {"鞋码": "34"}))
    assert told(table)["sheet.unknown-column"] == "Sheet1!J1"


def test_two_columns_for_one_field_are_refused(tmp_path: Path) -> None:
    problems = refused(pupils(tmp_path / "p.xlsx", {"学生姓名": "林小满"}))
    assert [(problem.code, problem.where) for problem in problems if problem.severity == "refuse"] == [
        ("sheet.duplicate-column", "Sheet1!B、J")
    ]


def test_the_persons_map_beats_what_a_heading_would_mean(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {"户口簿姓名": "林满"})
    table = read_table(file, extra_map={"户口簿姓名": "name"})
    assert table.header("name") == "户口簿姓名"
    assert told(table)["sheet.unknown-column"] == "Sheet1!B1"


def test_a_map_may_name_a_field_by_its_label(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {"家长微信电话": "13900000000"})
    assert read_table(file, extra_map={"家长微信电话": "联系电话"}).header("phone") == "家长微信电话"


def test_a_map_to_no_field_or_from_no_heading_is_refused(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {})
    assert [problem.code for problem in refused(file, extra_map={"姓名": "nonsense"})] == ["sheet.map-field"]
    codes = [problem.code for problem in refused(file, extra_map={"没有这一列": "phone"})]
    assert "sheet.map-header" in codes
