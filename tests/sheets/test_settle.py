from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sheets.books import PUPIL, book, pupils, read, refused, told
from xjcli.reference import fold_header
from xjcli.sheets.headers import fingerprint
from xjcli.sheets.read import read_table


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("联系电活", "联系电话"),
        ("上下学交通万式", "上下学交通方式"),
        ("是否独生孑女", "是否独生子女"),
        ("邮政编吗", "邮政编码"),
    ],
)
def test_a_heading_that_is_nearly_one_we_know_is_pointed_out_and_not_read(
    tmp_path: Path, heading: str, label: str
) -> None:
    table = read_table(pupils(tmp_path / "p.xlsx", {heading: "x"}))
    found = next(note for note in table.notes if note.code == "sheet.header-near")
    assert (found.where, found.severity) == ("Sheet1!J1", "note")
    assert found.params == {"header": heading, "column": "J", "label": label}
    assert heading not in {column.header for column in table.fields.values()}


def test_a_missing_column_comes_with_the_heading_that_may_be_it(tmp_path: Path) -> None:
    problems = refused(pupils(tmp_path / "p.xlsx", {"身份证好码": PUPIL["身份证件号"]}, drop=["身份证件号"]))
    assert {problem.code: problem.params.get("label") for problem in problems}["sheet.column-missing"] == "身份证件号"
    assert {problem.code: problem.params.get("label") for problem in problems}["sheet.header-near"] == "身份证件号"


def test_no_field_is_suggested_that_has_its_column(tmp_path: Path) -> None:
    said = told(read_table(pupils(tmp_path / "p.xlsx", {"出生日其": "x", "鞋码": "34"})))
    assert said["sheet.unknown-column"] == "Sheet1!J1"
    assert "sheet.header-near" not in said


def test_where_no_header_is_found_the_likeliest_row_says_what_is_nearly_right(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["学生名册"], ["姓名称", "性别", "身份证好码", "出生日其"], ["林小满", "女", "1", "2"]]
    problems = refused(book(tmp_path / "p.xlsx", rows))
    assert problems[0].code == "sheet.no-header"
    near = [(problem.where, problem.params["label"]) for problem in problems[1:]]
    assert ("Sheet1!C2", "身份证件号") in near
    assert ("Sheet1!D2", "出生日期") in near


def test_headings_have_one_fingerprint_in_any_order_and_width() -> None:
    assert fingerprint(["姓名", "证件 号", ""]) == fingerprint(["证件号", "姓名"])
    assert fingerprint(["姓名", "证件号"]) != fingerprint(["姓名", "学籍号"])


def test_a_map_is_remembered_for_the_same_headings(tmp_path: Path) -> None:
    odd = {"学生全称": "林小满", "号": PUPIL["身份证件号"]}
    first = read_table(
        pupils(tmp_path / "a.xlsx", odd, drop=["姓名", "身份证件号"]),
        extra_map={"学生全称": "姓名", "号": "document_number"},
    )
    assert first.mapping == {fold_header("学生全称"): "name", "号": "document_number"}
    later = pupils(tmp_path / "b.xlsx", {**odd, "学生全称": "林小雪"}, drop=["身份证件号", "姓名"])
    assert [problem.code for problem in refused(later) if problem.severity == "refuse"] == ["sheet.column-missing"] * 2
    table = read_table(later, remembered={first.fingerprint: first.mapping})
    assert (table.header("name"), table.mapping) == ("学生全称", first.mapping)
    said = next(note for note in table.notes if note.code == "sheet.map-remembered")
    assert (said.severity, said.params["headers"]) == ("note", "学生全称、号")


def test_what_the_person_says_now_beats_what_was_remembered(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {"电话一": "13900000000", "电话二": "13900000001"})
    kept = read_table(file, extra_map={"电话一": "phone"})
    remembered = {kept.fingerprint: kept.mapping}
    assert read_table(file, remembered=remembered).header("phone") == "电话一"
    other = read_table(file, extra_map={"电话一": "特长", "电话二": "phone"}, remembered=remembered)
    assert (other.header("phone"), other.header("talent")) == ("电话二", "电话一")


def test_a_map_is_not_used_for_other_headings(tmp_path: Path) -> None:
    kept = read_table(pupils(tmp_path / "a.xlsx", {"电话一": "x"}), extra_map={"电话一": "phone"})
    table = read_table(
        pupils(tmp_path / "b.xlsx", {"电话一": "x", "鞋码": "y"}), remembered={kept.fingerprint: kept.mapping}
    )
    assert (table.header("phone"), table.mapping) == ("", {})


def test_a_remembered_map_finds_a_header_that_nothing_else_would(tmp_path: Path) -> None:
    names = [f"栏{index}" for index in range(len(PUPIL))]
    file = book(tmp_path / "p.xlsx", [["名册"], names, [*PUPIL.values()]])
    mapping = dict(zip(names, ("school_code", "name", "sex", "birth_date", "document_type", "document_number", "grade",
                               "class_no", "entry_month"), strict=True))  # fmt: skip
    assert [problem.code for problem in refused(file)] == ["sheet.no-header"]
    table = read_table(file, remembered={fingerprint(names): mapping})
    assert (table.header_rows, table.header("name")) == ((2,), "栏1")


def test_a_merged_heading_reaches_no_further_than_its_cells(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    upper = [*PUPIL, "家庭成员一", "", "备注", "家庭成员二", ""]
    lower = [""] * len(PUPIL) + ["姓名", "关系", "电话", "姓名", "关系"]
    row = [*PUPIL.values(), "林大力", "父亲", "13900000000", "王芳", "母亲"]
    file = book(tmp_path / "p.xlsx", [upper, lower, row])
    made = load_workbook(file)
    for cells in ("J1:K1", "M1:N1", *(f"{letter}1:{letter}2" for letter in "ABCDEFGHI")):
        made["Sheet1"].merge_cells(cells)
    made.save(file)
    fields = read(file).rows[0].fields
    assert (fields["member1_name"], fields["member2_name"]) == ("林大力", "王芳")
    assert "member1_phone" not in fields
    assert fields["phone"] == "13900000000"
