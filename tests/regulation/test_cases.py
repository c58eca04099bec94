"""Cases that wait, rulings, facts that end them, and what is taken back (第四、十、十三条)."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.regulation.acts import BODIES, DRAFTS, assigned, changed
from tests.regulation.states import R, after, allow, at_status, deny, same_but, then, waiting
from xjcli.regulation import lifecycle
from xjcli.regulation.fold import NoSuchStep
from xjcli.regulation.lifecycle import BESIDE_A_CASE, FACTS, ROWS
from xjcli.schema.act import KINDS, OFFICE_KINDS, OPENING_KINDS
from xjcli.schema.record import CANCELLED, COLUMNS, ENROLLED, STATUSES, Record

#: Every pair of the table that a rule pack could let wait for approval.
MAY_WAIT = [(status, act) for status, act in ROWS if status and act in lifecycle.CHANGES - FACTS]


@pytest.mark.parametrize("kind", sorted(act for status, act in MAY_WAIT if status == ENROLLED))
def test_an_act_that_waits_changes_nothing_before_it_is_approved(kind: str) -> None:
    before, record = at_status(ENROLLED), waiting(kind)
    case = {"kind": kind, "seq": 2, "on": "2026-10-09", "body": BODIES[kind]}
    assert same_but(record) == same_but(before, open_case=case, changed_on="2026-10-09")


@pytest.mark.parametrize(("status", "kind"), MAY_WAIT)
def test_an_approved_act_does_what_it_would_have_done_at_once(status: str, kind: str) -> None:
    at_once = then(at_status(status), changed(kind, R))
    approved_later = allow(waiting(kind, status))
    assert same_but(approved_later) == same_but(at_once, changed_on="2026-10-20", case_id="C-0001")


@pytest.mark.parametrize(("status", "kind"), MAY_WAIT)
def test_a_refused_act_changes_nothing(status: str, kind: str) -> None:
    """不予核准: as if it had never been asked, but for the reason that was given."""
    before, record = at_status(status), deny(waiting(kind, status))
    said = {"case_id": "C-0001", "reason": "证明不足", "changed_on": "2026-10-20"}
    assert same_but(record) == same_but(before, **said)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - OPENING_KINDS - OFFICE_KINDS))
def test_what_meets_a_case_that_waits_is_held_up_unless_it_stands_beside_it(kind: str) -> None:
    record = waiting("corrected")
    if kind in ("reversed", "change-approved", "change-refused"):
        then(record, DRAFTS[kind](R))
    elif kind in BESIDE_A_CASE and (ENROLLED, kind) in ROWS:
        assert then(record, DRAFTS[kind](R)).status == ROWS[ENROLLED, kind].after
    else:
        with pytest.raises(NoSuchStep):
            then(record, DRAFTS[kind](R))


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_fact_ends_the_case_that_waits(kind: str) -> None:
    """第二十一、二十二条: what has happened waits for nobody, and what was asked before it is void."""
    record = then(waiting("corrected"), DRAFTS[kind](R))
    assert record.open_case == {}
    assert record.status == ROWS[ENROLLED, kind].after
    assert record.name == "林小满"


@pytest.mark.parametrize("kind", ["change-approved", "change-refused"])
def test_a_ruling_on_an_act_that_was_never_there_is_no_step(kind: str) -> None:
    record = waiting("corrected")
    for act in (1, record.last_seq + 1, record.last_seq + 2):
        with pytest.raises(NoSuchStep):
            then(record, changed(kind, R, act=act))


@pytest.mark.parametrize("kind", ["change-approved", "change-refused"])
def test_a_ruling_on_another_act_than_the_one_that_waits_changes_nothing(kind: str) -> None:
    record = then(at_status(ENROLLED), assigned(R), changed("corrected", R, awaits=True))
    assert same_but(then(record, changed(kind, R, act=2))) == same_but(record)


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_an_approval_that_crossed_a_fact_on_its_way_takes_effect_so_that_both_sides_hold_the_same(fact: str) -> None:
    """第四、十条: the authority approved before it heard of the fact; it holds the correction and the fact after it."""
    school = then(waiting("corrected"), DRAFTS[fact](R), changed("change-approved", R, act=2))
    office = then(waiting("corrected"), changed("change-approved", R, act=2), DRAFTS[fact](R))
    assert same_but(school, changed_on="") == same_but(office, changed_on="")
    assert school.case_id == "C-0001"


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_a_refusal_that_crossed_a_fact_leaves_only_its_reason(fact: str) -> None:
    dead = then(waiting("corrected"), DRAFTS[fact](R))
    refused_late = then(dead, changed("change-refused", R, act=2))
    assert refused_late.reason
    assert refused_late.person == dead.person
    assert "case" not in refused_late.situation


def test_what_was_asked_before_a_dropout_is_void_once_the_pupil_is_back() -> None:
    back = then(waiting("corrected"), DRAFTS["dropout-reported"](R), changed("resumed", R))
    asked = then(back, changed("corrected", R, awaits=True))
    assert then(asked, changed("change-approved", R, act=2)).open_case == asked.open_case


@pytest.mark.parametrize(
    ("status", "kind"), [pair for pair in product(STATUSES, sorted(lifecycle.CHANGES)) if pair not in ROWS]
)
def test_what_cannot_follow_cannot_wait_either(status: str, kind: str) -> None:
    with pytest.raises(NoSuchStep):
        waiting(kind, status)


def before_of(record: Record) -> dict[str, Any]:
    """What a reversal restores: every column that an act may change."""
    return {name: getattr(record, name) for name in COLUMNS if name not in ("record_id", "opened_seq", "last_seq")}


@pytest.mark.parametrize(("status", "kind"), [pair for pair in ROWS if pair[0] and not pair[1].startswith("change-")])
def test_reversing_an_act_brings_back_what_stood_before(status: str, kind: str) -> None:
    before = at_status(status)
    record = then(before, DRAFTS[kind](R))
    undone = then(record, changed("reversed", R, acts=[record.last_seq], before=before_of(before)))
    assert same_but(undone) == same_but(before)
    assert undone.last_seq == record.last_seq + 1


@pytest.mark.parametrize("kind", ["corrected", "leave-granted", "went-abroad", "graduated"])
def test_reversing_an_act_that_waits_takes_its_case_back(kind: str) -> None:
    before, record = at_status(ENROLLED), waiting(kind)
    undone = then(record, changed("reversed", R, acts=[record.last_seq], before=before_of(before)))
    assert same_but(undone) == same_but(before)


@pytest.mark.parametrize("kind", sorted(OPENING_KINDS))
def test_reversing_an_opening_act_leaves_a_cancelled_record(kind: str) -> None:
    record = after(DRAFTS[kind](R), changed("reversed", R, acts=[1], before={}))
    assert (record.status, record.open_case, record.handover) == (CANCELLED, {}, {})


@pytest.mark.parametrize("column", ["record_id", "opened_seq", "last_seq", "not-a-column"])
def test_a_reversal_never_makes_another_record_of_it(column: str) -> None:
    with pytest.raises(NoSuchStep):
        then(at_status(ENROLLED), changed("reversed", R, acts=[1], before={column: 1}))
