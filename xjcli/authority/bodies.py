"""The bodies of acts, checked at the door: what comes from a school is data of others until it has its shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import ISSUED, LOCAL, PROPOSED
from xjcli.schema.values.documents import RULES

_STAGES = shapes.one_of("primary", "junior", "senior")
_STATES = shapes.one_of(LOCAL, PROPOSED, ISSUED)
_SEX = shapes.one_of("1", "2", "9")
#: Fields of a person that are refused when empty, each with its shape.
_MUST: Mapping[str, Callable[[Any], bool]] = {
    "name": lambda value: shapes.is_text(value) and bool(value.strip()),
    "sex": _SEX,
    "birth_date": shapes.is_day,
    "document_type": shapes.one_of(*RULES),
}


def check(act: Act) -> None:
    """Every act kind has its fields, of the right type. Raises Refusal `intake.body` (where: act, params: field)."""
    body = act.body
    if body is None:
        raise _wrong(act, "body")
    _CHECKS[act.kind](act, body)


def evidence_named(act: Act) -> list[str]:
    """The digests of evidence that the act rests on; anything else in their place is left out."""
    named = act.basis.get("evidence")
    return [digest for digest in named if shapes.is_hash(digest)] if isinstance(named, list) else []


def _opening(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"basis": shapes.is_word, "person": _is_object, "place": _is_object, "number": _is_object})
    _person(act, body["person"], whole=True)
    place = {"stage": _STAGES, "cohort": _is_year, "class": shapes.is_text, "entry_month": shapes.is_text}
    _require(act, body["place"], place)
    _number(act, body["number"])


def _resubmitted(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"person": _is_object})
    _person(act, body["person"], whole=False)
    if body.get("number") is not None:
        _require(act, body, {"number": _is_object})
        _number(act, body["number"])


def _assigned(act: Act, body: dict[str, Any]) -> None:
    _require(act, body, {"class": shapes.is_text})


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
    _require(act, number, {"value": shapes.is_text, "state": _STATES})
    if number["state"] == ISSUED and not _is_registry_number(number["value"]):
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


def _is_registry_number(value: object) -> bool:
    from xjcli.schema.values.numbers import parse_registry_number

    return isinstance(value, str) and parse_registry_number(value)[0] is not None
