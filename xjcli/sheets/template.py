"""Empty workbooks to fill in (第四条), and the columns of the national ones: a text format, a list, a note for each.

A template that makes the right way the easy one saves the numbers that a spreadsheet would destroy. The example row
is marked in its name, where no child's name can hold such a mark, and is left aside when the workbook is imported.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_file
from xjcli.reference import codes, template
from xjcli.report.phrases import phrase
from xjcli.schema.columns import BY_NAME, Field
from xjcli.schema.values.classes import System
from xjcli.schema.values.resident import check_character
from xjcli.sheets.headers import need_of
from xjcli.sheets.labels import labelled
from xjcli.sheets.table import EXAMPLE_MARK
from xjcli.sheets.xlsx import Column, Page, write_book

if TYPE_CHECKING:
    from xjcli.reference.templates import Template

KINDS = ("national-a", "national-b", "school")
#: Where the example stands, as Excel counts.
EXAMPLE_ROW = 2
_MIN_WIDTH, _MAX_WIDTH, _NUMBER_WIDTH = 9, 32, 21
_SCHOOL_STARTS = 9  # the month
_AGE, _PARENTS_AGE = 6, 34

#: Stored values of an invented child of the first grade; what depends on the day is added by `_example`.
_CHILD = {
    "continuation_mark": "0", "school_code": "2132000456", "name": "林小满", "sex": "2", "document_type": "1",
    "birthplace": "320106", "native_place": "江苏南京", "ethnicity": "01", "nationality": "156", "overseas": "00",
    "health": "10", "political_status": "13", "household_type": "2", "household_region": "320106", "class_no": "01",
    "entry_way": "11", "attendance_mode": "1", "address": "样例路12号", "mail_address": "样例路12号",
    "home_address": "样例路12号", "phone": "19900000000", "postcode": "210000", "only_child": "0", "preschool": "1",
    "left_behind": "0", "needs_aid": "0", "gets_subsidy": "0", "orphan": "0", "martyr_family": "0",
    "migrant_child": "0", "commute_km": "1.5", "commute_mode": "walk", "needs_bus": "0", "document_validity": "长期",
    "origin": "1", "disability": "none", "inclusive": "none", "purchased_place": "0", "member1_name": "林样",
    "member1_relation": "father", "member1_address": "样例路12号", "member1_household_region": "320106",
    "member1_phone": "19900000000", "member1_guardian": "1", "member1_document_type": "1", "member1_ethnicity": "01",
}  # fmt: skip


def write_template(path: Path, kind: str, *, today: date, system: System = "6-3", force: bool = False) -> int:
    """Write an empty workbook of this kind; returns its number of columns.

    Raises Refusal: `sheet.write-format` where the file is to be no .xlsx, and `file.*` of `files.atomic_file`.
    """
    if path.suffix.lower() != ".xlsx":
        raise Refusal(Problem("sheet.write-format", where=path.name, params={"formats": "xlsx"}))
    form = template(kind)
    shown = next(iter(labelled([_example(today)], form.fields, today=today, system=system, compact=True)))
    example = [f"{EXAMPLE_MARK}{text}" if name == "name" else text for name, text in shown.items()]
    with atomic_file(path, force=force) as stream:
        write_book(stream, [Page(form.sheet, form_columns(form), [], example=example)])
    return len(form.columns)


def form_columns(form: Template) -> list[Column]:
    """The columns of a form with what a person needs who fills it: which must be filled, lists, notes."""
    return [_column(BY_NAME[name], heading) for name, heading in form.columns]


def width_of(heading: str, field: Field | None = None) -> float:
    """Room for the heading, and for a whole number where the column holds one."""
    long = field is not None and field.kind in ("document", "region", "school")
    return max(_NUMBER_WIDTH if long else _MIN_WIDTH, min(_MAX_WIDTH, 2 * len(heading) + 2))


def _column(field: Field, heading: str) -> Column:
    choices = codes(field.table or "yes-no").labels() if field.kind in ("code", "yesno") else ()
    need = need_of(field)
    if field.group == "member2" and need != "optional":
        need = "member"
    words = [heading, phrase(f"template.need.{need}"), phrase(f"template.kind.{field.kind}")]
    if extra := _EXTRA.get(field.name):
        words.append(phrase(extra))
    return Column(heading, width_of(heading, field), need == "required", choices, "\n".join(words))


#: What is asked in one column only.
_EXTRA = {
    "document_number": "template.extra.document",
    "entry_month": "template.extra.entry",
}


def _example(today: date) -> dict[str, str]:
    """An invented child who entered the first grade last September; its numbers have right check characters."""
    year = today.year if today.month >= _SCHOOL_STARTS else today.year - 1
    born, older = f"{year - _AGE}0315", f"{year - _PARENTS_AGE}0315"
    return {
        **_CHILD,
        "birth_date": f"{born[:4]}-03-15",
        "document_number": _number(f"320106{born}000"),
        "grade": f"primary-{year}",
        "entry_month": f"{year}-09",
        "member1_document_number": _number(f"320106{older}001"),
    }


def _number(body: str) -> str:
    return body + check_character(body)
