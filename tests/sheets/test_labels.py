from __future__ import annotations

import pytest

from tests.sheets.books import TODAY
from xjcli.sheets.labels import labelled, shower


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("sex", "2", "女"), ("orphan", "0", "否"), ("birth_date", "2019-05-02", "20190502"),
        ("entry_month", "2026-09", "202609"), ("grade", "senior-2024", "高三"), ("grade", "三年级", "三年级"),
        ("birth_date", "2019-**-**", "2019-**-**"), ("registry_number", "G3201**", "G3201**"), ("sex", "?", "?"),
    ],
)  # fmt: skip
def test_values_are_written_as_labels_and_the_rest_passes(field: str, value: str, shown: str) -> None:
    assert shower(field, today=TODAY)(value) == shown


def test_only_the_fields_asked_for_are_written() -> None:
    rows = labelled([{"name": "林", "phone": "1"}], ["name", "sex"], today=TODAY, system="6-3", compact=True)
    assert list(rows) == [{"name": "林", "sex": ""}]
