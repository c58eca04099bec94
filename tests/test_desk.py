"""The desk: one time for a whole errand, the registry opened for no more than the errand needs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.conftest import NOW, SCHOOL
from tests.registry.ledgers import refusal
from tests.regulation.acts import opened
from xjcli.desk import Desk, clock, open_desk, utc
from xjcli.registry.doctor import examine
from xjcli.registry.ledger import FILE_NAME, Registry
from xjcli.report import Session


def test_a_desk_knows_the_school_that_init_described(school: Path) -> None:
    with open_desk(home=school, now=NOW) as desk:
        assert desk.home == school
        assert (desk.settings.school_code, desk.settings.name) == (SCHOOL.school_code, SCHOOL.name)
        assert desk.settings.stages == ("primary", "junior")
        assert desk.registrar == SCHOOL.registrar
        assert desk.rules.id == "national-2013"
        assert desk.rules is desk.rules


def test_an_errand_has_one_time(school: Path) -> None:
    evening = datetime(2026, 9, 1, 23, 30, 59, 999_999, tzinfo=timezone(timedelta(hours=8)))
    with open_desk(home=school, now=evening) as desk:
        assert desk.today == date(2026, 9, 1)
        assert desk.recorded_at == "2026-09-01T15:30:59Z"


def test_the_clock_knows_its_zone() -> None:
    assert clock().utcoffset() == timedelta(hours=8)  # an authority must never be a day ahead of its schools
    assert utc(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00Z"


def test_days_are_days_in_china_wherever_the_computer_stands(school: Path) -> None:
    """A decision of the authority never lies behind the day on which the school acts on it."""
    assert clock().utcoffset() == timedelta(hours=8)
    for zone in (UTC, timezone(timedelta(hours=-5))):
        with open_desk(home=school, now=datetime(2026, 9, 1, 16, 30, tzinfo=UTC).astimezone(zone)) as desk:
            assert (desk.today, desk.recorded_at) == (date(2026, 9, 2), "2026-09-01T16:30:00Z")


def test_a_desk_reads_unless_the_errand_writes(school: Path) -> None:
    def enroll(desk: Desk) -> None:
        with desk.registry.transaction():
            desk.registry.append([opened("r-1")], command="x", recorded_at="", recorded_by="")

    before = (school / FILE_NAME).read_bytes()
    with open_desk(home=school, now=NOW) as desk:
        assert refusal(enroll, desk) == "registry.read-only"
    assert (school / FILE_NAME).read_bytes() == before
    with open_desk("write", home=school, now=NOW) as desk:
        enroll(desk)
    with open_desk(home=school, now=NOW) as desk:
        assert desk.registry.head().seq == 1


def test_where_init_was_never_run_nothing_is_made(tmp_path: Path) -> None:
    for mode in ("read", "write"):
        assert refusal(open_desk, mode, home=tmp_path / "nowhere") == "registry.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_registry_without_a_school_is_as_good_as_missing(tmp_path: Path) -> None:
    Registry(tmp_path / FILE_NAME, "create").close()
    assert refusal(open_desk, home=tmp_path) == "registry.missing"


def test_the_home_of_the_command_line_is_used(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "home", str(school))
    with open_desk(now=NOW) as desk:
        assert desk.home == school


def test_a_desk_that_is_left_closes_its_registry(school: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_desk("write", home=school, now=NOW) as desk:
        raise ZeroDivisionError
    assert refusal(desk.registry.head) == "registry.engine"


def test_an_unnamed_registrar_is_never_a_block(school: Path) -> None:
    with open_desk("write", home=school, now=NOW) as desk:
        desk.registry.connection.execute("update settings set value = '' where key = 'registrar'")
    with open_desk(home=school, now=NOW) as desk:
        assert desk.registrar == "?"


def test_a_clock_that_went_back_is_told_at_every_errand_that_writes_and_stops_nobody(school: Path) -> None:
    """The order of the acts is their number: what was recorded stays whole and in order."""
    with open_desk("write", home=school, now=NOW) as desk, desk.registry.transaction():
        desk.registry.append([opened("r-1")], command="x", recorded_at=desk.recorded_at, recorded_by="")
    assert list(Session.notes) == []
    for minutes, told in ((-1, 0), (-10, 0), (-11, 1), (-60 * 24 * 400, 2)):
        early = NOW + timedelta(minutes=minutes)
        open_desk("read", home=school, now=early).registry.close()
        with open_desk("write", home=school, now=early) as desk:
            assert len(list(Session.notes)) == told
    note = list(Session.notes)[-1]
    assert (note.code, note.severity) == ("clock.behind", "warn")
    assert note.params == {"now": "2025-07-28T00:30:00Z", "last": "2026-09-01T00:30:00Z"}
    with open_desk("write", home=school, now=early) as desk:
        with desk.registry.transaction():
            desk.registry.append([opened("r-2")], command="x", recorded_at=desk.recorded_at, recorded_by="")
        assert [act.seq for act in desk.registry.acts()] == [1, 2]
        assert [check for check in examine(desk.registry) if not check.ok] == []
