"""The one error boundary: every way to end is one report and one exit status, and none repeats a pupil's data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from xjcli.errors import Problem, Refusal
from xjcli.report import Report, Session, boundary, finish
from xjcli.report.language import current
from xjcli.report.problems import as_json, group, lines

NUMBER = "11010519491231002X"
KEYS = {"schema", "command", "ok", "exit", "result", "problems"}


def ended(run: Callable[[list[str]], object], *words: str) -> int:
    with pytest.raises(SystemExit) as caught:
        boundary(run, list(words))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def raising(error: BaseException) -> Callable[[list[str]], object]:
    def run(_: list[str]) -> object:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Refusal(Problem("registry.missing")), 40, "registry.missing"),
        (Refusal(Problem("registry.missing"), exit_code=2), 2, "registry.missing"),
        (KeyboardInterrupt(), 3, "usage.cancelled"),
        (EOFError(), 3, "usage.cancelled"),
        (ValueError(NUMBER), 90, "defect.unexpected"),
        (KeyError(NUMBER), 90, "defect.unexpected"),
        (RecursionError(NUMBER), 90, "defect.unexpected"),
        (Refusal(Problem("pupil.unknown")), 90, "defect.unexpected"),  # a message that lacks its parameter
    ],
)
@pytest.mark.parametrize("json_too", [True, False])
def test_every_way_to_end_is_one_report_without_the_message_of_a_library(
    capsys: pytest.CaptureFixture[str], error: BaseException, status: int, code: str, json_too: bool
) -> None:
    assert ended(raising(error), *["--json"] * json_too) == status
    out, err = capsys.readouterr()
    assert NUMBER not in out + err
    assert "Traceback" not in out + err
    if json_too:
        document = json.loads(out)
        assert document.keys() == KEYS
        assert (document["exit"], document["ok"], document["problems"][0]["code"], err) == (status, False, code, "")
    else:
        assert (out, code in err or code == "usage.cancelled") == ("", True)


def test_a_defect_after_something_was_stored_never_says_that_nothing_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(_: list[str]) -> object:
        Session.stored = True
        raise ValueError(NUMBER)

    assert ended(run, "--json") == 90
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "defect.after-storing"


def test_a_defect_names_its_kind_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    ended(raising(ValueError(NUMBER)), "--json")
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["params"]["kind"] == "ValueError"
    assert problem["params"]["place"].startswith("tests.report.test_boundary:")


@pytest.mark.parametrize(
    ("words", "rest", "home", "lang"),
    [
        (["--home", "H", "find", "--lang", "en"], ["find"], "H", "en"),
        (["find", "--home=H", "--lang=zh", "x"], ["find", "x"], "H", "zh"),
        (["show", "--", "--json", "--home"], ["show", "--", "--json", "--home"], None, "zh"),
        (["show", "--home"], ["show", "--home"], None, "zh"),
    ],
)
def test_global_options_stand_anywhere_before_a_double_dash(
    words: list[str], rest: list[str], home: str | None, lang: str
) -> None:
    seen: list[Any] = []
    ended(lambda left: seen.extend([left, Session.home, Session.json, current()]), *words)
    assert seen == [rest, home, False, lang]


@pytest.mark.parametrize("lang", ["fr", "deutsch"])
def test_a_language_we_do_not_speak_is_a_usage_error(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert ended(lambda _: None, "find", "--lang", lang, "--json") == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["params"]["allowed"] == "zh, en"


def test_a_file_named_after_a_pupil_is_masked_where_a_problem_names_it() -> None:
    problem = Problem("file.missing", where=f"{NUMBER}户口簿.pdf", params={"note": f"电话 13800138000 {NUMBER}"})
    told = json.dumps(as_json(problem), ensure_ascii=False) + "".join(lines([problem]))
    assert NUMBER not in told
    assert "13800138000" not in told
    assert "户口簿.pdf" in told


def test_what_is_no_number_is_not_masked() -> None:
    where, digest = "学生基础信息!B1000", "06c8ca13f9992be2274d247a927edc59fab96e0d6b4ae3d7a4e6184e7a1aa376"
    told = as_json(Problem("bundle.unknown", where=where, params={"id": digest}))
    assert (told["where"], told["params"]["id"]) == (where, digest)


def test_the_exit_of_a_report_is_its_first_refusal_and_warnings_are_none() -> None:
    warn, rule, sheet = Problem("enrol.namesake", "warn"), Problem("enrol.duplicate"), Problem("sheet.empty")
    assert [Report({}, found).status for found in ([], [warn], [warn, rule, sheet], [sheet, rule])] == [0, 0, 20, 50]
    assert Report({}, [rule], 1).status == 1


def test_a_screen_stands_on_standard_output_and_problems_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        finish(Report({"x": 1}, [Problem("registry.missing", "warn")]), lambda result: [f"x is {result['x']}"])
    out, err = capsys.readouterr()
    assert out == "x is 1\n"
    assert "registry.missing" in err


def test_the_same_cause_is_told_once_with_its_count_and_its_ends() -> None:
    problems = [Problem("import.twice", where=f"S!B{row}", params={"row": 2}) for row in range(3, 13)]
    told = list(lines([Problem("enrol.namesake", "warn", "S!B2", {"record": "r1"}), *problems]))
    assert len(told) == 3 + 1 + 1 + 2
    assert told[0].startswith("[拒绝] S!B3")
    assert "7" in told[3]
    assert "S!B12" in told[3]
    (first, _) = group([*problems, Problem("enrol.namesake", "warn")])
    assert first == {"code": "import.twice", "severity": "refuse", "count": 10, "first": "S!B3", "last": "S!B12"}
