"""第二十四条: the semester review adds up, names what is open, and shows the acts behind every number."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.procedures.changing import approved_child, errand, written
from tests.procedures.desks import TODAY, at, child, codes, imported, invented, opened, refused, sheet
from tests.procedures.test_check import staffed
from xjcli.desk import Desk
from xjcli.procedures.assign import assign
from xjcli.procedures.import_ import Guards
from xjcli.procedures.import_apply import apply
from xjcli.procedures.leave import leave
from xjcli.procedures.reconcile import Paper, Roster, reconcile
from xjcli.procedures.stated import Whole, state_roster
from xjcli.procedures.withdraw import withdraw
from xjcli.registry import queries
from xjcli.regulation.rolls import CODES
from xjcli.report.phrases import phrase

NOW, BEFORE = "2026-autumn", "2026-spring"
EARLIER = TODAY - timedelta(days=10)


def on_leave(desk: Desk, pupil: str) -> None:
    leave(desk, [pupil], until=TODAY + timedelta(days=300), ground="疾病", extend=False, errand=errand())


def test_a_clean_school_adds_up_and_leaves_nothing_open(school: Path, tmp_path: Path) -> None:
    rows = [dict(pupil) for pupil in invented(40)]
    with at(school) as desk:
        staffed(desk)
        imported(desk, sheet(tmp_path / "全校.xlsx", rows), way="take-on")
        report = reconcile(desk, "2026秋")
    result, count = report.result, len(rows)
    assert (report.status, codes(report), result["open"], result["differences"]) == (0, [], [], [])
    assert result["identity"]["school"] == {
        "opening": 0, "in": {"took-on": count}, "out": {}, "closing": count, "holds": True,
    }  # fmt: skip
    assert sum(line["closing"] for line in result["identity"]["classes"]) == count
    assert all(line["holds"] for line in result["identity"]["classes"] + result["identity"]["grades"])


def test_opening_gains_losses_and_closing_of_each_roll(school: Path) -> None:
    with at(school) as desk:
        away, there = (approved_child(desk, order, class_no="1") for order in (901, 903))
        assign(desk, [there], "2", on=TODAY)
        on_leave(desk, away)
        report = reconcile(desk, NOW)
    present, kept = report.result["identity"], report.result["on_roll"]
    assert present["school"] == {"opening": 2, "in": {}, "out": {"23": 1}, "closing": 1, "holds": True}
    assert kept["school"] == {"opening": 2, "in": {}, "out": {}, "closing": 2, "holds": True}
    columns = ("label", "opening", "in", "out", "closing")
    assert [tuple(line[name] for name in columns) for line in present["classes"]] == [
        ("一年级(1)班", 2, {}, {"23": 1, "class-changed": 1}, 0),
        ("一年级(2)班", 0, {"class-changed": 1}, {}, 1),
    ]  # fmt: skip


def test_the_opening_of_a_semester_is_the_closing_of_the_one_before(school: Path) -> None:
    with at(school) as desk:
        approved_child(desk)
        opened(desk, child(903), basis="first")
        before, now = (reconcile(desk, term).result["identity"]["school"] for term in (BEFORE, NOW))
    assert (before["closing"], now["opening"], now["closing"]) == (1, 1, 2)


def test_the_acts_behind_a_number_are_named(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        on_leave(desk, pupil)
        (line,) = reconcile(desk, NOW, drill="23").result["drill"]
        head = desk.registry.head().seq
    assert (line["seq"], line["record_id"], line["act"], line["sign"], line["roll"]) == (
        head, pupil, "leave-granted", -1, "present",
    )  # fmt: skip


def test_one_class_is_shown_alone(school: Path) -> None:
    with at(school) as desk:
        for order, class_no in ((901, "1"), (903, "2")):
            approved_child(desk, order, class_no=class_no)
        identity = reconcile(desk, NOW, class_no="1.2").result["identity"]
    assert [line["label"] for line in identity["grades"] + identity["classes"]] == ["一年级", "一年级(2)班"]
    assert (identity["school"]["closing"], identity["classes"][0]["closing"]) == (2, 1)


def test_a_record_that_its_acts_do_not_explain_is_told_with_exact_numbers(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk, class_no="1")
        with desk.registry.transaction():
            desk.registry.connection.execute("update records set status = 'withdrawn' where record_id = ?", (pupil,))
        report = reconcile(desk, NOW)
    found = [each for each in report.problems if each.code == "reconcile.unbalanced"]
    assert [each.where for each in found] == ["全校", "一年级", "一年级(1)班"] * 2
    assert found[0].params == {"opening": 1, "entered": 0, "left": 0, "expected": 1, "closing": 0}
    assert (report.status, report.result["identity"]["school"]["holds"]) == (1, False)


def test_what_is_open_is_listed_until_it_is_closed(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        pupil = approved_child(desk)
        assert reconcile(desk, NOW).status == 0
        state_roster(desk, Whole(), 7, errand())
        withdraw(desk, [pupil], ground="voluntary", errand=errand(because="监护人申请"))
        opened(desk, child(903), basis="first")
        report = reconcile(desk, NOW)
    lines = {(line["kind"], line["code"]): line["count"] for line in report.result["open"]}
    assert lines["case", "enrolment"] == 1
    assert lines["finding", "check.roster-differs"] == 1
    assert (report.status, "check.roster-differs" in codes(report)) == (1, True)


def test_a_dropout_that_was_not_sent_is_open(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        pupil = approved_child(desk)
        written(
            desk, "dropout-reported", pupil, {"since": "2026-08-25", "ground": "", "township": "", "migrant": False}
        )
        report = reconcile(desk, NOW)
    assert report.result["identity"]["school"]["out"] == {"28": 1}
    assert "check.report-unsent" in [line["code"] for line in report.result["open"]]


def test_a_semester_that_has_not_begun_and_an_unknown_code_are_refused(school: Path) -> None:
    with at(school) as desk:
        future = refused(lambda: reconcile(desk, "2027-spring"))
        unread = refused(lambda: reconcile(desk, "next"))
        code = refused(lambda: reconcile(desk, NOW, drill="99"))
    assert [*map(codes, (future, unread, code))] == [["reconcile.future"], ["semester.unreadable"], ["usage.option"]]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_roll_has_its_word(code: str) -> None:
    assert phrase(f"reconcile.flow.{code}")


def test_the_roster_of_the_system_above_is_compared_and_what_an_import_settles_is_written_as_a_plan(
    school: Path, tmp_path: Path
) -> None:
    """第二十四条: who stands only there is one difference, and keeps the review open until it is settled."""
    people = invented(6)
    for person in people:
        if len(person.get("document_number", "")) == 18:
            person["registry_number"] = f"G{person['document_number']}"
    people = [person for person in people if "registry_number" in person]
    roster, plan = sheet(tmp_path / "上级.xlsx", people), tmp_path / "方案.json"
    with at(school) as desk:
        staffed(desk)
        imported(desk, sheet(tmp_path / "本校.xlsx", people[:-1]), way="take-on")
        report = reconcile(desk, NOW, against=Roster(roster, plan))
        assert [line["kind"] for line in report.result["differences"]] == ["there-only"]
        assert (report.status, report.result["against"]["matched"]) == (1, len(people) - 1)
        assert report.result["against"]["new"] == 1
        assert people[-1]["document_number"] not in json.dumps(report.result, ensure_ascii=False)
        assert apply(desk, roster, plan, guards=Guards()).result["new"] == 1
        assert reconcile(desk, NOW, against=Roster(roster)).result["differences"] == []


def test_the_acts_behind_a_number_are_found_by_its_word_too(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        on_leave(desk, pupil)
        by_word = reconcile(desk, NOW, drill="休学").result
        assert (by_word["drilled"], len(by_word["drill"])) == ("23", 1)
        assert reconcile(desk, NOW, drill="23").result["drill"] == by_word["drill"]
        assert codes(refused(lambda: reconcile(desk, NOW, class_no="6.9"))) == ["reconcile.no-class"]


def test_a_plan_that_cannot_be_written_does_not_hide_the_differences(school: Path, tmp_path: Path) -> None:
    people = invented(3)
    for person in people:
        person["registry_number"] = f"G{person['document_number']}"
    roster = sheet(tmp_path / "上级.xlsx", people)
    with at(school) as desk:
        staffed(desk)
        imported(desk, sheet(tmp_path / "本校.xlsx", people), way="take-on")
        gone = queries.everyone(desk.registry)[0]
        withdraw(desk, [gone.record_id], ground="voluntary", errand=errand(because="监护人申请"))
        report = reconcile(desk, NOW, against=Roster(roster, tmp_path / "方案.json"))
    assert report.result["differences"]
    assert "against.plan-undoes" in codes(report)
    assert not (tmp_path / "方案.json").exists()


def test_a_report_that_cannot_be_written_is_told_before_a_plan_is(school: Path, tmp_path: Path) -> None:
    people = invented(3)
    roster, plan = sheet(tmp_path / "上级.xlsx", people), tmp_path / "方案.json"
    with at(school) as desk:
        (tmp_path / "报告.md").write_text("mine", "utf-8")
        for name, code in (("报告.pdf", "semester-report.kind"), ("报告.md", "file.exists")):
            asked = partial(reconcile, desk, NOW, paper=Paper(tmp_path / name), against=Roster(roster, plan))
            assert codes(refused(asked)) == [code]
    assert not plan.exists()
    assert (tmp_path / "报告.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize("change", ["stage = 'bogus'", "status = 'on-leave'", "cohort = 1"])
def test_a_row_that_was_changed_behind_the_ledgers_back_is_told_and_nothing_else_judged(
    school: Path, change: str
) -> None:
    with at(school) as desk:
        approved_child(desk)
        with desk.registry.transaction():
            desk.registry.connection.execute(f"update records set {change}")  # noqa: S608  of the lines above
        report = reconcile(desk, NOW)
    assert (report.status, set(codes(report)), report.result["open"]) == (1, {"reconcile.unbalanced"}, [])
