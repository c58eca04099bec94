"""第二十四条: a roster is taken in as every answer is: verified, for us, by our authority, and in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import OTHER_SCHOOL
from tests.both_sides import CODE, Both, both_sides
from tests.bundle.offices import STRANGER_KEY
from tests.procedures.desks import codes, refused
from xjcli.authority import rosters
from xjcli.authority.store import channels, schools
from xjcli.bundle import pack
from xjcli.procedures.key import require_authority
from xjcli.procedures.pull import Taken, pull, take_in
from xjcli.schema import roster
from xjcli.schema.bundle import StatementDraft


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    with both_sides(tmp_path) as made:
        made.take_on("r-1", 1)
        made.up()
        made.down()
        yield made


def given(both: Both) -> bytes:
    return rosters.give(both.office, CODE).bytes


def forged(both: Both, *, head: dict[str, Any] | None = None, key: Any = None, **draft: Any) -> bytes:
    """The next roster with another head or statement, signed by the authority or by somebody else."""
    data = given(both)
    statement = pack.peek(data)
    fields = {name: getattr(statement, name) for name in StatementDraft.__dataclass_fields__}
    with both.office.store.reading() as tx:
        school = schools.find(tx, CODE)
        last = channels.channel(tx, CODE, "in")
    assert school is not None
    said = roster.Head(CODE, both.office.code, "2026-09-02", last.ledger_seq, last.head, 1, "1" * 64)
    part = (roster.PART, "roster", roster.to_bytes(replace(said, **(head or {})), []))
    made = StatementDraft(**{**fields, **draft})
    return pack.build(made, [part], [key or both.office.sign_key], school.seal_key).bytes


def taking(both: Both, data: bytes) -> list[str]:
    desk = both.desk
    before = desk.registry.rows("select count(*) from bundles")[0][0]
    found = codes(refused(lambda: take_in(desk, require_authority(desk), data, Taken())))
    assert desk.registry.rows("select count(*) from bundles")[0][0] == before
    return found


def test_a_flipped_bit_anywhere_is_refused(both: Both) -> None:
    data = given(both)
    for place in range(40, len(data), len(data) // 12):
        changed = bytearray(data)
        changed[place] ^= 1
        assert taking(both, bytes(changed))[0].startswith("bundle.")


def test_a_roster_for_another_school_is_refused(both: Both) -> None:
    assert taking(both, forged(both, recipient=OTHER_SCHOOL)) == ["bundle.wrong-recipient"]


def test_a_roster_of_another_school_in_an_envelope_to_us_is_refused(both: Both) -> None:
    assert taking(both, forged(both, head={"school": OTHER_SCHOOL})) == ["bundle.answer"]
    assert taking(both, forged(both, head={"authority": "320999"})) == ["bundle.answer"]


def test_a_roster_that_somebody_else_signed_is_refused(both: Both) -> None:
    assert taking(both, forged(both, key=STRANGER_KEY)) == ["bundle.unknown-signer"]


@pytest.mark.parametrize("kind", ["receipt", "decisions", "notices", "changes"])
def test_a_roster_cannot_be_called_another_answer(both: Both, kind: str) -> None:
    assert codes(refused(lambda: forged(both, type=kind))) == ["bundle.statement"]


def test_an_older_roster_never_takes_the_place_of_a_newer_one(both: Both) -> None:
    old = given(both)
    both.down()
    both.take_on("r-2", 2)
    both.up()
    both.give_roster()
    desk = both.desk
    taken = Taken()
    take_in(desk, require_authority(desk), old, taken)
    assert taken.rosters == 0
    assert both.compare().said["act"] == 2


def test_another_roster_at_a_place_that_is_taken_is_a_fork_and_one_too_far_a_gap(both: Both) -> None:
    both.give_roster()
    last = both.desk.registry.rows("select max(seq) from bundles where direction = 'down'")[0][0]
    assert taking(both, forged(both, seq=last)) == ["bundle.fork"]
    assert taking(both, forged(both, seq=last + 2)) == ["bundle.gap"]


def test_a_rehearsal_counts_a_roster_and_keeps_none(both: Both) -> None:
    assert rosters.to_folder(both.office, both.stick, school=CODE).status == 0
    rehearsed = pull(both.desk, str(both.stick), dry_run=True)
    assert (rehearsed.status, rehearsed.result["rosters"]) == (0, 1)
    assert codes(refused(both.compare)) == ["roster.none"]


def test_the_next_bundle_goes_up_behind_a_roster_that_was_taken_in(both: Both) -> None:
    both.give_roster()
    both.take_on("r-2", 2)
    both.up()
    both.down()
    both.give_roster()
    assert (both.found(), both.unsent()) == ([], {})
