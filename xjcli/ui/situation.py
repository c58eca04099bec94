"""第七条: what belongs to a pupil's state, said with its words; a stored word is no word for a person."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from xjcli.report.language import current
from xjcli.report.phrases import phrase

#: Whose values are words of ours where they are known as such; a registrar's own words stay as they are.
_WORDS = frozenset({"ground", "kind"})


def said(situation: Mapping[str, Any]) -> str:
    """Each value that is not empty with its label, as 原因：疾病 · 至：2027-02-28."""
    return " · ".join(_line(name, value) for name, value in situation.items() if value not in ("", None, False))


def _line(name: str, stored: object) -> str:
    value = phrase("yes") if stored is True else str(stored)
    label = ""
    with contextlib.suppress(KeyError):
        label = phrase(f"situation.{name}") + phrase("ask.colon")
    if name == "country":
        value = _country(value)
    if name in _WORDS:
        with contextlib.suppress(KeyError):
            value = phrase(f"situation.word.{value}")
    return label + value


def _country(value: str) -> str:
    from xjcli.reference import codes

    return codes("country").label(value, current())
