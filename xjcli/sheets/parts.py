"""The parts of a workbook that do not depend on its rows, as XML: kept to what Excel, WPS and LibreOffice all open.

Source: ECMA-376, SpreadsheetML. The order of the elements within a sheet is part of the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xjcli.sheets.table import cell_index

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: Styles by their place in `cellXfs`: number format 49 is '@', text.
TEXT, HEAD, HEAD_REQUIRED, EXAMPLE, OPEN, HEAD_LINE = 1, 2, 3, 4, 5, 6
#: Drop-downs reach to this row.
_LAST_VALIDATED = 20_000
_NOTE_LINES = 6

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font>'
    '<font><i/><sz val="11"/><color rgb="FF808080"/><name val="宋体"/></font></fonts>'
    '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/><bgColor indexed="64"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFE699"/><bgColor indexed="64"/></patternFill></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    + "".join(
        f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyNumberFormat="1" '
        'applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
        for font, fill in ((1, 2), (1, 3))
    )
    + '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyProtection="1">'
    '<protection locked="0"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:220pt;height:{height}pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:path o:connecttype="none"/><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
)
#: What every box of a note refers to.
BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def escape(text: str) -> str:
    """A text as it stands in XML, in an element or an attribute."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;")


#: What may still be done to a locked sheet: sort and delete its rows, filter, widen. There is no password.
_LOCKED = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" insertRows="0" '
    'deleteRows="0" sort="0" autoFilter="0"/>'
)
_A4 = (
    '<printOptions horizontalCentered="1" gridLines="1"/>'
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;C&amp;A  &amp;P / &amp;N</oddFooter></headerFooter>"
)


def sheet_start(widths: Sequence[float], *, first: bool, head: int = 1, signed: bool = False) -> str:
    """A sheet up to its rows: frozen down to the row `head`, every column a text column also where it is empty."""
    style = OPEN if signed else TEXT
    fitted = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if signed else ""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" style="{style}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    chosen = ' tabSelected="1"' if first else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_LINKS}">{fitted}'
        f'<sheetViews><sheetView{chosen} workbookViewId="0">'
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def sheet_end(validations: Sequence[tuple[str, str]], *, noted: bool, first: int = 2, signed: bool = False) -> str:
    """A sheet behind its rows: drop-downs (column letter, formula), and the way to its notes."""
    found = "".join(
        '<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="xj" '
        f'error="请从列表中选择" sqref="{letter}{first}:{letter}{_LAST_VALIDATED}">'
        f"<formula1>{escape(formula)}</formula1>"
        "</dataValidation>"
        for letter, formula in validations
    )
    lists = f'<dataValidations count="{len(validations)}">{found}</dataValidations>' if validations else ""
    drawing = '<legacyDrawing r:id="rId1"/>' if noted else ""
    locked, paper = (_LOCKED, _A4) if signed else ("", "")
    return f"</sheetData>{locked}{lists}{paper}{drawing}</worksheet>"


def notes(number: int, texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts of sheet `number` that hold the notes of its header row: (cell, text) each."""
    comments = "".join(
        f'<comment ref="{cell}" authorId="0"><text><t xml:space="preserve">{escape(text)}</t></text></comment>'
        for cell, text in texts
    )
    yield (
        f"xl/comments{number}.xml",
        f'{_HEAD}<comments xmlns="{_MAIN}"><authors><author>xj</author></authors><commentList>{comments}'
        "</commentList></comments>",
    )
    shapes = "".join(shape(number * 1024 + index, cell, text) for index, (cell, text) in enumerate(texts, start=1))
    yield f"xl/drawings/vmlDrawing{number}.vml", drawing(shapes)
    yield (
        f"xl/worksheets/_rels/sheet{number}.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_LINKS}/vmlDrawing" Target="../drawings/vmlDrawing{number}.vml"/>'
        f'<Relationship Id="rId2" Type="{_LINKS}/comments" Target="../comments{number}.xml"/></Relationships>',
    )


def shape(number: int, cell: str, text: str) -> str:
    """The box of one note, hidden until somebody points at its cell; `number` is its own in the drawing."""
    row, column = cell_index(cell)
    return _SHAPE.format(id=number, row=row, column=column, height=15 * (text.count("\n") + _NOTE_LINES))


def drawing(shapes: str) -> str:
    """A drawing of nothing but these boxes."""
    return f"{_DRAWING}{BOX_TYPE}{shapes}</xml>"


def _repeated(titles: Sequence[tuple[int, str, int]]) -> str:
    """The rows down to the headings, repeated on every printed page: (place, name, row of the headings) of a sheet."""
    names = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{escape(_quoted(name))}!$1:${head}</definedName>"
        for place, name, head in titles
    )
    return f"<definedNames>{names}</definedNames>" if names else ""


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def package(
    sheets: Sequence[tuple[str, bool]], noted: Sequence[bool], titles: Sequence[tuple[int, str, int]] = ()
) -> Iterator[tuple[str, str]]:
    """The parts around the sheets: (name, hidden) of each, which of them have notes, whose headings are repeated."""
    numbers = range(1, len(sheets) + 1)
    state = {True: 'state="hidden" ', False: ""}
    tabs = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" {state[hidden]}r:id="rId{number}"/>'
        for number, (name, hidden) in enumerate(sheets, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{tabs}</sheets>{_repeated(titles)}</workbook>",
    )
    links = [f'Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"' for n in numbers]
    links.append(f'Id="rId{len(sheets) + 1}" Type="{_LINKS}/styles" Target="styles.xml"')
    yield "xl/_rels/workbook.xml.rels", _relations(links)
    yield "_rels/.rels", _relations([f'Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"'])
    yield "xl/styles.xml", _STYLES
    kinds = [("/xl/workbook.xml", ".sheet.main"), ("/xl/styles.xml", ".styles")]
    kinds += [(f"/xl/worksheets/sheet{number}.xml", ".worksheet") for number in numbers]
    kinds += [(f"/xl/comments{number}.xml", ".comments") for number in numbers if noted[number - 1]]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{_KIND}{kind}+xml"/>' for name, kind in kinds)
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f"{overrides}</Types>",
    )


def _relations(links: Sequence[str]) -> str:
    found = "".join(f"<Relationship {link}/>" for link in links)
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'
