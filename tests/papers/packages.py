"""Office packages taken apart and put together again, with one thing changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from xjcli.papers.blocks import Block, parse
from xjcli.papers.read_docx import lines_of_docx
from xjcli.papers.read_xlsx import lines_of_xlsx
from xjcli.papers.text import lines_of_markdown

_TEMPLATE = "# 学籍证明\n\n　　兹证明 样小满 学籍在我校。\n\n| 姓名 | 性别 |\n|---|---|\n| 样小满 | 男 |\n\n- 其一\n"
_TEXT = '<c t="inlineStr"><is><t xml:space="preserve">'
#: What the paper says.
LINES = ["学籍证明", "兹证明 样小满 学籍在我校。", "姓名\x1f性别", "样小满\x1f男", "其一"]
Parts = dict[str, bytes]


def blocks() -> list[Block]:
    return parse(_TEMPLATE)


def bare_workbook() -> Parts:
    """The same paper as the plainest workbook there is: no style, no place, nothing joined."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rows = "".join(
        f"<row>{''.join(f'{_TEXT}{cell}</t></is></c>' for cell in line)}</row>"
        for line in (each.split("\x1f") for each in LINES)
    )  # fmt: skip
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/></Types>',
        "_rels/.rels": f"<Relationships {relations}>"
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {relations}>"
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><cols><col min="1" max="2" width="20"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>",
    }
    return {name: text.encode() for name, text in parts.items()}


def taken_apart(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def whole(path: Path) -> str:
    """The text of a form's file, as verifying reads it."""
    if path.suffix == ".md":
        return "\n".join(lines_of_markdown(path.read_text("utf-8")))
    parts = taken_apart(path.read_bytes())
    return "\n".join(lines_of_docx(parts) if path.suffix == ".docx" else lines_of_xlsx(parts))


def put_together(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def changed(parts: Mapping[str, bytes], name: str, old: str, new: str) -> Parts:
    """The parts with one text of one part changed, which has to be there."""
    text = parts[name].decode()
    assert old in text
    return {**parts, name: text.replace(old, new, 1).encode()}
