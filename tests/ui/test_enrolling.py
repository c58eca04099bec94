"""A child enrolled, and another school's asked for, by question and answer (第四条、第十四条), in both languages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.offices import Program, open_school
from tests.proofs import png
from tests.terminals import BACKSPACE, CTRL_C, ENTER, ESCAPE, Terminal, pasted, terminal
from tests.ui.test_prompts import answers
from xjcli.report.phrases import in_language
from xjcli.schema.columns import FIELDS
from xjcli.schema.values.resident import check_character
from xjcli.ui.enrolling import ASKED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")

LANGS = ("zh", "en")
ORIGIN, OLD_NUMBER = "2132000777", "G32010620170305901"


def said(key: str, lang: str) -> str:
    return in_language(key, english=lang == "en")


def asked(name: str, lang: str) -> str:
    return f"? {said(f'field.{name}', lang)}"


def fill(screen: Terminal, given: dict[str, str], lang: str, names: tuple[str, ...] = ASKED) -> None:
    """Answer every question in its order; the empty answer takes what is offered."""
    for name in names:
        if not name.startswith("member1_") or name == "member1_name":
            screen.answer(asked(name, lang), given.get(name, ""))


@pytest.fixture
def school(tmp_path: Path) -> Program:
    return open_school(tmp_path / "S")[0]


def in_english(given: dict[str, str]) -> dict[str, str]:
    """A grade as an English registrar types it."""
    return {**given, "grade": "1"}


def test_every_field_has_the_national_label_and_an_english_word() -> None:
    assert all(said(f"field.{each.name}", "zh") == each.label for each in FIELDS)
    assert all(said(f"field.{each.name}", "en").isascii() for each in FIELDS)


def test_a_child_is_entered_in_english_too(school: Program) -> None:
    with terminal(school, "enroll", lang="en") as screen:
        fill(screen, in_english(answers()), "en")
        screen.expect(said("ask.summary", "en"))
        screen.expect(said("enroll.ask", "en"))
        screen.type("y")
        assert screen.exit() == 0
    assert [item["name"] for item in school.run("find").result["items"]] == ["样小满"]
    assert sum("\u4e00" <= sign <= "\u9fff" for sign in screen.seen.replace(answers()["address"], "")) < 60


@pytest.mark.parametrize("lang", LANGS)
def test_full_width_digits_that_are_pasted_are_the_same_number(school: Program, lang: str) -> None:
    given = in_english(answers())
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in given["document_number"])
    with terminal(school, "enroll", lang=lang) as screen:
        fill(screen, {**given, "document_number": pasted(wide)}, lang)
        screen.expect(said("enroll.ask", lang))
        screen.type("y")
        assert screen.exit() == 0
    found = school.run("find", given["document_number"]).result["items"]
    assert [item["name"] for item in found] == [given["name"]]


@pytest.mark.parametrize("lang", LANGS)
def test_another_number_after_going_back_says_another_sex(school: Program, lang: str) -> None:
    given = in_english(answers())
    body = given["document_number"][:16] + "2"  # an even place in the order: a girl
    girl = body + check_character(body)
    with terminal(school, "enroll", lang=lang) as screen:
        fill(screen, given, lang, ASKED[: ASKED.index("birth_date")])
        screen.expect(asked("birth_date", lang))
        for name in ("sex", "document_number"):
            screen.type(ESCAPE)
            screen.expect(asked(name, lang))
        screen.type(BACKSPACE * 18 + girl + ENTER)
        fill(screen, given, lang, ASKED[ASKED.index("sex") :])
        screen.expect(said("enroll.ask", lang))
        screen.type("y")
        assert screen.exit() == 0
    assert [item["sex"] for item in school.run("find").result["items"]] == ["2"]


@pytest.mark.parametrize("lang", LANGS)
def test_only_what_the_options_left_out_is_asked(school: Program, lang: str) -> None:
    given = in_english(answers())
    line = (
        "--name",
        given["name"],
        "--set",
        f"phone={given['phone']}",
        "--grade",
        "1",
        "--class",
        "1",
        "--set",
        "sex=",
    )
    rest = tuple(name for name in ASKED if name not in ("name", "phone", "grade", "class_no"))
    with terminal(school, "enroll", *line, lang=lang) as screen:
        fill(screen, given, lang, rest)
        screen.expect(said("enroll.ask", lang))
        screen.type("y")
        assert screen.exit() == 0
    assert asked("phone", lang) not in screen.seen
    assert [item["name"] for item in school.run("find").result["items"]] == [given["name"]]


def complete_line(given: dict[str, str]) -> list[str]:
    return [word for name, value in given.items() for word in ("--set", f"{name}={value}")]


def test_where_nothing_needed_is_missing_or_yes_is_said_nothing_is_asked(school: Program) -> None:
    with terminal(school, "enroll", *complete_line(answers())) as screen:
        assert screen.exit() == 0
    with terminal(school, "enroll", "--name", "样小满", "--yes") as screen:
        assert screen.exit() == 10
    assert "field.missing" in screen.seen
    assert school.run("status").result["records"] == 1


def arriving() -> dict[str, str]:
    return {
        **in_english(answers()), "from_school": ORIGIN, "from_name": "别的小学", "reason": "随父母迁居",
        "proof_place": "柜3-2",
    }  # fmt: skip


def ask_origin(screen: Terminal, given: dict[str, str], lang: str) -> None:
    for name in ("from_school", "from_name", "number", "reason"):
        screen.answer(f"? {said(f'transfer.ask.{name}', lang)}", given.get(name, ""))


@pytest.mark.parametrize("lang", LANGS)
def test_a_pupil_of_another_school_is_asked_for_by_question_and_answer(school: Program, lang: str) -> None:
    given = arriving()
    with terminal(school, "transfer", "request", lang=lang) as screen:
        ask_origin(screen, {**given, "from_school": pasted("２１３２０００７７７")}, lang)
        fill(screen, given, lang)
        screen.answer(f"? {said('transfer.ask.evidence', lang)}", "")
        screen.expect(f"? {said('transfer.ask.proof_place', lang)}")
        screen.type(ENTER)
        screen.expect(said("transfer.proof-needed", lang))
        screen.type(given["proof_place"] + ENTER)
        before = len(screen.seen)
        screen.expect(said("transfer.agree", lang))
        summary = screen.seen[before:]
        screen.type("y")
        assert screen.exit() == 0
    assert given["phone"] not in summary
    assert given["document_number"] not in summary
    (item,) = school.run("transfer", "list").result["items"]
    assert (item["name"], item["school"], item["school_name"]) == (given["name"], ORIGIN, given["from_name"])


@pytest.mark.parametrize("lang", LANGS)
def test_a_request_can_be_gone_back_through_and_left_with_nothing_stored(school: Program, lang: str) -> None:
    given = arriving()
    with terminal(school, "transfer", "request", lang=lang) as screen:
        screen.answer(f"? {said('transfer.ask.from_school', lang)}", ORIGIN)
        screen.expect(f"? {said('transfer.ask.from_name', lang)}")
        screen.type(ESCAPE)
        screen.expect(f"? {said('transfer.ask.from_school', lang)}")
        screen.expect(ORIGIN)
        screen.type(ENTER)
        for name in ("from_name", "number", "reason"):
            screen.answer(f"? {said(f'transfer.ask.{name}', lang)}", given.get(name, ""))
        screen.expect(asked("name", lang))
        screen.type(CTRL_C)
        assert screen.exit() == 3
    assert "Traceback" not in screen.seen
    assert school.run("status").result["acts"] == 0


def test_a_file_that_is_dragged_into_the_window_with_its_quotes_is_the_proof(school: Program, tmp_path: Path) -> None:
    proof = tmp_path / "转学 申请.png"
    proof.write_bytes(png())
    with terminal(school, "transfer", "request") as screen:
        ask_origin(screen, arriving(), "zh")
        fill(screen, arriving(), "zh")
        evidence = f"? {said('transfer.ask.evidence', 'zh')}"
        screen.answer(evidence, str(tmp_path / "没有.png"))
        screen.expect(said("transfer.no-file", "zh"))
        screen.type(BACKSPACE * 200 + f"'{proof}'" + ENTER)
        screen.answer(f"? {said('transfer.ask.proof_place', 'zh')}")
        screen.expect(said("transfer.agree", "zh"))
        screen.type("y")
        assert screen.exit() == 0
    assert school.run("transfer", "list").result["total"] == 1


def test_a_number_that_is_typed_for_a_request_stands_masked_in_the_summary(school: Program) -> None:
    given = {**arriving(), "number": "G" + answers()["document_number"]}
    with terminal(school, "transfer", "request", "--paper", "柜1") as screen:
        ask_origin(screen, given, "zh")
        fill(screen, given, "zh")
        screen.expect(said("ask.summary", "zh"))
        before = len(screen.seen)
        screen.expect(said("transfer.agree", "zh"))
        assert given["number"] not in screen.seen[before:]
        screen.type("n")
        assert screen.exit() == 3
    assert school.run("status").result["acts"] == 0


def test_without_a_terminal_a_request_names_what_is_missing(school: Program) -> None:
    answer = school.run("transfer", "request", "--set", "name=样小满")
    assert (answer.exit, answer.document["problems"][0]["params"]["option"]) == (2, "--from")
    assert "field.missing" in json.dumps(school.run("enroll", "--name", "样小满").codes)
