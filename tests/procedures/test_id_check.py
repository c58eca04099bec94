"""`xj id check`: arguments, standard input, a column by heading or letter, a text file; output masked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.procedures.desks import TODAY, codes, refused, resident, sheet
from xjcli.procedures.id_check import check, gather

KEYS = {"input", "valid", "kind", "birth_date", "sex", "problems"}


def checked(*values: str, file: Path | None = None, column: str = "") -> list[dict[str, object]]:
    items: list[dict[str, object]] = check(gather(list(values), file, column), today=TODAY).result["items"]
    return items


@pytest.mark.parametrize(
    ("text", "kind", "valid"),
    [
        ("11010519491231002X", "resident-id", True),
        ("１１０１０５１９４９１２３１００２ｘ", "resident-id", True),
        ("'11010519491231002x", "resident-id", True),
        ("110105194912310021", "resident-id", False),
        ("110105194913310020", "resident-id", False),
        ("1.10105E+17", "resident-id", False),
        ("810000199408230021", "hk-residence-permit", True),
        ("H01234567", "hkmo-travel-permit", True),
        ("A123456(3)", "hkid", True),
        ("G11010519491231002X", "registry-number", False),
        ("", "unknown", False),
    ],
)
def test_every_kind_of_number_is_known(text: str, kind: str, valid: bool) -> None:
    (item,) = checked(text)
    assert (item["kind"], item["valid"]) == (kind, valid)
    assert item.keys() >= KEYS


def test_a_valid_number_says_birth_date_and_sex_and_is_shown_masked() -> None:
    (item,) = checked("11010519491231002X")
    assert (item["input"], item["birth_date"], item["sex"]) == ("110105********002X", "1949-12-31", "2")


def test_one_bad_number_is_exit_1_and_all_good_ones_0() -> None:
    good, bad = resident(901), "110105194912310021"
    report = check(gather([good, bad], None, ""), today=TODAY)
    assert (report.status, report.result["total"], report.result["invalid"]) == (1, 2, 1)
    assert check(gather([good], None, ""), today=TODAY).status == 0
    assert bad not in str(report.result)


def test_standard_input_is_read_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{resident(901)}\n\n{resident(903)}\n"))
    assert [(item["where"], item["valid"]) for item in checked("-")] == [("stdin:1", True), ("stdin:3", True)]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("column", ["", "身份证件号", "B", "b"])
def test_a_column_is_found_by_heading_or_letter(tmp_path: Path, ending: str, column: str) -> None:
    rows = [{"name": "样小甲", "document_number": resident(order)} for order in (901, 903)]
    items = checked(file=sheet(tmp_path / f"a.{ending}", rows), column=column)
    assert [item["valid"] for item in items] == [True, True]
    assert [str(item["where"])[-2:] for item in items] == ["B2", "B3"]


def test_a_text_file_holds_one_number_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{resident(901)}\n{resident(903)}\n", "utf-8")
    assert len(checked(file=path)) == 2


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [{"name": "样小甲", "sex": "男"}])
    assert codes(refused(lambda: checked(file=book))) == ["sheet.no-header"]
    assert codes(refused(lambda: checked(file=book, column="号码"))) == ["sheet.no-header"]


def test_nothing_to_check_is_a_usage_error() -> None:
    assert codes(refused(checked)) == ["usage.missing"]
