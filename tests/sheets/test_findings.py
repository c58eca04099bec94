from __future__ import annotations

from pathlib import Path

from tests.sheets.books import pupils, read
from xjcli.errors import Problem
from xjcli.report.problems import group
from xjcli.sheets.findings import Sheet


def _many(tmp_path: Path) -> Sheet:
    return read(pupils(tmp_path / "p.xlsx", {"籍贯": "江苏", "民族": "某"}, *({"籍贯": None} for _ in range(50))))


def test_every_empty_cell_is_a_problem_of_its_own(tmp_path: Path) -> None:
    empty = [problem.where for problem in _many(tmp_path).problems if problem.code == "sheet.cell-empty"]
    assert len(empty) == 100
    assert empty[:3] == ["Sheet1!J3", "Sheet1!K3", "Sheet1!J4"]


def test_problems_come_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {"班级": "?"}, {"性别": "?", "姓名": None})
    where = [problem.where for problem in read(file).problems if "!" in (problem.where or "")]
    assert where == ["Sheet1!H2", "Sheet1!B3", "Sheet1!C3"]


def test_groups_are_those_of_the_problems_without_building_them(tmp_path: Path) -> None:
    sheet = _many(tmp_path)
    other = Problem("id.sex", "warn", "Sheet1!C9")
    mine = {(each["code"], each["severity"]): each for each in sheet.groups([other])}
    full = {(each["code"], each["severity"]): each for each in group([*sheet.problems, other])}
    assert mine.keys() == full.keys()
    for key, each in full.items():
        assert mine[key]["count"] == each["count"]
    assert mine["sheet.cell-empty", "warn"]["first"] == "Sheet1!J3"
