"""The screens of `xj undo`: who would be put back, who is kept, who is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing

_SHOWN = 20


def plan(result: dict[str, Any]) -> Iterator[str]:
    """The first pupils with what becomes of them, those in the way before those that are reversed, and the counts."""
    items = sorted(result["items"], key=lambda item: item["bucket"] == "reversed")
    yield from listing(
        ("name", "kind", "bucket", "record"),
        [
            (item["name"], _kinds(item["kinds"]), phrase(f"bucket.{item['bucket']}"), item["record_id"])
            for item in items[:_SHOWN]
        ],
    )
    if len(items) > _SHOWN:
        yield phrase("undo.more", count=len(items) - _SHOWN)
    yield phrase("undo.done" if result["operation"] else "undo.plan", **result)


def undone(result: dict[str, Any]) -> Iterator[str]:
    """What became of the operation."""
    if "items" not in result:
        return
    yield from plan(result)
    yield phrase("undo.next" if result["operation"] else "dry-run")


def _kinds(kinds: list[str]) -> str:
    return " ".join(phrase(f"kind.{kind}") for kind in dict.fromkeys(kinds))
