"""The envelope: pre-authentication encoding, one spelling, and the verdict of openssl's command line."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.bundle.offices import KEYRING, LEADER_KEY, NOW, SCHOOL, SCHOOL_KEY, base64_of, changes, refused
from xjcli.bundle.container import read_container
from xjcli.bundle.envelope import judge_signers, pae, sign_envelope, verify_signatures
from xjcli.bundle.keys import Keyring, SigningKey, Trusted, verify
from xjcli.bundle.suites import decode
from xjcli.schema.bundle import PAYLOAD_TYPE
from xjcli.schema.canonical import canonical

TYPE = "application/vnd.xj.pull+json"
OPENSSL = shutil.which("openssl")


def run_openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run the real program; where there is none, the check cannot be made."""
    if OPENSSL is None:
        pytest.fail("these checks need the openssl command, see README")
    return subprocess.run([OPENSSL, *map(str, arguments)], capture_output=True, check=False)


def altered(data: bytes, **fields: Any) -> bytes:
    return canonical({**json.loads(data), **fields})


def opened(data: bytes, **asked: Any) -> bytes:
    wanted: dict[str, Any] = {"code": SCHOOL, "at": NOW, **asked}
    keyring = wanted.pop("keyring", KEYRING)
    signed = verify_signatures(data, wanted.pop("payload_type", TYPE), keyring)
    judge_signers(signed, keyring, **wanted)
    return signed.payload


def test_the_encoding_is_that_of_the_dsse_standard() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    assert pae("", b"") == b"DSSEv1 0  0 "


def test_the_payload_signed_is_the_payload_read() -> None:
    data = sign_envelope(b"any bytes \x00\xff", TYPE, [SCHOOL_KEY])
    assert opened(data) == b"any bytes \x00\xff"
    assert sign_envelope(b"any bytes \x00\xff", TYPE, [SCHOOL_KEY]) == data


def test_another_office_or_type_than_expected_is_refused() -> None:
    data = sign_envelope(b"{}", TYPE, [SCHOOL_KEY])
    assert refused(opened, data, code="2132000002").code == "bundle.wrong-sender"
    assert refused(opened, data, payload_type=PAYLOAD_TYPE).code == "bundle.wrong-type"


def test_each_key_signs_once_whatever_the_order() -> None:
    one = sign_envelope(b"{}", TYPE, [SCHOOL_KEY, LEADER_KEY, SCHOOL_KEY])
    assert one == sign_envelope(b"{}", TYPE, [LEADER_KEY, SCHOOL_KEY])
    assert opened(one, threshold=2) == b"{}"
    assert refused(opened, one, threshold=3).code == "bundle.threshold"


def test_two_entries_of_one_key_do_not_make_two_signers() -> None:
    twice = Keyring((Trusted(SCHOOL, SCHOOL_KEY.public, ("a",)), Trusted(SCHOOL, SCHOOL_KEY.public, ("b",))))
    data = sign_envelope(b"{}", TYPE, [SCHOOL_KEY])
    assert refused(opened, data, keyring=twice, threshold=2).code == "bundle.threshold"


def test_the_key_id_is_only_a_hint() -> None:
    data = sign_envelope(b"{}", TYPE, [SCHOOL_KEY])
    signature = json.loads(data)["signatures"][0]["sig"]
    lying = altered(data, signatures=[{"keyid": LEADER_KEY.key_id, "sig": signature}])
    assert refused(opened, lying).code == "bundle.signature"


@pytest.mark.parametrize(
    "fields",
    [
        {"payload": 1},
        {"payload": "e30"},
        {"payload": "e31="},
        {"payload": "e30=\n"},
        {"payload": "编码"},
        {"payloadType": None},
        {"signatures": []},
        {"signatures": [1]},
        {"signatures": [{"keyid": "a", "sig": "b", "more": "c"}]},
        {"signatures": [{"keyid": "a"}]},
        {"signatures": {}},
        {"more": 1},
    ],
)
def test_another_form_is_refused(fields: dict[str, Any]) -> None:
    data = sign_envelope(b"{}", TYPE, [SCHOOL_KEY])
    assert refused(opened, altered(data, **fields)).code == "bundle.altered"


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"\xff", b'{"payload":"e30="}', b"[" * 100_000])
def test_other_bytes_are_refused(data: bytes) -> None:
    assert refused(opened, data).code == "bundle.altered"


def test_white_space_around_an_envelope_is_refused() -> None:
    data = sign_envelope(b"{}", TYPE, [SCHOOL_KEY])
    for other in (data + b"\n", b" " + data, data.replace(b":", b": ")):
        assert refused(opened, other).code == "bundle.altered"


def test_a_very_large_envelope_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xjcli.bundle.envelope.MAX_ENVELOPE_BYTES", 10)
    assert refused(opened, sign_envelope(b"{}", TYPE, [SCHOOL_KEY])).code == "bundle.too-large"


def test_seventeen_signatures_are_refused_before_any_is_verified() -> None:
    data = sign_envelope(b"{}", TYPE, [SCHOOL_KEY])
    many = altered(data, signatures=json.loads(data)["signatures"] * 17)
    assert refused(opened, many).code == "bundle.altered"


def test_base64_has_one_spelling() -> None:
    assert decode("e30=") == b"{}"
    assert [decode(text) for text in ("e30", "e31=", " e30=", "e30==", "e30=\n", "e3-_", "é")] == [None] * 7
    assert decode("") == b""


def _pem(key: SigningKey) -> bytes:
    """The public key as other programs read it."""
    public = Ed25519PublicKey.from_public_bytes(decode(key.public) or b"")
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_openssl_verifies_the_signature_of_a_bundle(tmp_path: Path) -> None:
    built = changes()
    envelope = json.loads(read_container(built.bytes)[0].data)
    message = tmp_path / "message"
    message.write_bytes(pae(PAYLOAD_TYPE, built.statement.to_bytes()))
    signature, public = tmp_path / "signature", tmp_path / "public.pem"
    signature.write_bytes(decode(envelope["signatures"][0]["sig"]) or b"")
    public.write_bytes(_pem(SCHOOL_KEY))
    asked = (
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        public,
        "-rawin",
        "-in",
        message,
        "-sigfile",
        signature,
    )
    assert run_openssl(*asked).returncode == 0
    message.write_bytes(message.read_bytes().replace(b'"seq":1', b'"seq":2'))
    assert run_openssl(*asked).returncode != 0


def test_a_key_made_by_openssl_signs_for_us_and_ours_signs_with_openssl(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.pem", tmp_path / "ours.pem"
    assert run_openssl("genpkey", "-algorithm", "ed25519", "-out", theirs).returncode == 0
    SCHOOL_KEY.save(ours)
    message, signature = tmp_path / "message", tmp_path / "signature"
    message.write_bytes(pae(TYPE, b"{}"))
    for path in (theirs, ours):
        key = SigningKey.load(path)
        signed = run_openssl("pkeyutl", "-sign", "-inkey", path, "-rawin", "-in", message, "-out", signature)
        assert signed.returncode == 0, signed.stderr
        assert signature.read_bytes() == key.sign(message.read_bytes())
        assert verify(key.public, message.read_bytes(), signature.read_bytes())


def test_a_wrong_signature_key_or_message_never_verifies() -> None:
    signature = SCHOOL_KEY.sign(b"m")
    assert verify(SCHOOL_KEY.public, b"m", signature)
    assert not verify(SCHOOL_KEY.public, b"n", signature)
    assert not verify(LEADER_KEY.public, b"m", signature)
    assert not verify(SCHOOL_KEY.public, b"m", signature[:-1])
    assert not verify("", b"m", signature)
    assert not verify(base64_of(bytes(31)), b"m", signature)
