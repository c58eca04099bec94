"""An empty workbook to fill in (第四条): the national ones, or the school's own for class teachers.

Needs no registry: a registrar may hand out templates before `xj init`.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.procedures.pupils import require_choice
from xjcli.reference import template as columns_of
from xjcli.report import Report
from xjcli.sheets.template import EXAMPLE_ROW, KINDS, write_template


def template(path: Path, kind: str, *, today: date, force: bool = False, dry_run: bool = False) -> Report:
    """`result`: file, kind, sheet, columns, example_row. Refuses with usage.option, sheet.write-format, file.exists."""
    require_choice("KIND", kind or "-", KINDS)
    if not force and os.path.lexists(path):
        raise Refusal(Problem("file.exists", where=path.name))
    form = columns_of(kind)
    result = {
        "file": str(path), "kind": kind, "sheet": form.sheet, "columns": len(form.columns),
        "example_row": EXAMPLE_ROW, "dry_run": dry_run, "operation": None,
    }  # fmt: skip
    if not dry_run:
        write_template(path, kind, today=today, force=force)
    return Report(result)
