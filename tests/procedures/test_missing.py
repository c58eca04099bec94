"""下落不明 (第十三条): reported at once, whatever is under way; the record is kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.procedures.desks import at, record_of, refused, refusing
from tests.procedures.leavers import enrolled, moment
from xjcli.procedures.change import Errand
from xjcli.procedures.missing import missing
from xjcli.procedures.resume import resume


def test_a_missing_pupil_is_kept_on_the_roll_and_can_come_back(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk)
        missing(desk, [pupil], since=desk.today, errand=Errand(desk.today))
        record = record_of(desk, pupil)
    assert (record.status, record.situation["since"]) == ("missing", "2026-09-01")
    with at(school, now=moment(2026, 10, 8)) as desk:
        resume(desk, [pupil], class_no="", lower=False, errand=Errand(desk.today))
        assert record_of(desk, pupil).status == "enrolled"


def test_it_can_be_reported_before_the_enrolment_is_approved(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, number=False)
        assert missing(desk, [pupil], since=desk.today, errand=Errand(desk.today)).status == 0


@pytest.mark.parametrize("since", [date(2026, 9, 2), date(2024, 8, 31)])
def test_it_began_neither_in_the_future_nor_before_the_pupil_came(school: Path, since: date) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "三年级")
        refusal = refused(lambda: missing(desk, [pupil], since=since, errand=Errand(desk.today)))
    assert refusing(refusal) == ["missing.since"]


def test_a_day_before_the_record_was_opened_is_possible_for_a_pupil_who_was_there(school: Path) -> None:
    with at(school) as desk:
        pupil = enrolled(desk, "三年级")
        since = desk.today - timedelta(days=40)
        assert missing(desk, [pupil], since=since, errand=Errand(desk.today, dry_run=True)).status == 0
