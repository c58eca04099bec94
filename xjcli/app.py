"""The root of `xj`: the command table and the way into the one error boundary.

A command's module is imported when it is called and not before; `xj --help` reads only this table. Each line is
name → (module in xjcli.commands, what it does in Chinese, in English).
"""

from __future__ import annotations

import gc
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
        "init": Line("init", "建立本校的学籍登记库和密钥", "set up this school's registry and keys"),
        "demo": Line(
            "demo", "在本机排练一遍：一个主管部门、两所学校", "rehearse on this machine: an authority, two schools"
        ),
        "status": Line(
            "status", "今天的工作台：人数、待办、上报进度", "the home screen: pupils, what waits, what was sent"
        ),
        "settings": Line("settings", "查看、修改 init 时填的内容", "show or change what init asked"),
        "enroll": Line(
            "enroll", "建立学籍：录入、校验、查重、申请学籍号", "open a record: capture, validate, look for duplicates"
        ),
        "resubmit": Line("resubmit", "退回后补正，重新申报", "mend a refused enrolment and ask again"),
        "assign": Line("assign", "分班、转班", "put pupils into a class"),
        "find": Line(
            "find",
            "按姓名、班级、年级、拼音首字母、号码后四位查找",
            "find by name, class, grade, initials, last four digits",
        ),
        "show": Line("show", "一名学生的学籍卡", "one pupil's card"),
        "history": Line("history", "一名学生的全部办理记录", "every act of one pupil"),
        "number": Line(
            "number", "学籍号：查看、解释、按官方名单确认", "registry numbers: show, explain, confirm from a list"
        ),
        "id": Line("id", "检查身份证件号码", "check identity document numbers"),
        "import": Line("import_", "导入国家学籍系统的学生信息表", "import the national pupil workbook"),
        "export": Line("export", "导出花名册或国家学籍系统的表", "export a roster or the national workbook"),
        "push": Line("push", "签名、加密、上报还没有上报的变动", "sign, seal and send what was not sent yet"),
        "pull": Line("pull", "取回回执和批复", "fetch receipts and decisions"),
        "sync": Line("sync", "上报并取回（push + pull）", "push, then pull"),
        "bundle": Line("bundle", "变动数据包：生成、查看、验证", "change bundles: build, show, verify"),
        "key": Line("key", "本校密钥和信任的主管部门", "this school's keys and the trusted authority"),
        "doctor": Line("doctor", "证明登记库完整、没有被改动", "prove that the registry is whole and untouched"),
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
        module = importlib.import_module(f"xjcli.commands.{line.module}")
        return load(module, cmd_name, pick(line.zh, line.en))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        Session.command = str(name)
        return name, command, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section(pick("命令", "Commands")):
            formatter.write_dl([(name, pick(line.zh, line.en)) for name, line in COMMANDS.items()])


def load(module: Any, name: str, help_text: str) -> Any:
    """A module's command: its `app` where it is a group of commands, else its function `command`."""
    group = getattr(module, "app", None)
    if group is None:
        group = typer.Typer(add_completion=False, rich_markup_mode=None)
        group.command(name, help=help_text)(module.command)
        found = get_command(group)
        found.params.append(json_option())
        return found
    found = cast(TyperGroup, get_command(group))
    found.name, found.help = name, help_text
    for command in found.commands.values():
        command.params.append(json_option())
    return found


def json_option() -> TyperOption:
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
        "学籍管理员的工作台（《中小学生学籍管理办法》）。--home 文件夹、--lang zh|en、--json 可写在命令之前或之后。",
        "The registrar's desk for pupils' registration. --home DIR, --lang zh|en and --json may stand anywhere.",
    )
    group.callback(invoke_without_command=True, help=text)(_root)
    return get_command(group)


def run(arguments: list[str]) -> None:
    """Take a command line, print one report, leave with its exit status.

    One errand, then the process ends: nothing is gained by looking for cycles among a workbook's 700,000 texts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        boundary(lambda words: root().main(args=words, prog_name="xj", standalone_mode=False), arguments)
    finally:
        if was_on:
            gc.enable()


__all__ = ["COMMANDS", "LazyGroup", "json_option", "load", "root", "run"]
