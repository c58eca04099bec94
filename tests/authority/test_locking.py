"""第二十五条: the authority's private keys are closed as a school's are; its store is in clear, and that is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.locks import OTHER_WORDS, WORDS, run_with
from tests.offices import Answer, Program, introduce, open_authority, open_school, write_pupils

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are handed on as POSIX does")
INIT = ("init", "--code", "320102", "--name", "样例区教育局", "--level", "county", "--official", "测试科长", "--yes")


def in_clear(home: Path) -> list[str]:
    return [path.name for path in (home / "keys").iterdir() if path.suffix != ".sealed"]


def test_a_script_gets_closed_keys_and_is_told_where_the_key_is_and_what_is_not_encrypted(tmp_path: Path) -> None:
    office = Program("xjcli.authority", tmp_path / "A")
    made = office.run(*INIT)
    assert (made.exit, made.codes) == (0, ["lock.key-on-disk", "lock.store-plain"])
    assert in_clear(office.home) == []
    assert office.run("doctor").exit == 0
    Path(made.result["protection"]["key_file"]).rename(tmp_path / "carried away")
    locked = office.run("pending")
    assert (locked.exit, locked.codes) == (40, ["lock.locked"])


def test_plain_is_said_aloud_and_an_earlier_home_works_as_before(tmp_path: Path) -> None:
    office = Program("xjcli.authority", tmp_path / "A")
    assert office.run(*INIT, "--plain").codes == ["lock.plain"]
    assert sorted(in_clear(office.home)) == ["seal.age", "sign.pem", "token.key"]
    assert office.run("doctor").exit == 0
    assert office.run("key", "recovery", "--yes").codes == ["lock.is-plain"]


def test_passphrase_and_recovery_key_open_them_and_nothing_else_does(tmp_path: Path) -> None:
    office = Program("xjcli.authority", tmp_path / "A")
    assert run_with(office, *INIT, secrets={"--passphrase-fd": WORDS}).exit == 0
    opened = {"--passphrase-fd": WORDS}
    assert office.run("pending").codes == ["lock.locked"]
    assert run_with(office, "pending", secrets={"--passphrase-fd": OTHER_WORDS}).codes == ["lock.wrong-passphrase"]
    digits = run_with(office, "key", "recovery", "--yes", secrets=opened).result["recovery"]
    reset = run_with(office, "key", "reset", secrets={"--recovery-fd": digits, "--new-passphrase-fd": OTHER_WORDS})
    assert (reset.exit, reset.result["protection"]["ways"]) == (0, ["passphrase", "recovery"])
    assert run_with(office, "pending", secrets=opened).codes == ["lock.wrong-passphrase"]
    changed = {"--passphrase-fd": OTHER_WORDS, "--new-passphrase-fd": WORDS}
    assert run_with(office, "key", "passphrase", secrets=changed).exit == 0
    assert run_with(office, "doctor", secrets=opened).exit == 0


def test_bundles_go_both_ways_with_closed_keys(tmp_path: Path) -> None:
    office, office_print = open_authority(tmp_path / "A")
    school, school_print = open_school(tmp_path / "S")
    introduce(school, school_print, office, office_print)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert school.run("import", write_pupils(tmp_path / "x.xlsx", 3), "--yes").exit == 0
    steps: list[tuple[Program, tuple[str | Path, ...]]] = [
        (school, ("push", "--to", stick)), (office, ("intake", stick)),
        (office, ("approve", "--all-clean", "--yes")), (office, ("outbox", stick)), (school, ("pull", "--from", stick)),
    ]  # fmt: skip
    done: list[Answer] = [program.run(*words) for program, words in steps]
    assert [answer.exit for answer in done] == [0] * 5
    assert done[-1].result["issued"] == 3
