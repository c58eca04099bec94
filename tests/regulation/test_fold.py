"""What acts add up to: what a step refuses, and the rules that no act can break (第四、五、十三条).

The product of every status and every act is in test_lifecycle; what each act changes, in test_effects.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regulation.acts import (
    BODIES,
    DRAFTS,
    approved,
    arriving,
    assigned,
    chain,
    changed,
    confirmed,
    opened,
    placed,
    refused,
    resubmitted,
    taken_on,
)
from tests.regulation.states import WAYS, R, after, at_status, then, waiting
from xjcli.regulation.fold import NoSuchStep, fold, step
from xjcli.regulation.lifecycle import ROWS
from xjcli.schema.act import KINDS, OFFICE_KINDS, OPENING_KINDS, Act, Draft
from xjcli.schema.record import (
    APPROVED,
    ARRIVING,
    COLUMNS,
    DEREGISTERED,
    ENROLLED,
    ISSUED,
    LOCAL,
    PENDING,
    PROPOSED,
    REFUSED,
    STATUSES,
    Record,
)

GOLDEN = Path(__file__).parent.parent / "golden" / "folds.json"
#: Every pair of the table of a record that is open, rulings left aside.
CHANGES = [(status, act) for status, act in ROWS if status and act in BODIES and not act.startswith("change-")]


def test_there_is_a_draft_of_every_kind_ever_released() -> None:
    assert set(DRAFTS) == set(KINDS)
    for kind, draft in DRAFTS.items():
        assert draft(R).kind == kind


def test_there_is_a_way_to_every_status() -> None:
    assert set(WAYS) == set(STATUSES)
    for status in WAYS:
        assert at_status(status).status == status


@pytest.mark.parametrize("kind", sorted(OPENING_KINDS))
@pytest.mark.parametrize("status", STATUSES)
def test_an_open_record_is_never_opened_again(status: str, kind: str) -> None:
    with pytest.raises(NoSuchStep):
        then(at_status(status), DRAFTS[kind](R))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - OPENING_KINDS))
def test_nothing_changes_a_record_that_was_never_opened(kind: str) -> None:
    with pytest.raises(NoSuchStep):
        step(None, placed(DRAFTS[kind](R)))


@pytest.mark.parametrize(
    ("kind", "status", "standing"),
    [
        ("enrolled", ENROLLED, PENDING),
        ("taken-on", ENROLLED, APPROVED),
        ("transfer-requested", ARRIVING, PENDING),
        ("progress-requested", ARRIVING, PENDING),
    ],
)
def test_an_opening_act_opens_a_record_in_its_own_status(kind: str, status: str, standing: str) -> None:
    record = after(DRAFTS[kind](R))
    assert (record.status, record.standing) == (status, standing)
    assert (record.opened_seq, record.last_seq) == (1, 1)
    assert record.open_case == {}


#: What an act of the enrolment says of the authority's answer; it never moves the pupil.
STANDINGS = {
    **{(state, kind): state for state in (PENDING, APPROVED, REFUSED) for kind in ("assigned", "number-confirmed")},
    **{(state, "resubmitted"): PENDING for state in (PENDING, APPROVED, REFUSED)},
    **{(state, "enrolment-approved"): APPROVED for state in (PENDING, APPROVED, REFUSED)},
    **{(state, "enrolment-refused"): REFUSED for state in (PENDING, APPROVED, REFUSED)},
}
_ENROLMENT = {PENDING: (opened(R),), APPROVED: (opened(R), approved(R)), REFUSED: (opened(R), refused(R))}


@pytest.mark.parametrize(("standing", "kind"), list(STANDINGS))
def test_every_act_of_an_enrolment_meets_every_standing(standing: str, kind: str) -> None:
    record = after(*_ENROLMENT[standing], DRAFTS[kind](R))
    assert (record.status, record.standing) == (ENROLLED, STANDINGS[standing, kind])


@pytest.mark.parametrize(
    ("status", "kind"), [pair for pair in CHANGES if ROWS[pair].after != ENROLLED or pair[1] != "handover-completed"]
)
def test_a_change_leaves_what_the_authority_said_of_the_enrolment(status: str, kind: str) -> None:
    before = at_status(status)
    assert then(before, DRAFTS[kind](R)).standing == before.standing


def test_an_act_of_an_unknown_kind_is_no_step() -> None:
    act = replace(placed(assigned(R)), kind="not-invented-yet")
    with pytest.raises(NoSuchStep):
        step(after(opened(R)), act)


def test_an_act_whose_body_was_taken_out_is_no_step() -> None:
    act = replace(placed(opened(R)), body=None, salt=None)
    with pytest.raises(NoSuchStep):
        step(None, act)


def test_acts_of_the_school_itself_add_up_to_no_record() -> None:
    assert list(fold(chain(opened(R), changed("staff-reported", R), assigned(R)))) == [R]
    for kind in OFFICE_KINDS:
        with pytest.raises(NoSuchStep):
            then(at_status(ENROLLED), DRAFTS[kind](R))


LATER: tuple[Draft, ...] = (
    assigned(R),
    resubmitted(R),
    resubmitted(R, number="G-another"),
    confirmed(R, "G-another"),
    approved(R, "G-another"),
    approved(R, ""),
    refused(R),
)
ISSUED_BY = {
    "taken on": (taken_on(R, number="G-mine"),),
    "confirmed": (opened(R), confirmed(R, "G-mine")),
    "approved": (opened(R), approved(R, "G-mine")),
    "handed over": (arriving(R), changed("handover-completed", R, number="G-mine")),
}
_ANOTHER = {"value": "G-another", "state": PROPOSED, "rule": "national-2013"}
#: Every act that could name another number, and every other act there is.
_ANY: tuple[Draft, ...] = (
    *LATER,
    *(changed(kind, R) for kind in BODIES if kind not in ("reversed", *OFFICE_KINDS)),
    *(changed(kind, R, awaits=True) for kind in ("corrected", "leave-granted", "graduated", "progressed")),
    changed("corrected", R, number=_ANOTHER),
    changed("corrected", R, number=_ANOTHER, awaits=True),
    changed("handover-completed", R, number="G-another"),
)


@pytest.mark.parametrize("how", ISSUED_BY)
@pytest.mark.parametrize(
    "later", list(product(LATER, repeat=2)), ids=lambda pair: "-".join(draft.kind for draft in pair)
)
def test_an_issued_number_never_changes(how: str, later: tuple[Draft, ...]) -> None:
    """第五条: 一人一号，终身不变."""
    record = after(*ISSUED_BY[how], *later)
    assert (record.registry_number, record.number_state) == ("G-mine", ISSUED)


def lived(record: Record, drafts: list[Draft]) -> Record:
    """The record after those of these acts that can follow; a ruling always names the act that waits."""
    for draft in drafts:
        ruling = draft.kind.startswith("change-") and record.open_case
        act = replace(draft, body={**draft.body, "act": record.open_case["seq"]}) if ruling else draft
        try:
            record = then(record, act)
        except NoSuchStep:
            continue
    return record


@settings(max_examples=300, deadline=None)
@given(how=st.sampled_from(sorted(ISSUED_BY)), drafts=st.lists(st.sampled_from(_ANY), max_size=25))
def test_no_sequence_of_acts_changes_an_issued_number(how: str, drafts: list[Draft]) -> None:
    """第五条: 终身不变, through leave, transfer, death and everything that is decided meanwhile."""
    record = lived(after(*ISSUED_BY[how]), drafts)
    assert (record.registry_number, record.number_state) == ("G-mine", ISSUED)


def test_a_handover_that_comes_after_an_enrolment_was_given_up_leaves_the_number() -> None:
    """第五条. Only an arriving record is completed; where it is said of another one, its number stays all the same."""
    way = (opened(R), approved(R, "G-mine"), refused(R), changed("enrolment-withdrawn", R))
    record = after(*way, changed("handover-completed", R, number="G-another"))
    assert (record.registry_number, record.number_state) == ("G-mine", ISSUED)


def test_a_local_number_is_replaced_when_an_official_one_comes() -> None:
    assert after(opened(R)).number_state == LOCAL
    assert after(opened(R), resubmitted(R, "G-new")).number_state == PROPOSED
    for act in (approved(R, "G-new"), confirmed(R, "G-new")):
        record = after(opened(R), act)
        assert (record.registry_number, record.number_state) == ("G-new", ISSUED)


def test_an_approval_without_a_number_leaves_the_local_one() -> None:
    record = after(opened(R), approved(R, ""))
    assert (record.registry_number, record.number_state) == (f"TMP-{R}", LOCAL)


def test_acts_of_two_pupils_do_not_touch_each_other() -> None:
    folded = fold(chain(opened("r-1"), opened("r-2"), assigned("r-2", "05")))
    assert {record_id: record.class_no for record_id, record in folded.items()} == {"r-1": "01", "r-2": "05"}


def test_folding_leaves_the_acts_and_the_earlier_records_as_they_were() -> None:
    first = after(opened(R))
    kept = asdict(first)
    step(first, placed(resubmitted(R, name="别人"), 2))
    assert asdict(first) == kept


@pytest.mark.parametrize(("status", "kind"), CHANGES)
def test_no_act_touches_the_record_it_started_from(status: str, kind: str) -> None:
    before = at_status(status)
    kept = json.dumps(asdict(before), ensure_ascii=False)
    then(before, DRAFTS[kind](R))
    assert json.dumps(asdict(before), ensure_ascii=False) == kept


def test_papers_and_notices_do_not_move_the_day_of_the_last_change() -> None:
    before = at_status(DEREGISTERED)
    assert then(before, changed("dossier-added", R, on="2027-01-01")).changed_on == before.changed_on
    assert then(before, changed("dossier-archived", R, on="2027-01-01")).changed_on == before.changed_on
    assert then(at_status(ENROLLED), assigned(R)).changed_on == "2026-09-02"


@pytest.mark.parametrize("kind", ["change-approved", "change-refused", "handover-completed", "handover-refused"])
def test_what_was_decided_before_and_heard_after_does_not_move_that_day_back(kind: str) -> None:
    record = then(waiting("corrected"), changed("promoted", R, on="2026-12-01"))
    assert then(record, changed(kind, R, on="2026-11-01")).changed_on == "2026-12-01"
    assert then(record, changed(kind, R, on="2026-12-02")).changed_on == "2026-12-02"


@settings(max_examples=200, deadline=None)
@given(drafts=st.lists(st.sampled_from(_ANY), max_size=25))
def test_folding_all_acts_is_folding_them_one_by_one(drafts: list[Draft]) -> None:
    """Nothing of a ledger is lost: only acts that were possible stand in it, and they add up in any portions."""
    acts: list[Act] = []
    record = after(taken_on(R))
    acts += chain(taken_on(R))
    for draft in drafts:
        act = placed(draft, len(acts) + 1)
        try:
            record = step(record, act)
        except NoSuchStep:
            continue
        acts.append(act)
    assert fold(acts) == {R: record}
    assert record.last_seq == len(acts)


def golden() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def test_every_kind_and_version_ever_released_has_a_golden_fold_of_every_column() -> None:
    there = {(entry["act"]["kind"], entry["version"]) for entry in golden() if set(entry["after"]) == set(COLUMNS)}
    assert {
        (kind, version)
        for kind, newest in KINDS.items()
        for version in range(1, newest + 1)
        if kind not in OFFICE_KINDS
    } <= there


@pytest.mark.parametrize("entry", golden(), ids=lambda entry: f"{entry['act']['kind']}-{entry['version']}")
def test_a_stored_act_means_for_ever_what_it_meant(entry: dict[str, Any]) -> None:
    """An entry from before a column existed says nothing of it; a later entry of the same kind does."""
    before = Record(**entry["before"]) if entry["before"] else None
    act = replace(placed(Draft(**entry["act"]), entry["seq"]), version=entry["version"])
    folded = asdict(step(before, act))
    assert {name: folded[name] for name in entry["after"]} == entry["after"]
