"""A saved plan carried out (sheets.md): the whole of it, or the lines that a person has picked by their numbers.

What is not carried out is kept: the lines that were not picked, and those that were refused, are a new plan beside the
old one, pinned to the registry as it stands then. The old plan is stale from that moment on, as it always was.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.import_ import Guards, import_
from xjcli.procedures.import_papers import Papers
from xjcli.procedures.import_plan import SavedPlan, load, rest_path
from xjcli.report import Report
from xjcli.report.progress import Tell, silent


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lines of a plan are carried out: `only` names them (`1,3-5`; empty for all), `accept_valid` leaves out
    those that are refused now. `rest` is where the others are kept; beside the plan where it is None."""

    only: str = ""
    accept_valid: bool = False
    rest: Path | None = None

    @property
    def partial(self) -> bool:
        return bool(self.only) or self.accept_valid or self.rest is not None


def apply(
    desk: Desk,
    path: Path,
    plan_file: Path,
    *,
    evidence_files: Sequence[Path] = (),
    dry_run: bool = False,
    guards: Guards,
    choice: Choice | None = None,
    papers: Papers | None = None,
    tell: Tell = silent,
) -> Report:
    """Carry out a saved plan exactly as it was looked at; refuses with import.plan-stale where anything changed.

    With a choice `rest` is the plan of what was not carried out, `remaining` how many lines it has.
    """
    saved, choice = load(plan_file), choice or Choice()
    chosen = saved.chosen(choice.only) if choice.only else None
    rest = (choice.rest or rest_path(plan_file)) if choice.partial else None
    if rest is not None and os.path.lexists(rest):
        raise Refusal(Problem("file.exists", where=rest.name))
    held = replace(guards, overwrite=saved.overwrite, plan=saved, rows=saved.rows, chosen=chosen)
    report = import_(
        desk, path, way=saved.way, on=date.fromisoformat(saved.on), because=saved.because,
        evidence_files=evidence_files, extra_map=saved.extra_map, dry_run=dry_run, confirm=lambda _: True, guards=held,
        accept_valid=saved.accept_valid or choice.accept_valid, papers=papers, encoding=saved.encoding, tell=tell,
    )  # fmt: skip
    if rest is not None and report.result["operation"]:
        _keep_rest(desk, path, saved, report, rest, evidence_files)
    return report


def _keep_rest(
    desk: Desk, path: Path, saved: SavedPlan, done: Report, rest: Path, evidence_files: Sequence[Path]
) -> None:
    """The lines that were not picked or were refused, as a plan of its own; none where all were carried out."""
    stored = {line["row"] for line in done.result["lines"] if not line["codes"]}
    left = [row for row in saved.line_rows if row not in stored]
    if not left:
        return
    kept = import_(
        desk, path, way=saved.way, on=date.fromisoformat(saved.on), because=saved.because,
        evidence_files=evidence_files, extra_map=saved.extra_map, accept_valid=saved.accept_valid,
        dry_run=True, confirm=lambda _: False,
        guards=Guards(overwrite=saved.overwrite, plan_out=rest, rows=left), encoding=saved.encoding,
    )  # fmt: skip
    done.result["rest"], done.result["remaining"] = str(rest), len(kept.result["lines"])
