"""Consoles as they are: code page 936, no colour, 80 columns, pipes, no terminal; Windows paths and line ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offices import Program, environment, open_school, write_pupils
from tests.terminals import CTRL_C, terminal
from tests.ui.test_prompts import answers
from tests.ui.test_setting_up import CODE, Said, agree, begin, fill, stored
from xjcli.report.manual import wrap
from xjcli.report.tables import width

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
WIDTH = 80
#: Signs of a path on Windows without long paths; the engine of the registry takes 512 bytes everywhere.
LONGEST_OF_OLD = 260


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("console")
    made = open_school(folder / "S")[0]
    assert made.run("import", write_pupils(folder / "x.xlsx", 6), "--as", "take-on", "--yes").exit == 0
    return made


@POSIX
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_init_asks_and_answers_on_a_console_of_either_encoding_80_columns_wide(tmp_path: Path, encoding: str) -> None:
    nobody, said = Program("xjcli", tmp_path / "S"), Said("zh")
    with terminal(nobody, "init", encoding=encoding, columns=WIDTH) as screen:
        begin(screen, said)
        fill(screen, said)
        screen.expect("样例小学")
        agree(screen, said)
        assert screen.exit() == 0
    assert stored(nobody)["school_code"] == CODE
    for name in ("school_code", "region", "authority"):
        lines = wrap(said(f"init.explain.{name}"), WIDTH)
        assert "\n".join(lines) in screen.seen
        assert max(width(line) for line in lines) <= WIDTH


@POSIX
@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_where_no_colour_is_wanted_none_is_shown_and_the_questions_still_work(
    tmp_path: Path, more: dict[str, str]
) -> None:
    nobody, said = Program("xjcli", tmp_path / "S"), Said("zh")
    with terminal(nobody, "init", more=more) as screen:
        begin(screen, said)
        screen.answer(said.ask("school_code"), CODE)
        screen.expect(said.ask("name"))
        screen.type(CTRL_C)
        assert screen.exit() == 3
    assert not re.search(rb"\x1b\[(?:\d+;)*(?:[349]\d|10\d)(?:;\d+)*m", screen.raw)


@pytest.mark.parametrize("encoding", ["gbk:strict", "utf-8:strict"])
@pytest.mark.parametrize("words", [(), ("status",), ("find",), ("due",), ("--help",), ("check",), ("nosuch",)])
def test_through_a_pipe_there_is_no_colour_and_nothing_is_lost(
    school: Program, words: tuple[str, ...], encoding: str
) -> None:
    done = subprocess.run(
        school.command(*words), capture_output=True, check=False, env={**environment(), "PYTHONIOENCODING": encoding}
    )
    plain = done.stdout + done.stderr
    assert b"\x1b" not in plain
    text = plain.decode(encoding.partition(":")[0])
    assert "\\u" not in text
    assert "Traceback" not in text


@POSIX
@pytest.mark.parametrize(("closed", "status"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), (">&- 2>&- <&-", 0)])
def test_without_a_standard_stream_a_command_does_its_work_and_says_so_by_its_exit(
    school: Program, closed: str, status: int
) -> None:
    line = " ".join([*school.command("status"), closed])
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


@POSIX
def test_without_a_terminal_nothing_is_asked_even_where_the_output_is_one(school: Program) -> None:
    with terminal(school, "status") as screen:
        assert screen.exit() == 0
    done = subprocess.run(
        school.command("enroll"), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "--set" in done.stderr


def test_lists_and_forms_with_the_line_ends_and_the_mark_of_windows_are_read(school: Program, tmp_path: Path) -> None:
    names = [item["name"] for item in school.run("find").result["items"][:2]]
    found = school.run(
        "assign",
        "-",
        "--class",
        "2",
        stdin="\r\n".join(names) + "\r\n",
    )
    assert (found.exit, found.result["changed"]) == (0, 2)
    form = tmp_path / "表单.json"
    form.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(answers(), ensure_ascii=False, indent=1).replace("\n", "\r\n").encode()
    )
    assert school.run("enroll", "--file", form, "--dry-run").exit == 0


def test_a_path_longer_than_windows_once_allowed_and_full_of_spaces_and_han_works(tmp_path: Path) -> None:
    home = tmp_path.joinpath("学籍 登记", *["a folder (of a long name)" * 2] * 4, "S")
    assert len(str(home)) > LONGEST_OF_OLD or sys.platform == "win32"
    made, _ = open_school(home)
    book = write_pupils(home.parent / "新 生.xlsx", 3)
    assert made.run("import", book, "--yes").exit == 0
    assert made.run("export", home.parent / "名册 (全校).xlsx").exit == 0
    assert made.run("doctor").exit == 0
