"""`xj card write`, `list`, `revoke`, `revoked` and `verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import clock, open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import card as procedure
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import card as screens
from xjcli.ui.options import Because, DryRun, Force, On, Pupil, Yes, on_date, pupils_from

app = verbs()


@app.command("write", help=pick("签发学生卡，写成二维码图", "issue a card and write its square code"))
def write(
    pupil: Pupil,
    out: Annotated[Path, typer.Option("--out", help=pick(".svg 或 .png", ".svg or .png"))],
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help=pick("有效期，默认本学年末", "by default the school year"))
    ] = "",
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        ends = on_date(until, desk.today) if until else None
        report = procedure.write(desk, pupils_from([pupil])[0], out, until=ends, force=force, dry_run=dry_run)
    finish(report, screens.written)


@app.command("list", help=pick("已签发的卡", "the cards issued"))
def list_(pupil: Annotated[str, typer.Argument(metavar="[PUPIL]")] = "") -> None:
    with open_desk() as desk:
        report = procedure.list_(desk, pupils_from([pupil])[0] if pupil else "")
    finish(report, screens.listed)


@app.command("revoke", help=pick("作废学生卡", "revoke cards"))
def revoke(
    cards: Annotated[list[str], typer.Argument(metavar="CARD", help=pick("卡号，可多个", "numbers of cards"))],
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        day = on_date(on, desk.today)
        report = procedure.revoke(desk, cards, on=day, because=because, dry_run=dry_run)
    finish(report, screens.revoked)


@app.command("revoked", help=pick("写出签名的作废名单", "write the signed list of revoked cards"))
def revoked(
    out: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Force = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk() as desk:
        report = procedure.write_revoked(desk, out, force=force, dry_run=dry_run)
    finish(report, screens.revoked_list)


@app.command("verify", help=pick("验证扫出的内容，- 从标准输入读", "verify a scanned text; - reads standard input"))
def verify(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    card: Annotated[
        list[Path] | None, typer.Option(help=pick("签发学校的名片；不写则本校", "the school's card; ours by default"))
    ] = None,
    revoked: Annotated[
        Path | None, typer.Option("--revoked", help=pick("该校签名的作废名单", "the school's signed list"))
    ] = None,
) -> None:
    if revoked and not card:
        raise Refusal(Problem("usage.missing", params={"option": "--card"}))
    scanned = pupils_from([text])[0]
    if card:
        finish(procedure.verify(scanned, card, revoked, at=clock()), screens.verified)
    with open_desk() as desk:
        report = procedure.verify_here(desk, scanned)
    finish(report, screens.verified)
