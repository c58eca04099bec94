"""第二十四条: a semester's figures for its report, from the same movements that the review has balanced.

A semester that is over is shown as it ended: the records are folded once more up to its last day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import cast

from xjcli.desk import Desk
from xjcli.papers.page.figures import INS, OUTS, Clock, Figures, Flow, Identity
from xjcli.procedures.due import due
from xjcli.registry import queries
from xjcli.regulation.rolls import Balance, Key, Movement, records_on
from xjcli.regulation.statistics import statistics
from xjcli.report.phrases import phrase
from xjcli.schema.record import Record
from xjcli.schema.values.classes import Stage, grade_of
from xjcli.schema.values.time import Semester


def figures_of(desk: Desk, term: Semester, movements: Iterable[Movement], balances: Mapping[Key, Balance]) -> Figures:
    """概况 as of the semester's last day (or today), flows and balances of those in class, clocks as they run today."""
    settings, last = desk.settings, min(term.last_day, desk.today)
    overview = statistics(_records(desk, last), last, county=settings.region, system=settings.system)
    label = phrase(f"reconcile.term.{term.season}", year=term.year)
    return Figures(
        settings.name, settings.school_code, label, overview, tuple(_flows(desk, term, last, movements)),
        tuple(_identity(desk, last, balances)), tuple(_clocks(desk)),
    )  # fmt: skip


def _records(desk: Desk, last: date) -> Iterable[Record]:
    if last >= desk.today:
        return queries.everyone(desk.registry)
    return records_on(desk.registry.acts(), last.isoformat()).values()


def _grade(desk: Desk, stage: str, cohort: int, on: date) -> int:
    return grade_of(cast("Stage", stage), cohort, on, desk.settings.system)


def _flows(desk: Desk, term: Semester, last: date, movements: Iterable[Movement]) -> Iterator[Flow]:
    """Who came into class and who left it, over the school's border, by kind, grade and sex."""
    first, end = term.first_day.isoformat(), last.isoformat()
    counts: Counter[tuple[str, str, int, str]] = Counter()
    for each in movements:
        if each.roll == "present" and each.reach == "school" and first <= each.on <= end:
            grade_no = _grade(desk, each.stage, each.cohort, last)
            counts[each.code, INS if each.sign > 0 else OUTS, grade_no, each.sex] += 1
    for (code, sign, grade_no, sex), count in sorted(counts.items()):
        yield Flow(code, phrase(f"reconcile.flow.{code}"), grade_no, sex, sign, count)


def _identity(desk: Desk, last: date, balances: Mapping[Key, Balance]) -> Iterator[Identity]:
    """The grades from the lowest, then the school. Two cohorts may share a grade: one came early, or stays on."""
    lines: dict[int, list[Balance]] = {}
    for key, line in balances.items():
        if len(key) == 2 and (line.opening or line.entered or line.left or line.closing):
            lines.setdefault(_grade(desk, key[0], key[1], last), []).append(line)
    yield from (_line(grade_no, *lines[grade_no]) for grade_no in sorted(lines))
    yield _line(0, balances[()])


def _line(grade_no: int, *lines: Balance) -> Identity:
    return Identity(
        grade_no, sum(line.opening for line in lines), sum(sum(line.entered.values()) for line in lines),
        sum(sum(line.left.values()) for line in lines), sum(line.closing for line in lines),
    )  # fmt: skip


def _clocks(desk: Desk) -> Iterator[Clock]:
    running: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for item in due(desk).result["items"]:
        running[item["what"]] += item["count"]
        late[item["what"]] += item["count"] if item["overdue"] else 0
    yield from (Clock(phrase(f"due.what.{what}"), running[what], late[what]) for what in running if running[what])
