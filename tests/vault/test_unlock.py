"""第二十五条: how the key is had at a command: handed in, found, or asked for; a wrong one is never passed over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from xjcli.errors import Refusal, entry
from xjcli.vault import Means, unlock, wrapping
from xjcli.vault.lock import Lock, new_lock, save
from xjcli.vault.places import add_to_file, file_slot, key_file, keys_folder, take_from_file
from xjcli.vault.wrapping import wrap_by_passphrase, wrap_older

KEY, OTHER, WORDS = bytes(range(32)), bytes(range(1, 33)), "一二三四五六七八"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "_N", 2**10)


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    """A home whose lock has a passphrase and nothing else."""
    made = new_lock(KEY)
    made = made.having(wrap_by_passphrase(KEY, made.id, WORDS))
    save(tmp_path, made)
    return made


@contextmanager
def descriptor(data: bytes) -> Iterator[str]:
    read, write = os.pipe()
    os.write(write, data)
    os.close(write)
    try:
        yield str(read)
    finally:
        os.close(read)


def code_of(home: Path, means: Means) -> str:
    with pytest.raises(Refusal) as caught:
        unlock(home, means)
    return caught.value.problems[0].code


def test_a_home_without_a_lock_needs_nothing(tmp_path: Path) -> None:
    assert unlock(tmp_path, Means()).key is None


@pytest.mark.parametrize("data", [KEY, KEY.hex().encode(), KEY.hex().upper().encode() + b"\r\n"])
def test_the_key_on_a_descriptor_in_bytes_or_digits(lock: Lock, tmp_path: Path, data: bytes) -> None:
    with descriptor(data) as number:
        assert unlock(tmp_path, Means(key_fd=number)).key == KEY


@pytest.mark.parametrize(
    ("data", "code"),
    [(OTHER, "lock.wrong-key"), (b"", "lock.key-form"), (KEY[:31], "lock.key-form"), (b"g" * 64, "lock.key-form")],
)
def test_another_key_is_refused_though_a_passphrase_could_be_asked(
    lock: Lock, tmp_path: Path, data: bytes, code: str
) -> None:
    with descriptor(data) as number:
        assert code_of(tmp_path, Means(key_fd=number, ask=lambda _: WORDS)) == code


@pytest.mark.parametrize("data", [WORDS.encode(), WORDS.encode() + b"\n", WORDS.encode() + b"\r\nmore"])
def test_the_passphrase_on_a_descriptor_is_its_first_line(lock: Lock, tmp_path: Path, data: bytes) -> None:
    with descriptor(data) as number:
        assert unlock(tmp_path, Means(passphrase_fd=number)).key == KEY


def test_a_wrong_passphrase_has_its_own_code_and_its_hint_names_the_way_out(lock: Lock, tmp_path: Path) -> None:
    with descriptor(b"wrong words") as number:
        assert code_of(tmp_path, Means(passphrase_fd=number)) == "lock.wrong-passphrase"
    words = entry("lock.wrong-passphrase")
    assert int(words.family) == 40
    assert "xj key reset" in words.hint_zh
    assert "试多少次" in words.hint_zh


@pytest.mark.parametrize("number", ["999", "-1", "x", "", "3x", "٣", "9" * 30])
def test_a_descriptor_that_is_none_is_a_usage_error(lock: Lock, tmp_path: Path, number: str) -> None:
    if number:
        assert code_of(tmp_path, Means(key_fd=number)) == "lock.descriptor"
        assert code_of(tmp_path, Means(passphrase_fd=number)) == "lock.descriptor"
    else:
        assert code_of(tmp_path, Means(key_fd=number)) == "lock.locked"


def test_with_nothing_given_and_nobody_to_ask_the_options_are_named(lock: Lock, tmp_path: Path) -> None:
    assert code_of(tmp_path, Means()) == "lock.locked"
    words = entry("lock.locked")
    assert all(option in words.hint_zh for option in ("--passphrase-fd", "--key-fd", "xj key reset"))
    assert int(words.family) == 40


def test_a_person_is_asked_three_times_and_told_that_the_answer_was_wrong(lock: Lock, tmp_path: Path) -> None:
    asked: list[bool] = []

    def ask(again: bool) -> str:
        asked.append(again)
        return WORDS if len(asked) == 3 else "not this"

    assert unlock(tmp_path, Means(ask=ask)).key == KEY
    assert asked == [False, True, True]
    assert code_of(tmp_path, Means(ask=lambda _: "no")) == "lock.wrong-passphrase"


def test_a_key_file_opens_without_asking_and_lies_outside_the_home(lock: Lock, tmp_path: Path) -> None:
    with_file = lock.having(file_slot(lock))
    path = add_to_file(with_file, file_slot(lock), KEY)
    save(tmp_path, with_file)
    assert path.parent == keys_folder()
    assert tmp_path not in path.parents
    assert (path.stat().st_mode & 0o777) in (0o600, 0o666)
    assert unlock(tmp_path, Means()).key == KEY


def test_a_key_file_that_is_gone_or_of_another_home_is_as_none(lock: Lock, tmp_path: Path) -> None:
    slot = file_slot(lock, tmp_path / "stick" / "x.key")
    (tmp_path / "stick").mkdir()
    save(tmp_path, lock.having(slot))
    assert code_of(tmp_path, Means()) == "lock.locked"
    for content in (b"", b"x" * 64, OTHER.hex().encode(), b"\xff" * 100):
        key_file(lock, slot).write_bytes(content)
        assert code_of(tmp_path, Means()) == "lock.locked"
    assert unlock(tmp_path, Means(ask=lambda _: WORDS)).key == KEY


def test_two_homes_on_one_machine_have_two_key_files() -> None:
    locks = [new_lock(KEY), new_lock(KEY)]
    assert len({key_file(lock, file_slot(lock)) for lock in locks}) == 2


def test_while_a_key_is_changed_both_lie_in_the_file_and_each_lock_finds_its_own(tmp_path: Path) -> None:
    slot = file_slot(new_lock(KEY), tmp_path / "k.key")
    before, after = new_lock(KEY, "1" * 32).having(slot), new_lock(OTHER, "1" * 32).having(slot)
    home = tmp_path / "home"
    home.mkdir()
    add_to_file(before, slot, KEY)
    add_to_file(after, slot, OTHER)
    for lock, key in ((before, KEY), (after, OTHER)):
        save(home, lock)
        assert unlock(home, Means()).key == key
    take_from_file(after, slot, OTHER)
    save(home, before)
    assert code_of(home, Means()) == "lock.locked"


def test_an_unfinished_rekey_gives_the_key_before_too(tmp_path: Path) -> None:
    from dataclasses import replace

    lock = new_lock(OTHER)
    save(tmp_path, replace(lock, older=wrap_older(KEY, lock.id, OTHER)))
    with descriptor(OTHER) as number:
        opened = unlock(tmp_path, Means(key_fd=number))
    assert (opened.key, opened.older) == (OTHER, (KEY,))
    assert KEY.hex() not in repr(opened)
    save(tmp_path, replace(lock, older={}))
    with descriptor(OTHER) as number:
        assert unlock(tmp_path, Means(key_fd=number)).older == (None,)


def test_a_passphrase_for_a_lock_without_one_says_which_ways_there_are(tmp_path: Path) -> None:
    lock = new_lock(KEY)
    save(tmp_path, lock.having(file_slot(lock)))
    with descriptor(WORDS.encode()) as number:
        assert code_of(tmp_path, Means(passphrase_fd=number)) == "lock.no-passphrase"


def test_a_key_file_is_found_where_home_is_another_one_and_where_both_were_moved(
    lock: Lock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_file = lock.having(file_slot(lock))
    path = add_to_file(with_file, file_slot(lock), KEY)
    save(tmp_path, with_file)
    monkeypatch.setenv("XJ_KEYS", str(tmp_path / "keys"))
    assert unlock(tmp_path, Means()).key == KEY
    (tmp_path / "keys").mkdir()
    path.rename(tmp_path / "keys" / path.name)
    assert unlock(tmp_path, Means()).key == KEY
