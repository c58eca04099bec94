"""What an annotated workbook never brings back, and what is never written over (sheets.md, reference-data.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sheets.annotations import annotated, opened, parts, three
from tests.sheets.books import pupils, zipped
from xjcli.errors import Refusal
from xjcli.sheets.annotate import annotate
from xjcli.sheets.read import read_table


def test_macros_do_not_come_back(tmp_path: Path) -> None:
    source = three(tmp_path / "a.xlsx")
    inside = parts(source)
    inside["xl/vbaProject.bin"] = b"program"
    types = inside["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    program = b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    inside["[Content_Types].xml"] = types.replace(b"</Types>", program + b"</Types>")
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = b'<Relationship Id="rId77" Type="' + kind + b'" Target="vbaProject.bin"/>'
    links = inside["xl/_rels/workbook.xml.rels"]
    inside["xl/_rels/workbook.xml.rels"] = links.replace(b"</Relationships>", link + b"</Relationships>")
    source.write_bytes(zipped(inside))
    annotated(source, tmp_path / "b.xlsx")
    after = parts(tmp_path / "b.xlsx")
    assert b"vbaProject" not in b"".join(after.values()) and b"macroEnabled" not in b"".join(after.values())
    assert opened(tmp_path / "b.xlsx").active["A1"].value == "学校标识码"


@pytest.mark.parametrize(
    ("out", "code"), [("b.csv", "annotate.ending"), ("a.xlsx", "annotate.same-file"), ("taken.xlsx", "file.exists")]
)
def test_the_original_and_other_files_are_never_written_over(tmp_path: Path, out: str, code: str) -> None:
    source = three(tmp_path / "a.xlsx")
    (tmp_path / "taken.xlsx").write_text("mine")
    with pytest.raises(Refusal) as caught:
        annotate(source, tmp_path / out, read_table(source), [])
    assert caught.value.problems[0].code == code


def test_a_file_that_changed_since_it_was_read_is_not_annotated(tmp_path: Path) -> None:
    source = three(tmp_path / "a.xlsx")
    table = read_table(source)
    pupils(source, {})
    with pytest.raises(Refusal) as caught:
        annotate(source, tmp_path / "b.xlsx", table, [])
    assert caught.value.problems[0].code == "annotate.changed"
    assert not (tmp_path / "b.xlsx").exists()


def test_a_part_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    source = three(tmp_path / "a.xlsx")
    source.write_bytes(zipped({**parts(source), "xl/media/bomb.dat": bytes(210 << 20)}))
    with pytest.raises(Refusal) as caught:
        annotate(source, tmp_path / "b.xlsx", read_table(source), [])
    assert caught.value.problems[0].code == "archive.too-large"
