"""What stands in the blanks of a form (第七条): the record and its acts, in the words of the national form.

A blank form has the same blanks, empty; so a parent fills in the paper that a registrar would print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.pupils import grade_today
from xjcli.reference import codes, region_name
from xjcli.report.phrases import in_language
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME, FIELDS, Field
from xjcli.schema.masking import mask_field
from xjcli.schema.record import ENROLLED, ISSUED, Record
from xjcli.schema.values.classes import grade_label

Rows = dict[str, list[dict[str, str]]]

#: What stands for a 学籍号 that is only proposed or local: a paper must not make it look final (第五条).
NOT_ISSUED = "（尚未核定）"
#: What a record tells besides its personal fields.
_OF_RECORD = ("name", "sex", "birth_date", "document_number", "registry_number", "class_no", "entry_month")


def of_school(desk: Desk, said: Mapping[str, str], copy: str, records: Sequence[Record] | None) -> dict[str, str]:
    """What every form may bear: the school, the day, how many (None of a blank form), and what the registrar said."""
    enrolled = sum(record.status == ENROLLED for record in records or ())
    return {
        "school": desk.settings.name, "school_code": desk.settings.school_code, "registrar": desk.registrar,
        "on": desk.today.isoformat(), "copy": copy, "count": "" if records is None else str(len(records)),
        "enrolled": "" if records is None else str(enrolled), **said,
    }  # fmt: skip


def of_nobody() -> tuple[dict[str, str], Rows]:
    """A blank form: every value empty, one empty row for what is a list, the fields with their labels."""
    names = {*BY_NAME, *_OF_RECORD, "grade", "status", "changed_on", "certificate", "no"}
    values = dict.fromkeys(names, "")
    fields = [{"label": field.label, "value": ""} for field in FIELDS if field.name != "school_code"]
    return values, {
        "fields": fields, "pupils": [dict(values)], "changes": [{"on": "", "what": "", "article": ""}],
        "corrections": [{"label": "", "old": "", "new": ""}],
    }  # fmt: skip


def of_pupil(desk: Desk, record: Record) -> tuple[dict[str, str], Rows]:
    """One pupil in full, with every act as a change and the last correction as old and new; a number that nobody
    has issued yet does not stand there.
    """
    acts = list(desk.registry.acts(record_id=record.record_id))
    values = _values(desk, record)
    if record.number_state != ISSUED:
        values["registry_number"] = NOT_ISSUED
    rows = of_nobody()[1]
    fields = [field for field in FIELDS if field.name != "school_code"]
    rows["fields"] = [{"label": field.label, "value": values[field.name]} for field in fields]
    rows["changes"] = [_change(act) for act in acts]
    rows["corrections"] = _corrections(acts) or rows["corrections"]
    return values, rows


def of_list(desk: Desk, records: Sequence[Record], *, masked: bool) -> tuple[dict[str, str], Rows]:
    """Pupils as lines, numbered; `masked` hides numbers and dates of birth."""
    values, rows = of_nobody()
    lines = (_values(desk, record) for record in records)
    shown = ({name: mask_field(name, value) for name, value in line.items()} if masked else line for line in lines)
    rows["pupils"] = [{**line, "no": str(number)} for number, line in enumerate(shown, start=1)]
    return values, rows


def _values(desk: Desk, record: Record) -> dict[str, str]:
    values = dict.fromkeys(of_nobody()[0], "")
    for field in FIELDS:
        values[field.name] = _text(field, str(record.person.get(field.name, "")))
    for name in _OF_RECORD:
        value = str(getattr(record, name))
        values[name] = _text(BY_NAME[name], value) if name in BY_NAME else value
    values["grade"] = grade_label(grade_today(desk, record.stage, record.cohort))
    values["status"] = in_language(f"status.{record.status}", english=False)
    values["changed_on"] = record.changed_on
    values["certificate"] = str(record.situation.get("certificate", ""))
    return values


def _text(field: Field, value: str) -> str:
    """A stored value as the national form writes it."""
    if field.kind in ("code", "yesno"):
        return codes(field.table if field.kind == "code" else "yes-no").label(value) if value else ""
    return (region_name(value) or value) if field.kind == "region" else value


def _change(act: Act) -> dict[str, str]:
    return {
        "on": act.occurred_on,
        "what": in_language(f"kind.{act.kind}", english=False),
        "article": f"第{act.basis.get('article', '')}条",
    }


def _corrections(acts: Iterable[Act]) -> list[dict[str, str]]:
    """Old and new of the last correction that was asked for (第十条)."""
    last: dict[str, Any] = {}
    for act in acts:
        if act.kind == "corrected" and act.body is not None:
            last = act.body["changes"]
    return [
        {
            "label": BY_NAME[name].label,
            "old": _text(BY_NAME[name], line["from"]),
            "new": _text(BY_NAME[name], line["to"]),
        }
        for name, line in last.items()
    ]
