"""`xj review write`, `sign`, `submit` and `show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock, find_desk, open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import review as procedure
from xjcli.procedures.key import card_path
from xjcli.procedures.review import Target
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import review as screens
from xjcli.ui.options import (
    LEADER_FD,
    NO_FILES,
    Because,
    DryRun,
    Evidence,
    Force,
    LeaderPassphraseFd,
    On,
    Paper,
    Yes,
    errand,
)
from xjcli.ui.prompts import confirm_signature, passphrase_from

app = verbs()
Term = Annotated[str, typer.Argument(metavar="SEMESTER", help=pick("学期，如 2026-autumn 或 2026秋", "as 2026-autumn"))]
Statement = Annotated[Path, typer.Argument(metavar="FILE.xjreview", help=pick("复核结论文件", "the statement"))]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help=pick("写到文件", "write it to a file"))]


@app.command("write", help=pick("出具复核结论，用学校密钥签名", "write the outcome, signed with the school's key"))
def write(
    semester: Term,
    to: To = None,
    because: Because = "",
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk() as desk:
        target = Target(to, force) if to else None
        report = procedure.write(desk, semester, target, because=because, dry_run=dry_run)
    finish(report, screens.written)


@app.command("sign", help=pick("负责人签名；可以在另一台电脑上", "the leader signs, also on another computer"))
def sign(
    statement: Statement,
    leader_key: Annotated[
        Path, typer.Option("--leader-key", metavar="FILE", help=pick("负责人的密钥文件", "the leader's key file"))
    ],
    card: Annotated[
        Path | None, typer.Option(metavar="FILE.xjcard", help=pick("学校名片；默认本机的", "the school's card"))
    ] = None,
    to: To = None,
    leader_passphrase_fd: LeaderPassphraseFd = None,
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    report = procedure.sign(
        statement, card or _own_card(), leader_key, now=clock(),
        passphrase=passphrase_from(leader_passphrase_fd, LEADER_FD),
        confirm=lambda plan: confirm_signature(plan, yes=yes), out=Target(to, force) if to else None, dry_run=dry_run,
    )  # fmt: skip
    finish(report, screens.signed)


def _own_card() -> Path:
    """On the school's own computer the card lies beside the registry; elsewhere it has to be named."""
    desk = find_desk()
    if desk is None:
        raise Refusal(Problem("usage.missing", params={"option": "--card"}))
    with desk:
        return card_path(desk)


@app.command(
    "submit", help=pick("登记两人都签了名的复核结论，随下一包上报", "record what both have signed; it goes up")
)
def submit(
    semester: Term,
    statement: Statement,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    paper: Paper = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, evidence, paper, dry_run=dry_run, yes=yes, show=screens.submitted)
        report = procedure.submit(desk, semester, statement, asked)
    finish(report, screens.submitted)


@app.command("show", help=pick("已签的复核结论，现在还符不符", "what was signed, and whether it still holds"))
def show(
    semester: Annotated[str, typer.Argument(metavar="[SEMESTER]", help=pick("只看这个学期", "this one only"))] = "",
) -> None:
    with open_desk() as desk:
        report = procedure.show(desk, semester)
    finish(report, screens.shown)
