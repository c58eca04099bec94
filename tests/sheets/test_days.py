"""A year's holidays as an office keeps them (第十四条): read from csv and workbook, every wrong row at its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from xjcli.errors import Refusal
from xjcli.sheets.days import read_days


def csv(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(rows) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_table_of_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = csv(tmp_path / "2027.csv", "类型,日期,备注", "休,2027-01-01,元旦", "班,2027年1月3日,", encoding=encoding)
    found, problems = read_days(path)
    assert problems == []
    assert {day: kind for day, (kind, _) in found.items()} == {date(2027, 1, 1): "off", date(2027, 1, 3): "work"}


def test_a_workbook_with_a_title_and_real_dates_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2027年放假安排"])
    sheet.append(["日期", "类型"])
    sheet.append([date(2027, 1, 1), "休"])
    sheet.append(["2027/10/9", "调休上班"])
    book.save(tmp_path / "2027.xlsx")
    found, problems = read_days(tmp_path / "2027.xlsx")
    assert problems == []
    assert found[date(2027, 1, 1)] == ("off", "Sheet!A3")
    assert found[date(2027, 10, 9)] == ("work", "Sheet!A4")


def test_every_wrong_row_is_told_at_its_cell(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv", "日期,类型", "2027-02-30,休", "2027-01-01,假", "2027-05-01,休", "2027-05-01,班", ",",
        "01/02/2027,休",
    )  # fmt: skip
    found, problems = read_days(path)
    assert [(each.code, each.where) for each in problems] == [
        ("date.impossible", "a.csv!A2"),
        ("calendar.kind", "a.csv!B3"),
        ("calendar.twice", "a.csv!A5"),
        ("date.ambiguous", "a.csv!A7"),
    ]
    assert list(found) == [date(2027, 5, 1)]


def test_a_table_without_the_two_columns_is_not_read(tmp_path: Path) -> None:
    for rows, code in ((("日期,名称", "2027-01-01,元旦"), "calendar.unreadable"), ((",", ","), "sheet.empty")):
        path = csv(tmp_path / "a.csv", *rows)
        with pytest.raises(Refusal) as caught:
            read_days(path)
        assert caught.value.problems[0].code == code
    with pytest.raises(Refusal, match=r"^file\."):
        read_days(tmp_path / "nowhere.csv")
