"""第二十四条, 人籍一致: what a teacher answered says who is not in class, and who sits there without a record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import SCHOOL
from tests.procedures.changing import approved_child
from tests.procedures.desks import (
    TODAY,
    at,
    child,
    codes,
    imported,
    invented,
    opened,
    record_of,
    refused,
    resident,
    sheet,
)
from tests.procedures.handovers import registered
from tests.sheets.programs import converted, part_of
from xjcli.desk import Desk
from xjcli.procedures.assign import assign
from xjcli.procedures.change import Errand
from xjcli.procedures.class_list import read, write
from xjcli.procedures.init import init
from xjcli.procedures.leave import leave
from xjcli.report import Report
from xjcli.sheets.class_list import ABSENT, PRESENT, UNKNOWN

TERM = "2026-autumn"
HEAD = 5


@pytest.fixture
def desk(school: Path) -> Iterator[Desk]:
    """Two classes: three pupils in the first, one in the second."""
    with at(school) as found:
        for order, class_no in ((901, "1"), (902, "1"), (903, "1"), (904, "2")):
            opened(found, child(order, class_no=class_no))
        yield found


def listed(desk: Desk, path: Path, **more: Any) -> Path:
    write(desk, TERM, path, **more)
    return path


def answered(path: Path, changes: Mapping[str, tuple[str, str]] | None = None, word: str = PRESENT) -> Path:
    """Every pupil answered with `word`; `changes` are name → (answer, remark)."""
    book = load_workbook(path)
    for page in book.worksheets:
        for row in page.iter_rows(min_row=HEAD + 1):
            if row[1].value:
                row[5].value, row[6].value = (changes or {}).get(str(row[2].value), (word, ""))
    book.save(path)
    return path


def cells(path: Path, sheet: str, **values: str) -> Path:
    book = load_workbook(path)
    for place, value in values.items():
        book[sheet][place] = value
    book.save(path)
    return path


def first(path: Path) -> str:
    return load_workbook(path).sheetnames[0]


def id_of(desk: Desk, name: str) -> str:
    (row,) = desk.registry.rows("select record_id from records where name = ?", (name,))
    return str(row["record_id"])


def warnings(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if problem.severity == "warn"]


def test_a_list_has_a_sheet_for_each_class_and_no_number(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    report = write(desk, TERM, path)
    assert [(item["class"], item["pupils"]) for item in report.result["classes"]] == [
        ("一年级(1)班", 3), ("一年级(2)班", 1),
    ]  # fmt: skip
    book = load_workbook(path)
    assert book.sheetnames == ["一年级(1)班", "一年级(2)班"]
    written = "".join(part_of(path, f"xl/worksheets/sheet{number}.xml") for number in (1, 2))
    assert "样小" in written
    assert not any(secret in written for order in (901, 902, 903, 904) for secret in (resident(order), "2020-03-05"))


def test_a_list_is_printed_on_a4_with_its_headings_and_only_its_blanks_are_open(desk: Desk, tmp_path: Path) -> None:
    page = load_workbook(listed(desk, tmp_path / "a.xlsx")).worksheets[0]
    assert (page.page_setup.paperSize, page.print_title_rows) == (9, f"$1:${HEAD}")
    assert page.protection.sheet
    assert page["C6"].protection.locked and page[f"F{HEAD}"].protection.locked
    assert not page.column_dimensions["F"].protection.locked
    (choice,) = page.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref).split(":")[0]) == ('"在,不在,不认识"', f"F{HEAD + 1}")


def test_one_class_may_be_written_and_nobody_is_refused(desk: Desk, tmp_path: Path) -> None:
    assert load_workbook(listed(desk, tmp_path / "a.xlsx", class_text="1.2")).sheetnames == ["一年级(2)班"]
    assert codes(refused(lambda: write(desk, TERM, tmp_path / "b.xlsx", class_text="6.2"))) == ["class-list.nobody"]
    assert codes(refused(lambda: write(desk, TERM, tmp_path / "a.xlsx"))) == ["file.exists"]
    assert codes(refused(lambda: write(desk, TERM, tmp_path / "a.csv"))) == ["sheet.write-format"]
    assert codes(refused(lambda: write(desk, "2026-winter", tmp_path / "c.xlsx"))) == ["semester.unreadable"]
    write(desk, TERM, tmp_path / "d.xlsx", dry_run=True)
    assert not (tmp_path / "d.xlsx").exists()


def test_a_list_that_is_fully_answered_leaves_nothing_open(desk: Desk, tmp_path: Path) -> None:
    before = desk.registry.head()
    report = read(desk, TERM, answered(listed(desk, tmp_path / "a.xlsx")))
    assert (report.status, report.result["findings"], report.problems) == (0, [], [])
    assert [(item["present"], item["complete"]) for item in report.result["classes"]] == [(3, True), (1, True)]
    assert desk.registry.head() == before


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_list_that_libreoffice_saved_says_the_same(desk: Desk, tmp_path: Path, ending: str) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"), {"样小己": (ABSENT, "转到外地")})
    plain, saved = (read(desk, TERM, each) for each in (path, converted(path, ending)))
    assert (saved.result["classes"], saved.result["findings"]) == (plain.result["classes"], plain.result["findings"])
    assert warnings(saved) == ["class-list.absent"]


def test_what_nobody_filled_in_is_one_finding_a_class(desk: Desk, tmp_path: Path) -> None:
    report = read(desk, TERM, listed(desk, tmp_path / "a.xlsx"))
    assert (warnings(report), report.status) == (["class-list.not-answered"] * 2, 1)
    assert report.result["classes"][0]["unanswered"] == 3


def test_each_answer_that_differs_from_the_roll_is_told_at_its_cell(desk: Desk, tmp_path: Path) -> None:
    path = listed(desk, tmp_path / "a.xlsx")
    book = load_workbook(path)
    names = [book.worksheets[0][f"C{row}"].value for row in (6, 7, 8)]
    said = {str(names[0]): (ABSENT, ""), str(names[1]): (UNKNOWN, ""), str(names[2]): ("", "")}
    report = read(desk, TERM, answered(path, said))
    assert [(item["code"], item["where"]) for item in report.result["findings"]] == [
        ("class-list.absent", "一年级(1)班!F6"), ("class-list.unknown", "一年级(1)班!F7"),
        ("class-list.unanswered", "一年级(1)班!F8"),
    ]  # fmt: skip
    assert report.result["findings"][0]["next"].startswith("xj history r")
    assert report.status == 1


def on_leave(desk: Desk, record_id: str) -> None:
    leave(
        desk, [record_id], until=date(2027, 8, 31), ground="疾病", extend=False, errand=Errand(TODAY, paper="柜1")
    )  # fmt: skip


def test_whoever_is_on_leave_is_not_expected_in_class_but_found_there(desk: Desk, tmp_path: Path) -> None:
    record_id = registered(desk, **child(905))
    on_leave(desk, record_id)
    name = record_of(desk, record_id).name
    path = listed(desk, tmp_path / "a.xlsx")
    assert read(desk, TERM, answered(path, {name: (ABSENT, "")})).status == 0
    report = read(desk, TERM, answered(path))
    assert warnings(report) == ["class-list.present"]
    assert report.result["findings"][0]["next"] == f"xj resume {record_id}"


def test_a_pupil_who_went_on_leave_after_the_list_was_written_is_told_and_not_blamed(
    desk: Desk, tmp_path: Path
) -> None:
    record_id = registered(desk, **child(905))
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    on_leave(desk, record_id)
    report = read(desk, TERM, path)
    assert (codes(report), report.status) == (["class-list.changed"], 0)


def test_a_pupil_who_changed_class_since_is_asked_for_where_he_sits_now(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    assign(desk, [id_of(desk, "样小己")], "2", on=TODAY)
    report = read(desk, TERM, path)
    assert codes(report) == ["class-list.changed", "class-list.not-listed"]


def test_an_altered_key_is_nobody_and_its_pupil_is_missing(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    report = read(desk, TERM, cells(path, first(path), B6="rzzzzzzzzzzzz"))
    assert warnings(report) == ["class-list.key", "class-list.row-missing"]
    found = report.result["findings"]
    assert found[0]["where"] == "一年级(1)班!B6"
    assert found[0]["record_id"] == found[1]["record_id"]
    assert not report.result["classes"][0]["complete"]


def test_a_row_that_was_deleted_or_doubled_is_found(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    book = load_workbook(path)
    page = book.worksheets[0]
    for column in "BCDEF":
        page[f"{column}7"] = page[f"{column}6"].value
    book.save(path)
    assert warnings(read(desk, TERM, path)) == ["class-list.twice", "class-list.row-missing"]


def test_rows_sheets_and_columns_may_come_in_any_order(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    book = load_workbook(path)
    page = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD + 1)]
    for number, row in enumerate(reversed(rows), start=HEAD + 1):
        for index, value in enumerate(row, start=1):
            page.cell(number, index).value = value
    book.move_sheet(page, 1)
    book.save(path)
    assert read(desk, TERM, path).problems == []


def test_a_class_that_was_taken_out_is_missed_and_a_foreign_sheet_left_aside(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    book = load_workbook(path)
    book.remove(book.worksheets[1])
    book.create_sheet("备忘")["A1"] = "x"
    book.save(path)
    assert codes(read(desk, TERM, path)) == ["class-list.sheet-missing", "class-list.sheet-aside"]


def test_a_pupil_without_a_record_is_found_with_whoever_bears_the_name(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    sheet = first(path)
    other = str(load_workbook(path).worksheets[1]["C6"].value)
    report = read(desk, TERM, cells(path, sheet, C9="样新生", D9="女", C10=other))
    assert warnings(report) == ["class-list.extra", "class-list.extra-near"]
    assert report.result["classes"][0]["extra"] == 2
    near = report.result["findings"][1]
    assert near["next"] == f"xj assign {id_of(desk, other)} --class 01"


@pytest.mark.parametrize("remark", ["=1+1", '=HYPERLINK("http://x","y")', "@SUM(1)", "19900001234 样例路12号"])
def test_a_remark_runs_nothing_and_is_repeated_nowhere(desk: Desk, tmp_path: Path, remark: str) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"), {"样小己": (ABSENT, remark)})
    report = read(desk, TERM, path)
    assert warnings(report) == ["class-list.absent"]
    assert remark not in str(report.result) + str(report.problems)


def test_a_formula_where_an_answer_belongs_is_no_answer(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"), {"样小己": ('="在"', "")})
    assert warnings(read(desk, TERM, path)) == ["class-list.unreadable"]


def test_a_list_of_another_school_semester_or_ledger_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "a.xlsx"))
    assert codes(refused(lambda: read(desk, "2027-spring", path))) == ["class-list.other-semester"]
    line = str(load_workbook(path).worksheets[0]["A4"].value)
    for old, new, code in (
        ("2132000456", "2132000777", "class-list.other-school"),
        (line.split()[7], "0" * 16, "class-list.other-ledger"),
        ("xj.class-list/1", "x", "class-list.no-mark"),
    ):
        book = load_workbook(path)
        for page in book.worksheets:
            page["A4"] = line.replace(old, new)
        book.save(tmp_path / "b.xlsx")
        assert codes(refused(lambda: read(desk, TERM, tmp_path / "b.xlsx"))) == [code]


@pytest.mark.parametrize("seed", [1, 7, 23, 99])
def test_whatever_the_school_an_answered_list_in_any_order_leaves_nothing_open(
    school: Path, tmp_path: Path, seed: int
) -> None:
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "学生.xlsx", invented(20 + 9 * seed % 70, seed=seed)))
        path = answered(listed(desk, tmp_path / "a.xlsx"))
        book = load_workbook(path)
        for page in book.worksheets:
            rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD + 1)]
            Random(seed).shuffle(rows)  # noqa: S311  the order of rows, no secret
            for number, row in enumerate(rows, start=HEAD + 1):
                for index, value in enumerate(row, start=1):
                    page.cell(number, index).value = value
        book.save(path)
        report = read(desk, TERM, path)
        assert (report.status, list(report.problems)) == (0, [])
        assert sum(item["present"] for item in report.result["classes"]) == 20 + 9 * seed % 70


def test_a_list_is_written_for_this_semester_or_the_next(desk: Desk, tmp_path: Path) -> None:
    write(desk, "2027-spring", tmp_path / "下学期.xlsx")
    for term in ("2026-spring", "2027-autumn"):
        assert codes(refused(partial(write, desk, term, tmp_path / "x.xlsx"))) == ["class-list.not-now"]


def test_two_cohorts_in_one_grade_have_sheets_of_their_own(tmp_path: Path) -> None:
    """In August the new first grade stands beside the one that is not promoted yet."""
    summer = datetime(2026, 8, 25, 1, tzinfo=UTC)
    init(tmp_path / "school", SCHOOL, now=summer)
    with at(tmp_path / "school", now=summer) as desk:
        for order, month in ((901, "202509"), (903, "202609")):
            approved_child(desk, order, on=summer.date(), entry_month=month)
        write(desk, "2026-spring", tmp_path / "名单.xlsx")
    assert sorted(load_workbook(tmp_path / "名单.xlsx").sheetnames) == ["一年级(1)班 2025级", "一年级(1)班 2026级"]


def test_what_a_teacher_wrote_on_a_sheets_tab_is_masked(desk: Desk, tmp_path: Path) -> None:
    path = answered(listed(desk, tmp_path / "名单.xlsx"), word=ABSENT)
    book = load_workbook(path)
    book.worksheets[0].title = "王13812345678"
    book.save(path)
    report = read(desk, TERM, path)
    assert report.result["findings"]
    assert "13812345678" not in json.dumps(report.result, ensure_ascii=False)


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1"])
def test_a_line_of_the_program_that_was_altered_is_no_line(desk: Desk, tmp_path: Path, number: str) -> None:
    path = listed(desk, tmp_path / "名单.xlsx", class_text="1.1")
    mark = str(load_workbook(path).worksheets[0]["A4"].value)
    words = mark.split()
    for place in (5, 6):
        altered = " ".join([*words[:place], number, *words[place + 1 :]])
        cells(path, first(path), A4=altered)
        assert codes(refused(lambda: read(desk, TERM, path))) == ["class-list.no-mark"]
