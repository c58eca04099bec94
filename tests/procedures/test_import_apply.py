"""sheets.md, plan → apply: some lines of a plan by their numbers; the refused are told and the others are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import at, child, codes, imported, opened, pdf, record_of, refused, sheet
from xjcli.desk import Desk
from xjcli.procedures.import_ import Guards
from xjcli.procedures.import_apply import Choice, apply
from xjcli.report import Report

OWN = "2132000456"
AGREED = Guards(yes_change=9)


def row(order: int, **changed: str) -> dict[str, str]:
    return {"school_code": OWN, **child(order, **changed)}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A pupil who is known and changed, a refused row, and two who are new."""
    rows = [row(901, phone="13900000002"), row(903), row(905, document_number="320106202003059999"), row(907)]
    return sheet(tmp_path / "a.xlsx", rows)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "方案.json"


@pytest.fixture
def known(desk: Desk, book: Path, plan: Path) -> str:
    """The record of the pupil who is known; the plan is made."""
    record_id = str(opened(desk, child(901)).result["record_id"])
    made = imported(desk, book, dry_run=True, accept_valid=True, guards=Guards(plan_out=plan, yes_change=9))
    assert [line["kind"] for line in made.result["lines"]] == ["changed", "new", "refused", "new"]
    return record_id


def chosen(desk: Desk, book: Path, plan: Path, only: str = "", **more: Any) -> Report:
    return apply(desk, book, plan, guards=AGREED, choice=Choice(only, **more))


def kinds(plan: Path) -> list[tuple[int, int, str]]:
    """(line, row, kind) as they stand in a plan."""
    return [(each["line"], each["row"], each["kind"]) for each in json.loads(plan.read_text("utf-8"))["lines"]]


def test_a_plan_numbers_what_may_be_picked_and_says_why_a_line_is_refused(desk: Desk, known: str, plan: Path) -> None:
    lines = json.loads(plan.read_text("utf-8"))["lines"]
    assert [(line["line"], line["row"], line["kind"]) for line in lines] == kinds(plan)
    assert (lines[0]["record_id"], lines[0]["fields"]) == (known, ["phone"])
    assert [bool(line["codes"]) for line in lines] == [False, False, True, False]


def test_the_picked_lines_are_stored_and_the_others_are_a_plan_of_their_own(
    desk: Desk, known: str, book: Path, plan: Path
) -> None:
    done = chosen(desk, book, plan, "1,4")
    assert (done.status, done.result["new"], done.result["changed"], done.result["stored"]) == (0, 1, 1, 2)
    assert record_of(desk, known).person["phone"] == "13900000002"
    rest = plan.with_name("方案-rest.json")
    assert (done.result["rest"], done.result["remaining"]) == (str(rest), 2)
    assert kinds(rest) == [(1, 3, "new"), (2, 4, "refused")]
    assert codes(refused(lambda: chosen(desk, book, plan, "2"))) == ["file.exists"]
    assert codes(refused(lambda: chosen(desk, book, plan, "2", rest=plan.with_name("b.json")))) == ["import.plan-stale"]
    again = chosen(desk, book, rest, "1")
    assert (again.result["stored"], again.result["remaining"]) == (1, 1)
    assert kinds(Path(again.result["rest"])) == [(1, 4, "refused")]


def test_a_refused_line_that_is_picked_is_told_and_stays_in_the_rest(
    desk: Desk, known: str, book: Path, plan: Path
) -> None:
    done = chosen(desk, book, plan, "2-3")
    assert (done.status, done.result["stored"], done.result["refused"]) == (1, 1, 1)
    assert {
        each.where.rpartition("!")[2][1:] for each in done.problems if each.severity == "refuse" and each.where
    } == {"4"}
    assert kinds(Path(done.result["rest"])) == [(1, 2, "changed"), (2, 4, "refused"), (3, 5, "new")]


def test_a_plan_without_a_line_left_leaves_no_file(desk: Desk, book: Path, plan: Path) -> None:
    sheet(book, [row(903), row(907)])
    imported(desk, book, dry_run=True, guards=Guards(plan_out=plan))
    done = chosen(desk, book, plan, "1-2")
    assert (done.result["stored"], done.result["rest"], done.result["remaining"]) == (2, None, 0)
    assert not plan.with_name("方案-rest.json").exists()


def test_without_accept_valid_a_refused_line_that_is_picked_stores_nothing(
    desk: Desk, book: Path, plan: Path, tmp_path: Path
) -> None:
    imported(desk, book, dry_run=True, guards=Guards(plan_out=plan, yes_change=9))
    none = chosen(desk, book, plan, "2-3")
    assert (none.status, none.result["stored"], none.result["rest"]) == (50, 0, None)
    assert chosen(desk, book, plan, "2-3", accept_valid=True).result["stored"] == 1


def test_a_rehearsal_of_some_lines_stores_nothing_and_keeps_no_rest(
    desk: Desk, known: str, book: Path, plan: Path
) -> None:
    head = desk.registry.head()
    shown = apply(desk, book, plan, guards=AGREED, choice=Choice("2"), dry_run=True)
    assert (shown.result["new"], desk.registry.head()) == (1, head)
    assert not plan.with_name("方案-rest.json").exists()


@pytest.mark.parametrize(
    ("only", "code"),
    [("5", "import.plan-line"), ("0", "import.plan-line"), ("a", "usage.option"), ("1,,2", "usage.option"),
     ("1-", "usage.option"), ("3-9", "import.plan-line")],
)  # fmt: skip
def test_a_line_that_the_plan_has_not_is_refused(
    desk: Desk, known: str, book: Path, plan: Path, only: str, code: str
) -> None:
    head = desk.registry.head()
    assert codes(refused(lambda: chosen(desk, book, plan, only))) == [code]
    assert desk.registry.head() == head


def test_the_rest_is_pinned_to_the_same_proofs(school: Path, book: Path, plan: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        proof = [pdf(tmp_path / "a.pdf")]
        sheet(book, [row(903), row(907)])
        imported(desk, book, dry_run=True, guards=Guards(plan_out=plan), evidence_files=proof)
        done = apply(desk, book, plan, guards=AGREED, choice=Choice("1"), evidence_files=proof)
        rest = Path(done.result["rest"])
        assert codes(refused(lambda: apply(desk, book, rest, guards=AGREED))) == ["import.plan-stale"]
        assert apply(desk, book, rest, guards=AGREED, evidence_files=proof).result["stored"] == 1
