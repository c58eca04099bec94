"""The file around a bundle has one spelling; any other byte is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.bundle import offices
from tests.bundle.offices import (
    judge,
    refused,
)
from xjcli.bundle import pack
from xjcli.bundle.container import ENVELOPE_NAME, Entry, read_container, write_container


def test_a_flip_of_any_byte_is_refused_as_a_bundle_problem() -> None:
    data = offices.changes().bytes
    for position in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[position] ^= 1 << bit
            assert refused(judge, bytes(changed)).family == 60, position


def test_every_truncation_is_refused() -> None:
    data = offices.changes().bytes
    for length in range(len(data)):
        assert refused(judge, data[:length]).family == 60


@pytest.mark.parametrize("tail", [b"\0", b"\n", b"PK\x05\x06" + bytes(18), b"PK\x03\x04"])
def test_trailing_bytes_are_refused(tail: bytes) -> None:
    assert refused(judge, offices.changes().bytes + tail).code == "bundle.altered"


def test_bytes_before_the_bundle_are_refused() -> None:
    assert refused(judge, b"\0" + offices.changes().bytes).code == "bundle.not-a-bundle"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04", b"%PDF-1.4", b"{}"])
def test_other_files_are_no_bundles(data: bytes) -> None:
    assert refused(judge, data).code == "bundle.not-a-bundle"
    assert refused(pack.peek, data).code == "bundle.not-a-bundle"


def test_an_extra_entry_is_refused_even_in_our_own_spelling() -> None:
    entries = read_container(offices.changes().bytes)
    for name in ("readme.txt", "parts/evidence/" + "0" * 64, "../evil"):
        data = write_container([*entries, Entry(name, b"more")])
        assert refused(judge, data).code == "bundle.extra-entry"


def test_a_missing_a_moved_and_a_doubled_entry_are_refused() -> None:
    envelope, acts, evidence = read_container(offices.changes().bytes)
    for entries in ([envelope, acts], [envelope, evidence, acts], [envelope, acts, evidence, evidence]):
        assert refused(judge, write_container(entries)).code == "bundle.altered"


def test_a_zip_made_by_another_program_is_refused_although_its_content_is_the_same() -> None:
    data = offices.changes().bytes
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_STORED) as archive:
        for name, content in read_container(data):
            archive.writestr(name, content)
    assert refused(judge, other.getvalue()).code == "bundle.altered"


def test_any_unzip_program_can_open_a_bundle() -> None:
    built = offices.changes()
    with zipfile.ZipFile(io.BytesIO(built.bytes)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [ENVELOPE_NAME, *(part.name for part in built.statement.parts)]


def test_peek_needs_only_the_beginning_of_a_file() -> None:
    built = offices.changes()
    length = 30 + len(ENVELOPE_NAME) + len(read_container(built.bytes)[0].data)
    assert pack.peek(built.bytes[:length]) == built.statement
    assert refused(pack.peek, built.bytes[: length - 1]).code == "bundle.altered"


def test_a_bundle_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xjcli.bundle.container.MAX_BUNDLE_BYTES", 1000)
    assert refused(pack.read, bytes(1001)).code == "bundle.too-large"
    assert refused(offices.changes).code == "bundle.too-large"
