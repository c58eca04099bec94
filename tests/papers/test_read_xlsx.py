"""An .xlsx is read as Excel shows it (第二十五条): one sheet, all of it shown, every cell a text."""

from __future__ import annotations

import pytest

from tests.papers.packages import LINES, Parts, bare_workbook, blocks, changed, taken_apart
from xjcli.papers.read_xlsx import lines_of_xlsx
from xjcli.papers.text import Foreign, Unreadable
from xjcli.papers.xlsx import as_xlsx

BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
BOOK_RELATIONS, SHEET_RELATIONS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
APART = '<c t="inlineStr"><is><t xml:space="preserve">'
CELL = '<c t="inlineStr"><is><t xml:space="preserve">样小满</t></is></c>'


@pytest.fixture
def parts() -> Parts:
    return bare_workbook()


def beside(parts: Parts, kind: str, xml: str) -> Parts:
    relation = f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="{kind}.xml"/></Relationships>'
    return {**changed(parts, BOOK_RELATIONS, "</Relationships>", relation), f"xl/{kind}.xml": xml.encode()}


def styled(parts: Parts, number_format: str, own: str = "") -> Parts:
    """The workbook with one style of this number format, which the cell of the name has."""
    styles = f'<styleSheet xmlns="{MAIN}">{own}<cellXfs><xf/><xf numFmtId="{number_format}"/></cellXfs></styleSheet>'
    return beside(changed(parts, SHEET, CELL, CELL.replace("<c ", '<c s="1" ')), "styles", styles)


def test_what_our_writer_writes_is_read(parts: Parts) -> None:
    assert lines_of_xlsx(parts) == LINES
    assert lines_of_xlsx(taken_apart(as_xlsx(blocks()))) == LINES


def test_a_cell_that_reaches_over_empty_ones_is_one_cell(parts: Parts) -> None:
    """So our writer sets tables of several grids in one sheet, and Excel and LibreOffice keep it so."""
    place = "".join(f'<c r="{name}3"/>' for name in "BC")
    apart = changed(parts, SHEET, f"<row>{APART}姓名", f'<row r="3">{APART}姓名')
    apart = changed(apart, SHEET, f"{APART}性别", f'{place}<c r="D3" {APART[3:]}性别')
    joined = changed(apart, SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A3:C3"/></mergeCells>')
    assert lines_of_xlsx(joined) == LINES
    assert lines_of_xlsx(apart)[2] == "姓名\x1f\x1f\x1f性别"


@pytest.mark.parametrize("ref", ["A3:B3", "A3:A4", "A3", "A3:", "a3:b3", "A3:B"])
def test_a_cell_that_covers_a_text_or_another_row_is_refused(parts: Parts, ref: str) -> None:
    with pytest.raises(Foreign):
        lines_of_xlsx(
            changed(parts, SHEET, "</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{ref}"/></mergeCells>')
        )


def test_shared_texts_in_runs_and_empty_cells_are_what_programs_write(parts: Parts) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><r><rPr/><t>样</t></r><r><t>小满</t></r><phoneticPr fontId="1"/></si></sst>'
    found = beside(changed(parts, SHEET, CELL, '<c t="s"><v>0</v></c>'), "sharedStrings", shared)
    assert lines_of_xlsx(changed(found, SHEET, "</row>", '<c r="D1"/></row>')) == LINES


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="str"><f>"样小"&amp;"满"</f><v>样小满</v></c>',
        CELL.replace("<is>", '<f>"别人"</f><is>'),
        "<c><v>1</v></c>",
        '<c t="n"><v>1</v></c>',
        '<c t="d"><v>2026-09-01</v></c>',
        '<c t="b"><v>1</v></c>',
        CELL.replace("</t></is>", "</t><rPh><t>别人</t></rPh></is>"),
        CELL.replace("</c>", "<v>0</v></c>"),
    ],
)
def test_a_cell_that_is_not_a_text_is_refused(parts: Parts, cell: str) -> None:
    with pytest.raises(Foreign):
        lines_of_xlsx(changed(parts, SHEET, CELL, cell))


@pytest.mark.parametrize("place", ["²", "9" * 5000, "-1", "1", "", "٣"])
def test_a_shared_text_that_there_is_not_cannot_be_read(parts: Parts, place: str) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>样小满</t></si></sst>'
    found = beside(changed(parts, SHEET, CELL, f'<c t="s"><v>{place}</v></c>'), "sharedStrings", shared)
    with pytest.raises(Unreadable):
        lines_of_xlsx(found)


@pytest.mark.parametrize(("number", "own"), [("14", ""), ("164", ""), ("49", '<numFmt numFmtId="49" formatCode="9"/>')])
def test_a_format_that_shows_another_text_is_refused(parts: Parts, number: str, own: str) -> None:
    with pytest.raises(Foreign):
        lines_of_xlsx(styled(parts, number, own))


@pytest.mark.parametrize(("number", "own"), [("0", ""), ("49", ""), ("164", '<numFmt numFmtId="164" formatCode="@"/>')])
def test_a_format_that_shows_the_text_is_allowed(parts: Parts, number: str, own: str) -> None:
    assert lines_of_xlsx(styled(parts, number, own)) == LINES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<row>", "作废<row>"),
        ("<row>", '<row hidden="1">'),
        ("<row>", '<row ht="0">'),
        ("<col ", '<col hidden="true" '),
        ('width="20"', 'width="0.1"'),
        ("<row>", '<row r="9">'),
        ("<row>", '<row r="²">'),
        ("<row>", f'<row r="{"9" * 5000}">'),
        ("<c ", '<c r="B9" '),
        ("<c ", '<c r="ZZZ1" '),
        ("<cols>", '<sheetFormatPr zeroHeight="1"/><cols>'),
        ("<cols>", '<sheetViews><sheetView rightToLeft="1"/></sheetViews><cols>'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'),
        ("</sheetData>", '</sheetData><drawing xmlns:r="x" r:id="rId1"/>'),
        ("</sheetData>", "</sheetData><conditionalFormatting/>"),
        ("</sheetData>", "</sheetData><headerFooter><oddHeader>作废</oddHeader></headerFooter>"),
        ("</sheetData>", "</sheetData><sheetData/>"),
    ],
)
def test_a_sheet_that_shows_more_or_less_than_its_cells_is_refused(parts: Parts, old: str, new: str) -> None:
    twice = changed(parts, SHEET, "</row><row>", '</row><row r="2">')
    with pytest.raises(Foreign):
        lines_of_xlsx(changed(twice, SHEET, old, new))


def test_a_row_or_a_cell_that_stands_twice_is_refused(parts: Parts) -> None:
    for name, new in (("<row>", '<row r="1">'), ("<c ", '<c r="A3" ')):
        text = parts[SHEET].decode().replace(name, new)
        with pytest.raises(Foreign):
            lines_of_xlsx({**parts, SHEET: text.encode()})


def test_the_sheet_is_the_one_that_the_workbook_names(parts: Parts) -> None:
    """Excel shows other.xml; sheet1.xml still says the true name."""
    decoyed = changed(parts, BOOK_RELATIONS, "worksheets/sheet1.xml", "worksheets/other.xml")
    decoyed["xl/worksheets/other.xml"] = parts[SHEET].replace("样小满".encode(), "样大山".encode())
    assert lines_of_xlsx(decoyed) == [line.replace("样小满", "样大山") for line in LINES]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheet ", '<sheet state="hidden" '),
        ("</sheets>", '<sheet name="二" sheetId="2" r:id="rId1"/></sheets>'),
        ('r:id="rId1"', 'r:id="rId7"'),
    ],
)
def test_a_hidden_sheet_another_one_or_none_is_refused(parts: Parts, old: str, new: str) -> None:
    with pytest.raises(Foreign):
        lines_of_xlsx(changed(parts, BOOK, old, new))


def test_notes_and_drawings_of_the_sheet_and_links_of_the_book_are_refused(parts: Parts) -> None:
    for kind in ("comments", "drawing", "vmlDrawing", "hyperlink"):
        relations = parts[BOOK_RELATIONS].decode().replace('/worksheet"', f'/{kind}"')
        with pytest.raises(Foreign):
            lines_of_xlsx({**parts, SHEET_RELATIONS: relations.encode()})
    with pytest.raises(Foreign):
        lines_of_xlsx(beside(parts, "externalLink", "<a/>"))
