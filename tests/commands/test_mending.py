"""An annotated workbook that went through another office program is mended there and comes back whole (第四条)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.offices import Program, open_school
from tests.people import pupils
from tests.sheets.office import convert
from xjcli.procedures.demo.workbook import write_workbook
from xjcli.sheets.table import ERRORS_HEADING

COUNT = 6


@pytest.fixture
def school(tmp_path: Path) -> Program:
    return open_school(tmp_path / "school")[0]


def opened(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def columns(page: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in page[1] if cell.value}


def test_marked_saved_by_libreoffice_mended_and_imported_again(school: Program, tmp_path: Path) -> None:
    rows = pupils(COUNT)
    right = dict(rows[2])
    rows[2]["document_number"] = right["document_number"][:-1] + ("0" if right["document_number"][-1] != "0" else "1")
    rows[4]["name"] = ""
    book, marked, folder = tmp_path / "新生.xlsx", tmp_path / "标错.xlsx", tmp_path / "office"
    write_workbook(book, rows)
    refused = school.run("import", book, "--yes", "--annotate", marked)
    assert (refused.exit, refused.result["stored"], refused.result["refused"]) == (50, 0, 2)
    convert(marked, "xlsx", folder)
    saved = opened(folder / marked.name)
    page = saved.active
    at = columns(page)
    for row, heading in ((4, "身份证件号"), (6, "姓名")):
        cell = page.cell(row, at[heading])
        assert "【xj】错误" in cell.comment.text
        assert f"[{cell.column_letter}] " in page.cell(row, at[ERRORS_HEADING]).value
    page.cell(4, at["身份证件号"]).value = right["document_number"]
    page.cell(6, at["姓名"]).value = "样小戊"
    mended = tmp_path / "改好.xlsx"
    saved.save(mended)
    clean = tmp_path / "再标.xlsx"
    done = school.run("import", mended, "--yes", "--annotate", clean)
    assert (done.exit, done.result["stored"], done.result["refused"]) == (0, COUNT, 0)
    assert done.result["annotated"]["refused"] == 0
    page = opened(clean).active
    assert list(columns(page)).count(ERRORS_HEADING) == 1
    assert not [cell for row in page for cell in row if cell.comment and "【xj】错误" in cell.comment.text]
    assert page.cell(4, at["身份证件号"]).comment is None
    assert school.run("find").result["total"] == COUNT
