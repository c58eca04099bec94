"""The shapes of single values in what is signed and sent, and the strict reading of one canonical object.

What travels is for ever and comes from others (第二十五条), so every field is checked by type and shape
before it is used, and an unknown field is refused. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from xjcli.errors import Problem, Refusal
from xjcli.schema.canonical import NotCanonical, parse_canonical

#: The fields of an object, each with what must be true of its value.
Rules: TypeAlias = "Mapping[str, Callable[[Any], bool]]"

_HEX = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_SCHOOL = re.compile(r"[0-9]{10}")
_AUTHORITY = re.compile(r"[0-9]{6}")
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
LONGEST_TEXT = 200
LONGEST_NOTE = 2000


def instant(moment: datetime) -> str:
    """A moment as it stands in what is signed: UTC, whole seconds, `2026-09-01T08:00:00Z`.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_instant(value: object) -> bool:
    """True for a real moment in the one spelling of `instant`."""
    return _shaped(_INSTANT, value) and _real(_same_instant, value)


def is_moment(value: object) -> bool:
    """True for any ISO moment with a time zone."""
    return is_text(value) and _real(_zoned, value)


def is_day(value: object) -> bool:
    """True for a real day written YYYY-MM-DD."""
    return _shaped(_DATE, value) and _real(date.fromisoformat, value)


def is_hash(value: object) -> bool:
    """True for a SHA-256 as it is written everywhere here: 64 lower-case hex digits."""
    return _shaped(_HEX, value)


def is_salt(value: object) -> bool:
    """True for the 16 random bytes of an act as hex."""
    return _shaped(_SALT, value)


def is_school(value: object) -> bool:
    """True for the shape of a school's identification code (学校标识码): ten digits."""
    return _shaped(_SCHOOL, value)


def is_authority(value: object) -> bool:
    """True for the shape of an authority's code: the six digits of its division (行政区划代码)."""
    return _shaped(_AUTHORITY, value)


def is_word(value: object) -> bool:
    """True for an opaque identifier: 1 to 64 ASCII letters, digits, `_`, `.` and `-`."""
    return _shaped(_WORD, value)


def is_text(value: object) -> bool:
    """True for a text of at most 200 characters, also an empty one, that cannot play tricks on a terminal."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and _CONTROL.search(value) is None


def is_note(value: object) -> bool:
    """True for a longer text of a person, at most 2,000 characters, as harmless as `is_text`."""
    return isinstance(value, str) and len(value) <= LONGEST_NOTE and _CONTROL.search(value) is None


def is_count(value: object) -> bool:
    """True for zero or a natural number; True and False are no numbers here."""
    return type(value) is int and value >= 0


def is_ordinal(value: object) -> bool:
    """True for a natural number: a place in a sequence."""
    return is_count(value) and value != 0


def one_of(*words: str) -> Callable[[Any], bool]:
    """A check for one of a few stored words."""
    allowed = frozenset(words)
    return lambda value: isinstance(value, str) and value in allowed


def read_object(data: bytes, code: str, where: str | None = None) -> dict[str, Any]:
    """The one canonical JSON object in `data`. Raises Refusal with `code` (params: field)."""
    try:
        raw = parse_canonical(data)
    except (NotCanonical, RecursionError) as error:
        raise fault(code, "JSON", where) from error
    if not isinstance(raw, dict):
        raise fault(code, "JSON", where)
    return raw


def require_fields(raw: Mapping[str, Any], rules: Rules, code: str, where: str | None = None) -> None:
    """Exactly the fields of `rules`, and each agrees. Raises Refusal with `code` (params: field)."""
    if raw.keys() != rules.keys():
        raise fault(code, "fields", where)
    for name, agrees in rules.items():
        if not agrees(raw[name]):
            raise fault(code, name, where)


def fault(code: str, field: str, where: str | None = None) -> Refusal:
    """A refusal that names the field, never its value."""
    return Refusal(Problem(code, where=where, params={"field": field}))


def _shaped(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _real(read: Callable[[str], object], value: Any) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _same_instant(text: str) -> None:
    """Newer Pythons read 24:00:00 as the next midnight: a second spelling."""
    if instant(datetime.fromisoformat(text)) != text:
        raise ValueError("another spelling of a moment")


def _zoned(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("a moment without a time zone")
