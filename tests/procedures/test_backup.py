"""One file with everything that the home holds, and a copy before work that touches many (第二十五条)."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.procedures.desks import at, child, codes, imported, invented, opened, pdf, refused, sheet
from xjcli.procedures.assign import assign
from xjcli.procedures.backup import backup, listed
from xjcli.procedures.change import Errand
from xjcli.procedures.find import find
from xjcli.procedures.undo import undo
from xjcli.registry import backups
from xjcli.registry.ledger import FILE_NAME, Registry
from xjcli.report import Session

LATER = NOW + timedelta(days=1)


def test_the_file_holds_registry_keys_card_and_proofs_and_was_read_back(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, child(), evidence_files=[pdf(tmp_path / "户口簿.pdf")])
        imported(desk, sheet(tmp_path / "a.xlsx", invented(3)))
    with at(school, "read") as desk:
        planned = backup(desk, tmp_path / "b.zip", None, dry_run=True)
        assert not (tmp_path / "b.zip").exists()
        report = backup(desk, tmp_path / "b.zip", None)
    assert codes(report) == codes(planned) == ["backup.plain"]
    assert (report.status, report.result["acts"], report.result["verified"]) == (0, 4, True)
    assert report.result["files"] == planned.result["files"] == 5
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        kept = {name for name in archive.namelist() if name.startswith("home/")}
    there = {f"home/{path.relative_to(school).as_posix()}" for path in school.rglob("*") if path.is_file()}
    assert kept == {name for name in there if not name.startswith("home/backups/")}
    assert len(there - kept) == 1  # the copy that the import made


def test_a_backup_is_never_written_over_another_nor_into_the_home(school: Path, tmp_path: Path) -> None:
    with at(school, "read") as desk:
        backup(desk, tmp_path / "b.zip", None)
        before = (tmp_path / "b.zip").read_bytes()
        assert codes(refused(lambda: backup(desk, tmp_path / "b.zip", None))) == ["file.exists"]
        assert (tmp_path / "b.zip").read_bytes() == before
        assert backup(desk, tmp_path / "b.zip", None, force=True).status == 0
        assert codes(refused(lambda: backup(desk, school / "b.zip", None))) == ["backup.inside"]
        assert codes(refused(lambda: backup(desk, tmp_path / "c.zip", lambda: "short"))) == ["backup.passphrase-short"]
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip", "school"}


def test_a_registry_that_fails_its_checks_is_backed_up_and_told(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        desk.registry.connection.execute("update records set name = '别名'")
        report = backup(desk, tmp_path / "b.zip", None)
    assert (report.status, codes(report)) == (1, ["registry.fault", "backup.plain"])
    assert report.result["verified"]


def test_a_file_whose_name_means_nothing_elsewhere_is_left_out_and_told(school: Path, tmp_path: Path) -> None:
    (school / "a:b.txt").write_bytes(b"")
    (school / ".registry.db.0123.tmp").write_bytes(b"half a file")
    (school / "link").symlink_to(tmp_path)
    with at(school, "read") as desk:
        report = backup(desk, tmp_path / "b.zip", None)
    assert codes(report) == ["backup.left-out", "backup.plain"]
    assert report.problems[0].params == {"count": 1}
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert all("tmp" not in name and ":" not in name and "link" not in name for name in archive.namelist())


def test_before_batch_work_the_registry_is_copied_as_it_was(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        imported(desk, sheet(tmp_path / "a.xlsx", invented(3)))
        (copy,) = backups.made(school)
        with Registry(copy.path, "read") as before:
            assert before.head().seq == 1
    with at(school, now=LATER) as desk:
        everyone = [row["record_id"] for row in find(desk).result["items"]]
        assign(desk, everyone, "2", on=LATER.date())
        shown = listed(desk).result
    assert [item["reason"] for item in shown["items"]] == ["batch", "batch"]
    assert [item["at"] for item in shown["items"]] == ["2026-09-02T00:30:00Z", "2026-09-01T00:30:00Z"]
    assert (shown["newest"], shown["days"], Path(shown["folder"])) == (10, 14, school / "backups")


def test_an_undo_and_a_rehearsal(school: Path, tmp_path: Path) -> None:
    """What takes back is batch work too; what only shows copies nothing, nor does the first import of all."""
    with at(school) as desk:
        done = imported(desk, sheet(tmp_path / "a.xlsx", invented(3))).result["operation"]
        imported(desk, sheet(tmp_path / "b.xlsx", invented(4, seed=2)), dry_run=True)
        assert backups.made(school) == []
        undo(desk, done, Errand(desk.today))
    assert len(backups.made(school)) == 1


def test_one_pupil_is_no_batch(school: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        opened(desk, child(902))
    assert backups.made(school) == []


def test_a_copy_that_cannot_be_made_is_told_and_stops_nobody(school: Path, tmp_path: Path) -> None:
    (school / backups.FOLDER).write_bytes(b"")
    with at(school) as desk:
        opened(desk, child())
        report = imported(desk, sheet(tmp_path / "a.xlsx", invented(3)))
    assert report.result["stored"] == 3
    assert [(each.code, each.severity) for each in Session.notes] == [("backup.skipped", "warn")]


def test_the_backup_is_consistent_while_the_registry_is_being_written(school: Path, tmp_path: Path) -> None:
    """Another errand commits between registry and proofs: the file has the older registry, and its proofs."""
    with at(school) as writing:
        opened(writing, child(), evidence_files=[pdf(tmp_path / "一.pdf", b"1")])
        with at(school, "read") as desk:
            unpatched = desk.registry.still

            def still() -> object:
                found = unpatched()
                opened(writing, child(902), evidence_files=[pdf(tmp_path / "二.pdf", b"2")])
                return found

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(type(desk.registry), "still", lambda _: still())
                backup(desk, tmp_path / "b.zip", None)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (tmp_path / FILE_NAME).write_bytes(archive.read(f"home/{FILE_NAME}"))
        assert sum("/evidence/" in name for name in archive.namelist()) == 2
    with Registry(tmp_path / FILE_NAME, "read") as copy:
        assert copy.head().seq == 2
