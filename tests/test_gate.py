"""The one gate, the same for people and CI: format, lint, types for two platforms, import contracts, catalogue."""

from __future__ import annotations

import ast
import importlib
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xjcli.errors import Entry
from xjcli.errors.catalogue import ENTRIES, clashes
from xjcli.report.phrases import SUBJECTS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "xjcli").rglob("*.py"))
CHECKS = {
    "format": ["ruff", "format", "--check", "xjcli", "tests"],
    "lint": ["ruff", "check", "xjcli", "tests"],
    "types": ["mypy"],
    "types on Windows": ["mypy", "--platform", "win32"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_tools_have_no_objection(check: str) -> None:
    done = subprocess.run([sys.executable, "-m", *CHECKS[check]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_imports_only_what_stands_below_it() -> None:
    program = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def _literals(name: str) -> Iterator[tuple[str, str]]:
    """(file, text) of every string constant that is the first argument of a call of `name`."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name) and node.func.id == name:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield path.name, part.value


def test_every_code_that_is_raised_has_words() -> None:
    raised = {(file, code) for file, code in _literals("Problem") if "." in code}
    assert raised
    assert [(file, code) for file, code in sorted(raised) if code not in ENTRIES] == []


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


#: The heading of a column is known at the door of a workbook, which adds it to what a cell's parser has found.
_ADDED = {"header"}


def _raised() -> Iterator[tuple[str, str, set[str]]]:
    """Each problem whose code and params are written out where it is made: the place, the code, the names given."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"):
                continue
            given = {each.arg: each.value for each in node.keywords} | dict(enumerate(node.args))
            code, params = given.get(0), given.get("params", given.get(3, ast.Dict([], [])))
            if isinstance(code, ast.Constant) and isinstance(params, ast.Dict) and None not in params.keys:
                names = {key.value for key in params.keys if isinstance(key, ast.Constant)}
                yield f"{path.name}:{node.lineno}", str(code.value), {str(name) for name in names}


def test_whoever_makes_a_problem_fills_the_blanks_of_its_words() -> None:
    raised = [each for each in _raised() if each[1] in ENTRIES]
    assert raised
    assert [
        (place, code)
        for place, code, given in raised
        if _blanks(ENTRIES[code].zh + ENTRIES[code].hint_zh) - given - _ADDED
    ] == []


def test_no_code_stands_in_the_catalogue_that_nobody_raises() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES if "catalogue" not in path.parts)
    assert [code for code in ENTRIES if f'"{code}"' not in text] == []


def test_no_code_stands_twice() -> None:
    assert clashes() == []


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_both_languages_say_the_same_things(code: str) -> None:
    line: Entry = ENTRIES[code]
    assert line.zh and line.en
    assert bool(line.hint_zh) == bool(line.hint_en)
    assert _blanks(line.zh + line.hint_zh) == _blanks(line.en + line.hint_en)
    assert 0 <= line.article <= 30


def _phrases(subject: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = importlib.import_module(f"xjcli.report.phrases.{subject}").PHRASES
    return found


def test_screens_say_the_same_in_both_languages() -> None:
    seen: set[str] = set()
    for subject in SUBJECTS:
        for key, (zh, en) in _phrases(subject).items():
            assert zh and en, key
            assert _blanks(zh) == _blanks(en), key
            assert key not in seen, key
            seen.add(key)


#: Half-width signs against a Chinese character; 三(2)班 and a list of packs are written so by everybody.
_NARROW = re.compile("[\u3400-\u9fff）】》”][,;:!?()]|[,;:!?()][\u3400-\u9fff]|[\u3400-\u9fff]\\.(?=\\s|$)")
_WRITTEN_SO = re.compile(r"\((?:\{class_no\}|\d)\)班|national-2013,省级规则包")


def test_a_chinese_sentence_has_chinese_punctuation() -> None:
    said = {code: line.zh + "\n" + line.hint_zh for code, line in ENTRIES.items()}
    for subject in SUBJECTS:
        said |= {key: zh for key, (zh, _) in _phrases(subject).items()}
    assert [(key, text) for key, text in said.items() if _NARROW.search(_WRITTEN_SO.sub("", text))] == []


def test_every_phrase_that_is_shown_exists() -> None:
    known = {key for subject in SUBJECTS for key in _phrases(subject)}
    asked = {key for _, key in _literals("phrase") if "." in key and not key.endswith(".")}
    assert asked
    assert sorted(asked - known) == []


def test_whoever_shows_a_phrase_fills_its_blanks() -> None:
    texts = {key: zh for subject in SUBJECTS for key, (zh, _) in _phrases(subject).items()}
    unfilled = [
        (path.name, node.lineno, key)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase" and node.args
        for key in [part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
        if None not in (given := {each.arg for each in node.keywords}) and _blanks(texts.get(str(key), "")) - given
    ]
    assert unfilled == []


def test_no_room_is_too_large_to_know() -> None:
    long = [(path.name, lines) for path in SOURCES if (lines := len(path.read_text("utf-8").splitlines())) > 400]
    assert long == []


def test_only_connect_opens_the_registrys_engine() -> None:
    others = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(r"^\s*(import|from) sqlite3", path.read_text("utf-8"), re.MULTILINE)
        and "authority" not in path.parts
    ]
    assert others == ["xjcli/registry/connect.py", "xjcli/registry/migrations.py"]


def test_the_start_of_a_reading_command_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = {
        "pydantic",
        "openpyxl",
        "sqlite_utils",
        "questionary",
        "httpx",
        "rich",
        "cryptography",
        "stdnum",
        "pypinyin",
    }
    program = (
        "import sys; from xjcli.app import run\n"
        "try: run(['status'])\nexcept SystemExit: pass\n"
        "print(','.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"XJ_HOME": str(tmp_path)},
        cwd=ROOT,
    )  # fmt: skip
    assert heavy.isdisjoint(done.stdout.split(","))


def test_every_command_of_the_table_has_its_module() -> None:
    from xjcli.app import COMMANDS

    for line in COMMANDS.values():
        module = importlib.import_module(f"xjcli.commands.{line.module}")
        assert hasattr(module, "app") != hasattr(module, "command")


def test_a_check_that_is_switched_off_says_why_in_one_form() -> None:
    form = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*  \S|type: ignore\[[a-z,-]+\]  # \S)")
    every = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
    mute = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in every if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"# (?:noqa|type: ignore)", line) and not form.search(line)
    ]  # fmt: skip
    assert mute == []
