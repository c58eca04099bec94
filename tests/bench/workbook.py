"""Writes a national workbook of invented pupils: python -m tests.bench.workbook FILE COUNT [inline|shared]

`inline` is our own writer; `shared` puts texts into a table of their own, each once, as Excel does. Beyond 10,000
pupils the same ones come again under other document numbers, so that a large file is written in seconds.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.people import pupils
from xjcli.procedures.demo.workbook import write_workbook
from xjcli.reference import template
from xjcli.sheets.table import column_letter

_DIFFERENT = 10_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = '<Relationship Id="{0}" Type="{1}/{0}" Target="{2}"/>'


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(_RELATION.format(kind, _RELATIONS, target) for kind, target in targets)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("sharedStrings", "sharedStrings"),
        )
    )
    + "</Types>",
    "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="学生" sheetId="1" r:id="worksheet"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _relations(
        ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    ),
}  # fmt: skip


def rows(count: int) -> Iterator[list[str]]:
    """The heading and `count` pupils, as texts in the national order."""
    form = template("national-b")
    yield list(form.headings)
    known = pupils(min(count, _DIFFERENT))
    for number in range(count):
        pupil = known[number % len(known)]
        again = f"-{number // len(known)}" if number >= len(known) else ""
        yield [pupil.get(name, "") + (again if name.endswith("_number") else "") for name in form.fields]


def write_shared(path: Path, lines: Iterable[list[str]]) -> None:
    """A workbook whose every cell is a shared text, empty ones formatted only."""
    places: dict[str, int] = {}
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(head.encode())
            for number, line in enumerate(lines, start=1):
                cells = "".join(
                    f'<c r="{column_letter(index)}{number}" s="0"{_shared(text, places)}'
                    for index, text in enumerate(line)
                )
                stream.write(f'<row r="{number}" spans="1:71">{cells}</row>'.encode())
            stream.write(b"</sheetData></worksheet>")
        texts = "".join(f"<si><t>{text}</t></si>" for text in places)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{texts}</sst>')


def _shared(text: str, places: dict[str, int]) -> str:
    """The rest of a cell: its shared text, or nothing."""
    return f' t="s"><v>{places.setdefault(text, len(places))}</v></c>' if text else "/>"


if __name__ == "__main__":
    target, count = Path(sys.argv[1]), int(sys.argv[2])
    if sys.argv[3:] == ["shared"]:
        write_shared(target, rows(count))
    else:
        write_workbook(target, pupils(count))
