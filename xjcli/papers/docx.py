"""A paper as a Word file: the parts that ISO/IEC 29500 wants and nothing else, so no library has to be trusted.

The same paper gives the same bytes; Chinese is set in 仿宋 and titles in 黑体, as offices expect them. A table of many
columns turns the page, and the head of a list stands again on each.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from xjcli.papers.blocks import Block
from xjcli.papers.tables import Table, is_wide, tables_of

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
#: Half points: 二号 is 44, 四号 28, 小四 24, 五号 21.
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="28"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:spacing w:after="120"/>'
    '<w:jc w:val="center"/></w:pPr>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:keepNext/>'
    '<w:spacing w:before="120"/></w:pPr>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>'
)
#: Twentieths of a point: A4 upright with the margins of official papers, or turned with narrow ones.
_UPRIGHT = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1701" w:right="1474" w:bottom="1417" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>", 8844,
)  # fmt: skip
_TURNED = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>", 14570,
)  # fmt: skip
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLED = {"title": '<w:pStyle w:val="Title"/>', "heading": '<w:pStyle w:val="Heading1"/>'}
#: Lines of signature and date are closer, and stay together.
_LEADING = {"right": 300, "foot": 240}
_ACROSS = {"right": '<w:jc w:val="right"/>', "foot": '<w:jc w:val="right"/>', "item": '<w:ind w:left="560"/>'}
_BELOW_TABLE = 120
#: The least height of a row, and of one that is signed or filled in by hand.
_ROW, _LIST, _ROOM = 482, 420, 907
_LEFT_FROM = 14  # a text of a list that is longer stands at the left
_NEW_PAGE = "<w:pageBreakBefore/>"
#: A line of no height that begins a page.
_TURN = f'<w:p><w:pPr>{_NEW_PAGE}<w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


def as_docx(blocks: Sequence[Block]) -> bytes:
    """The paper as the bytes of a .docx."""
    page, width = _TURNED if is_wide(blocks) else _UPRIGHT
    document = (
        f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{"".join(_body(blocks, width))}{page}</w:body></w:document>'
    )
    return packed({
        "[Content_Types].xml": _CONTENT_TYPES.encode(), "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": document.encode(), "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS.encode(),
        "word/styles.xml": _STYLES.encode(),
    })  # fmt: skip


def packed(parts: Mapping[str, bytes]) -> bytes:
    """These parts as a package that bears no time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return out.getvalue()


def _body(blocks: Sequence[Block], width: int) -> Iterator[str]:
    """Tables with nothing but empty lines between them touch, as one form."""
    turn = under = False
    for part in tables_of(blocks):
        if isinstance(part, Table):
            yield f"{_TURN if turn else ''}{_table(part, width)}"
            turn, under = False, True
        elif part.kind == "page":
            turn = True
        elif part.kind != "blank":
            yield paragraph(part, turn=turn, under=under)
            turn = under = False


def paragraph(block: Block, *, turn: bool = False, under: bool = False) -> str:
    """One line of text as a paragraph; `turn` begins a new page, `under` keeps away from the table above."""
    text = ("· " if block.kind == "item" else "") + block.cells[0]
    kind, before = block.kind, f' w:before="{_BELOW_TABLE}"' if under else ""
    line = f' w:line="{_LEADING[kind]}" w:lineRule="auto"' if kind in _LEADING else ""
    look = "".join((
        _STYLED.get(kind, ""), "<w:keepNext/>" if kind == "right" else "", _NEW_PAGE if turn else "",
        f"<w:spacing{before}{line}/>" if before or line else "", _ACROSS.get(kind, ""),
    ))  # fmt: skip
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{_run(text, 18 if kind == 'foot' else 0)}</w:p>"


def _run(text: str, size: int = 0) -> str:
    look = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if size else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(table: Table, width: int) -> str:
    shares = table.widths
    columns = [width * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    lines = "".join(_row(table, number, columns) for number in range(len(table.rows)))
    size = f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
    borders = f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{size}{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _row(table: Table, number: int, columns: Sequence[int]) -> str:
    """A row; the last cell of one that has fewer reaches to the end."""
    height = _ROOM if table.has_room(number) else _LIST if table.is_list else _ROW
    head = "<w:tblHeader/>" if table.is_head(number) else ""
    last = len(table.rows[number].cells) - 1
    spans = [*((width, 1) for width in columns[:last]), (sum(columns[last:]), len(columns) - last)]
    cells = "".join(_cell(table, number, place, *span) for place, span in enumerate(spans))
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>{cells}</w:tr>'


def _cell(table: Table, number: int, place: int, width: int, span: int) -> str:
    text = table.text(number, place)
    centred = table.role(number, place) == "label" or (table.is_list and len(text) < _LEFT_FROM)
    look = '<w:spacing w:line="260" w:lineRule="auto"/>' + ('<w:jc w:val="center"/>' if centred else "")
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    cell = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{cell}<w:p><w:pPr>{look}</w:pPr>{_run(text, 21 if table.is_wide else 24)}</w:p></w:tc>"
