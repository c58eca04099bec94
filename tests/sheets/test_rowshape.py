"""Rows matched whole hold what the same rows hold when they are read cell by cell, whatever stands in them."""

from __future__ import annotations

import pytest

from tests.sheets.test_sheetxml import _CELLS, _FOOT, _HEAD, _MOMENTS, _SHARED, _patiently, _read
from xjcli.sheets.cellxml import Reader
from xjcli.sheets.rowshape import Cells, RowShape
from xjcli.sheets.sheetxml import _ROWS_SEEN
from xjcli.sheets.table import Cell, RawSheet

_READER = Reader(_SHARED, _MOMENTS)
_BEFORE = _ROWS_SEEN + 20


def _shape(width: int) -> RowShape:
    return RowShape(width, Cells(lambda attributes, value: _READER.memo(attributes).read(value), _READER.odd))


def _cells(piece: str, width: int = 3) -> list[Cell] | None:
    found = _shape(width).read(piece.encode())
    return found[2] if found else None


def _long(*rows: str) -> tuple[RawSheet, RawSheet]:
    """A sheet of many rows that fit no mould with these behind them, read both ways; N is the number of each."""
    plain = '<row r="N"><c r="AN"><v>1</v></c><c r="BN" t="s"><v>0</v></c><c r="CN"><f>AN+2</f><v>3</v></c></row>'
    body = "".join(row.replace("N", str(number)) for number, row in enumerate([plain] * _BEFORE + [*rows], start=1))
    xml = f"{_HEAD}{body}{_FOOT}"
    return _read(xml), _patiently(xml)


@pytest.mark.parametrize("cell", _CELLS)
def test_every_kind_of_cell_is_read_from_a_whole_row(cell: str) -> None:
    piece = f'r="2"><c r="A2"><v>1</v></c>{cell}<c r="C2"><v>3</v></c></row>'
    assert _cells(piece) == [1.0, _CELLS[cell], 3.0]


@pytest.mark.parametrize("cell", _CELLS)
def test_every_kind_of_cell_far_down_a_long_sheet_is_the_same_both_ways(cell: str) -> None:
    here = cell.replace('"B2"', '"BN"')
    row = f'<row r="N"><c r="AN"><v>1</v></c>{here}<c r="CN"><v>3</v></c></row>'
    whole, patient = _long(row, row)
    assert whole.rows == patient.rows
    assert whole.rows[-1] == [1.0, _CELLS[cell], 3.0]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="N"><c r="CN"><v>3</v></c></row>',
        '<row r="N"><c r="BN" t="s"><v>1</v></c><c r="AN"><v>1</v></c></row>',
        '<row r="N"><c r="AN"><v>1</v></c><c r="AN"><v>2</v></c></row>',
        '<row r="N"><c r="AN"><v>1</v></c><c r="XFDN" s="1"/></row>',
        '<row r="N"><c r="AN"><v>1</v></c><c r="EN"><v>5</v></c></row>',
        '<row r="N"><c r="AN"><v>1</v></c>\n<c r="BN"><v>5</v></c></row>',
        '<row r="N"><c  r="AN"><v>1</v></c></row>',
        '<row r="N" hidden="1"><c r="AN"><v>1</v></c></row>',
        '<row r="N"><c r="AN" s="1"/><c r="BN"/></row>',
        '<row r="N"></row>',
        '<row r="N"/>',
        '<row r="N"><c r="AN"><v>0</v></c></row>',
    ],
)
def test_a_row_of_another_shape_in_a_long_sheet_is_the_same_both_ways(row: str) -> None:
    whole, patient = _long(row, '<row r="N"><c r="BN"><v>4</v></c></row>', row)
    assert whole.rows == patient.rows
    assert (whole.hidden_rows, whole.tail) == (patient.hidden_rows, patient.tail)


def test_a_row_that_reaches_further_or_holds_nothing_is_left_to_be_read_cell_by_cell() -> None:
    assert _cells('r="2"><c r="D2"><v>1</v></c></row>') is None
    assert _cells('r="2"><c r="A2" s="1"/></row>') is None
    assert _cells('r="2"><c r="A2"><v>1</v></c></row></sheetData>') is None
    assert _cells('r="2"><c r="A2"><v>1</v></c><c r="D2" s="1"/></row>') == [1.0, "", ""]


def test_a_row_made_to_be_tried_again_and_again_is_as_fast_as_any() -> None:
    piece = 'r="2">' + '<c r="A2"><is><t>x</t>' * 20_000
    assert _cells(piece, 400) is None
