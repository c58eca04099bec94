"""Files named by pupil: matched where a name means exactly one, listed otherwise; zips of strangers are bounded."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.sheets.books import OWN, identity, zipped
from xjcli.errors import Refusal
from xjcli.sheets import attachments
from xjcli.sheets.archive import Caps, unpacked
from xjcli.sheets.attachments import Bearer, find_photo_problems, match_files, read_files

NUMBER = identity()
ROLL = [
    Bearer("r1", "林小满", OWN, "01", NUMBER, f"G{NUMBER}"),
    Bearer("r2", "买买提·艾力", OWN, "02"),
    Bearer("r3", "张样", OWN, "03", identity(order="004")),
    Bearer("r4", "张样", OWN, "03"),
]


@pytest.mark.parametrize(
    ("name", "record"),
    [
        (f"{NUMBER}.jpg", "r1"),
        (f"三班\\{NUMBER.lower()}.JPG", "r1"),
        (f"照片/G{NUMBER}.jpg", "r1"),
        (f"{OWN}_2班_买买提•艾力.jpg", "r2"),
        (f"{OWN}_01_林小满.jpg", "r1"),
    ],
)
def test_a_number_or_school_class_and_name_means_one_pupil(name: str, record: str) -> None:
    assert match_files([name], ROLL).matched == {name: record}


@pytest.mark.parametrize(
    "name", ["林小满.jpg", f"{NUMBER[:-1]}.jpg", "2132000999_01_林小满.jpg", ".jpg", f"{OWN}_01.jpg"]
)
def test_whatever_names_nobody_is_listed(name: str) -> None:
    assert match_files([name], ROLL).unmatched == [name]


def test_two_pupils_or_two_files_are_never_decided() -> None:
    twice = [f"{OWN}_03_张样.jpg", f"{NUMBER}.jpg", f"a/{NUMBER}.jpg"]
    found = match_files(twice, ROLL)
    assert found.matched == {}
    assert found.ambiguous == {twice[0]: ["r3", "r4"], twice[1]: ["r1"], twice[2]: ["r1"]}


def test_a_folder_and_a_zip_give_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "照片" / "一班").mkdir(parents=True)
    (tmp_path / "照片" / "一班" / "a.jpg").write_bytes(b"1")
    (tmp_path / "照片" / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "z.zip").write_bytes(zipped({"一班/a.jpg": b"1", "__MACOSX/._a.jpg": b"x"}))
    assert list(read_files(tmp_path / "照片")) == list(read_files(tmp_path / "z.zip")) == [("一班/a.jpg", b"1")]


def test_names_of_older_windows_programs_are_read_as_gbk(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("AAAAAA.jpg", b"1")
    raw = "林小满".encode("gbk")
    (tmp_path / "z.zip").write_bytes(stream.getvalue().replace(b"AAAAAA", raw))
    assert [name for name, _content in read_files(tmp_path / "z.zip")] == ["林小满.jpg"]


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(zipped({"a.jpg": bytes(attachments.CAPS.part_bytes + 1)}))
    with pytest.raises(Refusal) as caught:
        list(read_files(tmp_path / "z.zip"))
    assert caught.value.problems[0].code == "archive.too-large"
    few = Caps(parts=1, part_bytes=10, total_bytes=10)
    with pytest.raises(Refusal):
        list(unpacked(io.BytesIO(zipped({"a": b"", "b": b""})), "z", few))


@pytest.mark.parametrize(("content", "code"), [(b"PK\x03\x04", "archive.broken"), (None, "file.missing")])
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / "z.zip").write_bytes(content)
    with pytest.raises(Refusal) as caught:
        list(read_files(tmp_path / "z.zip"))
    assert caught.value.problems[0].code == code


def test_a_photo_is_a_jpg_below_60_kb() -> None:
    assert find_photo_problems("a.jpg", b"\xff\xd8\xff" + bytes(100)) == []
    (large,) = find_photo_problems("a.jpg", b"\xff\xd8\xff" + bytes(61_440))
    assert (large.code, large.severity) == ("photo.too-large", "warn")
    (kind,) = find_photo_problems(f"{NUMBER}.jpg", b"\x89PNG")
    assert kind.code == "photo.kind"
    assert NUMBER not in str(kind.where)
