"""Copies that are made unasked: whole while others write, as many as the rotation says, never in anybody's way."""

from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.registry.ledgers import Book, append, refusal
from tests.regulation.acts import opened
from xjcli.errors import Refusal
from xjcli.files import too_open
from xjcli.registry import backups
from xjcli.registry.doctor import examine
from xjcli.registry.ledger import Registry

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def test_a_copy_is_the_registry_as_it_was_and_opens_with_the_same_key(book: Book, key: bytes | None) -> None:
    book.add(opened("r-1"))
    with book.open() as registry:
        path = backups.keep(registry, NOW, backups.BATCH)
        append(registry, opened("r-2"))
    assert path.name == "registry-20260901T080000Z-batch.db"
    assert not too_open(path)
    assert sys.platform == "win32" or stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with Registry(path, "read", key=key) as copy:
        assert copy.head().seq == 1
        assert [check for check in examine(copy) if not check.ok] == []
    assert (b"SQLite format 3" in path.read_bytes()[:16]) == (key is None)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_copy_made_while_another_program_writes_is_whole(book: Book, key: bytes | None) -> None:
    """What was not committed is not in it; whoever writes waits for the copy, and loses nothing."""
    book.add(*(opened(f"r-{number:03}") for number in range(50)))
    busy = book.other_program(
        "from tests.regulation.acts import opened\n"
        "print('at work', flush=True)\n"
        "for n in range(30):\n"
        "    with registry.transaction():\n"
        "        registry.append([opened(f's-{n:03}')], command='t', recorded_at='', recorded_by='')\n"
    )
    with busy as program, book.open("read") as registry:
        assert program.stdout is not None
        assert program.stdout.readline() == "at work\n"
        seen = []
        while program.poll() is None:
            path = backups.keep(registry, NOW, backups.BATCH)
            with Registry(path, "read", key=key) as copy:
                seen.append(copy.head().seq)
                assert [check for check in examine(copy) if not check.ok] == []
    assert busy.returncode == 0
    assert seen == sorted(seen)
    assert 50 <= seen[0] <= seen[-1] <= 80
    with book.open("read") as registry:
        assert registry.head().seq == 80


def test_the_file_stands_still_while_it_is_read_byte_for_byte(book: Book, tmp_path: Path, key: bytes | None) -> None:
    book.add(opened("r-1"))
    with book.open("read") as registry, registry.still() as path:
        other = book.other_program("run('pragma busy_timeout = 0')\nrun('begin exclusive')")
        other.communicate()
        (tmp_path / "copy.db").write_bytes(path.read_bytes())
    assert other.returncode == 1
    with Registry(tmp_path / "copy.db", "read", key=key) as copy:
        assert copy.head().seq == 1


def copies(*moments: datetime) -> list[backups.Copy]:
    made = [backups.Copy(each.strftime("%Y%m%dT%H%M%SZ"), "batch", Path(str(each))) for each in moments]
    return sorted(made, reverse=True)


def test_the_newest_stay_and_one_of_each_day_for_a_fortnight() -> None:
    hourly = copies(*(NOW - timedelta(hours=number) for number in range(24 * 30)))
    gone = backups.superfluous(hourly)
    kept = [each for each in hourly if each not in gone]
    assert len(kept) == 10 + 12  # nine of today and one of yesterday, then one of each of the twelve days before
    assert kept[:10] == hourly[:10]
    assert [each.at[:8] for each in kept[10:]] == [f"202608{day}" for day in range(30, 18, -1)]
    assert all(each.at.endswith("T230000Z") for each in kept[10:])
    assert backups.superfluous(copies(NOW)) == []


def test_the_rotation_takes_files_and_never_the_one_just_made(book: Book) -> None:
    """A clock that was once ahead leaves copies of the future; today's is kept all the same, other files too."""
    book.add(opened("r-1"))
    with book.open() as registry:
        (book.path.parent / "backups").mkdir()
        (book.path.parent / "backups" / "registry-mine.db").write_bytes(b"")
        for number in range(12):
            backups.keep(registry, NOW + timedelta(days=365, minutes=number), backups.BATCH)
        fresh = backups.keep(registry, NOW, backups.BATCH)
    left = [each.path for each in backups.made(book.path.parent)]
    assert len(left) == backups.ROTATION.newest + 1
    assert left[-1] == fresh
    assert (fresh.parent / "registry-mine.db").exists()


def test_a_copy_is_due_once_a_day_and_before_much_work(book: Book) -> None:
    with book.open() as registry:
        assert not backups.due(registry, NOW, 500)  # nothing to lose yet
        append(registry, *(opened(f"r-{number}") for number in range(8)))
        assert backups.due(registry, NOW, 1)
        backups.keep(registry, NOW, backups.BATCH)
        assert not backups.due(registry, NOW, 1)
        assert backups.due(registry, NOW, 2)
        assert backups.due(registry, NOW + timedelta(days=1), 1)


def test_a_folder_that_cannot_be_written_is_refused_and_leaves_nothing(book: Book) -> None:
    book.add(opened("r-1"))
    (book.path.parent / "backups").write_bytes(b"a file where the folder should be")
    with book.open() as registry, pytest.raises(Refusal, match=r"file\.unwritable") as caught:
        backups.keep(registry, NOW, backups.BATCH)
    problem = backups.skipped(caught.value)
    assert (problem.code, problem.severity, problem.params) == ("backup.skipped", "warn", {"cause": "file.unwritable"})
    with book.open() as registry:
        assert refusal(registry.copy_to, book.path.parent / "nowhere" / "x.db") == "registry.unopenable"
