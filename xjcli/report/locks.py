"""The screens of encryption: the ways to open a home, and the recovery key, in digits and as a square code."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase

Result = dict[str, Any]


def done(result: Result) -> Iterator[str]:
    """What one of the verbs of `xj key` did to the lock."""
    if result["dry_run"]:
        yield phrase("dry-run")
        return
    yield phrase(f"lock.done.{result['done']}")
    yield from protection(result)


def protection(result: Result) -> Iterator[str]:
    """How the home is closed; the recovery key where one was just made."""
    found = result["protection"]
    if not found["encrypted"]:
        yield phrase("lock.plain")
        return
    ways = [phrase(f"lock.way.{way}") for way in found["ways"] or ["none"]]
    yield phrase("lock.ways", ways="、".join(ways))
    if found.get("key_file"):
        yield phrase("lock.key-file", file=found["key_file"])
    if result.get("recovery"):
        yield from _recovery(result["recovery"])


def _recovery(digits: str) -> Iterator[str]:
    half = len(digits) // 2
    yield ""
    yield phrase("lock.recovery", first=digits[:half], second=digits[half + 1 :])
    if sys.stdout.isatty():
        yield ""
        yield _square_code(digits)


def _square_code(digits: str) -> str:
    """The digits for a camera: half blocks where the console has them, else colours alone, which every one has."""
    import segno

    out = io.StringIO()
    compact = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    segno.make(digits.replace("-", ""), error="m", micro=False).terminal(out, compact=compact)
    return out.getvalue().rstrip("\n")
