"""What comes near to a name, a record id or a class that nobody bears: told beside the refusal, never taken instead.

Looked for only where something was not found. A number gets no answer: what is near to a number is a guess at one
(第二十五条).
"""

from __future__ import annotations

import difflib

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.registry import queries
from xjcli.registry.projections import initials
from xjcli.schema.values.normalise import name_key

_MOST = 3
#: So many that share a letter are compared, on a roll of any length.
_LOOKED_AT = 2_000
#: A name of three signs with one of them wrong is 0.67 alike, a record id with two wrong ones 0.87.
_ALIKE_NAME, _ALIKE_ID = 0.5, 0.8
_DIGITS = 5
#: What is longer is no name.
_LONGEST = 30


def pupils_near(desk: Desk, text: str) -> list[Problem]:
    """A note with the pupils whose name sounds or looks like this, or whose record id does; none for a number."""
    typed = text.strip()
    is_id = typed.isascii() and typed.isalnum() and typed[:1] in ("r", "R")
    if not 0 < len(typed) <= _LONGEST or (not is_id and sum(sign.isdigit() for sign in typed) >= _DIGITS):
        return []
    found = _ids(desk, typed) if is_id else _names(desk, typed)
    if not found:
        return []
    close = ", ".join(f"{name} ({record_id})" for name, record_id in found)
    return [Problem("pupil.near", "note", params={"close": close})]


def _names(desk: Desk, typed: str) -> list[tuple[str, str]]:
    """The same initials first (章三 for 张三), then the same signs."""
    key, letters = name_key(typed), initials(typed)
    rows = queries.sharing(desk.registry, key, letters, _LOOKED_AT)
    scored = [
        ((row["letters"] == letters and len(row["name_key"]) == len(key)), _alike(key, row["name_key"]), row)
        for row in rows
    ]
    good = [each for each in scored if each[0] or each[1] >= _ALIKE_NAME]
    good.sort(key=lambda each: (not each[0], -each[1], each[2]["record_id"]))
    return [(row["name"], row["record_id"]) for _, _, row in good[:_MOST]]


def _ids(desk: Desk, typed: str) -> list[tuple[str, str]]:
    rows = {row["record_id"]: row["name"] for row in queries.sharing_id(desk.registry, typed.lower(), _LOOKED_AT)}
    close = difflib.get_close_matches(typed.lower(), rows, _MOST, _ALIKE_ID)
    return [(rows[record_id], record_id) for record_id in close]


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def empty_class(desk: Desk, class_no: str) -> list[Problem]:
    """A note where a class has no pupil, with the classes that have some; the nearest first."""
    known = list(dict.fromkeys(row["class_no"] for row in queries.class_sizes(desk.registry)))
    if not class_no or class_no in known or not known:
        return []
    close = difflib.get_close_matches(class_no, known, _MOST, 0.3) or known[:_MOST]
    return [Problem("class.nobody", "note", params={"class": class_no, "close": ", ".join(close)})]
