"""A school whose disk broke (第三条、第二十五条): its backup on another computer, and the authority on the network."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.end_to_end.test_flow import serving
from tests.offices import Program, environment, introduce, open_authority, open_school, write_pupils
from tests.people import SCHOOL_CODE
from tests.procedures.desks import child
from xjcli.desk import open_desk

PUPILS = 12


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Program, Program]:
    authority, authority_print = open_authority(tmp_path / "A")
    school, school_print = open_school(tmp_path / "S")
    introduce(school, school_print, authority, authority_print)
    return authority, school


def approve(authority: Program) -> None:
    done = authority.run("approve", "--all-clean", "--yes")
    assert done.result["approved"] == PUPILS


def enroll(school: Program, order: int) -> None:
    done = school.run(
        "enroll", *(word for name, value in child(order).items() for word in ("--set", f"{name}={value}"))
    )
    assert done.exit == 0, done.document


def brought_back(school: Program, file: Path) -> Program:
    other = Program("xjcli", file.parent / "new computer" / "xj")
    other.home.parent.mkdir()
    back = other.run("restore", file, "--yes")
    assert (back.exit, back.codes) == (0, ["restore.recovering", "restore.one-desk"])
    return other


def test_a_backup_that_lacks_nothing_goes_on_after_one_pull(pair: tuple[Program, Program], tmp_path: Path) -> None:
    authority, school = pair
    assert school.run("import", write_pupils(tmp_path / "a.xlsx", PUPILS), "--yes").exit == 0
    with serving(authority) as address:
        assert school.run("sync", "--to", address).exit == 0
        assert school.run("backup", tmp_path / "b.xjbackup", "--plain").exit == 0
        other = brought_back(school, tmp_path / "b.xjbackup")
        enroll(other, 901)
        assert (other.run("push").exit, other.run("push").codes) == (30, ["registry.recovering"])
        done = other.run("sync")
        assert (done.exit, "recover.done" in done.codes) == (0, True)
        assert [each["seq"] for each in done.result["bundles"]] == [2]
        assert other.run("status").result["recovering"] == ""
        assert other.run("sync").exit == 0

        enroll(school, 903)  # the old computer goes on as if nothing had been
        forked = school.run("push")
        assert (forked.exit, forked.codes) == (60, ["bundle.fork"])
    assert [each.run("doctor").exit for each in (authority, school, other)] == [0, 0, 0]


def acts(school: Program) -> list[tuple[object, ...]]:
    with open_desk("read", home=school.home) as desk:
        return [tuple(row) for row in desk.registry.rows("select seq, salt, body, hash from acts order by seq")]


def test_what_was_sent_after_the_backup_comes_back_exactly(pair: tuple[Program, Program], tmp_path: Path) -> None:
    authority, school = pair
    assert school.run("import", write_pupils(tmp_path / "a.xlsx", PUPILS), "--yes").exit == 0
    with serving(authority) as address:
        assert school.run("sync", "--to", address).exit == 0
        assert school.run("backup", tmp_path / "b.xjbackup", "--plain").exit == 0
        approve(authority)
        assert school.run("sync").exit == 0  # the approvals are acts of ours now, and go up with the next change
        for order in (901, 902):
            enroll(school, order)
            assert school.run("sync").exit == 0
        other = brought_back(school, tmp_path / "b.xjbackup")
        back = other.run("recover")
        assert (back.exit, back.codes) == (0, ["recover.brought", "recover.done", "recover.unsent"])
        assert (back.result["bundles"], back.result["seq"], back.result["recovering"]) == (2, 3, "")
        assert acts(other) == acts(school)
        again = other.run("recover")
        assert (again.exit, again.codes, again.result["bundles"]) == (0, ["recover.not-needed"], 0)
        enroll(other, 903)
        assert [each["seq"] for each in other.run("sync").result["bundles"]] == [4]
    assert [each.run("doctor").exit for each in (authority, school, other)] == [0, 0, 0]


def test_whoever_worked_on_before_recovering_is_told_and_nothing_is_mixed(
    pair: tuple[Program, Program], tmp_path: Path
) -> None:
    _, school = pair
    assert school.run("import", write_pupils(tmp_path / "a.xlsx", PUPILS), "--yes").exit == 0
    with serving(pair[0]) as address:
        assert school.run("sync", "--to", address).exit == 0
        assert school.run("backup", tmp_path / "b.xjbackup", "--plain").exit == 0
        enroll(school, 901)
        assert school.run("sync").exit == 0
        other = brought_back(school, tmp_path / "b.xjbackup")
        enroll(other, 903)
        before = acts(other)
        for command in ("recover", "pull"):
            refused = other.run(command)
            assert (refused.exit, refused.codes) == (30, ["recover.fork"]), command
        for words in (("push",), ("bundle", "build"), ("sync",)):
            assert "registry.recovering" in other.run(*words).codes, words
        assert acts(other) == before
        assert other.run("status").result["recovering"]
    assert [each.run("doctor").exit for each in (*pair, other)] == [0, 0, 0]


def test_what_lay_unsent_in_the_backup_and_was_sent_later_is_not_taken_for_another_history(
    pair: tuple[Program, Program], tmp_path: Path
) -> None:
    _, school = pair
    with serving(pair[0]) as address:
        enroll(school, 901)
        assert school.run("backup", tmp_path / "b.xjbackup", "--plain").exit == 0
        assert school.run("sync", "--to", address).exit == 0
        other = brought_back(school, tmp_path / "b.xjbackup")
        back = other.run("recover", "--from", address)
        assert (back.exit, back.result["bundles"], back.result["acts"]) == (0, 1, 0)
        assert acts(other) == acts(school)


def went_up_on(stick: Path, pair: tuple[Program, Program], orders: range) -> None:
    """Each enrolment in a bundle of its own, taken in; its receipt is fetched, and named by the next."""
    authority, school = pair
    for order in orders:
        enroll(school, order)
        assert school.run("push", "--to", stick).exit == 0
        assert authority.run("intake", stick).exit == 0
        assert authority.run("outbox", stick).exit == 0
        assert school.run("pull", "--from", stick).exit == 0


def test_a_stick_brings_it_back_and_a_kill_at_any_moment_changes_nothing(
    pair: tuple[Program, Program], tmp_path: Path
) -> None:
    authority, school = pair
    (stick := tmp_path / "stick").mkdir()
    enroll(school, 900)
    assert school.run("backup", tmp_path / "b.xjbackup", "--plain").exit == 0
    went_up_on(stick, pair, range(901, 905))
    other = brought_back(school, tmp_path / "b.xjbackup")
    assert other.run("status").result["recovering"]
    (stick := tmp_path / "another stick").mkdir()
    time.sleep(1.1)  # an answer signed in the very second of the restoration proves nothing
    written = authority.run("outbox", stick, "--school", SCHOOL_CODE, "--returned-after", "0")
    assert (written.exit, len(written.result["returned"])) == (0, 4)
    words = other.command("recover", "--from", stick)
    for hundredths in (20, 26, 30, 33, 36, 39, 42, 45):
        going = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(hundredths / 100)
        going.kill()
        going.wait()
    back = other.run("recover", "--from", stick)
    assert (back.exit, back.result["seq"], back.result["recovering"]) == (0, 4, "")
    assert acts(other) == acts(school)
    assert [each.run("doctor").exit for each in (authority, other)] == [0, 0]


def test_a_stick_with_a_hole_is_refused_and_what_came_before_it_stays(
    pair: tuple[Program, Program], tmp_path: Path
) -> None:
    authority, school = pair
    (stick := tmp_path / "stick").mkdir()
    assert school.run("backup", tmp_path / "b.xjbackup", "--plain").exit == 0
    went_up_on(stick, pair, range(901, 904))
    other = brought_back(school, tmp_path / "b.xjbackup")
    assert authority.run("outbox", stick, "--school", SCHOOL_CODE, "--returned-after", "0").exit == 0
    _, second, _ = sorted(stick.glob("*.xjr"))
    second.rename(aside := tmp_path / second.name)
    refused = other.run("recover", "--from", stick)
    assert (refused.exit, refused.codes, refused.result["seq"]) == (60, ["bundle.gap"], 1)
    assert acts(other) == acts(school)[: len(acts(other))]
    second.write_bytes(aside.read_bytes()[:40])  # as a stick leaves it that was drawn out too soon
    broken = other.run("recover", "--from", stick)
    assert (broken.exit, broken.codes[-1], broken.result["seq"]) == (60, "bundle.gap", 1)
    assert [each["where"] for each in broken.document["problems"]][:-1] == [second.name]
    aside.replace(second)
    assert other.run("recover", "--from", stick).result["seq"] == 3
    assert acts(other) == acts(school)
    unknown = authority.run("outbox", stick, "--school", "2132000999", "--returned-after", "0")
    assert "intake.unknown-school" in unknown.codes
