from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.sheets.books import PUPIL, book, edited, pupils, refused, told, zipped
from xjcli.errors import Refusal
from xjcli.sheets.container import Limits, Package, kind_of
from xjcli.sheets.read import read_table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.empty-file"),
        (b"\r\n \r\n", "sheet.empty-file"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sheet.html"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "sheet.html"),
        (b"\xff\xfe" + "<table></table>".encode("utf-16-le"), "sheet.html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "sheet.html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "sheet.html"),
        (b"\xff\xfe", "sheet.empty-file"),
        (_OLE + bytes(600), "sheet.not-a-workbook"),
        (b"PK\x03\x04 and then nothing", "sheet.not-a-workbook"),
        (zipped({"readme.txt": b"no workbook"}), "sheet.not-a-workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_by_its_bytes(tmp_path: Path, data: bytes, code: str) -> None:
    file = tmp_path / "pupils.xls"
    file.write_bytes(data)
    assert [problem.code for problem in refused(file)] == [code]


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    file = pupils(tmp_path / "pupils.xlsx", {})
    file.write_bytes(file.read_bytes()[:-400])
    assert [problem.code for problem in refused(file)] == ["sheet.not-a-workbook"]


def test_a_workbook_with_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    file = pupils(tmp_path / "pupils.xlsx", {})
    edited(file, _SHEET, b"<sheetData>", b"<sheetData><row r=")
    assert [problem.code for problem in refused(file)] == ["sheet.not-a-workbook"]


def test_a_workbook_is_known_by_its_bytes_and_not_by_its_ending(tmp_path: Path) -> None:
    file = pupils(tmp_path / "pupils.xlsx", {})
    renamed = file.rename(tmp_path / "pupils.xls")
    assert read_table(renamed).format == "xlsx"
    assert kind_of(renamed.read_bytes(), "any") == "zip"


def test_a_missing_file_is_said_as_such(tmp_path: Path) -> None:
    assert [problem.code for problem in refused(tmp_path / "nothing.xlsx")] == ["file.missing"]


def test_an_encrypted_zip_part_counts_as_a_password(tmp_path: Path) -> None:
    data = bytearray(pupils(tmp_path / "pupils.xlsx", {}).read_bytes())
    entry = data.find(b"PK\x01\x02")
    data[entry + 8] |= 1
    with pytest.raises(Refusal) as caught:
        Package(bytes(data), "pupils.xlsx", Limits())
    assert caught.value.problems[0].code == "sheet.encrypted"


@pytest.mark.parametrize(
    "limits", [Limits(expanded_bytes=500), Limits(rows=1), Limits(columns=4)], ids=["size", "rows", "columns"]
)
def test_a_workbook_above_a_cap_is_refused(tmp_path: Path, limits: Limits) -> None:
    file = pupils(tmp_path / "pupils.xlsx", *({} for _ in range(30)))
    assert [problem.code for problem in refused(file, limits=limits)] == ["sheet.too-large"]


def test_a_zip_that_lies_about_its_size_is_measured_all_the_same(tmp_path: Path) -> None:
    file = pupils(tmp_path / "pupils.xlsx", *({} for _ in range(30)))
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        true_size = archive.getinfo(_SHEET).file_size
    entry = data.find(_SHEET.encode(), data.find(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refusal) as caught:
        list(Package(bytes(data), "pupils.xlsx", Limits(expanded_bytes=true_size - 1)).chunks(_SHEET))
    assert caught.value.problems[0].code == "sheet.too-large"


def test_one_stray_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(PUPIL), list(PUPIL.values())]
    below = edited(
        book(tmp_path / "below.xlsx", rows), _SHEET, b"</sheetData>",
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
    )  # fmt: skip
    assert [problem.code for problem in refused(below)] == ["sheet.too-large"]
    aside = edited(
        book(tmp_path / "aside.xlsx", rows), _SHEET, b"</sheetData>",
        b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>',
    )  # fmt: skip
    assert [problem.code for problem in refused(aside)] == ["sheet.too-large"]


def test_a_macro_workbook_is_read_for_its_data_only(tmp_path: Path) -> None:
    file = pupils(tmp_path / "pupils.xlsm", {})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"a program")
    assert "sheet.macros-ignored" in told(read_table(file))
