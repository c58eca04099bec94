from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sheets.books import identity, pupils, read
from xjcli.errors.catalogue import ENTRIES
from xjcli.files import too_open
from xjcli.report.language import choose
from xjcli.sheets.asking import DAMAGE, find_asks, write_asks
from xjcli.sheets.read import open_source


def _rows() -> list[dict[str, Any]]:
    failing = next(text for end in range(10) if (text := f"32010620190502{end}000") != identity(order=f"{end}00"))
    return [
        {"姓名": "甲一", "身份证件号": 3.2e17},
        {"姓名": "乙二"},
        {"姓名": "丙三", "身份证件号": failing},
        {"姓名": "丁四", "籍贯": "#N/A", "民族": "某族"},
        {"姓名": None, "身份证件号": "3.2E+17"},
    ]


def test_every_damaged_cell_is_one_line_with_place_pupil_and_what_to_do(tmp_path: Path) -> None:
    asks = find_asks(read(pupils(tmp_path / "p.xlsx", *_rows())))
    assert [(ask.row, ask.column, ask.name, ask.code) for ask in asks] == [
        (2, "F", "甲一", "sheet.number-cell"), (4, "F", "丙三", "sheet.rounded-tail"),
        (5, "J", "丁四", "sheet.error-cell"), (6, "F", "", "sheet.scientific"),
    ]  # fmt: skip
    assert {ask.sheet for ask in asks} == {"Sheet1"}
    assert asks[0].header == "身份证件号"
    assert "15 位" in asks[0].todo


def test_the_list_is_a_workbook_that_only_its_owner_reads(tmp_path: Path) -> None:
    asks = find_asks(read(pupils(tmp_path / "p.xlsx", *_rows())))
    file = tmp_path / "ask.xlsx"
    assert write_asks(file, asks) == 4
    assert not too_open(file)
    head, first, *_ = next(open_source(file.read_bytes(), file.name).sheets).rows
    assert head == ["工作表", "行", "姓名", "列", "表头", "问题", "怎么办", "核对后的正确内容"]
    assert first[:5] == ["Sheet1", "2", "甲一", "F", "身份证件号"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_number_stands_in_the_list(tmp_path: Path, language: str) -> None:
    choose(language)
    number = identity()[:-1] + ("0" if identity()[-1] != "0" else "1")
    asks = find_asks(read(pupils(tmp_path / "p.xlsx", {"身份证件号": number})))
    assert asks[0].code == "id.check-digit"
    assert number not in str(asks)


def test_a_clean_sheet_gives_an_empty_list(tmp_path: Path) -> None:
    assert find_asks(read(pupils(tmp_path / "p.xlsx", {}))) == []


def test_what_counts_as_damage_has_words_in_the_catalogue() -> None:
    assert ENTRIES.keys() >= DAMAGE
