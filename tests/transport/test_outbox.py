"""A bundle's stages: every event at every stage, so that nothing moves backwards and a repeat is harmless."""

from __future__ import annotations

from itertools import product

import pytest

from xjcli.transport.outbox import MOVES, STAGES, UNANSWERED, after

EVENTS = ("sign", "send", "accept", "receipt", "decide")
#: Stage → where each of `EVENTS`, in their order, leads.
EXPECTED = {
    "draft": ("signed", "draft", "draft", "draft", "draft"),
    "signed": ("signed", "sent", "received", "verified", "signed"),
    "sent": ("sent", "sent", "received", "verified", "sent"),
    "received": ("received", "received", "received", "verified", "received"),
    "verified": ("verified", "verified", "verified", "verified", "decided"),
    "decided": ("decided", "decided", "decided", "decided", "decided"),
}


@pytest.mark.parametrize(("stage", "event"), list(product(STAGES, EVENTS)))
def test_every_event_at_every_stage_leads_where_the_table_says(stage: str, event: str) -> None:
    assert after(stage, event) == EXPECTED[stage][EVENTS.index(event)]


@pytest.mark.parametrize(("stage", "event"), list(product(STAGES, EVENTS)))
def test_no_event_moves_a_bundle_backwards_and_the_same_one_twice_changes_nothing(stage: str, event: str) -> None:
    once = after(stage, event)
    assert STAGES.index(once) >= STAGES.index(stage)
    assert after(once, event) == once


def test_the_table_holds_no_event_or_stage_beside_these() -> None:
    assert {event for _, event in MOVES} == set(EVENTS)
    assert {stage for stage, _ in MOVES} | set(MOVES.values()) == set(STAGES)


def test_an_event_that_nobody_knows_changes_nothing() -> None:
    assert [after(stage, "lost") for stage in STAGES] == list(STAGES)


def test_what_was_not_answered_is_sent_again_and_nothing_else() -> None:
    assert set(UNANSWERED) == {stage for stage in STAGES if after(stage, "accept") == "received" != stage}
