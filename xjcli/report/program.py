"""How both programs read a command line: a table of commands, each loaded only when it is called.

`--help` reads only the table, so start-up stays that of the library itself. Reports bear the whole name of what was
called (`key show`), and `--json` is shown in every help though the boundary takes it off the line first.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from xjcli.errors import Problem, Refusal
from xjcli.report import Session
from xjcli.report.language import pick


class Line(NamedTuple):
    """One row of a command table: the module in the program's `commands`, and what it does."""

    module: str
    zh: str
    en: str


def root(commands: Mapping[str, Line], package: str, *, zh: str, en: str) -> Any:
    """The root command of a program whose commands stand in `package`, its help in the chosen language."""

    class Table(_Lazy):
        table, rooms = commands, package

    group = typer.Typer(cls=Table, rich_markup_mode=None, pretty_exceptions_enable=False)
    group.callback(invoke_without_command=True, help=pick(zh, en))(_bare)
    return get_command(group)


class _Lazy(TyperGroup):
    """A group that knows its commands by name and loads one only when it is called."""

    table: Mapping[str, Line]
    rooms: str

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        line = self.table.get(cmd_name)
        if line is None:
            return None
        module = importlib.import_module(f"{self.rooms}.{line.module}")
        return _load(module, cmd_name, pick(line.zh, line.en))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        Session.command = str(name)
        return name, command, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section(pick("命令", "Commands")):
            formatter.write_dl([(name, pick(line.zh, line.en)) for name, line in self.table.items()])


class _Verbs(TyperGroup):
    """A command with verbs of its own."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        Session.command = f"{ctx.info_name} {name}"
        return name, command, rest


def verbs(*, alone: bool = False) -> typer.Typer:
    """An empty group; a module of `commands` hangs its verbs on it as `app`. `alone`: it answers without a verb too."""
    return typer.Typer(
        cls=_Verbs, add_completion=False, rich_markup_mode=None, no_args_is_help=not alone, invoke_without_command=alone
    )


def _load(module: Any, name: str, help_text: str) -> Any:
    """A module's command: its `app` where it has verbs, else its function `command`."""
    group = getattr(module, "app", None)
    if group is None:
        group = typer.Typer(add_completion=False, rich_markup_mode=None)
        group.command(name, help=help_text)(module.command)
        found = get_command(group)
        found.params.append(_json_option())
        return found
    found = cast(TyperGroup, get_command(group))
    found.name, found.help = name, help_text
    for command in found.commands.values():
        command.params.append(_json_option())
    return found


def _json_option() -> TyperOption:
    return TyperOption(
        param_decls=["--json"],
        is_flag=True,
        expose_value=False,
        help=pick("只输出一份 JSON，供脚本使用", "print exactly one JSON document, for scripts"),
    )


def _bare(ctx: typer.Context) -> None:
    """The program's name alone is its help; a script is told what is missing."""
    if ctx.invoked_subcommand is None:
        if Session.json:
            raise Refusal(Problem("usage.missing", params={"option": "COMMAND"}))
        typer.echo(ctx.get_help())
        raise typer.Exit(0)
