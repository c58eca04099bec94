"""Clocks (第七、十四、十五、十九、二十一、二十二条): whose turn, until when, overdue first; 及时 is never a number."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import NOW
from tests.procedures.changing import approved_child, errand, written
from tests.procedures.desks import TODAY, at, child, opened
from xjcli.desk import Desk
from xjcli.procedures.due import due
from xjcli.procedures.leave import leave


def items(desk: Desk) -> dict[str, dict[str, Any]]:
    return {item["what"]: item for item in due(desk).result["items"]}


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_an_enrolment_waits_without_a_deadline_and_its_dossier_has_one_month(school: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        found = items(desk)
    assert (found["enrolment"]["article"], found["enrolment"]["deadline"]) == (4, None)
    assert found["enrolment"]["whose"] == "authority"
    assert (found["dossier"]["article"], found["dossier"]["deadline"]) == (7, "2026-10-01")


def test_pupils_of_one_day_are_one_line(school: Path) -> None:
    with at(school) as desk:
        for order in (901, 903, 905):
            opened(desk, child(order))
        found = items(desk)["dossier"]
    assert (found["count"], found["record_id"], found["name"]) == (3, "", "")


def test_a_record_that_was_taken_on_has_its_dossier(school: Path) -> None:
    with at(school) as desk:
        approved_child(desk)
        assert "dossier" not in items(desk)


def test_a_handover_gives_each_party_ten_working_days_from_the_day_it_is_reached(school: Path) -> None:
    notice = {"case": "H-000001", "kind": "transfer", "school": "2132000999", "name": "别的学校", "official": "李",
              "bundle": "0" * 64, "act": 0}  # fmt: skip
    with at(school, now=datetime(2026, 9, 28, 1, tzinfo=NOW.tzinfo)) as desk:
        pupil = approved_child(desk)
        written(desk, "transfer-notified", pupil, notice, on=date(2026, 9, 24))
        ours = items(desk)["transfer-out"]
        written(desk, "transfer-released", pupil, {"case": "H-000001"}, on=date(2026, 9, 28))
        theirs = items(desk)["transfer-out"]
    assert (ours["whose"], ours["deadline"], ours["provisional"]) == (
        "ours",
        "2026-10-15",
        False,
    )  # 25 Sep and 1–7 Oct are off, 10 Oct is worked
    assert (theirs["whose"], theirs["since"]) == ("authority", "2026-09-28")


def test_past_the_last_published_holidays_a_deadline_is_provisional(school: Path) -> None:
    notice = {"case": "H-000001", "kind": "transfer", "school": "2132000999", "name": "", "official": "李",
              "bundle": "0" * 64, "act": 0}  # fmt: skip
    with at(school, now=datetime(2026, 12, 28, 1, tzinfo=NOW.tzinfo)) as desk:
        pupil = approved_child(desk)
        written(desk, "transfer-notified", pupil, notice, on=date(2026, 12, 25))
        assert items(desk)["transfer-out"]["provisional"]


def test_a_dossier_follows_within_a_month_of_the_handover(school: Path) -> None:
    done = {"case": "H-000001", "kind": "transfer", "school": "2132000999", "name": "", "number": "", "official": "李",
            "bundle": "0" * 64, "act": 0}  # fmt: skip
    with at(school) as desk:
        pupil = approved_child(desk)
        written(desk, "handover-completed", pupil, done)
        found = items(desk)["dossier-transfer"]
        written(desk, "dossier-sent", pupil, {"to": "2132000999", "package": "0" * 64, "items": 1, "paper": 0})
        assert "dossier-transfer" not in items(desk)
    assert (found["article"], found["deadline"], found["whose"]) == (15, "2026-10-01", "ours")


def test_a_leave_that_is_over_is_overdue_and_stands_first(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=TODAY + timedelta(days=30), ground="", extend=False, errand=errand())
    with at(school, now=later(60)) as desk:
        report = due(desk)
    first = report.result["items"][0]
    assert (first["what"], first["overdue"], report.result["overdue"]) == ("leave", True, 1)
    assert first["working_days_left"] < 0


def test_a_death_counts_ten_working_days_until_it_has_been_sent(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        written(desk, "death-reported", pupil, {"died_on": "2026-08-28", "certificate": "x"})
        found = items(desk)["death-reported"]
    assert (found["article"], found["deadline"], found["next"]) == (21, "2026-09-11", "push")


def test_a_dropout_is_to_be_reported_promptly_and_shows_the_days_gone(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        written(
            desk, "dropout-reported", pupil, {"since": "2026-08-25", "ground": "", "township": "", "migrant": False}
        )
        found = items(desk)["dropout-reported"]
    assert (found["deadline"], found["days_gone"], found["working_days_left"]) == (None, 7, None)


def test_a_correction_waits_for_the_authority_without_a_number_of_days(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        changes = {"changes": {"name": {"from": "甲", "to": "乙"}}}
        written(desk, "corrected", pupil, changes, awaits=True)
        found = items(desk)["corrected"]
    assert (found["article"], found["deadline"], found["whose"]) == (10, None, "authority")


def test_the_calendar_file_names_no_pupil(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=TODAY + timedelta(days=30), ground="", extend=False, errand=errand())
        due(desk, ics=tmp_path / "期限.ics")
        name = desk.registry.rows("select name from records")[0][0]
    text = (tmp_path / "期限.ics").read_bytes().decode("utf-8")
    assert name not in text
    assert pupil in text.replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
