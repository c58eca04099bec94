from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.books import told
from tests.sheets.programs import MAIN, raw, row_xml
from xjcli.errors import Refusal
from xjcli.sheets import sheetxml
from xjcli.sheets.cellxml import Reader
from xjcli.sheets.container import DEFAULT_LIMITS, Limits, Package
from xjcli.sheets.moments import Moment
from xjcli.sheets.ooxml import Workbook
from xjcli.sheets.read import open_source, read_table
from xjcli.sheets.table import Cell, Lost, RawSheet

_SHARED = ("林小满", "一", "")
_MOMENTS: tuple[Moment, ...] = ("", "day")
_HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'
_FOOT = "</sheetData></worksheet>"
#: A cell in column B and what it holds.
_CELLS: dict[str, Cell] = {
    '<c r="B2"/>': "",
    '<c r="B2" s="1"></c>': "",
    '<c r="B2"><v></v></c>': "",
    '<c r="B2"><v/></c>': "",
    '<c r="B2"><v>7</v></c>': 7.0,
    '<c r="B2" t="n"><v>3.20106201905020E+17</v></c>': 3.2010620190502e17,
    '<c r="B2" t="s"><v>0</v></c>': "林小满",
    '<c r="B2" t="s"><v>2</v></c>': "",
    '<c r="B2" t="str"><f>A1&amp;""</f><v>a &lt; b</v></c>': "a < b",
    '<c r="B2" t="str"><f>A1</f><v></v></c>': "",
    '<c r="B2" t="str"><f>A1</f></c>': "",
    '<c r="B2"><f>A1</f></c>': Lost.FORMULA,
    '<c r="B2"><f>A1</f><v></v></c>': Lost.FORMULA,
    '<c r="B2"><f t="shared" si="0"/><v>4</v></c>': 4.0,
    '<c r="B2" t="e"><v>#N/A</v></c>': Lost.ERROR,
    '<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c>': Lost.ERROR,
    '<c r="B2" t="b"><v>1</v></c>': True,
    '<c r="B2" t="b"><v>0</v></c>': False,
    '<c r="B2" t="inlineStr"><is><t>x</t></is></c>': "x",
    '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>': " x ",
    '<c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>林</t></r><r><t>小满</t></r></is></c>': "林小满",
    '<c r="B2" t="inlineStr"><is><t>林</t><rPh sb="0" eb="1"><t>lin</t></rPh></is></c>': "林",
    '<c r="B2" t="inlineStr"><is><t>_x0041_&#x6797;&#26519;_x005F_x0041_</t></is></c>': "A林林_x0041_",
    '<c r="B2" t="inlineStr"><is><t>_xD842__xDC87_</t></is></c>': "\U00020887",
    '<c r="B2" t="inlineStr"><is><t>a\r\nb</t></is></c>': "a\nb",
    '<c r="B2" cm="1" vm="2" s="0" t="s"><v>1</v></c>': "一",
}


def _read(xml: str, limits: Limits = DEFAULT_LIMITS) -> RawSheet:
    return sheetxml.read_sheet(lambda: [xml.encode()], "S", "f", Reader(_SHARED, _MOMENTS), limits)


def _patiently(xml: str, limits: Limits = DEFAULT_LIMITS) -> RawSheet:
    """A comment is enough for the patient way."""
    return _read(xml.replace("<sheetData>", "<sheetData><!-- -->", 1), limits)


@pytest.mark.parametrize("cell", _CELLS)
def test_both_ways_read_the_same_from_every_kind_of_cell(cell: str) -> None:
    xml = f'{_HEAD}<row r="2"><c r="A2"><v>1</v></c>{cell}<c r="C2"><v>3</v></c></row>{_FOOT}'
    wanted = [[""] * 3, [1.0, _CELLS[cell], 3.0]]
    assert _read(xml).rows == wanted
    assert _patiently(xml).rows == wanted


_ODD = {
    "attributes in another order": lambda xml: xml.replace('<c r="B1" t="n">', '<c t="n" r="B1">'),
    "a prefix": lambda xml: (
        xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    ),
    "a comment with a cell in it": lambda xml: xml.replace("<row", '<!-- <c r="Z9"><v>9</v></c> --><row', 1),
    "CDATA": lambda xml: xml.replace("<v>2</v>", "<v><![CDATA[2]]></v>"),
    "UTF-16": lambda xml: '<?xml version="1.0" encoding="UTF-16"?>' + xml,
    "no references": lambda xml: xml.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="1"', ""),
    "blanks": lambda xml: xml.replace("<c ", "\n  <c\n").replace("</row>", "\n</row>\n"),
}  # fmt: skip


@pytest.mark.parametrize("shape", _ODD)
def test_xml_that_no_usual_program_writes_is_read_all_the_same(tmp_path: Path, shape: str) -> None:
    xml = _ODD[shape](f'{_HEAD}<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="n"><v>2</v></c></row>{_FOOT}')
    data = xml.encode("utf-16" if shape == "UTF-16" else "utf-8")
    sheet = sheetxml.read_sheet(lambda: [data], "S", "f", Reader((), ()), DEFAULT_LIMITS)
    assert sheet.rows == [[1.0, 2.0]]


_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=8)
_Value = str | int | bool | None
_VALUES = st.lists(st.lists(st.one_of(_TEXT, st.integers(-999, 999), st.booleans(), st.none()), max_size=6), max_size=6)


@settings(max_examples=60, deadline=None)
@given(_VALUES)
def test_both_ways_agree_with_openpyxl_on_what_openpyxl_writes(rows: Sequence[Sequence[_Value]]) -> None:
    from openpyxl import Workbook as Written
    from openpyxl import load_workbook

    book = Written()
    page = book.active
    assert page is not None
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    stream = BytesIO()
    book.save(stream)
    theirs = [
        ["" if value is None else value for value in line]
        for line in load_workbook(stream).worksheets[0].iter_rows(values_only=True)
    ]
    package = Package(stream.getvalue(), "f.xlsx", DEFAULT_LIMITS)
    ours = Workbook(package).read("Sheet").rows
    xml = package.whole("xl/worksheets/sheet1.xml").decode()
    assert _patiently(xml).rows == ours
    width = len(ours[0]) if ours else 0
    assert ours == [line[:width] for line in theirs[: len(ours)]]
    assert not any(cell != "" for line in theirs for cell in line[width:])
    assert not any(cell != "" for line in theirs[len(ours) :] for cell in line)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*_CELLS]), min_size=1, max_size=12), st.integers(1, 97))
def test_it_does_not_matter_where_the_bytes_are_cut(cells: list[str], size: int) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>{number}</v></c>{cell.replace("B2", f"B{number}")}</row>'
        for number, cell in enumerate(cells, start=1)
    )
    data = f"{_HEAD}{rows}{_FOOT}".encode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    cut = sheetxml.read_sheet(lambda: pieces, "S", "f", Reader(_SHARED, _MOMENTS), DEFAULT_LIMITS)
    assert cut.rows == [[float(number), _CELLS[cell]] for number, cell in enumerate(cells, start=1)]


def test_rows_of_different_shape_keep_their_columns() -> None:
    xml = (
        f'{_HEAD}<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2"><c r="C2"><v>3</v></c><c r="B2"><v>2</v></c></row><row r="5"><c r="E5"><v>5</v></c></row>' + _FOOT
    )
    for sheet in (_read(xml), _patiently(xml)):
        assert sheet.rows == [
            [1.0, "", 3.0, "", ""], ["", 2.0, 3.0, "", ""], [""] * 5, [""] * 5, ["", "", "", "", 5.0],
        ]  # fmt: skip


def test_what_stands_beside_the_cells_is_seen() -> None:
    xml = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="false"><c r="A3"><v>1</v></c></row><row r="9" s="3"/></sheetData>'
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    for sheet in (_read(xml), _patiently(xml)):
        assert (sheet.hidden_columns, sheet.hidden_rows, sheet.merges) == ([(2, 3)], [2], ["A1:B2"])
        assert (len(sheet.rows), sheet.tail) == (3, 6)


def test_formatting_far_to_the_right_and_far_below_is_no_value() -> None:
    xml = f'{_HEAD}<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576" s="1"/>{_FOOT}'
    for sheet in (_read(xml), _patiently(xml)):
        assert sheet.rows == [[1.0]]
        assert sheet.tail == 1_048_575


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="900000"><c r="A900000"><v>1</v></c></row>',
        '<row r="1048577" s="1"/>',
    ],
)
def test_above_a_cap_both_ways_refuse(row: str) -> None:
    for way in (_read, _patiently):
        with pytest.raises(Refusal) as caught:
            way(f"{_HEAD}{row}{_FOOT}")
        assert caught.value.problems[0].code == "sheet.too-large"


@pytest.mark.parametrize(
    "sheet",
    [
        row_xml(1, ["姓名"]) + row_xml(1, ["姓名"]),
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>seven</v></c></row>',
        '<row r="1"><c r="A1"><v>7</v></row>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_table(raw(tmp_path / "p.xlsx", sheet))
    assert caught.value.problems[0].code == "sheet.not-a-workbook"


def test_shared_texts_in_runs_and_with_readings_are_one_text(tmp_path: Path) -> None:
    shared = [
        "<si><t>姓名</t></si>", "<si><r><t>性</t></r><r><rPr/><t>别</t></r></si>",
        "<si><t>民族</t><rPh sb='0' eb='1'><t>minzu</t></rPh></si>", "<si/>",
        '<si><t xml:space="preserve"> &amp; </t></si>',
    ]  # fmt: skip
    row = "".join(f'<c r="{letter}1" t="s"><v>{index}</v></c>' for index, letter in enumerate("ABCDE"))
    for name, texts in (("a", shared), ("b", ["<!-- odd -->", *shared])):
        file = raw(tmp_path / f"{name}.xlsx", f'<row r="1">{row}</row>', shared=texts)
        assert next(open_source(file.read_bytes(), "f").sheets).rows == [["姓名", "性别", "民族", "", " & "]]


def test_a_workbook_that_hides_its_main_part_elsewhere_is_read(tmp_path: Path) -> None:
    from tests.sheets.programs import pupil_xml

    file = raw(tmp_path / "p.xlsx", pupil_xml(), workbook='<workbookPr date1904="0"/>')
    assert told(read_table(file)) == {}
