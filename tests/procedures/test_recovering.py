"""第三条: what came from a backup signs nothing until the authority has said that nothing was sent since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import approve_clean
from tests.procedures.desks import at, child, codes, opened, refused
from tests.procedures.test_notices import LATER, Town
from tests.procedures.test_notices import town as town
from xjcli.authority.folder import outbox
from xjcli.desk import Desk
from xjcli.procedures import bundle, recovering
from xjcli.procedures.backup import backup
from xjcli.procedures.doctor import doctor
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.procedures.restore import Wish, restore
from xjcli.procedures.status import status
from xjcli.registry import exchange

BACK = LATER + timedelta(hours=1)
AFTER = BACK + timedelta(hours=1)


def kept(town: Town, tmp_path: Path) -> Path:
    backup(town.desk, tmp_path / "b.zip", None)
    return tmp_path / "b.zip"


def brought_back(town: Town, file: Path) -> Desk:
    """The backup in a new home, on the day after."""
    home = file.with_name("new")
    restore(home, file, Wish(str), now=BACK)
    return at(home, now=AFTER)


def test_nothing_is_signed_in_a_restored_registry(town: Town, tmp_path: Path) -> None:
    with brought_back(town, kept(town, tmp_path)) as desk:
        opened(desk, child(902))
        shown = status(desk)
        assert (shown.result["recovering"], shown.result["next"]) == ("2026-09-01T02:30:00Z", "recover")
        assert [(each.code, each.severity) for each in shown.problems] == [("registry.recovering", "warn")]
        assert refused(lambda: bundle.build(desk)).problems[0].code == "registry.recovering"
        report = push(desk, str(town.stick))
        assert (report.status, codes(report), report.result["bundles"]) == (30, ["registry.recovering"], [])
        last = exchange.last(desk.registry, "up")
        assert last is not None
        assert last.seq == 1


def test_the_mark_goes_where_the_authority_has_nothing_more_of_us(town: Town, tmp_path: Path) -> None:
    """Over a connection that is known at once: each bundle it takes in is answered."""
    with brought_back(town, kept(town, tmp_path)) as desk:
        opened(desk, child(902))
        (told,) = recovering.settle(desk, live=True)
        assert (told.code, told.severity, told.params) == ("recover.done", "note", {"seq": 1})
        assert recovering.settle(desk, live=True) == []
        assert push(desk, str(town.stick)).status == 0
        town.desk.registry.close()
        town.desk = desk
        assert approve_after_intake(town) == 1
        assert doctor(desk).status == 0


def approve_after_intake(town: Town) -> Any:
    from xjcli.authority.folder import intake

    intake(town.office, town.stick)
    return approve_clean(town.office)["approved"]


def test_an_older_stick_proves_nothing_and_an_answer_signed_since_does(town: Town, tmp_path: Path) -> None:
    with brought_back(town, kept(town, tmp_path)) as desk:
        assert codes(pull(desk, str(town.stick))) == ["recover.stale"]
        assert recovering.since(desk)
        town.office = replace(town.office, moment=lambda: AFTER)
        town.asked_for()
        outbox(town.office, town.stick)
        assert codes(pull(desk, str(town.stick))) == ["recover.done"]
        assert not recovering.since(desk)


def test_what_was_sent_after_the_backup_is_told_and_the_mark_stays(town: Town, tmp_path: Path) -> None:
    file = kept(town, tmp_path)
    opened(town.desk, child(902))
    town.up()
    outbox(town.office, town.stick)
    with brought_back(town, file) as desk:
        report = pull(desk, str(town.stick))
        assert codes(report) == ["bundle.not-ours", "recover.behind"]
        assert report.problems[1].params == {"ours": 1, "theirs": 2}
        assert report.status == 60
        opened(desk, child(903))
        assert codes(push(desk, str(town.stick))) == ["registry.recovering"]


def test_a_bundle_that_was_signed_before_is_sent_again_and_settles_it(town: Town, tmp_path: Path) -> None:
    """The same bytes are no second history: the authority answers them, and then both sides agree."""
    opened(town.desk, child(902))
    (lost := tmp_path / "lost").mkdir()
    push(town.desk, str(lost))
    with brought_back(town, kept(town, tmp_path)) as desk:
        (told,) = recovering.settle(desk, live=True)
        assert (told.code, told.params) == ("recover.unanswered", {"ours": 2, "theirs": 1})
        assert codes(push(desk, str(town.stick))) == []
        town.office = replace(town.office, moment=lambda: AFTER)
        assert approve_after_intake(town) == 1
        outbox(town.office, town.stick)
        assert codes(pull(desk, str(town.stick))) == ["recover.done"]


def test_a_rehearsed_pull_lifts_nothing(town: Town, tmp_path: Path) -> None:
    with brought_back(town, kept(town, tmp_path)) as desk:
        assert codes(pull(desk, str(town.stick), dry_run=True)) == []
        assert recovering.since(desk)


@pytest.mark.parametrize("live", [True, False])
def test_a_registry_that_never_came_from_a_backup_has_nothing_to_settle(town: Town, live: bool) -> None:
    assert recovering.settle(town.desk, live=live) == []
