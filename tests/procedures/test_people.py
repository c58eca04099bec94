"""Several people at one desk (第二十三、二十五条): who writes, who lets whom in, and what is left to the leader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.procedures.desks import TODAY, at, child, codes, imported, invented, opened, refused, refusing, sheet
from tests.procedures.leavers import enrolled
from xjcli.desk import Desk
from xjcli.procedures import log, people, registrar, settings
from xjcli.procedures.change import Errand
from xjcli.procedures.leave import leave
from xjcli.procedures.show import show
from xjcli.procedures.undo import undo
from xjcli.registry.access import access_log_holds
from xjcli.report import Session

STAFF = (("测试老师", "registrar"), ("李校长", "leader"), ("赵老师", "reader"), ("孙老师", "registrar"))


@pytest.fixture
def staffed(school: Path) -> Path:
    """A school with two registrars, a leader and a reader, all on duty since last year."""
    with at(school) as desk:
        for name, role in STAFF:
            registrar.add(desk, name, role=role, trained_on=None, on=date(2026, 5, 1), dry_run=False)
    return school


@contextmanager
def as_(name: str, home: Path, *, now: datetime = NOW) -> Iterator[Desk]:
    Session.user = name
    try:
        with at(home, now=now) as desk:
            yield desk
    finally:
        Session.user = ""


def refuses(name: str, home: Path, *, now: datetime = NOW) -> list[str]:
    def enter() -> None:
        with as_(name, home, now=now):
            pass

    return codes(refused(enter))


def test_an_act_bears_the_name_of_who_is_at_the_desk(staffed: Path) -> None:
    with as_("孙老师", staffed) as desk:
        opened(desk, child())
        assert list(desk.registry.acts())[-1].recorded_by == "孙老师"
    with at(staffed) as desk:
        opened(desk, child(902))
        assert list(desk.registry.acts())[-1].recorded_by == "测试老师"


def test_a_reader_reads_and_neither_writes_nor_sees_a_full_number(staffed: Path) -> None:
    assert refuses("赵老师", staffed) == ["registrar.reader"]
    Session.user = "赵老师"
    with at(staffed, "read") as desk:
        assert desk.registrar == "赵老师"
        assert registrar.listed(desk).result["at_desk"] == "赵老师"


def test_a_name_that_nobody_bears_is_refused_and_an_empty_list_blocks_nobody(school: Path, staffed: Path) -> None:
    assert refuses("王五", staffed) == ["registrar.unknown"]
    with at(school):
        pass


def test_whoever_left_or_was_long_away_writes_no_more_until_another_lets_them_in(staffed: Path) -> None:
    later = NOW + timedelta(days=100)
    with at(staffed, now=later) as desk:
        opened(desk, child())
        registrar.retire(desk, "李校长", on=later.date() - timedelta(days=1), dry_run=False)
    assert refuses("李校长", staffed, now=later) == ["registrar.not-serving"]
    assert refuses("孙老师", staffed, now=later) == ["registrar.locked"]
    with at(staffed, now=later) as desk:
        assert refusing(refused(lambda: people.unlock(desk, "测试老师", "回来了", dry_run=False))) == [
            "registrar.unlock-self"
        ]
        assert codes(refused(lambda: people.unlock(desk, "孙老师", " ", dry_run=False))) == ["usage.because"]
        people.unlock(desk, "孙老师", "休完产假", dry_run=True)
    assert refuses("孙老师", staffed, now=later) == ["registrar.locked"]
    with at(staffed, now=later) as desk:
        people.unlock(desk, "孙老师", "休完产假", dry_run=False)
        (entry,) = log.seen(desk, log.Asked()).result["items"]
        assert (entry["who"], entry["command"], entry["why"]) == ("测试老师", "registrar unlock", "孙老师: 休完产假")
        assert access_log_holds(desk.registry)
    with as_("孙老师", staffed, now=later) as desk:
        found = {item["name"]: item["locked"] for item in registrar.listed(desk).result["items"]}
    assert found == {"测试老师": False, "孙老师": False, "李校长": True, "赵老师": True}


def test_the_days_until_an_account_locks_are_the_schools_to_set(staffed: Path) -> None:
    later = NOW + timedelta(days=100)
    with at(staffed) as desk:
        assert refused(lambda: settings.change(desk, "lock_days", "many")).problems[0].code == "usage.option"
        settings.change(desk, "lock_days", "0")
    with as_("孙老师", staffed, now=later) as desk:
        assert codes(registrar.listed(desk))


def test_the_last_one_left_is_told_and_goes_on(school: Path) -> None:
    with at(school) as desk:
        registrar.add(desk, "测试老师", role="registrar", trained_on=TODAY, on=TODAY, dry_run=False)
    with at(school, now=NOW + timedelta(days=400)) as desk:
        opened(desk, child())
    assert [(each.code, each.severity) for each in Session.notes] == [("registrar.locked", "warn")]


def test_whose_account_of_the_system_it_is_sits_at_the_desk(staffed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "sun")
    with at(staffed) as desk:
        assert codes(refused(lambda: people.set_account(desk, "孙老师", "sun", dry_run=False))) == [
            "registrar.leader-only"
        ]
        people.set_account(desk, "测试老师", "test", dry_run=True)
    with as_("李校长", staffed) as desk:
        people.set_account(desk, "孙老师", "sun", dry_run=False)
        assert codes(refused(lambda: people.set_account(desk, "李校长", "sun", dry_run=False))) == [
            "registrar.account-taken"
        ]
        assert codes(refused(lambda: people.set_account(desk, "谁", "x", dry_run=False))) == ["registrar.unknown"]
    with at(staffed) as desk:
        assert desk.registrar == "孙老师"
    monkeypatch.setattr("getpass.getuser", lambda: "li")
    assert refuses("孙老师", staffed) == ["registrar.account"]
    with at(staffed) as desk:
        assert desk.registrar == "测试老师"
    with as_("李校长", staffed) as desk:
        people.set_account(desk, "孙老师", "", dry_run=False)
    with as_("孙老师", staffed) as desk:
        assert desk.registrar == "孙老师"


def test_what_the_school_leaves_to_its_leader_only_the_leader_records(staffed: Path, tmp_path: Path) -> None:
    with at(staffed) as desk:
        pupil = enrolled(desk)
        unknown = refused(lambda: settings.change(desk, "leader_acts", "expelled,nothing"))
        assert codes(unknown) == ["usage.option"]
        settings.change(desk, "leader_acts", "leave-granted, reversed,enrolled")
    errand = Errand(TODAY, paper="柜1")
    with at(staffed) as desk:
        until = date(2027, 8, 31)
        assert codes(refused(lambda: leave(desk, [pupil], until=until, ground="", extend=False, errand=errand))) == [
            "registrar.leader-only"
        ]
        book = sheet(tmp_path / "a.xlsx", invented(2))
        assert refusing(refused(lambda: imported(desk, book))) == ["registrar.leader-only"]
    with as_("李校长", staffed) as desk:
        done = leave(desk, [pupil], until=until, ground="", extend=False, errand=errand).result["operation"]
        imported(desk, book)
    with at(staffed) as desk:
        assert refusing(refused(lambda: undo(desk, done, Errand(TODAY)))) == ["registrar.leader-only"]
    with as_("李校长", staffed) as desk:
        assert undo(desk, done, Errand(TODAY)).status == 0


def test_both_logs_are_read_newest_first_by_person_day_and_pupil(staffed: Path) -> None:
    with at(staffed) as desk:
        one = str(opened(desk, child()).result["record_id"])
        other = str(opened(desk, child(902)).result["record_id"])
        show(desk, one, reveal=True, because="家长13912345678核对")
    with as_("孙老师", staffed, now=NOW + timedelta(days=2)) as desk:
        show(desk, other, reveal=True, because="办理证明")
        seen = log.seen(desk, log.Asked()).result
        assert [(item["who"], item["count"]) for item in seen["items"]] == [("孙老师", 1), ("测试老师", 1)]
        assert "13912345678" not in str(seen)
        assert seen["verified"]
        assert [item["records"] for item in log.seen(desk, log.Asked(), one).result["items"]] == [[one]]
        assert log.seen(desk, log.Asked(since=date(2026, 9, 2))).result["total"] == 1
        assert log.seen(desk, log.Asked(by="测试老师", limit=1)).result["total"] == 1
        done = log.done(desk, log.Asked(limit=2)).result
        assert (done["total"], len(done["items"]), done["items"][0]["acts"]) == (6, 2, 1)
        assert log.done(desk, log.Asked(by="孙老师")).result["total"] == 0


def test_an_altered_access_log_is_told(staffed: Path) -> None:
    with at(staffed) as desk:
        record_id = str(opened(desk, child()).result["record_id"])
        show(desk, record_id, reveal=True, because="核对")
        desk.registry.connection.execute("drop trigger access_never_changes")
        desk.registry.connection.execute("update access_log set why = '别的'")
        report = log.seen(desk, log.Asked())
    assert (report.status, codes(report), report.result["verified"]) == (1, ["log.altered"], False)
