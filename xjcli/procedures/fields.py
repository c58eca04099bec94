"""Fields by name, as corrections and updates are asked for: which there are, where each is changed, what is shown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from xjcli.errors import Problem
from xjcli.reference import codes, field_of_header
from xjcli.regulation.basics import Nature, nature
from xjcli.schema.columns import BY_NAME
from xjcli.schema.masking import mask_field, mask_text

#: Where a field is changed that the command at hand does not change.
_ELSEWHERE: Mapping[Nature, str] = {
    "basic": "change.basic-field", "kept": "change.kept-field", "class": "change.class-field",
    "place": "change.place-field",
}  # fmt: skip


def by_name(answers: Mapping[str, str]) -> dict[str, str]:
    """`--set` as people write it: a heading of the national form names its field too."""
    return {name if name in BY_NAME else field_of_header(name) or name: text for name, text in answers.items()}


def find_misplaced(names: Iterable[str], wanted: Nature) -> list[Problem]:
    """Names that the form does not have, and fields that another command changes; each says what to do."""
    return [_unknown(name) if name not in BY_NAME else _elsewhere(name)
            for name in names if name not in BY_NAME or nature(name) != wanted]  # fmt: skip


def _unknown(name: str) -> Problem:
    close = ", ".join(difflib.get_close_matches(name, list(BY_NAME), 3, 0.4)) or "name, birth_date, phone …"
    return Problem("field.unknown", where=name[:40], params={"field": name[:40], "close": close})


def _elsewhere(name: str) -> Problem:
    return Problem(_ELSEWHERE[nature(name)], where=name, params={"label": BY_NAME[name].label})


def shown_change(name: str, before: str, after: str) -> dict[str, Any]:
    """One element of `changes[]`: the field and its values as they may be shown (第二十五条), in both languages.

    A number that was put into a wrong field, a name say, is looked for there too.
    """
    shown = [mask_text(mask_field(name, value)) for value in (before, after)]
    (from_zh, from_en), (to_zh, to_en) = (worded(name, value) for value in shown)
    return {
        "field": name, "label": BY_NAME[name].label, "from": shown[0], "to": shown[1], "label_en": english_label(name),
        "from_zh": from_zh, "from_en": from_en, "to_zh": to_zh, "to_en": to_en,
    }  # fmt: skip


def worded(name: str, value: str) -> tuple[str, str]:
    """A stored code with its word beside it, in Chinese and in English: 01 汉族; any other value as it is."""
    field = BY_NAME[name]
    if field.kind not in ("code", "yesno") or not value:
        return value, value
    table = codes(field.table or "yes-no")
    zh, en = table.label(value, "zh"), table.label(value, "en")
    return (f"{value} {zh}", f"{value} {en}") if zh != value else (value, value)


def english_label(name: str) -> str:
    """What a field is called in English: birth date, member 1 phone."""
    return re.sub(r"^member(\d)", r"member \1", name).replace("_", " ")
