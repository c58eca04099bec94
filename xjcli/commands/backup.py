"""`xj backup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import backup as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import backup as screens
from xjcli.ui.options import BackupPassphraseFd, DryRun, Force, Yes
from xjcli.ui.passphrase import to_seal


def command(
    file: Annotated[
        Path | None, typer.Argument(help=pick("写到哪个文件，如 U 盘上的 学籍.xjbackup", "the file to write"))
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help=pick("列出自动备份", "list the automatic copies"))] = False,
    plain: Annotated[bool, typer.Option("--plain", help=pick("不加密", "not encrypted"))] = False,
    backup_passphrase_fd: BackupPassphraseFd = None,
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    if list_:
        with open_desk() as desk:
            report = procedure.listed(desk)
        finish(report, screens.copies)
    if file is None:
        raise Refusal(Problem("usage.missing", params={"option": "FILE | --list"}))
    with open_desk() as desk:
        closed = desk.opened.lock is not None and backup_passphrase_fd is None
        ask = to_seal(backup_passphrase_fd, plain=plain or dry_run or closed)
        report = procedure.backup(desk, file, ask, force=force, dry_run=dry_run)
    finish(report, screens.written)
