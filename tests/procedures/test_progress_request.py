"""升学 (第十四条): the receiving school asks for graduates, one or a whole list; a list is one operation or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import TODAY, at, child, codes, record_of, refused, refusing, resident, sheet
from tests.procedures.handovers import OTHER, OTHER_NAME, asked, echo, errand, registered
from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.progress_request import request
from xjcli.report import Report

OWN = "2132000456"
BORN = "20140305"


def graduate(order: int, **changed: str) -> dict[str, str]:
    """A child of twelve who enters the first grade of junior secondary."""
    return child(
        order,
        birth_date=BORN,
        grade="初一",
        entry_month="202609",
        document_number=resident(order, born=BORN),
        **changed,
    )


def listed(desk: Desk, path: Path | None, answers: Mapping[str, str] | None = None, **more: Any) -> Report:
    options: dict[str, Any] = {"school": OTHER, "school_name": OTHER_NAME, "errand": errand(TODAY), **more}
    return request(desk, listed=path, answers=answers or {}, **options)


def book(folder: Path, rows: Sequence[Mapping[str, str]], code: str = OWN) -> Path:
    return sheet(folder / "录取名单.xlsx", [{"school_code": code, **row} for row in rows])


@pytest.mark.parametrize("code", [OWN, OTHER])
def test_a_list_is_one_operation_whoever_wrote_it(school: Path, tmp_path: Path, code: str) -> None:
    path = book(tmp_path, [graduate(order) for order in (901, 903, 904)], code)
    with at(school) as desk:
        report = listed(desk, path)
        records = [record_of(desk, item["record_id"]) for item in report.result["items"]]
        (operation,) = {act.operation for act in desk.registry.acts()}
    assert (report.result["count"], report.result["operation"], report.status) == (3, operation, 0)
    assert {(each.status, each.basis, each.stage, each.cohort) for each in records} == {
        ("arriving", "progress", "junior", 2026)
    }
    assert {each.handover["kind"] for each in records} == {"progress"}


def test_one_graduate_needs_no_list(school: Path) -> None:
    with at(school) as desk:
        report = listed(desk, None, graduate(901), number=f"G{resident(901, born=BORN)}")
        (act,) = desk.registry.acts()
    assert report.result["count"] == 1
    assert act.kind == "progress-requested"
    assert act.body is not None
    assert act.body["handover"]["registry_number"] == f"G{resident(901, born=BORN)}"


def test_the_numbers_of_a_list_are_claimed_and_not_taken(school: Path, tmp_path: Path) -> None:
    number = f"G{resident(901, born=BORN)}"
    path = book(tmp_path, [{**graduate(901), "registry_number": number}])
    with at(school) as desk:
        record = record_of(desk, listed(desk, path).result["items"][0]["record_id"])
        (act,) = desk.registry.acts()
    assert record.number_state == "local"
    assert act.body is not None
    assert act.body["handover"]["registry_number"] == number


def test_one_bad_row_stops_the_whole_list_and_every_fault_is_told(school: Path, tmp_path: Path) -> None:
    rows = [graduate(901), graduate(903, name=""), graduate(904, sex="不详x"), graduate(901)]
    with at(school) as desk:
        refusal = refused(lambda: listed(desk, book(tmp_path, rows)))
        assert desk.registry.head().seq == 0
    found = refusing(refusal)
    assert "sheet.cell-missing" in found
    assert "transfer.twice" in found
    assert len({problem.where for problem in refusal.problems if problem.severity == "refuse"}) == 3


def test_a_pupil_of_the_list_who_is_here_already_is_refused(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        registered(desk)
        row = {**child(901), "school_code": OWN}
        refusal = refused(lambda: listed(desk, sheet(tmp_path / "单.xlsx", [row])))
    assert "transfer.on-roll" in refusing(refusal)


def test_a_list_and_one_pupil_at_once_is_a_usage_error(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        refusal = refused(lambda: listed(desk, book(tmp_path, [graduate(901)]), graduate(903)))
    assert codes(refusal) == ["transfer.list-or-set"]


def test_a_progression_asks_for_no_application(school: Path) -> None:
    with at(school) as desk:
        assert refusing(listed(desk, None, graduate(901))) == []


def test_limits_of_a_province_are_asked_for_every_row(school: Path, tmp_path: Path) -> None:
    path = book(tmp_path, [graduate(901), graduate(903)])
    with at(school) as desk:
        refusal = refused(
            lambda: listed(desk, path, check=lambda opening: [Problem("transfer.no-reason", where=opening.where)])
        )
    assert [problem.code for problem in refusal.problems if problem.code == "transfer.no-reason"] == [
        "transfer.no-reason", "transfer.no-reason",
    ]  # fmt: skip


def test_a_rehearsed_list_stores_nothing(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        report = listed(desk, book(tmp_path, [graduate(901)]), errand=errand(TODAY, dry_run=True))
        assert desk.registry.head().seq == 0
    assert (report.result["count"], report.result["operation"]) == (1, None)


def test_the_number_comes_with_the_pupil(school: Path) -> None:
    number = f"G{resident(901, born=BORN)}"
    with at(school) as desk:
        record_id = listed(desk, None, graduate(901)).result["items"][0]["record_id"]
        echo(desk, "handover-completed", record_id, on=date(2026, 9, 1), number=number, kind="progress")
        record = record_of(desk, record_id)
    assert (record.status, record.standing, record.registry_number) == ("enrolled", "approved", number)


def test_a_transfer_and_a_progression_of_one_child_exclude_each_other(school: Path) -> None:
    with at(school) as desk:
        asked(desk, answers=graduate(901))
        assert "transfer.on-roll" in refusing(refused(lambda: listed(desk, None, graduate(901))))
