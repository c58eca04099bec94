"""The text of a paper in reading order (第二十五条): of blocks and of a .md; `read_docx` and `read_xlsx` give the same.

Programs that save a file again set other spaces, fonts and parts; so spaces count as one and empty lines as none.
What is hidden, or shown but not read, is refused: nobody can show one thing and have another verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from xjcli.papers.blocks import SILENT, Block, parse

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|#+-])")
_CELL = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_BETWEEN = "\x1f"

#: The line that bears the number and the code; it was once called 验证码.
CODE_LINE = re.compile(
    r"表单编号：([0-9]{4}-[0-9]{6}) (?:核验码|验证码)：([0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4})"
)


class Unreadable(ValueError):
    """The file is not what its name says."""


What = Literal["revision", "picture", "hidden", "edge", "field", "note", "other"]


class Foreign(ValueError):
    """The file holds what no form of ours holds: it may show what is not read, or hide what is. `what` says which."""

    def __init__(self, what: What = "other") -> None:
        super().__init__(what)
        self.what = what


def code_block(number: str, code: str) -> Block:
    """The line of the code, as it stands at the end of a form."""
    return Block("foot", (f"表单编号：{number}\u3000核验码：{code}",))


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """The lines of a paper, filled without escapes."""
    return normal(block.cells for block in blocks if block.kind not in SILENT)


def normal(rows: Iterable[Iterable[str]]) -> list[str]:
    """Rows of cells as lines: one space for many, nothing of what is empty."""
    lines = (_BETWEEN.join(" ".join(cell.split()) for cell in row).rstrip(_BETWEEN) for row in rows)
    return [line for line in (each.removeprefix("· ") for each in lines) if line]


def lines_of_markdown(text: str) -> list[str]:
    """The lines of a .md as `blocks.as_markdown` writes it."""
    return normal(_markdown(text))


def _markdown(text: str) -> Iterator[list[str]]:
    for line, block in zip(text.splitlines(), parse(text), strict=True):
        if block.kind == "row":
            inner = _CELL.sub("\\1" + _BETWEEN, line.strip()).removeprefix(_BETWEEN).removesuffix(_BETWEEN)
            yield [_ESCAPED.sub(r"\1", cell) for cell in inner.split(_BETWEEN)]
        elif block.kind not in SILENT:
            yield [_ESCAPED.sub(r"\1", cell) for cell in block.cells]
