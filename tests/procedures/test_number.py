"""学籍号 (第五条): shown masked, explained, and taken from an official list; once issued it never changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.procedures.desks import TODAY, child, codes, opened, pdf, record_of, refused, refusing, resident, sheet
from xjcli.desk import Desk
from xjcli.procedures.number import confirm, explain, show

J_NUMBER = "J320106202003050015"


def listed(path: Path, *pairs: tuple[int, str]) -> Path:
    """An official list: the child's document number and its 学籍号."""
    rows = [{"document_number": resident(order), "registry_number": number} for order, number in pairs]
    return sheet(path / "名单.xlsx", rows)


def test_numbers_of_an_official_list_are_issued_and_a_second_time_unchanged(desk: Desk, tmp_path: Path) -> None:
    ids = [opened(desk, child(order)).result["record_id"] for order in (901, 903)]
    book = listed(tmp_path, (901, f"G{resident(901)}"), (903, f"G{resident(903)}"), (907, f"G{resident(907)}"))
    report = confirm(desk, book, on=TODAY, because="市里名单", evidence_files=[pdf(tmp_path / "a.pdf")])
    assert (report.status, report.result["confirmed"], report.result["unknown"]) == (0, 2, 1)
    assert codes(report) == ["number.not-listed"]
    assert {record_of(desk, each).number_state for each in ids} == {"issued"}
    act = list(desk.registry.acts())[-1]
    assert act.body is not None
    assert (act.body["because"], len(act.basis["evidence"])) == ("市里名单", 1)
    again = confirm(desk, book, on=TODAY)
    assert (again.result["confirmed"], again.result["unchanged"], again.result["operation"]) == (0, 2, None)


def test_an_issued_number_stays_whatever_a_later_list_says(desk: Desk, tmp_path: Path) -> None:
    record_id = opened(desk, child()).result["record_id"]
    confirm(desk, listed(tmp_path, (901, f"G{resident(901)}")), on=TODAY)
    report = confirm(desk, listed(tmp_path, (901, f"G{resident(905)}")), on=TODAY)
    assert (report.result["different"], codes(report)) == (1, ["number.kept"])
    assert record_of(desk, record_id).registry_number == f"G{resident(901)}"


def test_a_number_that_is_not_made_from_the_childs_document_is_told(desk: Desk, tmp_path: Path) -> None:
    opened(desk, child())
    report = confirm(desk, listed(tmp_path, (901, f"G{resident(905, born='20200306')}")), on=TODAY)
    assert (report.status, sorted(codes(report))) == (0, ["number.birth-differs", "number.differs-from-id"])


@pytest.mark.parametrize("orders", [(901, 903), (901, 901)])
def test_one_number_for_two_pupils_or_two_for_one_stores_nothing(
    desk: Desk, tmp_path: Path, orders: tuple[int, int]
) -> None:
    for order in set(orders):
        opened(desk, child(order))
    head = desk.registry.head()
    first, second = orders
    other = f"G{resident(901)}" if first != second else f"G{resident(907)}"
    book = listed(tmp_path, (first, f"G{resident(901)}"), (second, other))
    refusal = refused(lambda: confirm(desk, book, on=TODAY))
    assert (refusing(refusal), desk.registry.head()) == (["number.taken"], head)


def test_a_number_that_another_pupil_bears_is_refused_at_its_row(desk: Desk, tmp_path: Path) -> None:
    opened(desk, child(901))
    opened(desk, child(903))
    refusal = refused(lambda: confirm(desk, listed(tmp_path, (903, f"G{resident(901)}")), on=TODAY))
    assert [(problem.code, problem.where) for problem in refusal.problems] == [("number.taken", "Sheet1!B2")]


def test_the_same_line_twice_is_one_confirmation(desk: Desk, tmp_path: Path) -> None:
    opened(desk, child())
    line = (901, f"G{resident(901)}")
    assert refused(lambda: confirm(desk, listed(tmp_path, line, line), on=TODAY + timedelta(days=1)))
    report = confirm(desk, listed(tmp_path, line, line), on=TODAY, dry_run=True)
    assert report.result["operation"] is None
    assert report.result["confirmed"] >= 1


def test_show_masks_and_names_the_rule(desk: Desk) -> None:
    record_id = opened(desk, child()).result["record_id"]
    report = show(desk, record_id)
    assert (report.result["number_state"], report.result["rule"], report.problems) == ("proposed", "national-2013", [])
    assert resident(901) not in str(report.result)
    assert resident(901) in str(show(desk, record_id, reveal=True, because="核对").result)


@pytest.mark.parametrize(("number", "meaning"), [(f"G{resident(901)}", "formal"), (J_NUMBER, "self-coded")])
def test_explain_says_the_parts_and_never_the_whole(number: str, meaning: str) -> None:
    report = explain(number, today=TODAY)
    assert (report.result["meaning"], report.result["birth_date"]) == (meaning, "2020-03-05")
    assert number[1:] not in str(report.result)
    assert set(report.result["order"]) == {"*"}


@pytest.mark.parametrize("text", ["", "G123", "X320106202003050015", resident(901)])
def test_what_is_no_registry_number_is_refused(text: str) -> None:
    assert refusing(refused(lambda: explain(text, today=TODAY)))
