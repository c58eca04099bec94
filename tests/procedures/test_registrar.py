"""第二十三条: registrars are named, trained before duty, and reported upward; never a block."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.procedures.desks import TODAY, at, codes, refused, refusing
from xjcli.procedures.registrar import add, listed, retire, train
from xjcli.registry.doctor import examine
from xjcli.schema.act import OFFICE


def test_a_registrar_without_training_is_a_finding_and_training_ends_it(school: Path) -> None:
    with at(school) as desk:
        assert codes(listed(desk)) == ["registrar.unlisted"]
        report = add(desk, "测试老师", role="registrar", trained_on=None, on=TODAY, dry_run=False)
        assert codes(report) == ["registrar.untrained"]
        train(desk, "测试老师", on=TODAY, dry_run=False)
        assert codes(listed(desk)) == []


def test_every_change_is_reported_upward_as_an_act_of_the_school(school: Path) -> None:
    with at(school) as desk:
        add(desk, "测试老师", role="registrar", trained_on=TODAY - timedelta(days=30), on=TODAY, dry_run=False)
        (act,) = desk.registry.acts()
        assert (act.kind, act.record_id, act.basis["article"]) == ("staff-reported", OFFICE, 23)
        assert act.body == {
            "registrars": [{"name": "测试老师", "role": "registrar", "since": "2026-09-01", "trained_on": "2026-08-02",
                            "until": ""}]
        }  # fmt: skip
        assert all(check.ok for check in examine(desk.registry))


def test_who_was_trained_after_taking_up_duty_is_noted(school: Path) -> None:
    with at(school) as desk:
        earlier = TODAY - timedelta(days=40)
        add(desk, "测试老师", role="registrar", trained_on=None, on=earlier, dry_run=False)
        assert codes(train(desk, "测试老师", on=TODAY, dry_run=False)) == ["registrar.trained-late"]


def test_who_has_retired_serves_no_longer(school: Path) -> None:
    with at(school) as desk:
        add(desk, "测试老师", role="registrar", trained_on=TODAY, on=TODAY - timedelta(days=9), dry_run=False)
        retire(desk, "测试老师", on=TODAY - timedelta(days=1), dry_run=False)
        assert codes(listed(desk)) == ["registrar.unlisted"]
        assert listed(desk).result["items"][0]["serving"] is False


def test_a_registrar_is_added_once_and_only_a_known_one_is_trained(school: Path) -> None:
    with at(school) as desk:
        add(desk, "测试老师", role="leader", trained_on=TODAY, on=TODAY, dry_run=False)
        again = refused(lambda: add(desk, "测试老师", role="leader", trained_on=None, on=TODAY, dry_run=False))
        unknown = refused(lambda: train(desk, "别人", on=TODAY, dry_run=False))
        role = refused(lambda: add(desk, "另一人", role="king", trained_on=None, on=TODAY, dry_run=False))
    assert (codes(again), codes(unknown), codes(role)) == (["registrar.known"], ["registrar.unknown"], ["usage.option"])


def test_a_rehearsal_changes_neither_the_list_nor_the_ledger(school: Path) -> None:
    with at(school) as desk:
        add(desk, "测试老师", role="registrar", trained_on=None, on=TODAY, dry_run=True)
        assert (desk.registry.head().seq, listed(desk).result["items"]) == (0, [])


def test_a_rehearsal_judges_the_name_too(school: Path) -> None:
    with at(school) as desk:
        long = "很长" * 2000
        refusal = refused(lambda: add(desk, long, role="reader", trained_on=None, on=TODAY, dry_run=True))
        assert refusing(refusal) == ["text.too-long"]
