"""correct, update, promote, undo and a changed import as a registrar calls them: real processes, one school."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.offices import Program, open_school, write_pupils
from tests.people import SCHOOL_CODE, pupils
from tests.proofs import png
from xjcli.desk import clock
from xjcli.procedures.demo.workbook import write_workbook
from xjcli.schema.values.classes import school_year

PUPILS = 24


@pytest.fixture
def school(tmp_path: Path) -> Program:
    """A school that took its pupils on in the spring before this school year; their registration was approved."""
    made, _ = open_school(tmp_path / "S")
    spring = date(school_year(clock().date()), 3, 1).isoformat()
    book = write_pupils(tmp_path / "学生.xlsx", PUPILS)
    assert made.run("import", book, "--as", "take-on", "--on", spring, "--yes").exit == 0
    return made


def first(school: Program) -> str:
    found: str = school.run("find", "--limit", "1").result["items"][0]["record_id"]
    return found


def test_a_correction_waits_and_is_taken_back_while_it_is_unsent(school: Program, tmp_path: Path) -> None:
    pupil, proof = first(school), tmp_path / "户口簿.png"
    proof.write_bytes(png())
    name = school.run("show", pupil).result["name"]
    assert school.run("correct", pupil, "--set", "name=样正名").codes == ["change.evidence"]
    done = school.run("correct", pupil, "--set", "name=样正名", "--evidence", proof, "--because", "户口簿已改")
    assert (done.exit, done.result["awaits"], done.result["changes"][0]["to"]) == (0, True, "样正名")
    assert school.run("show", pupil).result["name"] == name
    second = school.run("correct", pupil, "--set", "name=样另名", "--evidence", proof)
    assert (second.exit, second.codes) == (30, ["change.case-open"])
    undone = school.run("undo", done.result["operation"])
    assert (undone.exit, undone.result["reversed"]) == (0, 1)
    assert school.run("correct", pupil, "--set", "name=样另名", "--evidence", proof, "--dry-run").exit == 0
    assert school.run("doctor").exit == 0


def test_contact_data_is_updated_and_the_screen_masks_it(school: Program) -> None:
    pupil = first(school)
    shown = school.raw("update", pupil, "--set", "联系电话=13900000002")
    assert shown.exit == 0
    assert "139****0002" in shown.out
    assert "13900000002" not in shown.out + shown.err
    pointed = school.run("update", pupil, "--set", "name=样正名")
    assert (pointed.exit, pointed.codes) == (20, ["change.basic-field"])
    assert "xj correct" in pointed.document["problems"][0]["hint_zh"]


def test_a_school_goes_up_and_comes_down_again_while_it_is_unsent(school: Program) -> None:
    plan = school.run("promote", "--dry-run")
    assert (plan.exit, plan.result["operation"]) == (0, None)
    done = school.run("promote")
    assert done.result["grades"] == plan.result["grades"]
    assert done.result["count"] + len(done.result["exceptions"]) == PUPILS
    assert {item["reason"] for item in done.result["exceptions"]} == {"final-grade"}
    assert school.run("promote").codes == ["promote.nobody"]
    undone = school.run("undo", "--last")
    assert (undone.result["undone"], undone.result["reversed"]) == (done.result["operation"], done.result["count"])
    assert school.run("promote", "--dry-run").result["count"] == done.result["count"]
    assert school.run("doctor").exit == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_screen_can_be_read_in_both_languages(school: Program, lang: str) -> None:
    pupil = first(school)
    for words in (
        ("promote", "--dry-run"), ("update", pupil, "--set", "postcode=210001"), ("undo", "--last", "--dry-run"),
        ("undo", "--last"),
    ):  # fmt: skip
        answer = school.raw("--lang", lang, *words)
        assert (answer.exit, bool(answer.out.strip())) == (0, True), answer.err


def test_a_changed_workbook_is_planned_looked_at_and_carried_out(school: Program, tmp_path: Path) -> None:
    rows = pupils(PUPILS, code=SCHOOL_CODE)
    for row in rows[:4]:
        row["class_no"] = "9班"
    book, plan = tmp_path / "改.xlsx", tmp_path / "方案.json"
    write_workbook(book, rows)
    shown = school.run("import", book, "--dry-run", "--plan-out", plan)
    assert (shown.exit, shown.result["changing_percent"]) == (0, 17)
    assert {line["becomes"] for row in shown.result["changes"] for line in row["changes"]} >= {"assigned"}
    done = school.run("import", book, "--apply", plan)
    assert (done.exit, done.result["stored"]) == (0, 4)
    assert school.run("import", book, "--apply", plan).codes == ["import.plan-stale"]
    assert school.run("find", "--class", "09").result["total"] == 4
    assert school.run("undo", done.result["operation"]).result["reversed"] == 4
    for row in rows:
        row["class_no"] = "8班"
    every = tmp_path / "全改.xlsx"
    write_workbook(every, rows)
    braked = school.run("import", every, "--yes")
    assert (braked.exit, braked.codes) == (2, ["import.many-changes"])
    assert f"--yes-change {PUPILS}" in braked.document["problems"][0]["hint_zh"]
    assert school.run("import", every, "--yes", "--yes-change", str(PUPILS)).result["stored"] == PUPILS
    assert school.run("doctor").exit == 0
