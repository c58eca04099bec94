"""第二十五条: a closed home goes into its backup as it lies, and comes back by the passphrase it was closed with."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.locks import OTHER_WORDS, WORDS, run_with, school_with_passphrase
from tests.offices import Program, open_school, write_pupils

OPENED = {"--passphrase-fd": WORDS}


def test_a_backup_of_a_closed_home_needs_no_second_passphrase_and_nothing_in_it_is_in_clear(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    book = write_pupils(tmp_path / "x.xlsx", 3)
    assert run_with(school, "import", book, "--as", "take-on", "--yes", secrets=OPENED).exit == 0
    name = run_with(school, "find", secrets=OPENED).result["items"][0]["name"]
    made = run_with(school, "backup", tmp_path / "a.xjbackup", secrets=OPENED)
    assert (made.exit, made.result["sealed"], made.result["verified"]) == (0, True, True)
    assert not {"backup.plain", "backup.key-elsewhere"} & set(made.codes)
    with zipfile.ZipFile(tmp_path / "a.xjbackup") as archive:
        assert "home/lock.json" in archive.namelist()
        assert not any(name.encode() in archive.read(each) for each in archive.namelist())

    other = Program("xjcli", tmp_path / "T")
    assert run_with(other, "restore", tmp_path / "a.xjbackup", secrets={"--passphrase-fd": OTHER_WORDS}).codes == [
        "lock.wrong-passphrase"
    ]
    assert not other.home.exists()
    back = run_with(other, "restore", tmp_path / "a.xjbackup", secrets=OPENED)
    assert back.exit == 0, (back.codes, back.result.get("checks"))
    assert run_with(other, "find", secrets=OPENED).result["total"] == 3


def test_a_closed_home_is_replaced_by_its_backup_with_the_passphrase_said_once(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    assert run_with(school, "backup", tmp_path / "a.xjbackup", secrets=OPENED).exit == 0
    back = run_with(school, "restore", tmp_path / "a.xjbackup", "--replace", "--yes", secrets=OPENED)
    assert back.exit == 0, (back.codes, back.result.get("checks"))
    assert Path(back.result["aside"]).is_dir()
    assert run_with(school, "doctor", secrets=OPENED).exit == 0


def test_where_the_key_lies_in_a_file_the_backup_says_that_it_has_none(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    made = school.run("backup", tmp_path / "a.xjbackup")
    assert (made.exit, made.result["sealed"]) == (0, True)
    assert "backup.key-elsewhere" in made.codes


def test_a_new_key_destroys_the_copies_that_only_the_old_one_opens(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    assert school.run("import", write_pupils(tmp_path / "x.xlsx", 3), "--as", "take-on", "--yes").exit == 0
    assert school.run("update", school.run("find").result["items"][0]["record_id"], "--set", "address=虚构路").exit == 0
    assert school.run("import", write_pupils(tmp_path / "y.xlsx", 4, seed=2), "--as", "take-on", "--yes").exit == 0
    assert list((school.home / "backups").iterdir())
    assert school.run("key", "rekey", "--yes").exit == 0
    assert not list((school.home / "backups").iterdir())
    assert school.run("doctor").exit == 0
