"""第二十五条: after a whole run nothing of any pupil can be read in a home, byte by byte; unless --plain was said."""

from __future__ import annotations

import itertools
import shutil
import sys
from pathlib import Path

import pytest

from tests.offices import Program, introduce, key_of, open_authority, open_school, write_pupils
from tests.people import SCHOOL_CODE, pupils
from tests.proofs import png
from xjcli.registry.connect import PAGE_BYTES, connect
from xjcli.vault.holdings import HOLDINGS, holding

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the open file of another program cannot be copied")
COUNT = 20
MARK = b"tEXtSecretOfThePaper"


def secrets() -> set[bytes]:
    """What could be read of the invented pupils: names, numbers, phones, addresses, in each encoding that is used."""
    found: set[str] = {"样例小学", "测试老师", "体检表", "随父母外出"}
    for pupil in pupils(COUNT, code=SCHOOL_CODE):
        for name, value in pupil.items():
            said = name.endswith(("name", "address")) and len(value) > 1
            if said or (name.endswith(("number", "phone")) and len(value) > 6):
                found.add(value)
    assert len(found) > 2 * COUNT
    encoded = itertools.chain.from_iterable(
        (text.encode(), text.encode("utf-16-le"), text.encode("gbk")) for text in found
    )
    return {each for each in encoded if len(each) > 3} | {MARK}


def whole_run(school: Program, folder: Path, fingerprint: str) -> None:
    """From the first workbook to the approval and back, with papers, a correction, a leave, a dropout, cards."""
    authority, authority_print = open_authority(folder / "A")
    introduce(school, fingerprint, authority, authority_print)
    stick, proof = folder / "stick", folder / "证明.png"
    stick.mkdir()
    proof.write_bytes(png() + MARK)
    assert school.run("import", write_pupils(folder / "x.xlsx", COUNT), "--yes").exit == 0
    assert school.run("push", "--to", stick).exit == 0
    for words in (("intake", stick), ("approve", "--all-clean", "--yes"), ("outbox", stick)):
        assert authority.run(*words).exit == 0
    assert school.run("pull", "--from", stick).exit == 0
    one, two, three = (item["record_id"] for item in school.run("find", "--limit", "3").result["items"])
    with_proof = ("--evidence", proof, "--yes")
    assert school.run("dossier", "add", one, proof, "--item", "4", "--title", "体检表", "--yes").exit == 0
    assert school.run("correct", one, "--set", "name=样新名", *with_proof).exit == 0
    assert school.run("leave", two, "--until", "2027-06-01", "--ground", "疾病", *with_proof).exit == 0
    absence = ("--since", "2026-11-02", "--ground", "随父母外出", "--township", "样例镇人民政府", "--yes")
    assert school.run("dropout", three, *absence).exit == 0
    assert school.run("show", one, "--reveal", "--because", "家长来校核对").exit == 0
    assert school.run("push", "--to", stick).exit == 0
    assert school.run("doctor").exit == 0


def readable(home: Path) -> set[str]:
    """The files of this home in which, or in whose name, anything of a pupil can be read."""
    found: set[str] = set()
    for path in home.rglob("*"):
        name = path.relative_to(home).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        if any(secret in data or secret in name.encode() for secret in secrets()):
            found.add(name)
    return found


def test_nothing_of_a_pupil_can_be_read_in_the_home_after_a_whole_run(tmp_path: Path) -> None:
    school, fingerprint = open_school(tmp_path / "S")
    whole_run(school, tmp_path, fingerprint)
    assert readable(school.home) == set()


def test_the_same_run_on_a_plain_home_can_be_read_so_the_search_is_a_real_one(tmp_path: Path) -> None:
    school, fingerprint = open_school(tmp_path / "S", plain=True)
    whole_run(school, tmp_path, fingerprint)
    found = readable(school.home)
    assert "registry.db" in found
    assert any(name.startswith("evidence/") for name in found)


def test_every_file_of_the_home_stands_in_the_table_and_is_as_it_says(tmp_path: Path) -> None:
    school, fingerprint = open_school(tmp_path / "S")
    whole_run(school, tmp_path, fingerprint)
    shutil.copytree(school.home, tmp_path / "while-rekeying")
    assert school.run("key", "recovery", "--yes").exit == 0
    seen = set()
    for home in (school.home, tmp_path / "while-rekeying"):
        for path in home.rglob("*"):
            if path.is_file():
                line = holding(path.relative_to(home).as_posix())
                assert line is not None, path
                seen.add(line)
                assert not line.closed or path.relative_to(home).as_posix() not in readable(home)
    assert {line.patterns for line in HOLDINGS} - {line.patterns for line in seen} == {
        ("templates/*",),
        ("backups/registry-*.db",),
    }
    assert holding("notes.txt") is holding("evidence/aa/bb/cc") is holding("papers/a.docx") is None


def test_a_journal_that_was_left_by_a_power_cut_can_be_read_no_more_than_the_registry(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    assert school.run("import", write_pupils(tmp_path / "x.xlsx", COUNT), "--yes").exit == 0
    path, key = school.home / "registry.db", key_of(school.home)
    connection = connect(path, "write", key=key)
    connection.execute("pragma cache_size = 1")
    connection.execute("begin immediate")
    connection.execute("update records set name = name || 'x', person = person || ' '")
    journal = school.home / "registry.db-journal"
    assert journal.stat().st_size > PAGE_BYTES
    assert readable(school.home) == set()
    connection.execute("rollback")
    connection.close()
