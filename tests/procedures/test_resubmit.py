"""After a refusal (第四条): what may be mended, and that nothing is sent again unless something is new."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.procedures.desks import (
    TODAY,
    child,
    codes,
    decide,
    opened,
    pdf,
    record_of,
    refused,
    resident,
    without_document,
)  # fmt: skip
from xjcli.desk import Desk
from xjcli.procedures.resubmit import resubmit


def refused_child(desk: Desk, answers: dict[str, str]) -> str:
    """A child whose enrolment the authority has refused."""
    record_id = str(opened(desk, answers).result["record_id"])
    decide(desk, record_id, reason="证件看不清")
    return record_id


@pytest.mark.parametrize("answers", [child(), child(grade="初一", birth_date="20140305"), without_document()])
def test_evidence_alone_sends_it_again_in_every_stage(desk: Desk, tmp_path: Path, answers: dict[str, str]) -> None:
    record_id = refused_child(desk, answers)
    report = resubmit(desk, record_id, {}, [pdf(tmp_path / "a.pdf")], on=TODAY, because="补交")
    record, act = record_of(desk, record_id), list(desk.registry.acts())[-1]
    assert (record.standing, record.reason) == ("pending", "")
    assert (act.kind, len(act.basis["evidence"])) == ("resubmitted", 1)
    assert (report.result["changed"], bool(report.result["operation"])) == ([], True)


def test_a_corrected_number_brings_a_new_candidate(desk: Desk) -> None:
    record_id = refused_child(desk, child(901))
    report = resubmit(desk, record_id, {"document_number": resident(905)}, [], on=TODAY)
    record = record_of(desk, record_id)
    assert report.result["changed"] == ["document_number"]
    assert (record.document_number, record.registry_number) == (resident(905), f"G{resident(905)}")


def test_a_number_that_was_never_hers_can_be_taken_away(desk: Desk) -> None:
    record_id = refused_child(desk, child(901))
    resubmit(desk, record_id, {"document_type": "其他", "document_number": ""}, [], on=TODAY)
    record = record_of(desk, record_id)
    assert (record.document_type, record.document_number, record.number_state) == ("Z", "", "local")


def test_a_mended_form_is_checked_like_a_new_one(desk: Desk) -> None:
    opened(desk, child(903))
    record_id = refused_child(desk, child(901))
    head = desk.registry.head()
    assert codes(refused(lambda: resubmit(desk, record_id, {"sex": "很"}, [], on=TODAY))) == ["field.label"]
    wrong = {"document_number": resident(903)}
    assert "enrol.duplicate" in codes(refused(lambda: resubmit(desk, record_id, wrong, [], on=TODAY)))
    tomorrow = TODAY + timedelta(days=1)
    assert refused(lambda: resubmit(desk, record_id, {"name": "样新名"}, [], on=tomorrow))
    assert desk.registry.head() == head


@pytest.mark.parametrize("corrections", [{}, {"name": "样小{}"}, {"phone": ""}])
def test_nothing_new_is_nothing_to_send(desk: Desk, corrections: dict[str, str]) -> None:
    record_id = refused_child(desk, child())
    same = {name: value.format(record_of(desk, record_id).name[2:]) for name, value in corrections.items()}
    assert codes(refused(lambda: resubmit(desk, record_id, same, [], on=TODAY))) == ["resubmit.nothing"]


@pytest.mark.parametrize("field", ["grade", "class_no", "entry_month", "school_code"])
def test_a_place_is_never_dropped_silently(desk: Desk, field: str) -> None:
    record_id = refused_child(desk, child())
    assert codes(refused(lambda: resubmit(desk, record_id, {field: "2"}, [], on=TODAY))) == ["resubmit.place"]


def test_only_a_refused_enrolment_can_be_sent_again(desk: Desk) -> None:
    record_id = opened(desk, child()).result["record_id"]
    refusal = refused(lambda: resubmit(desk, record_id, {"name": "样新名"}, [], on=TODAY))
    assert codes(refusal) == ["resubmit.not-refused"]


def test_a_rehearsal_shows_what_would_change(desk: Desk) -> None:
    record_id = refused_child(desk, child())
    head = desk.registry.head()
    report = resubmit(desk, record_id, {"name": "样新名"}, [], on=TODAY, dry_run=True)
    assert (report.result["changed"], report.result["operation"], desk.registry.head()) == (["name"], None, head)
