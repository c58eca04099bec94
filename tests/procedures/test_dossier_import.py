"""Photos and evidence by the folder (第七条): each file to the one pupil it names, the rest listed."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SCHOOL
from tests.procedures.desks import at, child, codes, opened, refused, refusing, resident
from tests.procedures.handovers import errand
from tests.proofs import png
from tests.registry.proofs import jpeg
from xjcli.desk import Desk
from xjcli.procedures.dossier import list_
from xjcli.procedures.dossier_import import import_files
from xjcli.procedures.undo import undo
from xjcli.report import Report

FIRST, SECOND = resident(901), resident(903)


def roll(desk: Desk) -> list[str]:
    """Two children of class 1, by record id."""
    return [opened(desk, child(order), basis="take-on").result["record_id"] for order in (901, 903)]


def taken(desk: Desk, source: Path, **more: Any) -> Report:
    dry_run = more.pop("dry_run", False)
    options: dict[str, Any] = {"item": "4", "title": "体检表", "photos": False, **more}
    return import_files(desk, source, errand=errand(dry_run=dry_run), **options)


def folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_each_file_goes_to_the_pupil_it_names_and_a_second_time_changes_nothing(
    school: Path, tmp_path: Path, packed: bool
) -> None:
    named = {f"一班/{FIRST}.png": png(), f"{SCHOOL.school_code}_1班_{child(903)['name']}.png": png(5, 5)}
    source = zipped(tmp_path / "体检.zip", named) if packed else folder(tmp_path / "体检", named)
    with at(school) as desk:
        pupils = roll(desk)
        report = taken(desk, source)
        again = taken(desk, source)
        held = [list_(desk, pupil).result["items"][3]["pieces"] for pupil in pupils]
        undone = undo(desk, report.result["operation"], errand())
    assert (report.status, report.result["added"], report.result["unchanged"]) == (0, 2, 0)
    assert (again.result["added"], again.result["unchanged"], again.result["operation"]) == (0, 2, None)
    assert [[(piece["title"], piece["whole"]) for piece in pieces] for pieces in held] == [[("体检表", True)]] * 2
    assert undone.result["reversed"] == 2


def test_files_that_name_nobody_or_several_are_listed_masked_and_left_out(school: Path, tmp_path: Path) -> None:
    stranger = resident(905)
    files = {f"{FIRST}.png": png(), f"{stranger}.png": png(), f"a/{SECOND}.png": png(), f"b/{SECOND}.png": png(5, 5)}
    with at(school) as desk:
        roll(desk)
        report = taken(desk, folder(tmp_path / "f", files))
    assert (report.status, report.result["added"]) == (1, 1)
    assert sorted(codes(report)) == ["dossier.file-ambiguous"] * 2 + ["dossier.file-unmatched"]
    told = f"{report.result} {report.problems}"
    assert not any(number in told for number in (FIRST, SECOND, stranger))


def test_a_rehearsal_keeps_nothing(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        roll(desk)
        head = desk.registry.head()
        report = taken(desk, folder(tmp_path / "f", {f"{FIRST}.png": png()}), dry_run=True)
        assert desk.registry.head() == head
    assert (report.result["added"], report.result["operation"]) == (1, None)
    assert not list((school / "evidence").rglob("*")) if (school / "evidence").exists() else True


def test_one_file_that_is_not_what_it_says_stops_the_whole_folder(school: Path, tmp_path: Path) -> None:
    files = {f"{FIRST}.png": png(), f"{SECOND}.png": b"MZ not a picture"}
    with at(school) as desk:
        roll(desk)
        head = desk.registry.head()
        found = refused(lambda: taken(desk, folder(tmp_path / "f", files)))
        assert desk.registry.head() == head
    assert refusing(found) == ["evidence.kind"]
    assert SECOND not in str(found.problems)


def test_a_photo_is_a_jpg_whatever_its_name_says(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        roll(desk)
        found = refused(lambda: taken(desk, folder(tmp_path / "a", {f"{FIRST}.jpg": png()}), photos=True))
        photo = {f"{FIRST}.jpg": jpeg(358, 441)}
        report = taken(desk, folder(tmp_path / "b", photo), photos=True, item="2", title="")
    assert codes(report) == []
    assert refusing(found) == ["photo.kind"]
    assert (report.result["added"], report.result["title"]) == (1, "照片")


@pytest.mark.parametrize(
    ("photo", "told"),
    [
        (jpeg(154, 189), []),
        (jpeg(153, 189), ["photo.pixels"]),
        (jpeg(154, 188), ["photo.pixels"]),
        (jpeg(441, 358), ["photo.shape"]),
        (jpeg(40, 30), ["photo.pixels", "photo.shape"]),
        (jpeg(358, 441) + bytes(60 * 1024), ["photo.too-large"]),
        (jpeg(100, 123) + bytes(60 * 1024), ["photo.too-large", "photo.pixels"]),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, list) else "",
)
def test_a_photo_is_judged_by_its_pixels_and_bytes_and_taken_all_the_same(
    school: Path, tmp_path: Path, photo: bytes, told: list[str]
) -> None:
    with at(school) as desk:
        roll(desk)
        report = taken(desk, folder(tmp_path / "f", {f"{FIRST}.jpg": photo}), photos=True, item="2", title="")
        plain = taken(desk, folder(tmp_path / "f", {f"{FIRST}.jpg": photo}))
    assert (codes(report), report.result["added"], report.status) == (told, 1, 0)
    assert {each.severity for each in report.problems} <= {"warn"}
    assert FIRST not in str(report.problems)
    assert codes(plain) == []


def test_a_large_photo_is_looked_into_like_a_small_one(school: Path, tmp_path: Path) -> None:
    damaged = b"\xff\xd8\xff\xd9" + bytes(70 * 1024)
    with at(school) as desk:
        roll(desk)
        found = refused(lambda: taken(desk, folder(tmp_path / "f", {f"{FIRST}.jpg": damaged}), photos=True))
    assert refusing(found) == ["evidence.damaged"]
