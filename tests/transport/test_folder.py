"""A folder or a stick: never half a file, never over another, no name trusted, and junk stops nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bundle.offices import AUTHORITY, KEYRING, NOW, SCHOOL, changes, decisions, receipt, refused
from tests.bundle.packages import package
from xjcli import files
from xjcli.bundle import pack
from xjcli.errors import Problem, Refusal, entry
from xjcli.transport import folder


def taken(place: Path, recipient: str = AUTHORITY) -> tuple[list[folder.Found], list[Problem]]:
    problems: list[Problem] = []
    return list(folder.receive(place, recipient, pack.peek, problems)), problems


def test_what_is_sent_is_found_by_its_recipient(tmp_path: Path) -> None:
    built = changes()
    path = folder.send(tmp_path, built.statement, built.bytes)
    assert path.name == f"{SCHOOL}-{AUTHORITY}-000001-{built.id[:12]}.xjb"
    (found,), problems = taken(tmp_path)
    assert (found.path, found.data, found.statement) == (path, built.bytes, built.statement)
    assert problems == []
    assert pack.verify(found.data, KEYRING, at=NOW).id == built.id


def test_each_side_takes_only_what_is_for_it(tmp_path: Path) -> None:
    built = changes()
    for one in (built, decisions(built.id), receipt(built.id)):
        folder.send(tmp_path, one.statement, one.bytes)
    assert [found.statement.type for found in taken(tmp_path)[0]] == ["changes"]
    answers = [found.statement.type for found in taken(tmp_path, SCHOOL)[0]]
    assert answers == ["receipt", "decisions"], "in the order of the channel"
    assert taken(tmp_path, "2132000002") == ([], [])


def test_a_dossier_on_the_same_stick_is_no_broken_bundle_unless_it_is_named_like_one(tmp_path: Path) -> None:
    (tmp_path / "档案.xjd").write_bytes(package().bytes)
    assert taken(tmp_path) == ([], [])
    (tmp_path / "档案.xjb").write_bytes(package().bytes)
    assert [(each.code, each.where) for each in taken(tmp_path)[1]] == [("bundle.wrong-type", "档案.xjb")]


def test_sending_the_same_bytes_again_changes_nothing(tmp_path: Path) -> None:
    built = changes()
    first = folder.send(tmp_path, built.statement, built.bytes)
    before = first.stat().st_mtime_ns
    assert folder.send(tmp_path, built.statement, built.bytes) == first
    assert first.stat().st_mtime_ns == before
    assert len(list(tmp_path.iterdir())) == 1


def test_other_bytes_under_our_name_stay_and_ours_get_a_new_name(tmp_path: Path) -> None:
    built = changes()
    first = tmp_path / folder.file_name(built.statement)
    first.write_bytes(built.bytes[:100])
    second = folder.send(tmp_path, built.statement, built.bytes)
    assert second != first
    assert first.read_bytes() == built.bytes[:100]
    assert folder.send(tmp_path, built.statement, built.bytes) == second
    found, problems = taken(tmp_path)
    assert [one.path for one in found] == [second]
    assert [(problem.code, problem.where) for problem in problems] == [("bundle.altered", first.name)]


def test_a_renamed_copy_is_found_and_two_copies_come_once(tmp_path: Path) -> None:
    built = changes()
    path = folder.send(tmp_path, built.statement, built.bytes)
    path.rename(tmp_path / "下载 (1)")
    assert [one.data for one in taken(tmp_path)[0]] == [built.bytes]
    (tmp_path / "copy(2).XJB").write_bytes(built.bytes)
    found, problems = taken(tmp_path)
    assert len(found) == 1
    assert problems == []


def test_a_damaged_copy_does_not_hide_the_good_one(tmp_path: Path) -> None:
    built = changes()
    damaged = bytearray(built.bytes)
    damaged[-200] ^= 1
    (tmp_path / "a.xjb").write_bytes(bytes(damaged))
    (tmp_path / "b.xjb").write_bytes(built.bytes)
    found, _ = taken(tmp_path)
    assert [one.data for one in found] == [bytes(damaged), built.bytes]


def test_junk_is_reported_and_never_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "0.xjb").write_bytes(b"")
    (tmp_path / "1.xjb").write_bytes(b"<html>Sign in</html>")
    (tmp_path / "2.xjb").write_bytes(changes().bytes[:40])
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "other.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / ".hidden.xjb").write_bytes(b"junk")
    (tmp_path / "folder.xjb").mkdir()
    built = changes()
    folder.send(tmp_path, built.statement, built.bytes)
    found, problems = taken(tmp_path)
    assert [one.data for one in found] == [built.bytes]
    assert [problem.where for problem in problems] == ["0.xjb", "1.xjb", "2.xjb"]
    assert {entry(problem.code).family for problem in problems} == {60}


def test_bundles_come_in_the_order_of_their_channel(tmp_path: Path) -> None:
    for seq in (3, 1, 2):
        built = changes(seq=seq, prev=("0" if seq == 1 else "1") * 64)
        (tmp_path / f"{9 - seq}.xjb").write_bytes(built.bytes)
    assert [found.statement.seq for found in taken(tmp_path)[0]] == [1, 2, 3]


def test_a_folder_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    built = changes()
    for place in (tmp_path / "stick", tmp_path / "file"):
        (tmp_path / "file").write_bytes(b"")
        sent = refused(folder.send, place, built.statement, built.bytes)
        assert (sent.code, sent.family) == ("transport.folder-missing", 70)
        assert refused(folder.receive, place, AUTHORITY, pack.peek, []).code == "transport.folder-missing"
    assert not (tmp_path / "stick").exists()


def test_a_stick_that_gives_back_other_bytes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = changes()

    def faulty(path: Path, data: bytes) -> None:
        path.write_bytes(data[:-1] + b"?")

    monkeypatch.setattr(files, "atomic_write", faulty)
    assert refused(folder.send, tmp_path, built.statement, built.bytes).code == "transport.read-back"


def test_a_full_stick_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = changes()

    def full(path: Path, data: bytes) -> None:
        raise Refusal(Problem("file.no-space"))

    monkeypatch.setattr(files, "atomic_write", full)
    assert refused(folder.send, tmp_path, built.statement, built.bytes).code == "file.no-space"


def test_a_file_larger_than_a_bundle_may_be_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = changes()
    folder.send(tmp_path, built.statement, built.bytes)
    monkeypatch.setattr(folder, "MAX_BUNDLE_BYTES", len(built.bytes) - 1)
    found, problems = taken(tmp_path)
    assert found == []
    assert [problem.code for problem in problems] == ["file.too-large"]


def test_a_file_that_changes_while_it_is_read_is_left_out(tmp_path: Path) -> None:
    built, other = changes(), changes(seq=2, prev="1" * 64)
    path = folder.send(tmp_path, built.statement, built.bytes)
    later = folder.send(tmp_path, other.statement, other.bytes)
    problems: list[Problem] = []
    bundles = folder.receive(tmp_path, AUTHORITY, pack.peek, problems)
    assert next(bundles).path == path
    later.write_bytes(built.bytes)
    assert list(bundles) == []
    assert [(problem.code, problem.where) for problem in problems] == [("transport.changed", later.name)]


def test_every_text_of_the_way_is_there_in_both_languages() -> None:
    from xjcli.errors.catalogue.transport import ENTRIES

    for code, line in ENTRIES.items():
        assert line.family == (10 if code.startswith("file.") else 70), code
        assert all(line[2:6]), code
