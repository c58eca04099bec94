"""Small changes to the XML of somebody else's workbook, everything not named here left byte for byte as it was.

A library that reads a workbook and writes it again drops what it does not know: newer drop-downs, pictures, buttons,
slicers. So the parts are edited as text. Elements have an order within a sheet (ECMA-376 18.3.1.99), and prefixes
are the writer's choice; both are respected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from xjcli.report.progress import STRIDE
from xjcli.sheets.parts import escape
from xjcli.sheets.table import cell_index, column_letter

_ORDER = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_TAG = re.compile(r"<(/?)([\w.-]+:)?([\w.-]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_ROOT = re.compile(r"<((?:[\w.-]+:)?)worksheet\b")
_NUMBER = re.compile(r'\br="(\d+)"')
_REFERENCE = re.compile(r'\br="([A-Z]{1,3})\d+"')
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')


class Element(NamedTuple):
    """An element at the top of a sheet, by its name without prefix, and where it begins and ends in the text."""

    name: str
    begin: int
    end: int


class Unfamiliar(Exception):
    """The part is not written as any spreadsheet program writes it; it is not edited."""


class SheetXml:
    """One sheet's XML: rows, columns and what stands behind the rows."""

    def __init__(self, xml: str) -> None:
        root = _ROOT.search(xml)
        if root is None or "<![CDATA[" in xml or "<!ENTITY" in xml:
            raise Unfamiliar
        self.prefix = root[1]
        start, end = xml.find(f"<{self.prefix}sheetData>"), xml.find(f"</{self.prefix}sheetData>")
        if start < 0 or end < 0:
            raise Unfamiliar
        cut = start + len(f"<{self.prefix}sheetData>")
        self.head, self.rows, self.tail = xml[:cut], xml[cut:end], xml[end:]

    def __str__(self) -> str:
        return self.head + self.rows + self.tail

    def filled_columns(self) -> set[str]:
        """The letters of all columns in which any cell holds something."""
        return set(re.findall(rf'<{self.prefix}c\b[^>]*?\br="([A-Z]+)\d+"[^>]*(?<!/)>', self.rows))

    def drop_column(self, letter: str) -> None:
        """Take every cell of this column out."""
        if f'r="{letter}' not in self.rows:
            return
        p = self.prefix
        cell = rf'<{p}c\b(?=[^>]*\br="{letter}\d+")[^>]*?(?:/>|>.*?</{p}c>)'
        self.rows = re.sub(cell, "", self.rows, flags=re.DOTALL)

    def add_cells(
        self, letter: str, texts: Mapping[int, str], styles: Mapping[int, str], tell_row: Callable[[int], object]
    ) -> None:
        """Put these texts (by row number) into a column that has no cells."""
        p = self.prefix
        row_tag = re.compile(rf"<{p}row\b([^>]*?)(/?)>")
        pieces: list[str] = []
        at = number = 0
        for tag in row_tag.finditer(self.rows):
            found = _NUMBER.search(tag[1])
            number = int(found[1]) if found else number + 1
            if not number % STRIDE:
                tell_row(number)
            if number not in texts:
                continue
            style = f' s="{styles[number]}"' if number in styles else ""
            text = f'<{p}t xml:space="preserve">{escape(texts[number])}</{p}t>'
            cell = f'<{p}c r="{letter}{number}"{style} t="inlineStr"><{p}is>{text}</{p}is></{p}c>'
            attributes = re.sub(r'\s*\bspans="[^"]*"', "", tag[1])
            end = tag.end() if tag[2] else self.rows.index(f"</{p}row>", tag.end())
            inner = "" if tag[2] else self.rows[tag.end() : end]
            pieces += [self.rows[at : tag.start()], f"<{p}row{attributes}>", self._placed(inner, cell, letter)]
            pieces.append(f"</{p}row>")
            at = end if tag[2] else end + len(f"</{p}row>")
        self.rows = "".join([*pieces, self.rows[at:]])

    def _placed(self, cells: str, cell: str, letter: str) -> str:
        """The cells of a row with one more at its place."""
        mine = cell_index(f"{letter}1")[1]
        for tag in re.finditer(rf"<{self.prefix}c\b[^>]*>", cells):
            found = _REFERENCE.search(tag[0])
            if found and cell_index(f"{found[1]}1")[1] > mine:
                return cells[: tag.start()] + cell + cells[tag.start() :]
        return cells + cell

    def style_of(self, reference: str) -> str:
        """The number of the style of a cell, or ""."""
        found = re.search(rf'<{self.prefix}c\b(?=[^>]*\br="{reference}")[^>]*\bs="(\d+)"', self.rows)
        return found[1] if found else ""

    def set_width(self, index: int, width: int) -> None:
        """The width of one column (0-based); ranges that cover it are split, because they must not overlap."""
        p, number = self.prefix, index + 1
        kept: list[str] = []
        for tag in re.findall(rf"<{p}col\b[^>]*?/>", self.head):
            known = dict(_ATTRIBUTE.findall(tag))
            first, last = int(known["min"]), int(known["max"])
            spans = [(first, last)]
            if first <= number <= last:
                spans = [(first, number - 1), (number + 1, last)]
            kept += [_spanned(tag, *span) for span in spans if span[0] <= span[1]]
        kept.append(f'<{p}col min="{number}" max="{number}" width="{width}" customWidth="1"/>')
        kept.sort(key=lambda tag: int(dict(_ATTRIBUTE.findall(tag))["min"]))
        columns = f"<{p}cols>{''.join(kept)}</{p}cols>"
        self.head = re.sub(rf"<{p}cols>.*?</{p}cols>|<{p}cols/>", "", self.head, flags=re.DOTALL)
        at = self.head.rindex(f"<{p}sheetData>")
        self.head = self.head[:at] + columns + self.head[at:]

    def elements(self) -> Iterator[Element]:
        """What stands behind the rows, at the top level."""
        depth = begin = 0
        closing = f"</{self.prefix}sheetData>"
        for tag in _TAG.finditer(self.tail, len(closing)):
            if tag[1]:
                depth -= 1
                if depth < 0:
                    return
                if depth == 0:
                    yield Element(tag[3], begin, tag.end())
            else:
                begin = tag.start() if depth == 0 else begin
                if not tag[5]:
                    depth += 1
                elif depth == 0:
                    yield Element(tag[3], begin, tag.end())

    def text_of(self, element: Element) -> str:
        """An element as it stands."""
        return self.tail[element.begin : element.end]

    def replace(self, element: Element, text: str) -> None:
        """Put another text in the place of an element; its neighbours have to be asked for anew."""
        self.tail = self.tail[: element.begin] + text + self.tail[element.end :]

    def insert(self, name: str, text: str) -> None:
        """Put an element where one of this name belongs."""
        place = _ORDER.index(name)
        at = len(f"</{self.prefix}sheetData>")
        for element in self.elements():
            if element.name in _ORDER and _ORDER.index(element.name) <= place:
                at = element.end
        self.tail = self.tail[:at] + text + self.tail[at:]

    def find(self, name: str) -> Element | None:
        """The first element of this name behind the rows."""
        return next((element for element in self.elements() if element.name == name), None)

    def drop(self, unwanted: Callable[[str, str], bool]) -> None:
        """Take out the elements for which `unwanted(name, text)` is true."""
        for element in [each for each in self.elements() if unwanted(each.name, self.text_of(each))][::-1]:
            self.replace(element, "")


def _spanned(tag: str, first: int, last: int) -> str:
    tag = re.sub(r'\bmin="\d+"', f'min="{first}"', tag)
    return re.sub(r'\bmax="\d+"', f'max="{last}"', tag)


def add_formats(styles: str, formats: list[str]) -> tuple[str, list[int]]:
    """The style sheet with these differential formats (without prefix), and the number of each; known ones are
    used again.
    """
    root = re.search(r"<((?:[\w.-]+:)?)styleSheet\b", styles)
    if root is None:
        raise Unfamiliar
    p = root[1]
    found = re.search(rf"<{p}dxfs\b[^>]*?(?:/>|>(.*?)</{p}dxfs>)", styles, re.DOTALL)
    known = re.findall(rf"<{p}dxf\b[^>]*?(?:/>|>.*?</{p}dxf>)", found[1] or "", re.DOTALL) if found else []
    numbers: list[int] = []
    for text in formats:
        mine = re.sub(r"<(/?)", rf"<\g<1>{p}", text)
        if mine not in known:
            known.append(mine)
        numbers.append(known.index(mine))
    block = f'<{p}dxfs count="{len(known)}">{"".join(known)}</{p}dxfs>'
    if found:
        return styles[: found.start()] + block + styles[found.end() :], numbers
    for before in (f"</{p}cellStyles>", f"</{p}cellXfs>"):
        if before in styles:
            return styles.replace(before, before + block, 1), numbers
    raise Unfamiliar


def widened(reference: str, letter: str, *, last_row: int) -> str:
    """A range A1:D9 that reaches to this column, and down to this row."""
    first, _, last = reference.replace("$", "").partition(":")
    row, column = cell_index(last or first)
    column = max(column, cell_index(f"{letter}1")[1])
    return f"{first}:{column_letter(column)}{max(row + 1, last_row)}"
