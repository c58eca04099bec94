"""A proof is what its bytes are; a picture or an archive that would unfold to too much is never kept (第十三条)."""

from __future__ import annotations

import pytest

from tests.registry.proofs import CONTENT_TYPES, PDF, archive, docx, jpeg, ofd, png, xlsx
from xjcli.registry import formats
from xjcli.registry.formats import find_faults, is_proof


def codes(content: bytes, extension: str) -> list[str]:
    return [problem.code for problem in find_faults(content, extension)]


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (jpeg(), ".jpg"), (jpeg(frame=0xC2), ".jpeg"), (png(), ".png"), (PDF, ".pdf"), (ofd(), ".ofd"),
        (docx(), ".docx"), (xlsx(), ".xlsx"),
    ],
)  # fmt: skip
def test_each_kind_is_taken_under_its_own_extension_and_under_no_other(content: bytes, extension: str) -> None:
    assert find_faults(content, extension) == []
    assert is_proof(content)
    twins = {".jpg", ".jpeg"} if extension in (".jpg", ".jpeg") else {extension}
    for other in formats.EXTENSIONS - twins:
        assert codes(content, other) == ["evidence.kind"]


@pytest.mark.parametrize(
    "content",
    [
        archive("OFD.xml.bak"),
        archive(CONTENT_TYPES),
        archive(CONTENT_TYPES, "word/document.xml.rels"),
        archive("a.txt"),
    ],
)
def test_a_zip_that_is_no_document_is_none_whatever_it_is_called(content: bytes) -> None:
    for extension in (".ofd", ".docx", ".xlsx"):
        assert codes(content, extension) == ["evidence.kind"]
    assert not is_proof(content)


def test_a_document_with_a_program_in_it_is_refused() -> None:
    assert codes(docx("word/vbaProject.bin"), ".docx") == ["evidence.kind"]
    assert codes(xlsx("xl/VBAPROJECT.BIN"), ".xlsx") == ["evidence.kind"]


@pytest.mark.parametrize(("make", "extension"), [(png, ".png"), (jpeg, ".jpg")])
def test_a_picture_is_measured_by_its_header_alone(make: object, extension: str) -> None:
    assert callable(make)
    assert codes(make(7000, 10_000), extension) == []
    assert codes(make(20_000, 20_000), extension) == ["evidence.pixels"]
    assert codes(make(40_000, 1), extension) == ["evidence.pixels"]
    assert codes(make(0, 10), extension) == ["evidence.damaged"]


@pytest.mark.parametrize(
    "content",
    [
        png()[:20], b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff\xe0 a photo", jpeg()[:24],
        b"\xff\xd8\xff\xda\x00\x02", b"\xff\xd8\xff\xe0\x00\x00", b"\xff\xd8\xff",
    ],
)  # fmt: skip
def test_a_picture_without_a_frame_is_damaged(content: bytes) -> None:
    extension = ".png" if content.startswith(b"\x89") else ".jpg"
    assert codes(content, extension) == ["evidence.damaged"]


def test_a_broken_archive_is_damaged() -> None:
    whole = docx()
    assert codes(whole[:-30], ".docx") == ["evidence.damaged"]
    assert codes(b"PK\x03\x04 an OFD", ".ofd") == ["evidence.damaged"]


def test_an_archive_that_unfolds_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_EXPANDED", 1000)
    bomb = archive(CONTENT_TYPES, "word/document.xml", size=100_000)
    assert len(bomb) < 1000
    assert codes(bomb, ".docx") == ["evidence.unfolds"]
    monkeypatch.setattr(formats, "MAX_EXPANDED", 10**9)
    monkeypatch.setattr(formats, "MAX_PARTS", 2)
    assert codes(docx("word/styles.xml"), ".docx") == ["evidence.unfolds"]


@pytest.mark.parametrize("content", [b"", b"MZ", b"<html>", b" %PDF-1.7"])
def test_anything_else_is_no_proof(content: bytes) -> None:
    assert not is_proof(content)
