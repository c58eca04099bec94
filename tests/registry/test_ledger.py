"""The ledger only grows, in one chain, one errand at a time (第十三条、第二十四条)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.registry.ledgers import AT, SETTINGS, WHO, Book, append, refusal
from tests.regulation.acts import DRAFTS, assigned, changed, opened
from tests.regulation.states import WAYS, R
from xjcli.errors import Refusal
from xjcli.registry import ledger
from xjcli.registry.doctor import examine
from xjcli.registry.ledger import new_ids
from xjcli.registry.projections import load
from xjcli.regulation.fold import NoSuchStep, fold
from xjcli.schema.act import OPENING_KINDS, Draft, genesis, holds


def test_acts_are_chained_from_the_genesis_of_school_and_installation(book: Book) -> None:
    book.add(opened("r-1"), opened("r-2"))
    book.add(assigned("r-1"))
    with book.open("read") as registry:
        prev = genesis(SETTINGS["school_code"], SETTINGS["installation"])
        assert registry.genesis() == prev
        for seq, act in enumerate(registry.acts(), start=1):
            assert act.seq == seq
            assert holds(act, prev)
            prev = act.hash
        assert (registry.head().seq, registry.head().hash) == (3, prev)


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_another_school_or_installation_has_another_genesis(book: Book, setting: str) -> None:
    with book.open() as registry:
        first = registry.head()
        registry.connection.execute("update settings set value = value || 'x' where key = ?", (setting,))
        assert registry.head().hash != first.hash
        assert registry.head().seq == 0


def test_what_is_read_back_is_what_was_appended(book: Book) -> None:
    with book.open() as registry:
        drafts = [opened("r-1", name="欧阳·𠮷"), assigned("r-1")]
        with registry.transaction():
            operation = registry.append(drafts, command="enroll", recorded_at=AT, recorded_by=WHO)
        acts = list(registry.acts())
        assert [(act.kind, act.body, act.basis) for act in acts] == [(d.kind, d.body, d.basis) for d in drafts]
        assert {(act.operation, act.recorded_at, act.recorded_by) for act in acts} == {(operation, AT, WHO)}
        row = registry.rows("select * from operations")[0]
        assert tuple(row) == (operation, "enroll", AT, WHO, 1, 2)


def test_a_large_errand_is_stored_in_portions_and_is_one_operation(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_PORTION", 2)
    drafts = [opened("r-1"), opened("r-2"), assigned("r-1", class_no="02"), opened("r-3"), assigned("r-1")]
    acts = book.add(*drafts)
    assert [act.seq for act in acts] == [1, 2, 3, 4, 5]
    with book.open("read") as registry:
        assert [tuple(row)[4:] for row in registry.rows("select * from operations")] == [(1, 5)]
        assert all(line.ok for line in examine(registry))


def test_texts_that_cannot_be_sent_are_told_of_every_portion_and_nothing_is_stored(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_PORTION", 2)
    wrong = [opened(f"r-{number}") for number in range(5)]
    for number in (1, 4):
        wrong[number] = replace(wrong[number], body={**wrong[number].body, "because": "长" * 3000})
    with pytest.raises(Refusal) as caught:
        book.add(*wrong)
    assert [problem.where for problem in caught.value.problems] == ["r-1", "r-4"]
    with book.open("read") as registry:
        assert registry.head().seq == 0


def test_every_act_has_its_own_salt(book: Book) -> None:
    acts = book.add(*(opened(f"r-{number}") for number in range(20)))
    salts = {act.salt for act in acts}
    assert len(salts) == 20
    assert {len(salt or b"") for salt in salts} == {16}


def test_acts_come_in_order_by_range_and_by_pupil(book: Book) -> None:
    book.add(opened("r-2"), opened("r-1"), assigned("r-2"), assigned("r-1"))
    with book.open("read") as registry:
        assert [act.seq for act in registry.acts()] == [1, 2, 3, 4]
        assert [act.seq for act in registry.acts(2, 3)] == [2, 3]
        assert [act.seq for act in registry.acts(record_id="r-2")] == [1, 3]
        assert [act.seq for act in registry.acts(2, record_id="r-2")] == [3]
        assert list(registry.acts(5)) == []


INSERT = (
    "insert {how} into acts select {seq}, kind, version, record_id, occurred_on, recorded_at, recorded_by, operation,"
    " basis, '{{}}', salt, body_digest, prev, hash from acts where seq = 1"
)


@pytest.mark.parametrize("how", ["", "or replace", "or ignore", "or fail", "or rollback"])
@pytest.mark.parametrize("seq", ["-1", "0", "1", "2", "4", "9", "null"])
def test_an_act_is_neither_left_out_nor_put_in_the_place_of_another(book: Book, how: str, seq: str) -> None:
    book.add(opened("r-1"), assigned("r-1"))
    with book.open() as registry:
        before = list(registry.acts())
        assert refusal(registry.rows, INSERT.format(how=how, seq=seq)) == "registry.append-only"
        assert list(registry.acts()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "update acts set body = '{}' where seq = 1",
        "update or replace acts set seq = 2 where seq = 1",
        "update acts set recorded_by = recorded_by",
        "delete from acts where seq = 2",
        "delete from acts",
    ],
)
def test_an_act_is_neither_edited_nor_deleted(book: Book, statement: str) -> None:
    book.add(opened("r-1"), assigned("r-1"))
    with book.open() as registry:
        before = list(registry.acts())
        assert refusal(registry.rows, statement) == "registry.append-only"
        assert list(registry.acts()) == before


def test_what_is_raised_inside_an_errand_leaves_nothing(book: Book) -> None:
    book.add(opened("r-1"))
    before = book.snapshot()
    with book.open() as registry:
        with pytest.raises(KeyboardInterrupt), registry.transaction():
            registry.append([opened("r-2"), assigned("r-1")], command="x", recorded_at=AT, recorded_by=WHO)
            assert registry.head().seq == 3
            raise KeyboardInterrupt
        assert registry.head().seq == 1
        assert registry.rows("select record_id, class_no from records")[0]["class_no"] == "01"
        assert registry.rows("select count(*) from operations")[0][0] == 1
    assert book.snapshot() == before


def test_a_draft_that_cannot_follow_takes_its_whole_errand_with_it(book: Book) -> None:
    with book.open() as registry:
        with pytest.raises(ValueError, match="never opened"):
            append(registry, opened("r-1"), assigned("r-nobody"))
        assert registry.head().seq == 0
        append(registry, opened("r-1"))


def test_two_errands_in_one_transaction_are_two_operations_of_one_commit(book: Book) -> None:
    with book.open() as registry:
        with registry.transaction():
            for draft in (opened("r-1"), assigned("r-1")):
                registry.append([draft], command="x", recorded_at=AT, recorded_by=WHO)
        ranges = registry.rows("select first_act, last_act from operations order by first_act")
        assert [tuple(row) for row in ranges] == [(1, 1), (2, 2)]


def test_two_programs_take_turns_and_leave_one_chain(book: Book) -> None:
    with book.open() as one, book.open() as other:
        for number in range(4):
            append(one if number % 2 else other, opened(f"r-{number}"))
        assert [act.seq for act in one.acts()] == [1, 2, 3, 4]
        prev = one.genesis()
        for act in other.acts():
            assert holds(act, prev)
            prev = act.hash


def test_ids_are_opaque_unlike_each_other_and_easily_read() -> None:
    ids = new_ids("r", 2000)
    assert len(set(ids)) == 2000
    assert all(re.fullmatch(r"r[0-9a-hjkmnp-tv-z]{15}", each) for each in ids)
    assert new_ids("o", 0) == []


def _of(draft: Draft, record_id: str) -> dict[str, Any]:
    """The body of a draft for another pupil: with a number of its own."""
    number = draft.body.get("number")
    if not isinstance(number, dict):
        return draft.body
    return {**draft.body, "number": {**number, "value": f"{number['state']}-{record_id}"}}


@pytest.mark.parametrize("status", [*WAYS, "waiting"])
def test_every_kind_of_act_can_be_appended_and_stands_in_the_projection(book: Book, status: str) -> None:
    """Every kind that can follow this status; the row is what the fold makes of it, objects and all."""
    way = (*WAYS["enrolled"], changed("corrected", R, awaits=True)) if status == "waiting" else WAYS[status]
    for kind, draft in DRAFTS.items():
        record_id = f"r-{kind}"
        before = [replace(each, record_id=record_id, body=_of(each, record_id)) for each in way]
        drafts = [draft(record_id)] if kind in OPENING_KINDS else [*before, draft(record_id)]
        with book.open() as registry:
            first = registry.head().seq + 1
            if kind.startswith("change-"):
                drafts[-1] = changed(kind, record_id, act=first + len(before) - 1)
            try:
                acts = append(registry, *drafts)
            except NoSuchStep:
                assert registry.head().seq == first - 1
                continue
            assert [(act.kind, act.version) for act in acts] == [(each.kind, 1) for each in drafts]
            folded = fold(acts)
            assert load(registry.connection, folded) == folded
    with book.open("read") as registry:
        assert [check.name for check in examine(registry) if not check.ok] == []
