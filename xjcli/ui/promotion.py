"""The screens of `xj promote`: how many go up from which grade to which, and who does not and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import class_words, listing

_SHOWN = 20


def plan(result: dict[str, Any]) -> Iterator[str]:
    """The counts of each grade, then the first of those who do not go up."""
    yield from listing(
        ("grade", "to-grade", "count"),
        [(class_words(line["from_label"]), class_words(line["to_label"]), line["count"]) for line in result["grades"]],
    )
    out = result["exceptions"]
    if out:
        yield from listing(
            ("name", "grade", "class", "reason", "record"),
            [
                (item["name"], item["grade"], item["class"], phrase(f"reason.{item['reason']}"), item["record_id"])
                for item in out[:_SHOWN]
            ],
        )
    if len(out) > _SHOWN:
        yield phrase("promote.more", count=len(out) - _SHOWN)
    key = "promote.done" if result["operation"] else "promote.plan"
    yield phrase(key, year=result["year"], count=result["count"], exceptions=len(out))


def promoted(result: dict[str, Any]) -> Iterator[str]:
    """What was recorded."""
    yield from plan(result)
    if result["operation"]:
        yield phrase("promote.next", operation=result["operation"])
    elif result["dry_run"]:
        yield phrase("dry-run")
