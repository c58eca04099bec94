"""`xj registrar add`, `list`, `train` and `retire`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import people
from xjcli.procedures import registrar as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import clocks, logs
from xjcli.ui.options import Because, DryRun, On, Yes, on_date

app = verbs()
Name = Annotated[str, typer.Argument(metavar="NAME", help=pick("姓名", "name"))]


@app.command("list", help=pick("学籍管理员和培训情况", "registrars and their training"))
def listed() -> None:
    with open_desk() as desk:
        report = procedure.listed(desk)
    finish(report, clocks.registrars)


@app.command("add", help=pick("配备一名学籍管理员，并报送主管部门", "name a registrar, and report it upward"))
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="registrar | leader | reader")] = "registrar",
    trained: Annotated[str, typer.Option(metavar="DATE", help=pick("培训日期", "day of the training"))] = "",
    on: On = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        day, taught = on_date(on, desk.today), on_date(trained, desk.today) if trained else None
        report = procedure.add(desk, name, role=role, trained_on=taught, on=day, dry_run=dry_run)
    finish(report, clocks.registrar)


@app.command("train", help=pick("登记一次培训", "note a training"))
def train(name: Name, on: On = "", yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.train(desk, name, on=on_date(on, desk.today), dry_run=dry_run)
    finish(report, clocks.registrar)


@app.command("retire", help=pick("离岗", "the last day of a registrar"))
def retire(name: Name, on: On = "", yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.retire(desk, name, on=on_date(on, desk.today), dry_run=dry_run)
    finish(report, clocks.registrar)


@app.command("account", help=pick("此人在本机的系统账户；不写账户则取消", "this person's account on this computer"))
def account(
    name: Name,
    os_user: Annotated[str, typer.Argument(metavar="[ACCOUNT]", help=pick("系统账户名", "the login name"))] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = people.set_account(desk, name, os_user, dry_run=dry_run)
    finish(report, logs.account)


@app.command("unlock", help=pick("给久未使用而锁定的人解锁", "let someone in again who was not seen for long"))
def unlock(name: Name, because: Because = "", yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = people.unlock(desk, name, because, dry_run=dry_run)
    finish(report, logs.unlocked)
