"""Keys: written once, for their owner only, and never shown."""

from __future__ import annotations

import copy
import pickle
import stat
import sys
from pathlib import Path

import pytest

from tests.bundle.offices import SCHOOL_KEY, SCHOOL_SEAL, refused
from tests.bundle.test_envelope import run_openssl
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


#: One character of it can be typed in two ways.
WORDS, OTHERWISE = "caf\u00e9 正确的马 电池", "cafe\u0301 正确的马 电池"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[SigningKey, Path]:
    """A leader's key, sealed by its passphrase: a second of work on purpose, so it is made once."""
    key, path = SigningKey.generate(), tmp_path_factory.mktemp("stick") / "leader.key"
    key.lock(path, WORDS)
    return key, path


def test_a_key_that_a_person_keeps_opens_with_its_passphrase_however_it_is_typed(
    locked: tuple[SigningKey, Path],
) -> None:
    key, path = locked
    assert SigningKey.unlock(path, OTHERWISE).sign(b"m") == key.sign(b"m")
    assert refused(SigningKey.unlock, path, WORDS[:-1]).code == "key.passphrase"


def test_a_locked_key_is_private_and_says_nothing_of_what_it_holds(locked: tuple[SigningKey, Path]) -> None:
    key, path = locked
    data = path.read_bytes()
    assert data.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"PRIVATE" not in data
    assert key.public.encode() not in data
    assert permission_problems(path) == []


def test_what_is_sealed_otherwise_is_no_locked_key(tmp_path: Path) -> None:
    import pyrage

    plain, stray = tmp_path / "plain.pem", tmp_path / "stray"
    SCHOOL_KEY.save(plain)
    assert refused(SigningKey.unlock, plain, WORDS).code == "key.format"
    stray.write_bytes(pyrage.passphrase.encrypt(b"no key", WORDS))
    assert refused(SigningKey.unlock, stray, WORDS).code == "key.format"
    assert refused(SigningKey.unlock, tmp_path / "none", WORDS).code == "key.missing"


def test_openssl_reads_the_key_that_was_unlocked(tmp_path: Path, locked: tuple[SigningKey, Path]) -> None:
    import pyrage

    pem, message, signature = (tmp_path / name for name in ("k.pem", "m", "s"))
    pem.write_bytes(pyrage.passphrase.decrypt(locked[1].read_bytes(), WORDS))
    message.write_bytes(b"m")
    asked = ("pkeyutl", "-sign", "-inkey", pem, "-rawin", "-in", message, "-out", signature)
    assert run_openssl(*asked).returncode == 0
    assert signature.read_bytes() == locked[0].sign(b"m")
