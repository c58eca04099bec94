"""第二十四条: the page of a semester is read on a telephone, on a desk and on paper, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers.page.browser import printed, seen, shades, shot
from tests.semesters import figures, large_school, school
from xjcli.papers.page.figures import Clock, Figures, View
from xjcli.papers.page.html import as_html
from xjcli.papers.page.tables import Words, tables
from xjcli.regulation.statistics import statistics
from xjcli.report.language import Lang

RECORDS = school(400)
REPORT = figures(RECORDS)
PHONE, DESK = 360, 1280
#: A4 between margins of 15 mm, in CSS pixels.
PAPER = 680
NASTY = '<script>alert("x")</script>&\'样例"小学'


def page(folder: Path, *, lang: Lang = "zh", publish: bool = False, report: Figures = REPORT) -> Path:
    path = folder / "report.html"
    path.write_text(as_html(View(report, publish=publish), Words(lang)), "utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_runs_out_of_the_screen_and_no_chart_is_cut(tmp_path: Path, width: int, lang: Lang) -> None:
    found = seen(page(tmp_path, lang=lang), width, tmp_path)
    assert found["needed"] <= found["width"] == width
    assert (found["charts"], found["cut"]) == (4, [])


@pytest.mark.parametrize("publish", [True, False])
def test_on_paper_no_table_and_no_chart_is_cut(tmp_path: Path, publish: bool) -> None:
    found = seen(page(tmp_path, publish=publish), PAPER, tmp_path, on_paper=True)
    assert found["needed"] <= PAPER
    assert (found["wide"] <= 0, found["cut"]) == (True, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_school_of_twelve_years_and_eighteen_classes_fits_as_well(tmp_path: Path, lang: Lang) -> None:
    path = page(tmp_path, lang=lang, report=figures(large_school()))
    for width, on_paper in ((PHONE, False), (PAPER, True)):
        found = seen(path, width, tmp_path, on_paper=on_paper)
        assert found["needed"] <= width
        assert found["cut"] == []
    assert found["wide"] <= 0


def test_it_prints_on_a_few_sheets_of_a4(tmp_path: Path) -> None:
    sheets, sizes = printed(page(tmp_path), tmp_path)
    assert 2 <= sheets <= 8
    assert {(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in sizes} == {(210, 297)}


@pytest.mark.parametrize("width", [500, DESK])
def test_a_picture_of_it_is_not_blank(tmp_path: Path, width: int) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<!DOCTYPE html><title>x</title>", "utf-8")
    assert shades(shot(empty, width, tmp_path)) < 10
    assert shades(shot(page(tmp_path), width, tmp_path)) > 100


def test_every_text_is_only_text(tmp_path: Path) -> None:
    report = Figures(NASTY, NASTY, NASTY, REPORT.statistics, clocks=(Clock(NASTY, 3, 1),))
    path = page(tmp_path, report=report)
    text = path.read_text("utf-8")
    assert "<script" not in text and "alert(&quot;x&quot;)" in text
    assert seen(path, PHONE, tmp_path)["needed"] <= PHONE


def test_it_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    text = page(tmp_path).read_text("utf-8")
    for mark in ("http:", "https:", "<script", "<link", "<img", "url(//", "@import", "src="):
        assert mark not in text
    assert "default-src 'none'" in text


def test_every_chart_says_in_words_what_it_shows(tmp_path: Path) -> None:
    text = page(tmp_path).read_text("utf-8")
    charts = text.split('<svg role="img"')[1:]
    assert len(charts) == 4
    assert all("<title id=" in chart and "<desc id=" in chart for chart in charts)
    assert text.count("<table>") == len(tables(View(REPORT, publish=False), Words("zh")))


def test_a_school_without_pupils_has_a_page_as_well(tmp_path: Path) -> None:
    nobody = Figures("样例小学", "2121010001", "2026-autumn", statistics([], REPORT.statistics.day))
    assert "<svg role" not in page(tmp_path, report=nobody).read_text("utf-8")


def test_no_pupil_stands_in_it(tmp_path: Path) -> None:
    text = page(tmp_path).read_text("utf-8")
    for record in RECORDS:
        for secret in (record.name, record.registry_number, record.document_number, record.birth_date):
            assert not secret or secret not in text
