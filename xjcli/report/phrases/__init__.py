"""What the screens say, zh and en side by side; loaded only when something is printed for a person."""

from __future__ import annotations

from importlib import import_module

from xjcli.report.language import current

#: One module a subject, the most used first; a key stands in exactly one of them.
SUBJECTS = (
    "screens",
    "first",
    "sheets",
    "words",
    "changes",
    "leaving",
    "maintenance",
    "doctor",
    "numbers",
    "backup",
    "people",
    "clocks",
    "reconcile",
    "review",
    "supervision",
    "law",
    "handover",
    "situation",
    "transfer",
    "dossier",
    "pupil_card",
    "forms",
    "importing",
    "progress",
    "semester",
    "class_list",
    "against",
    "roster",
    "fields",
    "lock",
    "authority",
)


def phrase(key: str, /, **params: object) -> str:
    """The screen text `key` in the language of this process, its parameters filled in."""
    return in_language(key, english=current() == "en").format(**params)


def in_language(key: str, *, english: bool) -> str:
    """The text `key` in one of the two languages, as it stands. KeyError for a key of no subject."""
    for subject in SUBJECTS:
        found: tuple[str, str] | None = import_module(f"xjcli.report.phrases.{subject}").PHRASES.get(key)
        if found is not None:
            return found[1 if english else 0]
    raise KeyError(key)
