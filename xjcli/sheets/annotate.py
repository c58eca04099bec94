"""The user's own workbook back, with the errors in it (第四条): everything kept, bad cells red, a note at each.

Nothing in a cell of the user's changes, not even its style: a red cell is red by a conditional format that reads the
column 错误说明, so that the marks go without a trace when the workbook is annotated again. Files that are no .xlsx come
back as one, their cells as they were read: a number that a spreadsheet has damaged stays a number and stays refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_file, read_bounded
from xjcli.report.progress import Tell, silent, told
from xjcli.sheets.book import Book
from xjcli.sheets.container import DEFAULT_LIMITS
from xjcli.sheets.markup import SheetXml, Unfamiliar, add_formats, widened
from xjcli.sheets.notes import MARK, Notes
from xjcli.sheets.parts import escape
from xjcli.sheets.read import open_source
from xjcli.sheets.remarks import REFUSED, WARNED, Remarks, remarks_of
from xjcli.sheets.table import ERRORS_HEADING, Table, cell_index, column_letter

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "xl/styles.xml"
_WIDTH = 60
#: The letter of a column, worked out in the sheet: the column of remarks names cells by it.
_LETTER = 'SUBSTITUTE(ADDRESS(1,COLUMN(),4),"1","")'
_FILL = (
    '<dxf><fill><patternFill patternType="solid"><fgColor rgb="{0}"/><bgColor rgb="{0}"/></patternFill></fill></dxf>'
)
_COLOURS = ((REFUSED, "FFFF7C80"), (WARNED, "FFFFE699"))
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_TITLE_LENGTH = 31


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was written: cells marked as errors and as warnings, rows with a remark, and whether the workbook is the
    user's own (`kept`) or made anew from what was read of it.
    """

    refused: int
    warned: int
    rows: int
    kept: bool


def annotate(
    source: Path, out: Path, table: Table, problems: Iterable[Problem], *, force: bool = False, tell: Tell = silent
) -> Annotation:
    """Write `source` with its problems to `out` (.xlsx). `table` is what `read_table` made of it.

    Raises Refusal: `annotate.ending`, `annotate.same-file`, `annotate.changed`, `archive.*`, and `file.*`.
    """
    if out.suffix.lower() != ".xlsx":
        raise Refusal(Problem("annotate.ending", where=out.name))
    if out.exists() and out.samefile(source):
        raise Refusal(Problem("annotate.same-file", where=out.name))
    data = read_bounded(source, DEFAULT_LIMITS.file_bytes)
    if hashlib.sha256(data).hexdigest() != table.sha256:
        raise Refusal(Problem("annotate.changed", where=source.name))
    remarks = remarks_of(problems, table.sheet)
    book, kept = _marked(data, source.name, table, remarks, tell)
    with atomic_file(out, private=True, force=force) as stream:
        book.save(stream)
    return Annotation(remarks.refused, remarks.warned, len(remarks.rows), kept)


def _marked(data: bytes, name: str, table: Table, remarks: Remarks, tell: Tell) -> tuple[Book, bool]:
    if table.format == "xlsx":
        try:
            book = Book(data, name)
            _mark(book, table.sheet, table, remarks, tell)
            return book, True
        except Unfamiliar:  # written as no spreadsheet program writes: the data is what can be given back
            pass
    title = _NO_TITLE.sub("_", table.sheet)[:_TITLE_LENGTH] or "Sheet1"
    book = Book(_anew(data, name, table, title, tell), name)
    _mark(book, title, table, remarks, tell)
    return book, False


def _anew(data: bytes, name: str, table: Table, title: str, tell: Tell) -> bytes:
    """The sheet as it was read, cell by cell at the same addresses: texts as texts, numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    from xjcli.sheets.xlsx import clean

    sheets = open_source(data, name, encoding=table.encoding, tell=tell).sheets
    rows = next(sheet.rows for sheet in sheets if sheet.name == table.sheet)
    made = Workbook(write_only=True)
    page = made.create_sheet(title)
    text = WriteOnlyCell(page)
    text.number_format = "@"
    for row in told(rows, "copy", len(rows), tell):
        line: list[object] = []
        for value in row:
            if not isinstance(value, str):
                line.append(value)
            elif value:
                cell = WriteOnlyCell(page, value=clean(value))
                cell.number_format, cell.data_type = "@", "s"
                line.append(cell)
            else:
                line.append(None)
        page.append(line)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _mark(book: Book, sheet: str, table: Table, remarks: Remarks, tell: Tell) -> None:
    tell("mark", 0, _last_row(table) + 1)
    part, number = book.sheet(sheet)
    page = SheetXml(book.text(part))
    letter = _column_of_remarks(page, table)
    page.drop_column(letter)
    page.drop(lambda name, text: name == "conditionalFormatting" and "ADDRESS(1,COLUMN(),4)" in text)
    wanted = bool(remarks.rows or remarks.general)
    if wanted:
        _write_remarks(book, page, table, remarks, letter, tell)
    _filter(book, page, table, letter, number, wanted=wanted)
    _note(book, page, part, table, remarks, letter)
    book.put(part, str(page))
    tell("mark", 1, 1)


def _column_of_remarks(page: SheetXml, table: Table) -> str:
    """The column of an earlier annotation, or the first behind the headings in which nothing stands."""
    for column in table.columns:
        if column.header == ERRORS_HEADING:
            return column.letter
    used = page.filled_columns()
    index = max(column.index for column in table.columns) + 1
    while column_letter(index) in used:
        index += 1
    return column_letter(index)


def _write_remarks(book: Book, page: SheetXml, table: Table, remarks: Remarks, letter: str, tell: Tell) -> None:
    header = table.header_rows[-1]
    texts = {**remarks.rows, header: ERRORS_HEADING}
    last = max(table.columns, key=lambda column: column.index if column.letter != letter else -1)
    style = page.style_of(f"{last.letter}{header}")
    page.add_cells(letter, texts, {header: style} if style else {}, lambda row: tell("mark", row, _last_row(table) + 1))
    page.set_width(cell_index(f"{letter}1")[1], _WIDTH)
    styles, numbers = add_formats(book.text(_STYLES), [_FILL.format(colour) for _sign, colour in _COLOURS])
    book.put(_STYLES, styles)
    _shift_priorities(page, len(numbers))
    p, first, bottom = page.prefix, table.first_row, _last_row(table)
    rules = ""
    for priority, ((sign, _colour), number) in enumerate(zip(_COLOURS, numbers, strict=True), start=1):
        formula = f'ISNUMBER(FIND("{sign[0]}"&{_LETTER}&"{sign[-1]}",${letter}{first}))'
        rules += (
            f'<{p}cfRule type="expression" dxfId="{number}" priority="{priority}">'
            f"<{p}formula>{escape(formula)}</{p}formula></{p}cfRule>"
        )
    area = f"A{first}:{last.letter}{bottom}"
    page.insert("conditionalFormatting", f'<{p}conditionalFormatting sqref="{area}">{rules}</{p}conditionalFormatting>')


def _shift_priorities(page: SheetXml, count: int) -> None:
    """The user's own conditional formats come after ours and otherwise keep their order."""
    for element in [each for each in page.elements() if each.name == "conditionalFormatting"][::-1]:
        text = re.sub(r'\bpriority="(\d+)"', lambda found: f'priority="{int(found[1]) + count}"', page.text_of(element))
        page.replace(element, text)


def _filter(book: Book, page: SheetXml, table: Table, letter: str, number: int, *, wanted: bool) -> None:
    """A filter over the whole table, the column of remarks included; one that is there is widened, never undone.

    A formatted table (表格样式) has its own filter, and two must not overlap: then only the remarks get one.
    """
    header, bottom, p = table.header_rows[-1], _last_row(table), page.prefix
    known = page.find("autoFilter")
    if known is None:
        if wanted:
            first = letter if page.find("tableParts") else "A"
            page.insert("autoFilter", f'<{p}autoFilter ref="{first}{header}:{letter}{bottom}"/>')
        return
    text = page.text_of(known)
    found = re.search(r'\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"', text)
    if found is None or int(found[2]) != header:
        return
    old = f"{found[1]}{found[2]}:{found[3]}{found[4]}"
    new = widened(old, letter, last_row=bottom) if wanted else _narrowed(found, letter)
    page.replace(known, text.replace(f'ref="{old}"', f'ref="{new}"', 1) if new else "")
    if new:
        _rename_filter(book, number, new)


def _narrowed(found: re.Match[str], letter: str) -> str:
    """The range without the column of remarks, where that was its last."""
    if found[3] != letter:
        return found[0][5:-1]
    index = cell_index(f"{letter}1")[1]
    return "" if found[1] == letter else f"{found[1]}{found[2]}:{column_letter(index - 1)}{found[4]}"


def _rename_filter(book: Book, number: int, reference: str) -> None:
    """Excel keeps the range of a filter under a hidden name as well."""
    absolute = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", reference)

    def renamed(found: re.Match[str]) -> str:
        if "_xlnm._FilterDatabase" not in found[1] or f'localSheetId="{number}"' not in found[1]:
            return found[0]
        return f"{found[1]}{found[2].rpartition('!')[0]}!{absolute}{found[3]}"

    text = re.sub(r"(<(?:[\w.-]+:)?definedName\b[^>]*>)([^<]*)(</)", renamed, book.text("xl/workbook.xml"))
    book.put("xl/workbook.xml", text)


def _note(book: Book, page: SheetXml, part: str, table: Table, remarks: Remarks, letter: str) -> None:
    comments, drawing = book.related(part, "comments"), book.related(part, "vmlDrawing")
    notes = Notes(book.text(comments), book.text(drawing))
    notes.drop_ours()
    texts = dict(remarks.cells)
    if remarks.general:
        texts[f"{letter}{table.header_rows[-1]}"] = MARK + "\n".join(remarks.general)
    notes.add(texts)
    if not notes.any:
        if comments:
            book.remove(comments)
        if drawing:
            book.put(drawing, notes.drawing)
        return
    comments = comments or book.free("xl/comments{}.xml")
    drawing = drawing or book.free("xl/drawings/vmlDrawing{}.vml")
    book.put(comments, notes.comments)
    book.put(drawing, notes.drawing)
    book.declare(comments, "comments")
    book.declare(drawing, "vmlDrawing")
    book.relate(part, "comments", comments)
    link = book.relate(part, "vmlDrawing", drawing)
    if page.find("legacyDrawing") is None:
        page.insert("legacyDrawing", f'<{page.prefix}legacyDrawing xmlns:r="{_OFFICE}" r:id="{link}"/>')


def _last_row(table: Table) -> int:
    return table.first_row + len(table.rows) - 1
