"""One command on a pseudo-terminal of its own, as a registrar sees and types it."""

from __future__ import annotations

import importlib
import os
import re
import select
import struct
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.offices import Program, environment

LONGEST_WAIT = 30.0
CTRL_C, ENTER, ESCAPE, DOWN, BACKSPACE = "\x03", "\r", "\x1b", "\x1b[B", "\x7f"
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


def pasted(text: str) -> str:
    """What a terminal sends where a text is pasted into it (bracketed paste)."""
    return f"\x1b[200~{text}\x1b[201~"


class Terminal:
    """One command on a pseudo-terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, encoding: str) -> None:
        self.process, self._master, self._encoding = process, master, encoding
        self.seen, self._read = "", 0
        self.raw = b""

    def expect(self, text: str) -> None:
        """Wait until `text` stands on the screen behind what was expected before."""
        until = time.monotonic() + LONGEST_WAIT
        while (found := self.seen.find(text, self._read)) < 0:
            if time.monotonic() > until or not self._more(until):
                raise AssertionError(f"{text!r} never came; the screen was:\n{self.seen[-1500:]}")
        self._read = found + len(text)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode(self._encoding))

    def answer(self, question: str, text: str = "") -> None:
        self.expect(question)
        self.type(text + ENTER)

    def exit(self) -> int:
        until = time.monotonic() + LONGEST_WAIT
        while self._more(until):
            pass
        return self.process.wait(LONGEST_WAIT)

    def _more(self, until: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, until - time.monotonic()))
        try:
            data = os.read(self._master, 65536) if ready else b""
        except OSError:  # the other end was closed
            data = b""
        self.raw += data
        self.seen = _CONTROL.sub("", self.raw.decode(self._encoding, "ignore"))
        return bool(data)


def _posix(name: str) -> Any:
    """A module that other systems do not have; there these tests are skipped."""
    return importlib.import_module(name)


@contextmanager
def terminal(
    program: Program,
    *words: str | Path,
    lang: str = "zh",
    columns: int = 120,
    encoding: str = "utf-8",
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Terminal]:
    """A command of the program on a terminal of 50 lines; `more` is added to its environment."""
    fcntl, pty, termios = (_posix(name) for name in ("fcntl", "pty", "termios"))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    surroundings = {
        "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "XJ_LANG": lang, "PYTHONIOENCODING": encoding, **more,
    }  # fmt: skip
    process = subprocess.Popen(
        program.command(*words), stdin=slave, stdout=slave, stderr=slave, env={**environment(), **surroundings}
    )
    os.close(slave)
    try:
        yield Terminal(process, master, encoding)
    finally:
        process.kill()
        process.wait()
        os.close(master)
