"""The words of an act, held at our own door to what the other side takes (第三条、第二十五条). Pure.

A bundle is taken in whole or not at all, and what was sent cannot be taken back: one remark too long, or one sign that
plays tricks on a terminal, would hold up everything the school reports from then on. So such an act is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xjcli.errors import Problem
from xjcli.schema import shapes

#: Fields of a body that hold one short text; every other text of an act is a note.
SHORT = frozenset(
    {
        "paper", "certificate", "decision", "country", "school", "cause", "township", "household_region", "title",
        "place", "package", "from_name",
    }
)  # fmt: skip
#: A person of the form is judged as notes, whatever its fields are called.
_PERSON = "person"
#: Signs that `shapes.is_note` may refuse, as they stand in canonical JSON.
_DOUBTFUL = re.compile("[\\\\\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def find_text_problems(record_id: str, body: Mapping[str, Any], spelled: str) -> list[Problem]:
    """What the other side would refuse of these texts; `spelled` is the body in its canonical spelling."""
    if _is_harmless(spelled):
        return []
    return [problem for field, text in _texts(body, "") for problem in judge(record_id, field, text)]


def _is_harmless(spelled: str) -> bool:
    """Canonical JSON without a sign or a length that could be wrong: almost every act ends here.

    What can be printed holds none of the signs, and is asked far sooner than the pattern. From each " the
    last one within reach is looked for: where there is none, a text is too long for the shortest field.
    """
    if "\\" in spelled or not (spelled.isprintable() or _DOUBTFUL.search(spelled) is None):
        return False
    at, last = spelled.find('"'), spelled.rfind('"')
    while -1 < at < last:
        further = spelled.rfind('"', at + 1, at + shapes.LONGEST_TEXT + 2)
        if further < 0:
            return False
        at = further
    return True


def judge(where: str | None, field: str, text: str, *, short: bool | None = None) -> list[Problem]:
    """At most one problem of one text: too long for its field, or with a sign that cannot be shown."""
    limit = shapes.LONGEST_TEXT if (field in SHORT if short is None else short) else shapes.LONGEST_NOTE
    if len(text) > limit:
        return [Problem("text.too-long", where=where, params={"field": field, "length": len(text), "limit": limit})]
    if not shapes.is_note(text):
        return [Problem("text.control", where=where, params={"field": field})]
    return []


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Every text below `value`, each with the name of the field that holds it."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{_PERSON}.{name}" if field == _PERSON else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, field)
