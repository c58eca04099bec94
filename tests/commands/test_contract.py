"""What scripts rely on (interface.md): one JSON document, exit statuses, no prompts, rehearsals that change nothing."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from tests.offices import Program, open_authority, open_school, write_pupils
from xjcli.app import COMMANDS

PUPILS = 12
KEYS = {"schema", "command", "ok", "exit", "result", "problems"}
PROBLEM_KEYS = {"code", "severity", "article", "where", "params", "zh", "en", "hint_zh", "hint_en"}
NEW_CHILD = ("--set", "name=样小新", "--set", "sex=男", "--set", "birth_date=20190909", "--set", "document_type=其他",
             "--grade", "一年级", "--class", "1", "--entry-month", "202609")  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    root = tmp_path_factory.mktemp("contract")
    authority, fingerprint = open_authority(root / "A")
    made, _ = open_school(root / "S")
    assert made.run("key", "trust", authority.home / "320102.xjcard", "--fingerprint", fingerprint).exit == 0
    assert made.run("import", write_pupils(root / "学生.xlsx", PUPILS), "--yes").exit == 0
    (root / "stick").mkdir()
    return made


def _first(school: Program) -> str:
    found: str = school.run("find", "--limit", "1").result["items"][0]["record_id"]
    return found


LINES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (0, ("status",)),
    (0, ("find", "--limit", "3")),
    (0, ("doctor",)),
    (0, ("settings", "show")),
    (0, ("key", "show")),
    (0, ("transfer", "list")),
    (10, ("transfer", "show", "没有这个人")),
    (2, ("transfer", "request")),
    (2, ("progress", "request")),
    (2, ("dossier", "archive")),
    (0, ("id", "check", "11010519491231002X")),
    (1, ("id", "check", "110105194912310021")),
    (0, ("number", "explain", "G11010519491231002X")),
    (2, ("template", "national-c", "没有.xlsx")),
    (50, ("template", "school", "没有.csv")),
    (20, ("disclose", "没有.csv", "--approval", "样教〔2026〕1号", "--to", "样例区医院", "--fields", "name")),
    (20, ("export", "没有.csv", "--full", "--because", "用途")),
    (10, ("show", "没有这个人")),
    (10, ("history", "rzzzzzzz")),
    (10, ("enroll", "--set", "name=样小新")),
    (10, ("import", "没有.xlsx", "--yes")),
    (10, ("undo", "onothing")),
    (2, ("undo",)),
    (2, ("promote", "--keep", "--classes", "1=2")),
    (2, ("correct", "x")),
    (40, ("init", "--school-code", "2132000001", "--name", "x", "--region", "320102", "--stage", "primary",
          "--authority", "320102", "--yes")),
    (60, ("bundle", "show", "0000")),
    (2, ("settings", "set", "nothing", "x")),
    (2, ("nosuch",)),
    (2, ("show",)),
    (2, ("find", "--nosuch")),
    (2, ("enroll",)),
    (2, ("show", "x", "--reveal")),
    (0, ()),
)  # fmt: skip


@pytest.mark.parametrize(
    ("status", "words"), LINES, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_json_is_exactly_one_document_before_and_after_the_command(
    school: Program, status: int, words: tuple[str, ...]
) -> None:
    for line in ((*words, "--json"), ("--json", *words)):
        answer = school.raw(*line)
        document = json.loads(answer.out)
        assert set(document) == KEYS
        assert (document["exit"], answer.exit, document["ok"]) == (status, status, status == 0)
        assert document["schema"] == "xj.report/1"
        assert all(set(problem) == PROBLEM_KEYS for problem in document["problems"])
        if status not in (0, 1):
            assert document["problems"]


def test_a_report_names_the_whole_command(school: Program) -> None:
    assert school.run("key", "show").document["command"] == "key show"
    assert school.run("status").document["command"] == "status"


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=" ".join)
def test_every_command_has_a_help_in_both_languages(school: Program, command: tuple[str, ...]) -> None:
    chinese, english = (school.raw("--lang", lang, *command, "--help") for lang in ("zh", "en"))
    assert (chinese.exit, english.exit) == (0, 0)
    assert chinese.out != english.out
    assert sum(not sign.isascii() for sign in english.out) < 20, "a Chinese grade may stand there as an example"


REHEARSALS: tuple[tuple[str, ...], ...] = (
    ("enroll", *NEW_CHILD),
    ("assign", "PUPIL", "--class", "9"),
    ("update", "PUPIL", "--set", "postcode=210001"),
    ("promote",),
    ("undo", "--last"),
    ("settings", "set", "registrar", "别的老师"),
    (
        "transfer",
        "request",
        "--from",
        "2132000777",
        "--reason",
        "迁居",
        "--paper",
        "柜1",
        "--number",
        "G11010519491231002X",
        *NEW_CHILD[:8],
        "--set",
        "grade=一年级",
        "--set",
        "class_no=1",
        "--set",
        "entry_month=202609",
    ),
    ("dossier", "add", "PUPIL", "--item", "awards", "--paper", "--where", "柜1"),
    ("push", "--to", "STICK"),
    ("pull", "--from", "STICK"),
    ("sync", "--to", "STICK"),
    ("bundle", "build"),
)


@pytest.mark.parametrize("words", REHEARSALS, ids=lambda words: " ".join(words[:2]))
def test_a_rehearsal_changes_nothing(school: Program, words: tuple[str, ...]) -> None:
    stick = school.home.parent / "stick"
    known = {"PUPIL": _first(school), "STICK": str(stick)}
    before = hashlib.sha256((school.home / "registry.db").read_bytes()).hexdigest()
    rehearsed = school.run(*(known.get(word, word) for word in words), "--dry-run")
    assert rehearsed.exit == 0, rehearsed.document
    assert hashlib.sha256((school.home / "registry.db").read_bytes()).hexdigest() == before
    assert list(stick.iterdir()) == []


def test_a_rehearsed_import_shows_what_would_be_and_stores_nothing(school: Program, tmp_path: Path) -> None:
    more = write_pupils(tmp_path / "更多.xlsx", 5, seed=7)
    before = (school.home / "registry.db").read_bytes()
    assert school.run("import", more, "--dry-run").result["new"] == 5
    assert (school.home / "registry.db").read_bytes() == before


def test_a_national_export_brings_numbers_and_nothing_else(school: Program, tmp_path: Path) -> None:
    listed = tmp_path / "全国系统导出.csv"
    listed.write_text("身份证件号,学籍号\n11010519491231002X,G11010519491231002X\n", encoding="utf-8")
    same = school.run("number", "confirm", "--file", listed, "--dry-run")
    answer = school.run("import", listed, "--numbers", "--dry-run")
    assert (answer.exit, answer.result, answer.result["unknown"]) == (same.exit, same.result, 1)
    mixed = school.run("import", listed, "--numbers", "--annotate", tmp_path / "out.xlsx", "--dry-run")
    assert (mixed.exit, mixed.codes) == (2, ["usage.together"])
    plan = tmp_path / "方案.json"
    saved = school.run("import", listed, "--numbers", "--plan-out", plan)
    done = school.run("import", listed, "--numbers", "--apply", plan, "--yes")
    assert (saved.result["plan"], done.exit) == (str(plan), 0)
    assert done.result == {**saved.result, "plan": None}


@pytest.mark.parametrize(
    ("sole", "words"),
    [
        *(
            ("--numbers", words)
            for words in (
                ("--accept-valid",), ("--as", "enrol"), ("--yes-change", "3"), ("--overwrite", "name"), ("--force",),
                ("--map", "名=姓名"), ("--ask-again", "Q"), ("--encoding", "utf-8"),
            )
        ),
        *(
            ("--apply", words)
            for words in (("--overwrite", "name"), ("--as", "take-on"), ("--because", "x"), ("--plan-out", "P"))
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)  # fmt: skip
def test_an_option_that_would_do_nothing_beside_another_is_a_usage_error_naming_both(
    school: Program, tmp_path: Path, sole: str, words: tuple[str, ...]
) -> None:
    book = write_pupils(tmp_path / "更多.xlsx", 2, seed=8)
    answer = school.run("import", book, sole, *(["P"] if sole == "--apply" else []), *words)
    assert (answer.exit, answer.codes) == (2, ["usage.together"])
    assert {answer.document["problems"][0]["params"][name] for name in ("option", "other")} == {sole, words[0]}


@pytest.mark.parametrize("words", [("--only", "1"), ("--rest", "R")])
def test_lines_are_picked_from_a_plan_and_from_nothing_else(
    school: Program, tmp_path: Path, words: tuple[str, ...]
) -> None:
    answer = school.run("import", write_pupils(tmp_path / "更多.xlsx", 2, seed=8), *words, "--yes")
    assert (answer.exit, answer.codes, answer.document["problems"][0]["params"]["option"]) == (
        2, ["usage.missing"], "--apply"
    )  # fmt: skip


def test_a_saved_plan_stores_nothing_whatever_was_agreed_to_and_names_the_next_step(
    school: Program, tmp_path: Path
) -> None:
    more, plan = write_pupils(tmp_path / "更多.xlsx", 3, seed=9), tmp_path / "方案.json"
    before = (school.home / "registry.db").read_bytes()
    shown = school.raw("import", more, "--plan-out", plan, "--yes")
    assert (shown.exit, (school.home / "registry.db").read_bytes()) == (0, before)
    assert f"--apply {plan}" in shown.out
    again = school.run("import", more, "--plan-out", tmp_path / "又一份.json", "--yes").result
    assert (again["operation"], again["dry_run"], again["plan"]) == (None, True, str(tmp_path / "又一份.json"))
    assert school.run("import", more, "--apply", plan).result["stored"] == 3


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("enroll",), "--set"),
        (("import", "FILE"), "--yes"),
        (("key", "trust", "CARD"), "--fingerprint"),
        (("assign", "样", "--class"), "--class"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_without_a_terminal_the_missing_option_is_named(
    school: Program, tmp_path: Path, words: tuple[str, ...], option: str
) -> None:
    known = {
        "FILE": str(write_pupils(tmp_path / "新.xlsx", 2, seed=9)),
        "CARD": str(school.home.parent / "A" / "320102.xjcard"),
    }
    answer = school.run(*(known.get(word, word) for word in words))
    assert answer.exit == 2
    assert option in answer.document["problems"][0]["zh"]


@pytest.mark.parametrize("encoding", ["gbk:strict", "ascii:strict"])
@pytest.mark.parametrize(
    "words", [("find",), ("status",), ("doctor",), ("--help",), ("show", "没有"), ("find", "--json")]
)
def test_no_console_encoding_stops_the_output(school: Program, encoding: str, words: tuple[str, ...]) -> None:
    answer = school.raw(*words, extra={"PYTHONIOENCODING": encoding, "LC_ALL": "C"})
    assert answer.exit in (0, 10)
    assert "Traceback" not in answer.err


def test_the_language_is_the_option_then_the_variable_then_the_locale(school: Program) -> None:
    english = {"LC_ALL": "en_US.UTF-8"}
    assert "pupils" in school.raw("status", extra=english).out
    assert "学生" in school.raw("status", extra={**english, "XJ_LANG": "zh"}).out
    assert "pupils" in school.raw("--lang", "en", "status", extra={"XJ_LANG": "zh"}).out
    assert "学生" in school.raw("status", extra={"LC_ALL": "de_DE.UTF-8"}).out


def test_a_pupil_is_meant_by_id_prefix_name_or_standard_input(school: Program) -> None:
    record = _first(school)
    name = school.run("show", record).result["name"]
    assert school.run("show", record[:8]).result["record_id"] == record
    assert school.run("show", name).result["record_id"] == record
    assert school.run("show", "-", stdin=f"{record}\n").result["record_id"] == record
    assert school.run("show", "-", stdin="").exit == 2


def test_a_version_is_answered_by_both_programs(school: Program) -> None:
    for module, name in (("xjcli", "xj"), ("xjcli.authority", "xj-authority")):
        program = Program(module, school.home)
        line = [*program.command()[:3], "--version"]
        answer = subprocess.run(line, capture_output=True, text=True, check=True)
        assert answer.stdout.startswith(f"{name} ")
