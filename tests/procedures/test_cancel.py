"""第四条: a refused enrolment is given up, and only a refused one; the child can be enrolled again afterwards."""

from __future__ import annotations

import pytest

from tests.procedures.desks import TODAY, child, codes, decide, opened, record_of, refused, refusing
from tests.procedures.test_resubmit import refused_child
from xjcli.desk import Desk
from xjcli.procedures.cancel import cancel
from xjcli.procedures.change import Errand
from xjcli.procedures.find import find

WHY = Errand(TODAY, because="已在他校建籍")


def test_a_refused_enrolment_leaves_the_roll_and_frees_the_identity(desk: Desk) -> None:
    record_id = refused_child(desk, child(901))
    report = cancel(desk, [record_id], errand=WHY)
    record = record_of(desk, record_id)
    assert (record.status, record.situation["reason"]) == ("cancelled", "已在他校建籍")
    assert report.result["operation"]
    assert find(desk).result["total"] == 0
    again = opened(desk, child(901)).result["record_id"]
    assert (again != record_id, record_of(desk, str(again)).standing) == (True, "pending")


def test_an_enrolment_that_waits_or_was_approved_is_not_given_up(desk: Desk) -> None:
    waits = str(opened(desk, child(901)).result["record_id"])
    approved = str(opened(desk, child(903)).result["record_id"])
    decide(desk, approved, number="G320106202003059031")
    found = refused(lambda: cancel(desk, [waits, approved], errand=WHY))
    assert refusing(found) == ["resubmit.not-refused"] * 2
    assert {record_of(desk, each).status for each in (waits, approved)} == {"enrolled"}


@pytest.mark.parametrize("because", ["", "  "])
def test_it_is_said_why(desk: Desk, because: str) -> None:
    record_id = refused_child(desk, child(901))
    assert codes(refused(lambda: cancel(desk, [record_id], errand=Errand(TODAY, because=because)))) == ["usage.missing"]


def test_a_rehearsal_changes_nothing(desk: Desk) -> None:
    record_id = refused_child(desk, child(901))
    assert cancel(desk, [record_id], errand=Errand(TODAY, because="x", dry_run=True)).result["operation"] is None
    assert record_of(desk, record_id).status == "enrolled"
