"""How both programs read a command line: a table of commands, each loaded only when it is called.

`--help` reads only the table, so start-up stays that of the library itself. Reports bear the whole name of what was
called (`key show`). `--json`, `--home` and `--lang` are shown in a help though the boundary takes them off the line.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from xjcli.errors import Refusal
from xjcli.report import Report, Session, finish
from xjcli.report.language import pick


class Line(NamedTuple):
    """One row of a command table: the module in the program's `commands`, and what it does."""

    module: str
    zh: str
    en: str


def root(
    commands: Mapping[str, Line],
    package: str,
    *,
    zh: str,
    en: str,
    examples: str = "",
    offers: str = "",
    alone: Callable[[], object] | None = None,
) -> Any:
    """The root command of a program whose commands stand in `package`, its help in the chosen language.

    `examples` and `offers` name the modules of the help's examples and of what Tab offers; `alone` answers the
    program's bare name instead of the help.
    """

    class Table(_Lazy):
        table, rooms = commands, package

    Table.examples, Table.offers = examples, offers
    group = typer.Typer(cls=Table, rich_markup_mode=None, pretty_exceptions_enable=False)

    def bare(ctx: typer.Context) -> None:
        """The program's name alone."""
        if ctx.invoked_subcommand is None:
            _answer_alone(ctx, alone)

    group.callback(invoke_without_command=True, help=pick(zh, en))(bare)
    found = get_command(group)
    found.params += [*_global_options(), _json_option(), _version_option()]
    return found


def _answer_alone(ctx: typer.Context, alone: Callable[[], object] | None) -> None:
    if alone is not None:
        alone()
    elif Session.json:
        raise Refusal(_no_verb(ctx))
    typer.echo(ctx.get_help())
    raise typer.Exit(0)


def _no_verb(ctx: typer.Context) -> Any:
    from xjcli.report.calling import no_verb

    return no_verb(ctx)


class _Page:
    """What commands and groups share: the help is a page of ours, an error of the line knows whose line it is."""

    def get_help(self, ctx: Any) -> str:
        from xjcli.report.manual import page

        return page(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            parsed: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # the library's class stands behind
        except Exception as error:
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]  # a usage error of the library; it left its place out
            raise
        return parsed


class _Command(_Page, TyperCommand):
    """One command or verb."""


class _Group(_Page, TyperGroup):
    """What has commands below it: a word that is none of them is answered with the near ones."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from xjcli.report.calling import no_command

            raise Refusal(no_command(args[0], self.list_commands(ctx), ctx.command_path))
        name, command, rest = super().resolve_command(ctx, args)
        if not ctx.resilient_parsing:
            Session.command = self.full_name(ctx, str(name))
        return name, command, rest

    def full_name(self, ctx: Any, name: str) -> str:
        """What a report calls the command."""
        return f"{ctx.info_name} {name}"

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        """Each command with what it does."""
        return [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]


class _Lazy(_Group):
    """A group that knows its commands by name and loads one only when it is called."""

    table: Mapping[str, Line]
    rooms: str
    examples: str
    offers: str

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *words: Any, **named: Any) -> Any:
        """A completion script's question is answered here; everything else is the library's business."""
        asks = any(name.endswith("_COMPLETE") for name in os.environ)
        if asks or (args and args[0].partition("=")[0] in ("--install-completion", "--show-completion")):
            from xjcli.report import completion

            completion.mend_scripts()
            completion.answer(self, str(prog_name), self.offers)
        return super().main(args, prog_name, *words, **named)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        line = self.table.get(cmd_name)
        if line is None:
            return None
        module = importlib.import_module(f"{self.rooms}.{line.module}")
        return _load(module, cmd_name, pick(line.zh, line.en))

    def full_name(self, ctx: Any, name: str) -> str:
        return name

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        return [(name, pick(line.zh, line.en)) for name, line in self.table.items()]


def verbs(*, alone: bool = False) -> typer.Typer:
    """An empty group; a module of `commands` hangs its verbs on it as `app`. `alone`: it answers without a verb too."""
    group = typer.Typer(
        cls=_Group, add_completion=False, rich_markup_mode=None, no_args_is_help=not alone, invoke_without_command=alone
    )
    if not alone:
        group.callback()(_nothing)  # a group of one verb stays a group
    return group


def _nothing() -> None:
    """What a group does before its verb."""


def _load(module: Any, name: str, help_text: str) -> Any:
    """A module's command: its `app` where it has verbs, else its function `command`."""
    group = getattr(module, "app", None)
    if group is None:
        group = typer.Typer(add_completion=False, rich_markup_mode=None)
        group.command(name, help=help_text, cls=_Command)(module.command)
        found = get_command(group)
        found.params.append(_json_option())
        return found
    for each in group.registered_commands:
        each.cls = _Command
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


def _global_options() -> list[TyperOption]:
    """Shown and completed; the boundary has taken them off the line before it is read."""
    return [
        TyperOption(
            param_decls=["--home"], expose_value=False, metavar="DIR",
            help=pick(
                "登记库所在的文件夹（也可用环境变量 XJ_HOME；主管部门端 XJ_AUTHORITY_HOME）",
                "the folder (or XJ_HOME; the authority's XJ_AUTHORITY_HOME)",
            ),
        ),
        TyperOption(
            param_decls=["--lang"], expose_value=False, metavar="zh|en",
            help=pick("语言（也可用环境变量 XJ_LANG）", "the language (or XJ_LANG)"),
        ),
    ]  # fmt: skip


def _version_option() -> TyperOption:
    return TyperOption(
        param_decls=["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_say_version,
        help=pick("版本", "the version"),
    )  # fmt: skip


def _say_version(ctx: typer.Context, _: Any, asked: bool) -> None:
    """Alone it is answered before anything is loaded; here it stands among other options."""
    if not asked or ctx.resilient_parsing:
        return
    from xjcli import __version__

    finish(Report({"version": __version__}), lambda result: [f"{ctx.info_name} {result['version']}"])
