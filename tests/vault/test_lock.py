"""第二十五条: a whole lock opens by its ways; one of which a single bit was changed opens nothing and says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xjcli.errors import Refusal
from xjcli.vault.lock import COPY_NAME, FILE_NAME, Lock, load, new_key, new_lock, read, save
from xjcli.vault.wrapping import open_by_recovery, open_older, wrap_by_recovery, wrap_older

KEY, SECRET = bytes(range(32)), bytes(range(16))


def lock_with_ways() -> Lock:
    lock = new_lock(KEY)
    return lock.having(wrap_by_recovery(KEY, lock.id, SECRET)).having({"kind": "file", "path": "/x.key"})


def code_of(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read(data)
    return caught.value.problems[0].code


def test_a_lock_is_read_back_as_it_was_written_and_lies_there_twice(tmp_path: Path) -> None:
    lock = lock_with_ways()
    save(tmp_path, lock)
    assert load(tmp_path) == lock
    assert (tmp_path / FILE_NAME).read_bytes() == (tmp_path / COPY_NAME).read_bytes()
    assert lock.ways == ["recovery", "file"]


def test_a_home_without_a_lock_is_plain(tmp_path: Path) -> None:
    assert load(tmp_path) is None


def test_the_key_itself_stands_nowhere_in_the_lock(tmp_path: Path) -> None:
    key = new_key()
    lock = new_lock(key)
    save(tmp_path, lock.having(wrap_by_recovery(key, lock.id, SECRET)))
    text = (tmp_path / FILE_NAME).read_bytes()
    assert key.hex().encode() not in text
    assert key not in text
    assert SECRET.hex().encode() not in text


def test_no_single_bit_of_a_lock_can_be_changed_unseen(tmp_path: Path) -> None:
    save(tmp_path, lock_with_ways())
    data = (tmp_path / FILE_NAME).read_bytes()
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            assert code_of(bytes(changed)) in ("lock.damaged", "lock.newer")


@pytest.mark.parametrize("cut", [0, 1, 50, -1, -2])
def test_a_lock_that_was_cut_or_added_to_is_damaged(tmp_path: Path, cut: int) -> None:
    save(tmp_path, lock_with_ways())
    data = (tmp_path / FILE_NAME).read_bytes()
    assert code_of(data[:cut]) == "lock.damaged"
    assert code_of(data + b" ") == "lock.damaged"


@pytest.mark.parametrize("data", [b"[]", b"null", b"{}", b'{"schema":1}', b"\xff\xfe", b"[" * 100_000, b'{"sum":"x"}'])
def test_what_is_no_lock_is_damaged_or_of_another_program(data: bytes) -> None:
    assert code_of(data) in ("lock.damaged", "lock.newer")


def test_a_lock_of_a_later_program_is_not_guessed_at(tmp_path: Path) -> None:
    save(tmp_path, new_lock(KEY).having({"kind": "fingerprint"}))
    assert code_of((tmp_path / FILE_NAME).read_bytes()) == "lock.newer"
    document = json.loads((tmp_path / FILE_NAME).read_bytes()) | {"schema": "xj.lock/2"}
    assert code_of(json.dumps(document).encode()) == "lock.newer"


def test_a_slot_of_another_lock_opens_nothing() -> None:
    ours, other = new_lock(KEY), new_lock(KEY)
    slot = wrap_by_recovery(KEY, ours.id, SECRET)
    assert open_by_recovery(slot, ours.id, SECRET) == KEY
    assert open_by_recovery(slot, other.id, SECRET) is None


def test_the_key_before_opens_by_the_new_key_alone() -> None:
    new = new_key()
    lock = new_lock(new)
    slot = wrap_older(KEY, lock.id, new)
    assert open_older(slot, lock.id, new) == KEY
    with pytest.raises(Refusal):
        open_older(slot, lock.id, KEY)
