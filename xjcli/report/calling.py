"""What is wrong with a command line, in the words of the catalogue instead of the command-line library's English.

Loaded only when something is wrong. The library's errors are told apart by their names and what they carry; whatever
it may say beyond that is passed on as `usage.command`. Every word that was typed is masked: it may be a number.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from xjcli.errors import Problem
from xjcli.schema.masking import mask_text

#: How many near words are named, and how near they have to be.
_MOST, _NEAR = 3, 0.5
_SHOWN = 40


def near(word: str, known: Iterable[str], *, cutoff: float = _NEAR) -> list[str]:
    """The known words that come nearest to a typed one, the nearest first; a start of one counts as near."""
    words = list(dict.fromkeys(known))
    lower = word.lower()
    starts = [each for each in words if len(lower) > 1 and each.lower().startswith(lower)]
    close = difflib.get_close_matches(lower, words, _MOST, cutoff)
    return list(dict.fromkeys([*starts, *close]))[:_MOST]


def no_command(word: str, known: Iterable[str], program: str) -> Problem:
    """An unknown command or verb; `program` is what stood before it (`xj`, `xj key`)."""
    close = [f"{program} {each}" for each in near(word, known)] or [f"{program} --help"]
    return Problem("usage.no-command", params={"word": typed(word), "close": ", ".join(close)})


def as_problem(error: Exception) -> Problem | None:
    """A usage error of the library as a problem of ours; None for anything else."""
    describe = getattr(error, "format_message", None)
    if describe is None:
        return None
    reader = _READERS.get(type(error).__name__)
    found = reader(error) if reader is not None else None
    return found or Problem("usage.command", params={"message": typed(str(describe()).strip().partition("\n")[0], 200)})


def typed(word: str, most: int = _SHOWN) -> str:
    """What was typed, as a message may repeat it."""
    return mask_text(word)[:most]


def _command(error: Any) -> str:
    """The command as it would be typed; the global options that stood before it are not of it."""
    return str(error.ctx.command_path) if error.ctx is not None else "xj"


def _no_option(error: Any) -> Problem:
    known = [name for each in error.ctx.command.get_params(error.ctx) for name in each.opts if name.startswith("--")]
    bare = near(error.option_name.lstrip("-"), [name[2:] for name in (*known, "--home", "--lang")], cutoff=0.6)
    close = [f"--{name}" for name in bare] or [f"{_command(error)} --help"]
    params = {"command": _command(error), "word": typed(error.option_name), "close": ", ".join(close)}
    return Problem("usage.no-option", params=params)


def _missing(error: Any) -> Problem:
    return Problem("usage.missing", params={"option": _named(error)})


def _named(error: Any) -> str:
    """An option by its long name, an argument as the usage line shows it."""
    parameter = error.param
    if parameter is None:
        return "COMMAND"
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.human_readable_name.upper())


def _option(error: Any) -> Problem:
    params = {"option": typed(error.option_name), "command": _command(error)}
    return Problem("usage.flag" if "does not take" in error.message else "usage.no-value", params=params)


def _value(error: Any) -> Problem | None:
    if error.param is None or not type(error.param.type).__name__.startswith("Int"):
        return None
    kind, word = error.param.type, typed(error.message.partition("'")[2].partition("'")[0])
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if "range" in error.message:
        word = error.message.split(" ")[0]
        allowed = f"{low if low is not None else ''}…{high if high is not None else ''}"
        return Problem("usage.option", params={"option": _named(error), "value": typed(word), "allowed": allowed})
    return Problem("usage.number", params={"option": _named(error), "value": word, "command": _command(error)})


def _plain(error: Any) -> Problem | None:
    """What the library says in words only."""
    if "extra argument" in error.message:
        words = error.message.rpartition("(")[2].rstrip(").")
        return Problem("usage.extra-words", params={"words": typed(words), "command": _command(error)})
    if error.message.startswith("Missing command"):
        return no_verb(error.ctx)
    return None


def no_verb(ctx: Any) -> Problem:
    """A group's name alone, where a script asked."""
    return Problem(
        "usage.verb", params={"command": ctx.command_path, "verbs": ", ".join(ctx.command.list_commands(ctx))}
    )


_READERS: dict[str, Any] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _option,
    "BadParameter": _value,
    "UsageError": _plain,
    "NoArgsIsHelpError": lambda error: no_verb(error.ctx),
}
