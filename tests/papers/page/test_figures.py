"""第二十五条: in a report to be published no number of 1 to 4 stands, nor can be worked out from a row or a column."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.semesters import figures, school
from xjcli.papers.page.figures import Clock, Figures, View
from xjcli.papers.page.html import as_html
from xjcli.papers.page.markdown import as_markdown
from xjcli.papers.page.tables import Table, Words, tables
from xjcli.regulation.statistics import FLAGS

REPORTS = [figures(school(count, seed=count)) for count in (9, 60, 400)]
WORDS = Words("zh")


def shown(report: Figures, *, publish: bool) -> list[Table]:
    return tables(View(report, publish=publish), WORDS)


def test_the_schools_own_report_shows_every_number() -> None:
    for report in REPORTS:
        overview = shown(report, publish=False)[0]
        numbers = {row[0]: row[1:] for row in overview.rows}
        groups = (report.statistics.school, *report.statistics.grades)
        assert numbers["在册"] == tuple(str(group.total) for group in groups)
        for flag in FLAGS:
            assert numbers[WORDS(f"is.{flag}")] == tuple(str(group.count(flag)) for group in groups)


def test_no_small_number_stands_in_a_published_report() -> None:
    for report in REPORTS:
        for table in shown(report, publish=True):
            for row in table.rows:
                assert not [text for text in row[1:] if text in ("1", "2", "3", "4")], (table.title, row)
        page = as_html(View(report, publish=True), WORDS)
        charts = "".join(re.findall(r'<svg role="img".*?</svg>', page))
        assert not re.findall(r">[1-4]</text>", charts)
        assert "&lt;5" in page and "<5</td>" not in page


@pytest.mark.parametrize("report", REPORTS)
def test_no_row_of_grades_gives_one_number_back_by_its_total(report: Figures) -> None:
    by_grade = [table for table in shown(report, publish=True) if table.key in ("overview", "classes", "ages")]
    assert by_grade
    for table in by_grade:
        for row in table.rows:
            withheld = [text for text in row[1:] if not text.isdigit()]
            assert len(withheld) != 1, (table.title, row)


@pytest.mark.parametrize("report", REPORTS)
def test_no_column_of_a_kind_gives_one_number_back_by_its_total(report: Figures) -> None:
    for table in shown(report, publish=True):
        if table.key not in ("overview", "classes"):
            continue
        rows = {row[0]: row for row in table.rows}
        for kind in ("性别", "学籍状态", "户口性质", "入学方式", "就读方式"):
            parts = [row for label, row in rows.items() if label.startswith(f"{kind} ·")]
            for column in range(1, len(table.head)):
                cells = [rows["在册"][column], *(row[column] for row in parts)]
                assert sum(not text.isdigit() for text in cells) != 1, (table.title, kind, column)


def test_opening_and_closing_do_not_give_one_number_back() -> None:
    for report in REPORTS:
        identity = next(table for table in shown(report, publish=True) if table.key == "identity")
        for row in identity.rows:
            assert sum(not text.isdigit() for text in row[1:]) != 1


def test_a_number_withheld_in_one_table_is_withheld_in_all() -> None:
    for report in REPORTS:
        found = {table.key: table for table in shown(report, publish=True)}
        rows = {row[0]: row[1:] for row in found["overview"].rows}
        closing = {row[0]: row[-1] for row in found["identity"].rows}
        assert [closing[name] for name in found["overview"].head[1:]] == list(rows["学籍状态 · 在校"])


def test_who_is_on_leave_is_not_told_by_the_roll_and_those_in_class() -> None:
    """在册 − 期末 would be the number of those who are away: where that is withheld one of the two is as well."""
    withheld = 0
    for report in REPORTS:
        found = {table.key: table for table in shown(report, publish=True)}
        rows = {row[0]: row[1:] for row in found["overview"].rows}
        closing = {row[0]: row[-1] for row in found["identity"].rows}
        for column, name in enumerate(found["overview"].head[1:]):
            away = [
                cells[column] for label, cells in rows.items() if label.startswith("学籍状态") and "在校" not in label
            ]
            if sum(not text.isdigit() for text in away) == 1:
                withheld += 1
                assert not (rows["在册"][column].isdigit() and closing[name].isdigit()), name
    assert withheld


def test_what_is_open_and_late_does_not_tell_how_little_is_in_time() -> None:
    report = replace(REPORTS[2], clocks=(Clock("转学核办", 7, 5), Clock("档案转移", 20, 8)))
    clocks = next(table for table in shown(report, publish=True) if table.key == "clocks")
    assert clocks.rows[0][1:] == ("7", "*")
    assert clocks.rows[1][1:] == ("20", "8")


def test_markdown_has_the_same_tables() -> None:
    view = View(REPORTS[2], publish=True)
    text = as_markdown(view, WORDS)
    for table in tables(view, WORDS):
        assert f"## {table.title}" in text
        for row in table.rows:
            cells = [re.sub(r"([*<]|^[+])", r"\\\1", cell) for cell in row]
            assert f"| {' | '.join(cells)} |" in text
