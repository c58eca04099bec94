"""The screens of the acts of chapter 3; what stands here was masked by its procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.report.tables import table
from xjcli.ui.importing import field_words
from xjcli.ui.tables import listing

Result = dict[str, Any]


def plan(result: Result) -> Iterator[str]:
    """Who is meant, before anything is recorded and after."""
    yield from listing(
        ("name", "grade", "class", "status", "record"),
        [
            (item["name"], item["grade"], item["class"], phrase(f"status.{item['status']}"), item["record_id"])
            for item in result["items"]
        ],
    )
    if "changes" in result:
        yield from field_table(result["changes"])
    yield from exceptions(result.get("exceptions", []))


def exceptions(left: list[Result]) -> Iterator[str]:
    """The pupils of a grade who are left out, with the codes of what stands against it."""
    if not left:
        return
    yield phrase("graduate.exceptions", count=len(left))
    heads = [phrase(f"column.{head}") for head in ("name", "status", "record")]
    yield from table(
        [*heads, ""],
        [
            (item["name"], phrase(f"status.{item['status']}"), item["record_id"], ", ".join(item["codes"]))
            for item in left
        ],
    )


def change(result: Result) -> Iterator[str]:
    """What became of one act for one pupil or many."""
    yield from plan(result)
    stored = result["operation"] is not None
    key = "change.plan" if not stored else "change.waits" if result["awaits"] else "change.done"
    yield phrase(key, act=phrase(f"kind.{result['act']}"), count=result["count"])
    yield phrase("change.next" if stored else "dry-run")


def field_table(lines: list[Result]) -> Iterator[str]:
    """Fields with their old and new values, as the procedure masked them."""
    none = phrase("change.empty")
    yield from listing(
        ("field", "from", "to"),
        [field_words(line, none) for line in lines],
    )
