"""The tables of a paper, put together from its lines: how wide a column is, which row is a head, where one writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xjcli.papers.blocks import Block, Role, widths

#: From so many columns on a table turns the page.
_WIDE = 8


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table, and the shares of the width that its columns have."""

    rows: tuple[Block, ...]
    widths: tuple[int, ...]

    @property
    def is_wide(self) -> bool:
        return len(self.widths) >= _WIDE

    @property
    def is_list(self) -> bool:
        """A head of labels over lines, not labels beside values."""
        return self.is_head(0)

    def is_head(self, number: int) -> bool:
        roles = self.rows[number].roles
        return number == 0 and len(self.rows) > 1 and len(roles) > 1 and set(roles) == {"label"}

    def has_room(self, number: int) -> bool:
        """A row that is signed or filled in by hand: nothing but at most a label at its left."""
        roles = self.rows[number].roles
        return bool(roles) and set(roles[1:] or roles) == {"room"}

    def role(self, number: int, place: int) -> Role:
        roles = self.rows[number].roles
        return roles[place] if place < len(roles) else "room"

    def text(self, number: int, place: int) -> str:
        cells = self.rows[number].cells
        return cells[place] if place < len(cells) else ""


def tables_of(blocks: Iterable[Block]) -> Iterator[Table | Block]:
    """The lines in their order, those of one table together."""
    for is_table, run in groupby(blocks, lambda block: block.kind in ("row", "rule")):
        if not is_table:
            yield from run
        elif found := _table(list(run)):
            yield found


def _table(lines: Sequence[Block]) -> Table | None:
    rows = tuple(block for block in lines if block.kind == "row")
    if not rows:
        return None
    shares = next((widths(block) for block in lines if block.kind == "rule"), [])
    columns = max(len(row.cells) for row in rows)
    usual = sum(shares) // len(shares) if shares else 1
    return Table(rows, tuple((shares + [usual] * columns)[:columns]))


def is_wide(blocks: Iterable[Block]) -> bool:
    """True where a table of the paper turns its pages."""
    return any(isinstance(part, Table) and part.is_wide for part in tables_of(blocks))
