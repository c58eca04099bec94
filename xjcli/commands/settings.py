"""`xj settings show` and `xj settings set`."""

from __future__ import annotations

from xjcli.desk import open_desk
from xjcli.procedures import settings as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import screens
from xjcli.ui.options import DryRun, Yes

app = verbs()


@app.command("show", help=pick("全部设置", "every setting"))
def show() -> None:
    with open_desk() as desk:
        report = procedure.show(desk)
    finish(report, screens.settings)


@app.command("set", help=pick("修改一项", "change one"))
def change(key: str, value: str, yes: Yes = False, dry_run: DryRun = False) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = procedure.change(desk, key, value, dry_run=dry_run)
    finish(report, screens.settings)
