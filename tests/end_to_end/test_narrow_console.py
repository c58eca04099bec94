"""The registrar's day on a GBK console and through pipes: no character stops it, and the files are right."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.offices import Answer, Program, open_school, write_pupils
from tests.proofs import png
from xjcli.sheets.headers import label_of

PUPILS = 12
#: Outside GBK, as names on real identity cards are.
RARE = "样\U00030edd㛃"


@pytest.mark.parametrize("encoding", ["gbk:strict", "ascii:strict"])
def test_import_annotate_mend_undo_export_and_evidence_run_on_a_narrow_console(tmp_path: Path, encoding: str) -> None:
    school, _ = open_school(tmp_path / "S")

    def said(*words: str | Path, exits: int = 0) -> Answer:
        answer = school.raw(*words, extra={"PYTHONIOENCODING": encoding, "LC_ALL": "C"})
        assert (answer.exit, "Traceback" in answer.err) == (exits, False), answer.err
        return answer

    book, marked, asks = write_pupils(tmp_path / "学生.xlsx", PUPILS), tmp_path / "错误.xlsx", tmp_path / "核对.xlsx"
    number = _broken(book)
    said("import", book, "--dry-run", "--annotate", marked, "--ask-again", asks, exits=1)
    said("import", book, "--yes", "--annotate", marked, "--force", exits=50)
    _mended(marked, number)
    said("import", marked, "--yes")
    assert _total(school) == PUPILS
    photos = tmp_path / "照片"
    photos.mkdir()
    (photos / f"{number}.png").write_bytes(png())
    (photos / f"{RARE}.png").write_bytes(png())
    said("dossier", "import", photos, "--yes", exits=1)
    said("find", RARE[:1], "--limit", "3")
    said("export", tmp_path / "名册.xlsx")
    said("undo", "--last", "--yes")
    said("undo", "--last", "--yes")
    assert _total(school) == 0
    said("doctor")


def _total(school: Program) -> int:
    total: int = school.run("find", "--limit", "1").result["total"]
    return total


def _place(path: Path, name: str) -> tuple[int, int]:
    page = load_workbook(path).worksheets[0]
    (column,) = [cell.column for cell in page[1] if cell.value == label_of(name)]
    return 2, column


def _broken(path: Path) -> str:
    """The first number cut short, the second name with characters outside GBK. Gives the number as it was."""
    book = load_workbook(path)
    page = book.worksheets[0]
    row, column = _place(path, "document_number")
    number = str(page.cell(row, column).value)
    page.cell(row, column).value = number[:-1]
    page.cell(row + 1, _place(path, "name")[1]).value = RARE
    book.save(path)
    return number


def _mended(path: Path, number: str) -> None:
    book = load_workbook(path)
    book.worksheets[0].cell(*_place(path, "document_number")).value = number
    book.save(path)
