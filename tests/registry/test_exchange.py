"""The channel as the school keeps it: dense, create-only, and each bundle moves on along the table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.registry.ledgers import Book, refusal
from xjcli.registry import exchange
from xjcli.registry.exchange import NO_BUNDLE, StoredBundle
from xjcli.transport.outbox import STAGES, UNANSWERED, after

FIRST = StoredBundle(
    id="a" * 64,
    direction="up",
    type="changes",
    seq=1,
    prev=NO_BUNDLE,
    first_act=1,
    last_act=3,
    head_after="c" * 64,
    stage="signed",
    bytes=b"\0bundle",
    created_at="2026-09-01T00:30:00Z",
    moved_at="2026-09-01T00:30:00Z",
)
SECOND = replace(FIRST, id="b" * 64, seq=2, prev=FIRST.id, first_act=4, last_act=4)
ANSWER = replace(FIRST, id="d" * 64, direction="down", type="receipt", first_act=0, last_act=0, stage="verified")


def test_what_is_stored_is_read_back(book: Book) -> None:
    with book.open() as registry:
        for bundle in (FIRST, SECOND, ANSWER):
            exchange.store(registry, bundle)
        assert exchange.by_id(registry, FIRST.id) == FIRST
        assert exchange.by_id(registry, "e" * 64) is None
        assert exchange.last(registry, "up") == SECOND
        assert exchange.last(registry, "down") == ANSWER
        assert exchange.last_sent_act(registry) == 4


def test_a_school_that_sent_nothing_has_no_last_bundle(book: Book) -> None:
    with book.open("read") as registry:
        assert exchange.last(registry, "up") is None
        assert exchange.last_sent_act(registry) == 0
        assert exchange.stage_counts(registry) == {}
        assert exchange.in_stages(registry, UNANSWERED) == []


@pytest.mark.parametrize("again", [FIRST, replace(FIRST, id="e" * 64)], ids=["same bundle", "same place"])
def test_a_place_in_the_channel_is_given_once(book: Book, again: StoredBundle) -> None:
    """Two programs that build at once: the second is told to run again, not that a pupil's number is taken."""
    with book.open() as registry:
        exchange.store(registry, FIRST)
        assert refusal(exchange.store, registry, again) == "registry.locked"
        assert exchange.last(registry, "up") == FIRST


def test_the_two_directions_count_by_themselves(book: Book) -> None:
    with book.open() as registry:
        exchange.store(registry, FIRST)
        exchange.store(registry, ANSWER)
        assert exchange.stage_counts(registry) == {"signed": 1}
        assert refusal(exchange.store, registry, replace(FIRST, id="f" * 64, direction="sideways")) == "registry.engine"


def test_a_bundle_goes_through_the_stages_in_order(book: Book) -> None:
    with book.open() as registry:
        exchange.store(registry, FIRST)
        exchange.store(registry, SECOND)
        assert [bundle.seq for bundle in exchange.in_stages(registry, UNANSWERED)] == [1, 2]
        for event, stage in (("send", "sent"), ("accept", "received"), ("receipt", "verified"), ("decide", "decided")):
            bundle = exchange.by_id(registry, FIRST.id)
            assert bundle is not None
            exchange.move(registry, FIRST.id, after(bundle.stage, event), f"2026-09-02T00:00:00Z {event}")
            moved = exchange.by_id(registry, FIRST.id)
            assert moved == replace(FIRST, stage=stage, moved_at=f"2026-09-02T00:00:00Z {event}")
        assert [bundle.seq for bundle in exchange.in_stages(registry, UNANSWERED)] == [2]
        assert exchange.stage_counts(registry) == {"decided": 1, "signed": 1}


@pytest.mark.parametrize("event", ["sign", "send", "accept", "receipt", "decide"])
@pytest.mark.parametrize("stage", STAGES)
def test_no_event_takes_a_bundle_back(stage: str, event: str) -> None:
    assert STAGES.index(after(stage, event)) >= STAGES.index(stage)
    assert after(after(stage, event), event) == after(stage, event)


def test_a_case_is_noted_once_and_the_last_word_counts(book: Book) -> None:
    with book.open() as registry:
        exchange.note_cases(registry, [(1, "", "recorded")])
        exchange.note_cases(registry, [(2, "c-2", "pending")])
        exchange.note_cases(registry, [(3, "c-3", "conflict")])
        assert exchange.open_cases(registry, 1, 3) == 2
        assert exchange.open_cases(registry, 3, 3) == 1
        exchange.note_cases(registry, [(2, "c-2", "approved")])
        exchange.note_cases(registry, [(3, "c-3", "refused")])
        assert exchange.open_cases(registry, 1, 3) == 0
        assert registry.rows("select count(*) from cases")[0][0] == 3


def test_a_bundle_is_stored_with_its_errand_or_not_at_all(book: Book) -> None:
    with book.open() as registry:
        with pytest.raises(ZeroDivisionError), registry.transaction():
            exchange.store(registry, FIRST)
            exchange.note_cases(registry, [(1, "c", "pending")])
            raise ZeroDivisionError
        assert exchange.by_id(registry, FIRST.id) is None
        assert exchange.open_cases(registry, 1, 9) == 0
