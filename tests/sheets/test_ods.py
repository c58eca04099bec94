from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.sheets.books import refused, zipped
from xjcli.sheets.read import open_source
from xjcli.sheets.table import Cell, Lost, RawSheet

_CELLS: dict[str, Cell] = {
    "<c/>": "",
    "<c t='string'><p>林</p></c>": "林",
    "<c t='string'><p>a</p><p>b<s c='2'/>c<tab/>d<line-break/>e</p></c>": "a\nb  c\td\ne",
    "<c t='string'><p>林<span>小</span>满</p></c>": "林小满",
    "<c t='string'><annotation><p>a note</p></annotation><p>x</p></c>": "x",
    "<c t='string' string-value='y'><p>x</p></c>": "y",
    "<c t='float' value='3.20106201905020E+17'><p>3.2E+17</p></c>": 3.2010620190502e17,
    "<c t='percentage' value='0.5'><p>50%</p></c>": 0.5,
    "<c t='boolean' boolean-value='true'><p>TRUE</p></c>": True,
    "<c t='date' date-value='2019-05-02'><p>2019年5月2日</p></c>": date(2019, 5, 2),
    "<c t='date' date-value='2019-05-02T08:30:00'><p>x</p></c>": datetime(2019, 5, 2, 8, 30),  # noqa: DTZ001  a cell has no zone
    "<c t='time' time-value='PT08H30M00S'><p>8:30</p></c>": time(8, 30),
    "<c t='time' time-value='PT30H00M00,5S'><p>30</p></c>": timedelta(hours=30, seconds=0.5),
    "<c t='error' formula='of:=NA()'><p>#N/A</p></c>": Lost.ERROR,
    "<c t='string' string-value='' formula='of:=NA()'><p>#N/A</p></c>": Lost.ERROR,
    "<c t='string' string-value='#1' formula='of:=A1'><p>#1</p></c>": "#1",
    "<c t='string'><p>#N/A</p></c>": "#N/A",
    "<c formula='of:=A1'/>": Lost.FORMULA,
}


def _ods(path: Path, body: str) -> Path:
    xml = body.replace("<c", "<table-cell").replace("</c>", "</table-cell>").replace(" t='", " value-type='")
    path.write_bytes(zipped({"content.xml": f"<doc>{xml}</doc>".encode()}))
    return path


def _sheet(path: Path) -> RawSheet:
    return next(open_source(path.read_bytes(), path.name).sheets)


@pytest.mark.parametrize("cell", _CELLS)
def test_every_kind_of_cell(tmp_path: Path, cell: str) -> None:
    row = f"<table-row>{cell}<c t='float' value='1'/></table-row>"
    assert _sheet(_ods(tmp_path / "p.ods", f"<table name='S'>{row}</table>")).rows == [[_CELLS[cell], 1.0]]


def test_repeated_rows_and_cells_stand_where_they_stand(tmp_path: Path) -> None:
    one, two = "<c t='string' number-columns-repeated='2'><p>a</p></c>", "<c number-columns-repeated='3'/>"
    body = (
        f"<table-row number-rows-repeated='2'>{one}{two}{one}</table-row><table-row number-rows-repeated='2'/>"
        f"<table-row>{two}{one}<c number-columns-repeated='16379'/></table-row><table-row number-rows-repeated='9999'/>"
    )
    sheet = _sheet(_ods(tmp_path / "p.ods", f"<table name='S'>{body}</table>"))
    full, blank = ["a", "a", "", "", "", "a", "a"], [""] * 7
    assert sheet.rows == [full, full, blank, blank, ["", "", "", "a", "a", "", ""]]
    assert sheet.tail == 0


def test_only_the_sheet_that_is_asked_for_is_read(tmp_path: Path) -> None:
    style = "<style name='h'><table-properties display='false'/></style>"
    tables = "".join(
        f"<table name='{name}' style-name='{style}'><table-row><c t='string'><p>{name}</p></c></table-row></table>"
        for name, style in (("暗", "h"), ("甲", "v"), ("乙", "v"))
    )
    file = _ods(tmp_path / "p.ods", style + tables)
    source = open_source(file.read_bytes(), file.name)
    assert (source.names, source.hidden) == (["甲", "乙"], ["暗"])
    assert [sheet.rows for sheet in source.sheets] == [[["甲"]], [["乙"]]]


@pytest.mark.parametrize(
    "cell", ["<c t='float' value='x'/>", "<c t='date' date-value='2019-02-30'/>", "<c number-columns-repeated='x'/>"]
)
def test_a_value_that_its_type_does_not_have_is_refused(tmp_path: Path, cell: str) -> None:
    file = _ods(tmp_path / "p.ods", f"<table name='S'><table-row>{cell}</table-row></table>")
    assert [problem.code for problem in refused(file)] == ["sheet.not-a-workbook"]
