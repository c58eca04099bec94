"""What an import hands back: the user's own workbook with its errors, and the list of whom to ask again."""

from __future__ import annotations

import stat
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.procedures.desks import at, child, imported, refused, resident, sheet
from xjcli.procedures.import_papers import Papers
from xjcli.sheets.table import ERRORS_HEADING

OWN = "2132000456"


def row(order: int, **changed: str) -> dict[str, str]:
    return {"school_code": OWN, **child(order, **changed)}


def damaged(path: Path) -> Path:
    """Three children; the number of the second was kept as a number by a spreadsheet."""
    sheet(path, [row(901), row(903), row(905)])
    book = load_workbook(path)
    page = book.active
    assert page is not None
    page["F3"].value, page["F3"].number_format = float(resident(903)[:17] + "0"), "General"
    page["A6"].value = None
    book.create_sheet("班主任备注")["B2"] = "=1+1"
    book.save(path)
    return path


def heads(path: Path) -> list[Any]:
    book = load_workbook(path)
    return [cell.value for cell in book.worksheets[0][1]]


@pytest.mark.parametrize("more", [{"dry_run": True}, {}, {"accept_valid": True}], ids=["dry-run", "refused", "partly"])
def test_the_own_workbook_comes_back_with_its_errors_whatever_becomes_of_the_import(
    school: Path, tmp_path: Path, more: dict[str, bool]
) -> None:
    source, out, asks = damaged(tmp_path / "学生.xlsx"), tmp_path / "错误.xlsx", tmp_path / "核对.xlsx"
    with at(school) as desk:
        report = imported(desk, source, papers=Papers(out, asks), **more)
    annotated = report.result["annotated"]
    assert (annotated["file"], annotated["refused"], annotated["kept"]) == (str(out), 1, True)
    assert report.result["asks"] == {"file": str(asks), "count": 1}
    assert ERRORS_HEADING in heads(out)
    assert load_workbook(out)["班主任备注"]["B2"].value == "=1+1"
    assert load_workbook(asks).worksheets[0]["C2"].value == row(903)["name"]
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (out, asks)} == {0o600}


def test_the_annotated_workbook_once_mended_imports_and_its_marks_go(school: Path, tmp_path: Path) -> None:
    source, out, last = damaged(tmp_path / "学生.xlsx"), tmp_path / "错误.xlsx", tmp_path / "改好.xlsx"
    with at(school) as desk:
        assert imported(desk, source, papers=Papers(out)).status == 50
        book = load_workbook(out)
        page = book.worksheets[0]
        page["F3"].value, page["F3"].number_format = resident(903), "@"
        book.save(out)
        report = imported(desk, out, papers=Papers(last))
    assert (report.status, report.result["stored"], report.result["annotated"]["refused"]) == (0, 3, 0)
    marks = [cell.comment for line in load_workbook(last).worksheets[0].iter_rows(min_row=2) for cell in line]
    assert not any(comment and "错误" in comment.text for comment in marks)


def test_nothing_is_overwritten_unasked_and_nothing_was_stored_before_that_was_said(
    school: Path, tmp_path: Path
) -> None:
    source, out = sheet(tmp_path / "a.xlsx", [row(901)]), tmp_path / "out.xlsx"
    out.write_bytes(b"mine")
    with at(school) as desk:
        for papers in (Papers(out), Papers(ask_again=out)):
            found = refused(partial(imported, desk, source, papers=papers))
            assert [problem.code for problem in found.problems] == ["file.exists"]
        for papers, code in ((Papers(source), "annotate.same-file"), (Papers(tmp_path / "x.csv"), "annotate.ending")):
            found = refused(partial(imported, desk, source, papers=papers))
            assert [problem.code for problem in found.problems] == [code]
        assert desk.registry.head().seq == 0
        assert imported(desk, source, papers=Papers(out, force=True)).status == 0
    assert load_workbook(out).worksheets
