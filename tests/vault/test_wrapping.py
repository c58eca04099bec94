"""第二十五条: a passphrase opens what it closed and nothing else; the keys that are derived are the standard's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xjcli.errors import Refusal
from xjcli.vault import wrapping
from xjcli.vault.lock import SCHEMA, Slot
from xjcli.vault.wrapping import derive, open_by_passphrase, wrap_by_passphrase

KEY, ID, WORDS = bytes(range(32)), "0" * 32, "春眠不觉晓 correct horse"


@dataclass(frozen=True)
class Wrapped:
    """One slot for all tests: each costs a third of a second to make."""

    slot: Slot


@pytest.fixture(scope="module")
def wrapped() -> Wrapped:
    return Wrapped(wrap_by_passphrase(KEY, ID, WORDS))


def test_the_right_passphrase_opens_it(wrapped: Wrapped) -> None:
    assert open_by_passphrase(wrapped.slot, ID, WORDS) == KEY


@pytest.mark.parametrize("words", ["", "春眠不觉晓", WORDS.upper(), WORDS + " ", "x" * 1000])
def test_any_other_opens_nothing(wrapped: Wrapped, words: str) -> None:
    assert open_by_passphrase(wrapped.slot, ID, words) is None


def test_an_input_method_left_on_full_width_types_the_same_passphrase(wrapped: Wrapped) -> None:
    full = WORDS.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}).replace(" ", "\u3000")
    assert full != WORDS
    assert open_by_passphrase(wrapped.slot, ID, full) == KEY


def test_it_costs_what_owasp_asks_and_says_so_itself(wrapped: Wrapped) -> None:
    assert {name: wrapped.slot[name] for name in ("kdf", "n", "r", "p")} == {
        "kdf": "scrypt",
        "n": 2**17,
        "r": 8,
        "p": 1,
    }
    assert len(bytes.fromhex(wrapped.slot["salt"])) == 16


def test_the_slot_is_scrypt_and_chacha20_poly1305_as_any_library_has_them(wrapped: Wrapped) -> None:
    import base64

    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    slot = wrapped.slot
    wrapping_key = Scrypt(bytes.fromhex(slot["salt"]), 32, slot["n"], slot["r"], slot["p"]).derive(WORDS.encode())
    beside = (
        f'{{"id":"{ID}","schema":"{SCHEMA}","slot":{{"kdf":"scrypt","kind":"passphrase","n":131072,'
        f'"nonce":"{slot["nonce"]}","p":1,"r":8,"salt":"{slot["salt"]}"}}}}'
    )
    sealed = base64.b64decode(slot["sealed"])
    assert ChaCha20Poly1305(wrapping_key).decrypt(bytes.fromhex(slot["nonce"]), sealed, beside.encode()) == KEY


def test_other_salts_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "_N", 2**10)
    slots = [wrap_by_passphrase(KEY, ID, WORDS) for _ in range(20)]
    assert len({slot["salt"] for slot in slots}) == len({slot["nonce"] for slot in slots}) == 20


@pytest.mark.parametrize(
    "changed", [{"n": 2**30}, {"n": 0}, {"n": "131072"}, {"r": 1000}, {"p": 100}, {"salt": "x"}, {"n": None}]
)
def test_parameters_that_no_program_wrote_are_damage_and_never_tried(wrapped: Wrapped, changed: Slot) -> None:
    with pytest.raises(Refusal) as caught:
        open_by_passphrase({**wrapped.slot, **changed}, ID, WORDS)
    assert caught.value.problems[0].code == "lock.damaged"


@pytest.mark.parametrize("changed", [{"r": 4}, {"p": 2}, {"kdf": "other"}, {"nonce": "00" * 12}])
def test_a_parameter_that_was_weakened_opens_nothing(wrapped: Wrapped, changed: Slot) -> None:
    assert open_by_passphrase({**wrapped.slot, **changed}, ID, WORDS) is None


def test_keys_are_derived_by_hkdf() -> None:
    theirs = HKDF(SHA256(), 32, bytes(32), f"{SCHEMA} files".encode()).derive(KEY)
    assert derive(KEY, "files") == theirs
    salted = HKDF(SHA256(), 32, b"salt", f"{SCHEMA} x".encode()).derive(KEY)
    assert derive(KEY, "x", b"salt") == salted
    assert len({derive(KEY, purpose) for purpose in ("files", "names of files", "older key")}) == 3
    assert hashlib.sha256(KEY).digest() != derive(KEY, "files")
