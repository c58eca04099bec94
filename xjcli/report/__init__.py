"""The one output of a command, for both programs: a JSON document for scripts, a screen for people.

第二十五条: whatever stands in a report is already masked. `--json` prints exactly one document, on failure and on
usage errors too; a defect prints where it happened, never what was being handled.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from xjcli.errors import Family, Problem, Refusal, entry, exit_code
from xjcli.report.language import choose, current

SCHEMA = "xj.report/1"
#: What the command-line library returns, instead of raising, where Ctrl-C was pressed.
_INTERRUPTED = 130
Screen = Callable[[dict[str, Any]], Iterable[str]]


@dataclass(slots=True)
class Report:
    """What a procedure found or did. `exit` is set only where it is not the family of the first refusal.

    `problems` may be any sequence, also one that is built only when it is looked at. `names` are pupils' names by
    record id, for who reads the screen; scripts have the ids.
    """

    result: dict[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    exit: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return exit_code(self.problems) if self.exit is None else self.exit


class Session:
    """What stands outside any one command: the form of the report, the command's name, the home folder."""

    json: bool = False
    command: str = ""
    home: str | None = None
    user: str = ""  # who is at the desk, as `--user` or XJ_REGISTRAR says
    stored: bool = False  # something was committed, so a later Ctrl-C did not undo it
    notes: tuple[Problem, ...] = ()  # what is told beside any report: a clock that went back, a copy not made
    key_fd: str = ""  # numbers of descriptors on which a key or a passphrase is handed in
    passphrase_fd: str = ""
    #: asks the person at the terminal for the passphrase (told whether the one before was wrong); None: nobody is there
    ask: Callable[[bool], str] | None = None


def has_terminal() -> bool:
    """True where a person can be asked."""
    return not Session.json and sys.stdin.isatty() and sys.stdout.isatty()


def require_terminal(option: str) -> None:
    """Without a terminal nothing ever prompts: what is missing is a usage error that names the option."""
    if not has_terminal():
        raise Refusal(Problem("usage.missing", params={"option": option}))


def let_ask() -> None:
    """Before a command of either program begins: a person at the terminal may be asked for the passphrase of a home.

    Also with output to a pipe (`xj find | less`): it is asked for on the terminal itself. Never with --json.
    """
    if not Session.json and sys.stdin is not None and sys.stdin.isatty():
        Session.ask = _ask


def _ask(again: bool) -> str:
    from xjcli.report.asking import ask_passphrase  # loaded only where somebody has to be asked

    return ask_passphrase(again)


def finish(report: Report, screen: Screen | None = None) -> NoReturn:
    """Print the report in the form that was asked for and leave with its exit status."""
    if Session.notes:
        report = replace(report, problems=[*report.problems, *Session.notes])
    status = report.status
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the errand is over: what is printed is printed whole
    try:
        if Session.json:
            _print(sys.stdout, json.dumps(envelope(report, status), ensure_ascii=False))
        else:
            _show(report, screen)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    raise SystemExit(status)


def _show(report: Report, screen: Screen | None) -> None:
    from xjcli.report.problems import lines

    for line in screen(report.result) if screen is not None else ():
        _print(sys.stdout, line)
    sys.stdout.flush()
    for line in lines(report.problems, report.names):
        _print(sys.stderr, line)


def _let_go() -> None:
    """Whoever read our output has left (`xj find | head`): what is still unwritten must not fail at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def envelope(report: Report, status: int) -> dict[str, Any]:
    """The `xj.report/1` document (interface.md)."""
    from xjcli.report.problems import as_json

    return {
        "schema": SCHEMA,
        "command": Session.command,
        "ok": status == Family.OK,
        "exit": status,
        "result": report.result,
        "problems": [as_json(problem) for problem in report.problems],
    }


def boundary(run: Callable[[list[str]], object], arguments: list[str]) -> NoReturn:
    """The one error boundary of a program: every way to end becomes a report and an exit status."""
    make_output_safe()
    try:
        _answer(run, arguments)
    except SystemExit:
        raise
    except Exception as error:  # a message that could not be worded: say so, and still nothing of what was handled
        finish(Report({}, [_defect(error)]))


def _answer(run: Callable[[list[str]], object], arguments: list[str]) -> NoReturn:
    try:
        if run(_take_global_options(arguments)) == _INTERRUPTED:
            raise KeyboardInterrupt
        sys.stdout.flush()
    except SystemExit as leaving:
        raise SystemExit(leaving.code if isinstance(leaving.code, int) else 0) from None
    except Refusal as refusal:
        result = refusal.result if isinstance(refusal.result, dict) else {}
        finish(Report(result, refusal.problems, refusal.exit_code))
    except (KeyboardInterrupt, EOFError):
        finish(_cancelled())
    except BrokenPipeError:
        _let_go()
        raise SystemExit(0) from None
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError" and not Session.json:
            _print(sys.stdout, str(error))
            raise SystemExit(int(Family.USAGE)) from None
        if type(error).__name__ == "Abort":
            finish(_cancelled())
        if usage := _usage_problem(error):
            finish(Report({}, [usage], int(Family.USAGE)))
        finish(Report({}, [_defect(error)]))
    raise SystemExit(0)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """While something is committed Ctrl-C is not heard: what is then said of the registry has to be true."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _cancelled() -> Report:
    return Report({}, [Problem("usage.interrupted" if Session.stored else "usage.cancelled")])


def make_output_safe() -> None:
    """A GBK console or pipe must never stop a registrar: what it cannot show or read is escaped, not raised. Where a
    stream is closed, or a Windows program has none, what is said goes nowhere.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _print(stream: Any, line: str) -> None:
    stream.write(line + "\n")


_TAKEN = ("--lang", "--home", "--user", "--key-fd", "--passphrase-fd")


def _take_global_options(arguments: list[str]) -> list[str]:
    """The line without them; a language we do not speak and text in another encoding are refused."""
    words, language = _without_global_options(arguments)
    if language and language.lower()[:2] not in ("zh", "en"):
        params = {"option": "--lang", "value": _first_line(language)[:20], "allowed": "zh, en"}
        raise Refusal(Problem("usage.option", params=params))
    _require_text(words)
    return words


def without_global_options(arguments: list[str]) -> list[str]:
    """The line without the options of `Session`, which they settle. `--lang` is read, never judged."""
    return _without_global_options(arguments)[0]


def _without_global_options(arguments: list[str]) -> tuple[list[str], str]:
    """`--json` and the options of `_TAKEN` may stand anywhere; what follows `--` is left alone."""
    words: list[str] = []
    taken: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            words += [word, *rest]
            break
        if word == "--json":
            Session.json = True
        elif name in _TAKEN and (equals or rest):
            taken[name] = value if equals else rest.pop(0)
        else:
            words.append(word)
    language = taken.get("--lang", "")
    choose(language)
    Session.home = taken.get("--home")
    Session.key_fd = taken.get("--key-fd") or os.environ.get("XJ_KEY_FD", "")
    Session.passphrase_fd = taken.get("--passphrase-fd") or os.environ.get("XJ_PASSPHRASE_FD", "")
    Session.user = (taken.get("--user") or os.environ.get("XJ_REGISTRAR", "")).strip()
    return words, language


def _require_text(words: Sequence[str]) -> None:
    """Bytes of another encoding are taken as a file's name, where there is one, and never stored as a pupil's."""
    for position, word in enumerate(words, start=1):
        if not word.isascii() and any("\ud800" <= sign <= "\udfff" for sign in word) and not os.path.lexists(word):
            raise Refusal(Problem("usage.encoding", params={"position": position}))


def _usage_problem(error: Exception) -> Problem | None:
    """A usage error of the command-line library as a problem of ours; None for anything else."""
    if getattr(error, "format_message", None) is None:
        return None
    from xjcli.report.calling import as_problem

    return as_problem(error)


def _first_line(text: str) -> str:
    from xjcli.schema.masking import mask_text

    return mask_text(text.strip().splitlines()[0] if text.strip() else "")


def _defect(error: Exception) -> Problem:
    """Type and place of a defect; its message may hold a pupil's data and is left out."""
    place = "?"
    trace = error.__traceback__
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    code = "defect.after-storing" if Session.stored else "defect.unexpected"
    return Problem(code, params={"kind": type(error).__name__, "place": place})


__all__ = ["SCHEMA", "Report", "Screen", "Session", "boundary", "current", "entry", "envelope", "finish", "let_ask"]
