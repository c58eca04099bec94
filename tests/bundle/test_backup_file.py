"""A backup is one file that a stranger can open with the passphrase, and that nobody can alter unseen."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyrage import decrypt, passphrase, x25519

from tests.bundle.offices import refused
from xjcli.bundle.backup_file import Backup, Content, write_backup
from xjcli.bundle.backup_manifest import is_safe
from xjcli.errors import Refusal
from xjcli.files import new_private_file

WORDS = "四个词连成一句话"
FILES = {"registry.db": b"SQLite format 3\0" + bytes(range(256)) * 999, "keys/sign.pem": b"secret", "样.txt": b""}
ABOUT = {"school": "2132000001", "created_at": "2026-09-01T00:00:00Z"}


def made(folder: Path, secret: str | None = None) -> Path:
    """A backup of FILES."""
    contents = []
    for name, data in FILES.items():
        (path := folder / "home" / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        contents.append(Content(name, path))
    path = folder / "b.zip"
    with path.open("wb") as stream:
        write_backup(stream, contents, ABOUT, secret)
    return path


def no_passphrase() -> str:
    raise AssertionError("nobody was to be asked")


def unpacked(path: Path, folder: Path, ask: Callable[[], str] = no_passphrase) -> dict[str, bytes]:
    def place(file: Path) -> Any:
        file.parent.mkdir(parents=True, exist_ok=True)
        return new_private_file(file)

    with Backup(path, ask) as backup:
        backup.verify()
        backup.extract(folder, place)
        return {each.name: (folder / each.name).read_bytes() for each in backup.manifest.files}


def altered(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same zip with other entries, every length and check sum of the zip itself right."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def relisted(entries: dict[str, bytes], old: bytes, new: bytes) -> None:
    entries["manifest.json"] = entries["manifest.json"].replace(old, new)


def opened(path: Path, ask: Callable[[], str] = no_passphrase) -> None:
    with Backup(path, ask) as backup:
        backup.verify()


def test_everything_comes_back_byte_for_byte_and_nothing_is_in_clear(tmp_path: Path) -> None:
    path = made(tmp_path, WORDS)
    assert unpacked(path, tmp_path / "out", lambda: WORDS) == FILES
    data = path.read_bytes()
    assert all(word not in data for word in (b"SQLite", b"secret", b"registry.db", b"2132000001"))


def test_a_stranger_opens_it_with_unzip_and_age(tmp_path: Path) -> None:
    """Without this program: the passphrase opens the key, the key opens the list and every file."""
    with zipfile.ZipFile(made(tmp_path, WORDS)) as archive:
        identity = x25519.Identity.from_str(passphrase.decrypt(archive.read("key.age"), WORDS).decode().strip())
        listed = json.loads(decrypt(archive.read("manifest.age"), [identity]))
        assert (listed["schema"], listed["about"]) == ("xj.backup/1", ABOUT)
        assert {each["name"]: decrypt(archive.read(each["entry"]), [identity]) for each in listed["files"]} == FILES


def test_in_clear_it_is_a_plain_zip_of_the_home_and_nobody_is_asked(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert unpacked(path, tmp_path / "out") == FILES
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [*(f"home/{name}" for name in FILES), "manifest.json"]


def test_a_wrong_passphrase_opens_nothing_and_a_short_one_seals_nothing(tmp_path: Path) -> None:
    assert refused(opened, made(tmp_path, WORDS), lambda: WORDS + "。").code == "backup.passphrase"
    assert refused(write_backup, io.BytesIO(), [], ABOUT, "7 signs").code == "backup.passphrase-short"


@pytest.mark.parametrize(
    "change",
    [
        lambda entries: entries.update({"home/keys/sign.pem": b"Secret"}),
        lambda entries: entries.update({"home/keys/more.pem": b""}),
        lambda entries: entries.pop("home/样.txt"),
        lambda entries: entries.update({"manifest.json": b"{"}),
        lambda entries: entries.update({"manifest.json": b'{"schema":"x"}'}),
        lambda entries: relisted(entries, b'"size":0', b'"size":"0"'),
        lambda entries: relisted(entries, b"keys/sign", b"../sign"),
        lambda entries: relisted(entries, "样.txt".encode(), b"KEYS/SIGN.PEM"),
    ],
)  # fmt: skip
def test_what_the_manifest_does_not_say_is_refused(
    tmp_path: Path, change: Callable[[dict[str, bytes]], object]
) -> None:
    assert refused(opened, altered(made(tmp_path), change)).code == "backup.damaged"


def test_a_backup_of_a_later_program_says_so(tmp_path: Path) -> None:
    def later(entries: dict[str, bytes]) -> None:
        entries["manifest.json"] = entries["manifest.json"].replace(b"xj.backup/1", b"xj.backup/2")

    assert refused(opened, altered(made(tmp_path), later)).code == "backup.newer"


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    assert refused(opened, tmp_path / "nothing.zip").code == "file.missing"
    assert refused(opened, tmp_path).code == "file.unreadable"
    (tmp_path / "a").write_bytes(b"PK\x03\x04 of another kind")
    assert refused(opened, tmp_path / "a").code == "backup.not-a-backup"
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("registry.db", b"")
    assert refused(opened, tmp_path / "b.zip").code == "backup.not-a-backup"


@pytest.mark.parametrize("secret", [None, WORDS], ids=["plain", "sealed"])
def test_wherever_a_byte_is_flipped_or_the_end_is_missing_it_is_seen(
    tmp_path: Path, secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that no reader looks at (dates, attributes) may change; then the content is whole."""
    monkeypatch.setattr(passphrase, "decrypt", cache(passphrase.decrypt))  # two seconds each time
    path = made(tmp_path, secret)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[-2].header_offset
    places = [*range(start, start + 120, 7), *range(len(data) - 22, len(data)), 100, len(data) // 2]
    for place in places if secret is None else places[::4]:
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            assert unpacked(path, tmp_path / f"out{place}", lambda: WORDS) == FILES
        except Refusal as refusal:
            assert refusal.problems[0].code.startswith("backup."), place
    for length in (len(data) - 1, len(data) // 2, 10):
        path.write_bytes(data[:length])
        assert refused(opened, path, lambda: WORDS).code.startswith("backup.")


@pytest.mark.parametrize(
    "name",
    ["..", "../a", "a/../b", "/a", "a//b", "", "a/", "C:/a", "a\\b", "a:b", "a\n", "nul\0", "a.", "a ", "\udcff", "~?"],
)
def test_a_name_that_leads_elsewhere_is_never_unpacked(name: str) -> None:
    assert not is_safe(name)
    assert is_safe("evidence/ab/" + "ab" * 32)
    assert is_safe("样例（一）.xjcard")
