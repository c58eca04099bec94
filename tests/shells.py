"""A real shell in a terminal multiplexer, with a home of its own: type, press Tab, look at the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.offices import environment

ROOT = Path(__file__).resolve().parent.parent
LONGEST_WAIT = 30.0
#: How each shell is started so that it reads its own start-up file in HOME, and nothing of the machine's.
COMMANDS = {"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}


class Shell:
    """One shell on a screen of 120 columns and 40 lines."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def tmux(self, *words: str) -> str:
        done = subprocess.run(
            [tool("tmux"), "-u", "-S", str(self._socket), *words], capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def expect(self, *texts: str) -> str:
        """Wait until all of these stand on the screen; gives the screen."""
        until = time.monotonic() + LONGEST_WAIT
        while not all(text in (seen := self.screen()) for text in texts):
            assert time.monotonic() < until, f"{texts} never came; the screen was:\n{seen}"
            time.sleep(0.05)
        return seen

    def run(self, line: str, done: str) -> str:
        self.type(line)
        self.press("Enter")
        return self.expect(done)


def tool(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not installed; .ci/run installs it"
    return found


@contextmanager
def shell(name: str, home: Path, registry: Path) -> Iterator[Shell]:
    """`xj` is on its path, and XJ_HOME names the registry. The shell ends with the block."""
    programs = home / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    script = programs / "xj"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xjcli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    surroundings = {
        **environment(), "HOME": str(home), "XJ_HOME": str(registry), "XJ_LANG": "zh", "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PS1": "$ ", "TMUX": "", "XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local"),
    }  # fmt: skip
    socket = home / f"tmux-{time.monotonic_ns()}"  # one that is going down would refuse the next shell
    started = Shell(socket)
    subprocess.run(
        [tool("tmux"), "-u", "-S", str(socket), "-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40",
         COMMANDS[name]],
        env=surroundings, check=True,
    )  # fmt: skip
    try:
        yield started
    finally:
        started.tmux("kill-server")
