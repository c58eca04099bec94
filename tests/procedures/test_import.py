"""Import a workbook (sheets.md): new, changed, unchanged, conflict, refused; all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import (
    TODAY,
    at,
    child,
    codes,
    imported,
    invented,
    opened,
    pdf,
    record_of,
    refused,
    refusing,
    resident,
    sheet,
)  # fmt: skip
from xjcli.procedures.find import find
from xjcli.procedures.import_ import Plan
from xjcli.report import Report

OWN = "2132000456"
PUPILS = 30


def row(order: int = 901, **changed: str) -> dict[str, str]:
    """A class teacher's line for one child."""
    return {"school_code": OWN, **child(order, **changed)}


def counts(report: Report) -> dict[str, int]:
    return {name: report.result[name] for name in ("new", "changed", "unchanged", "conflict", "refused", "stored")}


def only(**given: int) -> dict[str, int]:
    return {"new": 0, "changed": 0, "unchanged": 0, "conflict": 0, "refused": 0, "stored": 0, **given}


def test_a_clean_workbook_is_stored_and_a_second_time_changes_nothing(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "学生.xlsx", invented(PUPILS))
    with at(school) as desk:
        first = imported(desk, book)
        head = desk.registry.head()
        again = imported(desk, book, confirm=lambda _: pytest.fail("nothing to ask"))
        assert desk.registry.head() == head
    assert (first.status, counts(first)) == (0, only(new=PUPILS, stored=PUPILS))
    assert str(first.result["operation"]).startswith("o")
    assert (again.status, counts(again)) == (0, only(unchanged=PUPILS))
    assert again.result["operation"] is None


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_whole_form_round_trips_through_its_own_export(school: Path, tmp_path: Path, ending: str) -> None:
    with at(school) as desk:
        assert imported(desk, sheet(tmp_path / f"学生.{ending}", invented(PUPILS))).status == 0
        assert find(desk, limit=1).result["total"] == PUPILS


def test_one_bad_row_stores_nothing_and_says_where(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(901), row(903, document_number=resident(903)[:-1] + "A"), row(905)])
    with at(school) as desk:
        report = imported(desk, book, confirm=lambda _: pytest.fail("asked"))
        assert desk.registry.head().seq == 0
    assert (report.status, counts(report)) == (50, only(new=2, refused=1))
    (problem,) = [found for found in report.problems if found.severity == "refuse"]
    assert problem.where == "Sheet1!F3"
    assert {"code", "severity", "count", "first", "last"} <= report.result["groups"][0].keys()


def test_accept_valid_takes_the_good_rows_and_says_that_it_did(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(901), row(903, sex="不详"), row(905)])
    with at(school) as desk:
        report = imported(desk, book, accept_valid=True)
        assert desk.registry.head().seq == 2
    assert (report.status, counts(report)) == (1, only(new=2, refused=1, stored=2))


def test_only_rules_refusing_is_exit_20(school: Path, tmp_path: Path) -> None:
    twice = row(901)
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [twice, row(903), twice]))
    assert (report.status, refusing(report), counts(report)) == (20, ["import.twice"], only(new=2, refused=1))


def test_rules_and_cells_refusing_together_are_exit_50(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(901), row(901), row(903, birth_date="20200230")]))
    assert report.status == 50


@pytest.mark.parametrize(("bad", "status"), [(False, 0), (True, 1)])
def test_a_rehearsal_shows_the_same_counts_and_stores_nothing(
    school: Path, tmp_path: Path, bad: bool, status: int
) -> None:
    rows = [row(901), row(903)] + [row(905, ethnicity="火星族")] * bad
    with at(school, "read") as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", rows), dry_run=True)
    assert (report.status, counts(report)) == (status, only(new=2, refused=int(bad)))
    assert (report.result["dry_run"], report.result["operation"]) == (True, None)


def test_a_no_leaves_everything_as_it_was(school: Path, tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []

    def no(plan: dict[str, Any]) -> bool:
        seen.append(plan)
        return False

    with at(school) as desk:
        refusal = refused(lambda: imported(desk, sheet(tmp_path / "a.xlsx", [row()]), confirm=no))
        assert desk.registry.head().seq == 0
    assert codes(refusal) == ["usage.cancelled"]
    assert seen[0]["new"] == 1


def test_recorded_values_are_kept_and_the_difference_is_told(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = opened(desk, child(health="健康或良好")).result["record_id"]
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(health="一般或较弱", class_no="2班")]))
        record = record_of(desk, record_id)
    assert (report.status, counts(report)) == (0, only(changed=1))
    assert codes(report)[-1] == "import.differs"
    (change,) = report.result["changes"]
    assert change == {"record_id": record_id, "where": "Sheet1!B2", "fields": ["health", "class_no"]}
    assert record.class_no == "01"


def test_the_number_of_another_child_is_a_conflict(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(name="样别人"), row(903)]))
        assert desk.registry.head().seq == 1
    assert (report.status, counts(report)) == (20, only(new=1, conflict=1))
    assert refusing(report) == ["import.conflict"]


def test_a_row_that_is_missing_never_means_that_the_pupil_left(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", [row(901), row(903)]))
        imported(desk, sheet(tmp_path / "b.xlsx", [row(903), row(905)]))
        assert find(desk).result["total"] == 3


def test_a_child_without_a_document_imported_again_is_the_same_child(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(document_type="其他", document_number="")])
    with at(school) as desk:
        assert counts(imported(desk, book))["new"] == 1
        assert counts(imported(desk, book)) == only(unchanged=1)


def test_a_row_of_another_school_is_refused_at_its_cell(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(901), {**row(903), "school_code": "2132000457"}]))
    assert [(found.code, found.where) for found in report.problems if found.severity == "refuse"] == [
        ("sheet.other-school", "Sheet1!A3")
    ]


def test_a_workbook_without_a_required_column_stores_nothing(school: Path, tmp_path: Path) -> None:
    rows = [{name: value for name, value in row(order).items() if name != "birth_date"} for order in (901, 903)]
    with at(school) as desk:
        refusal = refused(lambda: imported(desk, sheet(tmp_path / "a.xlsx", rows), accept_valid=True))
        assert desk.registry.head().seq == 0
    assert refusing(refusal) == ["sheet.column-missing"]


def test_pupils_taken_on_keep_their_numbers_and_wait_for_nobody(school: Path, tmp_path: Path) -> None:
    older = row(901, birth_date="20180305", grade="三年级", entry_month="202409")
    listed = {**older, "registry_number": f"G{older['document_number']}"}
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [listed]), way="take-on")
        record = record_of(desk, find(desk).result["items"][0]["record_id"])
        (act,) = desk.registry.acts()
    assert (report.status, act.kind) == (0, "taken-on")
    assert "enrol.needs-transfer" not in codes(report)
    assert (record.number_state, record.standing) == ("issued", "approved")
    assert record.registry_number == listed["registry_number"]


def test_pupils_taken_on_without_a_number_keep_a_candidate(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", [row()]), way="take-on")
        assert find(desk).result["items"][0]["number_state"] == "proposed"


def test_a_number_twice_in_the_list_or_on_record_is_refused_at_its_row(school: Path, tmp_path: Path) -> None:
    number = f"G{resident(901)}"
    rows = [{**row(901), "registry_number": number}, {**row(903), "registry_number": number}]
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", rows), way="take-on")
        assert (report.status, refusing(report)) == (20, ["number.taken"])
        opened(desk, child(901))
        report = imported(desk, sheet(tmp_path / "b.xlsx", rows[1:]), way="take-on")
    assert (report.status, refusing(report)) == (20, ["number.taken"])


def test_a_first_import_above_the_first_grade_warns_and_stores(school: Path, tmp_path: Path) -> None:
    late = row(birth_date="20180305", grade="三年级", entry_month="202409")
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [late]))
    assert (report.status, "enrol.needs-transfer" in codes(report)) == (0, True)


def test_reason_and_evidence_stand_in_every_act(school: Path, tmp_path: Path) -> None:
    proof = pdf(tmp_path / "名单.pdf")
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", [row(901), row(903)]), because="秋季招生", evidence_files=[proof])
        acts = list(desk.registry.acts())
    assert [act.body["because"] for act in acts if act.body] == ["秋季招生"] * 2
    assert len({tuple(act.basis["evidence"]) for act in acts}) == 1 == len(acts[0].basis["evidence"])


@pytest.mark.parametrize(
    ("more", "code"), [({"way": "guess"}, "usage.option"), ({"on": TODAY + timedelta(days=1)}, "enrol.future")]
)
def test_what_cannot_be_meant_is_refused_before_the_file_is_read(
    school: Path, tmp_path: Path, more: dict[str, Any], code: str
) -> None:
    with at(school) as desk:
        assert codes(refused(lambda: imported(desk, tmp_path / "none.xlsx", **more))) == [code]


def test_a_plan_counts_refused_and_conflicting_rows_as_blocked() -> None:
    plan = Plan()
    plan.counts.update({"new": 5, "refused": 2, "conflict": 1})
    assert plan.blocked == 3
