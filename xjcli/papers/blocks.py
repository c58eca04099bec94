"""A template as lines of a few kinds, filled without ever letting a value change what kind of line it stands in.

`# ` title, `## ` heading, `> ` at the right (date, signature), `- ` item, `| a | b |` table, `---` a new page; all else
is a paragraph. The line under the head of a table gives its columns their widths: as many parts as it has hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, NoReturn

from xjcli.errors import Problem, Refusal

Kind = Literal["title", "heading", "right", "item", "text", "row", "rule", "blank", "page", "foot"]
#: What a cell of a template holds: words of the form, a blank that is filled, or room to write in.
Role = Literal["label", "value", "room"]
Values = Mapping[str, str]
Rows = Mapping[str, Sequence[Values]]
_MARKS: tuple[tuple[str, Kind], ...] = (("# ", "title"), ("## ", "heading"), ("> ", "right"), ("- ", "item"))
#: Lines that show no text.
SILENT = ("rule", "blank", "page")
_SIGN = {"foot": "> ", **{kind: mark for mark, kind in _MARKS}}
_BLANK = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?\s*\}\}")
#: What was meant as a blank and is none.
_BRACES = re.compile(r"\{\{[^{}]*(?:\}\})?|\}\}")
_SHOWN = 40
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+")
_PAGE = "---"
#: What would be read as a mark of Markdown inside a value.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#]|^[-+])")
#: What no line may hold; some of these end a line for one program and not for another.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


class Block(NamedTuple):
    """One line; only a table row has more than one cell. `roles` are those of the row's cells in the template."""

    kind: Kind
    cells: tuple[str, ...]
    roles: tuple[Role, ...] = ()


def parse(text: str) -> list[Block]:
    """The lines of a template."""
    return [_block(line.rstrip()) for line in text.splitlines()]


def _block(line: str) -> Block:
    if not line.strip():
        return Block("blank", ())
    if line.startswith("|"):
        if _RULE.fullmatch(line.strip()):
            return Block("rule", (line.strip(),))
        return row_of([cell.strip() for cell in line.strip().strip("|").split("|")])
    if line == _PAGE:
        return Block("page", ())
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return Block(kind, (line[len(mark) :].strip(),))
    return Block("text", (line,))


def row_of(cells: Sequence[str]) -> Block:
    """A row of a template's table."""
    return Block("row", tuple(cells), tuple(_role(cell) for cell in cells))


def _role(cell: str) -> Role:
    return "value" if _BLANK.search(cell) else "label" if cell.strip() else "room"


def widths(rule: Block) -> list[int]:
    """The parts of the width that the columns of a table have."""
    return [max(1, cell.count("-")) for cell in rule.cells[0].strip("|").split("|")]


def fill(
    template: Iterable[Block], name: str, values: Values, rows: Rows, *, escape: Callable[[str], str] = str
) -> list[Block]:
    """Every blank filled, values through `escape`. A line that only held empty values is dropped.

    `name` is the template's, for its place. Raises Refusal paper.blank for a blank that nothing fills.
    """
    return list(_filled(template, name, values, rows, escape))


def _filled(
    template: Iterable[Block], name: str, values: Values, rows: Rows, escape: Callable[[str], str]
) -> Iterator[Block]:
    for number, block in enumerate(template, start=1):
        place = f"{name}:{number}"
        for line in lines_for(block.cells, rows, place):
            cells = tuple(put(cell, {**values, **line}, place, escape) for cell in block.cells)
            if block.kind in (*SILENT, "row") or any(cell.strip() for cell in cells):
                yield Block(block.kind, cells, block.roles)


def lines_for(cells: Sequence[str], rows: Rows, place: str) -> Sequence[Values]:
    """The values of the list that these cells name, one line each; of those that name none one line of nothing."""
    lists = sorted({found[1] for cell in cells for found in _BLANK.finditer(cell) if found[2]})
    for many in lists:
        if many not in rows:
            _refuse(place, many, rows)
    if len(lists) > 1:
        _refuse(place, ", ".join(lists), rows)
    return rows[lists[0]] if lists else ({},)


def put(cell: str, values: Values, place: str, escape: Callable[[str], str] = str) -> str:
    """The text with its values in it; each stays on its line."""
    parts, end = [], 0
    for start, stop, value in values_in(cell, values, place):
        parts += [cell[end:start], escape(value)]
        end = stop
    return "".join([*parts, cell[end:]])


def values_in(cell: str, values: Values, place: str) -> list[tuple[int, int, str]]:
    """From where to where a blank stands, and what fills it. Refuses a blank of another name or spelling."""
    found = []
    for blank in _BLANK.finditer(cell):
        key = blank[2] or blank[1]
        if key not in values:
            _refuse(place, key, values)
        found.append((blank.start(), blank.end(), _CONTROL.sub(" ", values[key])))
    rest = _BLANK.sub("", cell)
    if wrong := _BRACES.search(rest):
        _refuse(place, wrong[0].strip("{} ")[:_SHOWN] or wrong[0][:_SHOWN], values)
    return found


def _refuse(place: str, blank: str, known: Mapping[str, object]) -> NoReturn:
    params: dict[str, str | int] = {"blank": blank, "known": ", ".join(sorted(known))}
    raise Refusal(Problem("paper.blank", where=place, params=params))


def escape_markdown(value: str) -> str:
    """A value of which Markdown makes nothing but its own text."""
    return _SPECIAL.sub(r"\\\1", value)


def as_markdown(blocks: Iterable[Block]) -> str:
    """The paper as Markdown; its values were escaped when they were filled in."""
    return "".join(_line(block) + "\n" for block in blocks)


def _line(block: Block) -> str:
    if block.kind == "row":
        return "| " + " | ".join(block.cells) + " |"
    if block.kind == "page":
        return _PAGE
    return _SIGN.get(block.kind, "") + (block.cells[0] if block.cells else "")
