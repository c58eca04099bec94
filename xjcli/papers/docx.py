"""A paper as a Word file: the four parts that ISO/IEC 29500 wants and nothing else, so no library has to be trusted.

The same paper gives the same bytes; texts of Chinese are set in 仿宋 and titles in 黑体, as offices expect them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from xjcli.papers.blocks import Block

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
#: Half points: 三号 is 32, 二号 44, 四号 28.
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="28"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="480" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
_WIDTH = 8844  # twentieths of a point between the margins
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PROPERTIES = {
    "title": '<w:pPr><w:pStyle w:val="Title"/></w:pPr>',
    "heading": '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>',
    "right": '<w:pPr><w:jc w:val="right"/></w:pPr>',
    "item": '<w:pPr><w:ind w:left="560"/></w:pPr>',
}
_TABLE = ("row", "rule")


def as_docx(blocks: Iterable[Block]) -> bytes:
    """The paper as the bytes of a .docx."""
    body = "".join(_body(blocks))
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}{_PAGE}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode())
    return out.getvalue()


def _body(blocks: Iterable[Block]) -> Iterator[str]:
    for is_table, run in groupby(blocks, lambda block: block.kind in _TABLE):
        if is_table:
            yield _table([block.cells for block in run if block.kind == "row"])
        else:
            yield from (_paragraph(block) for block in run if block.kind != "blank")


def _paragraph(block: Block) -> str:
    text = ("· " if block.kind == "item" else "") + block.cells[0]
    return f"<w:p>{_PROPERTIES.get(block.kind, '')}{_run(text)}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(rows: list[tuple[str, ...]]) -> str:
    columns = max(map(len, rows), default=1)
    width = _WIDTH // columns
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    lines = "".join(f"<w:tr>{''.join(_cell(text, width) for text in _padded(row, columns))}</w:tr>" for row in rows)
    size = f'<w:tblW w:w="{_WIDTH}" w:type="dxa"/>'
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    return f"<w:tbl><w:tblPr>{size}{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _padded(row: tuple[str, ...], columns: int) -> tuple[str, ...]:
    return row + ("",) * (columns - len(row))


def _cell(text: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{_run(text)}</w:p></w:tc>'
