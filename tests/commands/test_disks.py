"""第二十五条: a full disk, a write-protected one, two terminals at once. Nothing is lost and everything is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disks import MAY_MOUNT, as_reader, fill, limited, mounted, write_protected
from tests.offices import Answer, Program, environment, open_school, write_pupils
from tests.proofs import png

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits, mounts and rights of POSIX")

PUPILS = 200


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A school of some hundred pupils; each test works on a copy."""
    folder = tmp_path_factory.mktemp("filled")
    school, _ = open_school(folder / "S")
    assert school.run("import", write_pupils(folder / "学生.xlsx", PUPILS), "--yes").exit == 0
    return school


def copied(school: Program, to: Path) -> Program:
    shutil.copytree(school.home, to)
    return Program("xjcli", to)


def whole(school: Program) -> int:
    """What doctor proves, and how many acts there are."""
    found = school.run("doctor")
    assert found.exit == 0, found.out
    return int(found.result["acts"])


def test_a_disk_that_fills_up_during_an_import_leaves_the_registry_as_it_was(filled: Program, tmp_path: Path) -> None:
    more = write_pupils(tmp_path / "新生.xlsx", 3 * PUPILS, seed=2)

    def check(school: Program, starved: Answer) -> None:
        assert (starved.exit, starved.codes[0]) == (40, "registry.disk"), starved.out
        assert starved.result == {}
        assert whole(school) == PUPILS
        assert not [path for path in school.home.rglob("*") if path.name.startswith(".") or "journal" in path.name]

    school = copied(filled, tmp_path / "limited")
    size = (school.home / "registry.db").stat().st_size
    check(school, limited(school, size + 65536, "import", more, "--yes"))
    assert school.run("import", more, "--yes").result["stored"] == 3 * PUPILS
    assert whole(school) == 4 * PUPILS
    if MAY_MOUNT:
        with mounted(tmp_path / "disk", 8) as disk:
            school = copied(filled, disk / "S")
            filler = fill(disk, 256 * 1024)
            check(school, school.run("import", more, "--yes"))
            filler.unlink()
            assert school.run("import", more, "--yes").result["stored"] == 3 * PUPILS
            assert whole(school) == 4 * PUPILS


def test_where_only_the_copy_finds_no_room_the_work_is_done_and_it_is_told(filled: Program, tmp_path: Path) -> None:
    few = write_pupils(tmp_path / "新生.xlsx", 2, seed=3)
    school = copied(filled, tmp_path / "S")
    (school.home / "backups").write_bytes(b"where no folder can be made")
    done = school.run("import", few, "--yes")
    assert (done.exit, done.result["stored"], "backup.skipped" in done.codes) == (0, 2, True)
    if MAY_MOUNT:
        with mounted(tmp_path / "disk", 8) as disk:
            school = copied(filled, disk / "S")
            fill(disk, (school.home / "registry.db").stat().st_size * 3 // 4)
            done = school.run("import", few, "--yes")
            assert (done.exit, done.result["stored"], "backup.skipped" in done.codes) == (0, 2, True)
            assert list((school.home / "backups").iterdir()) == []
            assert whole(school) == PUPILS + 2


def test_a_full_stick_keeps_the_last_backup_and_no_half_one(filled: Program, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert filled.run("backup", stick / "b.zip", "--plain").exit == 0
    before = (stick / "b.zip").read_bytes()
    starved = limited(filled, 300_000, "backup", stick / "b.zip", "--plain", "--force")
    assert (starved.exit, starved.codes) == (10, ["file.no-space"])
    assert [(path.name, path.read_bytes() == before) for path in stick.iterdir()] == [("b.zip", True)]
    if MAY_MOUNT:
        with mounted(tmp_path / "disk", 1) as disk:
            for sealed in (False, True):
                words = ("--backup-passphrase-fd", "0") if sealed else ("--plain",)
                starved = filled.run("backup", disk / "c.zip", *words, stdin="四个词连成一句话\n")
                assert (starved.exit, starved.codes) == (10, ["file.no-space"])
                assert list(disk.iterdir()) == []


def test_a_restoration_that_finds_no_room_changes_nothing(filled: Program, tmp_path: Path) -> None:
    assert filled.run("backup", tmp_path / "b.zip", "--plain").exit == 0
    school = copied(filled, tmp_path / "homes" / "S")
    starved = limited(school, 300_000, "restore", tmp_path / "b.zip", "--replace", "--yes")
    assert (starved.exit, starved.codes) == (10, ["file.no-space"])
    assert [path.name for path in school.home.parent.iterdir()] == ["S"]
    assert whole(school) == PUPILS


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may look into, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="xj-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_on_a_write_protected_disk_everything_can_be_read_and_nothing_is_written(
    filled: Program, open_folder: Path
) -> None:
    school = copied(filled, open_folder / "S")
    book = write_pupils(open_folder / "a.xlsx", 3, seed=4)
    (open_folder / "proof.png").write_bytes(png())
    with write_protected(school.home):
        assert as_reader(school, "find", "--limit", "1").result["total"] == PUPILS
        assert as_reader(school, "import", book, "--dry-run").exit == 0
        pupil = as_reader(school, "find", "--limit", "1").result["items"][0]["record_id"]
        for words in (
            ("import", book, "--yes"), ("update", pupil, "--set", "postcode=100000"), ("undo", "--last", "--yes"),
            ("show", pupil, "--reveal", "--because", "家长核对"), ("settings", "set", "founder", "某区"),
        ):  # fmt: skip
            refused = as_reader(school, *words)
            assert (refused.exit, refused.codes[0]) in ((40, "registry.read-only"), (40, "registry.unopenable")), words
    assert whole(school) == PUPILS


def test_two_terminals_write_at_once_and_each_errand_is_there_once(filled: Program, tmp_path: Path) -> None:
    """Real processes: whoever comes second waits its turn, or is told that the registry has changed meanwhile."""
    school = copied(filled, tmp_path / "S")
    books = [write_pupils(tmp_path / f"{seed}.xlsx", 60, seed=seed) for seed in (5, 6, 7)]
    running = [
        subprocess.Popen(
            [*school.command("import", book, "--yes"), "--json"], stdout=subprocess.PIPE, text=True, env=environment()
        )
        for book in books
    ]
    stored = 0
    for process in running:
        out, _ = process.communicate()
        answer = json.loads(out)
        assert (process.returncode, [p["code"] for p in answer["problems"] if p["severity"] == "refuse"]) in (
            (0, []), (50, ["import.plan-stale"]), (40, ["registry.locked"])
        ), out  # fmt: skip
        stored += answer["result"].get("stored", 0)
    assert stored in (60, 120, 180)
    assert whole(school) == PUPILS + stored
    for book in books:
        assert school.run("import", book, "--yes").exit == 0
    assert whole(school) == PUPILS + 180
