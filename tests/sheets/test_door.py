from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.books import NINE_YEARS, OWN, PUPIL, identity, pupils, read, told
from xjcli.report.problems import as_json
from xjcli.sheets.door import Context
from xjcli.sheets.findings import Sheet

_MEMBER = {"成员1姓名": "林大力", "成员1关系": "父亲", "成员1身份证件类型": "居民身份证"}


def _one(tmp_path: Path, **changes: Any) -> Sheet:
    return read(pupils(tmp_path / "p.xlsx", changes))


def test_a_clean_row_becomes_stored_values_with_nothing_to_say(tmp_path: Path) -> None:
    sheet = _one(tmp_path)
    assert told(sheet) == {}
    assert sheet.accepted == sheet.rows
    row = sheet.rows[0]
    assert row.fields == {
        "school_code": OWN, "name": "林小满", "sex": "2", "birth_date": "2019-05-02", "document_type": "1",
        "document_number": PUPIL["身份证件号"], "entry_month": "2026-09", "class_no": "01", "grade": "primary-2026",
    }  # fmt: skip
    assert (row.number, row.stage, row.cohort) == (2, "primary", 2026)


@pytest.mark.parametrize(
    "heading", ["姓名", "性别", "出生日期", "身份证件类型", "身份证件号", "学校标识码", "班级", "入学年月"]
)
def test_an_empty_cell_is_refused_in_the_fields_that_may_not_be_empty(tmp_path: Path, heading: str) -> None:
    sheet = _one(tmp_path, **{heading: None})
    column = "ABCDEFGHI"[list(PUPIL).index(heading)]
    assert told(sheet)["sheet.cell-missing"] == f"Sheet1!{column}2"
    assert set(sheet.refused) == {2}
    assert sheet.accepted == []


def test_an_empty_grade_is_read_from_the_month_and_without_both_it_is_missing(tmp_path: Path) -> None:
    assert read(pupils(tmp_path / "a.xlsx", {"年级": None}, {})).accepted[0].stage == "primary"
    sheet = read(pupils(tmp_path / "b.xlsx", {"年级": None, "入学年月": None}))
    missing = [problem.where for problem in sheet.problems if problem.code == "sheet.cell-missing"]
    assert missing == ["Sheet1!G2", "Sheet1!I2"]


def test_an_empty_number_is_fine_only_under_another_document(tmp_path: Path) -> None:
    sheet = _one(tmp_path, 身份证件类型="其他", 身份证件号=None)
    assert "sheet.cell-missing" not in told(sheet)
    assert sheet.accepted[0].fields["document_type"] == "Z"


def test_an_empty_expected_cell_warns_once_and_an_optional_one_is_silent(tmp_path: Path) -> None:
    sheet = read(pupils(tmp_path / "p.xlsx", {"籍贯": "江苏", "特长": "足球"}, {"籍贯": None, "特长": None}))
    assert told(sheet) == {"sheet.cell-empty": "Sheet1!J3"}
    assert len(sheet.accepted) == 2


def test_of_member_two_nothing_is_asked_unless_a_cell_is_filled(tmp_path: Path) -> None:
    members = {"成员2姓名": None, "成员2关系": None, "成员2联系电话": None}
    sheet = read(pupils(tmp_path / "p.xlsx", members, {**members, "成员2联系电话": "13900000000"}))
    empty = [problem.where for problem in sheet.problems if problem.code == "sheet.cell-empty"]
    assert empty == ["Sheet1!J3", "Sheet1!K3"]
    assert len(sheet.accepted) == 2


def test_a_number_cell_for_a_document_is_damaged_even_if_its_check_digit_holds(tmp_path: Path) -> None:
    sheet = _one(tmp_path, 身份证件号=int(identity(order="000")[:17] + "0"))
    assert told(sheet) == {"sheet.number-cell": "Sheet1!F2"}
    assert sheet.accepted == []
    assert "document_number" not in sheet.rows[0].fields


def test_powers_of_ten_are_damage(tmp_path: Path) -> None:
    assert told(_one(tmp_path, 身份证件号="3.20106E+17")) == {"sheet.scientific": "Sheet1!F2"}


def test_a_rounded_tail_is_suspicious_when_the_check_digit_fails(tmp_path: Path) -> None:
    number = next(text for end in range(10) if (text := f"32010620190502{end}000") != identity(order=f"{end}00"))
    assert set(told(_one(tmp_path, 身份证件号=number))) == {"id.check-digit", "sheet.rounded-tail"}


def test_a_guardians_number_is_judged_under_the_guardians_own_type(tmp_path: Path) -> None:
    number = identity(birth="19900101", order="001")
    sheet = _one(tmp_path, **_MEMBER, 成员1身份证件号=number.lower())
    assert sheet.accepted[0].fields["member1_document_number"] == number
    passport = _one(tmp_path, **{**_MEMBER, "成员1身份证件类型": "护照"}, 成员1身份证件号="E12345678")
    assert passport.accepted[0].fields["member1_document_number"] == "E12345678"


def test_a_number_without_a_readable_type_is_one_problem_and_not_two(tmp_path: Path) -> None:
    assert set(told(_one(tmp_path, 身份证件类型="学生证件"))) == {"sheet.unknown-label"}
    assert set(told(_one(tmp_path, 身份证件类型=None))) == {"sheet.cell-missing"}


def test_another_schools_pupil_is_refused(tmp_path: Path) -> None:
    assert told(_one(tmp_path, 学校标识码="2132000457")) == {"sheet.other-school": "Sheet1!A2"}


def test_date_cells_and_whole_numbers_are_read_where_they_belong(tmp_path: Path) -> None:
    fields = _one(tmp_path, 出生日期=date(2019, 5, 2), 入学年月=202609, 班级=1, 年级=1).accepted[0].fields
    assert (fields["birth_date"], fields["entry_month"], fields["class_no"]) == ("2019-05-02", "2026-09", "01")


def test_a_class_that_excel_made_a_date_is_refused(tmp_path: Path) -> None:
    assert told(_one(tmp_path, 班级=date(2026, 3, 2))) == {"sheet.date-cell": "Sheet1!H2"}


def test_true_and_one_are_not_mixed_up(tmp_path: Path) -> None:
    sheet = read(pupils(tmp_path / "p.xlsx", {"是否孤儿": True}, {"是否孤儿": 1}, {"是否孤儿": False}))
    assert [row.fields["orphan"] for row in sheet.rows] == ["1", "1", "0"]


def test_an_issued_number_is_read_beside_the_fields(tmp_path: Path) -> None:
    issued = "G" + PUPIL["身份证件号"]
    sheet = _one(tmp_path, 学籍号=issued)
    assert sheet.rows[0].registry_number == issued
    assert "registry_number" not in sheet.rows[0].fields
    assert told(_one(tmp_path, 学籍号=int(PUPIL["身份证件号"]))) == {"sheet.number-cell": "Sheet1!J2"}


def test_a_school_of_two_stages_is_asked_for_the_grade(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {"入学年月": "202409"}, drop=["年级"])
    assert told(read(file, NINE_YEARS)) == {"sheet.stage-unclear": "Sheet1!H2"}


def test_a_region_code_unknown_to_the_caller_only_warns(tmp_path: Path) -> None:
    context = Context(date(2026, 11, 2), OWN, ("primary",), region_known=lambda _code: False)
    sheet = read(pupils(tmp_path / "p.xlsx", {}), context)
    assert set(told(sheet)) == {"id.region-unknown"}
    assert len(sheet.accepted) == 1


def test_names_are_never_rewritten(tmp_path: Path) -> None:
    for name in ("䶮小满", "昇", "阿依古丽·买买提", "Anna-Maria O'Neil"):
        assert _one(tmp_path, 姓名=name).accepted[0].fields["name"] == name


def test_no_message_shows_a_whole_number_and_all_words_are_in_the_catalogue(tmp_path: Path) -> None:
    number = identity()[:-1] + ("0" if identity()[-1] != "0" else "1")
    rows: list[dict[str, Any]] = [
        {"身份证件号": number}, {"民族": number}, {"联系电话": "139000"}, {"邮政编码": "21"}, {"出生地": number},
        {"班级": True}, {"年级": "二年级"}, {"班级": "三(2)班"}, {"户口性质": "居民户口"}, {"出生日期": "05/02/2019"},
        {"身份证件号": "3E+17"}, {"身份证件号": 3.2e17}, {"姓名": "林小满\ue000"}, {"入学年月": "20269"},
        {"性别": None}, {"籍贯": "=A1"}, {"学籍号": "G" + number}, {"联系电话": 13900000000},
        {"班级": date(2026, 3, 2)},
    ]  # fmt: skip
    sheet = read(pupils(tmp_path / "p.xlsx", *rows))
    assert len(sheet.problems) > len(rows)
    for problem in sheet.problems:
        words = as_json(problem)
        assert number[:17] not in str(words)
        assert words["zh"]
        assert words["en"]
