"""第二十五条: nothing leaves without approval, recipient, purpose and fields, and only what was named leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SCHOOL
from tests.procedures.changing import approved_child, written
from tests.procedures.desks import at, child, codes, opened, refused, resident
from xjcli.errors import exit_code
from xjcli.procedures.disclose import disclose
from xjcli.procedures.outgoing import Ground
from xjcli.registry.access import access_log_holds

APPROVED = Ground("教基〔2026〕1号", "测试区医院", "入学体检")
FIELDS = ["name,sex", "身份证件号"]


def told() -> dict[str, str]:
    return child(address="虚构市测试区测试路12号3单元", phone="19900001234")


def disclosed(path: Path, folder: Path, **options: Any) -> Any:
    with at(folder) as desk:
        return disclose(desk, path, **{"ground": APPROVED, "fields": FIELDS, **options})


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"ground": APPROVED._replace(approval=" ")}, "--approval"),
        ({"ground": APPROVED._replace(recipient="")}, "--to"),
        ({"ground": APPROVED._replace(purpose="")}, "--purpose"),
        ({"fields": []}, "--fields"),
        ({"fields": [" , "]}, "--fields"),
        ({"ground": Ground(), "fields": []}, "--approval、--to、--purpose、--fields"),
    ],
)
def test_without_any_of_the_four_nothing_leaves(
    school: Path, tmp_path: Path, options: dict[str, Any], missing: str
) -> None:
    found = refused(lambda: disclosed(tmp_path / "a.csv", school, **options))
    (problem,) = found.problems
    assert (problem.code, problem.params["missing"]) == ("disclose.ground", missing)
    assert exit_code(found.problems) == 20
    assert not (tmp_path / "a.csv").exists()


def test_only_the_named_fields_leave_and_they_leave_whole(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, told())
    report = disclosed(tmp_path / "a.json", school)
    body = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert body["rows"] == [{"name": told()["name"], "sex": "男", "document_number": resident(901)}]
    assert report.result["fields"] == ["name", "sex", "document_number"]
    assert (report.result["rows"], report.result["to"]) == (1, "测试区医院")
    assert body["disclosure"] == {
        "school": SCHOOL.name, "school_code": SCHOOL.school_code, "approval": "教基〔2026〕1号",
        "recipient": "测试区医院", "purpose": "入学体检", "fields": ["姓名", "性别", "身份证件号"], "rows": 1,
        "day": "2026-09-01", "by": "测试老师", "article": 25,
    }  # fmt: skip


def test_the_stamp_is_the_first_sheet_of_a_workbook(school: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    with at(school) as desk:
        opened(desk, told())
    disclosed(tmp_path / "a.xlsx", school)
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["对外提供说明", "名册"]
    stamp = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert (stamp["批准文号"], stamp["提供给"], stamp["用途"]) == APPROVED[:3]
    assert (stamp["人数"], stamp["日期"], stamp["经办人"]) == ("1", "2026-09-01", "测试老师")
    assert [cell.value for cell in book["名册"][1]] == ["姓名", "性别", "身份证件号"]


def test_the_access_log_keeps_approval_recipient_purpose_fields_and_count(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, told())
    disclosed(tmp_path / "a.csv", school)
    with at(school) as desk:
        (entry,) = desk.registry.rows("select why, records from access_log")
        assert access_log_holds(desk.registry)
    assert (
        entry["why"] == "批准文号 教基〔2026〕1号；提供给 测试区医院；用途 入学体检；内容 姓名、性别、身份证件号；1 人"
    )
    assert len(json.loads(entry["records"])) == 1


def test_a_rehearsal_shows_what_would_leave_and_records_nothing(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, told())
    with at(school, "read") as desk:
        report = disclose(desk, tmp_path / "a.csv", ground=APPROVED, fields=FIELDS, dry_run=True)
        assert desk.registry.rows("select * from access_log") == []
    assert report.result["labels"] == ["姓名", "性别", "身份证件号"]
    assert (report.result["rows"], report.result["dry_run"]) == (1, True)
    assert not (tmp_path / "a.csv").exists()


def test_fields_that_nobody_knows_are_told_together(school: Path, tmp_path: Path) -> None:
    found = refused(lambda: disclosed(tmp_path / "a.csv", school, fields=["姓名,身高", "nmae"]))
    assert codes(found) == ["field.unknown", "field.unknown"]
    assert "name" in str(found.problems[1].params["close"])


def test_one_class_is_picked_out(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        for order in (901, 902, 903):
            opened(desk, child(order, class_no=str(order % 2 + 1)))
    assert disclosed(tmp_path / "a.csv", school, grade="一(2)班").result["rows"] == 2


@pytest.mark.parametrize("words", ["体检；内容 姓名；3 人", "体检；提供给 某公司；用途 招生"])
def test_words_that_the_record_could_not_tell_apart_let_nothing_leave(school: Path, tmp_path: Path, words: str) -> None:
    ground = APPROVED._replace(approval=words, recipient=words, purpose=words)
    assert codes(refused(lambda: disclosed(tmp_path / "a.csv", school, ground=ground))) == ["disclose.words"]
    assert not (tmp_path / "a.csv").exists()
    with at(school, "read") as desk:
        assert desk.registry.rows("select * from access_log") == []


def test_nothing_leaves_of_a_pupil_who_is_no_longer_ours_unless_it_is_asked_for(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        stays, gone = (approved_child(desk, order, class_no="1") for order in (901, 903))
        written(desk, "death-reported", gone, {"died_on": "2026-08-30", "certificate": "证1"})
    report = disclosed(tmp_path / "a.json", school)
    with at(school, "read") as desk:
        (entry,) = desk.registry.rows("select records from access_log")
    assert (report.result["rows"], json.loads(entry["records"])) == (1, [stays])
    assert disclosed(tmp_path / "b.json", school, status="deregistered").result["rows"] == 1
