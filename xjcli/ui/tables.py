"""The tables that several screens show; what stands in them was masked by a procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.report.tables import table
from xjcli.schema.values.classes import english_label

Result = dict[str, Any]


def listing(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Rows under headings that are named by the words of the phrases `column.*`."""
    yield from table([phrase(f"column.{head}") for head in heads], rows)


def class_words(label: str) -> str:
    """A grade or class in the reader's language; a result holds the national words."""
    return english_label(label) if current() == "en" else label


def pupils(items: Sequence[Result]) -> Iterator[str]:
    """Pupils with their numbers as they are in the result."""
    yield from listing(
        ("name", "sex", "grade", "class", "number", "state", "standing", "record"),
        [
            (
                item["name"], phrase(f"sex.{item['sex']}"), item["grade"], item["class"], item["registry_number"],
                phrase(f"number_state.{item['number_state']}"), phrase(f"standing.{item['standing']}"),
                item["record_id"],
            )
            for item in items
        ],
    )  # fmt: skip


def acts(items: Sequence[Result]) -> Iterator[str]:
    """Acts in their order, with who recorded them and on which article they rest."""
    yield from listing(
        ("seq", "kind", "on", "by", "article"),
        [
            (act["seq"], phrase(f"kind.{act['kind']}"), act["occurred_on"], act["recorded_by"], act["article"] or "")
            for act in items
        ],
    )
