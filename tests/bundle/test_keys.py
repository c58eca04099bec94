"""Keys: written once, for their owner only, and never shown."""

from __future__ import annotations

import copy
import pickle
import stat
import sys
from pathlib import Path

import pytest

from tests.bundle.offices import SCHOOL_KEY, SCHOOL_SEAL, refused
from xjcli.bundle.keys import SealKey, SigningKey, is_recipient, key_id, permission_problems, seal

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def test_a_signing_key_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    key = SigningKey.generate()
    key.save(tmp_path / "sign.pem")
    again = SigningKey.load(tmp_path / "sign.pem")
    assert (again.public, again.key_id, again.sign(b"m")) == (key.public, key.key_id, key.sign(b"m"))
    assert (tmp_path / "sign.pem").read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")


def test_a_seal_key_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    key = SealKey.generate()
    key.save(tmp_path / "seal.txt")
    assert SealKey.load(tmp_path / "seal.txt").unseal(seal(b"m", key.recipient)) == b"m"


@posix
def test_a_private_key_is_for_its_owner_only_and_doctor_is_warned_otherwise(tmp_path: Path) -> None:
    for key, name in ((SCHOOL_KEY, "sign.pem"), (SCHOOL_SEAL, "seal.txt")):
        path = tmp_path / name
        key.save(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert permission_problems(path) == []
        path.chmod(0o640)
        (problem,) = permission_problems(path)
        assert (problem.code, problem.severity, problem.where) == ("key.permissions", "warn", name)


def test_a_key_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "key"
    SCHOOL_KEY.save(path)
    before = path.read_bytes()
    assert refused(SigningKey.generate().save, path).code == "key.exists"
    assert refused(SealKey.generate().save, path).code == "key.exists"
    assert path.read_bytes() == before


def test_a_missing_or_strange_key_file_is_named(tmp_path: Path) -> None:
    for load in (SigningKey.load, SealKey.load):
        assert refused(load, tmp_path / "none").code == "key.missing"
        for content in (b"", b"hello", b"\xff\xfe", b"-----BEGIN PRIVATE KEY-----\n", bytes(70_000)):
            (tmp_path / "strange").write_bytes(content)
            assert refused(load, tmp_path / "strange").code == "key.format"


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "x25519.pem").write_bytes(pem)
    assert refused(SigningKey.load, tmp_path / "x25519.pem").code == "key.format"


def test_two_identities_in_one_file_are_refused(tmp_path: Path) -> None:
    one, two, both = tmp_path / "one", tmp_path / "two", tmp_path / "both"
    SealKey.generate().save(one)
    SealKey.generate().save(two)
    both.write_bytes(one.read_bytes() + two.read_bytes())
    assert refused(SealKey.load, both).code == "key.format"


def test_a_private_key_is_neither_shown_nor_copied(tmp_path: Path) -> None:
    key = SealKey.generate()
    key.save(tmp_path / "seal.txt")
    secret = (tmp_path / "seal.txt").read_text(encoding="ascii").splitlines()[-1]
    assert secret not in repr(key) + str(key) + format(key)
    assert repr(SCHOOL_KEY) == str(SCHOOL_KEY) == f"SigningKey({SCHOOL_KEY.key_id})"
    for private in (key, SCHOOL_KEY):
        with pytest.raises(TypeError):
            pickle.dumps(private)
        with pytest.raises(TypeError):
            copy.deepcopy(private)


def test_sealing_is_different_every_time_and_only_for_age_recipients() -> None:
    assert seal(b"m", SCHOOL_SEAL.recipient) != seal(b"m", SCHOOL_SEAL.recipient)
    assert is_recipient(SCHOOL_SEAL.recipient)
    for other in ("", "age1nobody", SCHOOL_SEAL.recipient.upper(), SCHOOL_SEAL.recipient + " "):
        assert not is_recipient(other)
    assert refused(seal, b"m", "age1nobody").code == "key.format"


def test_a_key_id_is_the_beginning_of_a_digest() -> None:
    assert SCHOOL_KEY.key_id == key_id(SCHOOL_KEY.public)
    assert len(SCHOOL_KEY.key_id) == 32
    with pytest.raises(ValueError, match="public key"):
        key_id("not base64")
