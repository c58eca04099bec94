"""The user's own workbook back (sheets.md): all of it kept, errors red with a note; mended, the marks go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.annotations import DAMAGED, NATION, NUMBER, annotated, opened, parts, rows_of, three
from tests.sheets.books import OWN, PUPIL, book, edited, identity, pupils, read
from tests.sheets.office import convert, saved_again, sheet_texts
from xjcli.errors import Problem
from xjcli.sheets.annotate import annotate
from xjcli.sheets.read import read_table
from xjcli.sheets.table import ERRORS_HEADING, column_letter


def test_every_bad_cell_has_a_note_and_every_bad_row_its_line(tmp_path: Path) -> None:
    done = annotated(three(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    assert done.kept and (done.refused, done.rows) == (3, 2)
    page = opened(tmp_path / "b.xlsx").active
    assert {cell.coordinate for row in page for cell in row if cell.comment} >= {f"{NUMBER}3", "B4", f"{NATION}4"}
    note = page[f"{NUMBER}3"].comment.text
    assert "错误" in note and "15 位" in note and "再导入" in note
    head = {cell.value: cell.column_letter for cell in page[1]}
    lines = [cell.value for cell in page[head[ERRORS_HEADING]]]
    assert lines[1] is None
    assert lines[2].startswith(f"[{NUMBER}] ") and "身份证件号" in lines[2]
    assert "[B] " in lines[3] and f"[{NATION}] " in lines[3]
    assert page.auto_filter.ref == f"A1:{head[ERRORS_HEADING]}4"


def _coloured(path: Path, folder: Path, cells: Sequence[str]) -> dict[str, str]:
    """Which colour LibreOffice gives each cell: the rules are worked out there, in a copy with them as formulas."""
    made = opened(path)
    page = made.active
    (area,) = [each for each in page.conditional_formatting if "ADDRESS" in each.rules[0].formula[0]]
    probe = made.create_sheet("探")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for number, cell in enumerate(cells, start=1):
        for column, rule in enumerate(area.rules, start=1):
            formula = rule.formula[0].replace("COLUMN()", f"COLUMN({page.title}!{cell})")
            line = re.sub(r"\$([A-Z]+)\d+", rf"{page.title}!\g<1>{cell.lstrip(letters)}", formula)
            probe.cell(number, column, f"={line}")
    made.save(folder / "probe.xlsx")
    shown = sheet_texts(folder / "probe.xlsx", "探", folder / "office")
    colours = [rule.dxf.fill.bgColor.rgb for rule in area.rules]
    return {
        cell: next((colour for colour, value in zip(colours, row, strict=True) if value == "TRUE"), "")
        for cell, row in zip(cells, shown, strict=True)
    }


def test_errors_are_red_and_warnings_yellow_and_nothing_else_is(tmp_path: Path) -> None:
    warned = [Problem("person.sex-differs", "warn", "Sheet1!C2", {"header": "性别"})]
    annotated(three(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", warned)
    cells = ["C2", "D2", f"{NUMBER}2", f"{NUMBER}3", "E3", "B4", "A4", f"{NATION}4"]
    red, yellow = "FFFF7C80", "FFFFE699"
    assert _coloured(tmp_path / "b.xlsx", tmp_path, cells) == {
        "C2": yellow, "D2": "", f"{NUMBER}2": "", f"{NUMBER}3": red, "E3": "", "B4": red, "A4": "", f"{NATION}4": red,
    }  # fmt: skip


def furnished(path: Path) -> Path:
    """A workbook with everything a school puts into one, as XlsxWriter writes it."""
    from xlsxwriter import Workbook

    made = Workbook(path)
    page = made.add_worksheet("学生")
    bold = made.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "num_format": "@"})
    green = made.add_format({"bg_color": "#C6EFCE", "num_format": "@"})
    page.merge_range("A1:K1", "2026 年新生信息表", bold)
    names = [*PUPIL, "民族", "备注"]
    rows = [{"民族": "汉族"}, {"民族": "演练族", **DAMAGED}, {"民族": "汉族"}]
    for column, name in enumerate(names):
        page.write(1, column, name, bold)
        page.set_column(column, column, 10 + column)
        for row, change in enumerate(rows, start=2):
            value = {**PUPIL, **change}.get(name)
            if isinstance(value, float):
                page.write_number(row, column, value, green)
            elif value:
                page.write_string(row, column, str(value), green)
    page.write_formula("K3", '=B3&"同学"', green, "林小满同学")
    page.set_row(3, 33)
    page.data_validation("C3:C100", {"validate": "list", "source": ["男", "女"]})
    page.data_validation("J3:J100", {"validate": "list", "source": "=代码!$A$1:$A$3"})
    page.conditional_format("B3:B5", {"type": "text", "criteria": "containing", "value": "小", "format": bold})
    page.write_comment("B3", "班主任：已核对", {"author": "班主任"})
    page.freeze_panes(2, 2)
    page.autofilter("A2:K5")
    page.set_landscape()
    page.set_header("&C学籍")
    page.insert_textbox("M2", "填表请看说明")
    lists = made.add_worksheet("代码")
    lists.write_column("A1", ["汉族", "回族", "满族"])
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=代码!$A$1:$A$3"})
    lists.insert_chart("C2", chart)
    made.define_name("民族表", "=代码!$A$1:$A$3")
    made.close()
    return path


def _everything(page: Any, *, without: str) -> dict[str, Any]:
    """Whatever openpyxl can tell of a sheet, but the column of remarks and our marks."""
    cells = {
        cell.coordinate: (
            cell.value, cell.data_type, cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.border.top.style,
        )
        for row in page
        for cell in row
        if not cell.coordinate.startswith(without) and (cell.value is not None or cell.has_style)
    }  # fmt: skip
    return {
        "cells": cells,
        "merged": sorted(map(str, page.merged_cells.ranges)),
        "widths": {key: each.width for key, each in page.column_dimensions.items() if key != without},
        "heights": {key: each.height for key, each in page.row_dimensions.items()},
        "lists": sorted((str(each.sqref), each.formula1) for each in page.data_validations.dataValidation),
        "frozen": page.freeze_panes,
        "landscape": page.page_setup.orientation,
        "header": page.oddHeader.center.text,
        "formats": sorted(
            (str(each.sqref), rule.type, rule.text)
            for each in page.conditional_formatting
            for rule in each.rules
            if "ADDRESS" not in str(rule.formula)
        ),
    }


def test_all_that_is_the_users_is_kept(tmp_path: Path) -> None:
    source = furnished(tmp_path / "a.xlsx")
    assert annotated(source, tmp_path / "b.xlsx").kept
    before, after = opened(source), opened(tmp_path / "b.xlsx")
    assert after.sheetnames == before.sheetnames
    assert list(after.defined_names) == list(before.defined_names)
    assert _everything(after["学生"], without="L") == _everything(before["学生"], without="L")
    assert after["学生"]["B3"].comment.text == "班主任：已核对"
    assert after["学生"]["L2"].value == ERRORS_HEADING
    assert after["学生"].auto_filter.ref == "A2:L5"
    old, new = parts(source), parts(tmp_path / "b.xlsx")
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
        "xl/workbook.xml",
    }  # fmt: skip
    assert "xl/charts/chart1.xml" in new and set(old) == set(new)
    assert b"$A$2:$L$5" in new["xl/workbook.xml"]


def test_libreoffice_opens_it_and_finds_cells_notes_and_lists(tmp_path: Path) -> None:
    annotated(furnished(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    page = saved_again(tmp_path / "b.xlsx", tmp_path / "out")["学生"]
    assert page["L2"].value == ERRORS_HEADING
    assert "[J] " in page["L4"].value
    assert "【xj】错误" in page["J4"].comment.text
    assert page["B3"].comment.text.strip() == "班主任：已核对"
    assert page["K3"].value == '=B3&"同学"'
    assert any("ADDRESS" in str(rule.formula) for each in page.conditional_formatting for rule in each.rules)


def test_annotating_the_mended_workbook_again_leaves_no_trace(tmp_path: Path) -> None:
    source = furnished(tmp_path / "a.xlsx")
    annotated(source, tmp_path / "b.xlsx")
    table = read_table(tmp_path / "b.xlsx")
    annotate(tmp_path / "b.xlsx", tmp_path / "c.xlsx", table, [])
    assert re.sub(rb' spans="[^"]*"', b"", rows_of(tmp_path / "c.xlsx")) == re.sub(
        rb' spans="[^"]*"', b"", rows_of(source)
    )
    page = opened(tmp_path / "c.xlsx")["学生"]
    assert {cell.coordinate for row in page for cell in row if cell.comment} == {"B3"}
    assert page.auto_filter.ref == "A2:K5"
    assert _everything(page, without="L") == _everything(opened(source)["学生"], without="L")
    assert b"ADDRESS" not in parts(tmp_path / "c.xlsx")["xl/worksheets/sheet1.xml"]


def test_a_second_annotation_replaces_the_first(tmp_path: Path) -> None:
    annotated(three(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    annotated(tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    assert parts(tmp_path / "c.xlsx").keys() == parts(tmp_path / "b.xlsx").keys()
    first, second = opened(tmp_path / "b.xlsx").active, opened(tmp_path / "c.xlsx").active
    assert [[cell.value for cell in row] for row in second] == [[cell.value for cell in row] for row in first]
    assert [cell.comment and cell.comment.text for row in second for cell in row] == [
        cell.comment and cell.comment.text for row in first for cell in row
    ]
    assert len(second.conditional_formatting) == 1


def mended(path: Path, out: Path) -> None:
    """As a teacher would: the cells typed anew, the remarks left standing."""
    made = opened(path)
    page = made.active
    page[f"{NUMBER}3"] = identity(order="004")
    page[f"{NUMBER}3"].number_format = "@"
    page["B4"], page[f"{NUMBER}4"], page[f"{NATION}4"] = "样小山", identity(order="006"), "回族"
    made.save(out)


@pytest.mark.parametrize("program", ["openpyxl", "LibreOffice"])
def test_mended_and_saved_by_another_program_it_reads_without_a_word_and_the_marks_go(
    tmp_path: Path, program: str
) -> None:
    annotated(three(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    mended(tmp_path / "b.xlsx", tmp_path / "m.xlsx")
    path = tmp_path / "m.xlsx"
    if program == "LibreOffice":
        convert(path, "xlsx", tmp_path / "out")
        path = tmp_path / "out" / "m.xlsx"
    sheet = read(path)
    assert [problem.code for problem in sheet.problems if problem.code != "sheet.column-absent"] == []
    assert len(sheet.accepted) == 3
    annotate(path, tmp_path / "c.xlsx", sheet.table, [])
    page = opened(tmp_path / "c.xlsx").active
    assert [cell.coordinate for row in page for cell in row if cell.comment] == []
    assert ERRORS_HEADING not in [cell.value for cell in page[1]]
    assert len(page.conditional_formatting) == 0
    assert len(read(tmp_path / "c.xlsx").accepted) == 3


def test_somebodys_note_at_a_bad_cell_keeps_its_words(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    source = three(tmp_path / "a.xlsx")
    made = opened(source)
    made.active[f"{NUMBER}3"].comment = Comment("问过家长", "班主任")
    made.save(source)
    annotated(source, tmp_path / "b.xlsx")
    text = opened(tmp_path / "b.xlsx").active[f"{NUMBER}3"].comment.text
    assert text.startswith("问过家长\n【xj】错误")
    annotate(tmp_path / "b.xlsx", tmp_path / "c.xlsx", read_table(tmp_path / "b.xlsx"), [])
    assert opened(tmp_path / "c.xlsx").active[f"{NUMBER}3"].comment.text == "问过家长"


def test_a_formatted_table_keeps_its_filter_and_the_remarks_get_their_own(tmp_path: Path) -> None:
    from openpyxl.worksheet.table import Table

    source = three(tmp_path / "a.xlsx")
    made = opened(source)
    made.active.add_table(Table(displayName="学生表", ref=f"A1:{NATION}4"))
    made.save(source)
    annotated(source, tmp_path / "b.xlsx")
    page = opened(tmp_path / "b.xlsx").active
    letter = column_letter(len(PUPIL) + 1)
    assert page.auto_filter.ref == f"{letter}1:{letter}4"
    assert page.tables["学生表"].ref == f"A1:{NATION}4"
    assert saved_again(tmp_path / "b.xlsx", tmp_path / "out").active[f"{letter}1"].value == ERRORS_HEADING


def test_a_workbook_with_prefixed_names_is_edited_in_its_own_way(tmp_path: Path) -> None:
    source = three(tmp_path / "a.xlsx")
    old = parts(source)["xl/worksheets/sheet1.xml"].decode()
    body = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", old).replace("xmlns=", "xmlns:x=")
    edited(source, "xl/worksheets/sheet1.xml", old.encode(), body.encode())
    done = annotated(source, tmp_path / "b.xlsx")
    assert done.kept
    page = opened(tmp_path / "b.xlsx").active
    assert page[f"{column_letter(len(PUPIL) + 1)}1"].value == ERRORS_HEADING
    assert page[f"{NUMBER}3"].comment is not None


@pytest.mark.parametrize("ending", ["csv", "xls", "ods"])
def test_other_kinds_of_files_come_back_as_a_marked_workbook_of_their_data(tmp_path: Path, ending: str) -> None:
    rows = [["2026 年新生"], list(PUPIL), list({**PUPIL, **DAMAGED}.values()), list(PUPIL.values())]
    rows[2][1] = "=样小雨"
    source = tmp_path / f"a.{ending}"
    if ending == "csv":
        source.write_bytes("\r\n".join(",".join(map(str, row)) for row in rows).encode("gb18030"))
    else:
        convert(
            book(tmp_path / "a.xlsx", [[f"'{v}" if v == "=样小雨" else v for v in row] for row in rows]),
            ending,
            tmp_path / "out",
        )
        source = tmp_path / "out" / source.name
    before = read(source)
    done = annotate(source, tmp_path / "b.xlsx", before.table, before.problems)
    assert not done.kept and done.rows >= 1
    page = opened(tmp_path / "b.xlsx").active
    assert page["A1"].value == "2026 年新生"
    assert page["B3"].data_type == "s"
    assert page["J2"].value == ERRORS_HEADING
    assert page[f"{NUMBER}3"].comment is not None
    after = read(tmp_path / "b.xlsx")
    assert (after.refused, len(after.rows)) == (before.refused, len(before.rows))
    assert {p.code for p in after.problems if p.severity == "refuse"} == {
        p.code for p in before.problems if p.severity == "refuse"
    }


def test_what_stands_in_hundreds_of_cells_is_said_once(tmp_path: Path) -> None:
    source = pupils(tmp_path / "a.xlsx", *({"籍贯": "江苏" if n == 0 else None} for n in range(160)))
    annotated(source, tmp_path / "b.xlsx")
    page = opened(tmp_path / "b.xlsx").active
    noted = [cell.coordinate for row in page for cell in row if cell.comment]
    assert len(noted) == 1 and noted[0].endswith("1")
    assert "籍贯" in page[noted[0]].comment.text and "159" in page[noted[0]].comment.text


def test_five_thousand_rows_with_problems_in_a_third_of_them_come_back(tmp_path: Path) -> None:
    from xjcli.sheets.write import write_table

    names = [*PUPIL, *(f"附加{number}" for number in range(60))]
    wrong = {"性别": "演练"}
    extras = {f"附加{number}": f"文字{number}" for number in range(60)}
    rows = [
        {**PUPIL, **extras, "身份证件号": identity(order=f"{row % 99 + 1:03}"), **(wrong if row % 3 == 0 else {})}
        for row in range(5_000)
    ]
    write_table(tmp_path / "a.xlsx", [(name, name) for name in names], rows)
    sheet = read(tmp_path / "a.xlsx")
    problems = sheet.problems
    done = annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx", sheet.table, problems)
    assert (done.refused, done.rows, done.kept) == (1667, 1667, True)
    assert read(tmp_path / "b.xlsx").refused == sheet.refused
    assert OWN in rows_of(tmp_path / "b.xlsx").decode()


def test_what_only_newer_programs_know_stays_where_it_was(tmp_path: Path) -> None:
    newer = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
        b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        b"<x14:formula1><xm:f>Sheet1!$C$1:$C$2</xm:f></x14:formula1><xm:sqref>C2:C9</xm:sqref></x14:dataValidation>"
        b"</x14:dataValidations></ext></extLst>"
    )
    source = edited(three(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", b"</worksheet>", newer + b"</worksheet>")
    annotated(source, tmp_path / "b.xlsx")
    sheet = parts(tmp_path / "b.xlsx")["xl/worksheets/sheet1.xml"]
    assert sheet.endswith(newer + b"</worksheet>")
    assert sheet.index(b"<conditionalFormatting") < sheet.index(b"<pageMargins") < sheet.index(b"<legacyDrawing")
