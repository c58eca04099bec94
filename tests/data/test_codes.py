"""The code tables as files: whole, unambiguous, each row with a source."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xjcli import reference
from xjcli.schema.columns import FIELDS

FILES = sorted((reference.data_root() / "codes").glob("*.csv"))
TABLES = {field.table for field in FIELDS if field.table}
#: Read in lists of others, of no field of ours.
BESIDE = {"yes-no", "pupil-state"}


def test_every_table_a_field_names_is_there_and_no_other_but_those_of_lists() -> None:
    assert {path.stem for path in FILES} == TABLES | BESIDE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_code_stands_once_and_every_row_has_its_source(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert list(rows[0]) == ["code", "zh", "en", "aliases", "source", "confidence"]
    assert len({row["code"] for row in rows}) == len(rows)
    assert len({row["zh"] for row in rows}) == len(rows)
    for row in rows:
        assert row["zh"] == row["zh"].strip() != ""
        assert row["en"] and row["source"] and row["confidence"] in {"H", "M", "L"}


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_every_label_alias_and_code_reads_back_to_its_row(name: str) -> None:
    table = reference.codes(name)
    for row in table.rows:
        for text in (row.zh, row.en, *row.aliases, row.code, f"{row.code}-{row.zh}"):
            assert table.lookup(text) == row.code, text


def test_the_ethnic_table_is_the_national_one() -> None:
    codes = [row.code for row in reference.codes("ethnicity").rows]
    assert codes == [f"{number:02d}" for number in range(1, 57)] + ["81", "97", "98"]


def test_hong_kong_macao_and_taiwan_are_named_as_the_standard_has_them() -> None:
    country = reference.codes("country")
    assert len(country.rows) == 249
    assert [country.label(code) for code in ("344", "446", "158")] == ["中国香港", "中国澳门", "中国台湾"]
