"""Files are whole or not there, and private ones are private from the first byte on."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bundle.offices import refused
from xjcli import files

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def test_a_file_is_written_and_no_other_is_left(tmp_path: Path) -> None:
    files.atomic_write(tmp_path / "a.bin", b"one\r\n\x00")
    assert (tmp_path / "a.bin").read_bytes() == b"one\r\n\x00"
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_an_existing_file_stays_without_force(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    assert refused(files.atomic_write, path, b"new").code == "file.exists"
    assert path.read_bytes() == b"old"
    files.atomic_write(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert [found.name for found in tmp_path.iterdir()] == ["a"]


@posix
def test_a_file_that_appears_in_the_last_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    assert refused(files.atomic_write, path, b"new").code == "file.exists"
    assert path.read_bytes() == b"old"


@posix
def test_a_stick_without_links_gets_its_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    files.atomic_write(tmp_path / "a", b"one")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert refused(files.atomic_write, tmp_path / "a", b"two").code == "file.exists"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "file.no-space"), (errno.EIO, "file.unwritable")])
def test_a_failed_write_leaves_the_old_file_and_no_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fails(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fails)
    assert refused(files.atomic_write, path, b"new", force=True).code == code
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["a"]


def test_the_content_is_synced_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    named: list[bool] = []
    real = os.fsync

    def watch(handle: int) -> None:
        named.append(path.exists())
        real(handle)

    monkeypatch.setattr(os, "fsync", watch)
    files.atomic_write(path, b"x")
    assert named[0] is False
    assert sys.platform == "win32" or named[1:] == [True], "then the folder"


def test_a_missing_folder_is_no_place_to_write(tmp_path: Path) -> None:
    assert refused(files.atomic_write, tmp_path / "none" / "a", b"x").code == "file.unwritable"


@posix
@pytest.mark.parametrize("force", [False, True])
def test_a_private_file_is_private_from_the_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    modes: list[int] = []
    real = os.fsync

    def watch(handle: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        real(handle)

    path = tmp_path / "key"
    if force:
        path.write_bytes(b"old")
        path.chmod(0o644)
    monkeypatch.setattr(os, "fsync", watch)
    before = os.umask(0)
    try:
        files.atomic_write(path, b"secret", private=True, force=force)
    finally:
        os.umask(before)
    assert modes[0] == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not files.too_open(path)


@posix
def test_an_ordinary_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.atomic_write(tmp_path / "a", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@posix
def test_a_private_folder_is_for_its_owner_and_an_existing_one_is_judged(tmp_path: Path) -> None:
    folder = tmp_path / "outer" / "home"
    files.make_private_dir(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not files.too_open(folder)
    folder.chmod(0o750)
    files.make_private_dir(folder)
    assert files.too_open(folder)
    assert not files.too_open(tmp_path / "none")


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    assert refused(files.make_private_dir, tmp_path / "home").code == "file.unwritable"


def test_reading_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert files.read_bounded(path, 5) == b"12345"
    assert refused(files.read_bounded, path, 4).code == "file.too-large"
    assert files.read_start(path, 2) == b"12"
    assert files.read_start(path, 9) == b"12345"


def test_what_is_no_ordinary_file_is_not_read(tmp_path: Path) -> None:
    assert refused(files.read_bounded, tmp_path / "none", 1).code == "file.missing"
    assert refused(files.read_bounded, tmp_path, 1).code == "file.unreadable"
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        assert refused(files.read_bounded, tmp_path / "pipe", 1).code == "file.unreadable"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x")

    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(files.read_bounded, tmp_path / "a", 1).code == "file.unreadable"


def test_a_workbook_that_another_program_holds_open_as_on_windows_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody replace a file that Excel has open (ERROR_SHARING_VIOLATION, EACCES for Python)."""
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"old")

    def held(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr(Path, "replace", held)
    assert refused(files.atomic_write, path, b"new", force=True).code == "file.unwritable"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"old"


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path: Path) -> None:
    files.atomic_write(tmp_path / ("学" * 80), b"x")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_streamed_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with files.atomic_file(path, private=True) as stream:
        stream.write(b"one")
        assert not path.exists()
        stream.write(b" two")
    assert path.read_bytes() == b"one two"
    with pytest.raises(ZeroDivisionError), files.atomic_file(path, force=True) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"one two"
    assert [found.name for found in tmp_path.iterdir()] == ["a"]


def test_what_is_wiped_is_overwritten_before_it_goes(tmp_path: Path) -> None:
    """A second name of the same file shows what is left on the disk."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"secret" * 400_000)
    os.link(path, other)
    files.wipe(path)
    files.wipe(path)  # one that is not there is no matter
    assert [each.name for each in tmp_path.iterdir()] == ["b"]
    assert other.read_bytes() == bytes(2_400_000)
