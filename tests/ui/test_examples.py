"""Each help page begins with examples; every one of them is read by the program, and what only reads runs."""

from __future__ import annotations

import importlib
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_options import READING, every_command
from tests.offices import Program, environment, open_school, write_pupils
from xjcli.app import COMMANDS
from xjcli.report.language import Lang, choose
from xjcli.report.manual import NARROWEST, WIDEST, Example, definitions, wrap
from xjcli.report.program import root
from xjcli.report.tables import width
from xjcli.ui import examples

LANGS: tuple[Lang, ...] = ("zh", "en")
#: Examples of reading whose file or scanned text is not there in the test.
ELSEWHERE = ("bundle show", "bundle verify", "class-list read", "verify-form", "card verify")


def table(lang: Lang) -> dict[str, tuple[Example, ...]]:
    choose(lang)
    found: dict[str, tuple[Example, ...]] = dict(importlib.reload(examples).EXAMPLES)
    return found


def words(example: Example) -> list[str]:
    program, *rest = shlex.split(example.line)
    assert program == "xj"
    return rest


def read(line: list[str]) -> str:
    """The command that the program's own parser finds in a line; nothing is carried out."""
    program: Any = root(COMMANDS, "xjcli.commands", zh="", en="")
    ctx = program.make_context("xj", list(line))
    rest = [*ctx._protected_args, *ctx.args]
    while rest and hasattr(ctx.command, "resolve_command"):
        name, command, rest = ctx.command.resolve_command(ctx, rest)
        ctx = command.make_context(name, rest, parent=ctx)
        rest = [*ctx._protected_args, *ctx.args]
    return str(ctx.command_path).partition(" ")[2]


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_and_every_verb_has_an_example(lang: Lang) -> None:
    names = set(table(lang))
    groups = {name.partition(" ")[0] for name in every_command()}
    assert names == {"", *every_command(), *groups}


@pytest.mark.parametrize("lang", LANGS)
def test_every_example_is_a_line_that_the_program_reads_as_that_command(lang: Lang) -> None:
    for name, lines in table(lang).items():
        for example in lines:
            line = words(example)
            if "--help" in line:
                assert line[0] in COMMANDS
                continue
            found = read(line)
            assert found == name or found.partition(" ")[0] == name or not name, example.line
            assert example.zh and example.en.isascii()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A school where the pupil of the examples is."""
    folder = tmp_path_factory.mktemp("examples")
    made = open_school(folder / "S")[0]
    assert made.run("import", write_pupils(folder / "x.xlsx", 4), "--as", "take-on", "--yes").exit == 0
    return made


def reading() -> Iterator[Example]:
    for name, lines in table("zh").items():
        if name in READING and name not in ELSEWHERE:
            yield from lines


def test_examples_of_what_only_reads_run(school: Program, tmp_path: Path) -> None:
    pupil = school.run("find").result["items"][0]["name"]
    ran = 0
    for example in reading():
        line = [pupil if word == examples.WORDS["pupil"][0] else word for word in words(example)]
        line = [str(write_pupils(tmp_path / f"{ran}.xlsx", 2)) if word.endswith(".xlsx") else word for word in line]
        answer = school.run(*line)
        assert answer.exit in (0, 1), (example.line, answer.codes)
        ran += 1
    assert ran > len(READING) - len(ELSEWHERE)


def page(school: Program, *line: str, encoding: str = "utf-8", **more: str) -> str:
    """A help page as it comes through a pipe, in the console's encoding."""
    done = subprocess.run(
        school.command(*line, "--help"), capture_output=True, check=True,
        env={**environment(), "PYTHONIOENCODING": f"{encoding}:strict", **more},
    )  # fmt: skip
    assert b"\x1b" not in done.stdout + done.stderr
    return done.stdout.decode(encoding).replace("\r\n", "\n")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("lang", LANGS)
def test_help_fits_80_columns_and_begins_with_what_it_does_and_an_example(
    school: Program, encoding: str, lang: Lang
) -> None:
    said = {"zh": "例子", "en": "Examples"}[lang]
    for line in ((), ("enroll",), ("transfer",), ("transfer", "request"), ("import",), ("find",)):
        shown = page(school, "--lang", lang, *line, encoding=encoding)
        assert max(width(row) for row in shown.splitlines()) <= WIDEST
        assert shown.split("\n\n")[1].startswith(said)


def test_a_column_of_wide_letters_is_as_straight_as_one_of_narrow_ones() -> None:
    rows = list(definitions([("学段", "甲"), ("--class TEXT", "班级"), ("a", "b")], WIDEST))
    assert {width(row[: row.index(text)]) for row, text in zip(rows, "甲班b", strict=True)} == {len("  --class TEXT  ")}


def test_a_narrow_terminal_gets_a_narrow_page_and_no_line_begins_with_a_full_stop(school: Program) -> None:
    for part in page(school, "import", COLUMNS=str(NARROWEST)).splitlines():
        assert part.lstrip()[:1] not in tuple("，。；：、）”")
    lines = wrap("学籍管理员的工作台。好", 18)
    assert ("".join(lines), max(width(line) for line in lines) <= 18) == ("学籍管理员的工作台。好", True)
    assert wrap("学籍管理员的工作台。", 18)[-1] == "台。"
