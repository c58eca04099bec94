"""What a report of a semester is made of (第二十四条), and what of it may be shown (第二十五条).

Every number has one key wherever it stands, so what is withheld in one table is withheld in all of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xjcli.regulation.statistics import FLAGS, PARTITIONS, TOTAL, Group, Statistics
from xjcli.regulation.suppression import SMALL, SMALLEST_SHOWN, Sum, withhold
from xjcli.schema.record import ENROLLED

INS, OUTS = "+", "-"


@dataclass(frozen=True, slots=True)
class Flow:
    """So many pupils of a grade and a sex by one kind of act; `sign` is + or -."""

    code: str
    label: str
    grade_no: int
    sex: str
    sign: str
    count: int


class Identity(NamedTuple):
    """期初 + 增 − 减 = 期末 of one grade, or of the school (grade 0)."""

    grade_no: int
    opening: int
    ins: int
    outs: int
    closing: int


class Clock(NamedTuple):
    """How many matters of a kind run, and how many of them are late."""

    what: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A semester of a school in numbers; `day` is that of the statistics."""

    school: str
    school_code: str
    semester: str
    statistics: Statistics
    flows: tuple[Flow, ...] = ()
    identity: tuple[Identity, ...] = ()
    clocks: tuple[Clock, ...] = ()


class Cell(NamedTuple):
    """A number as it is shown; `value` is None where it is withheld."""

    text: str
    value: int | None


class View:
    """The numbers of a report by their keys, as a reader may see them."""

    def __init__(self, figures: Figures, *, publish: bool) -> None:
        """With `publish` small numbers are withheld."""
        self.figures = figures
        self.publish = publish
        self._cells = dict(_cells(figures))
        self._hidden = self._withheld() if publish else {}

    def _withheld(self) -> dict[Hashable, str]:
        """What may not be shown; the others of a group are never printed, but could be worked out."""
        groups = _groups(self.figures.statistics)
        others = {_others(group, flag): group.total - group.count(flag) for group in groups for flag in FLAGS}
        for place, clock in enumerate(self.figures.clocks):
            others[clock_key(place, "in time")] = clock.open - clock.overdue
        known = {**self._cells, **others}
        sums = [each for each in _sums(self.figures) if _holds(each, known)]
        return withhold(known, sums, unseen=others)

    def cell(self, key: Hashable) -> Cell:
        """The number with this key; 0 where there is none."""
        kind = self._hidden.get(key, "")
        if kind:
            return Cell(f"<{SMALLEST_SHOWN}" if kind == SMALL else "*", None)
        value = self._cells.get(key, 0)
        return Cell(str(value), value)

    def of(self, group: Group, kind: str = TOTAL) -> Cell:
        """How many of a class, a grade or the school are of this kind."""
        return self.cell(group_key(group.grade_no, group.class_no, kind))


def group_key(grade_no: int, class_no: str, kind: str) -> Hashable:
    """The key of a number of 学生概况."""
    return (grade_no, class_no, kind)


def flow_key(code: str, sign: str, *, grade_no: int = 0, sex: str | None = None) -> Hashable:
    """The key of a number of 异动统计: of all, of one grade, or of one sex."""
    return ("flow", code, sign, grade_no, sex)


def identity_key(figures: Figures, row: Identity, side: str) -> Hashable:
    """The key of a number of 期初期末; 期末数 is that of those in class, a number of 学生概况 too."""
    if side == "closing":
        statistics, kind = figures.statistics, f"status:{ENROLLED}"
        for group in (statistics.school, *statistics.grades):
            if (group.grade_no, group.count(kind)) == (row.grade_no, row.closing) and kind in statistics.school.counts:
                return group_key(group.grade_no, "", kind)
    return ("identity", row.grade_no, side)


def clock_key(place: int, side: str) -> Hashable:
    """The key of a number of 时限."""
    return ("clock", place, side)


def flow_codes(figures: Figures) -> dict[tuple[str, str], str]:
    """(code, sign) → label, in the order in which they came."""
    return {(flow.code, flow.sign): flow.label for flow in figures.flows}


def flow_grades(figures: Figures) -> list[int]:
    """The grades in which something changed."""
    return sorted({flow.grade_no for flow in figures.flows})


def flow_sexes(figures: Figures) -> list[str]:
    """The sexes that occur among the changes; the unknown last."""
    return sorted({flow.sex for flow in figures.flows}, key=lambda sex: (sex == "", sex))


def _groups(statistics: Statistics) -> tuple[Group, ...]:
    return (statistics.school, *statistics.grades, *statistics.classes)


def _others(group: Group, flag: str) -> Hashable:
    return (group.grade_no, group.class_no, f"not {flag}")


def _kinds(statistics: Statistics, group: Group) -> Iterator[tuple[str, ...]]:
    """The kinds that add up to a group; ages are not shown of a class."""
    for name in (*PARTITIONS, *(() if group.class_no else ("age",))):
        yield tuple(f"{name}:{value}" for value in statistics.values(name))


def _cells(figures: Figures) -> Iterator[tuple[Hashable, int]]:
    statistics = figures.statistics
    for group in _groups(statistics):
        for kind in (TOTAL, *FLAGS, *(kind for kinds in _kinds(statistics, group) for kind in kinds)):
            yield group_key(group.grade_no, group.class_no, kind), group.count(kind)
    for code, sign in flow_codes(figures):
        mine = [flow for flow in figures.flows if (flow.code, flow.sign) == (code, sign)]
        yield flow_key(code, sign), sum(flow.count for flow in mine)
        for number in flow_grades(figures):
            yield flow_key(code, sign, grade_no=number), sum(flow.count for flow in mine if flow.grade_no == number)
        for sex in flow_sexes(figures):
            yield flow_key(code, sign, sex=sex), sum(flow.count for flow in mine if flow.sex == sex)
    for row in figures.identity:
        for side in ("opening", "ins", "outs", "closing"):
            yield identity_key(figures, row, side), int(getattr(row, side))
    for place, clock in enumerate(figures.clocks):
        yield clock_key(place, "open"), clock.open
        yield clock_key(place, "overdue"), clock.overdue


def _holds(line: Sum, cells: dict[Hashable, int]) -> bool:
    """Whether the sum is true of these numbers: only then does it give anything back."""
    if not all(key in cells for key in (*line.left, *line.right)):
        return False
    return sum(cells[key] for key in line.left) == sum(cells[key] for key in line.right)


def _sums(figures: Figures) -> Iterator[Sum]:
    yield from _statistics_sums(figures.statistics)
    yield from _flow_sums(figures)
    yield from _clock_sums(figures)
    for row in figures.identity:
        opening, ins, outs, closing = (identity_key(figures, row, s) for s in ("opening", "ins", "outs", "closing"))
        yield Sum((opening, ins), (closing, outs))
    rows = [row for row in figures.identity if row.grade_no]
    for whole in (row for row in figures.identity if not row.grade_no):
        for side in ("opening", "ins", "outs", "closing"):
            yield Sum(tuple(identity_key(figures, row, side) for row in rows), (identity_key(figures, whole, side),))


def _clock_sums(figures: Figures) -> Iterator[Sum]:
    for place in range(len(figures.clocks)):
        yield Sum((clock_key(place, "overdue"), clock_key(place, "in time")), (clock_key(place, "open"),))


def _statistics_sums(statistics: Statistics) -> Iterator[Sum]:
    for group in _groups(statistics):
        total = (group_key(group.grade_no, group.class_no, TOTAL),)
        for kinds in _kinds(statistics, group):
            yield Sum(tuple(group_key(group.grade_no, group.class_no, kind) for kind in kinds), total)
        for flag in FLAGS:
            yield Sum((group_key(group.grade_no, group.class_no, flag), _others(group, flag)), total)
    for whole, parts in (
        (statistics.school, statistics.grades),
        *(
            (grade, tuple(part for part in statistics.classes if part.grade_no == grade.grade_no))
            for grade in statistics.grades
        ),
    ):
        for kind in (TOTAL, *FLAGS, *(kind for kinds in _kinds(statistics, whole) for kind in kinds)):
            keys = tuple(group_key(part.grade_no, part.class_no, kind) for part in parts)
            yield Sum(keys, (group_key(whole.grade_no, "", kind),))


def _flow_sums(figures: Figures) -> Iterator[Sum]:
    codes, grades = flow_codes(figures), flow_grades(figures)
    for code, sign in codes:
        total = (flow_key(code, sign),)
        yield Sum(tuple(flow_key(code, sign, grade_no=number) for number in grades), total)
        yield Sum(tuple(flow_key(code, sign, sex=sex) for sex in flow_sexes(figures)), total)
    for row in figures.identity:
        for sign, side in ((INS, "ins"), (OUTS, "outs")):
            keys = tuple(flow_key(code, of, grade_no=row.grade_no) for code, of in codes if of == sign)
            yield Sum(keys, (identity_key(figures, row, side),))
