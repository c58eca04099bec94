"""第二十四条: one report in three forms, by the ending of the file's name; kept from others like every list."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from tests.procedures.desks import refused, refusing
from tests.semesters import figures, school
from tests.sheets.office import sheet_texts
from xjcli.papers.page.figures import View
from xjcli.papers.page.tables import Words, tables
from xjcli.procedures.semester_report import KINDS, write_report

REPORT = figures(school(120))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("publish", [True, False])
def test_a_report_is_written_for_its_owner_and_replaces_nothing(tmp_path: Path, kind: str, publish: bool) -> None:
    path = tmp_path / "out" / f"report{kind}"
    write_report(REPORT, path, publish=publish)
    assert path.stat().st_size > 1000
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert refusing(refused(lambda: write_report(REPORT, path, publish=publish))) == ["file.exists"]
    write_report(REPORT, path, publish=publish, force=True)


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    assert refusing(refused(lambda: write_report(REPORT, tmp_path / "report.pdf"))) == ["semester-report.kind"]
    assert list(tmp_path.iterdir()) == []


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    for kind in KINDS:
        for name in ("a", "b"):
            write_report(REPORT, tmp_path / f"{name}{kind}")
        assert (tmp_path / f"a{kind}").read_bytes() == (tmp_path / f"b{kind}").read_bytes()


def test_libreoffice_shows_every_table_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(REPORT, path, publish=True)
    for key in ("概况", "异动统计", "期初期末", "年龄", "时限"):
        table = next(table for table in tables(View(REPORT, publish=True), Words("zh")) if table.title == key)
        assert sheet_texts(path, key, tmp_path / "csv") == [list(row) for row in (table.head, *table.rows)]
