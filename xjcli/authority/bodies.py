"""The bodies of acts, checked at the door: what comes from a school is data of others until it has its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import ISSUED, LOCAL, PROPOSED
from xjcli.schema.values.documents import RULES
from xjcli.schema.values.normalise import name_key
from xjcli.schema.values.numbers import is_local, parse_registry_number

_BASES = shapes.one_of("first", "transfer", "inclusive", "special", "specialised", "home-taught", "take-on")
_STAGES = shapes.one_of("primary", "junior", "senior")
_STATES = shapes.one_of(LOCAL, PROPOSED, ISSUED)
_SEX = shapes.one_of("1", "2", "9")
_CLASS = re.compile(r"[0-9]{2,10}", re.ASCII)
_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
#: So many levels of lists and objects an act may have; ours have two.
_DEEPEST = 8
#: Fields of a person that are refused when empty, each with its shape.
_MUST: Mapping[str, Callable[[Any], bool]] = {
    "name": lambda value: shapes.is_text(value) and bool(name_key(value)),
    "sex": _SEX,
    "birth_date": shapes.is_day,
    "document_type": shapes.one_of(*RULES),
}


def check(act: Act) -> None:
    """Every act kind has its fields, of the right type. Raises Refusal `intake.body` (where: act, params: field)."""
    body = act.body
    if body is None or _deeper((act.basis, body), _DEEPEST):
        raise _wrong(act, "body")
    _CHECKS[act.kind](act, body)


def evidence_named(act: Act) -> list[str]:
    """The digests of evidence that the act rests on; anything else in their place is left out."""
    named = act.basis.get("evidence")
    return [digest for digest in named if shapes.is_hash(digest)] if isinstance(named, list) else []


def _opening(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"basis": _BASES, "person": _is_object, "place": _is_object, "number": _is_object})
    if (act.kind == "taken-on") != (body["basis"] == "take-on"):
        raise _wrong(act, "basis")
    _person(act, body["person"], whole=True)
    place = {"stage": _STAGES, "cohort": _is_year, "class": _is_class, "entry_month": _is_month}
    _require(act, body["place"], place)
    _number(act, body["number"])


def _resubmitted(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"person": _is_object})
    _person(act, body["person"], whole=False)
    if body.get("number") is not None:
        _require(act, body, {"number": _is_object})
        _number(act, body["number"])


def _assigned(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"class": _is_class})


def _confirmed(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"number": _is_registry_number})


def _echo(act: Act, body: dict[str, Any]) -> None:
    rules = {
        "case": shapes.is_word,
        "official": shapes.is_text,
        "bundle": shapes.is_hash,
        "act": shapes.is_ordinal,
    }
    _require(act, body, rules)
    _require(act, {"number": "", "reason": "", **body}, {"number": shapes.is_text, "reason": shapes.is_note})


_CHECKS: Mapping[str, Callable[[Act, dict[str, Any]], None]] = {
    "enrolled": _opening,
    "taken-on": _opening,
    "assigned": _assigned,
    "resubmitted": _resubmitted,
    "number-confirmed": _confirmed,
    "enrolment-approved": _echo,
    "enrolment-refused": _echo,
}


def _person(act: Act, person: dict[str, Any], *, whole: bool) -> None:
    for name, value in person.items():
        if name not in BY_NAME or not shapes.is_note(value):
            raise _wrong(act, name if name in BY_NAME else "person")
    for name, agrees in _MUST.items():
        if (whole or name in person) and not agrees(person.get(name)):
            raise _wrong(act, name)


def _number(act: Act, number: dict[str, Any]) -> None:
    """Each state has its spelling: nothing but `TMP-…` is shown unmasked, and a number has one spelling only."""
    _require(act, number, {"value": shapes.is_text, "state": _STATES})
    value, local = number["value"], number["state"] == LOCAL
    if not ((value == "" or is_local(value)) if local else _is_registry_number(value)):
        raise _wrong(act, "number")


def _require(act: Act, raw: Mapping[str, Any], rules: Mapping[str, Callable[[Any], bool]]) -> None:
    """These fields at least; a newer school may say more about an act of a version we know."""
    for name, agrees in rules.items():
        if not agrees(raw.get(name)):
            raise _wrong(act, name)


def _wrong(act: Act, field: str) -> Refusal:
    return Refusal(Problem("intake.body", where=f"act {act.seq}", params={"field": field}))


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_year(value: object) -> bool:
    return type(value) is int and 1900 <= value <= 2200


def _is_class(value: object) -> bool:
    return isinstance(value, str) and _CLASS.fullmatch(value) is not None


def _is_month(value: object) -> bool:
    return value == "" or (isinstance(value, str) and _MONTH.fullmatch(value) is not None)


def _is_registry_number(value: object) -> bool:
    """第五条: 一人一号 is kept by comparing, so a number in full-width or small letters is none."""
    number = parse_registry_number(value)[0] if shapes.is_text(value) and isinstance(value, str) else None
    return number is not None and number.text == value


def _deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return levels < 0 or any(_deeper(each, levels - 1) for each in inner if isinstance(each, (dict, list)))
