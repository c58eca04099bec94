"""A file that is refused leaves the registry byte for byte as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, imported, refused
from tests.sheets.books import pupils
from tests.sheets.compound import compound
from tests.sheets.programs import pupil_xml, raw
from xjcli.errors import exit_code

_LAUGHS = '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'
_BIG5 = "學校代碼,姓名,性別\r\n1,林,女\r\n"


def _bad(folder: Path, kind: str) -> Path:
    file = folder / f"{kind}.xls"
    if kind == "entities":
        return raw(file, pupil_xml(), more={"xl/workbook.xml": _LAUGHS})
    if kind == "truncated":
        data = pupils(folder / "p.xlsx", {}).read_bytes()
        file.write_bytes(data[: len(data) // 2])
    elif kind == "folder":
        file.mkdir()
    else:
        file.write_bytes(
            {
                "empty": b"",
                "html": b"<html><table></table></html>",
                "big5": _BIG5.encode("big5"),
                "encrypted": compound({"EncryptedPackage": b"x"}),
            }[kind]
        )
    return file


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        ("entities", "sheet.entities", 50), ("truncated", "sheet.not-a-workbook", 50),
        ("empty", "sheet.empty-file", 50), ("html", "sheet.html", 50),
        ("big5", "sheet.encoding-other", 50),
        ("encrypted", "sheet.encrypted", 50),
        ("folder", "file.unreadable", 10),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_code_and_nothing_is_stored(
    school: Path, tmp_path: Path, kind: str, code: str, status: int
) -> None:
    file, registry = _bad(tmp_path, kind), school / "registry.db"
    before = registry.read_bytes()
    with at(school) as desk:
        refusal = refused(lambda: imported(desk, file))
    assert [problem.code for problem in refusal.problems] == [code]
    assert exit_code(refusal.problems) == status
    assert registry.read_bytes() == before
