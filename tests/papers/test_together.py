"""Files that belong together (第二十五条) are all new, or every one as it was."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from xjcli.files import atomic_write
from xjcli.papers.together import together


def written(folder: Path, *, stop: bool) -> None:
    with together() as write:
        for name in ("a", "b"):
            write(folder / name, partial(atomic_write, folder / name, f"new {name}".encode(), force=True))
        if stop:
            raise RuntimeError


def test_what_is_left_by_an_error_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    with pytest.raises(RuntimeError):
        written(tmp_path, stop=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
    if sys.platform != "win32":
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_what_ends_well_is_new_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    written(tmp_path, stop=False)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "new a", "b": "new b"}


def test_a_file_that_another_program_just_wrote_is_not_taken_away(tmp_path: Path) -> None:
    def taken() -> None:
        (tmp_path / "a").write_text("another's")
        raise FileExistsError

    with pytest.raises(FileExistsError), together() as write:
        write(tmp_path / "a", taken)
    assert (tmp_path / "a").read_text() == "another's"


def test_a_file_that_could_not_be_written_over_is_as_it_was(tmp_path: Path) -> None:
    def full() -> None:
        raise OSError

    (tmp_path / "a").write_text("old")
    with pytest.raises(OSError), together() as write:
        write(tmp_path / "a", full)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
