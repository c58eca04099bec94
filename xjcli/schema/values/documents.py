"""第五、二十八条: every pupil is known by a document, and not every pupil has a resident identity card.

One row per 身份证件类型 (JY/T 1001 SFZJLX as the student form uses it). Only the resident number and its
relatives have a published check; the shapes of the other documents are known from practice, so what does
not fit is warned about, never refused. `identify` answers the opposite question: what is this number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from xjcli.errors import Problem
from xjcli.schema.values.normalise import clean_number
from xjcli.schema.values.resident import (
    FOREIGN_PERMIT,
    HK_PERMIT,
    LEGACY_15,
    MO_PERMIT,
    RESIDENT_ID,
    TW_PERMIT,
    Holder,
    RegionKnown,
    parse_resident,
)

HKMO_TRAVEL = "hkmo-travel-permit"
TW_TRAVEL = "tw-travel-permit"
HKID = "hkid"
MO_ID = "mo-id"
PASSPORT = "passport"
DISABILITY_CARD = "disability-card"
REGISTRY_NUMBER = "registry-number"
UNKNOWN = "unknown"

LONGEST = 30
RESIDENT_CARD, OTHER = "1", "Z"


class Shape(NamedTuple):
    """One accepted way to write a document number, and what kind of document it is."""

    kind: str
    pattern: re.Pattern[str]


class Rule(NamedTuple):
    """One 身份证件类型: shapes that need no comment, kinds of 18-place number that fit, whether blank is
    allowed.
    """

    shapes: tuple[Shape, ...]
    resident_kinds: frozenset[str]
    blank: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Identification:
    """What a number is (`xj id check`). `birth_date` and `sex` only where the number itself says them."""

    kind: str
    normalised: str
    birth_date: date | None
    sex: str | None
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """True if nothing refuses; warnings may remain."""
        return all(problem.severity != "refuse" for problem in self.problems)

    def __repr__(self) -> str:
        return f"Identification({self.kind}, {len(self.normalised)} characters, valid={self.valid})"


_NONE: frozenset[str] = frozenset()
_HKMO_PERMIT = re.compile(r"[HM](?:\d{8}|\d{10})", re.ASCII)
_HKID = re.compile(r"[A-Z]{1,2}\d{6}(?:\([\dA]\)|[\dA])", re.ASCII)
_MO_ID = re.compile(r"[1578]\d{6}(?:\(\d\)|\d)", re.ASCII)
_TW_PERMIT = re.compile(r"\d{8}|\d{10}(?:\([A-Z]\)|[A-Z])?", re.ASCII)
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,20}", re.ASCII)
_REGISTRY = re.compile(r"[GJL]\d{17}[\dX]", re.ASCII)
_DISABILITY = re.compile(r"(\d{17}[\dX])[1-7][1-4](?:B\d)?", re.ASCII)
_RESIDENT_LIKE = re.compile(r"\d{14,18}[\dX]|\d{17}.", re.ASCII)

#: domain.md §4.3 and §8. Sources: JY/T 1001-2012 for the types, practice (medium confidence) for 6, 7, 8,
#: 9, A.
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "1": Rule((), frozenset({RESIDENT_ID, LEGACY_15})),
        "2": Rule((), _NONE),
        "3": Rule((), _NONE),
        "4": Rule((), _NONE),
        "5": Rule((), _NONE),
        "6": Rule(
            (
                Shape(HKMO_TRAVEL, re.compile(r"H(?:\d{8}|\d{10})", re.ASCII)),
                Shape(HKID, _HKID),
                Shape(PASSPORT, re.compile(r"[HK][A-Z0-9]\d{7}", re.ASCII)),
            ),
            frozenset({HK_PERMIT}),
        ),
        "7": Rule(
            (
                Shape(HKMO_TRAVEL, re.compile(r"M(?:\d{8}|\d{10})", re.ASCII)),
                Shape(MO_ID, _MO_ID),
                Shape(PASSPORT, re.compile(r"M[A-Z0-9]\d{7}", re.ASCII)),
            ),
            frozenset({MO_PERMIT}),
        ),
        "8": Rule((Shape(TW_TRAVEL, _TW_PERMIT),), frozenset({TW_PERMIT})),
        "9": Rule(
            (Shape(FOREIGN_PERMIT, _FOREIGN_OLD), Shape(UNKNOWN, re.compile(r".+"))),
            frozenset({FOREIGN_PERMIT}),
        ),
        "A": Rule((Shape(PASSPORT, _PASSPORT),), _NONE),
        "B": Rule((), _NONE),
        OTHER: Rule((), _NONE, blank=True),
    }
)  # fmt: skip


def check_document(
    type_code: str,
    text: str,
    *,
    today: date,
    holder: Holder = "pupil",
    region_known: RegionKnown | None = None,
) -> tuple[str, list[Problem]]:
    """The document number as it is stored, and every problem with it under its 身份证件类型.

    A guardian may leave type and number blank; a pupil may leave the number blank only under 其他. The
    number comes back normalised even when it is refused. Problems `document.*`, `id.*`.
    """
    if type_code == RESIDENT_CARD and text:
        return _check_resident_card(text, today, holder, region_known)
    number = clean_number(text)
    rule = RULES.get(type_code)
    if rule is None:
        return number, _find_type(type_code, number, holder)
    if not number:
        return "", [] if rule.blank or holder == "guardian" else [Problem("document.missing")]
    if len(number) > LONGEST:
        return number, [Problem("document.too-long", params={"length": len(number), "limit": LONGEST})]
    if _looks_resident(number):
        return _check_resident_like(rule, number, today, holder, region_known)
    if not rule.shapes:
        return number, []
    for shape in rule.shapes:
        if shape.pattern.fullmatch(number):
            bare = number.replace("(", "").replace(")", "") if shape.kind != UNKNOWN else number
            return bare, _find_hkid(shape.kind, bare)
    return number, [Problem("document.shape", "warn", params={"length": len(number)})]


def identify(text: str, *, today: date, region_known: RegionKnown | None = None) -> Identification:
    """Guess what a number is, without a type to go by. `legacy-15` is explained as for a guardian (a
    warning).
    """
    number = clean_number(text)
    if _REGISTRY.fullmatch(number):
        return Identification(REGISTRY_NUMBER, number, None, None, (Problem("document.registry-number"),))
    card = _DISABILITY.fullmatch(number)
    resident, problems = parse_resident(
        card[1] if card else number, today=today, holder="guardian", region_known=region_known
    )
    if resident is not None:
        kind = DISABILITY_CARD if card else resident.kind
        return Identification(kind, number, resident.birth_date, resident.sex, tuple(problems))
    if card or _RESIDENT_LIKE.fullmatch(number) or problems[0].code == "id.scientific":
        kind = DISABILITY_CARD if card else RESIDENT_ID
        return Identification(kind, number, None, None, tuple(problems))
    bare = number.replace("(", "").replace(")", "")
    for kind, pattern in _GUESSES:
        if pattern.fullmatch(number):
            return Identification(kind, bare, None, None, tuple(_find_hkid(kind, bare)))
    reason = "document.missing" if not number else "document.unknown"
    return Identification(UNKNOWN, number, None, None, (Problem(reason),))


#: In this order: the narrow shapes first, a passport is almost anything.
_GUESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (FOREIGN_PERMIT, _FOREIGN_OLD),
    (HKMO_TRAVEL, _HKMO_PERMIT),
    (HKID, _HKID),
    (TW_TRAVEL, _TW_PERMIT),
    (PASSPORT, _PASSPORT),
)


def _check_resident_card(
    text: str, today: date, holder: Holder, region_known: RegionKnown | None
) -> tuple[str, list[Problem]]:
    resident, problems = parse_resident(text, today=today, holder=holder, region_known=region_known)
    if resident is None:
        number = clean_number(text)
        if not number:
            return "", [] if holder == "guardian" else [Problem("document.missing")]
        return number, problems
    if resident.kind not in RULES[RESIDENT_CARD].resident_kinds:
        problems.append(Problem("document.other-kind", "warn"))
    return resident.text, problems


def _check_resident_like(
    rule: Rule, number: str, today: date, holder: Holder, region_known: RegionKnown | None
) -> tuple[str, list[Problem]]:
    """An 18-place number under another type: judged in full where the type has such cards, else pointed
    out.
    """
    resident, problems = parse_resident(number, today=today, holder=holder, region_known=region_known)
    if resident is None:
        return number, problems if rule.resident_kinds else []
    if resident.kind in rule.resident_kinds:
        return number, problems
    return number, [Problem("document.other-kind", "warn")]


def _find_type(type_code: str, number: str, holder: Holder) -> list[Problem]:
    if type_code:
        return [Problem("document.type-unknown", params={"type": type_code[:8]})]
    if holder == "guardian":
        return [Problem("document.type-missing", "warn")] if number else []
    return [Problem("document.type-missing")]


def _looks_resident(number: str) -> bool:
    return len(number) == 18 and number.isascii() and number[:17].isdigit()


def _find_hkid(kind: str, bare: str) -> list[Problem]:
    """The Hong Kong identity card's own check digit: weights 9 to 1, letters from 10, a missing letter 36,
    mod 11.
    """
    if kind != HKID:
        return []
    body = bare.rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in body[:-1]]
    values.append(10 if body[-1] == "A" else int(body[-1]))
    total = sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True))
    return [] if total % 11 == 0 else [Problem("document.check-digit", "warn")]
