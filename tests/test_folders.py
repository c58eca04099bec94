"""第二十五条: a folder takes the place of another whole or not at all, and what stood there is kept."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.bundle.offices import refused
from xjcli import folders


def folder(path: Path, word: str) -> Path:
    (path / "keys").mkdir(parents=True)
    (path / "keys" / "a").write_text(word)
    return path


def test_a_folder_takes_the_place_of_another_which_is_kept(tmp_path: Path) -> None:
    home, aside = folder(tmp_path / "home", "old"), tmp_path / "aside"
    fresh = folder(folders.successor_folder(home, stale_before=0), "new")
    assert folders.install_folder(fresh, home, aside=aside)
    assert ((home / "keys" / "a").read_text(), (aside / "keys" / "a").read_text()) == ("new", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aside", "home"]


@pytest.mark.parametrize("there", [False, True])
def test_where_nothing_stood_nothing_is_kept_aside(tmp_path: Path, there: bool) -> None:
    home = tmp_path / "home"
    if there:
        home.mkdir()
    fresh = folder(folders.successor_folder(home, stale_before=0), "new")
    assert not folders.install_folder(fresh, home, aside=tmp_path / "aside")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_successor_that_cannot_be_put_in_place_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = folder(tmp_path / "home", "old")
    fresh = folder(folders.successor_folder(home, stale_before=0), "new")
    plain = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == ".home.ready":
            raise OSError(errno.EACCES, "in use")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    assert refused(folders.install_folder, fresh, home, aside=tmp_path / "aside").code == "file.unwritable"
    assert (home / "keys" / "a").read_text() == "old"
    assert not (tmp_path / "aside").exists()


def test_what_was_cut_off_is_finished_once_and_never_over_a_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert not folders.finish_install(home)
    folder(tmp_path / ".home.ready", "new")
    assert folders.finish_install(home)
    assert (home / "keys" / "a").read_text() == "new"
    folder(tmp_path / ".home.ready", "another")
    assert not folders.finish_install(home)
    fresh = folder(folders.successor_folder(home, stale_before=0), "third")
    assert folders.install_folder(fresh, home, aside=tmp_path / "aside")
    assert (home / "keys" / "a").read_text() == "third"
    assert not (tmp_path / ".home.ready").exists()


def test_remains_of_an_interrupted_attempt_go_when_they_are_old(tmp_path: Path) -> None:
    left = folder(folders.successor_folder(tmp_path / "home", stale_before=0), "half")
    folders.successor_folder(tmp_path / "home", stale_before=left.stat().st_mtime - 1)
    assert left.exists()
    folders.successor_folder(tmp_path / "home", stale_before=left.stat().st_mtime + 1)
    assert not left.exists()
