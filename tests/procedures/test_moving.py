"""第十四条 with what the provinces say of it: when a transfer may be asked for and answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.procedures.desks import TODAY, at, child, codes, record_of, refused, refusing
from tests.procedures.handovers import asked, errand, notified, registered
from tests.procedures.leavers import moment, with_rules
from xjcli.procedures import transfer
from xjcli.procedures.moving import limits_of_arrival, limits_of_release


def test_in_the_summer_freeze_a_request_needs_a_reason_that_is_kept(school: Path) -> None:
    with at(school, now=moment(2027, 7, 20)) as desk:
        plain = errand(desk.today, paper="柜1-1")
        found = refused(lambda: asked(desk, errand=plain, check=limits_of_arrival(desk, plain)))
        assert refusing(found) == ["limit.transfer-freeze"]
        assert desk.registry.head().seq == 0
        reasoned = errand(desk.today, paper="柜1-1", because="教育局同意")
        report = asked(desk, errand=reasoned, check=limits_of_arrival(desk, reasoned))
        assert codes(report) == ["limit.transfer-freeze"]
        assert record_of(desk, report.result["items"][0]["record_id"]).status == "arriving"


def test_what_only_people_know_is_told_and_stops_nobody(school: Path) -> None:
    with_rules(school, "sichuan-2026")
    with at(school) as desk:
        paper = errand(paper="柜1-1", because="迁居")
        report = asked(desk, errand=paper, check=limits_of_arrival(desk, paper))
        told = {problem.code: problem.severity for problem in report.problems}
    assert told["limit.transfer-forbidden"] == "note"


def test_a_request_that_was_made_in_time_may_be_answered_in_the_freeze(school: Path) -> None:
    with at(school) as desk:
        pupil = registered(desk, **child())
        notified(desk, pupil)
    with at(school, now=moment(2027, 7, 20)) as desk:
        late = errand(desk.today)
        assert desk.today > date.fromisoformat(record_of(desk, pupil).handover["since"]) == TODAY
        assert codes(transfer.release(desk, [pupil], errand=late, check=limits_of_release(desk, late))) == []
        assert record_of(desk, pupil).handover["party"] == "authority"
