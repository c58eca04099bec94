from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from xjcli.sheets.cells import as_text
from xjcli.sheets.table import Cell, Lost


def _read(kind: str, cell: Cell) -> tuple[str, str]:
    """The text and the code of the problem."""
    text, problem = as_text(kind, cell)
    return text, problem.code if problem else ""


@pytest.mark.parametrize("kind", ["document", "registry", "auxiliary"])
@pytest.mark.parametrize("cell", [3.30802201601089e17, 320106201905020022.0, 12345678.0, 0.0])
def test_a_document_number_stored_as_a_number_is_refused_whatever_its_value(kind: str, cell: float) -> None:
    assert _read(kind, cell) == ("", "sheet.number-cell")


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [("phone", 13900000000.0, "13900000000"), ("school", 2132000456.0, "2132000456")],
)
def test_a_number_that_cannot_have_lost_anything_is_read_and_said(kind: str, cell: float, text: str) -> None:
    assert _read(kind, cell) == (text, "sheet.number-read")


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("phone", 25812345678.0), ("phone", 1.99e10 + 0.5), ("school", 132000456.0), ("postcode", 10010.0),
        ("class", 3.1), ("month", 2026.09), ("text", 1e15), ("region", 1e17),
    ],
)  # fmt: skip
def test_a_number_that_may_have_lost_something_is_refused(kind: str, cell: float) -> None:
    assert _read(kind, cell) == ("", "sheet.number-cell")


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        ("date", 20190502.0, "20190502"), ("month", 202609.0, "202609"), ("class", 1.0, "1"), ("grade", 3.0, "3"),
        ("region", 320106.0, "320106"), ("postcode", 210000.0, "210000"), ("code", 1.0, "1"), ("text", 2.5, "2.5"),
        ("text", 7.0, "7"),
    ],
)  # fmt: skip
def test_a_whole_number_elsewhere_is_its_digits(kind: str, cell: float, text: str) -> None:
    assert _read(kind, cell) == (text, "")


def test_a_date_cell_counts_only_where_a_date_belongs() -> None:
    day = date(2019, 5, 2)
    assert _read("date", day) == ("2019-05-02", "")
    assert _read("date", datetime(2019, 5, 2, 8, 30)) == ("2019-05-02", "")  # noqa: DTZ001  a cell has no zone
    assert _read("month", day) == ("2019-05", "")
    assert _read("text", day) == ("2019-05-02", "sheet.date-cell")
    assert as_text("text", day)[1] is not None
    for kind in ("class", "document", "region", "phone", "code"):
        assert _read(kind, day) == ("", "sheet.date-cell")


def test_clock_times_errors_and_truth_values_are_refused_where_they_make_no_sense() -> None:
    assert _read("class", time(3, 2)) == _read("text", timedelta(hours=30)) == ("", "sheet.date-cell")
    assert _read("text", Lost.ERROR) == ("", "sheet.error-cell")
    assert _read("text", Lost.FORMULA) == ("", "sheet.formula-empty")
    assert _read("text", True) == ("", "sheet.boolean-cell")
    assert (_read("yesno", True), _read("yesno", False)) == (("是", ""), ("否", ""))


def test_a_text_is_never_taken_for_anything_else() -> None:
    assert as_text("document", "3.30802E+17") == ("3.30802E+17", None)
