"""`xj restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from xjcli.desk import clock
from xjcli.procedures.restore import Wish
from xjcli.procedures.restore import restore as procedure
from xjcli.report import Session, finish
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.settings import home_folder
from xjcli.ui import backup as screens
from xjcli.ui.options import BackupPassphraseFd, DryRun, Yes
from xjcli.ui.passphrase import to_open
from xjcli.ui.prompts import confirm_shown


def command(
    file: Annotated[
        Path, typer.Argument(help=pick("xj backup 写的文件，或 backups 里的自动副本", "a backup, or an automatic copy"))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=pick("替换这里的登记库，原来的保留在旁边", "put what is here aside"))
    ] = False,
    backup_passphrase_fd: BackupPassphraseFd = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    def confirm(plan: dict[str, Any]) -> bool:
        return confirm_shown(screens.plan(plan), phrase("restore.ask"), yes=yes)

    wish = Wish(to_open(backup_passphrase_fd), replace, dry_run, confirm)
    finish(procedure(home_folder(Session.home), file, wish, now=clock()), screens.restored)
