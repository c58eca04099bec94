"""第十四条 as a table: every state and event of both routes leads where it is written here, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.regulation.acts import chain, opened
from xjcli.regulation.fold import fold
from xjcli.regulation.handover import (
    ENDED,
    EVENTS,
    NOTHING,
    ROUTES,
    STATES,
    TURNS,
    UNDER_WAY,
    NoSuchTurn,
    holds_identity,
    turn,
)
from xjcli.schema import record as at

#: (state, event) → (state, party on one route, party on the other); `+` marks what needs a reason.
WRITTEN = {
    ("", "request"): ("requested", "authority", "to-authority"),
    ("requested", "forward"): ("forwarded", "from-school", "from-school"),
    ("requested", "refuse+"): ("refused", "", ""),
    ("requested", "withdraw"): ("withdrawn", "", ""),
    ("forwarded", "release"): ("released", "authority", "from-authority"),
    ("forwarded", "decline"): ("declined", "authority", "from-authority"),
    ("forwarded", "complete+"): ("completed", "", ""),
    ("forwarded", "refuse+"): ("refused", "", ""),
    ("forwarded", "withdraw"): ("withdrawn", "", ""),
    ("released", "complete"): ("completed", "", ""),
    ("released", "refuse+"): ("refused", "", ""),
    ("released", "withdraw"): ("withdrawn", "", ""),
    ("declined", "complete+"): ("completed", "", ""),
    ("declined", "refuse+"): ("refused", "", ""),
    ("declined", "withdraw"): ("withdrawn", "", ""),
}


@pytest.mark.parametrize("route", ROUTES)
def test_every_pair_of_state_and_event_leads_where_it_is_written(route: str) -> None:
    found = {}
    for state, event in product(STATES, EVENTS):
        try:
            line = turn(route, state, event)
        except NoSuchTurn:
            continue
        found[state, event + "+" * line.reason] = (line.state, line.party)
    column = 1 + ROUTES.index(route)
    assert found == {pair: (line[0], line[column]) for pair, line in WRITTEN.items()}


def test_whoever_has_the_case_has_the_clock_of_the_article_and_an_ended_one_has_none() -> None:
    for line in TURNS.values():
        assert line.article == 14
        assert bool(line.party) == bool(line.clock) == (line.state in UNDER_WAY)
    assert {line.clock for line in TURNS.values()} == {"handover", ""}


def test_what_has_ended_is_never_taken_up_again() -> None:
    assert not [key for key in TURNS if key[1] in ENDED]
    assert set(STATES) == {NOTHING, *UNDER_WAY, *ENDED}


@pytest.mark.parametrize("status", at.STATUSES)
def test_a_pupil_has_one_record_that_is_his_own(status: str) -> None:
    (record,) = fold(chain(opened("r-1"))).values()
    approved = replace(record, status=status, standing=at.APPROVED)
    mine = status not in (at.ARRIVING, at.CANCELLED, at.TRANSFERRED_OUT)
    assert holds_identity(approved) is mine
    assert holds_identity(replace(approved, standing=at.PENDING)) is mine
    assert not holds_identity(replace(approved, standing=at.REFUSED))
    assert not holds_identity(replace(approved, situation={"moved_to": "2132000002"}))
