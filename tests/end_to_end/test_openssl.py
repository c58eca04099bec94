"""A stranger's proof: each side's bundles verified with the openssl command line, the standard library and a card."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.offices import introduce, open_authority, open_school, write_pupils

#: DER of an Ed25519 public key up to its 32 bytes (RFC 8410).
SPKI = bytes.fromhex("302a300506032b6570032100")


def envelope(text: bytes) -> tuple[bytes, bytes, str]:
    """Signed bytes (the payload with its type, DSSE's pre-authentication encoding), signature, payload as text."""
    found = json.loads(text)
    payload, kind = base64.b64decode(found["payload"]), found["payloadType"].encode()
    encoded = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    return encoded, base64.b64decode(found["signatures"][0]["sig"]), payload.decode()


def public_key(card: Path, pem: Path) -> Path:
    """The signing key of a card as PEM; the card is signed by that key itself."""
    raw = base64.b64decode(json.loads(envelope(card.read_bytes())[2])["sign_key"])
    body = base64.encodebytes(SPKI + raw).decode()
    pem.write_text(f"-----BEGIN PUBLIC KEY-----\n{body}-----END PUBLIC KEY-----\n")
    return pem


def openssl_agrees(pem: Path, signed: bytes, signature: bytes) -> bool:
    message, proof = pem.with_suffix(".msg"), pem.with_suffix(".sig")
    message.write_bytes(signed)
    proof.write_bytes(signature)
    program = shutil.which("openssl")
    assert program, "this proof needs the openssl command line"
    done = subprocess.run(
        [program, "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin", "-in", message, "-sigfile", proof],
        capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A stick with a bundle of changes, its receipt and the decisions; the school's card and the authority's."""
    root = tmp_path_factory.mktemp("openssl")
    authority, authority_print = open_authority(root / "A")
    school, school_print = open_school(root / "S")
    introduce(school, school_print, authority, authority_print)
    stick = root / "stick"
    stick.mkdir()
    assert school.run("import", write_pupils(root / "学生.xlsx", 3), "--yes").exit == 0
    assert school.run("push", "--to", stick).exit == 0
    assert authority.run("intake", stick).exit == 0
    assert authority.run("approve", "--all-clean", "--yes").exit == 0
    assert authority.run("outbox", stick).exit == 0
    return stick, school.home / "2132000001.xjcard", authority.home / "320102.xjcard"


def test_openssl_verifies_what_each_side_signed_and_nothing_that_was_touched(
    exchanged: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    stick, school_card, authority_card = exchanged
    keys = {
        "changes": public_key(school_card, tmp_path / "school.pem"),
        "receipt": public_key(authority_card, tmp_path / "authority.pem"),
    }
    keys["decisions"] = keys["receipt"]
    seen: list[str] = []
    for path in sorted(stick.glob("*.xjb")):
        with zipfile.ZipFile(path) as archive:
            signed, signature, statement = envelope(archive.read("statement.dsse.json"))
        kind = json.loads(statement)["type"]
        seen.append(kind)
        assert openssl_agrees(keys[kind], signed, signature)
        assert not openssl_agrees(keys[kind], signed[:-1] + b"x", signature)
        stranger = keys["receipt" if kind == "changes" else "changes"]
        assert not openssl_agrees(stranger, signed, signature)
    assert sorted(seen) == ["changes", "decisions", "receipt"]


def test_each_card_is_signed_by_the_key_it_shows(exchanged: tuple[Path, Path, Path], tmp_path: Path) -> None:
    for card in exchanged[1:]:
        signed, signature, _ = envelope(card.read_bytes())
        assert openssl_agrees(public_key(card, tmp_path / "card.pem"), signed, signature)
