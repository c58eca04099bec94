"""Which language the program speaks: `--lang`, then XJ_LANG, then an English locale, otherwise Chinese."""

from __future__ import annotations

import os
from typing import Literal

Lang = Literal["zh", "en"]
_chosen: list[Lang] = []


def choose(option: str | None) -> Lang:
    """Settle the language for this process and return it."""
    _chosen[:] = [_decide(option)]
    return _chosen[0]


def current() -> Lang:
    """The settled language; decided from the environment where nobody chose."""
    return _chosen[0] if _chosen else choose(None)


def _decide(option: str | None) -> Lang:
    asked = (option or os.environ.get("XJ_LANG") or "").lower()
    if asked[:2] in ("zh", "en"):
        return "en" if asked.startswith("en") else "zh"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(name, "")
        if locale:
            return "en" if locale.lower().startswith("en") else "zh"
    return "zh"


def pick(zh: str, en: str) -> str:
    """The one of two texts that this process speaks."""
    return en if current() == "en" else zh
