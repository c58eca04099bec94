"""Runs `xj` and `xj-authority` as anyone would: as programs of their own, with `--json`, over their real exits.

The school's side may not import the authority's (architecture.md), so the rehearsal starts it like a stranger. The
homes in the environment are taken away: a rehearsal never touches the user's own registry.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

import xjcli
from xjcli.errors import Problem, Refusal
from xjcli.errors import entry as known_code

SCHOOL, AUTHORITY = "xjcli", "xjcli.authority"
#: A rehearsal has homes and keys of its own.
_OWN_HOMES = ("XJ_HOME", "XJ_AUTHORITY_HOME", "XJ_KEY_FD", "XJ_PASSPHRASE_FD")
_EXTRA = ("sqlalchemy", "fastapi", "uvicorn")
_READY_SECONDS, _STOP_SECONDS = 30.0, 10.0
_INSTALLED = ("site-packages", "dist-packages")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said with `--json`."""

    exit: int
    result: dict[str, Any]
    problems: list[dict[str, Any]]

    def codes(self, severity: str) -> dict[str, int]:
        """How often each code of this severity was said."""
        found: dict[str, int] = {}
        for problem in self.problems:
            if problem["severity"] == severity:
                found[problem["code"]] = found.get(problem["code"], 0) + 1
        return found


def require_authority_program() -> None:
    """Refuses with usage.extra (2) where the authority's side is not installed."""
    if any(find_spec(name) is None for name in _EXTRA):
        raise Refusal(Problem("usage.extra"))


@dataclass(frozen=True, slots=True)
class Program:
    """One of the two programs with its home. `folder` is where it runs."""

    module: str
    home: Path
    folder: Path

    def run(self, *words: str | Path, allowed: Sequence[int] = (0,)) -> Answer:
        """Run one command to its end. Refuses with demo.step where it ended in another way than `allowed`."""
        done = subprocess.run(
            self._line(*words), cwd=self.folder, env=_environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        answer = _read(done.stdout, done.returncode)
        if answer.exit not in allowed:
            raise _failed(words, answer)
        return answer

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Run `serve` on a free port of this machine and give its address; it is stopped whatever happens."""
        words = ("serve", "--host", "127.0.0.1", "--port", "0")
        process = subprocess.Popen(
            self._line(*words), cwd=self.folder, env=_environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield _ready(process, words)
        finally:
            _stop(process)

    def _line(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", self.module, "--home", str(self.home), "--json", *map(str, words)]


def _environment() -> dict[str, str]:
    """Ours without the user's homes; UTF-8 on every system; a checkout is found from any folder."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in _OWN_HOMES}
    kept["PYTHONUTF8"] = "1"
    root = Path(xjcli.__file__).resolve().parent.parent
    if root.name not in _INSTALLED:
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), kept.get("PYTHONPATH", ""))))
    return kept


def _read(output: bytes, status: int) -> Answer:
    try:
        found = json.loads(output)
        return Answer(status, found["result"], found["problems"])
    except (ValueError, KeyError, TypeError):
        return Answer(status, {}, [])


def _failed(words: Sequence[str | Path], answer: Answer) -> Refusal:
    """The step that went wrong, and the reasons its program gave."""
    said = [
        Problem(each["code"], each["severity"], each["where"], each["params"])
        for each in answer.problems
        if each["severity"] == "refuse" and _is_known(each["code"])
    ]
    command = " ".join(str(word) for word in words[:2])
    step = Problem("demo.step", params={"command": command, "exit": answer.exit})
    return Refusal(step, *said, exit_code=answer.exit if answer.exit > 0 else None)


def _is_known(code: str) -> bool:
    try:
        return bool(known_code(code))
    except KeyError:
        return False


def _ready(process: subprocess.Popen[bytes], words: Sequence[str]) -> str:
    """The address of the ready line; a server that never says it is killed, which ends the reading too."""
    assert process.stdout is not None  # noqa: S101  asked for above
    watch = Timer(_READY_SECONDS, process.kill)
    watch.start()
    try:
        line = process.stdout.readline()
    finally:
        watch.cancel()
    try:
        return str(json.loads(line)["ready"])
    except (ValueError, KeyError, TypeError):
        process.kill()
        raise _failed(words, _read(line, process.wait())) from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
