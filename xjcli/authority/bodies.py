"""The bodies of acts, checked at the door: what comes from a school is data of others until it has its shape.

Here the acts that open a record and what belongs to an enrolment; those of chapter 3 stand in `change_bodies`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from xjcli.authority.change_bodies import CHECKS as CHANGES
from xjcli.authority.fields import (
    is_class,
    is_object,
    is_registry_number,
    number,
    person,
    place,
    require,
    wrong,
)
from xjcli.regulation.basics import touches_identity
from xjcli.regulation.lifecycle import CHANGES as MAY_WAIT
from xjcli.regulation.lifecycle import FACTS
from xjcli.schema import shapes
from xjcli.schema.act import AWAITS, OFFICE, OFFICE_KINDS, Act

_BASES = shapes.one_of("first", "transfer", "inclusive", "special", "specialised", "home-taught", "take-on")
#: So many levels of lists and objects an act may have; ours have four.
_DEEPEST = 8
_NEVER_WAIT = FACTS | {"transfer-withdrawn"}


def check(act: Act) -> None:
    """Every act kind has its fields, of the right type. Raises Refusal `intake.body` (where: act, params: field)."""
    body = act.body
    if body is None or _deeper((act.basis, body), _DEEPEST):
        raise wrong(act, "body")
    if (act.record_id == OFFICE) != (act.kind in OFFICE_KINDS):
        raise wrong(act, "record_id")
    _awaits(act)
    _CHECKS[act.kind](act, body)


def evidence_named(act: Act) -> list[str]:
    """The digests of evidence that the act rests on; anything else in their place is left out."""
    named = act.basis.get("evidence")
    return [digest for digest in named if shapes.is_hash(digest)] if isinstance(named, list) else []


def _awaits(act: Act) -> None:
    """第十条: 核准. Whether an act waits is not the school's to choose where the article chose."""
    waits = act.basis.get(AWAITS, False)
    may = act.kind in MAY_WAIT and act.kind not in _NEVER_WAIT
    if not isinstance(waits, bool) or (waits and not may) or (not waits and _must_wait(act)):
        raise wrong(act, AWAITS)


def _must_wait(act: Act) -> bool:
    """A province may leave some fields to the school alone; who the pupil is, and its number, wait wherever it is."""
    body = act.body or {}
    changes = body.get("changes")
    touched = not isinstance(changes, dict) or touches_identity(changes)
    return act.kind == "corrected" and (touched or body.get("number") is not None)


def _opening(act: Act, body: dict[str, Any]) -> None:
    require(act, body, {"basis": _BASES, "person": is_object, "place": is_object, "number": is_object})
    if (act.kind == "taken-on") != (body["basis"] == "take-on"):
        raise wrong(act, "basis")
    person(act, body["person"], whole=True)
    place(act, body["place"])
    number(act, body["number"])


def _resubmitted(act: Act, body: dict[str, Any]) -> None:
    require(act, body, {"person": is_object})
    person(act, body["person"], whole=False)
    if body.get("number") is not None:
        require(act, body, {"number": is_object})
        number(act, body["number"])


def _assigned(act: Act, body: dict[str, Any]) -> None:
    require(act, body, {"class": is_class})


def _confirmed(act: Act, body: dict[str, Any]) -> None:
    require(act, body, {"number": is_registry_number})


def _echo(act: Act, body: dict[str, Any]) -> None:
    rules = {
        "case": shapes.is_word,
        "official": shapes.is_text,
        "bundle": shapes.is_hash,
        "act": shapes.is_ordinal,
    }
    require(act, body, rules)
    require(act, {"number": "", "reason": "", **body}, {"number": shapes.is_text, "reason": shapes.is_note})


_CHECKS: Mapping[str, Callable[[Act, dict[str, Any]], None]] = MappingProxyType(
    {
        "enrolled": _opening,
        "taken-on": _opening,
        "assigned": _assigned,
        "resubmitted": _resubmitted,
        "number-confirmed": _confirmed,
        "enrolment-approved": _echo,
        "enrolment-refused": _echo,
        **CHANGES,
    }
)


def _deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return levels < 0 or any(_deeper(each, levels - 1) for each in inner if isinstance(each, (dict, list)))
