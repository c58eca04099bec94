"""The fields of an act's body, one shape each: what comes from a school is data of others until it has its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import ISSUED, LOCAL, PROPOSED
from xjcli.schema.values.documents import RULES
from xjcli.schema.values.normalise import name_key
from xjcli.schema.values.numbers import is_local, parse_registry_number

#: A body, and what must be true of its fields.
Body: TypeAlias = "dict[str, Any]"
Shapes: TypeAlias = "Mapping[str, Callable[[Any], bool]]"

is_stage = shapes.one_of("primary", "junior", "senior")
_STATES = shapes.one_of(LOCAL, PROPOSED, ISSUED)
_CLASS = re.compile(r"[0-9]{2,10}", re.ASCII)
_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
_HIGHEST_GRADE = 12
#: Fields of a person that are refused when empty, each with its shape.
_MUST: Shapes = {
    "name": lambda value: shapes.is_text(value) and bool(name_key(value)),
    "sex": shapes.one_of("1", "2", "9"),
    "birth_date": shapes.is_day,
    "document_type": shapes.one_of(*RULES),
}


def require(act: Act, raw: Mapping[str, Any], rules: Shapes) -> None:
    """These fields at least; a newer school may say more about an act of a version we know."""
    for name, agrees in rules.items():
        if not agrees(raw.get(name)):
            raise wrong(act, name)


def allow(act: Act, raw: Mapping[str, Any], rules: Shapes) -> None:
    """Each of these fields that is there agrees."""
    require(act, raw, {name: agrees for name, agrees in rules.items() if name in raw})


def wrong(act: Act, field: str) -> Refusal:
    """The refusal that names the act and the field, never its value."""
    return Refusal(Problem("intake.body", where=f"act {act.seq}", params={"field": field}))


def impossible(act: Act) -> Refusal:
    """The refusal of an act that cannot follow what we hold."""
    return Refusal(Problem("intake.act", where=f"act {act.seq}", params={"kind": act.kind}))


def person(act: Act, fields: Mapping[str, Any], *, whole: bool) -> None:
    """Known fields of a person, all texts; with `whole` those that may not be missing are there."""
    for name, value in fields.items():
        if name not in BY_NAME or not shapes.is_note(value):
            raise wrong(act, name if name in BY_NAME else "person")
    for name, agrees in _MUST.items():
        if (whole or name in fields) and not agrees(fields.get(name)):
            raise wrong(act, name)


def place(act: Act, where: Mapping[str, Any]) -> None:
    """Stage, cohort, class and month of entry."""
    require(act, where, {"stage": is_stage, "cohort": is_year, "class": is_class, "entry_month": is_month})


def number(act: Act, offered: Mapping[str, Any]) -> None:
    """Each state has its spelling: nothing but `TMP-…` is shown unmasked, and a number has one spelling only."""
    require(act, offered, {"value": shapes.is_text, "state": _STATES})
    value, local = offered["value"], offered["state"] == LOCAL
    if not ((value == "" or is_local(value)) if local else is_registry_number(value)):
        raise wrong(act, "number")


def is_object(value: object) -> bool:
    """True for a JSON object."""
    return isinstance(value, dict)


def is_flag(value: object) -> bool:
    """True for true or false, and for nothing that merely counts as one."""
    return isinstance(value, bool)


def is_said(value: object) -> bool:
    """True for a text in which something is said."""
    return isinstance(value, str) and shapes.is_note(value) and bool(value.strip())


def is_year(value: object) -> bool:
    """True for a year that a pupil may have come to school in."""
    return type(value) is int and 1900 <= value <= 2200


def is_grade(value: object) -> bool:
    """True for a grade, counted through from the first of primary school."""
    return type(value) is int and 1 <= value <= _HIGHEST_GRADE


def is_class(value: object) -> bool:
    """True for the number of a class as it is stored."""
    return isinstance(value, str) and _CLASS.fullmatch(value) is not None


def is_class_or_none(value: object) -> bool:
    """The same, or the class of before."""
    return value == "" or is_class(value)


def is_day_or_none(value: object) -> bool:
    """A day, or none yet."""
    return value == "" or shapes.is_day(value)


def is_school_or_none(value: object) -> bool:
    """A school's code, or none."""
    return value == "" or shapes.is_school(value)


def is_month(value: object) -> bool:
    """A month written YYYY-MM, or none."""
    return value == "" or (isinstance(value, str) and _MONTH.fullmatch(value) is not None)


def is_registry_number(value: object) -> bool:
    """第五条: 一人一号 is kept by comparing, so a number in full-width or small letters is none."""
    if not isinstance(value, str) or not shapes.is_text(value):
        return False
    read = parse_registry_number(value)[0]
    return read is not None and read.text == value


def is_number_or_none(value: object) -> bool:
    """A formal number, or none claimed."""
    return value == "" or is_registry_number(value)
