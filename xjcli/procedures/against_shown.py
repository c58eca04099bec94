"""One difference as it is told (第二十四条): masked, in words of both languages, with the command that settles it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xjcli.desk import Desk
from xjcli.procedures.fields import english_label, shown_change
from xjcli.procedures.pupils import grade_today
from xjcli.regulation.basics import nature
from xjcli.regulation.rosters import Found
from xjcli.report.phrases import in_language
from xjcli.schema.masking import mask_number, mask_text
from xjcli.schema.values.classes import grade_label
from xjcli.sheets.headers import REGISTRY_NUMBER, label_of

#: Cause → what settles it; `{r}` is the record id, `{file}` the roster.
_COMMANDS: Mapping[str, str] = {
    "not-sent": "xj push", "left-not-sent": "xj push", "changed-here": "xj push", "correction-not-sent": "xj push",
    "not-decided": "xj sync", "correction-waits": "xj sync", "sent-not-applied": "xj sync",
    "refused": "xj resubmit {r}", "moving": "xj transfer show {r}", "arriving": "xj transfer show {r}",
    "number-proposed": "xj number confirm --file {file}", "number-issued-twice": "xj number show {r}",
    "not-recorded": "xj import {file} --as take-on --dry-run", "not-legible": "xj import {file} --as take-on --dry-run",
    "listed-twice": "xj show {r}", "recorded-twice": "xj history {r}",
    "left-here": "xj history {r}", "approved-not-listed": "xj history {r}",
}  # fmt: skip
#: The same where the roster is the authority's own: there is no file, and what was sent has arrived.
_OF_OFFICE: Mapping[str, str] = {
    "conflict-school": "xj sync", "conflict-record": "xj sync", "conflict-number": "xj sync",
    "held-otherwise": "xj history {r}", "number-held-otherwise": "xj number show {r}",
    "number-issued-twice": "xj number show {r}", "another-record": "xj history {r}", "not-held": "xj history {r}",
    "not-known-here": "xj doctor",
}  # fmt: skip
#: Fields that are no field of the form: (label, its English, where the words of a value stand).
_STANDING: Mapping[str, tuple[str, str, str]] = {
    "status": ("学籍状态", "status", "status."),
    "standing": ("核准情况", "approval", "standing."),
    "number_state": ("学籍号状态", "state of the number", "number_state."),
}


def shown(desk: Desk, found: Found, file: str = "") -> dict[str, Any]:
    """One element of `differences[]`; `file` is the name of the roster, empty for the authority's own."""
    record, line = found.record, found.line
    name = record.name if record else line.value("name") if line else ""
    key = f"against.{found.cause}"
    on = record.changed_on if record and found.cause.startswith("left-") else ""
    return {
        "kind": found.kind,
        "record_id": record.record_id if record else "",
        "other_record_id": "" if found.cause.startswith("conflict-") else found.other,
        "case": found.other if found.cause.startswith("conflict-") else "",
        "where": line.where if line else "",
        "name": mask_text(name),
        "status": record.status if record else "",
        "fields": [_field(desk, *each) for each in found.fields],
        "cause": found.cause,
        "cause_zh": in_language(key, english=False).format(on=on, case=found.other),
        "cause_en": in_language(key, english=True).format(on=on, case=found.other),
        "on": on,
        "command": _command(found, file),
    }


def _field(desk: Desk, name: str, here: str, there: str) -> dict[str, str]:
    """`here` and `there` as they are stored, and beside them the word of a code in both languages; masked."""
    if name in _STANDING:
        label, english, key = _STANDING[name]
        zh, en = ([in_language(key + value, english=lang) for value in (here, there)] for lang in (False, True))
        return _line(name, label, english, (here, there), zh, en)
    if name == REGISTRY_NUMBER:
        both = [mask_number(here), mask_number(there)]
        return _line(name, label_of(name), "registry number", (both[0], both[1]), both, both)
    if name == "grade":
        both = [_grade(desk, value) for value in (here, there)]
        return _line(name, label_of(name), english_label(name), (both[0], both[1]), both, both)
    change = shown_change(name, here, there)
    return _line(
        name, change["label"], change["label_en"], (change["from"], change["to"]),
        [change["from_zh"], change["to_zh"]], [change["from_en"], change["to_en"]],
    )  # fmt: skip


def _line(name: str, label: str, english: str, values: tuple[str, str], zh: list[str], en: list[str]) -> dict[str, str]:
    return {
        "name": name, "label": label, "here": values[0], "there": values[1], "label_en": english,
        "here_zh": zh[0], "here_en": en[0], "there_zh": zh[1], "there_en": en[1],
    }  # fmt: skip


def _grade(desk: Desk, value: str) -> str:
    stage, _, cohort = value.partition("-")
    return grade_label(grade_today(desk, stage, int(cohort))) if cohort else ""


def _command(found: Found, file: str) -> str:
    record_id = found.record.record_id if found.record else ""
    known = _COMMANDS if file else _OF_OFFICE
    if line := known.get(found.cause):
        return line.format(r=record_id, file=mask_text(file))
    name, _here, there = found.fields[0]
    way = nature(name)
    if way == "class":
        return f"xj assign {record_id} --class {there}"
    if way == "place":
        return f"xj history {record_id}"
    command = "correct" if way == "basic" else "update"
    return " ".join([f"xj {command} {record_id}", *(f"--set {each[0]}=…" for each in found.fields)])
