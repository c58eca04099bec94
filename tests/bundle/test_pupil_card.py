"""A pupil's card is believed as signed, by its own school only, in one spelling only (第五条)."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedures.desks import refused, refusing
from xjcli.bundle import pupil_card as cards
from xjcli.bundle.envelope import pae
from xjcli.bundle.keyring import Keyring, Trusted
from xjcli.bundle.pupil_card import PupilCard, Revoked
from xjcli.bundle.signing import SigningKey
from xjcli.schema.canonical import canonical

NOW = datetime(2026, 9, 1, tzinfo=UTC)
KEY, OTHER = SigningKey.generate(), SigningKey.generate()
SCHOOL, OTHER_SCHOOL = "2132000456", "2132000777"
KEYRING = Keyring((Trusted(SCHOOL, KEY.public), Trusted(OTHER_SCHOOL, OTHER.public)))
CARD = PupilCard("c123", SCHOOL, "阿依古丽·买买提", "primary", "2024", "2026-09-01", "2027-08-31")
TEXT = cards.encode(CARD, KEY)


def why(text: str, keyring: Keyring = KEYRING) -> list[str]:
    return refusing(refused(lambda: cards.decode(text, keyring, NOW)))


def spelled(payload: dict[str, str], key: SigningKey = KEY) -> str:
    data = canonical(payload)
    return cards.PREFIX + base64.b32encode(key.sign(pae(cards.TYPE, data)) + data).decode().rstrip("=")


def test_a_card_says_what_was_signed_and_fits_a_printed_code() -> None:
    assert cards.decode(TEXT, KEYRING, NOW) == CARD
    assert cards.decode(f" {TEXT}\n", KEYRING, NOW) == CARD
    assert len(TEXT) < 600
    assert not set(TEXT) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")


@given(
    st.integers(min_value=len(cards.PREFIX), max_value=len(TEXT) - 1),
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
)
def test_a_card_with_any_other_character_is_refused(place: int, letter: str) -> None:
    changed = TEXT[:place] + letter + TEXT[place + 1 :]
    if changed != TEXT:
        assert set(why(changed)) <= {"card.altered", "card.unreadable", "card.unknown-school"}


@pytest.mark.parametrize(
    "text", ["", "XJ1:", "XJ1:AAAA", "XJ1:1890", TEXT.lower(), TEXT[4:], TEXT + "A" * 2000, TEXT + "="]
)
def test_what_is_no_card_is_unreadable(text: str) -> None:
    assert why(text) == ["card.unreadable"]


def test_a_card_counts_only_under_the_key_of_the_school_that_it_names() -> None:
    assert why(cards.encode(CARD, OTHER)) == ["card.altered"]
    assert why(TEXT, Keyring((Trusted(OTHER_SCHOOL, OTHER.public),))) == ["card.unknown-school"]
    assert why(TEXT, Keyring((Trusted(SCHOOL, KEY.public, revoked_at=NOW),))) == ["key.revoked"]


def test_a_signed_statement_of_another_shape_is_no_card() -> None:
    whole = {"schema": cards.SCHEMA, "card": "c1", "school": SCHOOL, "name": "样小甲", "stage": "primary",
             "entered": "2024", "issued_on": "2026-09-01", "until": "2027-08-31"}  # fmt: skip
    assert cards.decode(spelled(whole), KEYRING, NOW).name == "样小甲"
    for wrong in ({"schema": "xj.pupil-card/2"}, {"until": "2027-02-30"}, {"entered": "24"}, {"more": "x"}):
        assert why(spelled(whole | wrong)) == ["card.altered"]


def test_a_genuine_card_counts_from_its_first_to_its_last_day_unless_it_was_revoked() -> None:
    def found(day: date, *revoked: str) -> list[str]:
        return [problem.code for problem in cards.find_objections(CARD, day, revoked)]

    assert found(date(2026, 9, 1)) == found(date(2027, 8, 31), "c999") == []
    assert found(date(2026, 8, 31)) == ["card.not-yet"]
    assert found(date(2027, 9, 1), "c123") == ["card.expired", "card.revoked"]


def test_a_list_of_revoked_cards_is_the_school_s_own_and_whole(tmp_path: Path) -> None:
    listed = Revoked(SCHOOL, "2026-09-01", frozenset({"c2", "c1"}))
    data = cards.sign_revoked(listed, KEY)
    assert cards.read_revoked(data, KEYRING, NOW, SCHOOL) == listed

    def why_not(raw: bytes, school: str = SCHOOL) -> list[str]:
        return refusing(refused(lambda: cards.read_revoked(raw, KEYRING, NOW, school)))

    assert why_not(data, OTHER_SCHOOL) == ["card.list"]
    assert why_not(cards.sign_revoked(listed, OTHER)) == ["bundle.wrong-sender"]
    assert why_not(data[:-2]) == ["bundle.altered"]
