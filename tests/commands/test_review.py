"""`xj reconcile` and `xj assert roster` as a registrar and a script call them (第二十四条)."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest

from tests.offices import Program, open_school, write_pupils
from xjcli.desk import clock
from xjcli.schema.values.time import Semester

COUNT = 24
TERM = Semester.of(clock().date()).label


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    root = tmp_path_factory.mktemp("review")
    made, _ = open_school(root / "S")
    assert made.run("import", write_pupils(root / "学生.xlsx", COUNT), "--as", "take-on", "--yes").exit == 0
    return made


def test_a_review_answers_with_its_keys_and_says_by_its_exit_that_something_is_open(school: Program) -> None:
    answer = school.run("reconcile", TERM)
    whole = answer.result["identity"]["school"]
    assert (whole["closing"], whole["holds"], answer.result["differences"]) == (COUNT, True, [])
    assert answer.exit == (1 if answer.result["open"] else 0)


def test_the_screen_of_a_review_fits_80_columns(school: Program) -> None:
    shown = school.raw("reconcile", TERM, extra={"COLUMNS": "80"})
    lines = shown.out.splitlines()
    assert "在校" in shown.out
    assert max(sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines) <= 80


def test_a_count_is_rehearsed_then_stated_and_checked_ever_after(school: Program) -> None:
    before = hashlib.sha256((school.home / "registry.db").read_bytes()).hexdigest()
    line = ("assert", "roster", "--count", str(COUNT + 1))
    rehearsed = school.run(*line, "--dry-run")
    assert (rehearsed.result["operation"], rehearsed.result["difference"]) == (None, 1)
    assert hashlib.sha256((school.home / "registry.db").read_bytes()).hexdigest() == before
    done = school.run(*line, "--because", "开学清点", "--yes")
    assert done.result["operation"].startswith("o")
    assert "check.roster-differs" in school.run("reconcile", TERM).codes
    assert "check.roster-differs" in school.run("check").codes
    assert school.run("doctor").exit == 0
    right = school.run("assert", "roster", "--count", str(COUNT), "--yes")
    assert (right.exit, right.result["difference"]) == (0, 0)


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("reconcile", "--publish"), 2, "usage.missing"),
        (("reconcile", "--plan", "方案.json"), 2, "usage.missing"),
        (("reconcile", "--against", "没有.xlsx"), 10, "file.missing"),
        (("reconcile", "--report", "报告.pdf"), 2, "semester-report.kind"),
        (("reconcile", "2999-autumn"), 2, "reconcile.future"),
        (("reconcile", "nonsense"), 2, "semester.unreadable"),
        (("reconcile", TERM, "--drill", "99"), 2, "usage.option"),
        (("assert", "roster"), 2, "usage.missing"),
        (("assert", "roster", "--count", "-1"), 2, "usage.option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_missing_or_wrong_has_its_exit_status(
    school: Program, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    answer = school.run(*words)
    assert (answer.exit, answer.codes[0]) == (exit_code, code), answer.document


def test_the_acts_behind_a_number_are_as_many_as_it_says(school: Program) -> None:
    answer = school.run("reconcile", TERM, "--drill", "took-on")
    assert len([each for each in answer.result["drill"] if each["roll"] == "present"]) == COUNT
