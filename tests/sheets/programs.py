"""Files as other programs write them: LibreOffice in a process of its own, XlsxWriter, and XML by hand."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.sheets.books import PUPIL, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def converted(path: Path, ending: str) -> Path:
    """The same workbook saved again by LibreOffice as `ending` (xlsx, xls, ods), beside it under its own name."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice Calc is needed: apt-get install libreoffice-calc"
    with tempfile.TemporaryDirectory() as folder:
        profile, out = Path(folder) / "profile", Path(folder) / "out"
        subprocess.run(
            [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending,
             "--outdir", str(out), str(path)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        made = path.with_name(f"{path.stem}-libreoffice.{ending}")
        shutil.copy(out / f"{path.stem}.{ending}", made)
    return made


def by_xlsxwriter(path: Path, fill: Callable[[Any, Any], None], options: Mapping[str, Any] | None = None) -> Path:
    """A workbook of one sheet 学生 that `fill` (workbook, sheet) writes."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), dict(options or {}))
    fill(book, book.add_worksheet("学生"))
    book.close()
    return path


def raw(
    path: Path,
    sheet: str,
    *,
    shared: Sequence[str] = (),
    workbook: str = "",
    styles: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A workbook from the XML of its one sheet (or of its sheetData only); `workbook` is XML before <sheets>."""
    if "worksheet" not in sheet[:200]:
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
    kinds = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    links = "".join(_relation(kind, kind, target) for kind, target in kinds.items())
    sheets = '<sheets><sheet name="学生" sheetId="1" r:id="worksheet"/></sheets>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(_relation("a", "officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook}{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(links),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(shared)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        **(more or {}),
    }
    path.write_bytes(zipped({name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}))
    return path


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def row_xml(number: int, cells: Sequence[str], *, attributes: str = "") -> str:
    """A row of texts in the cells; a cell that begins with < is taken as XML, @ in it is its reference."""
    made = "".join(
        cell.replace("@", f"{chr(65 + index)}{number}")
        if cell.startswith("<")
        else f'<c r="{chr(65 + index)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for index, cell in enumerate(cells)
    )
    return f'<row r="{number}"{attributes}>{made}</row>'


def pupil_xml(number: int = 2, **changes: str) -> str:
    """Rows 1 and `number` of a workbook with one pupil; changes are cells as in `row_xml`."""
    head = row_xml(1, [*PUPIL])
    return head + row_xml(number, [str(value) for value in {**PUPIL, **changes}.values()])


def part_of(path: Path, name: str) -> str:
    """The XML of a part, for a test that must know what the program wrote."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return re.sub(r">\s+<", "><", archive.read(name).decode())
