from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.sheets.books import PUPIL, pupils, refused, told
from tests.sheets.compound import compound, record, workbook
from tests.sheets.programs import converted
from xjcli.errors import Refusal
from xjcli.sheets.container import DEFAULT_LIMITS
from xjcli.sheets.ole import Compound
from xjcli.sheets.read import read_table
from xjcli.sheets.table import Lost
from xjcli.sheets.xls import Book


def _number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<3Hd", row, column, 0, value))


def _file(path: Path, **streams: bytes) -> Path:
    path.write_bytes(compound(streams))
    return path


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    new = _file(tmp_path / "new.xlsx", EncryptionInfo=b"x", EncryptedPackage=b"y")
    assert [problem.code for problem in refused(new)] == ["sheet.encrypted"]
    old = _file(tmp_path / "old.xls", Workbook=workbook(record(0x002F, bytes(6))))
    assert [problem.code for problem in refused(old)] == ["sheet.encrypted"]


@pytest.mark.parametrize(
    "streams",
    [
        {"WordDocument": b"x"},
        {"Workbook": b"\0" * 100},
        {"Book": workbook(version=0x0500)},
        {"Workbook": workbook()[:30]},
    ],
    ids=["a letter", "noughts", "older than Excel 97", "cut off"],
)
def test_an_old_office_file_that_is_no_whole_workbook_is_refused(tmp_path: Path, streams: dict[str, bytes]) -> None:
    assert [problem.code for problem in refused(_file(tmp_path / "p.xls", **streams))] == ["sheet.not-a-workbook"]


@pytest.mark.parametrize("end", [100, 600, 3000, 5000])
def test_a_truncated_xls_is_refused(tmp_path: Path, end: int) -> None:
    file = converted(pupils(tmp_path / "p.xlsx", {}), "xls")
    file.write_bytes(file.read_bytes()[:end])
    assert [problem.code for problem in refused(file)] == ["sheet.not-a-workbook"]


def test_a_chain_of_sectors_that_bites_its_tail_ends() -> None:
    data = bytearray(compound({"Workbook": workbook(cells=_number(0, 0, 1.0) * 900)}))
    table = len(data) - 512
    data[table + 4 : table + 8] = struct.pack("<I", 0)  # sector 1 leads back to sector 0
    with pytest.raises(Refusal) as caught:
        Compound(bytes(data), "p.xls").stream("Workbook")
    assert caught.value.problems[0].code == "sheet.not-a-workbook"


def test_one_stray_cell_far_away_is_refused_before_memory_is_taken_for_all(tmp_path: Path) -> None:
    file = _file(tmp_path / "p.xls", Workbook=workbook(cells=_number(0, 0, 1.0) + _number(65535, 255, 1.0)))
    assert [problem.code for problem in refused(file)] == ["sheet.too-large"]


def test_errors_and_formulas_never_calculated_are_marked() -> None:
    blank = struct.pack("<3H", 0, 1, 0) + b"\x03\0\0\0\0\0\xff\xff" + struct.pack("<HIH", 3, 0, 0)
    error = struct.pack("<3H", 0, 2, 0) + b"\x02\0\x2a\0\0\0\xff\xff" + struct.pack("<HIH", 0, 0, 0)
    cells = (
        _number(0, 0, 1.0)
        + record(0x0006, blank)
        + record(0x0006, error)
        + record(0x0205, struct.pack("<3HBB", 0, 3, 0, 42, 1))
    )
    sheet = Book(compound({"Workbook": workbook(cells=cells)}), "p.xls", DEFAULT_LIMITS).read("S")
    assert sheet.rows == [[1.0, Lost.FORMULA, Lost.ERROR, Lost.ERROR]]


def test_a_program_in_an_old_workbook_is_said(tmp_path: Path) -> None:
    data = compound({"Workbook": workbook(cells=_number(0, 0, 1.0)), "_VBA_PROJECT": b"x"})
    assert [note.code for note in Book(data, "p.xls", DEFAULT_LIMITS).find_remarks()] == ["sheet.macros-ignored"]


def test_an_old_workbook_says_no_more_than_a_new_one(tmp_path: Path) -> None:
    file = pupils(tmp_path / "p.xlsx", {}, {"姓名": None, "性别": None})
    old = read_table(converted(file, "xls"))
    assert told(old) == told(read_table(file)) == {}
    assert [*old.rows[0]] == [*PUPIL.values()]
