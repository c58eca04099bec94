"""第三、二十三至二十七条: the figures that an authority has of each school, and the signed report of them upward."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    SCHOOL,
    approve_clean,
    fetch,
    person,
    reopened,
    resident,
    run,
    run_apart,
    school,
    send,
)
from tests.authority.test_reviewing import file
from tests.authority.towns import Town
from tests.reviews import leader
from xjcli.authority import supervision_screens as screens
from xjcli.authority.office import Office
from xjcli.authority.store import tables
from xjcli.authority.supervising import supervise
from xjcli.authority.supervision_files import ENDINGS, report
from xjcli.errors import Refusal
from xjcli.report.language import choose
from xjcli.schema.supervision import Supervision

STAFF = [
    {"name": "测试甲", "role": "registrar", "since": "2026-08-01", "trained_on": "2026-07-20", "until": ""},
    {"name": "测试乙", "role": "registrar", "since": "2026-08-01", "trained_on": "", "until": ""},
    {"name": "测试丙", "role": "registrar", "since": "2025-08-01", "trained_on": "", "until": "2026-08-01"},
]


def at(office: Office, month: int, day: int) -> Office:
    """The same authority on another day of the semester."""
    return reopened(office.home, lambda: datetime(2026, month, day, 1, 0, tzinfo=UTC))


def line_of(made: Supervision, code: str = SCHOOL) -> dict[str, Any]:
    (found,) = [each for each in made.schools if each["school"] == code]
    return dict(found)


def found(made: Supervision, code: str = SCHOOL) -> dict[str, tuple[int, int]]:
    return {each["code"]: (each["breach"], each["count"]) for each in line_of(made, code)["findings"]}


def test_a_school_has_its_pupils_acts_bundles_and_decisions(town: Town) -> None:
    town.old.enroll("r-3", person(3))
    send(town.office, town.old.bundle())
    line = line_of(supervise(at(town.office, 9, 9)))
    assert (line["on_roll"], line["present"], line["bundles"]) == (3, 3, 2)
    assert line["acts"] == len(town.old.acts)
    assert line["cases"] == {"approved": 2, "refused": 0, "open": 1, "longest": 5}
    assert (line["review"], line["findings"]) == ("none", [])
    assert line_of(supervise(town.office), OTHER_SCHOOL)["on_roll"] == 0


@pytest.mark.parametrize(
    ("month", "day", "school_turn", "share"),
    [(9, 16, "under_way", 100), (9, 17, "overdue", 50)],
)
def test_whoever_has_a_handover_is_overdue_after_ten_working_days(
    town: Town, month: int, day: int, school_turn: str, share: int
) -> None:
    town.ask()
    office = at(town.office, month, day)
    made = supervise(office)
    assert made.workdays == 10
    assert {name for name, count in line_of(made)["turns"].items() if count} == {school_turn}
    assert made.turns == {"authority": {"in_time": 1, "late": 0, "under_way": 0, "overdue": 0}}
    assert found(made) == ({"check.handover-overdue": (6, 1)} if school_turn == "overdue" else {})
    assert report(office).result["totals"]["on_time_share"] == share
    assert line_of(made, OTHER_SCHOOL)["turns"]["overdue"] == 0


def test_a_handover_that_was_completed_has_three_turns_in_time(town: Town) -> None:
    case = town.ask()
    town.answer(case)
    run(town.office.home, "approve", case)
    made = supervise(at(town.office, 12, 1))
    assert line_of(made)["turns"]["in_time"] == 1
    assert sum(made.turns["authority"].values()) == 2
    assert (line_of(made)["on_roll"], line_of(made, OTHER_SCHOOL)["on_roll"]) == (1, 1)


def test_what_was_recorded_late_is_counted_by_its_item(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1), on="2026-07-01")  # 建档 within a month; recorded on 1 September
    made.enroll("r-2", person(2))
    send(office, made.bundle())
    approve_clean(office)
    fetch(office, made)
    away = {"since": "2026-08-20", "ground": "随父母务工", "township": "", "migrant": False, "household_region": ""}
    made.write("dropout-reported", "r-2", away)
    assert send(office, made.bundle()).outcome == "accepted"
    assert found(supervise(office)) == {"check.enrolled-late": (1, 1), "check.reported-late": (4, 1)}
    assert found(supervise(office, "2026-spring")) == {}


def test_a_child_with_two_records_is_a_finding_of_the_school_whose_case_is_open(town: Town) -> None:
    town.new.enroll("n-1", person(1))
    send(town.office, town.new.bundle())
    made = supervise(town.office)
    assert found(made, OTHER_SCHOOL) == {"duplicate.other-school": (8, 1)}
    assert found(made) == {}


def test_staff_is_counted_by_training_and_never_named(office: Office) -> None:
    made = school(office)
    assert send_staff(office, made) == "accepted"
    made_up = supervise(office)
    assert line_of(made_up)["staff"] == {"reported_on": "2026-09-01", "serving": 2, "trained": 1, "untrained": 1}
    assert "测试" not in made_up.to_bytes().decode("utf-8")
    assert line_of(supervise(office, "2026-spring"))["staff"]["serving"] == 0


def send_staff(office: Office, made: Any) -> str:
    made.write("staff-reported", "office", {"registrars": STAFF})
    return send(office, made.bundle()).outcome


def test_a_review_that_came_and_holds_is_said(office: Office) -> None:
    made = school(office, leaders=(leader(),))
    made.enroll("r-1", person(1))
    send(office, made.bundle())
    approve_clean(office)
    fetch(office, made)
    file(made)
    send(office, made.bundle())
    assert line_of(supervise(office))["review"] == "received"
    assert report(office).result["totals"]["reviews"] == {"received": 1, "differs": 0, "none": 0}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_any_person_stands_in_screen_result_or_file(
    town: Town, tmp_path: Path, ending: str, language: str
) -> None:
    choose(language)
    town.ask()
    send_staff(town.office, town.old)
    out = tmp_path / f"r{ending}"
    result = report(at(town.office, 10, 20), to=out).result
    texts = ["\n".join(screens.report(result)), json.dumps(result, ensure_ascii=False), readable(out)]
    for text in texts:
        assert SCHOOL in text
        for secret in ("测试1号", "测试老师", "测试甲", "测试乙", "测试科员", "样例路", "r-1", "a-1", "2020-03-05"):
            assert secret not in text
        assert not re.search(r"(?<!\d)(?:[A-Z])?\d{17}[\dX](?!\d)", text)
        assert resident(1) not in text


def readable(path: Path) -> str:
    """What a reader of the file sees; of a signed one the signed text."""
    if path.suffix == ".xlsx":
        import zipfile

        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())
    text = path.read_text("utf-8")
    if path.suffix == ".xjreport":
        import base64

        return base64.b64decode(json.loads(text)["payload"]).decode("utf-8")
    return text


def test_a_signed_report_is_verified_by_the_authority_above_without_a_home(town: Town, tmp_path: Path) -> None:
    town.ask()
    out, card = tmp_path / "q3.xjreport", town.office.card
    status, document = run(town.office.home, "report", "--to", str(out))
    assert (status, document["command"], document["result"]["signed"]) == (0, "report", True)
    elsewhere = tmp_path / "above"
    status, verified = run_apart(elsewhere, "report", "verify", str(out), "--card", str(card))
    assert (status, verified["command"], verified["result"]["verified"]) == (0, "report verify", True)
    assert verified["result"]["schools"] == document["result"]["schools"]
    assert verified["result"]["totals"] == document["result"]["totals"]
    shown = run(town.office.home, "key", "show")[1]["result"]["fingerprint"]
    assert verified["result"]["fingerprint"] == shown
    assert not elsewhere.exists()


def test_a_figure_that_was_changed_on_the_way_is_refused(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "q3.xjreport"
    run(town.office.home, "report", "--to", str(out))
    raw = json.loads(out.read_text("utf-8"))
    import base64

    payload = base64.b64decode(raw["payload"]).replace(b'"on_roll":2', b'"on_roll":3')
    out.write_text(out.read_text("utf-8").replace(raw["payload"], base64.b64encode(payload).decode()), "utf-8")
    status, document = run(town.office.home, "report", "verify", str(out), "--card", str(town.office.card))
    assert (status, document["problems"][0]["code"]) == (60, "bundle.signature")
    card = town.office.home / "school.xjcard"
    card.write_bytes(town.old.card)
    status, document = run(town.office.home, "report", "verify", str(out), "--card", str(card))
    assert (status, document["problems"][0]["code"]) == (60, "key.card-kind")


def test_a_part_is_never_signed_and_a_file_never_replaced_unasked(town: Town, tmp_path: Path) -> None:
    home = town.office.home
    one = run(home, "report", "--school", SCHOOL)[1]["result"]
    assert [line["school"] for line in one["schools"]] == [SCHOOL]
    cases = {
        ("--school", SCHOOL, "--to", str(tmp_path / "r.xjreport")): "usage.together",
        ("--school", "2132000009"): "intake.unknown-school",
        ("--to", str(tmp_path / "r.pdf")): "sheet.write-format",
        ("--semester", "2031-autumn"): "supervision.not-begun",
        ("--semester", "q3"): "semester.unreadable",
    }
    for words, code in cases.items():
        assert run(home, "report", *words)[1]["problems"][0]["code"] == code
    out = tmp_path / "r.md"
    assert run(home, "report", "--to", str(out))[0] == 0
    assert run(home, "report", "--to", str(out))[1]["problems"][0]["code"] == "file.exists"
    assert run(home, "report", "--to", str(out), "--force")[0] == 0


def test_a_report_changes_nothing_here(town: Town, tmp_path: Path) -> None:
    before = everything(town.office)
    assert run(town.office.home, "report", "--to", str(tmp_path / "r.xjreport"))[0] == 0
    assert everything(town.office) == before


def everything(office: Office) -> dict[str, list[Any]]:
    """Every row of every table of the store, whichever engine keeps it."""
    with office.store.reading() as tx:
        return {each.name: sorted(map(repr, tx.execute(each.select()))) for each in tables.metadata.sorted_tables}


def test_a_semester_that_is_over_is_counted_to_its_last_day(town: Town) -> None:
    late = reopened(town.office.home, lambda: datetime(2027, 3, 1, 1, 0, tzinfo=UTC))
    made = supervise(late, "2026-autumn")
    assert (made.first_day, made.last_day) == ("2026-09-01", "2027-01-31")
    with pytest.raises(Refusal):
        supervise(town.office, "2027-spring")
