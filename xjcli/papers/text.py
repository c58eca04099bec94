"""The text of a paper in reading order (第二十五条): of blocks, of a .docx, an .xlsx or a .md, each giving the same.

Programs that save a file again set other spaces, fonts and parts; so spaces count as one and empty lines as none.
What is hidden in the file is not read, so that nobody can show one thing and have another verified.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from xjcli.papers.blocks import Block, parse

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|#+-])")
_CELL = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_COLUMN = re.compile(r"[A-Z]{1,2}(?=\d)")
_BETWEEN = "\x1f"

#: The line that bears the number and the code.
CODE_LINE = re.compile(r"表单编号：(\d{4}-\d{6}) 验证码：([0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4})")


class Unreadable(ValueError):
    """The file is not what its name says, or holds what no paper needs."""


def code_block(number: str, code: str) -> Block:
    """The line of the code, as it stands at the end of a form."""
    return Block("right", (f"表单编号：{number}\u3000验证码：{code}",))


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """The lines of a paper, filled without escapes."""
    return _whole(block.cells for block in blocks if block.kind not in ("rule", "blank"))


def _whole(rows: Iterable[Iterable[str]]) -> list[str]:
    lines = (_BETWEEN.join(" ".join(cell.split()) for cell in row).rstrip(_BETWEEN) for row in rows)
    return [line for line in (each.removeprefix("· ") for each in lines) if line]


def lines_of_markdown(text: str) -> list[str]:
    """The lines of a .md as `blocks.as_markdown` writes it."""
    return _whole(_markdown(text))


def _markdown(text: str) -> Iterator[list[str]]:
    for line, block in zip(text.splitlines(), parse(text), strict=True):
        if block.kind == "row":
            inner = _CELL.sub("\\1" + _BETWEEN, line.strip()).removeprefix(_BETWEEN).removesuffix(_BETWEEN)
            yield [_ESCAPED.sub(r"\1", cell) for cell in inner.split(_BETWEEN)]
        elif block.kind not in ("rule", "blank"):
            yield [_ESCAPED.sub(r"\1", cell) for cell in block.cells]


def lines_of_docx(parts: Mapping[str, bytes]) -> list[str]:
    """The lines of a .docx: its body, then what stands at head and foot of its pages. Raises Unreadable."""
    body = _tree(parts, "word/document.xml").find(f"{_W}body")
    if body is None:
        raise Unreadable
    beside = (_tree(parts, name) for name in sorted(parts) if _BESIDE.fullmatch(name))
    return _whole(row for root in (body, *beside) for row in _blocks(root))


def _blocks(parent: Element) -> Iterator[list[str]]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield [_said(child)]
        elif child.tag == f"{_W}tbl":
            yield from ([_cell(cell) for cell in row.iter(f"{_W}tc")] for row in child.iter(f"{_W}tr"))
        else:
            yield from _blocks(child)


def _cell(cell: Element) -> str:
    return " ".join(_said(each) for each in cell.iter(f"{_W}p"))


def _said(parent: Element) -> str:
    """The text below, but for what is hidden."""
    if parent.tag == f"{_W}r" and parent.find(f"{_W}rPr/{_W}vanish") is not None:
        return ""
    if parent.tag == f"{_W}t":
        return parent.text or ""
    if parent.tag in (f"{_W}tab", f"{_W}br"):
        return " "
    return "".join(_said(child) for child in parent)


def lines_of_xlsx(parts: Mapping[str, bytes]) -> list[str]:
    """The rows of every sheet of an .xlsx. Raises Unreadable."""
    found = sorted((int(match[1]), name) for name in parts if (match := _SHEET.fullmatch(name)))
    if not found:
        raise Unreadable
    shared: list[str] = []
    if "xl/sharedStrings.xml" in parts:
        shared = [_words(item) for item in _tree(parts, "xl/sharedStrings.xml").iter(f"{_S}si")]
    return _whole(_cells(row, shared) for _, name in found for row in _tree(parts, name).iter(f"{_S}row"))


def _cells(row: Element, shared: list[str]) -> list[str]:
    """The row's cells, each in its column: a program that saves the sheet again leaves the empty ones out."""
    found: list[str] = []
    for cell in row.iter(f"{_S}c"):
        if place := _COLUMN.match(cell.get("r", "")):
            column = 0
            for sign in place[0]:
                column = column * 26 + ord(sign) - 64
            found += [""] * (column - 1 - len(found))
        found.append(_value(cell, shared))
    return found


def _words(item: Element) -> str:
    return "".join(text.text or "" for text in item.iter(f"{_S}t"))


def _value(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") != "s":
        return value
    if not value.isdigit() or int(value) >= len(shared):
        raise Unreadable
    return shared[int(value)]


def _tree(parts: Mapping[str, bytes], name: str) -> Element:
    """A part as a tree: UTF-8 and without declarations, which programs expand without end."""
    try:
        text = parts[name].decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Unreadable
        return ElementTree.fromstring(text)  # noqa: S314 - bounded by its reader, and nothing declared
    except (KeyError, UnicodeDecodeError, ElementTree.ParseError):
        raise Unreadable from None
