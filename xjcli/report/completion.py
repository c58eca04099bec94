"""Tab completion for bash, zsh, fish and PowerShell: Typer's own scripts and protocol, our candidates.

The shell runs the program at every Tab, so it has to be quick, must not fail and may not wait: whatever goes wrong, the
answer is no candidates. zsh evaluates what it is given, and names come from workbooks: only letters, digits and a few
signs that mean nothing to a shell are ever handed over (第二十五条: and never a number, see `ui.completing`).
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete

from xjcli.report import Session, without_global_options

#: What a candidate may hold beside letters and digits; no shell reads anything into these.
_PLAIN = "·.,-_=%+/@"
_HELP = _PLAIN + " *，、。；：（）“”…→＋－＝"
_WIDE = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "|": "、"})


#: Typer's script for zsh only registers itself when zsh loads it at the first Tab of a session, which then offers
#: nothing; with the last line it completes at that Tab too.
_ZSH_LAST = "compdef %(complete_func)s %(prog_name)s"
_ZSH_FIRST_TAB = '[[ $zsh_eval_context[-1] == loadautofunc ]] && %(complete_func)s "$@"'


class Offer(NamedTuple):
    """One candidate: what is put on the line, and what is said beside it where the shell shows that."""

    value: str
    help: str = ""


#: From the command's name, the parameter's name and what is typed so far to candidates; None where it knows nothing.
Offers = Callable[[str, str, str], Iterable[Offer] | None]


def variable(program: str) -> str:
    """The variable by which a completion script asks the program."""
    return f"_{program}_COMPLETE".replace("-", "_").upper()


def mend_scripts() -> None:
    """Before a script is installed or shown."""
    from typer import _completion_shared as shared

    scripts = shared._completion_scripts
    if _ZSH_FIRST_TAB not in scripts["zsh"]:
        scripts["zsh"] = scripts["zsh"].replace(_ZSH_LAST, f"{_ZSH_LAST}\n{_ZSH_FIRST_TAB}")


def answer(program: Any, name: str, offers: str) -> None:
    """Answer a completion script and leave; does nothing where none asks, or for a request of another kind."""
    instruction, _, shell = os.environ.get(variable(name), "").partition("_")
    kind = _SHELLS.get(shell)
    if instruction != "complete" or kind is None:
        return
    Session.json = True  # nobody is asked anything, not even on a terminal
    try:
        found = kind(program, {}, name, variable(name))
        found.offers = importlib.import_module(offers).offers if offers else _nothing
        text = found.complete()
        sys.stdout.write(text + "\n" if text else "")
    except Exception:  # a line that no shell would send, or a defect: a message would stand in the middle of it
        raise SystemExit(1) from None
    raise SystemExit(0)


def _nothing(_command: str, _parameter: str, _incomplete: str) -> None:
    return None


def candidates(program: Any, name: str, offers: Offers, args: list[str], incomplete: str) -> list[Offer]:
    """What fits at this place of the line, in the order of the table; nothing if anything at all goes wrong."""
    try:
        if args and args[-1] in ("--home", "--lang"):
            known = [Offer("zh"), Offer("en")] if args[-1] == "--lang" else []
        else:
            known = list(_at(program, name, offers, without_global_options(args), incomplete))
    except (Exception, SystemExit):  # a broken registry, a newer one, a line that cannot be read: no candidates
        return []
    return [each for each in known if each.value.startswith(incomplete) and _is_plain(each.value)]


def _at(program: Any, name: str, offers: Offers, args: list[str], incomplete: str) -> Iterable[Offer]:
    """Where the line stands: a parameter that wants a value, or a command that wants a name or an option."""
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete

    ctx = _resolve_context(program, {}, name, args)
    place, rest = _resolve_incomplete(ctx, [*args], incomplete)
    start = incomplete[: len(incomplete) - len(rest)]  # `--class=` of `--class=0`
    if hasattr(place, "param_type_name"):
        found = offers(ctx.command_path.partition(" ")[2], place.name or "", rest)
        if found is None:
            found = [Offer(str(each.value), each.help or "") for each in place.shell_complete(ctx, rest)]
        return [Offer(start + each.value, each.help) for each in found]
    return _names(place, ctx, rest)


def _names(command: Any, ctx: Any, incomplete: str) -> Iterable[Offer]:
    """The commands of a group, and the options of either; an option that was given is not offered again."""
    if hasattr(command, "summaries") and not incomplete.startswith("-"):
        yield from (Offer(name, text) for name, text in command.summaries(ctx))
    if not incomplete.startswith("-"):
        return
    for each in command.get_params(ctx):
        given = str(ctx.get_parameter_source(each.name or "")).endswith("COMMANDLINE")
        if each.param_type_name == "option" and not each.hidden and (each.multiple or not given):
            yield from (Offer(option, each.help or "") for option in each.opts)
    if ctx.parent is not None:
        yield from (Offer("--home"), Offer("--lang"))


def _is_plain(text: str) -> bool:
    """Only what no shell reads anything into, and the encoding of this console can say."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return bool(text) and all(sign.isalnum() or sign in _PLAIN for sign in text)


def _said(text: str) -> str:
    """The words beside a candidate, of the same harmless signs."""
    wide = text.translate(_WIDE)
    encoding = sys.stdout.encoding or "utf-8"
    harmless = "".join(sign if sign.isalnum() or sign in _HELP else " " for sign in wide)
    return " ".join(harmless.encode(encoding, "replace").decode(encoding).replace("?", " ").split())


class _Ours:
    """What our candidates have in common, whatever shell asks."""

    offers: Offers = staticmethod(_nothing)

    def get_completions(self: Any, args: list[str], incomplete: str) -> Any:
        return candidates(self.cli, self.prog_name, self.offers, args, incomplete)


class _Bash(_Ours, BashComplete):
    """bash splits a word at `=`: `--set sex=1` comes as four words, and only what is behind `=` is replaced."""

    cut = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        words = _joined([*args, incomplete])
        self.cut = words[-1][: words[-1].rfind("=") + 1]
        return words[:-1], words[-1]

    def format_completion(self, item: Any) -> str:
        return str(item.value[len(self.cut) :])


def _joined(words: list[str]) -> list[str]:
    """`sex`, `=`, `1` as the one word that was typed."""
    found: list[str] = []
    for at, word in enumerate(words):
        if found and (word == "=" or (at and words[at - 1] == "=" and found[-1].endswith("="))):
            found[-1] += word
        else:
            found.append(word)
    return found


class _Zsh(_Ours, ZshComplete):
    def format_completion(self, item: Any) -> str:
        said = _said(item.help)
        return f'"{item.value}":"{said}"' if said else f'"{item.value}"'


class _Fish(_Ours, FishComplete):
    def format_completion(self, item: Any) -> str:
        return f"{item.value}\t{_said(item.help)}"


class _PowerShell(_Ours, PowerShellComplete):
    def format_completion(self, item: Any) -> str:
        return f"{item.value}:::{_said(item.help) or ' '}"


_SHELLS: dict[str, Any] = {
    "bash": _Bash, "zsh": _Zsh, "fish": _Fish, "powershell": _PowerShell, "pwsh": _PowerShell,
}  # fmt: skip
