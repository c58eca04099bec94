"""A workbook goes in whole or not at all (第四条、第六条); what is wrong is said at its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import NOW as OPENED
from tests.people import TODAY, Pupil, pupils
from xjcli.desk import Desk, open_desk
from xjcli.errors import Refusal
from xjcli.procedures.demo.workbook import write_workbook
from xjcli.procedures.import_ import import_
from xjcli.registry import queries
from xjcli.report import Report

CODE = "2132000456"
NOW = OPENED.replace(day=2)


def _people(count: int, seed: int = 1) -> list[Pupil]:
    return [pupil for pupil in pupils(count * 2, seed=seed, code=CODE) if pupil["document_type"] == "居民身份证"][
        :count
    ]


def _book(path: Path, rows: list[Pupil]) -> Path:
    path.unlink(missing_ok=True)
    write_workbook(path, rows)
    return path


def _run(school: Path, book: Path, *, way: str = "enrol", on: date = TODAY, **options: Any) -> Report:
    def agree(_plan: Mapping[str, Any]) -> bool:
        return True

    with open_desk("write", home=school, now=NOW) as desk:
        return import_(desk, book, way=way, on=on, confirm=agree, **options)


def _desk(school: Path) -> Desk:
    return open_desk("read", home=school, now=NOW)


def _codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems if problem.severity == "refuse"}


def test_the_same_workbook_again_changes_nothing(school: Path, tmp_path: Path) -> None:
    book = _book(tmp_path / "a.xlsx", _people(20))
    assert _run(school, book).result["new"] == 20
    with _desk(school) as desk:
        head = desk.registry.head()
    again = _run(school, book)
    assert (again.status, again.result["unchanged"], again.result["operation"]) == (0, 20, None)
    with _desk(school) as desk:
        assert desk.registry.head() == head


def test_one_bad_row_keeps_all_out_until_it_is_mended(school: Path, tmp_path: Path) -> None:
    rows = _people(10)
    rows[4]["birth_date"] = "20180230"
    book = _book(tmp_path / "a.xlsx", rows)
    report = _run(school, book)
    assert (report.status, report.result["refused"], report.result["stored"]) == (50, 1, 0)
    (problem,) = [problem for problem in report.problems if problem.severity == "refuse"]
    assert (problem.code, problem.where) == ("date.impossible", "学生基础信息!E6")
    with _desk(school) as desk:
        assert desk.registry.head().seq == 0
    assert _run(school, book, dry_run=True).status == 1
    taken = _run(school, book, accept_valid=True)
    assert (taken.status, taken.result["stored"]) == (1, 9)


def test_the_exit_is_20_where_only_rules_refuse(school: Path, tmp_path: Path) -> None:
    rows = _people(5)
    report = _run(school, _book(tmp_path / "a.xlsx", [*rows, dict(rows[2])]))
    assert (report.status, _codes(report)) == (20, {"import.twice"})
    rows[0]["ethnicity"] = "没有这个族"
    mixed = _run(school, _book(tmp_path / "b.xlsx", [*rows, dict(rows[2])]))
    assert mixed.status == 50


def test_recorded_values_are_never_overwritten(school: Path, tmp_path: Path) -> None:
    rows = _people(3)
    _run(school, _book(tmp_path / "a.xlsx", rows))
    rows[1]["phone"] = "19900009999"
    report = _run(school, _book(tmp_path / "b.xlsx", rows))
    assert (report.status, report.result["changed"], report.result["unchanged"]) == (0, 1, 2)
    assert report.result["changes"][0]["fields"] == ["phone"]
    with _desk(school) as desk:
        assert desk.registry.head().seq == 3


def test_anothers_number_is_a_conflict(school: Path, tmp_path: Path) -> None:
    rows = _people(3)
    _run(school, _book(tmp_path / "a.xlsx", rows))
    rows[1]["name"] = "样别名"
    report = _run(school, _book(tmp_path / "b.xlsx", rows))
    assert (report.status, report.result["conflict"], _codes(report)) == (20, 1, {"import.conflict"})


def test_a_missing_row_never_means_that_the_pupil_left(school: Path, tmp_path: Path) -> None:
    rows = _people(6)
    _run(school, _book(tmp_path / "a.xlsx", rows))
    assert _run(school, _book(tmp_path / "b.xlsx", rows[:2])).result["unchanged"] == 2
    with _desk(school) as desk:
        assert queries.counts(desk.registry)["status"] == {"enrolled": 6}


def test_a_later_grade_without_a_transfer_is_told_and_let_in(school: Path, tmp_path: Path) -> None:
    report = _run(school, _book(tmp_path / "a.xlsx", _people(12)))
    told = [problem for problem in report.problems if problem.code == "enrol.needs-transfer"]
    assert told and {problem.severity for problem in told} == {"warn"}
    assert report.status == 0


def test_take_on_asks_for_no_transfer_and_is_approved_elsewhere(school: Path, tmp_path: Path) -> None:
    report = _run(school, _book(tmp_path / "a.xlsx", _people(4)), way="take-on")
    assert (report.status, report.result["new"]) == (0, 4)
    assert "enrol.needs-transfer" not in {problem.code for problem in report.problems}
    with _desk(school) as desk:
        assert {(r.standing, r.basis) for r in queries.everyone(desk.registry)} == {("approved", "take-on")}


def test_take_on_takes_the_issued_number_of_the_list(school: Path, tmp_path: Path) -> None:
    (pupil,) = _people(1)
    book = _book(tmp_path / "a.xlsx", [pupil])
    workbook = openpyxl.load_workbook(book)
    sheet = workbook.active
    assert sheet is not None
    column = sheet.max_column + 1
    sheet.cell(1, column, "学籍号")
    sheet.cell(2, column, f"G{pupil['document_number']}")
    workbook.save(book)
    assert _run(school, book, way="take-on").status == 0
    with _desk(school) as desk:
        (record,) = queries.everyone(desk.registry)
    assert (record.registry_number, record.number_state) == (f"G{pupil['document_number']}", "issued")


def test_another_schools_row_is_refused(school: Path, tmp_path: Path) -> None:
    rows = [replace_code(pupil) for pupil in _people(2)]
    report = _run(school, _book(tmp_path / "a.xlsx", rows))
    assert (report.status, _codes(report)) == (50, {"sheet.other-school"})


def replace_code(pupil: Pupil) -> Pupil:
    return {**pupil, "school_code": "2132000999"}


def test_a_refused_question_stores_nothing(school: Path, tmp_path: Path) -> None:
    book = _book(tmp_path / "a.xlsx", _people(2))
    with open_desk("write", home=school, now=NOW) as desk, pytest.raises(Refusal) as refused:
        import_(desk, book, way="enrol", on=TODAY, confirm=lambda _plan: False)
    assert refused.value.problems[0].code == "usage.cancelled"
    with _desk(school) as desk:
        assert desk.registry.head().seq == 0


def test_a_registry_that_cannot_be_written_loses_nothing(school: Path, tmp_path: Path) -> None:
    book = _book(tmp_path / "a.xlsx", _people(2))
    with open_desk("read", home=school, now=NOW) as desk:
        locked = replace(desk.settings)
        with pytest.raises(Refusal) as refused:
            import_(desk, book, way="enrol", on=TODAY, confirm=lambda _plan: True)
        assert locked == desk.settings
    assert refused.value.problems[0].code == "registry.read-only"
