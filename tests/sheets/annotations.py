"""What the tests of annotating share: a workbook with faults, the annotated one, and the parts inside."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.sheets.books import PUPIL, pupils, read
from xjcli.errors import Problem
from xjcli.sheets.annotate import Annotation, annotate
from xjcli.sheets.table import column_letter

_LETTERS = {name: column_letter(index) for index, name in enumerate(PUPIL)}
NUMBER, NATION = _LETTERS["身份证件号"], column_letter(len(PUPIL))
DAMAGED: dict[str, Any] = {"身份证件号": 320106201905020000.0}


def opened(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def annotated(source: Path, out: Path, extra: Sequence[Problem] = ()) -> Annotation:
    sheet = read(source)
    return annotate(source, out, sheet.table, [*sheet.problems, *extra], force=True)


def three(path: Path) -> Path:
    """Row 2 is right, row 3 has a damaged number, row 4 an unknown people and an empty name."""
    return pupils(
        path, {"民族": "汉族"}, {**DAMAGED, "姓名": "欧阳·小雨", "民族": "汉族"}, {"姓名": None, "民族": "演练族"}
    )


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(path: Path, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    found = re.search(rb"<sheetData>(.*)</sheetData>", parts(path)[part], re.DOTALL)
    assert found
    return found[1]
