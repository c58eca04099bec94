"""`xj init` at a terminal (第三条): asked, explained, gone back from, agreed to; without one nothing is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.locks import WORDS, run_with
from tests.offices import Program
from tests.terminals import BACKSPACE, CTRL_C, DOWN, ENTER, ESCAPE, Terminal, pasted, terminal
from xjcli.report.phrases import in_language
from xjcli.ui.setting_up import QUESTIONS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")

CODE, PLACE = "2132000456", "320102"
LANGS = ("zh", "en")


class Said:
    """The program's words in one language."""

    def __init__(self, lang: str) -> None:
        self._english = lang == "en"

    def __call__(self, key: str) -> str:
        return in_language(key, english=self._english)

    def ask(self, name: str) -> str:
        return f"? {self(f'init.ask.{name}')}"


@pytest.fixture
def nobody(tmp_path: Path) -> Program:
    """The program where `xj init` was never run."""
    return Program("xjcli", tmp_path / "S")


def begin(screen: Terminal, said: Said) -> None:
    screen.answer(said("init.which"))


def fill(screen: Terminal, said: Said, *, code: str = CODE) -> None:
    """Every question in its order; where nothing is typed what is offered is taken."""
    screen.answer(said.ask("school_code"), code)
    screen.answer(said.ask("name"), "样例小学")
    screen.answer(said.ask("region"), PLACE)
    for name in ("stages", "system", "kind", "authority"):
        screen.answer(said.ask(name))
    screen.answer(said.ask("registrar"), "测试老师")


def agree(screen: Terminal, said: Said) -> None:
    """The summary is right, and the home gets a passphrase."""
    screen.expect(said("init.agree"))
    screen.type("y")
    screen.answer(said("lock.ask-new").partition("{")[0], WORDS)
    screen.answer(said("lock.ask-repeat"), WORDS)


def stored(school: Program) -> dict[str, str]:
    found: dict[str, str] = run_with(school, "settings", "show", secrets={"--passphrase-fd": WORDS}).result["settings"]
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_a_school_is_set_up_by_question_and_answer_after_a_summary(nobody: Program, lang: str) -> None:
    said = Said(lang)
    with terminal(nobody, "init", lang=lang) as screen:
        begin(screen, said)
        screen.expect(said("init.explain.school_code")[:20])
        fill(screen, said)
        screen.expect(said("ask.summary"))
        screen.expect("样例小学")
        agree(screen, said)
        assert screen.exit() == 0
    settings = stored(nobody)
    assert (settings["school_code"], settings["authority"], settings["registrar"]) == (CODE, PLACE, "测试老师")
    assert (settings["stages"], settings["system"], settings["kind"]) == ("primary", "6-3", "regular")


def test_full_width_digits_that_are_pasted_are_read_as_digits(nobody: Program) -> None:
    said = Said("zh")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in CODE)
    with terminal(nobody, "init") as screen:
        begin(screen, said)
        fill(screen, said, code=pasted(wide))
        agree(screen, said)
        assert screen.exit() == 0
    assert stored(nobody)["school_code"] == CODE


@pytest.mark.parametrize("lang", LANGS)
def test_a_code_that_is_too_short_is_told_at_once_and_can_be_mended(nobody: Program, lang: str) -> None:
    said = Said(lang)
    with terminal(nobody, "init", lang=lang) as screen:
        begin(screen, said)
        screen.answer(said.ask("school_code"), CODE[:-1])
        screen.expect("9")
        screen.type(CODE[-1] + ENTER)
        screen.expect(said.ask("name"))
        screen.type(CTRL_C)
        assert screen.exit() == 3
    assert not nobody.home.exists()


@pytest.mark.parametrize("key", [ESCAPE, "<" + ENTER])
def test_one_can_go_back_a_question_and_finds_the_answer_there(nobody: Program, key: str) -> None:
    said = Said("zh")
    with terminal(nobody, "init") as screen:
        begin(screen, said)
        screen.answer(said.ask("school_code"), CODE)
        screen.answer(said.ask("name"), "样例小学")
        screen.expect(said.ask("region"))
        screen.type(key)
        screen.expect(said.ask("name"))
        screen.expect("样例小学")
        screen.type(BACKSPACE + "校" + ENTER)
        screen.answer(said.ask("region"), PLACE)
        for name in ("stages", "system", "kind", "authority", "registrar"):
            screen.answer(said.ask(name))
        screen.expect("样例小校")
        agree(screen, said)
        assert screen.exit() == 0
    assert stored(nobody)["name"] == "样例小校"


@pytest.mark.parametrize("key", [ESCAPE, "<"])
def test_from_the_summary_and_from_a_list_the_way_back_is_open_too(nobody: Program, key: str) -> None:
    said = Said("zh")
    with terminal(nobody, "init", "--registrar", "测试老师", "--authority", PLACE) as screen:
        screen.answer(said.ask("school_code"), CODE)
        screen.answer(said.ask("name"), "样例小学")
        screen.answer(said.ask("region"), PLACE)
        screen.answer(said.ask("stages"))
        screen.answer(said.ask("system"))
        screen.answer(said.ask("kind"))
        screen.expect(said("init.agree"))
        screen.type(key)
        screen.expect(said.ask("kind"))
        screen.type(key)
        screen.expect(said.ask("system"))
        screen.type(DOWN + ENTER)
        screen.answer(said.ask("kind"))
        agree(screen, said)
        assert screen.exit() == 0
    assert stored(nobody)["system"] == "5-4"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("at", range(len(QUESTIONS) + 1))
def test_ctrl_c_at_any_question_stores_nothing(nobody: Program, lang: str, at: int) -> None:
    said = Said(lang)
    typed = {"school_code": CODE, "name": "样例小学", "region": PLACE}
    with terminal(nobody, "init", lang=lang) as screen:
        begin(screen, said)
        for question in QUESTIONS[:at]:
            screen.answer(said.ask(question.name), typed.get(question.name, ""))
        screen.expect(said.ask(QUESTIONS[at].name) if at < len(QUESTIONS) else said("init.agree"))
        screen.type(CTRL_C)
        assert screen.exit() == 3
    assert not nobody.home.exists()
    assert "Traceback" not in screen.seen


def test_who_wants_to_rehearse_first_gets_the_rehearsal_and_no_registry(nobody: Program, tmp_path: Path) -> None:
    said = Said("zh")
    with terminal(nobody, "init", more={"TMPDIR": str(tmp_path)}) as screen:
        screen.expect(said("init.which"))
        screen.type(DOWN + ENTER)
        screen.expect(said("demo.at.offices"))  # what becomes of a rehearsal is told in procedures/test_demo
    assert not nobody.home.exists()


def test_where_a_registry_stands_nothing_is_asked(nobody: Program) -> None:
    line = ("--school-code", CODE, "--name", "x", "--region", PLACE, "--stage", "primary", "--authority", PLACE)
    assert nobody.run("init", *line).exit == 0
    with terminal(nobody, "init") as screen:
        assert screen.exit() == 40
    assert "registry.exists" in screen.seen


@pytest.mark.parametrize("more", [(), ("--yes",)])
def test_without_a_terminal_the_missing_options_are_named_together(nobody: Program, more: tuple[str, ...]) -> None:
    answer = nobody.run("init", "--name", "样例小学", *more)
    assert (answer.exit, answer.codes) == (2, ["usage.missing"])
    assert answer.document["problems"][0]["params"]["option"] == "--school-code --region --stage --authority"


def test_with_yes_nothing_is_asked_on_a_terminal_either(nobody: Program) -> None:
    with terminal(nobody, "init", "--yes") as screen:
        assert screen.exit() == 2
    assert "--school-code" in screen.seen
