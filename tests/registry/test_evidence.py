"""Evidence is taken by what its bytes are, kept by its digest, and believed only after it was read again (第十条)."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from tests.registry import proofs
from tests.registry.proofs import PDF
from xjcli.errors import Refusal
from xjcli.registry import evidence
from xjcli.registry.evidence import is_whole, keep, load, read_evidence
from xjcli.vault.sealed import Vault

JPEG, PNG, ZIP = proofs.jpeg(), proofs.png(), proofs.archive("a.txt")


@pytest.fixture
def vault(tmp_path: Path, key: bytes | None) -> Vault:
    """A home whose files are plain, and one whose files are closed."""
    return Vault(tmp_path / "home", (key,))


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def codes(paths: list[Path]) -> list[str]:
    with pytest.raises(Refusal) as caught:
        read_evidence(paths)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", JPEG), ("a.JPEG", JPEG), ("a.png", PNG), ("a.pdf", PDF),
        ("a.ofd", proofs.ofd()), ("a.docx", proofs.docx()), ("a.xlsx", proofs.xlsx()),
    ],
)  # fmt: skip
def test_a_file_whose_bytes_and_name_agree_is_taken(tmp_path: Path, name: str, content: bytes) -> None:
    assert read_evidence([file(tmp_path, name, content)]) == {hashlib.sha256(content).hexdigest(): content}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", PDF), ("a.pdf", JPEG), ("a.exe", JPEG), ("a", PNG), ("a.png", b""), ("a.pdf", b" %PDF-1.7"),
        ("a.zip", ZIP), ("a.html", b"<html>"), ("a.jpg.exe", JPEG), ("a.docx", b"PK\x05\x06"),
        ("a.docx", ZIP), ("a.xlsx", proofs.docx()),
    ],
)  # fmt: skip
def test_any_other_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert codes([file(tmp_path, name, content)]) == ["evidence.kind"]


def test_everything_wrong_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "CAP_BYTES", 64)
    paths = [
        file(tmp_path, "good.pdf", PDF),
        file(tmp_path, "bad.exe", b"MZ"),
        tmp_path / "gone.pdf",
        file(tmp_path, "big.pdf", PDF + bytes(64)),
    ]
    assert codes(paths) == ["evidence.kind", "file.missing", "file.too-large"]


def test_a_refusal_never_names_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_evidence([file(tmp_path, "林小满的户口本320106201909020024.gif", b"GIF89a")])
    problem = caught.value.problems[0]
    assert (problem.where, dict(problem.params)) == (None, {"extension": ".gif"})


def test_the_same_file_twice_is_one_piece_of_evidence(tmp_path: Path) -> None:
    assert len(read_evidence([file(tmp_path, "a.pdf", PDF), file(tmp_path, "b.pdf", PDF)])) == 1


def test_what_is_kept_is_read_back_and_named_by_its_digest_only(vault: Vault, tmp_path: Path) -> None:
    found = read_evidence([file(tmp_path, "林小满.pdf", PDF), file(tmp_path, "b.png", PNG)])
    keep(vault, found)
    keep(vault, found)
    for digest, content in found.items():
        assert load(vault, digest) == content
    names = sorted(path.name for path in vault.home.rglob("*") if path.is_file())
    assert names == sorted(vault.hidden(digest) for digest in found)


def test_in_an_encrypted_home_neither_bytes_nor_digest_of_a_paper_lie_on_the_disk(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "home", (bytes(range(32)),))
    found = read_evidence([file(tmp_path, "a.pdf", PDF), file(tmp_path, "b.png", PNG)])
    keep(vault, found)
    stored = [path for path in vault.home.rglob("*") if path.is_file()]
    assert len(stored) == len(found)
    for digest, content in found.items():
        assert all(digest not in path.name and content[:16] not in path.read_bytes() for path in stored)


def test_evidence_of_another_key_is_lost_and_said_so(tmp_path: Path) -> None:
    found = read_evidence([file(tmp_path, "a.pdf", PDF)])
    (digest,) = found
    right, wrong = Vault(tmp_path, (b"1" * 32,)), Vault(tmp_path, (b"2" * 32,))
    keep(right, found)
    assert (is_whole(right, digest), is_whole(wrong, digest)) == (True, False)


def test_while_a_rekey_is_unfinished_evidence_is_read_under_either_key(tmp_path: Path) -> None:
    found = read_evidence([file(tmp_path, "a.pdf", PDF), file(tmp_path, "b.png", PNG)])
    first, second = found
    old, new, none = b"1" * 32, b"2" * 32, None
    keep(Vault(tmp_path, (none,)), {first: found[first]})
    keep(Vault(tmp_path, (old,)), {second: found[second]})
    assert load(Vault(tmp_path, (new, none)), first) == found[first]
    assert load(Vault(tmp_path, (new, old)), second) == found[second]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's access list is used there")
def test_evidence_is_its_owners_only(vault: Vault, tmp_path: Path) -> None:
    home = vault.home
    keep(vault, read_evidence([file(tmp_path, "a.pdf", PDF)]))
    for path in (home / "evidence").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o600 if path.is_file() else 0o700)
    assert (home / "evidence").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", ["emptied", "longer", "cut", "flipped", "gone"])
def test_altered_evidence_is_lost_until_the_same_file_is_given_again(vault: Vault, tmp_path: Path, damage: str) -> None:
    found = read_evidence([file(tmp_path, "a.pdf", PDF)])
    (digest,) = found
    keep(vault, found)
    (stored,) = (path for path in vault.home.rglob("*") if path.is_file())
    before = stored.read_bytes()
    flipped = before[:-5] + bytes([before[-5] ^ 1]) + before[-4:]
    after = {"emptied": b"", "longer": before + b"x", "cut": before[:-1], "flipped": flipped}
    if damage == "gone":
        stored.unlink()
    else:
        stored.write_bytes(after[damage])
    with pytest.raises(Refusal) as caught:
        load(vault, digest)
    assert caught.value.problems[0].code == "evidence.lost"
    keep(vault, found)
    assert load(vault, digest) == PDF


@pytest.mark.parametrize("digest", ["", "..", "../../etc/passwd", "0" * 64])
def test_a_digest_of_nothing_finds_nothing(tmp_path: Path, digest: str) -> None:
    with pytest.raises(Refusal) as caught:
        load(Vault(tmp_path), digest)
    assert caught.value.problems[0].code == "evidence.lost"
