"""第二十五条: a file of an encrypted home is an age file of a derived identity; whoever alters it is found out."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from xjcli.errors import Refusal
from xjcli.vault.bech32 import bech32
from xjcli.vault.sealed import Vault
from xjcli.vault.wrapping import derive

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
TEXT = "林小满 320106201909020024".encode() * 5000


def test_what_is_written_is_read_back_and_lies_there_closed(tmp_path: Path) -> None:
    vault = Vault(tmp_path, (KEY,))
    written = vault.write(tmp_path / "a.txt", TEXT)
    assert (written.name, vault.read(tmp_path / "a.txt", len(TEXT))) == ("a.txt.sealed", TEXT)
    assert TEXT[:20] not in written.read_bytes()
    assert vault.write(tmp_path / "b.txt", TEXT).read_bytes() != written.read_bytes()


def test_a_plain_home_has_its_files_as_they_are(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    assert vault.write(tmp_path / "a.txt", TEXT).read_bytes() == TEXT == vault.read(tmp_path / "a.txt", len(TEXT))


def test_any_program_that_knows_age_opens_it_with_the_derived_identity(tmp_path: Path) -> None:
    """The identity is the bech32 spelling of HKDF's output, and its public half is X25519's, by another library."""
    sealed = Vault(tmp_path, (KEY,)).seal(TEXT)
    raw = derive(KEY, "files")
    identity = pyrage.x25519.Identity.from_str(bech32("age-secret-key-", raw).upper())
    public = X25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()
    assert str(identity.to_public()) == bech32("age", public)
    assert pyrage.decrypt(sealed, [identity]) == TEXT


def test_bech32_is_that_of_bip_173() -> None:
    assert bech32("a", b"") == "a12uel5l"


def test_any_flipped_bit_is_found_out(tmp_path: Path) -> None:
    vault = Vault(tmp_path, (KEY,))
    sealed = vault.seal(TEXT[:1000])
    for place in range(0, len(sealed), 7):
        changed = sealed[:place] + bytes([sealed[place] ^ 4]) + sealed[place + 1 :]
        assert vault.unseal(changed) is None, place
    assert vault.unseal(sealed[:-1]) is None
    assert vault.unseal(sealed + b"x") is None
    assert vault.unseal(b"") is None


def test_chunks_cannot_be_left_out_or_exchanged(tmp_path: Path) -> None:
    vault = Vault(tmp_path, (KEY,))
    content = bytes(range(256)) * 1024
    sealed = vault.seal(content)
    chunk = 64 * 1024 + 16
    start = len(sealed) - 4 * chunk
    chunks = [sealed[start + place * chunk : start + (place + 1) * chunk] for place in range(4)]
    assert vault.unseal(sealed) == content
    for order in ([0, 1, 2], [1, 0, 2, 3], [0, 1, 3], [0, 0, 1, 2, 3]):
        assert vault.unseal(sealed[:start] + b"".join(chunks[place] for place in order)) is None


def test_another_key_opens_nothing_and_says_so(tmp_path: Path) -> None:
    Vault(tmp_path, (KEY,)).write(tmp_path / "a", TEXT)
    with pytest.raises(Refusal) as caught:
        Vault(tmp_path, (OTHER,)).read(tmp_path / "a", len(TEXT))
    assert caught.value.problems[0].code == "lock.altered"


def test_while_a_rekey_is_unfinished_either_key_opens_and_the_new_one_closes(tmp_path: Path) -> None:
    Vault(tmp_path, (KEY,)).write(tmp_path / "a", b"under the one before")
    both = Vault(tmp_path, (OTHER, KEY))
    assert both.read(tmp_path / "a", 100) == b"under the one before"
    both.write(tmp_path / "a", b"anew", force=True)
    assert Vault(tmp_path, (OTHER,)).read(tmp_path / "a", 100) == b"anew"


def test_the_name_of_a_paper_says_nothing_without_the_key(tmp_path: Path) -> None:
    digest = "ab" * 32
    names = {Vault(tmp_path, (key,)).hidden(digest) for key in (KEY, OTHER)}
    assert len(names) == 2
    assert all(len(name) == 64 and digest not in name for name in names)
    assert Vault(tmp_path).hidden(digest) == digest


def test_nothing_of_a_key_is_shown_where_a_vault_is_printed(tmp_path: Path) -> None:
    assert KEY.hex() not in repr(Vault(tmp_path, (KEY,))) + repr(vars(Vault(tmp_path, (KEY,))))
