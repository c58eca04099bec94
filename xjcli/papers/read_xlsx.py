"""The text of an .xlsx (第二十五条), of a workbook of one sheet in which every cell is a text and all of it is shown.

A formula, a number or a format shows another text than it stores; a hidden row, a drawing or a cell joined over others
that hold a text shows less or more than is read. None of our forms has them, and no program adds them when it saves;
so they are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.etree.ElementTree import Element

from xjcli.papers.package import Related, is_false, main_part, related, require_words_only_in, tree
from xjcli.papers.text import Foreign, Unreadable, What, normal

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NUMBER = re.compile(r"[0-9]{1,9}")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SIZE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,20})?")
_LAST_COLUMN = 256
_SHOWN = 1.0  # a row or a column of less is not seen
_BOOK_PARTS = frozenset({"worksheet", "styles", "theme", "sharedStrings", "customXml"})
_SHEET_PARTS = frozenset({"printerSettings"})
_SHOWN_PARTS: Mapping[str, What] = MappingProxyType(
    {"drawing": "picture", "image": "picture", "comments": "note", "vmlDrawing": "note"}
)
#: What may stand in a sheet: how it looks and is printed, and the cells.
_OF_SHEET = frozenset(
    f"{_S}{name}"
    for name in (
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "ignoredErrors",
        "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "phoneticPr",
        "mergeCells",
    )
)  # fmt: skip
_PLAIN_FORMATS = {"0": "General", "49": "@"}


class _Book(NamedTuple):
    """What the cells refer to: texts, and the number format of each style."""

    shared: list[str]
    formats: list[str]


def lines_of_xlsx(parts: Mapping[str, bytes]) -> list[str]:
    """The rows of the sheet. Raises Unreadable, Foreign."""
    main = main_part(parts, _TYPE)
    found = related(parts, main)
    if any(each.kind not in _BOOK_PARTS or not each.part for each in found):
        raise Foreign
    name = _sheet(tree(parts, main), found)
    for each in related(parts, name):
        if each.kind not in _SHEET_PARTS:
            raise Foreign(_SHOWN_PARTS.get(each.kind, "other"))
    sheet = tree(parts, name)
    require_words_only_in(sheet, (f"{_S}t", f"{_S}v"))
    _require_plain(sheet)
    (data,) = sheet.findall(f"{_S}sheetData")
    return normal(_rows(data, _Book(_shared(parts, found), _formats(parts, found)), _covered(sheet)))


def _sheet(book: Element, found: list[Related]) -> str:
    """The part of the only sheet, which is shown."""
    sheets = book.findall(f"{_S}sheets/{_S}sheet")
    if book.tag != f"{_S}workbook" or len(sheets) != 1 or list(book.iter(f"{_S}sheet")) != sheets:
        raise Foreign
    if sheets[0].get("state", "visible") != "visible":
        raise Foreign
    wanted = [each for each in found if each.id == sheets[0].get(_ID)]
    if len(wanted) != 1 or [each for each in found if each.kind == "worksheet"] != wanted:
        raise Foreign
    return wanted[0].part


def _require_plain(sheet: Element) -> None:
    """Only what shows no text beside the cells, and no row or column that is not shown."""
    if sheet.tag != f"{_S}worksheet" or any(child.tag not in _OF_SHEET for child in sheet):
        raise Foreign
    if len(sheet.findall(f"{_S}sheetData")) != 1:
        raise Foreign
    if any(_is_on(view, "rightToLeft") or _is_on(view, "showFormulas") for view in sheet.iter(f"{_S}sheetView")):
        raise Foreign
    for each in (*sheet.iter(f"{_S}col"), *sheet.iter(f"{_S}row"), *sheet.iter(f"{_S}sheetFormatPr")):
        if _is_on(each, "hidden") or _is_on(each, "zeroHeight"):
            raise Foreign("hidden")
        for size in ("width", "ht", "defaultRowHeight", "defaultColWidth"):
            _require_shown(each.get(size))


def _is_on(element: Element, name: str) -> bool:
    return name in element.attrib and not is_false(element.get(name))


def _require_shown(size: str | None) -> None:
    if size is not None and (not _SIZE.fullmatch(size) or float(size) < _SHOWN):
        raise Foreign("hidden")


def _one(found: list[Related], kind: str) -> str:
    """The part of this kind, `` for none."""
    names = [each.part for each in found if each.kind == kind]
    if len(names) > 1:
        raise Foreign
    return names[0] if names else ""


def _shared(parts: Mapping[str, bytes], found: list[Related]) -> list[str]:
    name = _one(found, "sharedStrings")
    if not name:
        return []
    table = tree(parts, name)
    require_words_only_in(table, (f"{_S}t",))
    items = list(table)
    if any(item.tag != f"{_S}si" for item in items):
        raise Foreign
    return [_words(item) for item in items]


def _formats(parts: Mapping[str, bytes], found: list[Related]) -> list[str]:
    """The number format of each style of cells."""
    name = _one(found, "styles")
    if not name:
        return ["General"]
    styles = tree(parts, name)
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iter(f"{_S}numFmt")}
    known = {**_PLAIN_FORMATS, **own}
    return [known.get(each.get("numFmtId", "0"), "") for each in styles.iterfind(f"{_S}cellXfs/{_S}xf")] or ["General"]


def _covered(sheet: Element) -> dict[int, list[range]]:
    """Row → the columns that a joined cell lies over. Only cells of one row are joined."""
    found: dict[int, list[range]] = {}
    for joined in sheet.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
        first, _, last = joined.get("ref", "").partition(":")
        start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if start is None or end is None or start[2] != end[2]:
            raise Foreign
        found.setdefault(int(start[2]), []).append(range(_number(start[1]) + 1, min(_number(end[1]), _LAST_COLUMN) + 1))
    return found


def _rows(data: Element, book: _Book, covered: Mapping[int, list[range]]) -> Iterator[list[str]]:
    """The rows, none of which holds a text under a joined cell; what that covers is no cell of the row."""
    last = 0
    for row in data:
        given = row.get("r", str(last + 1))
        if row.tag != f"{_S}row" or not _NUMBER.fullmatch(given) or int(given) <= last:
            raise Foreign
        last = int(given)
        cells = _cells(row, last, book)
        lost = {column for each in covered.get(last, ()) for column in each if column <= len(cells)}
        if any(cells[column - 1] for column in lost):
            raise Foreign("hidden")
        yield [text for column, text in enumerate(cells, 1) if column not in lost]


def _cells(row: Element, number: int, book: _Book) -> list[str]:
    """The row's cells, each in its column: a program that saves the sheet again leaves the empty ones out."""
    found: list[str] = []
    last = 0
    for cell in row:
        column = _column(cell, number, last)
        last = column
        text = _value(cell, book)
        if text and column > _LAST_COLUMN:
            raise Foreign
        if text:
            found += [""] * (column - 1 - len(found))
            found.append(text)
    return found


def _column(cell: Element, number: int, last: int) -> int:
    """Which column the cell stands in; it rises, and its row is the row it is in."""
    if cell.tag != f"{_S}c":
        raise Foreign
    if "r" not in cell.attrib:
        return last + 1
    place = _PLACE.fullmatch(cell.get("r", ""))
    column = _number(place[1]) if place else 0
    if place is None or int(place[2]) != number or column <= last:
        raise Foreign
    return column


def _number(name: str) -> int:
    """A column by its name."""
    number = 0
    for sign in name:
        number = number * 26 + ord(sign) - 64
    return number


def _value(cell: Element, book: _Book) -> str:
    """The text that the cell stores and shows; a cell of nothing is empty."""
    if len(cell) == 0:
        return ""
    kind = cell.get("t")
    wanted = {"inlineStr": f"{_S}is", "s": f"{_S}v"}.get(kind or "")
    if [child.tag for child in cell] != [wanted]:
        raise Foreign("field" if cell.find(f"{_S}f") is not None else "other")
    style = cell.get("s", "0")
    if not _NUMBER.fullmatch(style) or int(style) >= len(book.formats):
        raise Unreadable
    if book.formats[int(style)] not in _PLAIN_FORMATS.values():
        raise Foreign
    if kind == "inlineStr":
        return _words(cell[0])
    place = (cell[0].text or "").strip()
    if not _NUMBER.fullmatch(place) or int(place) >= len(book.shared):
        raise Unreadable
    return book.shared[int(place)]


def _words(item: Element) -> str:
    """The text of an item, plain or in runs; a guide to its reading would be shown above it."""
    said = []
    for child in item:
        if child.tag == f"{_S}r":
            said += [_plain(each) for each in child if each.tag != f"{_S}rPr"]
        elif child.tag != f"{_S}phoneticPr":
            said.append(_plain(child))
    return "".join(said)


def _plain(text: Element) -> str:
    if text.tag != f"{_S}t" or len(text):
        raise Foreign
    return text.text or ""
