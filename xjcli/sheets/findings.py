"""What reading a sheet gives: the pupils, and every problem with its place, cheap even when there are
200,000.

An empty 籍贯 column of 10,000 pupils is 10,000 problems in `--json`, but one record here: a `Gap` holds the
field and the rows, and becomes problems only when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xjcli.errors import Problem, Severity
from xjcli.sheets.headers import label_of
from xjcli.sheets.table import Table

MISSING = {"refuse": "sheet.cell-missing", "warn": "sheet.cell-empty"}


class Finding(NamedTuple):
    """One problem with its place as numbers, so that all can be put in the order of the sheet."""

    row: int
    column: int
    problem: Problem


class Gap(NamedTuple):
    """A field that is empty in these rows (Excel's numbers): `refuse` where it is required, else `warn`."""

    name: str
    severity: Severity
    rows: list[int]

    @property
    def code(self) -> str:
        """`sheet.cell-missing` or `sheet.cell-empty`."""
        return MISSING[self.severity]


@dataclass(slots=True)
class PupilRow:
    """One pupil of a sheet: the stored values of every filled field (schema.columns).

    `fields["grade"]` is `<stage>-<cohort>`, also where the sheet had no 年级; both are also here as they are
    used. `registry_number` is the 学籍号 of a list of issued numbers, never one of the fields.
    """

    number: int
    fields: dict[str, str]
    stage: str = ""
    cohort: int = 0
    registry_number: str = ""


@dataclass(slots=True)
class Sheet:
    """Every pupil of the table, accepted or not, and everything that was found."""

    table: Table
    rows: list[PupilRow]
    findings: list[Finding]
    gaps: list[Gap]
    refused: frozenset[int] = field(default_factory=frozenset)

    @property
    def accepted(self) -> list[PupilRow]:
        """The rows that nothing refuses."""
        return [row for row in self.rows if row.number not in self.refused]

    def only(self, rows: Collection[int]) -> Sheet:
        """These rows alone, by Excel's numbers, with what was found in them; the table's remarks stay."""
        wanted = frozenset(rows)
        gaps = [Gap(gap.name, gap.severity, [row for row in gap.rows if row in wanted]) for gap in self.gaps]
        return Sheet(
            self.table, [row for row in self.rows if row.number in wanted],
            [found for found in self.findings if found.row in wanted], [gap for gap in gaps if gap.rows],
            self.refused & wanted,
        )  # fmt: skip

    @property
    def problems(self) -> list[Problem]:
        """The table's remarks, then one problem for each cell, all of them, in the order of the sheet.

        Built anew on every call (about 1 µs each): ask once.
        """
        places = [*self.findings, *(place for gap in self.gaps for place in self._expand(gap))]
        places.sort(key=lambda place: place[:2])
        return [*self.table.notes, *(place.problem for place in places)]

    def refusals(self) -> Iterator[tuple[int, str]]:
        """The row and the code of everything that refuses a row."""
        yield from ((found.row, found.problem.code) for found in self.findings if found.problem.severity == "refuse")
        yield from ((row, gap.code) for gap in self.gaps if gap.severity == "refuse" for row in gap.rows)

    def groups(self, others: Iterable[Problem] = ()) -> list[dict[str, Any]]:
        """`report.problems.group` of `problems` and then of `others`, without building the problems of the
        gaps.
        """
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for problem in (*self.table.notes, *(place.problem for place in self._in_order()), *others):
            _count(found, problem.code, problem.severity, problem.where, problem.where, 1)
        for gap in self.gaps:
            first, last = (self.table.address(gap.rows[end], gap.name) for end in (0, -1))
            _count(found, gap.code, gap.severity, first, last, len(gap.rows))
        return list(found.values())

    def _in_order(self) -> list[Finding]:
        return sorted(self.findings, key=lambda place: place[:2])

    def _expand(self, gap: Gap) -> Iterable[Finding]:
        table, column = self.table, self.table.fields.get(gap.name)
        letter, index = (column.letter, column.index) if column else ("", -1)
        params: dict[str, str | int] = {
            "header": column.header if column else "",
            "label": label_of(gap.name),
        }
        for row in gap.rows:
            yield Finding(row, index, Problem(gap.code, gap.severity, f"{table.sheet}!{letter}{row}", params))


def _count(
    found: dict[tuple[str, str], dict[str, Any]],
    code: str,
    severity: str,
    first: str | None,
    last: str | None,
    count: int,
) -> None:
    group = found.setdefault(
        (code, severity), {"code": code, "severity": severity, "count": 0, "first": first, "last": last}
    )
    group["count"] += count
    group["last"] = last
