"""The acts of chapter 3 as a registrar and a script call them: options, exit statuses, silence about pupils."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import Program, open_school, write_pupils
from tests.people import pupils
from xjcli.desk import clock

COUNT = 24


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A primary school that took its pupils on, so that their registrations stand."""
    root = tmp_path_factory.mktemp("leaving")
    made, _ = open_school(root / "S")
    assert made.run("import", write_pupils(root / "学生.xlsx", COUNT), "--as", "take-on", "--yes").exit == 0
    return made


@pytest.fixture(scope="module")
def fresh(school: Program) -> Iterator[str]:
    """Pupils of which no test has done anything yet."""
    return (item["record_id"] for item in school.run("find", "--limit", str(COUNT)).result["items"])


@pytest.fixture
def pupil(fresh: Iterator[str]) -> str:
    return next(fresh)


TODAY = clock().date().isoformat()
PAPER = ("--paper", "柜3-2")
#: One line of each command that is possible for an enrolled pupil of primary school, and the status it leads to.
LINES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("abroad", "PUPIL", "--country", "840", *PAPER), "abroad"),
    (("missing", "PUPIL", "--since", TODAY), "missing"),
    (("dropout", "PUPIL", "--since", TODAY, "--ground", "外出务工", "--township", "样例镇人民政府"), "dropped-out"),
    (("place", "PUPIL", "--at", "5132000009", "--ground", "special", *PAPER), "enrolled"),
    (("withdraw", "PUPIL", "--ground", "voluntary", "--because", "出境定居", *PAPER), "withdrawn"),
    (("graduate", "PUPIL", "--outcome", "left-early", "--because", "出境定居"), "left-early"),
)


@pytest.mark.parametrize(("words", "status"), LINES, ids=[words[0] for words, _ in LINES])
def test_each_act_is_rehearsed_then_recorded_and_read_from_standard_input(
    school: Program, pupil: str, words: tuple[str, ...], status: str
) -> None:
    line = ["-" if word == "PUPIL" else word for word in words]
    before = hashlib.sha256((school.home / "registry.db").read_bytes()).hexdigest()
    rehearsed = school.run(*line, "--dry-run", stdin=f"{pupil}\n")
    assert (rehearsed.exit, rehearsed.result["operation"]) == (0, None), rehearsed.document
    assert hashlib.sha256((school.home / "registry.db").read_bytes()).hexdigest() == before
    done = school.run(*line, stdin=f"{pupil}\n")
    assert done.exit == 0, done.document
    assert done.result["operation"].startswith("o")
    assert done.result["items"][0]["record_id"] == pupil
    assert school.run("show", pupil).result["status"] == status
    assert school.run("doctor").exit == 0


@pytest.mark.parametrize("command", ["retain", "skip"])
def test_a_repeat_and_a_skip_move_the_pupil_by_one_grade_where_there_is_one(
    school: Program, pupil: str, command: str
) -> None:
    grade = school.run("show", pupil).result["grade"]
    answer = school.run(command, pupil, "--class", "3", *PAPER)
    edge = grade == (1 if command == "retain" else 6)
    assert answer.exit == (20 if edge else 0)
    moved = 0 if edge else -1 if command == "retain" else 1
    assert school.run("show", pupil).result["grade"] == grade + moved


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("retain", "PUPIL"), 2, "usage.missing"),
        (("graduate", "PUPIL"), 2, "usage.missing"),
        (("graduate", "--outcome", "graduated"), 2, "finish.whom"),
        (("graduate", "--grade", "六年级", "--outcome", "triumphant"), 2, "usage.option"),
        (("progress", "inside"), 2, "finish.whom"),
        (("withdraw", "PUPIL"), 2, "usage.missing"),
        (("withdraw", "PUPIL", "--expel", "--decision", "1号", *PAPER), 20, "change.compulsory-forbidden"),
        (("withdraw", "PUPIL", "--ground", "voluntary", *PAPER), 20, "change.compulsory-because"),
        (("abroad", "PUPIL", "--country", "火星", *PAPER), 10, "abroad.country"),
        (("missing", "PUPIL", "--since", "2013-02-30"), 2, "date.impossible"),
        (("place", "PUPIL"), 2, "place.what"),
        (("place", "PUPIL", "--back", "--at", "5132000009"), 2, "place.what"),
        (("dropout", "PUPIL", "--since", TODAY, "--ground", "务工"), 2, "usage.missing"),
        (("decease", "PUPIL", "--died-on", TODAY, "--certificate", "证1", *PAPER), 2, "usage.missing"),
        (("decease", "PUPIL", "--died-on", TODAY, "--certificate", "证1", "--confirm-name", "样别人", *PAPER), 10,
         "decease.name"),
        (("decease", "PUPIL", "--died-on", TODAY, "--certificate", "证1", "--confirm-name", "样别人"), 20,
         "change.evidence"),
    ],
    ids=lambda value: " ".join(value[:4]) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_is_missing_or_forbidden_has_its_exit_status(
    school: Program, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    some = school.run("find", "--status", "enrolled", "--limit", "1").result["items"][0]["record_id"]
    answer = school.run(*(some if word == "PUPIL" else word for word in words))
    assert (answer.exit, answer.codes[0]) == (exit_code, code), answer.document
    assert school.run("show", some).result["status"] == "enrolled"


def test_a_death_is_recorded_under_the_pupils_own_name_with_its_last_day(school: Program, pupil: str) -> None:
    name = school.run("show", pupil).result["name"]
    line = ("decease", pupil, "--died-on", TODAY, "--certificate", "证1", *PAPER)
    assert school.run(*line, "--dry-run").result["deadline"] > TODAY
    done = school.raw(*line, "--confirm-name", name)
    assert done.exit == 0
    assert "上报注销" in done.out
    assert school.run("show", pupil).result["status"] == "deregistered"


def test_nothing_that_is_printed_holds_a_full_number_a_phone_or_an_address(school: Program) -> None:
    secrets = {
        value for each in pupils(COUNT) for name, value in each.items()
        if name.endswith(("document_number", "phone", "address")) and len(value) > 6
    }  # fmt: skip
    for form in ((), ("--json",), ("--lang", "en")):
        for words, _ in LINES:
            for item in school.run("find", "--limit", "3").result["items"]:
                line = [item["record_id"] if word == "PUPIL" else word for word in words]
                answer = school.raw(*form, *line, "--dry-run")
                assert not [secret for secret in secrets if secret in answer.out + answer.err]
                assert answer.exit != 90


def test_the_papers_of_a_dropout_lie_where_the_registrar_says(school: Program, pupil: str, tmp_path: Path) -> None:
    line = ("dropout", pupil, "--since", TODAY, "--ground", "外出务工", "--township", "样例镇人民政府")
    answer = school.raw(*line, "--report", tmp_path / "报告")
    assert answer.exit == 0
    assert len(list((tmp_path / "报告").iterdir())) == 6
    assert "学籍保留到" in answer.out
