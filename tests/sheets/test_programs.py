"""The same pupils, saved by every program a school may use, are the same pupils."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.books import PRIMARY, PUPIL, pupils, read, told
from tests.sheets.programs import by_xlsxwriter, converted, part_of
from xjcli.sheets.read import open_source, read_table
from xjcli.sheets.table import Lost

_RARE = "阿依古丽·买买提"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workbook with everything that programs store in their own way."""
    from openpyxl import load_workbook

    path = tmp_path_factory.mktemp("programs") / "pupils.xlsx"
    rows: list[dict[str, Any]] = [
        {"籍贯": "江苏", "特长": "=1+1"},
        {"姓名": "看不见"},
        {"姓名": _RARE, "出生日期": date(2019, 5, 2), "特长": "=1/0"},
        {"姓名": "𠂇䶮", "身份证件号": 320106201905020022, "籍贯": "a\nb  c"},
    ]
    pupils(path, *rows)
    book = load_workbook(path)
    page = book["Sheet1"]
    page.row_dimensions[3].hidden = True
    page.column_dimensions["J"].hidden = True
    page.merge_cells("L2:L4")
    page["L2"] = "合并"
    page["D4"].number_format = 'yyyy"年"m"月"d"日"'
    hidden = book.create_sheet("藏起来的")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "x"
    book.save(path)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saves_is_read_as_it_was(original: Path, ending: str) -> None:
    sheet = read(converted(original, ending))
    assert (sheet.table.format, sheet.table.sheet) == (ending, "Sheet1")
    assert [row.number for row in sheet.rows] == [2, 4, 5]
    assert [row.fields["name"] for row in sheet.rows] == ["林小满", _RARE, "𠂇䶮"]
    assert sheet.rows[1].fields["birth_date"] == "2019-05-02"
    said = told(sheet)
    assert said["sheet.number-cell"] == "Sheet1!F5"
    assert said["sheet.error-cell"] == "Sheet1!K4"
    assert said["sheet.hidden-rows"] == "Sheet1!3"
    assert said["sheet.hidden-columns"] == "Sheet1!J1"
    assert said["sheet.hidden-sheets"] == "藏起来的"
    assert said["sheet.merged-cells"] == "Sheet1!L2"
    assert sheet.rows[0].fields["talent"] == "2"


def test_what_openpyxl_saves_has_formulas_without_a_value(original: Path) -> None:
    said = told(read(original))
    assert said["sheet.formula-empty"] == "Sheet1!K2"
    assert said["sheet.hidden-rows"] == "Sheet1!3"


def test_what_xlsxwriter_saves_is_read(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        bold, red = book.add_format({"bold": True}), book.add_format({"color": "red"})
        page.merge_range(0, 0, 0, 8, "某某小学学生信息采集表", bold)
        page.write_row(1, 0, [*PUPIL, "特长"], bold)
        page.write_row(2, 0, [*PUPIL.values()])
        page.write_rich_string(2, 1, "林", red, "小", "满")
        page.write_formula(2, 9, "=1+1")
        page.write_row(3, 0, [*PUPIL.values(), "足球 & <球>"])
        page.set_row(3, None, None, {"hidden": False})

    sheet = read(by_xlsxwriter(tmp_path / "p.xlsx", fill))
    assert sheet.table.header_rows == (2,)
    assert [row.fields["name"] for row in sheet.rows] == ["林小满", "林小满"]
    assert sheet.rows[1].fields["talent"] == "足球 & <球>"
    assert told(sheet)["sheet.formula-empty"] == "学生!J3"  # it writes a nought and leaves the rest to Excel


def test_a_formula_that_excel_has_calculated_to_nought_is_a_nought(tmp_path: Path) -> None:
    from tests.sheets.programs import pupil_xml, raw

    file = raw(tmp_path / "p.xlsx", pupil_xml(班级='<c r="@"><f>0+0</f><v>0</v></c>'))
    assert read_table(file).rows[0][7] == 0.0


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("ending", ["", "xlsx", "xls", "ods"])
def test_a_day_is_the_same_day_whatever_the_workbook_counts_from(tmp_path: Path, since_1904: bool, ending: str) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, [*PUPIL])
        page.write_row(1, 0, [*PUPIL.values()])
        page.write_datetime(1, 3, date(2019, 5, 2), book.add_format({"num_format": 31}))
        page.write_datetime(1, 8, date(2026, 9, 1), book.add_format({"num_format": "yyyy-mm-dd"}))

    file = by_xlsxwriter(tmp_path / "p.xlsx", fill, {"date_1904": since_1904})
    assert ('date1904="1"' in part_of(file, "xl/workbook.xml")) is since_1904
    sheet = read(converted(file, ending) if ending else file)
    assert told(sheet) == {}
    assert sheet.rows[0].fields["birth_date"] == "2019-05-02"
    assert sheet.rows[0].fields["entry_month"] == "2026-09"


def test_a_day_in_a_cell_without_a_date_format_has_two_readings_and_is_refused(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        page.write_row(0, 0, [*PUPIL])
        page.write_row(1, 0, [*PUPIL.values()])
        page.write_number(1, 3, 43587)

    sheet = read(by_xlsxwriter(tmp_path / "p.xlsx", fill, {"date_1904": True}))
    assert told(sheet) == {"date.ambiguous": "学生!D2"}
    found = next(problem for problem in sheet.problems if problem.code == "date.ambiguous")
    assert {found.params["first"], found.params["second"]} == {"2019-05-02", "2023-05-03"}


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_cells_of_all_formats_are_the_same(original: Path, ending: str) -> None:
    ours, theirs = (
        next(open_source(file.read_bytes(), file.name).sheets).rows
        for file in (converted(original, "xlsx"), converted(original, ending))
    )
    assert ours == theirs
    assert Lost.ERROR in ours[3]


def test_an_et_file_of_wps_is_the_xlsx_that_is_in_it(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {}).rename(tmp_path / "p.et")
    assert read(file, PRIMARY).accepted[0].fields["name"] == "林小满"
