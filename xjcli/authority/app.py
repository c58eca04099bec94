"""The root of `xj-authority`: the command table and the way into the one error boundary.

A command's module is imported when it is called and not before; `--help` reads only this table. Each line is
name → (module in xjcli.authority.commands, what it does in Chinese, in English).
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from xjcli.errors import Problem, Refusal
from xjcli.report import Session, boundary
from xjcli.report.language import pick


class Line(NamedTuple):
    """One row of the command table."""

    module: str
    zh: str
    en: str


COMMANDS: Mapping[str, Line] = MappingProxyType(
    {
        "init": Line("init", "建立主管部门的数据库和密钥", "set up the authority's database and keys"),
        "key": Line("key", "本部门的名片和指纹", "our card and its fingerprint"),
        "school": Line("school", "学校：添加、列出、停用", "schools: add, list, revoke"),
        "serve": Line("serve", "通过网络收发数据包", "take in and answer over HTTP"),
        "intake": Line("intake", "从文件夹或U盘收取数据包", "take in bundles from a folder or a stick"),
        "pending": Line("pending", "等待决定的事项", "cases that wait for a decision"),
        "show": Line("show", "一个事项的全部情况", "everything about one case"),
        "approve": Line("approve", "核准，并发放学籍号", "approve, and give out the number"),
        "refuse": Line("refuse", "不予核准，写明理由", "refuse, with a reason"),
        "roster": Line("roster", "学生名册", "the roster of pupils"),
        "outbox": Line("outbox", "把回执和批复写到文件夹或U盘", "write receipts and decisions to a folder"),
        "doctor": Line("doctor", "证明数据完整、没有被改动", "prove that everything is whole and untouched"),
    }
)


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and loads one only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        line = COMMANDS.get(cmd_name)
        if line is None:
            return None
        module = importlib.import_module(f"xjcli.authority.commands.{line.module}")
        return load(module, cmd_name, pick(line.zh, line.en))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        Session.command = str(name)
        return name, command, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section(pick("命令", "Commands")):
            formatter.write_dl([(name, pick(line.zh, line.en)) for name, line in COMMANDS.items()])


class Verbs(TyperGroup):
    """A command with verbs of its own: a report says `school add` and not `school`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        Session.command = f"{ctx.info_name} {name}"
        return name, command, rest


def verbs() -> typer.Typer:
    """An empty group; a module of `commands` hangs its verbs on it as `app`."""
    return typer.Typer(cls=Verbs, add_completion=False, rich_markup_mode=None, no_args_is_help=True)


def load(module: Any, name: str, help_text: str) -> Any:
    """A module's command: its `app` where it is a group of commands, else its function `command`."""
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
    """Shown in every help; the boundary takes it off the line before this library sees it."""
    return TyperOption(
        param_decls=["--json"],
        is_flag=True,
        expose_value=False,
        help=pick("只输出一份 JSON，供脚本使用", "print exactly one JSON document, for scripts"),
    )


def _root(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        if Session.json:
            raise Refusal(Problem("usage.missing", params={"option": "COMMAND"}))
        typer.echo(ctx.get_help())
        raise typer.Exit(0)


def root() -> Any:
    """The root command, its help in the language that was chosen."""
    group = typer.Typer(cls=LazyGroup, rich_markup_mode=None, pretty_exceptions_enable=False)
    text = pick(
        "学籍主管部门一端（第四条、第五条）。--home 文件夹、--lang zh|en、--json 可写在命令之前或之后。",
        "The authority's side. --home DIR, --lang zh|en and --json may stand anywhere.",
    )
    group.callback(invoke_without_command=True, help=text)(_root)
    return get_command(group)


def run(arguments: list[str]) -> None:
    """Take a command line, print one report, leave with its exit status."""
    boundary(_start, arguments)


def _start(words: list[str]) -> None:
    try:
        root().main(args=words, prog_name="xj-authority", standalone_mode=False)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("sqlalchemy", "fastapi", "starlette", "uvicorn"):
            raise Refusal(Problem("usage.extra")) from None
        raise


__all__ = ["COMMANDS", "LazyGroup", "load", "root", "run", "verbs"]
