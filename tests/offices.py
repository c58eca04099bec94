"""Schools and an authority as separate processes with separate homes: what a script or a registrar sees of xj."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.people import SCHOOL_CODE, pupils
from xjcli.procedures.demo.workbook import write_workbook

AUTHORITY_CODE = "320102"
_DROPPED = (
    "XJ_HOME", "XJ_REGISTRAR", "XJ_LANG", "XJ_AUTHORITY_HOME", "XJ_KEY_FD", "XJ_PASSPHRASE_FD", "PYTHONIOENCODING",
)  # fmt: skip
#: Where the key files of this run's homes lie; gone with the run.
KEYS = tempfile.TemporaryDirectory(prefix="xj-test-keys-")


@dataclass(frozen=True, slots=True)
class Answer:
    """One finished command: exit status, the JSON document (empty without --json), and what was printed."""

    exit: int
    document: dict[str, Any]
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document["result"]
        return found

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.document["problems"]]


@dataclass(frozen=True, slots=True)
class Program:
    """One installed program with its home."""

    module: str
    home: Path

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", self.module, "--home", str(self.home), *map(str, words)]

    def raw(self, *words: str | Path, stdin: str = "", extra: dict[str, str] | None = None) -> Answer:
        """Run as it is written; no terminal, standard input as given."""
        done = subprocess.run(
            self.command(*words), input=stdin, capture_output=True, encoding="utf-8", errors="replace",
            env={**environment(), **(extra or {})}, check=False,
        )  # fmt: skip
        return Answer(done.returncode, {}, done.stdout, done.stderr)

    def run(self, *words: str | Path, stdin: str = "") -> Answer:
        """Run with --json; its exit status is the document's."""
        done = self.raw(*words, "--json", stdin=stdin)
        document = json.loads(done.out)
        assert document["exit"] == done.exit, document
        return Answer(done.exit, document, done.out, done.err)


def environment() -> dict[str, str]:
    """The machine's environment without what a user of xj may have set."""
    return {name: value for name, value in os.environ.items() if name not in _DROPPED} | {"XJ_KEYS": KEYS.name}


def key_of(home: Path) -> bytes:
    """The key of a home that a script has set up: what its key file holds."""
    lock = json.loads((home / "lock.json").read_bytes())
    return bytes.fromhex((Path(KEYS.name) / f"{lock['id']}.key").read_text("ascii").strip())


def open_authority(home: Path, *, code: str = AUTHORITY_CODE) -> tuple[Program, str]:
    """A county authority that was just set up, and its fingerprint."""
    office = Program("xjcli.authority", home)
    made = office.run(
        "init", "--code", code, "--name", "样例区教育局", "--level", "county", "--official", "测试科长", "--yes"
    )
    assert made.exit == 0
    return office, made.result["fingerprint"]


def open_school(home: Path, *, code: str = SCHOOL_CODE, plain: bool = False) -> tuple[Program, str]:
    """A primary school that was just set up, and its fingerprint; encrypted as a script's are, its key in `KEYS`.

    `plain` for tests that look into the file themselves.
    """
    school = Program("xjcli", home)
    made = school.run(
        "init", "--school-code", code, "--name", "样例小学", "--region", AUTHORITY_CODE, "--stage", "primary",
        "--authority", AUTHORITY_CODE, "--registrar", "测试老师", "--yes", *(["--plain"] if plain else []),
    )  # fmt: skip
    assert made.exit == 0
    return school, made.result["fingerprint"]


def introduce(school: Program, school_print: str, authority: Program, authority_print: str) -> None:
    """Both trust the other's card by its fingerprint."""
    (school_card,) = school.home.glob("*.xjcard")
    (authority_card,) = authority.home.glob("*.xjcard")
    assert school.run("key", "trust", authority_card, "--fingerprint", authority_print).exit == 0
    assert authority.run("school", "add", school_card, "--fingerprint", school_print).exit == 0


def write_pupils(path: Path, count: int, *, seed: int = 1, code: str = SCHOOL_CODE) -> Path:
    """A clean national workbook of invented pupils."""
    write_workbook(path, pupils(count, seed=seed, code=code))
    return path
