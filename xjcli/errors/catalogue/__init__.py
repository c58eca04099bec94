"""The catalogue of every problem: one module per subject, merged here; a code stands in exactly one of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from xjcli.errors import Entry

SUBJECTS = (
    "usage",
    "calling",
    "identity",
    "record",
    "change",
    "handover",
    "transfer",
    "dossier",
    "correction",
    "promotion",
    "undoing",
    "leaving",
    "limits",
    "paper",
    "semester",
    "form",
    "text",
    "check",
    "reconcile",
    "review",
    "supervision",
    "law",
    "registry",
    "backup",
    "people",
    "lock",
    "sheet",
    "workbook",
    "near",
    "listing",
    "class_list",
    "against",
    "roster",
    "outgoing",
    "bundle",
    "pupil_card",
    "transport",
    "authority",
    "database",
)


def _subject(name: str) -> Mapping[str, Entry]:
    found: Mapping[str, Entry] = import_module(f"xjcli.errors.catalogue.{name}").ENTRIES
    return found


ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {code: line for subject in SUBJECTS for code, line in _subject(subject).items()}
)


def clashes() -> list[str]:
    """Codes that two modules claim; a test holds this list empty."""
    seen: dict[str, int] = {}
    for subject in SUBJECTS:
        for code in _subject(subject):
            seen[code] = seen.get(code, 0) + 1
    return sorted(code for code, times in seen.items() if times > 1)


__all__ = ["ENTRIES", "SUBJECTS", "Entry", "clashes"]
