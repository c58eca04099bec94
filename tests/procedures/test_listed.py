"""第三、五、十三条: an export of the national system is held against the registry, and no state becomes an act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.procedures.changing import approved_child, errand
from tests.procedures.desks import TODAY, at, child, codes, opened, record_of, refused, resident
from xjcli.desk import Desk
from xjcli.procedures.leave import leave
from xjcli.procedures.number import confirm


def export(path: Path, *rows: tuple[int, str, str], heading: str = "学生状态") -> Path:
    """A national export as csv: the child's document, its number ("" for none), its state."""
    lines = [f"身份证件号,学籍号,{heading}", *(f"{resident(order)},{number},{state}" for order, number, state in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "国家导出.csv"


@pytest.mark.parametrize(
    ("state", "command"),
    [
        ("休学", "xj leave {id}"), ("02", "xj leave {id}"), ("转出", "xj pull"), ("转学（转出）", "xj pull"),
        ("10-转学", "xj pull"), ("流失", "xj dropout {id}"), ("辍学", "xj dropout {id}"), ("死亡", "xj decease {id}"),
        ("下落不明", "xj missing {id}"), ("出国", "xj abroad {id}"), ("退学", "xj withdraw {id}"),
        ("开除", "xj withdraw {id} --expel"), ("毕业", "xj graduate {id} --outcome graduated"),
        ("结业", "xj graduate {id} --outcome completed"), ("肄业", "xj graduate {id} --outcome left-early"),
        ("停学", "xj history {id}"), ("其他", "xj history {id}"),
    ],
)  # fmt: skip
def test_a_state_that_differs_is_told_with_what_would_settle_it_and_nothing_changes(
    desk: Desk, book: Path, state: str, command: str
) -> None:
    pupil = approved_child(desk)
    head, before = desk.registry.head(), record_of(desk, pupil)
    report = confirm(desk, export(book, (901, "", state)), on=TODAY)
    assert (codes(report), report.result["states"], report.status) == (["number.state-differs"], 1, 0)
    (found,) = report.result["differences"]
    expected = (pupil, "state", "在读", "kept", command.format(id=pupil))
    assert tuple(found[name] for name in ("record_id", "field", "here", "becomes", "command")) == expected
    assert found["where"] == report.problems[0].where == "国家导出.csv!C2"
    assert (desk.registry.head(), record_of(desk, pupil)) == (head, before)


@pytest.mark.parametrize("state", ["在读", "正常在校", "01", "复学", "在校", ""])
def test_a_pupil_who_is_there_in_other_words_is_no_difference(desk: Desk, book: Path, state: str) -> None:
    approved_child(desk)
    report = confirm(desk, export(book, (901, "", state)), on=TODAY)
    assert (codes(report), report.result["differences"]) == ([], [])


def test_a_pupil_on_leave_here_who_studies_there_is_told_how_to_come_back(school: Path, book: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=date(2027, 8, 31), ground="疾病", extend=False, errand=errand())
        (found,) = confirm(desk, export(book, (901, "", "在读")), on=TODAY).result["differences"]
        same = confirm(desk, export(book, (901, "", "休学")), on=TODAY)
    assert (found["here"], found["there"], found["command"]) == ("休学", "在读", f"xj resume {pupil}")
    assert same.result["differences"] == []


def test_an_issued_number_that_differs_is_told_masked_and_kept(desk: Desk, book: Path) -> None:
    pupil = str(opened(desk, child()).result["record_id"])
    confirm(desk, export(book, (901, f"G{resident(901)}", "在读")), on=TODAY)
    report = confirm(desk, export(book, (901, f"G{resident(905)}", "在读")), on=TODAY)
    (found,) = report.result["differences"]
    assert (found["field"], found["becomes"], found["command"]) == (
        "registry_number",
        "kept",
        f"xj number show {pupil}",
    )
    assert resident(901) not in str(report.result) and resident(905) not in str(report.result)
    assert record_of(desk, pupil).registry_number == f"G{resident(901)}"


def test_a_proposed_number_gives_way_to_the_issued_one_and_that_is_said(desk: Desk, book: Path) -> None:
    pupil = str(opened(desk, child()).result["record_id"])
    report = confirm(desk, export(book, (901, "J320106202003050015", "在读")), on=TODAY)
    (found,) = report.result["differences"]
    assert (found["field"], found["becomes"], report.result["confirmed"]) == ("registry_number", "taken", 1)
    assert record_of(desk, pupil).registry_number == "J320106202003050015"


@pytest.mark.parametrize("heading", ["学生状态", "当前状态", "学生当前状态", "学籍状态"])
def test_the_state_is_found_under_each_of_its_headings(desk: Desk, book: Path, heading: str) -> None:
    approved_child(desk)
    assert confirm(desk, export(book, (901, "", "休学"), heading=heading), on=TODAY).result["states"] == 1


def test_a_state_in_words_nobody_knows_is_told_at_its_cell_and_stops_nothing(desk: Desk, book: Path) -> None:
    opened(desk, child())
    report = confirm(desk, export(book, (901, f"G{resident(901)}", "转学在办")), on=TODAY)
    assert [(each.code, each.severity, each.where) for each in report.problems] == [
        ("sheet.unknown-label", "warn", "国家导出.csv!C2")
    ]
    assert (report.result["confirmed"], report.result["states"]) == (1, 0)


def test_a_list_with_neither_number_nor_state_is_refused(desk: Desk, tmp_path: Path) -> None:
    book = tmp_path / "名单.csv"
    book.write_text(f"身份证件号,姓名\n{resident(901)},样小甲\n", encoding="utf-8")
    assert codes(refused(lambda: confirm(desk, book, on=TODAY))) == ["sheet.no-header"]
