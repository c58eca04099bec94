"""Questions for a person at a terminal; without one, the option that was missing is named instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.report import Screen, has_terminal, require_terminal
from xjcli.report.phrases import phrase


def ask_fingerprint(shown: str) -> str:
    """Show the card's fingerprint and have the compared one typed; never a mere yes."""
    require_terminal("--fingerprint")
    import questionary

    sys.stdout.write(phrase("key.compare", fingerprint=shown) + "\n")
    return str(questionary.text(phrase("key.ask")).unsafe_ask())


def passphrase_from(
    descriptor: int | None,
    option: str,
    *,
    twice: bool = False,
    question: str = "leader.passphrase",
    again: str = "leader.again",
) -> Callable[[], str]:
    """How a passphrase is asked: on the terminal, unseen, or the first line of an open descriptor; never an option's
    value or a variable, where other programs could read it (第二十五条)."""

    def ask() -> str:
        if descriptor is not None:
            return _first_line(descriptor, option)
        require_terminal(option)
        import questionary

        words = str(questionary.password(phrase(question)).unsafe_ask())
        if twice and words != str(questionary.password(phrase(again)).unsafe_ask()):
            raise Refusal(Problem("key.passphrase-twice"))
        return words

    return ask


def _first_line(descriptor: int, option: str) -> str:
    data = b""
    try:
        while b"\n" not in data and len(data) < _LONGEST_LINE and (more := os.read(descriptor, _LONGEST_LINE)):
            data += more
        return data.split(b"\n")[0].rstrip(b"\r").decode("utf-8")
    except (OSError, UnicodeDecodeError):
        params: dict[str, str | int] = {"option": option, "value": descriptor, "allowed": "0, 3, …"}
        raise Refusal(Problem("usage.option", params=params)) from None


def confirm(question: str, *, yes: bool) -> bool:
    """True with `--yes` or when the person agrees. Without a terminal `--yes` is asked for."""
    if yes:
        return True
    require_terminal("--yes")
    import questionary

    return bool(questionary.confirm(question, default=False).unsafe_ask())


_LONGEST_LINE = 4096


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def confirm_import(plan: dict[str, Any], *, yes: bool) -> bool:
    """Show the counts, then ask; nothing to store is nothing to ask."""
    if yes:
        return True
    require_terminal("--yes")
    from xjcli.ui import screens

    _print(screens.import_plan(plan))
    key = "import.ask-changes" if plan["updated"] or plan["corrected"] else "import.ask"
    return confirm(phrase(key, **plan), yes=False)


def agree_to_changes(count: int, percent: int) -> bool:
    """An import that would change so many pupils is asked about, also with --yes; a script names the number."""
    return has_terminal() and confirm(phrase("import.ask-mass", count=count, percent=percent), yes=False)


def confirm_custody(plan: dict[str, Any], *, yes: bool) -> bool:
    """There is no way back from it, so also a script says `--yes`."""
    if yes:
        return True
    require_terminal("--yes")
    from xjcli.ui import handover

    _print(handover.custody(plan))
    return confirm(phrase("custody.ask"), yes=False)


def confirm_change(plan: dict[str, Any], *, yes: bool, show: Screen | None = None) -> bool:
    """On a terminal the plan is shown and the person is asked; a script has said what it wants."""
    if yes or not has_terminal():
        return True
    from xjcli.ui import changes

    _print((show or changes.plan)(plan))
    return confirm(phrase("change.ask"), yes=False)


def confirm_shown(plan: Iterable[str], question: str, *, yes: bool) -> bool:
    """On a terminal these lines are shown and the question is asked; a script has said what it wants."""
    if yes or not has_terminal():
        return True
    _print(plan)
    return confirm(question, yes=False)


def confirm_signature(plan: dict[str, Any], *, yes: bool) -> bool:
    """The figures are shown, then the leader says yes; a script says `--yes`."""
    if yes:
        return True
    require_terminal("--yes")
    from xjcli.ui import review

    _print(review.statement(plan))
    return confirm(phrase("review.ask-sign"), yes=False)


def confirm_name(plan: dict[str, Any], given: str) -> str:
    """The name that confirms a report of a death: typed by who sees whom it is about, else `--confirm-name`."""
    if given or not has_terminal():
        require_name(given)
        return given
    import questionary

    from xjcli.ui import changes

    _print(changes.plan(plan))
    return str(questionary.text(phrase("decease.ask")).unsafe_ask())


def require_name(given: str) -> None:
    """Without a terminal the name has to stand on the command line."""
    if not given:
        require_terminal("--confirm-name")
