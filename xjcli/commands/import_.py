"""`xj import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xjcli.desk import open_desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.import_ import Guards
from xjcli.procedures.import_ import import_ as procedure
from xjcli.procedures.import_apply import Choice
from xjcli.procedures.import_apply import apply as apply_plan
from xjcli.procedures.import_papers import Papers
from xjcli.procedures.number import apply as apply_numbers
from xjcli.procedures.number import confirm as confirm_numbers
from xjcli.report import finish
from xjcli.report.language import pick
from xjcli.ui import screens
from xjcli.ui.options import NO_FILES, Because, DryRun, Encoding, Evidence, Force, On, Yes, on_date, pairs, require_only
from xjcli.ui.progress import progress
from xjcli.ui.prompts import agree_to_changes, confirm_import

#: What these options can stand beside: anything else would be left undone without a word.
_BESIDE = {
    "numbers": ("on", "because", "evidence", "yes", "dry_run", "plan_out", "apply"),
    "apply": (
        "numbers",
        "only",
        "rest",
        "accept_valid",
        "yes_change",
        "annotate",
        "ask_again",
        "force",
        "evidence",
        "yes",
        "dry_run",
    ),
}


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=pick("xlsx、xls、ods 或 csv", "xlsx, xls, ods or csv"))],
    way: Annotated[
        str,
        typer.Option("--as", help=pick("enrol 新建；take-on 接管已有学籍", "enrol new, or take-on registered ones")),
    ] = "enrol",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help=pick("表头=字段，可多次", "header=field; may be repeated")),
    ] = None,
    accept_valid: Annotated[
        bool, typer.Option("--accept-valid", help=pick("只收正确的行", "take the good rows only"))
    ] = False,
    overwrite: Annotated[
        list[str] | None,
        typer.Option("--overwrite", metavar="FIELD", help=pick("申请按表更正的基础信息，可多次", "ask to correct it")),
    ] = None,
    plan_out: Annotated[
        Path | None, typer.Option("--plan-out", metavar="FILE", help=pick("只保存方案，不办理", "only save the plan"))
    ] = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="PLAN", help=pick("照保存的方案办理", "carry out a saved plan"))
    ] = None,
    only: Annotated[
        str,
        typer.Option("--only", metavar="N,N-N", help=pick("只办方案里的这几行", "these lines of the plan only")),
    ] = "",
    rest: Annotated[
        Path | None,
        typer.Option("--rest", metavar="FILE", help=pick("没有办的行另存的方案", "where the other lines are kept")),
    ] = None,
    yes_change: Annotated[
        int, typer.Option("--yes-change", metavar="N", help=pick("同意改动 N 名在籍学生", "agree to N changed pupils"))
    ] = 0,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="OUT.xlsx", help=pick("原表标出错误", "your own workbook, errors marked")),
    ] = None,
    ask_again: Annotated[
        Path | None,
        typer.Option("--ask-again", metavar="OUT.xlsx", help=pick("需要重新核对的学生名单", "whom to ask again")),
    ] = None,
    numbers: Annotated[
        bool,
        typer.Option(
            "--numbers", help=pick("全国系统导出：收学籍号和状态，列出不同", "a national export: numbers and states in")
        ),
    ] = False,
    encoding: Encoding = "",
    force: Force = False,
    on: On = "",
    because: Because = "",
    evidence: Evidence = NO_FILES,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    require_only(ctx, _BESIDE)
    if (only or rest) and not apply:
        raise Refusal(Problem("usage.missing", params={"option": "--apply"}))
    if numbers:
        _numbers(file, on, because, evidence, dry_run=dry_run, plan_out=plan_out, plan=apply)
        return
    papers = Papers(annotate, ask_again, force)
    guards = Guards(tuple(overwrite or ()), plan_out, None, yes_change, agree_to_changes)
    with progress() as tell, open_desk("read" if dry_run or plan_out else "write") as desk:
        if apply:
            report = apply_plan(
                desk,
                file,
                apply,
                evidence_files=evidence,
                dry_run=dry_run,
                guards=guards,
                papers=papers,
                tell=tell,
                choice=Choice(only, accept_valid, rest),
            )
        else:
            report = procedure(
                desk, file, way=way, on=on_date(on, desk.today), extra_map=pairs(mapping or [], "--map"),
                because=because, evidence_files=evidence, accept_valid=accept_valid, dry_run=dry_run,
                confirm=lambda plan: confirm_import(plan, yes=yes), guards=guards,
                papers=papers, encoding=encoding, tell=tell,
            )  # fmt: skip
    finish(report, screens.import_)


def _numbers(
    file: Path, on: str, because: str, evidence: list[Path], *, dry_run: bool, plan_out: Path | None, plan: Path | None
) -> None:
    """第五条: what the national system has issued, taken in by document number; the same as `xj number confirm`."""
    with progress() as tell, open_desk("read" if dry_run or plan_out else "write") as desk:
        if plan:
            report = apply_numbers(desk, file, plan, evidence_files=evidence, dry_run=dry_run, tell=tell)
        else:
            report = confirm_numbers(
                desk, file, on=on_date(on, desk.today), because=because, evidence_files=evidence, dry_run=dry_run,
                command="import", plan_out=plan_out, tell=tell,
            )  # fmt: skip
    finish(report, screens.numbers)
