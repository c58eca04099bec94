"""A workbook written row by row: text cells only, headings with notes, drop-downs; memory does not grow with the rows.

第二十五条, and the first complaint of this field: every cell is an inline string in the format '@', so that no program
can round a number or run what a cell begins with. What stays the same for every row is written once, by `parts`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from xjcli.sheets import parts
from xjcli.sheets.parts import EXAMPLE, HEAD, HEAD_LINE, HEAD_REQUIRED, TEXT
from xjcli.sheets.table import LISTS_SHEET, column_letter

#: The hidden sheet that holds the lists too long to stand in a drop-down itself.
#: What a drop-down holds by itself; the format allows 255 signs, and some programs count bytes.
_INLINE = 80
_LEVEL = 4  # of compression: half the time of the usual 6, and a tenth more bytes
_CHUNK = 256  # rows that are compressed together
#: The same bytes for the same rows, whenever they are written.
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: What no workbook can hold (XML 1.0).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A text that Excel would take for its own way to write a sign (_x0041_ is A) gets its first _ written that way.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINE_ENDS = re.compile("\r\n?")
#: What a row's texts, joined by NUL, must hold before any of them needs a closer look.
_SPECIAL = re.compile("[&<>\x01-\x1f\ud800-\udfff\ufffe\uffff]|_x|(?:^|\0)\\s|\\s(?:\0|$)")
_PLAIN, _SPACED = "<t>", '<t xml:space="preserve">'


class Column(NamedTuple):
    """A column: its heading, its width in characters, whether it must be filled, its drop-down, its note."""

    heading: str
    width: float = 12
    required: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: columns, an example row that readers leave aside, and rows of texts as long as `columns`.

    `above` are lines over the headings. A `signed` sheet is one that people print, fill in and sign: on A4 with the
    headings repeated, what is written in it locked (against accidents: there is no password), its empty cells open.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[str]]
    example: Sequence[str] = ()
    hidden: bool = False
    above: Sequence[str] = ()
    signed: bool = False

    @property
    def head(self) -> int:
        """The row of the headings, as Excel counts."""
        return len(self.above) + 1


def write_book(stream: BinaryIO, pages: Sequence[Page]) -> list[int]:
    """Write these sheets, and the hidden sheet of long lists if one is needed. Returns the rows of each page."""
    lists = _long_lists(pages)
    every = [*pages, _lists_page(lists)] if lists else [*pages]
    counts: list[int] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for number, page in enumerate(every, start=1):
            counts.append(_write_page(archive, number, page, lists))
        noted = [any(column.note for column in page.columns) for page in every]
        titles = [(number, page.name, page.head) for number, page in enumerate(every) if page.signed]
        for name, text in parts.package([(page.name, page.hidden) for page in every], noted, titles):
            archive.writestr(_entry(name), text)
    return counts[: len(pages)]


def clean(text: str) -> str:
    """A text as a workbook can hold it: without signs that XML forbids, with one kind of line end."""
    return _ESCAPE_LIKE.sub("_x005F_", _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text)))


def _write_page(archive: zipfile.ZipFile, number: int, page: Page, lists: Sequence[tuple[str, ...]]) -> int:
    count = 0

    def counted() -> Iterator[Sequence[str]]:
        nonlocal count
        for row in page.rows:
            count += 1
            yield row

    with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as out:
        widths = [column.width for column in page.columns]
        out.write(parts.sheet_start(widths, first=number == 1, head=page.head, signed=page.signed).encode())
        out.write("".join(_rows([[line] for line in page.above], 1, HEAD_LINE, 1)).encode())
        out.write(_head(page).encode())
        if page.example:
            out.write("".join(_rows([page.example], len(page.columns), EXAMPLE, page.head + 1)).encode())
        waiting: list[str] = []
        for line in _rows(counted(), len(page.columns), TEXT, page.head + (2 if page.example else 1)):
            waiting.append(line)
            if len(waiting) == _CHUNK:
                out.write("".join(waiting).encode())
                waiting.clear()
        out.write("".join(waiting).encode())
        noted = any(column.note for column in page.columns)
        found = _validations(page, lists)
        out.write(parts.sheet_end(found, noted=noted, first=page.head + 1, signed=page.signed).encode())
    if noted:
        notes = [
            (f"{column_letter(index)}{page.head}", clean(each.note))
            for index, each in enumerate(page.columns)
            if each.note
        ]
        for name, text in parts.notes(number, notes):
            archive.writestr(_entry(name), text)
    return count


def _head(page: Page) -> str:
    cells = []
    for index, column in enumerate(page.columns):
        style = HEAD_REQUIRED if column.required else HEAD
        text = parts.escape(clean(column.heading))
        cells.append(f'<c r="{column_letter(index)}{page.head}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>')
    return f'<row r="{page.head}" ht="30" customHeight="1">{"".join(cells)}</row>'


def _rows(rows: Iterable[Sequence[str]], width: int, style: int, first: int) -> Iterator[str]:
    """Each row as XML. One search over the joined texts tells whether any of them needs more than copying."""
    opened = [f'<c r="{column_letter(index)}' for index in range(width)]
    search = _SPECIAL.search
    middle = f'" s="{style}" t="inlineStr"><is>'
    for number, texts in enumerate(rows, start=first):
        joined = "\0".join(texts)
        tag = _PLAIN
        if search(joined) or joined.count("\0") >= width:
            texts = [parts.escape(clean(text)) for text in texts]  # noqa: PLW2901  the same row, made safe
            tag = _SPACED
        inner = f"{number}{middle}{tag}"
        cells = [f"{start}{inner}{text}</t></is></c>" for start, text in zip(opened, texts, strict=True) if text]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _long_lists(pages: Sequence[Page]) -> list[tuple[str, ...]]:
    every = dict.fromkeys(column.choices for page in pages for column in page.columns if column.choices)
    return [choices for choices in every if not _fits(choices)]


def _fits(choices: tuple[str, ...]) -> bool:
    """Whether a list can stand in its drop-down: short, and no label holds what separates labels there."""
    return len(",".join(choices)) + 2 <= _INLINE and not any(sign in label for label in choices for sign in ',"')


def _lists_page(lists: Sequence[tuple[str, ...]]) -> Page:
    deepest = max(map(len, lists))
    rows = [[choices[row] if row < len(choices) else "" for choices in lists] for row in range(deepest)]
    return Page(LISTS_SHEET, [Column(f"列{index}", 20) for index in range(1, len(lists) + 1)], rows, hidden=True)


def _validations(page: Page, lists: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
    """(column letter, formula) of each drop-down."""
    found: list[tuple[str, str]] = []
    for index, column in enumerate(page.columns):
        if not column.choices:
            continue
        if column.choices in lists:
            letter = column_letter(lists.index(column.choices))
            formula = f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(column.choices) + 1}"
        else:
            formula = f'"{",".join(column.choices)}"'
        found.append((column_letter(index), formula))
    return found


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
