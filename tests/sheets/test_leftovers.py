from __future__ import annotations

from pathlib import Path

from tests.sheets.books import PUPIL, pupils, read, refused, told, zipped
from tests.sheets.programs import MAIN, pupil_xml, raw, row_xml
from xjcli.sheets.read import open_source, read_table


def test_merged_cells_among_the_pupils_are_said_and_not_filled_down(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = pupils(tmp_path / "p.xlsx", {"班级": "1班"}, {"班级": None}, {})
    made = load_workbook(file)
    made["Sheet1"].merge_cells("H2:H3")
    made["Sheet1"].merge_cells("K8:L9")
    made.save(file)
    sheet = read(file)
    found = next(note for note in sheet.problems if note.code == "sheet.merged-cells")
    assert (found.severity, found.where, found.params) == ("warn", "Sheet1!H2", {"count": 1, "cells": "H2:H3"})
    assert told(sheet)["sheet.cell-missing"] == "Sheet1!H3"
    assert sheet.refused == {3}


def test_a_title_merged_above_the_header_is_nothing_to_say(tmp_path: Path) -> None:
    xml = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{row_xml(1, ["学生名册"])}{row_xml(2, [*PUPIL])}'
        f"{row_xml(3, [str(value) for value in PUPIL.values()])}</sheetData>"
        '<mergeCells count="1"><mergeCell ref="A1:I1"/></mergeCells></worksheet>'
    )
    table = read_table(raw(tmp_path / "p.xlsx", xml))
    assert (table.header_rows, told(table)) == ((2,), {})


def test_hidden_sheets_are_named_and_never_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = pupils(tmp_path / "p.xlsx", {})
    made = load_workbook(file)
    for name, state in (("暗", "hidden"), ("更暗", "veryHidden")):
        page = made.create_sheet(name, 0)
        page.append([*PUPIL])
        page.append([*PUPIL.values()])
        page.sheet_state = state
    made.active = 2
    made.save(file)
    table = read_table(file)
    found = next(note for note in table.notes if note.code == "sheet.hidden-sheets")
    assert table.sheet == "Sheet1"
    assert (found.severity, found.params["sheets"]) == ("warn", "更暗、暗")


def test_a_hidden_header_row_is_not_a_header(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = pupils(tmp_path / "p.xlsx", {})
    made = load_workbook(file)
    page = made["Sheet1"]
    page.insert_rows(1)
    for column, code in enumerate(
        ["学籍号", "姓名", "性别", "民族", "籍贯", "国籍", "健康状况", "血型", "特长", "主页"], start=1
    ):
        page.cell(1, column, code)
    page.row_dimensions[1].hidden = True
    made.save(file)
    table = read_table(file)
    assert (table.header_rows, told(table)["sheet.hidden-rows"]) == ((2,), "Sheet1!1")


def test_links_to_other_files_are_said_with_their_number_and_never_followed(tmp_path: Path) -> None:
    links = {f"xl/externalLinks/externalLink{number}.xml": "<externalLink/>" for number in (1, 2)}
    cell = '<c r="@" t="str"><f>[1]Sheet1!A1</f><v>林小满</v></c>'
    file = raw(tmp_path / "p.xlsx", pupil_xml(姓名=cell), more=links)
    sheet = read(file)
    found = next(note for note in sheet.problems if note.code == "sheet.external-links")
    assert (found.severity, found.params) == ("warn", {"count": 2})
    assert sheet.rows[0].fields["name"] == "林小满"


def test_a_binary_workbook_is_refused_as_such(tmp_path: Path) -> None:
    file = tmp_path / "p.xlsb"
    file.write_bytes(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}))
    assert [problem.code for problem in refused(file)] == ["sheet.binary"]


def test_an_ods_with_a_password_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.ods"
    manifest = b'<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    file.write_bytes(zipped({"content.xml": b"\x93\x01", "META-INF/manifest.xml": manifest}))
    assert [problem.code for problem in refused(file)] == ["sheet.encrypted"]


def test_the_sheets_of_a_file_are_named_before_one_is_read(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {})
    source = open_source(file.read_bytes(), file.name)
    assert (source.names, source.hidden, source.notes) == (["Sheet1"], [], [])
