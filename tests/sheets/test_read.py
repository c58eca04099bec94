from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sheets.books import PUPIL, book, edited, pupils, read, refused, told, zipped
from tests.sheets.compound import compound, record, workbook
from xjcli.report.progress import STRIDE
from xjcli.sheets.read import open_source, read_table
from xjcli.sheets.table import Lost, cell_index, column_letter

_SHEET = "xl/worksheets/sheet1.xml"


def test_row_numbers_are_those_that_excel_shows(tmp_path: Path) -> None:
    rows = [list(PUPIL), list(PUPIL.values()), [], list(PUPIL.values())]
    sheet = read(book(tmp_path / "p.xlsx", rows, start=5))
    assert [row.number for row in sheet.rows] == [6, 8]
    assert sheet.table.address(8, "document_number") == "Sheet1!F8"


def test_a_blank_tail_is_skipped_and_said(tmp_path: Path) -> None:
    rows = [list(PUPIL), list(PUPIL.values()), [" "], ["", " "]]
    table = read_table(book(tmp_path / "p.xlsx", rows))
    assert len(table.rows) == 1
    assert "sheet.blank-tail" in told(table)


def test_a_header_without_pupils_is_refused(tmp_path: Path) -> None:
    assert [problem.code for problem in refused(book(tmp_path / "p.xlsx", [list(PUPIL)]))] == ["sheet.empty"]
    assert [problem.code for problem in refused(book(tmp_path / "q.xlsx", []))] == ["sheet.empty"]


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = book(tmp_path / "p.xlsx", [["填表说明"], ["请如实填写"]], sheet="说明")
    made = load_workbook(file)
    for name in ("学生", "备份"):
        page = made.create_sheet(name)
        page.append(list(PUPIL))
        page.append(list(PUPIL.values()))
    made.save(file)
    table = read_table(file)
    assert table.sheet == "学生"
    others = [problem.params["sheets"] for problem in table.notes if problem.code == "sheet.others-ignored"]
    assert others == ["说明、备份"]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = pupils(tmp_path / "p.xlsx", {})
    made = load_workbook(file)
    made.create_sheet("空白")
    made["Sheet1"].sheet_state = "hidden"
    made.active = 1
    made.save(file)
    assert [problem.code for problem in refused(file)] == ["sheet.empty"]


def test_hidden_rows_and_columns_are_left_aside_and_said(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = pupils(tmp_path / "p.xlsx", {}, {"姓名": "隐藏的"}, {"姓名": "看得见"}, {"曾用名": "旧名"})
    made = load_workbook(file)
    made["Sheet1"].row_dimensions[3].hidden = True
    made["Sheet1"].column_dimensions["J"].hidden = True
    made.save(file)
    sheet = read(file)
    assert [row.number for row in sheet.rows] == [2, 4, 5]
    assert "former_name" not in sheet.table.fields
    assert {"sheet.hidden-rows", "sheet.hidden-columns"} <= told(sheet).keys()


def test_an_error_value_is_not_an_empty_cell(tmp_path: Path) -> None:
    sheet = read(pupils(tmp_path / "p.xlsx", {"籍贯": "#N/A"}))
    assert told(sheet)["sheet.error-cell"] == "Sheet1!J2"
    assert sheet.accepted == []


def test_a_formula_that_was_never_calculated_is_not_an_empty_cell(tmp_path: Path) -> None:
    sheet = read(pupils(tmp_path / "p.xlsx", {"籍贯": "=A1"}))
    assert told(sheet)["sheet.formula-empty"] == "Sheet1!J2"
    assert Lost.FORMULA in sheet.table.rows[0]


def test_a_formula_that_yields_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {"籍贯": "=A1"})
    edited(file, _SHEET, b'<c r="J2"><f>', b'<c r="J2" t="str"><f>')
    assert "sheet.formula-empty" not in told(read(file))


def test_the_digest_is_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {})
    assert read_table(file).sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_an_ods_workbook_is_read_too(tmp_path: Path) -> None:
    from tests.sheets.books import zipped

    def line(cells: list[str]) -> str:
        each = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{each}</table:table-row>"

    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="学生">{line(list(PUPIL))}{line(list(PUPIL.values()))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = tmp_path / "p.ods"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    file.write_bytes(zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"}))
    sheet = read(file)
    assert (sheet.table.format, len(sheet.accepted)) == ("ods", 1)


def test_letters_and_indexes_agree() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 70, 701, 702)] == ["A", "Z", "AA", "BS", "ZZ", "AAA"]
    assert cell_index("BS12") == (11, 70)


_ROWS = 3 * STRIDE


def _patient(path: Path) -> Path:
    """A workbook with a comment in it, which no fast way reads."""
    return edited(book(path, [["林"]] * _ROWS), _SHEET, b"<sheetData>", b"<sheetData><!-- -->")


def _text(path: Path) -> Path:
    path.write_text("林,小\n" * _ROWS, encoding="utf-8")
    return path


def _open_document(path: Path) -> Path:
    row = "<table-row><table-cell value-type='string'><p>林</p></table-cell></table-row>"
    path.write_bytes(zipped({"content.xml": f"<doc><table name='S'>{row * _ROWS}</table></doc>".encode()}))
    return path


def _old(path: Path) -> Path:
    cells = b"".join(
        record(0x0203, struct.pack("<3Hd", row, column, 0, 1.0)) for row in range(_ROWS) for column in range(10)
    )
    path.write_bytes(compound({"Workbook": workbook(cells=cells)}))
    return path


@pytest.mark.parametrize(
    ("ending", "write"),
    [
        ("xlsx", lambda path: book(path, [["林", "小"]] * _ROWS)),
        ("xlsx", _patient),
        ("csv", _text),
        ("ods", _open_document),
        ("xls", _old),
    ],
)
def test_whoever_waits_is_told_rows_read_and_rows_in_all(
    tmp_path: Path, ending: str, write: Callable[[Path], Path]
) -> None:
    file = write(tmp_path / f"p.{ending}")
    heard: list[tuple[str, int, int]] = []
    source = open_source(file.read_bytes(), file.name, tell=lambda *words: heard.append(words))
    assert len(next(source.sheets).rows) == _ROWS
    rows = [(done, total) for stage, done, total in heard if stage == "read"]
    assert rows[-1] == (_ROWS, _ROWS)
    assert len(rows) > 1
    assert [done for done, _total in rows] == sorted(done for done, _total in rows)
    assert all(done < total <= 2 * _ROWS for done, total in rows[1:-1])
