"""Templates (sheets.md): text columns, lists, notes, an example that import leaves aside; filled in, they import."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.books import OWN, PRIMARY, TODAY, identity, read, told
from tests.sheets.office import saved_again
from xjcli.errors import Refusal
from xjcli.reference import codes, template
from xjcli.schema.columns import BY_NAME
from xjcli.sheets.door import Context, read_pupils
from xjcli.sheets.headers import need_of
from xjcli.sheets.read import read_table
from xjcli.sheets.table import EXAMPLE_MARK
from xjcli.sheets.template import KINDS, write_template

every_kind = pytest.mark.parametrize("kind", KINDS)


def book(path: Path, kind: str) -> Any:
    from openpyxl import load_workbook

    write_template(path, kind, today=TODAY)
    return load_workbook(path)


def filled(path: Path, kind: str, **values: str) -> Path:
    """The template with one pupil typed below the example."""
    made = book(path, kind)
    page = made[template(kind).sheet]
    for column, name in enumerate(template(kind).fields, start=1):
        if name in values:
            page.cell(3, column, values[name])
    made.save(path)
    return path


@every_kind
def test_every_column_is_text_has_its_note_and_its_list(tmp_path: Path, kind: str) -> None:
    made = book(tmp_path / "t.xlsx", kind)
    form = template(kind)
    page = made[form.sheet]
    assert [cell.value for cell in page[1]] == list(form.headings)
    assert page.freeze_panes == "A2"
    lists = {str(rule.sqref).partition(":")[0].rstrip("2"): rule for rule in page.data_validations.dataValidation}
    for cell, name in zip(page[1], form.fields, strict=True):
        field = BY_NAME[name]
        letter = cell.column_letter
        assert page.column_dimensions[letter].width >= 9
        assert cell.number_format == "@"
        need = {"required": "必填", "expected": "应填", "optional": "选填"}[need_of(field)]
        if field.group == "member2" and need != "选填":
            need = "第二位"
        assert need in cell.comment.text
        assert (letter in lists) == (field.kind in ("code", "yesno"))
    long = form.fields.index("ethnicity")
    assert "代码表" in lists[page.cell(1, long + 1).column_letter].formula1
    assert made["代码表"].sheet_state == "hidden"


@every_kind
def test_lists_hold_exactly_the_labels_of_the_code_tables(tmp_path: Path, kind: str) -> None:
    made = book(tmp_path / "t.xlsx", kind)
    page = made[template(kind).sheet]
    fields = dict(zip((cell.column_letter for cell in page[1]), template(kind).fields, strict=True))
    for rule in page.data_validations.dataValidation:
        field = BY_NAME[fields[str(rule.sqref).partition(":")[0].rstrip("2")]]
        if rule.formula1.startswith('"'):
            shown = tuple(rule.formula1.strip('"').split(","))
        else:
            area = rule.formula1.rpartition("!")[2].replace("$", "")
            shown = tuple(cell.value for (cell,) in made["代码表"][area])
        assert shown == codes(field.table or "yes-no").labels()


@every_kind
def test_the_example_is_left_aside_and_said(tmp_path: Path, kind: str) -> None:
    write_template(tmp_path / "t.xlsx", kind, today=TODAY)
    sheet = read(tmp_path / "t.xlsx")
    assert sheet.rows == []
    assert [problem.code for problem in sheet.problems if problem.severity != "note"] in ([], ["sheet.column-absent"])
    column = read_table(tmp_path / "t.xlsx").fields["name"].letter
    assert told(sheet)["sheet.example-row"] == f"{template(kind).sheet}!{column}2"


@every_kind
@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 9, 1), TODAY])
def test_the_example_itself_would_be_accepted_without_a_remark(tmp_path: Path, kind: str, today: date) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "t.xlsx"
    write_template(path, kind, today=today)
    made = load_workbook(path)
    page = made[template(kind).sheet]
    cell = page.cell(2, template(kind).fields.index("name") + 1)
    assert cell.value == f"{EXAMPLE_MARK}林小满"
    cell.value = "林小满"
    made.save(path)
    sheet = read_pupils(read_table(path), context=Context(today, OWN, ("primary",)))
    assert [problem.code for problem in sheet.problems] in ([], ["sheet.column-absent"])
    assert len(sheet.accepted) == 1


@every_kind
def test_a_filled_template_is_read_from_the_row_below_the_example(tmp_path: Path, kind: str) -> None:
    path = filled(
        tmp_path / "t.xlsx", kind, school_code=OWN, name="林小满", sex="女", birth_date="20190502",
        document_type="居民身份证", document_number=identity(), grade="一年级", class_no="01", entry_month="202609",
    )  # fmt: skip
    (row,) = read(path, PRIMARY).accepted
    assert (row.number, row.fields["name"], row.fields["document_number"]) == (3, "林小满", identity())


def test_libreoffice_keeps_the_text_format_of_an_empty_column(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", "school", today=TODAY)
    page = saved_again(tmp_path / "t.xlsx", tmp_path / "out")[template("school").sheet]
    column = template("school").fields.index("document_number") + 1
    assert page.cell(2, column).number_format == "@"
    assert page.cell(1, column).comment is not None
    assert page.cell(2, column).value.startswith("320106")


def test_a_template_is_a_workbook_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        write_template(tmp_path / "t.csv", "school", today=TODAY)
    assert caught.value.problems[0].code == "sheet.write-format"
