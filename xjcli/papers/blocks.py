"""A template as lines of a few kinds, filled without ever letting a value change what kind of line it stands in.

`# ` title, `## ` heading, `> ` at the right (date, signature), `- ` item, `| a | b |` table; all else is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, NoReturn

from xjcli.errors import Problem, Refusal

Kind = Literal["title", "heading", "right", "item", "text", "row", "rule", "blank"]
Values = Mapping[str, str]
Rows = Mapping[str, Sequence[Values]]
_MARKS: tuple[tuple[str, Kind], ...] = (("# ", "title"), ("## ", "heading"), ("> ", "right"), ("- ", "item"))
_SIGN = {kind: mark for mark, kind in _MARKS}
_BLANK = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?\s*\}\}")
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+")
#: What would be read as a mark of Markdown inside a value.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#]|^[-+])")
#: What no line may hold; some of these end a line for one program and not for another.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


class Block(NamedTuple):
    """One line; only a table row has more than one cell."""

    kind: Kind
    cells: tuple[str, ...]


def parse(text: str) -> list[Block]:
    """The lines of a template."""
    return [_block(line.rstrip()) for line in text.splitlines()]


def _block(line: str) -> Block:
    if not line.strip():
        return Block("blank", ())
    if line.startswith("|"):
        if _RULE.fullmatch(line.strip()):
            return Block("rule", (line.strip(),))
        return Block("row", tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return Block(kind, (line[len(mark) :].strip(),))
    return Block("text", (line,))


def fill(
    template: Iterable[Block], values: Values, rows: Rows, name: str, *, escape: Callable[[str], str] = str
) -> list[Block]:
    """Every blank filled, values through `escape`. A line that only held empty values is dropped.

    Raises Refusal paper.blank for a blank that nothing fills.
    """
    return list(_filled(template, values, rows, name, escape))


def _filled(
    template: Iterable[Block], values: Values, rows: Rows, name: str, escape: Callable[[str], str]
) -> Iterator[Block]:
    for block in template:
        lists = {found[1] for cell in block.cells for found in _BLANK.finditer(cell) if found[2]}
        for many in sorted(lists - rows.keys()):
            _refuse(name, many, rows)
        if len(lists) > 1:
            _refuse(name, ", ".join(sorted(lists)), rows)
        for row in rows[min(lists)] if lists else ({},):
            cells = tuple(_put(cell, {**values, **row}, name, escape) for cell in block.cells)
            if block.kind in ("row", "rule", "blank") or any(cell.strip() for cell in cells):
                yield Block(block.kind, cells)


def _put(cell: str, values: Values, name: str, escape: Callable[[str], str]) -> str:
    """The cell with its values in it; each stays on its line."""

    def value(found: re.Match[str]) -> str:
        key = found[2] or found[1]
        if key not in values:
            _refuse(name, key, values)
        return escape(_CONTROL.sub(" ", values[key]))

    return _BLANK.sub(value, cell)


def _refuse(name: str, blank: str, known: Mapping[str, object]) -> NoReturn:
    params: dict[str, str | int] = {"blank": blank, "known": ", ".join(sorted(known))}
    raise Refusal(Problem("paper.blank", where=f"{name}.md", params=params))


def escape_markdown(value: str) -> str:
    """A value of which Markdown makes nothing but its own text."""
    return _SPECIAL.sub(r"\\\1", value)


def as_markdown(blocks: Iterable[Block]) -> str:
    """The paper as Markdown; its values were escaped when they were filled in."""
    return "".join(_line(block) + "\n" for block in blocks)


def _line(block: Block) -> str:
    if block.kind == "row":
        return "| " + " | ".join(block.cells) + " |"
    return _SIGN.get(block.kind, "") + (block.cells[0] if block.cells else "")
