"""`xj template` needs no registry, writes nothing in a rehearsal and never over another file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.procedures.desks import at, codes, imported, refused
from xjcli.procedures.template import template
from xjcli.sheets.template import KINDS

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_says_what_it_holds(tmp_path: Path, kind: str) -> None:
    report = template(tmp_path / "t.xlsx", kind, today=TODAY)
    assert (report.result["kind"], report.result["example_row"]) == (kind, 2)
    assert report.result["columns"] == {"national-a": 71, "national-b": 71, "school": 56}[kind]
    assert (tmp_path / "t.xlsx").exists()


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    assert template(tmp_path / "t.xlsx", "school", today=TODAY, dry_run=True).result["dry_run"] is True
    assert list(tmp_path.iterdir()) == []


def test_another_kind_or_another_file_is_refused(tmp_path: Path) -> None:
    assert codes(refused(lambda: template(tmp_path / "t.xlsx", "national-c", today=TODAY))) == ["usage.option"]
    (tmp_path / "t.xlsx").write_text("mine")
    assert codes(refused(lambda: template(tmp_path / "t.xlsx", "school", today=TODAY))) == ["file.exists"]
    template(tmp_path / "t.xlsx", "school", today=TODAY, force=True)
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("kind", KINDS)
def test_an_unfilled_template_imports_nobody(school: Path, tmp_path: Path, kind: str) -> None:
    template(tmp_path / "t.xlsx", kind, today=TODAY)
    with at(school) as desk:
        report = imported(desk, tmp_path / "t.xlsx")
    assert (report.status, report.result["new"], report.result["refused"]) == (0, 0, 0)
    assert "sheet.example-row" in codes(report)
