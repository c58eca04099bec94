"""A map said once is remembered for workbooks with the same headings, and only after it has proven right."""

from __future__ import annotations

from pathlib import Path

from tests.procedures.desks import at, child, codes, imported, refused
from xjcli.procedures.import_maps import remembered
from xjcli.sheets.headers import label_of
from xjcli.sheets.write import write_table

MAP = {"娃娃大名": "name"}


def odd(path: Path, *orders: int) -> Path:
    """A class teacher's workbook with a heading that nobody knows."""
    rows = [{"school_code": "2132000456", **child(order)} for order in orders]
    names = [(name, "娃娃大名" if name == "name" else label_of(name)) for name in rows[0]]
    write_table(path, names, rows)
    return path


def test_a_map_of_a_stored_import_is_used_for_the_next_file_and_said(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        assert imported(desk, odd(tmp_path / "a.xlsx", 901), extra_map=MAP).status == 0
        again = imported(desk, odd(tmp_path / "b.xlsx", 903))
    assert (again.status, again.result["stored"]) == (0, 1)
    assert "sheet.map-remembered" in codes(again)


def test_a_map_of_a_rehearsed_or_refused_import_is_not_remembered(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        imported(desk, odd(tmp_path / "a.xlsx", 901), extra_map=MAP, dry_run=True)
        refused(lambda: imported(desk, odd(tmp_path / "b.xlsx", 903), extra_map=MAP, confirm=lambda _: False))
        assert remembered(desk.registry) == {}
        assert codes(refused(lambda: imported(desk, odd(tmp_path / "c.xlsx", 905))))[0] == "sheet.column-missing"


def test_the_encoding_of_a_text_file_can_be_said_and_is_then_the_only_one_tried(school: Path, tmp_path: Path) -> None:
    book = odd(tmp_path / "a.csv", 901)
    book.write_bytes(book.read_bytes().decode("utf-8-sig").encode("utf-16-le"))
    with at(school) as desk:
        wrong = refused(lambda: imported(desk, book, extra_map=MAP, encoding="utf-8"))
        assert desk.registry.head().seq == 0
        report = imported(desk, book, extra_map=MAP, encoding="UTF-16-LE")
    assert codes(wrong)[0].startswith("sheet.")
    assert (report.result["stored"], report.result["encoding"]) == (1, "utf-16-le")
