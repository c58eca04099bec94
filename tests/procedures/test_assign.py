"""分班、转班 and 补正 are for pupils who are there: one who has died or gone is refused, never a defect (第十三条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.procedures.desks import TODAY, at, child, codes, decide, opened, record_of, refused
from tests.procedures.handovers import asked, registered
from xjcli.desk import Desk
from xjcli.procedures import transfer
from xjcli.procedures.assign import assign
from xjcli.procedures.change import Errand
from xjcli.procedures.decease import decease
from xjcli.procedures.number import confirm
from xjcli.procedures.resubmit import resubmit


@pytest.fixture
def desk(school: Path) -> Iterator[Desk]:
    with at(school) as opened_desk:
        yield opened_desk


def died(desk: Desk, record_id: str) -> None:
    name = record_of(desk, record_id).name
    decease(
        desk, record_id, died_on=TODAY, certificate="1", cause="", name=lambda _: name,
        errand=Errand(TODAY, paper="柜1-1"),
    )  # fmt: skip


def test_a_pupil_who_is_gone_gets_no_class(desk: Desk) -> None:
    record_id = registered(desk)
    died(desk, record_id)
    before = desk.registry.head()
    assert codes(refused(lambda: assign(desk, [record_id], "7", on=TODAY))) == ["change.impossible"]
    assert codes(refused(lambda: assign(desk, [record_id], "7", on=TODAY, dry_run=True))) == ["change.impossible"]
    assert desk.registry.head() == before


def test_a_class_is_not_given_before_the_pupils_last_act(desk: Desk) -> None:
    record_id = registered(desk)
    early = TODAY - timedelta(days=1)
    assert codes(refused(lambda: assign(desk, [record_id], "7", on=early))) == ["change.before-last"]


def test_an_enrolment_that_was_refused_after_a_death_is_not_sent_again(desk: Desk) -> None:
    record_id = str(opened(desk, child()).result["record_id"])
    died(desk, record_id)
    decide(desk, record_id, reason="证件看不清")
    found = refused(lambda: resubmit(desk, record_id, {"phone": "19900001234"}, [], on=TODAY))
    assert codes(found) == ["change.impossible"]


def test_a_request_that_was_taken_back_gets_no_number_from_a_list(desk: Desk, tmp_path: Path) -> None:
    record_id = asked(desk).result["items"][0]["record_id"]
    number = record_of(desk, record_id).document_number
    transfer.withdraw(desk, [record_id], errand=Errand(TODAY, because="不转了"))
    listed = tmp_path / "名单.csv"
    listed.write_text(f"身份证件号,学籍号\n{number},G{number}\n", "utf-8")
    assert confirm(desk, listed, on=TODAY).result["confirmed"] == 0
