"""A passphrase is typed unseen or read from a file descriptor: on a command line every user of the machine reads it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated

import typer

from xjcli.errors import Problem, Refusal
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.ui.options import require_terminal

NO_FD = -1
PassphraseFd = Annotated[
    int,
    typer.Option(
        "--passphrase-fd",
        metavar="N",
        help=pick("从这个文件描述符读口令（一行）", "read the passphrase, one line, here"),
    ),
]


def to_seal(fd: int, *, plain: bool) -> Callable[[], str] | None:
    """How a new passphrase is had: from the descriptor, or typed twice; None with `--plain`."""
    if plain:
        if fd != NO_FD:
            raise Refusal(Problem("usage.together", params={"option": "--plain", "other": "--passphrase-fd"}))
        return None
    if fd == NO_FD:
        require_terminal("--passphrase-fd | --plain")
    return lambda: _read(fd) if fd != NO_FD else _typed_twice()


def to_open(fd: int) -> Callable[[], str]:
    """How a known passphrase is had; only called where one is needed."""

    def ask() -> str:
        if fd != NO_FD:
            return _read(fd)
        require_terminal("--passphrase-fd")
        return _typed("passphrase.ask")

    return ask


def _read(fd: int) -> str:
    try:
        with os.fdopen(fd, "rb", closefd=False) as stream:
            return stream.readline().rstrip(b"\r\n").decode("utf-8")
    except (OSError, ValueError):
        params = {"option": "--passphrase-fd", "value": str(fd), "allowed": "N"}
        raise Refusal(Problem("usage.option", params=params)) from None


def _typed_twice() -> str:
    first = _typed("passphrase.new")
    if _typed("passphrase.again") != first:
        raise Refusal(Problem("backup.passphrase-differs"))
    return first


def _typed(key: str) -> str:
    import questionary

    return str(questionary.password(phrase(key)).unsafe_ask())
