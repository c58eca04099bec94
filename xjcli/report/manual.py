"""The page that `--help` prints: what a command does, examples that run, then its usage, arguments and options.

Made here and not by the command-line library, whose columns count a Chinese letter as one cell and whose headings are
English. A page is at most 80 cells wide, on a terminal that is narrower as wide as that one.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xjcli.report.language import pick
from xjcli.report.tables import width

WIDEST, NARROWEST = 80, 40
#: The left column is no wider than this; what is longer stands on a line of its own.
_LEFT = 28
#: What may not begin a line, and what may not end one.
_CLOSING, _OPENING = frozenset("，。；：、）”》！？…"), frozenset("（“《")
#: From here on every letter is wide, and a line may end behind any of them.
_WIDE = "\u2e80"


class Example(NamedTuple):
    """One line to type, and what it does."""

    line: str
    zh: str
    en: str


def columns() -> int:
    """How wide a page may be: COLUMNS, else the terminal, else 80; never wider than 80."""
    told = os.environ.get("COLUMNS", "")
    found = int(told) if told.isdecimal() else 0
    if not found:
        try:
            found = os.get_terminal_size(sys.stdout.fileno()).columns
        except (OSError, ValueError, AttributeError):  # a pipe, or no standard output at all
            found = WIDEST
    return min(max(found, NARROWEST), WIDEST)


def wrap(text: str, cells: int) -> list[str]:
    """A text in lines of at most so many cells; only a single word that is longer goes over."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not piece.isspace() else ""
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What stays together on a line: a word, white space, a wide letter with its punctuation. By hand: compiling
    a pattern of these ranges takes longer than the whole page.
    """
    piece = ""
    for sign in text:
        if piece and _parts(piece[-1], sign):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _parts(one: str, other: str) -> bool:
    """Whether a line may end between two signs."""
    if one.isspace() or other.isspace():
        return one.isspace() != other.isspace()
    return other not in _CLOSING and one not in _OPENING and (one >= _WIDE or other >= _WIDE)


def page(command: Any, ctx: Any) -> str:
    """The whole help of one command, verb or program."""
    size = columns()
    parts = [
        wrap(str(command.help or ""), size),
        list(_examples(ctx, size)),
        list(_usage(command, ctx, size)),
        list(_commands(command, ctx, size)),
        list(_parameters(command, ctx, "argument", pick("参数", "Arguments"), size)),
        list(_parameters(command, ctx, "option", pick("选项", "Options"), size)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if any(part))


def path_of(ctx: Any) -> str:
    """The command's name behind the program's: `` of the program itself, `transfer request`."""
    return str(ctx.command_path).partition(" ")[2]


def examples_of(ctx: Any) -> Sequence[Example]:
    """The examples of this command in its program's table; none where the program has no table."""
    module = getattr(ctx.find_root().command, "examples", "")
    if not module:
        return ()
    table: Mapping[str, Sequence[Example]] = importlib.import_module(module).EXAMPLES
    return table.get(path_of(ctx), ())


def _examples(ctx: Any, size: int) -> Iterator[str]:
    found = examples_of(ctx)
    if found:
        yield pick("例子：", "Examples:")
    for each in found:
        yield from (f"  {line}" if not at else f"      {line}" for at, line in enumerate(wrap(each.line, size - 6)))
        yield from (f"      {line}" for line in wrap(pick(each.zh, each.en), size - 6))


def _usage(command: Any, ctx: Any, size: int) -> Iterator[str]:
    pieces = [str(each).upper().replace("{", "").replace("}", "") for each in command.collect_usage_pieces(ctx)]
    head = pick("用法：", "Usage: ") + str(ctx.command_path) + " "
    indent = width(head)
    for at, line in enumerate(wrap(" ".join(pieces), max(size - indent, 20))):
        yield head + line if not at else " " * indent + line


def _commands(command: Any, ctx: Any, size: int) -> Iterator[str]:
    """The commands of a program, the verbs of a command."""
    if not hasattr(command, "list_commands"):
        return
    yield pick("命令：", "Commands:")
    yield from definitions(command.summaries(ctx), size)


def _parameters(command: Any, ctx: Any, kind: str, title: str, size: int) -> Iterator[str]:
    found = [
        each for each in command.get_params(ctx) if each.param_type_name == kind and not getattr(each, "hidden", False)
    ]
    rows = [(_name(each, ctx), _words(each)) for each in found]
    if rows:
        yield title + pick("：", ":")
        yield from definitions(rows, size)


def _name(parameter: Any, ctx: Any) -> str:
    if parameter.param_type_name == "argument":
        return parameter.metavar or str(parameter.make_metavar(ctx)).upper()
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    if parameter.is_flag or parameter.count:
        return names
    return f"{names} {parameter.metavar or _KINDS.get(parameter.type.name, 'TEXT')}"


#: What a value is called that has no name of its own.
_KINDS: Mapping[str, str] = {"path": "FILE", "int": "N", "int range": "N", "integer": "N", "integer range": "N"}


def _words(parameter: Any) -> str:
    """What a parameter is, with its default; the library's own options in our words. What has to be given says so."""
    known = _LIBRARY.get(parameter.opts[0])
    said = pick(*known) if known else parameter.help or ""
    default = parameter.default
    if isinstance(default, (str, int)) and not isinstance(default, bool) and default not in ("", 0):
        said += pick("（默认 {}）", " (default {})").format(default)
    return said + (pick("（必填）", " (required)") if parameter.required else "")


_LIBRARY: Mapping[str, tuple[str, str]] = {
    "--help": ("显示这一页", "show this page"),
    "--install-completion": ("给当前的命令行环境装上 Tab 补全", "install Tab completion for this shell"),
    "--show-completion": ("显示补全脚本，供复制或修改", "show the completion script, to copy or change it"),
}


def definitions(rows: Iterable[tuple[str, str]], size: int) -> Iterator[str]:
    """Two columns, the left as wide as its widest entry up to a bound, the right wrapped."""
    listed = list(rows)
    left = min(max((width(name) for name, _ in listed), default=0), _LEFT)
    for name, text in listed:
        lines = wrap(text, max(size - left - 4, 20))
        if width(name) > left:
            yield f"  {name}"
        else:
            yield f"  {name}{' ' * (left - width(name))}  {lines.pop(0)}".rstrip()
        yield from (" " * (left + 4) + line for line in lines if line)
