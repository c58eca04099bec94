"""The tables of a report (第二十四条), once for all three forms: rows of texts, nothing of a single pupil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xjcli.papers.page.figures import (
    INS,
    View,
    clock_key,
    flow_codes,
    flow_grades,
    flow_key,
    flow_sexes,
    identity_key,
)
from xjcli.reference import codes
from xjcli.regulation.statistics import FLAGS, PARTITIONS, TOTAL, UNKNOWN, Group
from xjcli.report.language import Lang
from xjcli.report.phrases import in_language
from xjcli.schema.values.classes import grade_label

_CODES = {"sex": "sex", "household": "household-type", "entry": "entry-way", "attendance": "attendance-mode"}


class Table(NamedTuple):
    """A table: the first column is that of the row headings. `key` says which: overview, flows, identity …"""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Words:
    """The words of a report in one language."""

    def __init__(self, lang: Lang) -> None:
        """`lang` is zh or en."""
        self.lang = lang

    def __call__(self, key: str, /, **params: object) -> str:
        """The text `semester.KEY`."""
        return in_language(f"semester.{key}", english=self.lang == "en").format(**params)

    def grade(self, number: int) -> str:
        """三年级, Grade 3; 0 is the school."""
        if not number:
            return self("school")
        return self("grade_no", grade=grade_label(number) if self.lang == "zh" else number)

    def group(self, group: Group) -> str:
        """A class by its number, a grade by its name."""
        return self("class_no", number=group.class_no) if group.class_no else self.grade(group.grade_no)

    def value(self, kind: str, value: str) -> str:
        """A value of a kind that everyone is one of: 男, 走读, 6岁."""
        if value == UNKNOWN:
            return self("unknown")
        if kind == "age":
            return self("age", age=value)
        return self(f"at.{value}") if kind == "status" else codes(_CODES[kind]).label(value, self.lang)


def tables(view: View, words: Words) -> list[Table]:
    """Every table that has something to show."""
    statistics = view.figures.statistics
    found = [_overview(view, words, "overview", words("overview"), (statistics.school, *statistics.grades))]
    for grade in statistics.grades:
        classes = tuple(group for group in statistics.classes if group.grade_no == grade.grade_no)
        title = words("classes", grade=words.grade(grade.grade_no))
        found.append(_overview(view, words, "classes", title, (grade, *classes)))
    found += [_flows(view, words), _identity(view, words), _ages(view, words), _clocks(view, words)]
    return [table for table in found if table.rows]


def _overview(view: View, words: Words, key: str, title: str, groups: Sequence[Group]) -> Table:
    """学生概况: a row for each kind, a column for each group."""
    rows = [(words("total"), *_shown(view, groups, TOTAL))]
    for kind in PARTITIONS:
        for value in view.figures.statistics.values(kind):
            label = f"{words(f'of.{kind}')} · {words.value(kind, value)}"
            rows.append((label, *_shown(view, groups, f"{kind}:{value}")))
    rows += [(words(f"is.{flag}"), *_shown(view, groups, flag)) for flag in FLAGS]
    return Table(key, title, (words("kind"), *map(words.group, groups)), tuple(rows))


def _shown(view: View, groups: Sequence[Group], kind: str) -> Iterator[str]:
    return (view.of(group, kind).text for group in groups)


def _flows(view: View, words: Words) -> Table:
    sexes, grades = flow_sexes(view.figures), flow_grades(view.figures)
    head = (
        words("change"), words("sign"), words("sum"), *(words.value("sex", sex) for sex in sexes),
        *map(words.grade, grades),
    )  # fmt: skip
    rows = tuple(
        (
            label,
            "+" if sign == INS else "−",
            view.cell(flow_key(code, sign)).text,
            *(view.cell(flow_key(code, sign, sex=sex)).text for sex in sexes),
            *(view.cell(flow_key(code, sign, grade_no=number)).text for number in grades),
        )
        for (code, sign), label in flow_codes(view.figures).items()
    )
    return Table("flows", words("flows"), head, rows)


def _identity(view: View, words: Words) -> Table:
    sides = ("opening", "ins", "outs", "closing")
    rows = tuple(
        (words.grade(row.grade_no), *(view.cell(identity_key(view.figures, row, side)).text for side in sides))
        for row in view.figures.identity
    )
    return Table("identity", words("identity"), (words("grade"), *map(words, sides)), rows)


def _ages(view: View, words: Words) -> Table:
    statistics = view.figures.statistics
    groups = (statistics.school, *statistics.grades)
    rows = tuple((words.value("age", age), *_shown(view, groups, f"age:{age}")) for age in statistics.values("age"))
    return Table("ages", words("ages"), (words("of.age"), *map(words.group, groups)), rows)


def _clocks(view: View, words: Words) -> Table:
    rows = tuple(
        (clock.what, view.cell(clock_key(place, "open")).text, view.cell(clock_key(place, "overdue")).text)
        for place, clock in enumerate(view.figures.clocks)
    )
    return Table("clocks", words("clocks"), (words("what"), words("open"), words("overdue")), rows)
