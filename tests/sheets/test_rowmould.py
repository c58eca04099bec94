"""A row that is rebuilt from a mould holds what the same row holds when it is read cell by cell."""

from __future__ import annotations

import pytest

from tests.sheets.test_sheetxml import _CELLS, _FOOT, _HEAD, _MOMENTS, _SHARED, _patiently, _read
from xjcli.sheets.cellxml import Reader
from xjcli.sheets.rowmould import _PATIENCE, Moulds
from xjcli.sheets.sheetxml import _Letters, _Memos
from xjcli.sheets.table import Cell

_COLUMNS = 400


def _moulds() -> Moulds:
    return Moulds(_Memos(Reader(_SHARED, _MOMENTS)), _Letters(), _COLUMNS)


def _row(number: int, *cells: str, attributes: str = "") -> bytes:
    return f'r="{number}"{attributes}>{"".join(cells).replace("N", str(number))}</row>'.encode()


def _cells(moulds: Moulds, piece: bytes) -> list[Cell] | None:
    found = moulds.read(piece)
    return found[2] if found else None


@pytest.mark.parametrize("cell", _CELLS)
def test_a_cell_between_two_others_is_read_as_it_is_or_left_to_another_way(cell: str) -> None:
    moulds = _moulds()
    here = cell.replace('"B2"', '"BN"')
    for number in (2, 3, 17, 170):
        found = _cells(moulds, _row(number, '<c r="AN"><v>1</v></c>', here, '<c r="CN"><v>3</v></c>'))
        assert found in ([1.0, _CELLS[cell], 3.0], None)
    plain = "<f" not in cell and "<r>" not in cell and "rPh" not in cell and "<v/>" not in cell
    assert (found is not None) == plain


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('<c r="AN" s="0"><v>44000</v></c>', '<c r="AN" s="1"><v>44000</v></c>'),
        ('<c r="AN" t="s"><v>0</v></c>', '<c r="AN"><v>0</v></c>'),
        ('<c r="AN" t="s"><v>1</v></c>', '<c r="AN" t="e"><v>1</v></c>'),
        ('<c r="AN" t="s"><v>1</v></c>', '<c r="BN" t="s"><v>1</v></c>'),
        ('<c r="AN" t="s"><v>1</v></c><c r="BN"/>', '<c r="AN"/><c r="BN" t="s"><v>1</v></c>'),
        ('<c r="AN" t="s"><v>1</v></c>', '<c r="AN" t="s"><f>B1</f><v>1</v></c>'),
        ('<c r="AN" t="s"><v>1</v></c>', '<c r="AN" t="s"><v></v></c><c r="BN"><v>7</v></c>'),
        ('<c r="AN" t="inlineStr"><is><t>a</t></is></c>', '<c r="AN" t="str"><v>a</v></c>'),
        ('<c r="AN" t="inlineStr"><is><t>1"</t></is></c>', '<c r="AN" t="inlineStr"><is><t> 1" &gt;</t></is></c>'),
        ('<c r="AN" s="4"><v>4</v></c>', '<c r="AN" s="N"><v>4</v></c>'),
    ],
)
def test_two_kinds_of_rows_that_look_alike_never_take_each_others_mould(first: str, second: str) -> None:
    rows = [f'<row r="{number}">{first if number % 3 else second}</row>' for number in range(1, 200)]
    body = "".join(row.replace("N", str(number)) for number, row in enumerate(rows, start=1))
    xml = f"{_HEAD}{body}{_FOOT}"
    quick, patient = _read(xml), _patiently(xml)
    assert quick.rows == patient.rows
    assert [[type(cell) for cell in row] for row in quick.rows] == [
        [type(cell) for cell in row] for row in patient.rows
    ]


def test_a_hidden_row_is_another_mould() -> None:
    moulds = _moulds()
    cell = '<c r="AN" t="s"><v>1</v></c>'
    assert moulds.read(_row(4, cell)) == (4, b"", ["一"])
    assert moulds.read(_row(5, cell, attributes=' hidden="1"')) == (5, b' hidden="1"', ["一"])
    assert moulds.read(_row(6, cell)) == (6, b"", ["一"])


def test_cells_left_out_stay_in_their_columns_whichever_they_are() -> None:
    moulds = _moulds()
    for number in range(1, 500):
        kept = [place for place in range(9) if number >> place & 1]
        cells = [f'<c r="{"ABCDEFGHI"[place]}N" t="s"><v>{place % 2}</v></c>' for place in kept]
        found = _cells(moulds, _row(number, *cells))
        assert found == [_SHARED[place % 2] if place in kept else "" for place in range(max(kept) + 1)]


@pytest.mark.parametrize(
    "piece",
    [
        b'r="2"><c r="A2" t="s"><v>1</v></c>',
        b'r="2"><c r="A2" t="s"><v>1</v></c></row></sheetData>',
        b'r="2"><c r="A2" t="s"><v>1<x/></v></c></row>',
        b'r="2"><c r="A2" t="s"><v>1</t></is></c></row>',
        b'r="2"><c r="A2" s="1"/></row>',
        b'r="2"/>',
        b'spans="1:3" r="2"><c r="A2" t="s"><v>1</v></c></row>',
        b'r="2"><c r="B2" t="s"><v>1</v></c><c r="B2" t="s"><v>0</v></c></row>',
        b'r="2"><c r="ZZZ2" t="s"><v>1</v></c></row>',
    ],
)
def test_what_is_not_a_plain_row_is_left_to_another_way(piece: bytes) -> None:
    moulds = _moulds()
    assert moulds.read(b'r="1"><c r="A1" t="s"><v>1</v></c></row>') is not None
    assert moulds.read(piece) is None


@pytest.mark.parametrize("place", ["-1", "3", "1e0", "x", ""])
def test_a_place_that_is_none_points_nowhere(place: str) -> None:
    moulds = _moulds()
    assert _cells(moulds, _row(1, '<c r="AN" t="s"><v>1</v></c>')) == ["一"]
    piece = _row(2, f'<c r="AN" t="s"><v>{place}</v></c>')
    if not place:
        assert _cells(moulds, piece) is None  # a row without a value
        return
    with pytest.raises((IndexError, ValueError)):
        _cells(moulds, piece)


def test_a_sheet_whose_rows_fit_no_mould_is_read_without() -> None:
    moulds = _moulds()
    for number in range(1, _PATIENCE + 2):
        moulds.read(_row(number, '<c r="AN"><f>BN*2</f><v>1</v></c>'))
    assert not moulds.help
