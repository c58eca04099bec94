"""Files out (第二十五条): masked by default, full only with a ground, and a report comes back in unchanged."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import at, child, codes, imported, invented, opened, refused, resident, sheet
from tests.sheets.office import sheet_texts
from xjcli.procedures.export import export
from xjcli.procedures.find import find
from xjcli.procedures.init import init
from xjcli.procedures.outgoing import Ground
from xjcli.registry.queries import everyone
from xjcli.sheets.write import EVERYTHING

SECRETS = (resident(901), "测试路12号", "19900001234", "20200305", "2020-03-05")


def told() -> dict[str, str]:
    return child(address="虚构市测试区测试路12号3单元", phone="19900001234")


@pytest.mark.parametrize("ending", ["csv", "json"])
@pytest.mark.parametrize("form", ["roster", "national-a", "national-b"])
def test_every_form_is_masked_without_a_ground(school: Path, tmp_path: Path, form: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    with at(school) as desk:
        opened(desk, told())
        report = export(desk, path, form=form)
        assert desk.registry.rows("select * from access_log") == []
    assert (report.result["rows"], report.result["masked"]) == (1, True)
    assert "样小" in path.read_text("utf-8")
    assert [secret for secret in SECRETS if secret in path.read_text("utf-8")] == []
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"full": True}, "export.approval"),
        ({"full": True, "ground": Ground(because="家委会")}, "export.approval"),
        ({"full": True, "ground": Ground("教基〔2026〕1号", "", "体检")}, "export.approval"),
        ({"full": True, "ground": Ground("教基〔2026〕1号", "区医院")}, "export.approval"),
        ({"full": True, "form": "full", "ground": Ground(because="上报")}, "export.approval"),
        ({"full": True, "form": "national-b", "ground": Ground("教基〔2026〕1号")}, "export.approval"),
        ({"full": True, "form": "national-b"}, "usage.because"),
        ({"form": "list"}, "usage.option"),
        ({"standing": "done"}, "usage.option"),
    ],
)
def test_what_has_no_ground_writes_nothing(school: Path, tmp_path: Path, options: dict[str, Any], code: str) -> None:
    with at(school) as desk:
        opened(desk, told())
        assert codes(refused(lambda: export(desk, tmp_path / "a.csv", **options))) == [code]
        assert desk.registry.rows("select * from access_log") == []
    assert not (tmp_path / "a.csv").exists()


APPROVED = Ground("教基〔2026〕1号", "测试区医院", "入学体检", "按体检通知")


def test_a_disclosure_is_logged_with_approval_recipient_purpose_fields_and_count(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, told())
        export(desk, tmp_path / "a.csv", full=True, ground=APPROVED)
        (entry,) = desk.registry.rows("select why, records from access_log")
        (pupil,) = everyone(desk.registry)
    for word in ("教基〔2026〕1号", "测试区医院", "入学体检", "按体检通知", "身份证件号", "1 人"):
        assert word in entry["why"]
    assert entry["records"] == f'["{pupil.record_id}"]'
    assert resident(901) in (tmp_path / "a.csv").read_text("utf-8")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_a_disclosure_bears_its_stamp_and_a_report_none(school: Path, tmp_path: Path, ending: str) -> None:
    stamp = ("教基〔2026〕1号", "测试区医院", "入学体检", "2026-09-01", "测试老师", SCHOOL.name)
    with at(school) as desk:
        opened(desk, told())
        export(desk, tmp_path / f"a.{ending}", full=True, ground=APPROVED)
        export(desk, tmp_path / f"b.{ending}", form="national-b", full=True, ground=Ground(because="上报"))
    text = everything(tmp_path / f"a.{ending}")
    assert [word for word in stamp if word not in text] == []
    assert [word for word in stamp[:3] if word in everything(tmp_path / f"b.{ending}")] == []


def everything(path: Path) -> str:
    """Every text of a file, of all its sheets."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8-sig")
    from openpyxl import load_workbook

    cells = (cell for page in load_workbook(path) for row in page.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def test_nothing_is_logged_for_a_file_that_cannot_be_written(school: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")
    with at(school) as desk:
        opened(desk, told())
        for name, code in (("a.csv", "file.exists"), ("a.xls", "sheet.write-format")):
            found = refused(partial(export, desk, tmp_path / name, full=True, ground=APPROVED))
            assert codes(found) == [code]
        assert desk.registry.rows("select * from access_log") == []


def test_everything_on_record_is_a_form_of_its_own(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, told())
        export(desk, tmp_path / "a.json", form="full")
    body = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert {"address", "phone", "document_number", "record_id"} <= set(body["rows"][0])
    assert list(body["columns"])[:-1] == list(EVERYTHING)
    assert "测试路12号3单元" not in str(body)


def test_a_rehearsal_counts_and_writes_and_logs_nothing(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, told())
    with at(school, "read") as desk:
        report = export(
            desk, tmp_path / "a.xlsx", form="national-b", full=True, ground=Ground(because="上报"), dry_run=True
        )
    assert (report.result["rows"], report.result["dry_run"]) == (1, True)
    assert not (tmp_path / "a.xlsx").exists()


def test_an_existing_file_stays_without_force(school: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine")
    with at(school) as desk:
        assert codes(refused(lambda: export(desk, path))) == ["file.exists"]
        assert path.read_text() == "mine"
        export(desk, path, force=True)
    assert path.read_text("utf-8") != "mine"


def test_a_class_or_a_standing_is_picked_out(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        for order in (901, 902, 903):
            opened(desk, child(order, class_no=str(order % 2 + 1)))
        assert export(desk, tmp_path / "a.csv", grade="一(2)班").result["rows"] == 2
        assert export(desk, tmp_path / "b.csv", standing="approved").result["rows"] == 0


@pytest.mark.parametrize("form", ["national-a", "national-b"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_full_national_workbook_brings_the_same_records_into_a_second_registry(
    tmp_path: Path, form: str, ending: str
) -> None:
    # The form of 2013 has no 年级: only in a school of one stage does 入学年月 say it.
    homes = [tmp_path / "first", tmp_path / "second"]
    for home in homes:
        init(home, replace(SCHOOL, stages="primary"), now=NOW)
    path = tmp_path / f"上报.{ending}"
    with at(homes[0]) as desk:
        assert imported(desk, sheet(tmp_path / "学生.xlsx", invented(50))).status == 0
        export(desk, path, form=form, full=True, ground=Ground(because="上报"))
        wanted = {each.name + each.birth_date: each for each in everyone(desk.registry)}
        again = imported(desk, path)
        assert (again.result["unchanged"], again.result["new"]) == (50, 0)
    with at(homes[1]) as desk:
        assert imported(desk, path).status == 0
        found = {each.name + each.birth_date: each for each in everyone(desk.registry)}
        assert find(desk).result["total"] == 50
    assert wanted.keys() == found.keys()
    columns = {name for each in found.values() for name in each.person}
    for who, record in wanted.items():
        same = found[who]
        assert same.person == {name: value for name, value in record.person.items() if name in columns}
        assert (same.stage, same.cohort, same.class_no, same.entry_month, same.document_number) == (
            record.stage, record.cohort, record.class_no, record.entry_month, record.document_number,
        )  # fmt: skip


@pytest.mark.parametrize("form", ["national-a", "national-b"])
def test_libreoffice_shows_every_cell_of_a_national_workbook_as_it_was_written(
    school: Path, tmp_path: Path, form: str
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    with at(school) as desk:
        opened(desk, {**told(), "name": "买买提·艾力", "talent": "=1+1", "former_name": "@SUM(A1)"})
        export(desk, path, form=form, full=True, ground=Ground(because="上报"))
    page = load_workbook(path).worksheets[0]
    written = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    assert sheet_texts(path, page.title, tmp_path / "out") == written
    assert "=1+1" in written[1] and resident(901) in written[1]
