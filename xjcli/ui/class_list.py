"""The screens of the class list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import class_words, listing

Result = dict[str, Any]
_COUNTS = ("present", "absent", "unknown", "unanswered", "extra")


def written(result: Result) -> Iterator[str]:
    yield from listing(
        ("class", "listed"), [(class_words(item["class"]), item["pupils"]) for item in result["classes"]]
    )
    yield phrase(
        "class-list.written", semester=result["semester"], classes=len(result["classes"]), pupils=result["pupils"],
        file=result["file"],
    )  # fmt: skip
    yield phrase("dry-run") if result["dry_run"] else phrase("class-list.write-next", semester=result["semester"])


def answered(result: Result) -> Iterator[str]:
    """The classes by count; each finding comes below with its words."""
    yield from listing(
        ("class", "listed", *_COUNTS, "answered"),
        [
            (
                class_words(item["class"]), item["pupils"], *(item[name] for name in _COUNTS),
                phrase("class-list.yes" if item["complete"] else "class-list.no"),
            )
            for item in result["classes"]
        ],
    )  # fmt: skip
    yield phrase("class-list.open", open=result["open"]) if result["open"] else phrase("class-list.clean")
