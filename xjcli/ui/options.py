"""The options that many commands share, each declared once, so that they mean the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xjcli.errors import Family, Problem, Refusal
from xjcli.report.language import pick

if TYPE_CHECKING:
    from xjcli.desk import Desk
    from xjcli.procedures.change import Errand
    from xjcli.report import Screen

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=pick("只显示会怎样，什么也不改", "show what would happen; change nothing")),
]
Yes = Annotated[bool, typer.Option("--yes", help=pick("不再询问", "do not ask"))]
On = Annotated[
    str,
    typer.Option("--on", metavar="DATE", help=pick("发生日期，默认今天", "when it happened, today by default")),
]
Because = Annotated[
    str, typer.Option("--because", metavar="TEXT", help=pick("理由，会记录下来", "a reason; it is recorded"))
]
Evidence = Annotated[
    list[Path],
    typer.Option("--evidence", help=pick("证明材料文件，可多次", "a file of evidence; may be repeated")),
]
#: What `--evidence` is where it was not given; the library makes a list of its own of it.
NO_FILES: list[Path] = []
Paper = Annotated[
    str,
    typer.Option("--paper", metavar="PLACE", help=pick("纸质材料存放处，如 柜3-2", "where the paper proof lies")),
]
Reveal = Annotated[
    bool,
    typer.Option("--reveal", help=pick("显示完整号码，须写 --because", "show full numbers; needs --because")),
]

Grade = Annotated[str, typer.Option(help=pick("只要这个年级或班，如 三(2)班", "only this grade or class"))]
Standing = Annotated[str, typer.Option(help="pending | approved | refused")]
Status = Annotated[str, typer.Option(help="enrolled …")]
Force = Annotated[bool, typer.Option("--force", help=pick("覆盖已有文件", "replace an existing file"))]
Encoding = Annotated[str, typer.Option(help=pick("csv 的编码：utf-8 或 gb18030", "of a csv: utf-8 or gb18030"))]
Approval = Annotated[
    str, typer.Option("--approval", metavar="NO", help=pick("主管部门批准文号", "the authority's approval number"))
]
Recipient = Annotated[str, typer.Option("--to", metavar="WHOM", help=pick("提供给哪个单位", "who receives it"))]
Purpose = Annotated[str, typer.Option("--purpose", metavar="TEXT", help=pick("用途", "what it is for"))]
#: `--passphrase-fd` (of any command) opens the home; a leader's key and a backup have passphrases of their own.
LEADER_FD, BACKUP_FD = "--leader-passphrase-fd", "--backup-passphrase-fd"
_FROM_FD = pick("从这个文件描述符读口令（0 是标准输入）", "read the passphrase from this descriptor; 0 is stdin")
LeaderPassphraseFd = Annotated[int | None, typer.Option(LEADER_FD, metavar="N", min=0, help=_FROM_FD)]
BackupPassphraseFd = Annotated[int | None, typer.Option(BACKUP_FD, metavar="N", min=0, help=_FROM_FD)]


def on_date(text: str, today: date) -> date:
    """`--on` as a date; today where it was not given. An unreadable date is a usage error."""
    if not text:
        return today
    from xjcli.schema.values.time import parse_date

    iso, problems = parse_date(text)
    if iso is None:
        raise Refusal(*problems, exit_code=int(Family.USAGE))
    return date.fromisoformat(iso)


def require_only(ctx: typer.Context, beside: Mapping[str, Collection[str]]) -> None:
    """An option that rules others out says so: what would be left undone in silence is a usage error naming both."""
    given = [
        each
        for each in ctx.command.params
        if each.param_type_name == "option" and str(ctx.get_parameter_source(each.name or "")).endswith("COMMANDLINE")
    ]
    for sole in given:
        allowed = beside.get(sole.name or "")
        if allowed is None:
            continue
        for other in given:
            if other is not sole and other.name not in allowed:
                params = {"option": sole.opts[0], "other": other.opts[0]}
                raise Refusal(Problem("usage.together", params=params))


Pupil = Annotated[
    str,
    typer.Argument(
        help=pick("学籍号、证件号、记录号或姓名；- 从标准输入读", "number, record id or name; - reads stdin")
    ),
]


Pupils = Annotated[
    list[str],
    typer.Argument(
        help=pick(
            "学生，可多名：学籍号、证件号、记录号或姓名；- 从标准输入读",
            "pupils: number, record id or name; - reads stdin",
        )
    ),
]


SomePupils = Annotated[
    list[str],
    typer.Argument(
        help=pick(
            "学生，可多名；整个年级写 --grade；- 从标准输入读", "pupils; for a whole grade --grade; - reads stdin"
        )
    ),
]
#: What it is where nobody was named.
NO_PUPILS: list[str] = []


def errand(
    desk: Desk,
    on: str,
    because: str,
    evidence: list[Path],
    paper: str,
    *,
    dry_run: bool,
    yes: bool,
    show: Screen | None = None,
) -> Errand:
    """The options that every changing command takes, as its procedure wants them; on a terminal it is asked.

    `show` is the screen of what would be recorded, where it is not the list of pupils.
    """
    from xjcli.procedures.change import Errand
    from xjcli.ui.prompts import confirm_change

    def confirm(plan: dict[str, Any]) -> bool:
        return confirm_change(plan, yes=yes, show=show)

    return Errand(on_date(on, desk.today), because, tuple(evidence), paper, dry_run, confirm)


def pupils_from(arguments: list[str]) -> list[str]:
    """`-` stands for lines of standard input, so that no number need stand in the shell's history."""
    if "-" not in arguments:
        return arguments
    read = [line.strip() for line in sys.stdin if line.strip()]
    if not read:
        raise Refusal(Problem("usage.missing", params={"option": "stdin"}))
    return [*(word for word in arguments if word != "-"), *read]


def pairs(values: list[str], option: str = "--set") -> dict[str, str]:
    """`--set field=value` as a table; a word without `=` is a usage error."""
    found: dict[str, str] = {}
    for word in values:
        name, equals, value = word.partition("=")
        if not equals:
            raise Refusal(Problem("usage.option", params={"option": option, "value": name[:40], "allowed": "…=…"}))
        found[name.strip()] = value.strip()
    return found


def secret(word: str) -> str:
    """An option whose value should not stand in the shell's history: `-` reads it from standard input."""
    return pupils_from([word])[0] if word == "-" else word


def custody_errand(desk: Desk, on: str, because: str, paper: str, *, dry_run: bool, yes: bool) -> Errand:
    """The same for an act on every record at once: a person has to agree, a script has to say `--yes`."""
    from dataclasses import replace

    from xjcli.ui.prompts import confirm_custody

    asked = errand(desk, on, because, [], paper, dry_run=dry_run, yes=yes)
    return replace(asked, confirm=lambda plan: confirm_custody(plan, yes=yes))
