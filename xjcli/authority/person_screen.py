"""第四条: what an official looks at of a pupil, in the words of the national form; masked before it comes here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from xjcli.reference import codes
from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.report.problems import field_words
from xjcli.schema.columns import BY_NAME

#: What a record says besides the form, with the phrase of its label.
_LABELS = MappingProxyType(
    {
        "stage": "authority.column.stage", "cohort": "authority.column.cohort", "class": "authority.column.class",
        "registry_number": "authority.column.number", "number_state": "authority.column.number-state",
        "standing": "column.standing", "status": "column.status",
    }
)  # fmt: skip
#: And the family of phrases that says its stored word.
_WORDS = MappingProxyType(
    {"stage": "school-stage", "number_state": "number_state", "standing": "standing", "status": "status"}
)


_PLACES = MappingProxyType({name: place for place, name in enumerate(dict.fromkeys(["name", *BY_NAME]))})


def person(fields: Mapping[str, object], indent: str) -> Iterator[str]:
    """A line for each field that is not empty: the name first, then as on the national form, then the rest."""
    colon = phrase("ask.colon")
    for name, value in sorted(fields.items(), key=lambda line: _PLACES.get(line[0], len(_PLACES))):
        if value not in ("", None):
            yield f"{indent}{label(name)}{colon}{text(name, str(value))}"


def label(name: str) -> str:
    """What a field is called; a name that nobody knows stays itself."""
    return phrase(_LABELS[name]) if name in _LABELS else field_words(name, english=current() == "en")


def text(name: str, value: str) -> str:
    """A stored value in words; one that is no code, or none that we know, stays itself."""
    if name in _WORDS:
        try:
            return phrase(f"{_WORDS[name]}.{value}")
        except KeyError:
            return value
    field = BY_NAME.get(name)
    if field is None or field.kind not in ("code", "yesno") or not value:
        return value
    return codes(field.table if field.kind == "code" else "yes-no").label(value, current())
