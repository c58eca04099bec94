"""Files that are made to do harm, read by a process that may take little memory and little time: each is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sheets.books import PUPIL, zipped
from tests.sheets.programs import MAIN, pupil_xml, raw, row_xml

ROOT = Path(__file__).resolve().parents[2]
#: Memory (address space, the interpreter included) and processor time of the reading process.
MEBIBYTES, SECONDS = 700, 60
_PROGRAM = f"""
import json, sys
if sys.platform != "win32":
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEBIBYTES} << 20, {MEBIBYTES} << 20))
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
from pathlib import Path
from xjcli.errors import Refusal
from xjcli.sheets.read import read_table
try:
    table = read_table(Path(sys.argv[1]))
    print(json.dumps([len(table.rows), *sorted({{note.code for note in table.notes}})]))
except Refusal as refusal:
    print(json.dumps([problem.code for problem in refusal.problems]))
"""
_LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol">' + "".join(
    f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


def said(path: Path) -> list[object]:
    """What reading the file under the caps says: the codes of a refusal, or the number of rows and the remarks."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[object] = json.loads(done.stdout)
    return found


def _bomb(path: Path, part: str, piece: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> Path:
    """A workbook one part of which unpacks to `times` pieces; written without ever holding it."""
    raw(path, pupil_xml())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open(part, "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(times):
                stream.write(piece)
            stream.write(tail)
    return path


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "content.xml",
    ],
)
def test_a_zip_bomb_is_refused_in_whatever_part_it_lies(tmp_path: Path, part: str) -> None:
    root = {"xl/sharedStrings.xml": b"<sst>", "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}.get(part, b"<a>")
    file = _bomb(tmp_path / "bomb.xlsx", part, bytes(1 << 20) if part == "_rels/.rels" else b" " * (1 << 20), 300, root)
    assert said(file) == ["sheet.too-large"]


def test_a_bomb_of_many_parts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "parts.xlsx"
    file.write_bytes(zipped({f"xl/{number}": b"" for number in range(20_000)}))
    assert said(file) == ["sheet.too-large"]


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("padding", [0, 2 << 20])
def test_billion_laughs_are_refused_and_never_expanded(tmp_path: Path, part: str, padding: int) -> None:
    row = row_xml(1, ["&lol9;"])
    bodies = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>&lol9;</t></si></sst>',
        "xl/styles.xml": "<styleSheet>&lol9;</styleSheet>",
        "xl/workbook.xml": "<workbook>&lol9;</workbook>",
    }
    text = f'<?xml version="1.0"?><!--{"x" * padding}-->{_LAUGHS}{bodies[part]}'
    assert said(raw(tmp_path / "p.xlsx", pupil_xml(), more={part: text})) == ["sheet.entities"]


def test_billion_laughs_in_an_ods_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.ods"
    file.write_bytes(zipped({"content.xml": f"{_LAUGHS}<office>&lol9;</office>".encode()}))
    assert said(file) == ["sheet.entities"]


def _numbered(count: int) -> Callable[[int], bytes]:
    return lambda block: "".join(
        f'<row r="{n}" s="1" ht="15"/>' for n in range(block * count + 3, (block + 1) * count + 3)
    ).encode()


def test_ten_million_empty_formatted_rows_are_refused(tmp_path: Path) -> None:
    head = f'<worksheet xmlns="{MAIN}"><sheetData>{pupil_xml()}'.encode()
    file = _bomb(
        tmp_path / "p.xlsx",
        "xl/worksheets/sheet1.xml",
        b'<row s="1" ht="15"/>' * 10_000,
        1_000,
        head,
        b"</sheetData></worksheet>",
    )
    assert said(file) == ["sheet.too-large"]


def test_rows_beyond_the_last_of_a_spreadsheet_are_refused(tmp_path: Path) -> None:
    block = _numbered(100_000)
    rows = b"".join(map(block, range(11)))
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{pupil_xml()}{rows.decode()}</sheetData></worksheet>'
    assert said(raw(tmp_path / "p.xlsx", xml)) == ["sheet.too-large"]


def test_a_million_empty_formatted_rows_are_a_blank_tail(tmp_path: Path) -> None:
    rows = b"".join(map(_numbered(100_000), range(10)))
    file = raw(tmp_path / "p.xlsx", pupil_xml() + rows.decode())
    assert said(file) == [1, "sheet.blank-tail", *["sheet.column-absent"]]


def test_empty_rows_without_end_in_an_ods_cost_nothing(tmp_path: Path) -> None:
    cells = (
        "".join(f'<c value-type="string"><p>{text}</p></c>' for text in PUPIL)
        .replace("<c ", "<table-cell ")
        .replace("</c>", "</table-cell>")
    )
    row = f"<table-row>{cells}</table-row>"
    blank = '<table-row number-rows-repeated="10000000"><table-cell number-columns-repeated="16384"/></table-row>'
    body = f'<table name="S">{row}{row}{blank}'
    file = tmp_path / "p.ods"
    file.write_bytes(zipped({"content.xml": f"<a>{body}</table></a>".encode()}))
    assert said(file)[0] == 1
    file.write_bytes(zipped({"content.xml": f"<a>{body}{row}</table></a>".encode()}))
    assert said(file) == ["sheet.too-large"]
    many = row.replace("<table-row>", '<table-row number-rows-repeated="10000000">')
    file.write_bytes(zipped({"content.xml": f'<a><table name="S">{row}{many}</table></a>'.encode()}))
    assert said(file) == ["sheet.too-large"]


def test_a_text_file_of_a_million_lines_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes((",".join(PUPIL) + "\n").encode() + b"1,2,3,4,5,6,7,8,9\n" * 1_000_000)
    assert said(file) == ["sheet.too-large"]


def test_a_text_file_of_one_endless_cell_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes(b'"' + b"x" * (50 << 20))
    assert said(file) == ["sheet.not-a-workbook"]


def test_a_cell_in_the_last_column_of_every_row_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 100_000))
    assert said(raw(tmp_path / "p.xlsx", rows)) == ["sheet.too-large"]


_SLOW = {
    "cells never closed": '<c r="A1"><v>1</v></c>' + '<c r="A1">' * 350_000,
    "tags never closed": '<c r="A1"><v>1</v></c>' + '<c r="A1" ' * 350_000,
    "attributes without an end": f'<c r="A1" {"s" * 3_000_000}><v>1</v></c>',
    "readings never closed": f'<c r="A1" t="inlineStr"><is>{"<rPh>" * 600_000}</is></c>',
    "values never closed": f'<c r="A1"><f/>{"<v " * 900_000}</c>',
}


@pytest.mark.parametrize("shape", _SLOW)
def test_xml_made_to_be_slow_to_match_is_not_slow(tmp_path: Path, shape: str) -> None:
    found = said(raw(tmp_path / "p.xlsx", f'<row r="1">{_SLOW[shape]}</row>'))
    assert found in (["sheet.not-a-workbook"], ["sheet.empty"], ["sheet.no-header"])


def test_shared_texts_made_to_be_slow_to_match_are_not_slow(tmp_path: Path) -> None:
    assert said(raw(tmp_path / "p.xlsx", pupil_xml(), shared=["<si>" * 1_500_000])) == ["sheet.not-a-workbook"]


def test_a_format_made_to_be_slow_to_match_is_not_slow(tmp_path: Path) -> None:
    code = f'<numFmts><numFmt numFmtId="164" formatCode="{"[" * 500_000}"/></numFmts>'
    styles = f'{code}<cellXfs><xf numFmtId="164"/></cellXfs>'
    assert said(raw(tmp_path / "p.xlsx", pupil_xml(), styles=styles))[0] == 1


def test_a_row_of_a_million_cells_takes_no_memory_for_all(tmp_path: Path) -> None:
    cells = '<c r="A1" s="1"/>' * 500_000
    assert said(raw(tmp_path / "p.xlsx", f'<row r="1">{cells}</row>{pupil_xml()}'))[0] in ("sheet.not-a-workbook", 1)


@pytest.mark.parametrize("part", ["sheet", "shared"])
def test_a_text_of_a_hundred_million_signs_is_refused(tmp_path: Path, part: str) -> None:
    text = "".join(f"{number:x}" for number in range(9_000_000))
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    file = (
        raw(tmp_path / "p.xlsx", cell)
        if part == "sheet"
        else raw(tmp_path / "p.xlsx", pupil_xml(), shared=[f"<si><t>{text}</t></si>"])
    )
    assert said(file) == ["sheet.too-large"]
