"""A plain table for people, its columns aligned though Chinese letters are two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Header, rule and rows as lines, each column as wide as its widest cell."""
    cells = [[str(value) for value in row] for row in rows]
    widths = [max([width(header), *(width(row[index]) for row in cells)]) for index, header in enumerate(headers)]
    yield _line(headers, widths)
    yield "  ".join("-" * each for each in widths)
    for row in cells:
        yield _line(row, widths)


def width(text: str) -> int:
    """Terminal cells that a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _line(values: Sequence[str], widths: Sequence[int]) -> str:
    padded = [value + " " * (size - width(value)) for value, size in zip(values, widths, strict=True)]
    return "  ".join(padded).rstrip()
