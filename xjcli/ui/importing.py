"""What an import would change of pupils we know, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.procedures.fields import english_label
from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.schema.columns import BY_NAME
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
        [(where, *field_words(line, none), phrase(f"becomes.{line['becomes']}")) for where, line in lines[:_SHOWN]],
    )
    if len(lines) > _SHOWN:
        yield phrase("import.more", count=len(lines) - _SHOWN)


def lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The lines of a plan by their numbers: what `--only` picks; those that are refused with the reason's code."""
    if not rows:
        return
    yield from listing(
        ("line", "row", "bucket", "name", "field"),
        [
            (line["line"], line["row"], phrase(f"line.{line['kind']}"), line["name"], _said(line))
            for line in rows[:_SHOWN]
        ],
    )
    if len(rows) > _SHOWN:
        yield phrase("import.more", count=len(rows) - _SHOWN)


def _said(line: dict[str, Any]) -> str:
    """The fields that would change, or the codes of what stands against the row."""
    if line["codes"]:
        return ", ".join(line["codes"])
    if current() == "en":
        return ", ".join(english_label(name) for name in line["fields"])
    return "、".join(BY_NAME[name].label for name in line["fields"])


def field_words(line: dict[str, Any], none: str) -> tuple[str, str, str]:
    """The field and its two values in the language of the screen, a code with its word."""
    lang = current()
    label = line["label_en"] if lang == "en" else line["label"]
    return label, line[f"from_{lang}"] or none, line[f"to_{lang}"] or none


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
