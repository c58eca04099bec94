"""Tab completes commands, options, pupils, classes and codes in real shells, quickly, and never says a number."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.offices import Program, environment, key_of, open_school, write_pupils
from tests.shells import COMMANDS as SHELLS
from tests.shells import shell
from tests.test_gate import ROOT
from xjcli.registry.connect import connect
from xjcli.report import completion
from xjcli.report.completion import Offer
from xjcli.ui import completing

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="these shells and tmux are things of POSIX")
NAMES = ("样小满", "样小满", "样大江", "阿依古丽·买买提", "样$(touch 坏)", "Yang Xiao")
#: Seconds that a Tab may take on a machine with much else to do; who waits for the registry waits ten.
QUICK = 3.0


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Pupils with namesakes, with a dot in the name, and with signs that a shell would act on."""
    folder = tmp_path_factory.mktemp("completion")
    made = open_school(folder / "S")[0]
    path = write_pupils(folder / "x.xlsx", len(NAMES))
    book = load_workbook(path)
    page = book.worksheets[0]
    (column,) = [cell.column for cell in page[1] if cell.value == "姓名"]
    for row, name in enumerate(NAMES, start=2):
        page.cell(row, column).value = name
    book.save(path)
    assert made.run("import", path, "--as", "take-on", "--accept-valid", "--yes").exit in (0, 1)
    return made


def asked(program: Program, *words: str, kind: str = "fish", home: Path | None = None, **more: str) -> list[str]:
    """What the program answers the completion script of a shell; the last word is what is typed so far."""
    line = " ".join(("xj", *words))
    done = subprocess.run(
        [sys.executable, "-m", "xjcli"], capture_output=True, encoding="utf-8", check=False,
        env={
            **environment(), "XJ_HOME": str(home or program.home), "PYTHONIOENCODING": "utf-8",
            "_XJ_COMPLETE": f"complete_{kind}", "_TYPER_COMPLETE_ARGS": line, "COMP_WORDS": line,
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1], "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "COMP_CWORD": str(len(words)), **more,
        },
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


def values(*lines: str) -> list[str]:
    return [line.partition("\t")[0] for line in lines]


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("tra",), ["transfer"]),
        (("transfer", "re"), ["request", "release", "refuse", "remind"]),
        (("find", "--st"), ["--status", "--standing"]),
        (("find", "--standing", "p"), ["pending"]),
        (("find", "--grade", "三"), ["三年级"]),
        (("find", "--grade", "3"), ["3"]),
        (("find", "--class", "0"), ["01"]),
        (("reconcile", "--class", "1."), ["1.1"]),
        (("explain", "enrol.dup"), ["enrol.duplicate"]),
        (("explain", "death"), ["death-reported"]),
        (("rules", "show", "national-2013"), ["national-2013"]),
        (("enroll", "--set", "sex="), ["sex=男", "sex=女"]),
        (("update", "样小满", "--set", "postc"), ["postcode="]),
        (("leave", "样小满", "样大"), ["样大江"]),
        (("--lang", "e"), ["en"]),
        (("settings", "set", "registrar"), ["registrar"]),
        (("withdraw", "样小满", "--ground", "vol"), ["voluntary"]),
        (("form", "write", "roster"), ["roster"]),
        (("template", "nat"), ["national-a", "national-b"]),
        (("--home", "/nowhere", "show", "样"), []),
        (("nothing-such", "x"), []),
        (("show", "--frob", "样大"), ["样大江"]),
    ],
    ids=" ".join,
)
def test_what_fits_at_this_place_of_the_line_is_offered(
    school: Program, words: tuple[str, ...], some: list[str]
) -> None:
    assert values(*asked(school, *words)) == some


def test_an_english_registrar_is_offered_numbers_of_grades(school: Program) -> None:
    assert values(*asked(school, "find", "--grade", "", XJ_LANG="en"))[:2] == ["1", "2"]


def test_a_pupil_is_offered_by_name_or_record_id_and_never_by_a_number(school: Program) -> None:
    by_name, by_id = asked(school, "show", "样"), asked(school, "show", "r")
    assert set(values(*by_name)) == {"样小满", "样大江"}
    everyone = school.run("find").result["items"]
    assert set(values(*by_id)) == {item["record_id"] for item in everyone}
    (both,) = [line for line in by_name if line.startswith("样小满")]
    assert all(item["record_id"] in both for item in everyone if item["name"] == "样小满")
    assert asked(school, "show", "3201") == []
    assert not re.search(r"\d{6}", "".join(by_name))


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish", "powershell"])
def test_no_sign_that_a_shell_acts_on_leaves_the_program(school: Program, kind: str) -> None:
    told = "\n".join(asked(school, "show", "样", kind=kind) + asked(school, "show", "r", kind=kind))
    assert "样小满" in told
    assert "$(" not in told
    assert "`" not in told
    assert "(touch" not in told


def test_a_candidate_with_any_other_sign_is_left_out() -> None:
    found = [Offer(value) for value in ("ok", "a b", "a;b", "a$b", "a`b", "a'b", 'a"b', "a\\b", "a*b", "样·b", "a=b")]
    assert [each.value for each in found if completion._is_plain(each.value)] == ["ok", "样·b", "a=b"]
    assert completion._said('三(2)班: "x" $y `z` \\ 41*') == "三（2）班： x y z 41*"


def test_without_a_registry_or_while_it_is_locked_nothing_is_offered_and_nothing_is_waited_for(
    school: Program, tmp_path: Path
) -> None:
    assert asked(school, "show", "样", home=tmp_path) == []
    (tmp_path / "registry.db").write_bytes(b"no registry at all" * 100)
    assert asked(school, "show", "样", home=tmp_path) == []
    writer = connect(school.home / "registry.db", "write", key=key_of(school.home))
    try:
        writer.execute("begin exclusive")
        began = time.monotonic()
        assert asked(school, "show", "样") == []
        assert time.monotonic() - began < QUICK
    finally:
        writer.rollback()
        writer.close()
    assert values(*asked(school, "show", "样大")) == ["样大江"]


def test_completion_loads_nothing_heavy(school: Program) -> None:
    program = (
        "import sys; from xjcli.app import run\n"
        "try: run([])\nexcept SystemExit: pass\n"
        "print(','.join(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=ROOT,
        env={
            **environment(), "XJ_HOME": str(school.home), "_XJ_COMPLETE": "complete_zsh", "PYTHONIOENCODING": "utf-8",
            "_TYPER_COMPLETE_ARGS": "xj show 样",
        },
    )  # fmt: skip
    assert "样大江" in done.stdout
    heavy = {"pydantic", "openpyxl", "sqlite_utils", "questionary", "httpx", "rich", "cryptography", "pypinyin"}
    assert heavy.isdisjoint(done.stderr.strip().split(","))


def test_every_place_of_the_table_is_a_parameter_of_a_command() -> None:
    from tests.commands.test_options import every_command
    from xjcli.app import COMMANDS
    from xjcli.report.program import root

    known: set[str] = set()
    for command in every_command():
        found = root(COMMANDS, "xjcli.commands", zh="", en="")
        for word in command.split():
            found = found.get_command(None, word)
        known |= {f"{command} {each.name}" for each in found.params}
    assert set(completing._PLACES) <= known
    assert set(completing._PARAMETERS) <= {place.rpartition(" ")[2] for place in known}


def test_the_script_for_powershell_asks_the_program_the_way_it_answers(school: Program) -> None:
    """PowerShell cannot be had here: its script is read, and the protocol it speaks is spoken."""
    done = subprocess.run(
        [sys.executable, "-m", "xjcli", "--show-completion", "powershell"], capture_output=True, encoding="utf-8",
        check=True, env={**environment(), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )  # fmt: skip
    assert "Register-ArgumentCompleter -Native -CommandName xj" in done.stdout
    for name in ("_XJ_COMPLETE", "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE"):
        assert f"$Env:{name}" in done.stdout
    assert '-Split ":::"' in done.stdout
    (line,) = asked(school, "show", "样大", kind="powershell")
    value, _, words = line.partition(":::")
    assert (value, bool(words.strip())) == ("样大江", True)


@POSIX
@pytest.mark.parametrize("name", SHELLS)
def test_in_a_real_shell_the_installed_completion_answers_tab(school: Program, tmp_path: Path, name: str) -> None:
    with shell(name, tmp_path, school.home) as before:
        before.run("xj --install-completion", "installed in")
    with shell(name, tmp_path, school.home) as live:
        live.run("echo rea''dy", "ready")
        for typed, shown in (("xj templ", "xj template"), ("xj explain enrol.dup", "xj explain enrol.duplicate")):
            live.type(typed)
            live.press("Tab")
            live.expect(shown)
            live.press("C-u")
        live.type("xj show 样大")
        live.press("Tab")
        live.expect("xj show 样大江")
        live.press("Enter")
        seen = live.expect("xj history")
        assert "Traceback" not in seen
        live.press("C-l")
        live.type("xj find --grade 三")
        live.press("Tab")
        live.expect("xj find --grade 三年级")
        live.press("C-u")
        live.type("xj transfer re")
        live.press("Tab", "Tab")
        live.expect("release", "refuse", "remind")
    history = "".join(path.read_text("utf-8", "replace") for path in tmp_path.rglob("*history*") if path.is_file())
    assert not re.search(r"\d{15}", history)
    assert not os.path.lexists(tmp_path / "坏")
