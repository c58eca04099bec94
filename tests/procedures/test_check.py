"""第二十四条: every rule over every record; each planted fault is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.procedures.changing import approved_child, errand, written
from tests.procedures.desks import TODAY, at, child, invented, opened, pdf, sheet
from tests.procedures.desks import imported as import_sheet
from xjcli.desk import Desk
from xjcli.procedures.check import check
from xjcli.procedures.leave import leave
from xjcli.procedures.registrar import add
from xjcli.procedures.settings import change
from xjcli.registry.evidence import FOLDER
from xjcli.report import Report


def staffed(desk: Desk) -> None:
    add(desk, "测试老师", role="registrar", trained_on=TODAY, on=TODAY, dry_run=False)


def found(report: Report) -> set[str]:
    """The codes of everything that is not merely noted."""
    return {line["code"] for line in report.result["findings"] if line["severity"] != "note"}


def test_a_clean_school_has_no_finding(school: Path, tmp_path: Path) -> None:
    rows = [dict(pupil) for pupil in invented(40)]
    with at(school) as desk:
        staffed(desk)
        import_sheet(desk, sheet(tmp_path / "全校.xlsx", rows), way="take-on")
        report = check(desk)
    assert found(report) == set()
    assert (report.status, report.result["pupils"]) == (0, len(rows))


Plant = Callable[[Desk, str], None]


def _lost_evidence(desk: Desk, pupil: str) -> None:
    proof = pdf(desk.home / "proof.pdf")
    leave(desk, [pupil], until=TODAY + timedelta(days=300), ground="", extend=False,
          errand=errand(paper="", evidence=[proof]))  # fmt: skip
    for path in (desk.home / FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()


def _dropout(desk: Desk, pupil: str) -> None:
    written(desk, "dropout-reported", pupil, {"since": "2026-08-25", "ground": "", "township": "", "migrant": False})


def _expired_leave(desk: Desk, pupil: str) -> None:
    leave(desk, [pupil], until=TODAY + timedelta(days=2), ground="", extend=False, errand=errand())


def _late_death(desk: Desk, pupil: str) -> None:
    written(desk, "death-reported", pupil, {"died_on": "2026-06-01", "certificate": "x"})


def _twin(desk: Desk, pupil: str) -> None:
    person = child(901)
    opened(desk, {**person, "document_number": "", "document_type": "其他"}, basis="take-on", because="两个人")


PLANTS: dict[str, tuple[Plant, int | None]] = {
    "check.evidence-lost": (_lost_evidence, 3),
    "check.report-unsent": (_dropout, None),
    "check.leave-expired": (_expired_leave, 3),
    "check.death-late": (_late_death, 8),
    "check.twins": (_twin, 8),
}


@pytest.mark.parametrize("code", PLANTS)
def test_a_planted_fault_is_found_with_its_item_of_article_27(school: Path, code: str) -> None:
    plant, item = PLANTS[code]
    with at(school) as desk:
        staffed(desk)
        pupil = approved_child(desk)
        assert found(check(desk)) == set()
        plant(desk, pupil)
    with at(school, now=NOW + timedelta(days=5)) as desk:
        report = check(desk)
    assert code in found(report)
    assert report.status == 1
    (line,) = (line for line in report.result["findings"] if line["code"] == code)
    assert line["breach"] == (item or 4)
    assert line["article"]


def test_a_pupil_past_the_last_grade_is_found(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        approved_child(desk, grade="九年级", entry_month="202409", birth_date="20120305")
        assert found(check(desk)) == set()
    with at(school, now=datetime(2027, 9, 2, tzinfo=NOW.tzinfo)) as desk:
        assert "check.finished" in found(check(desk))


def test_a_record_opened_long_after_the_day_of_entry_is_found(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        opened(desk, child(), on=TODAY - timedelta(days=45))
        report = check(desk)
    assert "check.enrolled-late" in found(report)


def test_the_promotion_that_nobody_stated_is_only_noted(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        approved_child(desk)
    with at(school, now=datetime(2027, 9, 20, tzinfo=NOW.tzinfo)) as desk:
        report = check(desk)
    assert {line["code"]: line["severity"] for line in report.result["findings"]}["check.not-promoted"] == "note"


def test_a_few_pupils_can_be_checked_alone(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        report = check(desk, [pupil])
    assert report.result["pupils"] == 1
    assert all(item["where"].startswith(pupil) for item in report.result["items"])


def test_a_cancelled_or_refused_record_is_not_judged(school: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        pupil = opened(desk, child()).result["record_id"]
        written(desk, "reversed", pupil, {"acts": [2], "before": {}})
        assert check(desk).result["total"] == 0


def test_a_class_past_the_size_of_the_chosen_pack_is_found(school: Path, tmp_path: Path) -> None:
    """班额: 山东 names 45 for primary, the statistics call 56 a large class; the national text names none."""
    rows = [{**dict(pupil), "grade": "一年级", "class_no": "1", "entry_month": "202609"} for pupil in invented(360)]
    with at(school) as desk:
        staffed(desk)
        first_graders = [row for row in rows if row["birth_date"] >= "20190901"][:58]
        import_sheet(desk, sheet(tmp_path / "一班.xlsx", first_graders), way="take-on", accept_valid=True)
        counted = desk.registry.rows("select count(*) from records")[0][0]
        assert counted > 45
        change(desk, "rules", "national-2013,shandong")
    with at(school) as desk:
        places = [
            item["where"] for item in check(desk).result["items"] if "class" in item["code"] or "size" in item["code"]
        ]
    assert "一年级(1)班" in places
