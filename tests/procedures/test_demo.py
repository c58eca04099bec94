"""A rehearsal shows the whole job, finds what was planted, and leaves the user's own registry alone (第二十三条)."""

from __future__ import annotations

import os
import socket
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.people import SCHOOL_CODE, TODAY, Inventor, pupils
from xjcli.errors import Family, Refusal, entry
from xjcli.procedures.demo import demo, programs
from xjcli.procedures.demo.programs import AUTHORITY, SCHOOL, Program
from xjcli.procedures.demo.steps import STEPS
from xjcli.procedures.demo.workbook import write_workbook
from xjcli.reference import template
from xjcli.report import Report
from xjcli.schema.columns import BY_NAME
from xjcli.schema.values.documents import check_document
from xjcli.schema.values.resident import RESIDENT_ID, parse_resident
from xjcli.ui import rehearsal

NOW = datetime(2025, 9, 2, 8, tzinfo=UTC)
PUPILS = 70


def _silent(_name: str, _done: int, _total: int) -> None:
    return None


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One rehearsal for all the questions; the environment names homes that must stay untouched."""
    root = tmp_path_factory.mktemp("demo")
    kept = {name: os.environ.get(name) for name in ("XJ_HOME", "XJ_AUTHORITY_HOME")}
    os.environ.update({name: str(root / name) for name in kept})
    steps: list[str] = []
    try:
        report = demo(
            root / "county", PUPILS, own_home=root / "XJ_HOME", now=NOW, tell=lambda name, *_: steps.append(name)
        )
    finally:
        for name, value in kept.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
    assert steps == [*(name for name, _ in STEPS), ""]
    return report


@pytest.fixture(scope="module")
def facts(rehearsed: Report) -> dict[str, Any]:
    return rehearsed.result


def test_everything_that_has_to_hold_holds(rehearsed: Report) -> None:
    assert [check for check in rehearsed.result["checks"] if not check["ok"]] == []
    assert (rehearsed.status, rehearsed.problems) == (0, [])


def test_the_planted_faults_are_refused_at_their_cells_and_nothing_else_is(facts: dict[str, Any]) -> None:
    assert facts["refused"]["rows"] == 5
    assert facts["refused"]["codes"] == {
        "sheet.number-cell": 1, "id.check-digit": 1, "date.impossible": 1, "sheet.unknown-label": 1, "import.twice": 1,
    }  # fmt: skip
    planted = {(each["where"], each["code"]) for each in facts["planted"] if each["refuses"]}
    assert {(each["where"], each["code"]) for each in facts["refused"]["items"]} == planted


def test_a_sex_that_disagrees_with_the_number_only_warns(facts: dict[str, Any]) -> None:
    assert [each["code"] for each in facts["reminded"]] == ["person.sex-differs"]
    assert facts["warned"]["person.sex-differs"] == 1


def test_every_good_row_and_the_child_entered_by_hand_are_sent(facts: dict[str, Any]) -> None:
    assert (facts["pupils"], facts["stored"], facts["enrolled"]) == (PUPILS, PUPILS - 4, 1)
    assert facts["sent"] == {"bundles": 2, "acts": PUPILS - 3}
    assert facts["cases"] == PUPILS - 3


def test_a_child_enrolled_at_two_schools_is_found_and_gets_one_number(facts: dict[str, Any]) -> None:
    (found,) = facts["duplicates"]
    assert (found["school"], found["codes"]) == ("2132000002", ["duplicate.other-school"])
    assert (facts["clean"], facts["approved"], facts["refused_cases"]) == (PUPILS - 4, PUPILS - 4, 1)
    assert sum(facts["issued"].values()) == PUPILS - 4


def test_a_child_without_a_document_gets_a_number_of_the_authority(facts: dict[str, Any]) -> None:
    assert facts["issued"]["J"] == 2
    assert facts["issued"]["G"] == PUPILS - 4 - sum(count for letter, count in facts["issued"].items() if letter != "G")


def test_numbers_are_shown_masked(facts: dict[str, Any]) -> None:
    assert {each["registry_number"][0] for each in facts["numbers"]} >= {"G", "J"}
    assert all("********" in each["registry_number"] for each in facts["numbers"])


def test_a_second_push_says_nothing_new_and_both_sides_hold_the_same_heads(facts: dict[str, Any]) -> None:
    assert facts["nothing_new"] and facts["heads_equal"]
    assert facts["doctors"] == {"320102": True, "2132000001": True, "2132000002": True}
    assert facts["verified_bundles"] == 2 and facts["verified_answers"] >= 4


def test_the_folder_stays_and_the_users_own_homes_were_never_made(facts: dict[str, Any]) -> None:
    folder = Path(facts["folder"])
    assert all(Path(school["workbook"]).is_file() for school in facts["schools"])
    assert all((Path(school["home"]) / "registry.db").is_file() for school in facts["schools"])
    assert sorted(path.name for path in folder.parent.iterdir()) == ["county"]


def test_the_story_is_told_with_the_folder_at_the_end(facts: dict[str, Any]) -> None:
    text = "\n".join(rehearsal.screen(facts))
    assert facts["folder"] in text and "E-0" in text and "********" in text


def test_the_server_is_stopped_also_when_a_step_fails(facts: dict[str, Any]) -> None:
    folder = Path(facts["folder"])
    with pytest.raises(KeyboardInterrupt), Program(AUTHORITY, folder / "authority", folder).serving() as url:
        address = ("127.0.0.1", urlsplit(url).port or 0)
        socket.create_connection(address, 5).close()
        raise KeyboardInterrupt
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 5)


def test_a_command_that_fails_is_named_with_its_reason_and_exit(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        Program(SCHOOL, tmp_path / "home", tmp_path).run("status")
    assert [problem.code for problem in caught.value.problems] == ["demo.step", "registry.missing"]
    assert caught.value.exit_code == Family.REGISTRY


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught, Program(AUTHORITY, tmp_path / "home", tmp_path).serving():
        pytest.fail("there is no authority to serve")
    assert caught.value.problems[0].code == "demo.step"


def test_a_folder_in_use_or_of_the_users_own_registry_is_left_alone(tmp_path: Path) -> None:
    used, home = tmp_path / "used", tmp_path / "home"
    used.mkdir()
    (used / "letter.txt").write_text("mine", encoding="utf-8")
    for folder in (used, used / "letter.txt", home, home / "below"):
        with pytest.raises(Refusal) as caught:
            demo(folder, PUPILS, own_home=home, now=NOW, tell=_silent)
        assert [problem.code for problem in caught.value.problems] == ["demo.folder"]
    assert [path.name for path in tmp_path.rglob("*")] == ["used", "letter.txt"]


def test_without_the_authoritys_side_the_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find_spec", lambda _name: None)
    with pytest.raises(Refusal) as caught:
        demo(tmp_path / "county", PUPILS, own_home=tmp_path, now=NOW, tell=_silent)
    assert entry(caught.value.problems[0].code).family == Family.USAGE
    assert "xjcli[authority]" in entry(caught.value.problems[0].code).hint_en
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_invents_the_same_children() -> None:
    assert pupils(90, seed=4) == pupils(90, seed=4)
    assert pupils(90, seed=4) != pupils(90, seed=5)


def test_invented_numbers_are_valid_and_no_two_people_share_one() -> None:
    numbers: list[str] = []
    for pupil in pupils(400):
        born = date.fromisoformat(pupil["birth_date"])
        if pupil["document_type"] == "居民身份证":
            found, problems = parse_resident(pupil["document_number"], today=TODAY)
            assert found is not None and not problems and found.kind == RESIDENT_ID
            assert (found.birth_date, found.sex) == (born, "1" if pupil["sex"] == "男" else "2")
        elif pupil["document_type"].startswith("香港"):
            assert check_document("6", pupil["document_number"], today=TODAY)[1] == []
        else:
            assert "document_number" not in pupil and pupil["member1_document_number"]
        numbers += [text for name, text in pupil.items() if name.endswith("document_number")]
    assert len(set(numbers)) == len(numbers)


def test_invented_phones_belong_to_nobody() -> None:
    phones = [text for pupil in pupils(100) for name, text in pupil.items() if name.endswith("phone")]
    assert phones and all(phone.startswith("1990000") and len(phone) == 11 for phone in phones)


def test_the_invented_school_has_all_grades_and_the_rarer_cases() -> None:
    found = pupils(240)
    assert {pupil["grade"] for pupil in found} == {f"{sign}年级" for sign in "一二三四五六"}
    assert any("·" in pupil["name"] and pupil["ethnicity"] != "汉族" for pupil in found)
    assert {len([1 for name in pupil if name.endswith("_relation")]) for pupil in found} == {1, 2}
    assert len({pupil["document_type"] for pupil in found}) == 3
    assert set(found[0]) <= set(template("national-b").fields) <= set(BY_NAME)


def test_faults_are_planted_in_rows_of_their_own(tmp_path: Path) -> None:
    found = [Inventor(2, TODAY).pupil(SCHOOL_CODE, 1) for _ in range(8)]
    planted = write_workbook(tmp_path / "book.xlsx", found, seed=1)
    rows = [each.where.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for each in planted]
    assert len(set(rows)) == len(planted) == 6
    assert all(entry(each.code) for each in planted)
