"""A record is copied and read by the thousand: the quick ways say the same as the plain ones."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tests.regulation.acts import opened, placed
from xjcli.regulation.fold import step
from xjcli.schema.record import COLUMNS, Record, from_values, replace

RECORD = step(None, placed(opened("r-1")))


def test_a_copy_with_changes_is_what_the_standard_copy_is() -> None:
    changes: dict[str, Any] = {"class_no": "09", "situation": {"since": "2026-09-02"}, "promoted_year": 2027}
    copy = replace(RECORD, **changes)
    assert copy == dataclasses.replace(RECORD, **changes)
    assert RECORD.class_no == "01"


def test_values_in_the_order_of_the_columns_make_the_record() -> None:
    values = [getattr(RECORD, name) for name in COLUMNS]
    assert from_values(values) == Record(*values) == RECORD


def test_a_record_is_as_frozen_as_before() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(RECORD).class_no = "02"  # type: ignore[misc]  # what is tried here is what types forbid


def test_a_column_that_there_is_not_or_a_missing_value_is_a_defect() -> None:
    with pytest.raises(KeyError):
        replace(RECORD, clas="02")
    with pytest.raises(ValueError, match="shorter"):
        from_values(["r-1"])
