"""What an import would change of pupils we know, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing

_SHOWN = 20


def changes(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The first differences with the cell's row, old and new value, and what becomes of each."""
    lines = [(row["where"], line) for row in rows for line in row["changes"]]
    if not lines:
        return
    none = phrase("change.empty")
    yield from listing(
        ("where", "field", "from", "to", "bucket"),
        [
            (where, line["label"], line["from"] or none, line["to"] or none, phrase(f"becomes.{line['becomes']}"))
            for where, line in lines[:_SHOWN]
        ],
    )
    if len(lines) > _SHOWN:
        yield phrase("import.more", count=len(lines) - _SHOWN)


def against_list(differences: list[dict[str, Any]]) -> Iterator[str]:
    """What the national system's export says otherwise, pupil by pupil, with what would settle it."""
    if not differences:
        return
    yield from listing(
        ("where", "name", "field", "here", "there", "next"),
        [
            (
                line["where"], line["name"], phrase(f"listed.{line['field']}"), line["here"], line["there"],
                line["command"] or phrase(f"listed.{line['becomes']}"),
            )
            for line in differences[:_SHOWN]
        ],
    )  # fmt: skip
    if len(differences) > _SHOWN:
        yield phrase("import.more", count=len(differences) - _SHOWN)


def papers(result: dict[str, Any]) -> Iterator[str]:
    """The annotated workbook and the list of whom to ask again, where they were asked for."""
    if made := result.get("annotated"):
        yield phrase("import.annotated", **made)
        if not made["kept"]:
            yield phrase("import.made-anew")
    if asks := result.get("asks"):
        yield phrase("import.asks", **asks)
