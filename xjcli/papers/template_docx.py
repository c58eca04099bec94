"""A school's own template as a Word file (第二十五条: the form stays the school's): its blanks filled where they stand.

Everything else of the file, its fonts, widths and margins, stays as it is. A template that holds what verifying cannot
read (a picture, a text in the margin, a revision) would give forms that nobody can verify, so it is refused.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from xjcli.errors import Problem, Refusal
from xjcli.papers import blocks
from xjcli.papers.blocks import Block, Kind, Rows, Values
from xjcli.papers.docx import paragraph
from xjcli.papers.package import main_part, one_by_name, tree
from xjcli.papers.read_docx import TYPE, W, lines_of_docx, said
from xjcli.papers.text import Foreign, Unreadable

_CAP_PARTS, _CAP_BYTES = 200, 8 << 20
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_KNOWN = (W, _R, _XML)
_MAIN = W.strip("{}")
_STYLES: Mapping[str, Kind] = {"title": "title", "subtitle": "heading"}


class WordTemplate(NamedTuple):
    """The parts of the file, and the name of the template in messages."""

    parts: Mapping[str, bytes]
    name: str

    def blocks(self) -> list[Block]:
        """Its lines as those of any other template, for the other kinds of file."""
        return [block for _, block in _lines(self._body())]

    def filled(self, values: Values, rows: Rows) -> dict[str, bytes]:
        """The same parts, every blank filled. Raises Refusal paper.blank at the line of the blank."""
        document = self._document()
        body = document[0]
        for number, (element, block) in enumerate(list(_lines(body)), start=1):
            place = f"{self.name}:{number}"
            parent = _parent(body, element)
            at = list(parent).index(element)
            parent.remove(element)
            for line in blocks.lines_for(block.cells, rows, place):
                filled = copy.deepcopy(element)
                for each in filled.iter(f"{W}p"):
                    _fill(each, {**values, **line}, place)
                if block.kind == "row" or said(filled).strip():
                    parent.insert(at, filled)
                    at += 1
        return {**self.parts, self._main(): _written(document)}

    def _main(self) -> str:
        return main_part(self.parts, TYPE)

    def _document(self) -> Element:
        return tree(self.parts, self._main())

    def _body(self) -> Element:
        return self._document()[0]


def open_template(data: bytes, name: str) -> WordTemplate:
    """The template of these bytes. Refuses with paper.template, or paper.foreign with what stands in it."""
    try:
        found = WordTemplate(one_by_name(_unpacked(data)), name)
        lines_of_docx(found.parts)
    except Foreign as foreign:
        raise Refusal(Problem("paper.foreign", where=name, params={"holds": foreign.what})) from None
    except (Unreadable, zipfile.BadZipFile, zlib.error, RuntimeError, LookupError, OSError, ValueError):
        raise Refusal(Problem("paper.template", where=name)) from None
    return found


def with_line(parts: Mapping[str, bytes], block: Block) -> dict[str, bytes]:
    """The parts with one more line at the end of the body."""
    main = main_part(parts, TYPE)
    document = tree(parts, main)
    line = ElementTree.fromstring(f'<x xmlns:w="{_MAIN}">{paragraph(block)}</x>')[0]  # noqa: S314  our own text
    body = document[0]
    last = next((place for place, each in enumerate(body) if each.tag == f"{W}sectPr"), len(body))
    body.insert(last, line)
    return {**parts, main: _written(document)}


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts, none of them larger than a template ever is."""
    left = _CAP_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = [entry for entry in package.infolist() if not entry.is_dir()]
        if len(entries) > _CAP_PARTS:
            raise Unreadable
        for entry in entries:
            with package.open(entry) as stream:
                part = stream.read(left + 1)
            left -= len(part)
            if left < 0:
                raise Unreadable
            yield entry.filename, part


def _lines(body: Element) -> Iterator[tuple[Element, Block]]:
    """Every paragraph and every row that holds a text, in reading order."""
    for child in body:
        if child.tag == f"{W}tbl":
            for row in child.iterfind(f"{W}tr"):
                cells = [" ".join(said(each) for each in cell.iterfind(f"{W}p")) for cell in row.iterfind(f"{W}tc")]
                if any(cell.strip() for cell in cells):
                    yield row, blocks.row_of(cells)
        elif child.tag == f"{W}p" and said(child).strip():
            yield child, Block(_kind(child), (said(child),))


def _kind(element: Element) -> Kind:
    style = element.find(f"{W}pPr/{W}pStyle")
    name = (style.get(f"{W}val", "") if style is not None else "").lower()
    if name in _STYLES or name.startswith("heading"):
        return _STYLES.get(name, "heading")
    across = element.find(f"{W}pPr/{W}jc")
    return "right" if across is not None and across.get(f"{W}val") in ("right", "end") else "text"


def _parent(body: Element, element: Element) -> Element:
    return next(each for each in body.iter() if any(child is element for child in each))


def _fill(line: Element, values: Values, place: str) -> None:
    """Fill the blanks of a paragraph; one that stands in several runs takes the look of the first."""
    texts = list(line.iter(f"{W}t"))
    whole = "".join(text.text or "" for text in texts)
    for start, stop, value in reversed(blocks.values_in(whole, values, place)):
        at = 0
        for text in texts:
            old = text.text or ""
            end = at + len(old)
            if at < stop and end > start:
                before, after = old[: max(0, start - at)], old[max(0, stop - at) :]
                text.text = before + (value if at <= start else "") + after
                text.set(f"{_XML}space", "preserve")
            at = end


def _written(document: Element) -> bytes:
    """The part as bytes, without the attributes of later versions, whose prefixes would be others."""
    for element in list(document.iter()):
        for name in [each for each in element.attrib if each.startswith("{") and not each.startswith(_KNOWN)]:
            del element.attrib[name]
        for child in [each for each in element if not each.tag.startswith(W)]:
            element.remove(child)
    ElementTree.register_namespace("w", _MAIN)
    ElementTree.register_namespace("r", _R.strip("{}"))
    written: bytes = ElementTree.tostring(document, encoding="utf-8", xml_declaration=True)
    return written
