"""plan → apply (sheets.md): what was looked at is carried out exactly, or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.procedures.desks import TODAY, at, child, codes, imported, opened, pdf, record_of, refused, resident, sheet
from xjcli.desk import Desk
from xjcli.procedures.assign import assign
from xjcli.procedures.import_ import Guards
from xjcli.procedures.import_apply import apply
from xjcli.report import Report

OWN = "2132000456"
AGREED = Guards(yes_change=9)


def row(order: int, **changed: str) -> dict[str, str]:
    return {"school_code": OWN, **child(order, **changed)}


def planned(desk: Desk, book: Path, plan: Path, **more: object) -> Report:
    return imported(desk, book, dry_run=True, guards=Guards(plan_out=plan, yes_change=9), **more)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return sheet(tmp_path / "a.xlsx", [row(901, class_no="2班", phone="13900000002"), row(903)])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "方案.json"


def test_a_saved_plan_is_carried_out_as_it_was_looked_at(school: Path, book: Path, plan: Path) -> None:
    with at(school) as desk:
        record_id = str(opened(desk, child(901)).result["record_id"])
    with at(school, "read") as desk:
        shown = planned(desk, book, plan, because="秋季")
    with at(school) as desk:
        done = apply(desk, book, plan, guards=AGREED)
        assert record_of(desk, record_id).class_no == "02"
        assert [act.body["because"] for act in desk.registry.acts(first=2) if act.body] == ["秋季"] * 3
    for name in ("new", "changed", "unchanged", "conflict", "refused", "changes"):
        assert done.result[name] == shown.result[name]
    assert (done.status, done.result["stored"]) == (0, 2)


def test_a_plan_is_private_masked_and_never_written_over_a_file(school: Path, book: Path, plan: Path) -> None:
    with at(school) as desk:
        opened(desk, child(901, phone="13900000001"))
        planned(desk, book, plan)
        text = plan.read_text("utf-8")
        assert "13900000002" not in text and resident(903) not in text
        assert json.loads(text)["changes"][0]["changes"][0]["to"] == "139****0002"
        assert os.name == "nt" or plan.stat().st_mode & 0o077 == 0
        assert codes(refused(lambda: planned(desk, book, plan))) == ["file.exists"]


def test_a_workbook_that_changed_since_is_refused(school: Path, book: Path, plan: Path) -> None:
    with at(school) as desk:
        planned(desk, book, plan)
        sheet(book, [row(901), row(903)])
        assert codes(refused(lambda: apply(desk, book, plan, guards=AGREED))) == ["import.plan-stale"]
        assert desk.registry.head().seq == 0


def test_a_registry_that_changed_since_is_refused(school: Path, book: Path, plan: Path) -> None:
    with at(school) as desk:
        record_id = str(opened(desk, child(905)).result["record_id"])
        planned(desk, book, plan)
        assign(desk, [record_id], "07", on=TODAY)
        head = desk.registry.head()
        assert codes(refused(lambda: apply(desk, book, plan, guards=AGREED))) == ["import.plan-stale"]
        assert desk.registry.head() == head


def test_other_proofs_than_those_of_the_plan_are_refused(school: Path, book: Path, plan: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        planned(desk, book, plan, evidence_files=[pdf(tmp_path / "a.pdf")])
        assert codes(refused(lambda: apply(desk, book, plan, guards=AGREED))) == ["import.plan-stale"]
        right = [pdf(tmp_path / "b.pdf")]
        assert apply(desk, book, plan, evidence_files=right, guards=AGREED).status == 0


def test_what_was_recorded_while_a_person_was_looking_is_not_run_over(school: Path, book: Path) -> None:
    with at(school) as desk:
        record_id = str(opened(desk, child(905)).result["record_id"])

        def meanwhile(_: object) -> bool:
            return bool(assign(desk, [record_id], "07", on=TODAY).result["operation"])

        assert codes(refused(lambda: imported(desk, book, confirm=meanwhile))) == ["import.plan-stale"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema":"xj.import-plan/1"}', '{"schema":"xj.import-plan/1","sha256":1}', "\x00"]
)
def test_what_is_no_plan_is_refused(school: Path, book: Path, plan: Path, text: str) -> None:
    plan.write_text(text, "utf-8")
    with at(school) as desk:
        assert codes(refused(lambda: apply(desk, book, plan, guards=AGREED))) == ["import.plan-unreadable"]


def test_a_plan_is_tried_again_without_storing(school: Path, book: Path, plan: Path) -> None:
    with at(school) as desk:
        planned(desk, book, plan)
        assert apply(desk, book, plan, dry_run=True, guards=AGREED).result["new"] == 2
        assert desk.registry.head().seq == 0
