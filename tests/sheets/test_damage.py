"""What spreadsheets do to pupils' numbers, each kind found by the type the cell was stored with; nothing is guessed."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.books import PUPIL, edited, identity, pupils, read, told
from tests.sheets.programs import pupil_xml, raw
from xjcli.schema.values.normalise import clean_number
from xjcli.sheets.findings import Sheet

_NUMBER = PUPIL["身份证件号"]


def _one(tmp_path: Path, **changes: Any) -> Sheet:
    return read(pupils(tmp_path / "p.xlsx", changes))


@pytest.mark.parametrize(
    "stored",
    ["3.20106201905020E+17", "320106201905020022", "320106201905020000", "320106190502002", "12345678", "0"],
    ids=["in powers of ten", "with all its digits", "with noughts", "of 15 digits", "short", "nought"],
)
@pytest.mark.parametrize("heading", ["身份证件号", "学籍号", "成员1身份证件号", "学籍辅号"])
def test_a_number_in_a_column_of_numbers_is_refused_by_its_type_whatever_it_is(
    tmp_path: Path, stored: str, heading: str
) -> None:
    cells = {"成员1姓名": "林大力", "成员1身份证件类型": "居民身份证"} if heading.startswith("成员") else {}
    file = pupils(tmp_path / "p.xlsx", {**cells, heading: 7777})
    edited(file, "xl/worksheets/sheet1.xml", b"<v>7777</v>", f"<v>{stored}</v>".encode())
    sheet = read(file)
    assert [*told(sheet)][-1:] == ["sheet.number-cell"]
    assert sheet.accepted == []
    assert sheet.rows[0].registry_number == ""
    assert not any(name.endswith("_number") and value != _NUMBER for name, value in sheet.rows[0].fields.items())


def test_a_damaged_number_that_passes_its_check_digit_is_refused_all_the_same(tmp_path: Path) -> None:
    passing = next(
        text
        for day in range(1, 29)
        for order in ("000", "100", "200")
        if (text := identity(birth=f"201905{day:02}", order=order))[-1] == "0"
    )
    cell = f'<c r="@"><v>{float(passing)!r}</v></c>'
    assert told(read(raw(tmp_path / "p.xlsx", pupil_xml(身份证件号=cell)))) == {"sheet.number-cell": "学生!F2"}
    assert told(_one(tmp_path, 身份证件号=passing, 出生日期=passing[6:14])) == {"sheet.tail-zeros": "Sheet1!F2"}


@pytest.mark.parametrize(
    "text", ["3.20106E+17", "3.20106e+17", "３.２E＋17", "'3.20106E+17", " 3.2E+17 ", "3E+17", "3.20106E17"]
)
@pytest.mark.parametrize("heading", ["身份证件号", "学籍号", "联系电话", "学校标识码", "邮政编码", "学籍辅号"])
def test_powers_of_ten_as_text_are_named_as_such(tmp_path: Path, text: str, heading: str) -> None:
    sheet = _one(tmp_path, **{heading: text})
    assert [*told(sheet)] == ["sheet.scientific"]
    assert sheet.accepted == []


_MARKS = ["'", "\u200b", "\ufeff", "\u202d", "\u202c", "\u2066", " ", "\u3000", "\u00a0", "\u200e"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_MARKS), max_size=4), st.integers(0, 18), st.booleans())
def test_marks_nobody_sees_and_wide_digits_do_not_change_a_number(marks: list[str], place: int, wide: bool) -> None:
    shown = "".join(chr(ord(sign) + 0xFEE0) for sign in _NUMBER) if wide else _NUMBER
    inside = "".join(mark for mark in marks if mark != "'")
    assert clean_number(("'" if "'" in marks else "") + shown[:place] + inside + shown[place:]) == _NUMBER


@pytest.mark.parametrize(
    "text", [f"'{_NUMBER}", f"\u202d{_NUMBER}\u202c", f"{_NUMBER[:6]}\u200b{_NUMBER[6:]}", f" {_NUMBER}\u3000"]
)
def test_a_number_with_marks_is_read_as_the_number(tmp_path: Path, text: str) -> None:
    sheet = _one(tmp_path, 身份证件号=text)
    assert told(sheet) == {}
    assert sheet.accepted[0].fields["document_number"] == _NUMBER


def test_fifteen_digits_are_an_old_number_and_no_pupil_has_one(tmp_path: Path) -> None:
    assert told(_one(tmp_path, 身份证件号="320106190502002")) == {"id.legacy-15": "Sheet1!F2"}


def test_a_day_is_read_in_a_cell_formatted_as_one_and_nowhere_else(tmp_path: Path) -> None:
    assert _one(tmp_path, 出生日期=date(2019, 5, 2)).accepted[0].fields["birth_date"] == "2019-05-02"
    assert told(_one(tmp_path, 出生日期=43587)) == {"date.ambiguous": "Sheet1!D2"}
    assert told(_one(tmp_path, 出生日期=43587.5)) == {"sheet.number-cell": "Sheet1!D2"}
    assert told(_one(tmp_path, 身份证件号=date(2019, 5, 2))) == {"sheet.date-cell": "Sheet1!F2"}
    assert told(_one(tmp_path, 班级=time(3, 2))) == {"sheet.date-cell": "Sheet1!H2"}


def test_a_mobile_number_stored_as_a_number_is_whole_and_said_a_fixed_line_lost_its_nought(tmp_path: Path) -> None:
    sheet = _one(tmp_path, 联系电话=13900000000)
    assert told(sheet) == {"sheet.number-read": "Sheet1!J2"}
    assert sheet.accepted[0].fields["phone"] == "13900000000"
    assert told(_one(tmp_path, 联系电话=2558000000)) == {"sheet.number-cell": "Sheet1!J2"}


def test_a_code_that_lost_its_nought_is_read_and_said(tmp_path: Path) -> None:
    sheet = _one(tmp_path, 民族=1)
    found = next(problem for problem in sheet.problems if problem.code == "sheet.zero-restored")
    assert (found.severity, found.where, found.params["label"]) == ("note", "Sheet1!J2", "汉族")
    assert sheet.accepted[0].fields["ethnicity"] == "01"
    assert told(_one(tmp_path, 民族="1")) == told(_one(tmp_path, 性别=2)) == {}


def test_a_postcode_that_lost_its_nought_is_refused(tmp_path: Path) -> None:
    assert told(_one(tmp_path, 邮政编码=10010)) == {"sheet.number-cell": "Sheet1!J2"}


def test_a_tail_of_noughts_in_a_text_is_refused_or_at_least_doubted(tmp_path: Path) -> None:
    failing = next(text for end in range(10) if (text := f"32010620190502{end}000") != identity(order=f"{end}00"))
    assert set(told(_one(tmp_path, 身份证件号=failing))) == {"id.check-digit", "sheet.rounded-tail"}
    assert told(_one(tmp_path, 学籍辅号="3201062019050200")) == {}
    assert told(_one(tmp_path, 学籍辅号="320106201905021000")) == {"sheet.tail-zeros": "Sheet1!J2"}
