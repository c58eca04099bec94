"""第十一条至第二十二条: every objection to an act at once; a refusal names the article and what is possible instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from tests.regulation.acts import DRAFTS, opened, refused
from tests.regulation.states import APPROVED_PUPIL, PENDING_PUPIL, R, after, at_status, waiting
from xjcli import reference
from xjcli.regulation.changes import Request, Stance, find_objections
from xjcli.regulation.lifecycle import AFTER_REFUSAL, BEFORE_APPROVAL, BESIDE_A_CASE, CHANGES, ROWS, article, possible
from xjcli.schema import record as at
from xjcli.schema.record import Record

ON, TODAY = date(2026, 10, 9), date(2026, 10, 12)
ACTS = sorted({act for status, act in ROWS if status})
#: What is said of a handover, and the side that says it; without one there is nothing to answer.
ANSWERS = {"transfer-withdrawn": "to", "transfer-released": "from", "transfer-declined": "from"}


def unasked(kind: str, role: str = "") -> dict[str, Mapping[str, str | int]]:
    """The objection to an answer that nobody on this side was asked for."""
    return {"transfer.no-handover": {"act": kind}} if ANSWERS.get(kind, role) != role else {}


def ask(record: Record, kind: str, **more: Any) -> dict[str, Mapping[str, str | int]]:
    """The codes of what stands against the act, each with its parameters."""
    found = find_objections(record, Request(kind, **{"on": ON, "today": TODAY, **more}))
    assert all(problem.where == R for problem in found)
    assert len({problem.code for problem in found}) == len(found)
    return {problem.code: problem.params for problem in found}


def heard_on(record: Record, kind: str) -> Record:
    """The record with the answer of the authority that this act needs: a refusal, or an approval."""
    return replace(record, standing=at.REFUSED if kind in AFTER_REFUSAL else at.APPROVED)


def heard_at(status: str, kind: str) -> Record:
    """A record in this status with the answer that the act needs, so that only the status can stand in the way."""
    return heard_on(replace(at_status(status), handover={}), kind)


@pytest.mark.parametrize(("status", "kind"), list(product(at.STATUSES, ACTS)))
def test_what_the_table_does_not_hold_is_refused_and_says_what_is_possible_instead(status: str, kind: str) -> None:
    found = ask(heard_at(status, kind), kind)
    if (status, kind) in ROWS:
        assert found == unasked(kind)
    else:
        impossible = {
            "act": kind,
            "status": status,
            "possible": ", ".join(possible(status)) or "–",
            "article": article(status, kind),
        }
        assert found == {"change.impossible": impossible, **unasked(kind)}


@pytest.mark.parametrize("status", at.STATUSES)
def test_what_is_offered_instead_is_possible(status: str) -> None:
    for kind in possible(status):
        assert ask(heard_at(status, kind), kind) == unasked(kind)


@pytest.mark.parametrize("kind", ACTS)
def test_a_case_that_waits_holds_up_every_act_that_does_not_stand_beside_it(kind: str) -> None:
    found = ask(heard_on(waiting("corrected"), kind), kind)
    assert found.pop("change.case-open", None) == (
        None if kind in BESIDE_A_CASE else {"act": "corrected", "on": "2026-10-09"}
    )
    assert set(found) == (set() if (at.ENROLLED, kind) in ROWS else {"change.impossible"}) | unasked(kind).keys()


@pytest.mark.parametrize("kind", ACTS)
@pytest.mark.parametrize("role", ["to", "from"])
def test_a_handover_holds_up_every_act_that_does_not_stand_beside_it(role: str, kind: str) -> None:
    """第十四条: while two schools and the authority have the pupil in hand, nobody else changes the record."""
    record = replace(APPROVED_PUPIL, handover={
        "role": role, "school": "2132000123", "kind": "transfer", "party": "from-school", "since": "2026-10-08",
    })  # fmt: skip
    found = ask(heard_on(record, kind), kind)
    assert found.pop("change.handover-open", None) == (None if kind in BESIDE_A_CASE else {"school": "2132000123"})
    impossible = set() if (at.ENROLLED, kind) in ROWS else {"change.impossible"}
    assert set(found) == impossible | unasked(kind, role).keys()


@pytest.mark.parametrize("kind", ["transfer-released", "transfer-declined"])
def test_the_school_of_origin_answers_once(kind: str) -> None:
    answered = {"role": "from", "school": "2132000123", "kind": "transfer", "party": "authority", "since": "2026-10-08"}
    found = ask(replace(APPROVED_PUPIL, handover=answered), kind)
    assert found == {"transfer.answered": {"since": "2026-10-08"}}


@pytest.mark.parametrize("kind", ACTS)
def test_before_the_enrolment_is_approved_only_these_acts_are_recorded(kind: str) -> None:
    """第四条: 核准 first; but a fact is no request, and class, papers and contact data do not wait (第十三条)."""
    for record, code in (
        (PENDING_PUPIL, "change.not-approved"),
        (after(opened(R), refused(R)), "change.enrolment-refused"),
    ):
        expected = (set() if kind in BEFORE_APPROVAL else {code}) | unasked(kind).keys()
        unrefused = {"resubmit.not-refused"} if kind in AFTER_REFUSAL and record.standing != at.REFUSED else set()
        assert set(ask(record, kind)) - {"change.impossible"} == expected | unrefused


def test_a_day_that_has_not_come_and_one_before_the_last_change_are_refused() -> None:
    record = at_status(at.ON_LEAVE)
    assert ask(record, "resumed", on=date(2026, 10, 13)) == {"change.future": {"date": "2026-10-13"}}
    assert ask(record, "resumed", on=date(2026, 10, 8)) == {
        "change.before-last": {"date": "2026-10-08", "last": "2026-10-09"}
    }
    assert ask(record, "resumed", on=date(2026, 10, 9)) == {}
    assert ask(record, "resumed", on=TODAY) == {}


def test_a_proof_is_a_file_or_a_paper_whose_place_is_said() -> None:
    """第八、十三条."""
    wanted = ("application", "decision")
    assert ask(APPROVED_PUPIL, "leave-granted", wanted=wanted) == {
        "change.evidence": {"wanted": "application, decision"}
    }
    assert ask(APPROVED_PUPIL, "leave-granted", wanted=wanted, paper="  ") != {}
    assert ask(APPROVED_PUPIL, "leave-granted", wanted=wanted, paper="档案室甲柜") == {}
    assert ask(APPROVED_PUPIL, "leave-granted", wanted=wanted, evidence=1) == {}


#: (stance, stage, reason given) → (code, severity) or nothing.
COMPULSORY: list[tuple[Stance, str, str, tuple[str, str] | None]] = [
    ("forbidden", "primary", "理由", ("change.compulsory-forbidden", "refuse")),
    ("forbidden", "junior", "", ("change.compulsory-forbidden", "refuse")),
    ("forbidden", "senior", "", None),
    ("because", "primary", "", ("change.compulsory-because", "refuse")),
    ("because", "junior", " ", ("change.compulsory-because", "refuse")),
    ("because", "junior", "理由", ("change.compulsory-because", "warn")),
    ("because", "senior", "", None),
    ("allowed", "primary", "", None),
    ("allowed", "senior", "", None),
]


@pytest.mark.parametrize(("stance", "stage", "because", "wanted"), COMPULSORY)
def test_compulsory_years_judge_an_act_as_the_pack_says(
    stance: Stance, stage: str, because: str, wanted: tuple[str, str] | None
) -> None:
    """义务教育法第二十七条: 不得开除; 第二十二条 is about 义务教育 only."""
    record = replace(APPROVED_PUPIL, stage=stage)
    found = find_objections(record, Request("withdrawn", ON, TODAY, because=because, stance=stance))
    assert [(problem.code, problem.severity) for problem in found] == ([wanted] if wanted else [])


@pytest.mark.parametrize("stage", ["primary", "junior", "senior"])
def test_the_national_pack_never_lets_a_pupil_of_compulsory_years_be_expelled(stage: str) -> None:
    rule = reference.rule_pack().acts["expelled"]
    found = ask(replace(APPROVED_PUPIL, stage=stage), "expelled", stance=rule.compulsory, because="理由")
    assert ("change.compulsory-forbidden" in found) is (stage != "senior")


def test_everything_that_stands_against_an_act_is_said_at_once() -> None:
    record = replace(waiting("corrected"), status=at.ABROAD, standing=at.PENDING)
    found = ask(record, "expelled", on=date(2026, 12, 1), wanted=("decision",), stance="forbidden")
    assert set(found) == {
        "change.impossible", "change.case-open", "change.not-approved", "change.future", "change.evidence",
        "change.compulsory-forbidden",
    }  # fmt: skip


def test_asking_changes_nothing() -> None:
    record = waiting("corrected")
    kept = repr(record)
    for kind in ACTS:
        ask(record, kind, on=date(2027, 1, 1), wanted=("application",), stance="because")
    assert repr(record) == kept


def test_every_act_that_a_refusal_can_offer_has_a_draft() -> None:
    assert set(DRAFTS) >= CHANGES


@pytest.mark.parametrize(("stage", "wanted"), [("primary", []), ("junior", []), ("senior", ["change.compulsory-only"])])
def test_what_only_compulsory_years_know_is_refused_beyond_them(stage: str, wanted: list[str]) -> None:
    """第二十二条: 义务教育阶段学生辍学."""
    record = replace(APPROVED_PUPIL, stage=stage)
    found = find_objections(record, Request("dropout-reported", ON, TODAY, because="理由", senior="forbidden"))
    assert [problem.code for problem in found] == wanted
