"""Options that every writing command takes (interface.md), and command lines as people really mistype them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.offices import Program, environment, open_school
from xjcli.app import COMMANDS
from xjcli.report.program import root

NUMBER = "110105194912310021"
#: What only reads.
READING = (
    "status", "settings show", "transfer list", "transfer show", "dossier list", "find", "show", "history",
    "number show", "number explain", "id check", "check", "registrar list", "bundle show", "bundle verify", "key show",
    "explain", "rules show", "rules diff", "calendar show", "card list", "card verify",
    "log access", "log operations", "doctor", "class-list read", "form list", "verify-form", "review show",
)  # fmt: skip
#: What reads and may write a file beside, where it is told to and into nothing that stands already.
WRITING_ASIDE = ("due", "demo", "reconcile")
#: What changes the registry, a file or the other side, and is no act of a pupil.
OTHER = (
    "init", "settings set", "export", "template", "disclose", "push", "pull", "sync", "bundle build", "key trust",
    "key passphrase", "key recovery", "key reset", "key keyring", "key rekey", "key encrypt",
    "transfer notice", "transfer remind", "dossier handover-list", "calendar import", "calendar add",
    "calendar remove", "registrar add", "registrar train", "registrar retire", "registrar account", "registrar unlock",
    "card write", "card revoke",
    "card revoked", "class-list write", "form write", "form template", "key leader", "review write",
    "review sign", "backup", "restore", "recover",
)  # fmt: skip
#: Acts about papers, whose files are what is added, sent or archived, or the authority's letter.
PAPERS = (
    "dossier add", "dossier import", "dossier export", "dossier receive", "dossier archive", "school merge",
    "school close",
)  # fmt: skip
#: What writes an act: it happened on a day, for a reason, with evidence.
ACTING = (
    "enroll", "resubmit", "cancel", "assign", "import", "number confirm", "correct", "update", "promote", "undo",
    "leave", "resume", "retain", "skip", "graduate", "progress inside", "progress request", "withdraw", "abroad",
    "place", "dropout", "missing", "decease", "transfer request", "transfer withdraw", "transfer release",
    "transfer refuse", "assert roster", "review submit",
)  # fmt: skip
WRITING = (*OTHER, *PAPERS, *ACTING)


def every_command() -> list[str]:
    """Every command and verb that the program has."""
    program: Any = root(COMMANDS, "xjcli.commands", zh="", en="")
    found: list[str] = []
    for name in COMMANDS:
        command = program.get_command(None, name)
        verbs = command.list_commands(None) if hasattr(command, "list_commands") else [""]
        found += [f"{name} {verb}".strip() for verb in verbs]
    return found


def options(command: str) -> set[str]:
    """Every option of a command, as `--help` lists them."""
    found: Any = root(COMMANDS, "xjcli.commands", zh="", en="")
    for word in command.split():
        found = found.get_command(None, word) if hasattr(found, "get_command") else found
    return {name for parameter in found.params for name in parameter.opts if name.startswith("--")}


def test_it_is_said_of_every_command_whether_it_writes() -> None:
    assert sorted(every_command()) == sorted((*READING, *WRITING_ASIDE, *WRITING))


@pytest.mark.parametrize("command", READING)
def test_what_only_reads_has_nothing_to_rehearse(command: str) -> None:
    assert not {"--dry-run", "--yes"} & options(command)


@pytest.mark.parametrize("command", PAPERS)
def test_an_act_about_papers_has_its_day_and_its_reason(command: str) -> None:
    assert {"--on", "--because"} <= options(command)


@pytest.mark.parametrize("command", WRITING)
def test_every_writing_command_can_be_rehearsed_and_told_not_to_ask(command: str) -> None:
    assert {"--dry-run", "--yes", "--json"} <= options(command)


@pytest.mark.parametrize("command", ACTING)
def test_every_act_has_its_day_its_reason_and_its_evidence(command: str) -> None:
    assert {"--on", "--because", "--evidence"} <= options(command)


@pytest.mark.parametrize("command", ["find", "show", "number show"])
def test_whatever_reveals_takes_a_reason(command: str) -> None:
    assert {"--reveal", "--because"} <= options(command)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return open_school(tmp_path_factory.mktemp("options") / "S")[0]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("enroll", "--set", NUMBER), 2),
        (("enroll", "--set", f"{NUMBER}=x"), 10),
        (("enroll", "--set", f"ethnicity={NUMBER}"), 10),
        (("enroll", "--basis", NUMBER, "--set", "name=样小满"), 2),
        (("settings", "set", NUMBER, "x"), 2),
        (("settings", "set", "system", NUMBER), 2),
        (("import", f"{NUMBER}.xlsx", "--yes"), 10),
        (("import", "x.xlsx", "--as", NUMBER), 2),
        (("enroll", "--set", "name=样小满", "--evidence", f"{NUMBER}.pdf"), 10),
        (("bundle", "show", NUMBER), 60),
        (("show", NUMBER), 10),
        (("number", "explain", NUMBER), 10),
        (("export", "a.csv", "--as", NUMBER), 2),
        (("find", "--standing", NUMBER), 2),
        (("assign", NUMBER, "--class", NUMBER), 10),
        (("--lang", NUMBER, "find"), 2),
        ((NUMBER,), 2),
        (("find", f"--{NUMBER}"), 2),
    ],
)
def test_a_number_in_the_wrong_place_is_refused_and_never_repeated(
    school: Program, words: tuple[str, ...], status: int
) -> None:
    answer = school.run(*words)
    assert answer.exit == status
    assert NUMBER not in answer.out + answer.err
    if status == 2:
        assert answer.codes[0].startswith(("usage.", "settings."))


def test_the_longest_line_is_no_defect(school: Program) -> None:
    assert school.run("bundle", "show", "9" * 5000).exit == 60
    assert school.run("show", "长" * 5000).exit == 10
    assert school.run("import", "x" * 5000, "--yes").exit == 10


@pytest.mark.skipif(sys.platform == "win32", reason="the command line of Windows is Unicode")
@pytest.mark.parametrize(
    "words", [("show", b"\xd5\xc5\xc8\xfd"), ("find", b"\xd5\xc5\xc8\xfd"), ("history", b"r\xff\xff")]
)
def test_a_word_in_another_encoding_is_a_usage_error(school: Program, words: tuple[Any, ...]) -> None:
    line = [os.fsencode(word) if isinstance(word, str) else word for word in [*school.command(), *words, "--json"]]
    done = subprocess.run(line, capture_output=True, env=environment(), check=False)
    document = json.loads(done.stdout)
    assert (document["exit"], document["problems"][0]["code"]) == (done.returncode, "usage.encoding")


def test_standard_input_in_another_encoding_finds_nobody_and_is_no_defect(school: Program) -> None:
    done = subprocess.run(
        [*school.command("show", "-", "--json")], input="张三\n".encode("gbk"), capture_output=True, check=False,
        env={**environment(), "PYTHONIOENCODING": "utf-8:strict"},
    )  # fmt: skip
    assert done.returncode == 10
    assert json.loads(done.stdout)["problems"][0]["code"] == "pupil.unknown"


def test_a_group_without_its_verb_is_one_document_too(school: Program) -> None:
    for words in (("key",), ("bundle",), ("settings",)):
        answer = school.run(*words)
        assert (answer.exit, answer.document["ok"]) == (2, False)


def test_a_rehearsal_of_init_makes_no_folder(tmp_path: Path) -> None:
    fresh = Program("xjcli", tmp_path / "none")
    answer = fresh.run(
        "init", "--school-code", "2132000001", "--name", "x", "--region", "320102", "--stage", "primary",
        "--authority", "320102", "--dry-run",
    )  # fmt: skip
    assert (answer.exit, fresh.home.exists()) == (0, False)
    nameless = fresh.run(
        "init", "--school-code", "2132000001", "--name", " ", "--region", "320102", "--stage", "primary",
        "--authority", "320102", "--yes",
    )  # fmt: skip
    assert (nameless.exit, fresh.home.exists()) == (2, False)
