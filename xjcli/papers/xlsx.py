"""A paper as a workbook of one sheet, every cell a text: no number of a pupil is ever rounded or run as a formula.

It prints as the form that it is: one page wide, a line of text across all columns, a table with borders. Cells are
joined in one row only, and only over empty ones, so nothing is ever hidden under another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

from xjcli.papers.blocks import Block
from xjcli.papers.docx import packed
from xjcli.papers.tables import Table, is_wide, tables_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SIDES = "".join(
    f'<{side} style="thin"><color rgb="FF000000"/></{side}>' for side in ("left", "right", "top", "bottom")
)


def _format(font: int, border: int, across: str) -> str:
    return (
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="{across}" vertical="center" '
        'wrapText="1"/></xf>'
    )


_LOOKS = ("text", "title", "heading", "right", "foot", "middle", "left")
_FORMATS = "".join((
    _format(0, 0, "left"), _format(1, 0, "center"), _format(2, 0, "left"), _format(0, 0, "right"),
    _format(3, 0, "right"), _format(0, 1, "center"), _format(0, 1, "left"),
))  # fmt: skip


def _font(name: str, size: int, *, bold: bool = False) -> str:
    return f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><name val="{name}"/></font>'


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="4">{_font("宋体", 11)}{_font("黑体", 18, bold=True)}'
    f"{_font('黑体', 12, bold=True)}{_font('宋体', 9)}</fonts>"
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f'</fills><borders count="2"><border><left/><right/><top/><bottom/></border><border>{_SIDES}</border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_LOOKS)}">{_FORMATS}</cellXfs></styleSheet>'
)
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": _STYLES,
}
#: Widths of a whole sheet in signs of half a Chinese one, upright and turned; heights in points.
_UPRIGHT, _TURNED = 76, 116
_GRID, _LINE, _ROW, _ROOM, _TITLE, _HIGHEST = 2, 15, 24, 45, 36, 409


class _Cell(NamedTuple):
    """A text with its look, from one column of the sheet to another."""

    text: str
    look: str
    first: int
    last: int


class _Row(NamedTuple):
    """One row: its cells, how high it is, whether a page begins with it, whether it is the head of a list."""

    cells: tuple[_Cell, ...]
    height: int
    turn: bool = False
    head: bool = False


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    """The paper as the bytes of an .xlsx, one row a line."""
    turned = is_wide(blocks)
    whole = _TURNED if turned else _UPRIGHT
    edges = _edges(blocks, whole)
    rows = list(_rows(blocks, edges, whole))
    parts = {**_PARTS, "xl/workbook.xml": _book(rows), "xl/worksheets/sheet1.xml": _sheet(rows, edges, turned)}
    return packed({name: (_HEAD + text).encode() for name, text in parts.items()})


def _edges(blocks: Sequence[Block], whole: int) -> list[int]:
    """Where a column of the sheet begins: wherever one of any table does. The last one is the end."""
    tables = [part for part in tables_of(blocks) if isinstance(part, Table)]
    found = {0, *(edge for table in tables for edge in _edges_of(table, whole))}
    return sorted({*found, max(whole, max(found) + _GRID)})


def _edges_of(table: Table, whole: int) -> list[int]:
    """Where the columns of a table begin, none of them of no width."""
    edges, done, all_ = [0], 0, sum(table.widths)
    for share in table.widths[:-1]:
        done += share
        edges.append(max(edges[-1] + _GRID, _GRID * round(whole * done / all_ / _GRID)))
    return edges


def _rows(blocks: Sequence[Block], edges: Sequence[int], whole: int) -> Iterator[_Row]:
    turn = False
    for part in tables_of(blocks):
        if isinstance(part, Table):
            for number in range(len(part.rows)):
                yield _table_row(part, number, edges, whole)._replace(turn=turn)
                turn = False
        elif part.kind == "page":
            turn = True
        elif part.kind != "blank":
            yield _line(part, edges)._replace(turn=turn)
            turn = False


def _line(block: Block, edges: Sequence[int]) -> _Row:
    text = ("· " if block.kind == "item" else "") + block.cells[0]
    look = block.kind if block.kind in _LOOKS else "text"
    height = _TITLE if look == "title" else _height(_ROW, _lines(text, edges[-1]))
    return _Row((_Cell(text, look, 0, len(edges) - 2),), height)


def _table_row(table: Table, number: int, edges: Sequence[int], whole: int) -> _Row:
    """A row of a table; the last cell of one that has fewer reaches to the end."""
    starts = [edges.index(edge) for edge in _edges_of(table, whole)][: len(table.rows[number].cells)]
    cells = tuple(
        _Cell(
            table.text(number, place),
            "middle" if table.is_list or table.role(number, place) == "label" else "left",
            first, end - 1,
        )
        for place, (first, end) in enumerate(pairwise([*starts, len(edges) - 1]))
    )  # fmt: skip
    lines = max(_lines(cell.text, edges[cell.last + 1] - edges[cell.first]) for cell in cells)
    return _Row(cells, _height(_ROOM if table.has_room(number) else _ROW, lines), head=table.is_head(number))


def _height(least: int, lines: int) -> int:
    return min(_HIGHEST, max(least, _LINE * lines + 6))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes; a Chinese sign is as wide as two others."""
    return -(-sum(2 if ord(sign) > 0xFF else 1 for sign in text) // max(1, width - 1)) or 1


def _sheet(rows: Sequence[_Row], edges: Sequence[int], turned: bool) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{end - start}" customWidth="1"/>'
        for place, (start, end) in enumerate(pairwise(edges), 1)
    )
    data = "".join(_row(row, number) for number, row in enumerate(rows, 1))
    joined = [
        f'<mergeCell ref="{_name(cell.first)}{number}:{_name(cell.last)}{number}"/>'
        for number, row in enumerate(rows, 1) for cell in row.cells if cell.first < cell.last
    ]  # fmt: skip
    turns = [number - 1 for number, row in enumerate(rows, 1) if row.turn and number > 1]
    breaks = "".join(f'<brk id="{number}" max="16383" man="1"/>' for number in turns)
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>{columns}</cols>'
        f"<sheetData>{data}</sheetData>"
        + (f'<mergeCells count="{len(joined)}">{"".join(joined)}</mergeCells>' if joined else "")
        + '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{"landscape" if turned else "portrait"}" fitToHeight="0"/>'
        + (f'<rowBreaks count="{len(turns)}" manualBreakCount="{len(turns)}">{breaks}</rowBreaks>' if turns else "")
        + "</worksheet>"
    )  # fmt: skip


def _row(row: _Row, number: int) -> str:
    """The row's cells; those that a joined one covers are there, empty, so that they have its border."""
    inside = "".join(
        _cell(f"{_name(place)}{number}", cell.text if place == cell.first else "", cell.look)
        for cell in row.cells for place in range(cell.first, cell.last + 1)
    )  # fmt: skip
    return f'<row r="{number}" ht="{row.height}" customHeight="1">{inside}</row>'


def _cell(place: str, text: str, look: str) -> str:
    style = f'r="{place}" s="{_LOOKS.index(look)}"'
    if not text:
        return f"<c {style}/>"
    return f'<c {style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _name(place: int) -> str:
    """The name of a column: A, B … Z, AA."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def _book(rows: Sequence[_Row]) -> str:
    """The workbook; the head of its only list stands again on each printed page."""
    heads = [number for number, row in enumerate(rows, 1) if row.head]
    titles = (
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">\'表\'!${heads[0]}:${heads[0]}'
        "</definedName></definedNames>"
        if len(heads) == 1 and len(rows) > heads[0] + _PRINTED
        else ""
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
        f"{titles}</workbook>"
    )


#: A list of so many lines may need a second page.
_PRINTED = 15
