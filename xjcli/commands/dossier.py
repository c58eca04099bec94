"""`xj dossier add`, `import`, `list`, `export`, `receive`, `archive` and `handover-list`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.procedures import dossier as procedure
from xjcli.procedures import dossier_import as importing
from xjcli.procedures import dossier_receive as receiving
from xjcli.procedures import dossier_send as sending
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.report.program import verbs
from xjcli.ui import changes
from xjcli.ui import dossier as screens
from xjcli.ui.options import Because, DryRun, On, Pupil, Pupils, Yes, errand, pupils_from
from xjcli.ui.prompts import ask_fingerprint

app = verbs()

Where = Annotated[
    str, typer.Option("--where", metavar="PLACE", help=pick("纸质材料存放处，如 柜3-2", "where the paper lies"))
]
Item = Annotated[str, typer.Option(help=pick("第七条的类别：1–7 或名称", "kind of Article 7: 1–7 or its name"))]
Title = Annotated[str, typer.Option(help=pick("材料名称（不写姓名、号码）", "a title, without names or numbers"))]
Copies = Annotated[int, typer.Option(help=pick("份数", "how many copies"))]
Fingerprint = Annotated[
    str, typer.Option(help=pick("电话或书面核对过的指纹", "the card's fingerprint, compared by telephone or letter"))
]


@app.command("add", help=pick("归档：电子文件，或 --paper 纸质材料", "add files, or a paper with --paper"))
def add(
    pupil: Pupil,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help=pick("文件，可多个", "files"))] = None,
    item: Item = "2",
    title: Title = "",
    paper: Annotated[bool, typer.Option("--paper", help=pick("纸质材料", "a paper"))] = False,
    where: Where = "",
    copies: Copies = 1,
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, [], "", dry_run=dry_run, yes=yes)
        report = procedure.add(
            desk, pupils_from([pupil])[0], item=item, files=files or [], paper=paper, where=where, copies=copies,
            title=title, errand=asked,
        )  # fmt: skip
    finish(report, screens.added)


@app.command(
    "import", help=pick("成批归档：按文件名（证件号等）对应学生", "a folder or zip of files, each named by pupil")
)
def import_(
    source: Annotated[Path, typer.Argument(metavar="DIR|ZIP", help=pick("文件夹或 zip", "a folder or a zip"))],
    item: Item = "2",
    title: Title = "",
    photos: Annotated[bool, typer.Option("--photos", help=pick("照片：只收 jpg", "photos: jpg only"))] = False,
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, [], "", dry_run=dry_run, yes=yes)
        report = importing.import_files(desk, source, item=item, title=title, photos=photos, errand=asked)
    finish(report, screens.imported)


@app.command("list", help=pick("档案目录：七类内容、电子和纸质", "what the dossier holds, by the seven kinds"))
def list_(pupil: Pupil) -> None:
    with open_desk() as desk:
        report = procedure.list_(desk, pupils_from([pupil])[0])
    finish(report, screens.listed)


@app.command(
    "export",
    help=pick(
        "转出档案：为接收学校密封成一个文件（第十五条）", "one sealed package for the receiving school (Article 15)"
    ),
)
def export(
    pupil: Pupil,
    out: Annotated[Path, typer.Argument(metavar="DIR", help=pick("写到这个文件夹", "write into this folder"))],
    to: Annotated[
        str,
        typer.Option(
            metavar="CARD|handover", help=pick("接收方名片，或 handover（按转接告知）", "a card, or handover")
        ),
    ] = sending.HANDOVER,
    fingerprint: Fingerprint = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, [], "", dry_run=dry_run, yes=yes)
        report = sending.export(
            desk, pupils_from([pupil])[0], to=to, out=out,
            confirm=lambda card: fingerprint or ask_fingerprint(card.fingerprint), errand=asked,
        )  # fmt: skip
    finish(report, screens.sent)


@app.command(
    "receive", help=pick("验证收到的档案并接续（第十六条）", "verify a package and continue the record (Article 16)")
)
def receive(
    file: Annotated[Path, typer.Argument(help=pick("档案包 .xjd", "the package"))],
    card: Annotated[Path | None, typer.Option(help=pick("转出学校名片", "card of the sending school"))] = None,
    fingerprint: Fingerprint = "",
    where: Where = "",
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, [], "", dry_run=dry_run, yes=yes)
        report = receiving.receive(
            desk, file, card=card, confirm=lambda found: fingerprint or ask_fingerprint(found.fingerprint),
            where=where, errand=asked,
        )  # fmt: skip
    finish(report, screens.received)


@app.command("archive", help=pick("最后就读学校永久保存（第九条）", "kept for ever by the last school (Article 9)"))
def archive(
    pupils: Pupils,
    where: Where = "",
    copies: Copies = 1,
    on: On = "",
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        asked = errand(desk, on, because, [], "", dry_run=dry_run, yes=yes)
        report = procedure.archive(desk, pupils_from(pupils), where=where, copies=copies, errand=asked)
    finish(report, changes.change)


@app.command(
    "handover-list",
    help=pick("移交清单，有编号和核验码（.csv 只是表）", "the hand-over list, numbered (a .csv is a table only)"),
)
def handover_list(
    pupil: Pupil,
    out: Annotated[
        Path,
        typer.Option(
            help=pick("文件夹，或 .docx、.xlsx、.md、.csv 文件", "a folder, or a .docx, .xlsx, .md or .csv file")
        ),
    ],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    with open_desk("read" if dry_run else "write") as desk:
        report = sending.handover_list(desk, pupils_from([pupil])[0], out, dry_run=dry_run)
    finish(report, screens.handover_list)
