"""What was backed up comes back in another home, proven before it counts; what stood there is never deleted."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import at, child, codes, imported, invented, opened, pdf, record_of, refused, sheet
from tests.registry.test_migrations import released
from xjcli import files, folders
from xjcli.desk import open_desk
from xjcli.folders import finish_install
from xjcli.procedures.backup import backup
from xjcli.procedures.doctor import doctor
from xjcli.procedures.init import init
from xjcli.procedures.restore import Wish, restore
from xjcli.registry import backups, evidence
from xjcli.registry.ledger import FILE_NAME
from xjcli.report import Report, Session

LATER = NOW + timedelta(days=1)


def nobody() -> str:
    raise AssertionError("nobody was to be asked")


def brought_back(home: Path, file: Path, **wish: Any) -> Report:
    return restore(home, file, Wish(nobody, **wish), now=LATER)


def contents(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def kept(school: Path, tmp_path: Path) -> Path:
    """A backup of a school with one pupil, who has a proof; afterwards a second pupil came."""
    with at(school) as desk:
        opened(desk, child(), evidence_files=[pdf(tmp_path / "户口簿.pdf")])
        backup(desk, tmp_path / "b.zip", None)
        opened(desk, child(902))
    return tmp_path / "b.zip"


def test_it_comes_back_in_another_home_and_work_goes_on_there(kept: Path, tmp_path: Path) -> None:
    home = tmp_path / "another" / "home"
    home.parent.mkdir()
    report = brought_back(home, kept)
    assert (report.status, codes(report)) == (0, ["restore.recovering", "restore.one-desk"])
    assert (report.result["acts"], report.result["school"], report.result["aside"]) == (1, SCHOOL.school_code, None)
    assert report.result["made_at"] == "2026-09-01T00:30:00Z"
    assert all(check["ok"] for check in report.result["checks"])
    with at(home, now=LATER) as desk:
        assert doctor(desk).status == 0
        (act,) = desk.registry.acts()
        (digest,) = act.basis["evidence"]
        assert evidence.load(desk.vault, digest).startswith(b"%PDF")
        assert record_of(desk, str(opened(desk, child(903)).result["record_id"])).status == "enrolled"
    assert not any(files.too_open(path) for path in [home, *home.rglob("*")])
    assert [path.name for path in home.parent.iterdir()] == ["home"]


def test_an_empty_folder_is_as_good_as_none_and_a_home_is_not_touched_unasked(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert brought_back(tmp_path / "empty", kept).result["acts"] == 1
    before = contents(tmp_path / "empty")
    assert codes(refused(lambda: brought_back(tmp_path / "empty", kept))) == ["restore.occupied"]
    assert contents(tmp_path / "empty") == before


def test_what_stood_there_is_kept_aside_whole(kept: Path, school: Path) -> None:
    before = contents(school)
    report = brought_back(school, kept, replace=True)
    aside = Path(report.result["aside"])
    assert aside == school.with_name("school.replaced-2026-09-02T003000Z")
    assert contents(aside) == before
    with at(school, now=LATER) as desk:
        assert desk.registry.head().seq == 1
    again = brought_back(school, kept, replace=True)  # within the same second
    assert again.result["aside"] == f"{aside}-2"
    assert contents(aside) == before


def test_a_rehearsal_proves_the_backup_and_changes_nothing(kept: Path, school: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    report = brought_back(school, kept, replace=True, dry_run=True)
    assert (report.result["acts"], report.result["aside"]) == (1, None)
    assert codes(refused(lambda: brought_back(school, kept, replace=True, confirm=lambda _: False))) == [
        "usage.cancelled"
    ]
    assert contents(tmp_path) == before


def rewritten(path: Path, name: str, data: bytes | None) -> Path:
    """The backup with one file of the home exchanged, every digest right: what someone could build by hand."""
    from xjcli.bundle.backup_file import Backup, Content, write_backup

    folder = path.with_suffix(".d")
    with Backup(path, nobody) as found, zipfile.ZipFile(path) as archive:
        contents = []
        for each in found.manifest.files:
            (target := folder / each.name).parent.mkdir(parents=True, exist_ok=True)
            changed = data if each.name == name else archive.read(each.entry)
            if changed is not None:
                target.write_bytes(changed)
                contents.append(Content(each.name, target))
        about = found.manifest.about
    with (path.with_name("c.zip")).open("wb") as stream:
        write_backup(stream, contents, about, None)
    return path.with_name("c.zip")


def test_a_registry_that_fails_a_check_is_not_restored(kept: Path, school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        desk.registry.connection.execute("update records set name = '别名'")
    changed = rewritten(kept, FILE_NAME, (school / FILE_NAME).read_bytes())
    refusal = refused(lambda: brought_back(tmp_path / "new", changed))
    assert codes(refusal) == ["restore.unfit", "registry.fault"]
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".new*"))


@pytest.mark.parametrize("name", ["keys/sign.pem", f"{SCHOOL.school_code}.xjcard", FILE_NAME])
def test_keys_card_and_registry_must_belong_together(kept: Path, tmp_path: Path, name: str) -> None:
    init(tmp_path / "stranger", SCHOOL, now=NOW)
    changed = rewritten(kept, name, (tmp_path / "stranger" / name).read_bytes())
    assert codes(refused(lambda: brought_back(tmp_path / "new", changed))) == ["restore.keys"]
    missing = rewritten(kept, name, None)
    assert refused(lambda: brought_back(tmp_path / "new", missing))
    assert not (tmp_path / "new").exists()


def test_another_schools_home_is_never_replaced(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    init(other, replace(SCHOOL, school_code="2132000002"), now=NOW)
    assert codes(refused(lambda: brought_back(other, kept, replace=True))) == ["restore.other-school"]


def test_a_home_that_is_damaged_is_replaced_too(kept: Path, school: Path) -> None:
    (school / FILE_NAME).write_bytes(b"nothing that anyone could read")
    assert brought_back(school, kept, replace=True).result["acts"] == 1
    with at(school, now=LATER) as desk:
        assert doctor(desk).status == 0


def test_nothing_is_replaced_while_another_program_writes(kept: Path, school: Path, tmp_path: Path) -> None:
    before = (school / FILE_NAME).read_bytes()
    with at(school) as busy, busy.registry.transaction(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("xjcli.registry.connect.BUSY_MILLISECONDS", 50)
        assert codes(refused(lambda: brought_back(school, kept, replace=True))) == ["registry.locked"]
    assert (school / FILE_NAME).read_bytes() == before
    assert not list(tmp_path.glob(".school*"))


def test_an_automatic_copy_takes_the_registry_back_and_keeps_todays_keys_and_proofs(
    school: Path, tmp_path: Path
) -> None:
    with at(school) as desk:
        opened(desk, child())
        imported(desk, sheet(tmp_path / "a.xlsx", invented(3)))
        opened(desk, child(902), evidence_files=[pdf(tmp_path / "一.pdf")])
    (copy,) = backups.made(school)
    assert codes(refused(lambda: brought_back(tmp_path / "new", copy.path))) == ["restore.needs-home"]
    assert codes(refused(lambda: brought_back(school, copy.path))) == ["restore.occupied"]
    before = contents(school)
    report = brought_back(school, copy.path, replace=True)
    assert (report.result["acts"], report.result["made_at"]) == (1, "2026-09-01T00:30:00Z")
    now = contents(school)
    assert {name for name in before if now.get(name) != before[name]} == {FILE_NAME}
    with at(school, now=LATER) as desk:
        assert doctor(desk).status == 0
        assert desk.registry.settings()["recovering"] == "2026-09-02T00:30:00Z"


def test_a_backup_by_an_earlier_program_is_brought_up(school: Path, tmp_path: Path) -> None:
    """Every schema version ever released comes back; its own card and keys are those of the golden file's school."""
    for version in (1, 2):
        released(tmp_path / f"v{version}.db", version, None)
        with open_desk("write", home=_home_of(tmp_path / f"h{version}", tmp_path / f"v{version}.db")) as desk:
            assert doctor(desk).status in (0, 1)
            assert [each.reason for each in backups.made(desk.home)] == ["upgrade"]


def _home_of(home: Path, registry: Path) -> Path:
    home.mkdir(mode=0o700)
    registry.rename(home / FILE_NAME)
    (home / FILE_NAME).chmod(0o600)
    return home


def test_a_power_cut_between_the_two_renames_is_ended_by_the_next_command(kept: Path, school: Path) -> None:
    """The old home is aside, the new one is complete but has not got its name yet."""

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folders, "_last_step", cut)
        with pytest.raises(KeyboardInterrupt):
            brought_back(school, kept, replace=True)
    assert not school.exists()
    with at(school, now=LATER) as desk:
        assert desk.registry.head().seq == 1
        assert doctor(desk).status == 0
    assert [each.code for each in Session.notes] == ["restore.finished"]
    assert not finish_install(school)
    assert len(list(school.parent.glob("school.replaced-*"))) == 1


def test_a_later_programs_backup_is_not_restored(kept: Path, school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        desk.registry.connection.execute("pragma user_version = 99")
    later = rewritten(kept, FILE_NAME, (school / FILE_NAME).read_bytes())
    assert codes(refused(lambda: brought_back(tmp_path / "new", later))) == ["registry.newer"]
    assert not (tmp_path / "new").exists()
