"""第九条: a school that is merged or closed hands over every record at once, on the authority's letter."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.procedures.desks import TODAY, at, child, opened, pdf, record_of, refused, refusing, resident
from tests.procedures.handovers import OTHER, OTHER_NAME, asked, errand, gone, notified, registered
from xjcli.desk import Desk
from xjcli.procedures import custody, transfer
from xjcli.procedures.change import Errand
from xjcli.procedures.leave import leave
from xjcli.procedures.settings import show
from xjcli.report import Report


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return pdf(tmp_path / "撤并批复.pdf")


def merged(desk: Desk, letter: Path | None, asked_for: Errand | None = None, to: str = OTHER) -> Report:
    return custody.merge(desk, to=to, name=OTHER_NAME, letter=letter, errand=asked_for or errand())


def closed(desk: Desk, letter: Path | None, custodian: str = "虚构区教育档案馆") -> Report:
    return custody.close(desk, custodian=custodian, letter=letter, errand=errand())


def test_every_record_moves_in_one_operation_and_the_settings_say_so(school: Path, letter: Path) -> None:
    with at(school) as desk:
        here = [
            registered(desk, document_number=resident(order), name=f"样小{name}")
            for order, name in ((901, "甲"), (903, "乙"))
        ]
        left = registered(desk, document_number=resident(905), name="样小丙")
        gone(desk, left)
        report = merged(desk, letter)
        records = [record_of(desk, record_id) for record_id in (*here, left)]
        acts = [act for act in desk.registry.acts() if act.kind == "custody-moved"]
        settings = show(desk).result
    assert (report.result["count"], report.result["on_roll"]) == (3, 2)
    assert {record.status for record in records} == {"transferred-out"}
    assert {record.situation["custodian"] for record in records} == {OTHER_NAME}
    assert len({act.operation for act in acts}) == 1
    assert {(act.body or {})["letter"] for act in acts} == {acts[0].basis["evidence"][0]}
    assert settings["custody"] == {"on": TODAY.isoformat(), "custodian": OTHER_NAME, "to": OTHER}


def test_a_closed_school_names_the_unit_that_the_county_has_named(school: Path, letter: Path) -> None:
    with at(school) as desk:
        registered(desk)
        closed(desk, letter)
        assert custody.custody(desk) == {"on": TODAY.isoformat(), "custodian": "虚构区教育档案馆", "to": ""}
        assert refusing(refused(lambda: closed(desk, letter, " "))) == ["usage.missing"]


def test_it_happens_once(school: Path, letter: Path) -> None:
    with at(school) as desk:
        registered(desk)
        merged(desk, letter)
        assert refusing(refused(lambda: closed(desk, letter))) == ["custody.moved"]


def test_without_the_letter_nothing_moves(school: Path) -> None:
    with at(school) as desk:
        registered(desk)
        head = desk.registry.head()
        assert refusing(refused(lambda: merged(desk, None))) == ["change.evidence"]
        assert desk.registry.head() == head
        assert custody.custody(desk) == {}


@pytest.mark.parametrize(("to", "code"), [("2132000456", "transfer.same-school"), ("21", "school-code.length")])
def test_the_school_that_takes_over_is_another_one(school: Path, letter: Path, to: str, code: str) -> None:
    with at(school) as desk:
        registered(desk)
        assert refusing(refused(lambda: merged(desk, letter, to=to))) == [code]


def test_nothing_may_be_under_way(school: Path, letter: Path) -> None:
    with at(school) as desk:
        assert refusing(refused(lambda: merged(desk, letter))) == ["custody.none"]
        away = registered(desk)
        notified(desk, away)
        opened(desk, child(903, name="样小待"))
        assert refusing(refused(lambda: merged(desk, letter))) == ["custody.open", "custody.waits"]


def test_a_request_that_was_taken_back_holds_nothing_up(school: Path, letter: Path) -> None:
    with at(school) as desk:
        registered(desk)
        record_id = asked(desk, answers=child(903, name="样小转")).result["items"][0]["record_id"]
        assert refusing(refused(lambda: merged(desk, letter))) == ["custody.open"]
        transfer.withdraw(desk, [record_id], errand=errand(because="学校撤并"))
        assert merged(desk, letter).result["count"] == 1


def test_a_person_sees_the_plan_and_may_say_no(school: Path, letter: Path) -> None:
    plans = []
    with at(school) as desk:
        registered(desk)
        head = desk.registry.head()

        def no(plan: dict[str, object]) -> bool:
            plans.append(plan)
            return False

        assert refusing(refused(lambda: merged(desk, letter, errand(confirm=no)))) == ["usage.cancelled"]
        assert merged(desk, letter, errand(dry_run=True)).result["operation"] is None
        assert desk.registry.head() == head
    assert [plan["count"] for plan in plans] == [1]


def test_afterwards_nobody_here_changes(school: Path, letter: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        merged(desk, letter)
        refusal = refused(
            lambda: leave(
                desk, [record_id], until=TODAY + timedelta(days=90), ground="病", extend=False, errand=errand(paper="1")
            )
        )
        assert refusing(refusal) == ["change.impossible"]


def test_a_rehearsal_judges_the_words_too(school: Path, letter: Path) -> None:
    with at(school) as desk:
        registered(desk)
        said = errand(because="很长" * 2000, dry_run=True)
        assert refusing(refused(lambda: merged(desk, letter, said))) == ["text.too-long"]
