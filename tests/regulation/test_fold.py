"""What acts add up to: every act kind against every state, and the rules that no act can break (第四、五、十三条)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.regulation.acts import (
    DRAFTS,
    OPENING,
    approved,
    assigned,
    chain,
    confirmed,
    opened,
    placed,
    refused,
    resubmitted,
    taken_on,
)
from xjcli.regulation.fold import NoSuchStep, fold, step
from xjcli.schema.act import KINDS, Draft
from xjcli.schema.record import APPROVED, ISSUED, LOCAL, PENDING, PROPOSED, REFUSED, Record

GOLDEN = Path(__file__).parent.parent / "golden" / "folds.json"
R = "r-1"

#: The states of the product, each with the acts that lead there.
STATES: Mapping[str, tuple[Draft, ...]] = {
    "none": (),
    PENDING: (opened(R),),
    APPROVED: (opened(R), approved(R)),
    REFUSED: (opened(R), refused(R)),
}

#: (state, act) → standing afterwards; what is not here is no step. An act that says nothing of the authority's
#: answer leaves the standing as it is.
STEPS: Mapping[tuple[str, str], str] = {
    ("none", "enrolled"): PENDING,
    ("none", "taken-on"): APPROVED,
    **{(state, "assigned"): state for state in (PENDING, APPROVED, REFUSED)},
    **{(state, "number-confirmed"): state for state in (PENDING, APPROVED, REFUSED)},
    **{(state, "resubmitted"): PENDING for state in (PENDING, APPROVED, REFUSED)},
    **{(state, "enrolment-approved"): APPROVED for state in (PENDING, APPROVED, REFUSED)},
    **{(state, "enrolment-refused"): REFUSED for state in (PENDING, APPROVED, REFUSED)},
}


def after(*drafts: Draft) -> Record:
    """The one record that these acts add up to."""
    (record,) = fold(chain(*drafts)).values()
    return record


def test_there_is_a_draft_of_every_kind_ever_released() -> None:
    assert set(DRAFTS) == set(KINDS)


@pytest.mark.parametrize(("state", "kind"), list(product(STATES, KINDS)))
def test_every_act_meets_every_state_as_the_table_says(state: str, kind: str) -> None:
    before = STATES[state]
    if (state, kind) not in STEPS:
        with pytest.raises(NoSuchStep):
            after(*before, DRAFTS[kind](R))
        return
    record = after(*before, DRAFTS[kind](R))
    assert record.standing == STEPS[state, kind]
    assert record.status == "enrolled"
    assert record.last_seq == len(before) + 1
    assert record.opened_seq == 1


@pytest.mark.parametrize("kind", sorted(OPENING))
@pytest.mark.parametrize("state", [PENDING, APPROVED, REFUSED])
def test_an_open_record_is_never_opened_again(state: str, kind: str) -> None:
    with pytest.raises(NoSuchStep):
        after(*STATES[state], DRAFTS[kind](R))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - OPENING))
def test_nothing_changes_a_record_that_was_never_opened(kind: str) -> None:
    with pytest.raises(NoSuchStep):
        step(None, placed(DRAFTS[kind](R)))


def test_an_act_of_an_unknown_kind_is_no_step() -> None:
    act = replace(placed(assigned(R)), kind="not-invented-yet")
    with pytest.raises(NoSuchStep):
        step(after(opened(R)), act)


def test_an_act_whose_body_was_taken_out_is_no_step() -> None:
    act = replace(placed(opened(R)), body=None, salt=None)
    with pytest.raises(NoSuchStep):
        step(None, act)


LATER: tuple[Draft, ...] = (
    assigned(R),
    resubmitted(R),
    resubmitted(R, number="G-another"),
    confirmed(R, "G-another"),
    approved(R, "G-another"),
    approved(R, ""),
    refused(R),
)


@pytest.mark.parametrize("how", ["taken on", "confirmed", "approved"])
@pytest.mark.parametrize(
    "later", list(product(LATER, repeat=2)), ids=lambda pair: "-".join(draft.kind for draft in pair)
)
def test_an_issued_number_never_changes(how: str, later: tuple[Draft, ...]) -> None:
    """第五条: 一人一号，终身不变."""
    first = {
        "taken on": (taken_on(R, number="G-mine"),),
        "confirmed": (opened(R), confirmed(R, "G-mine")),
        "approved": (opened(R), approved(R, "G-mine")),
    }[how]
    record = after(*first, *later)
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


def test_a_resubmission_changes_what_it_names_and_clears_the_reason() -> None:
    record = after(opened(R), refused(R, "证件有误"), resubmitted(R, document_number="320106201909020024"))
    assert (record.standing, record.reason) == (PENDING, "")
    assert (record.name, record.document_number) == ("林小满", "320106201909020024")
    assert record.person["document_number"] == record.document_number


def test_a_resubmission_changes_the_name_and_what_it_is_found_by() -> None:
    before, record = after(opened(R)), after(opened(R), resubmitted(R, name="欧阳·小满"))
    assert (record.name, record.person["name"]) == ("欧阳·小满", "欧阳·小满")
    assert record.name_key != before.name_key
    assert record.person["birth_date"] == before.person["birth_date"]


def test_a_refusal_says_why_and_an_approval_takes_it_back() -> None:
    refusal = after(opened(R), refused(R, "材料不全"))
    assert (refusal.reason, refusal.case_id) == ("材料不全", f"c-{R}")
    assert after(opened(R), refused(R), approved(R)).reason == ""


def test_acts_of_two_pupils_do_not_touch_each_other() -> None:
    folded = fold(chain(opened("r-1"), opened("r-2"), assigned("r-2", "05")))
    assert {record_id: record.class_no for record_id, record in folded.items()} == {"r-1": "01", "r-2": "05"}


def test_folding_leaves_the_acts_and_the_earlier_records_as_they_were() -> None:
    first = after(opened(R))
    kept = asdict(first)
    step(first, placed(resubmitted(R, name="别人"), 2))
    assert asdict(first) == kept


def golden() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def test_every_kind_and_version_ever_released_has_a_golden_fold() -> None:
    there = {(entry["act"]["kind"], entry["version"]) for entry in golden()}
    assert {(kind, version) for kind, newest in KINDS.items() for version in range(1, newest + 1)} <= there


@pytest.mark.parametrize("entry", golden(), ids=lambda entry: f"{entry['act']['kind']}-{entry['version']}")
def test_a_stored_act_means_for_ever_what_it_meant(entry: dict[str, Any]) -> None:
    before = Record(**entry["before"]) if entry["before"] else None
    act = replace(placed(Draft(**entry["act"]), entry["seq"]), version=entry["version"])
    assert asdict(step(before, act)) == entry["after"]
