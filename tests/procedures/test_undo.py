"""Taking back what no bundle holds yet: compensating acts, three buckets, numbers and documents free again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW
from tests.procedures.desks import (
    TODAY,
    at,
    child,
    codes,
    decide,
    imported,
    invented,
    opened,
    pdf,
    record_of,
    refused,
    resident,
    sheet,
)  # fmt: skip
from xjcli.desk import Desk
from xjcli.procedures.assign import assign
from xjcli.procedures.change import Errand
from xjcli.procedures.correct import correct
from xjcli.procedures.doctor import doctor
from xjcli.procedures.find import find
from xjcli.procedures.leave import leave
from xjcli.procedures.number import confirm
from xjcli.procedures.resubmit import resubmit
from xjcli.procedures.resume import resume
from xjcli.procedures.stated import Whole, state_roster
from xjcli.procedures.status import status
from xjcli.procedures.undo import undo
from xjcli.procedures.update import update
from xjcli.registry import exchange
from xjcli.registry.exchange import StoredBundle
from xjcli.report import Report
from xjcli.schema.record import Record

ERRAND = Errand(TODAY)
PUPILS = 30


def send(desk: Desk) -> None:
    """As if everything so far had been put into a bundle."""
    head = desk.registry.head()
    bundle = StoredBundle(
        "1" * 64, "up", "changes", 1, exchange.NO_BUNDLE, 1, head.seq, head.hash, "signed", b"", "x", "x"
    )
    with desk.registry.transaction():
        exchange.store(desk.registry, bundle)


def counts(report: Report) -> tuple[int, int, int]:
    return report.result["reversed"], report.result["kept"], report.result["refused"]


def enrolled(desk: Desk, order: int = 901) -> str:
    return str(opened(desk, child(order, phone="13900000001")).result["record_id"])


def approved(desk: Desk, order: int = 901) -> str:
    record_id = enrolled(desk, order)
    decide(desk, record_id, number=f"G{resident(order)}")
    return record_id


def test_an_enrolment_that_is_taken_back_leaves_nothing_but_its_acts(desk: Desk) -> None:
    report = opened(desk, child())
    record_id = str(report.result["record_id"])
    done = undo(desk, str(report.result["operation"]), ERRAND)
    assert (done.status, counts(done)) == (0, (1, 0, 0))
    assert record_of(desk, record_id).status == "cancelled"
    assert [act.kind for act in desk.registry.acts()] == ["enrolled", "reversed"]
    assert (find(desk).result["total"], status(desk).result["records"]) == (0, 0)
    assert find(desk, status="cancelled").result["total"] == 1
    assert doctor(desk).status == 0


def test_number_and_document_are_free_again(desk: Desk) -> None:
    first = opened(desk, child())
    undo(desk, str(first.result["operation"]), ERRAND)
    again = opened(desk, child())
    assert again.status == 0 and "enrol.namesake" not in codes(again)
    assert find(desk, query=resident(901)).result["total"] == 1
    assert undo(desk, str(again.result["operation"]), ERRAND).status == 0
    assert doctor(desk).status == 0


def _leave(desk: Desk, record_id: str, proof: Path) -> Report:
    until = TODAY.replace(year=TODAY.year + 1)
    return leave(desk, [record_id], until=until, ground="疾病", extend=False, errand=Errand(TODAY, evidence=(proof,)))


def _resubmit(desk: Desk, record_id: str, proof: Path) -> Report:
    return resubmit(desk, record_id, {"name": "样正名"}, [proof], on=TODAY)


def _confirm(desk: Desk, record_id: str, proof: Path) -> Report:
    listed = proof.with_suffix(".csv")
    listed.write_text(f"姓名,身份证件号,学籍号\n样,{resident(901)},G{resident(901)}\n", "utf-8")
    return confirm(desk, listed, on=TODAY)


Errands = dict[str, tuple[bool, Callable[[Desk, str, Path], Report]]]
ERRANDS: Errands = {
    "assign": (False, lambda desk, record_id, _: assign(desk, [record_id], "07", on=TODAY)),
    "update": (False, lambda desk, record_id, _: update(desk, record_id, {"phone": "13900000009"}, ERRAND)),
    "resubmit": (False, _resubmit),
    "number confirm": (False, _confirm),
    "leave": (True, _leave),
    "correct": (
        True,
        lambda desk, record_id, proof: correct(desk, record_id, {"name": "样正名"}, Errand(TODAY, evidence=(proof,))),
    ),
}


@pytest.mark.parametrize("command", ERRANDS)
def test_every_writing_command_can_be_taken_back_whole(desk: Desk, tmp_path: Path, command: str) -> None:
    needs_approval, errand = ERRANDS[command]
    record_id = approved(desk) if needs_approval else enrolled(desk)
    if command == "resubmit":
        decide(desk, record_id, reason="看不清")
    before = record_of(desk, record_id)
    report = errand(desk, record_id, pdf(tmp_path / "a.pdf"))
    assert record_of(desk, record_id) != before
    done = undo(desk, str(report.result["operation"]), ERRAND)
    assert counts(done) == (1, 0, 0)
    assert _standing(record_of(desk, record_id)) == _standing(before)
    assert doctor(desk).status == 0


def _standing(record: Record) -> Record:
    return replace(record, last_seq=0)


def test_a_return_that_was_taken_back_leaves_the_pupil_on_leave(desk: Desk, school: Path, tmp_path: Path) -> None:
    record_id = approved(desk)
    _leave(desk, record_id, pdf(tmp_path / "a.pdf"))
    before = record_of(desk, record_id)
    tomorrow = TODAY + timedelta(days=1)
    with at(school, now=NOW + timedelta(days=1)) as next_day:
        back = resume(next_day, [record_id], class_no="03", lower=True, errand=Errand(tomorrow))
        assert record_of(next_day, record_id).cohort == before.cohort + 1
        undo(next_day, str(back.result["operation"]), Errand(tomorrow))
        assert _standing(record_of(next_day, record_id)) == _standing(before)
        assert doctor(next_day).status == 0


def test_only_the_columns_that_differ_are_put_back(desk: Desk) -> None:
    record_id = enrolled(desk)
    report = assign(desk, [record_id], "07", on=TODAY)
    undo(desk, str(report.result["operation"]), Errand(TODAY, because="分错了"))
    act = list(desk.registry.acts())[-1]
    assert act.body == {
        "acts": [2], "before": {"class_no": "01", "changed_on": TODAY.isoformat()}, "because": "分错了",
    }  # fmt: skip


def test_a_later_operation_keeps_its_pupils_until_it_is_taken_back_itself(desk: Desk) -> None:
    pupils = [enrolled(desk, order) for order in (901, 903, 905)]
    first = assign(desk, pupils, "07", on=TODAY)
    second = assign(desk, pupils[:1], "08", on=TODAY)
    part = undo(desk, str(first.result["operation"]), ERRAND)
    assert (part.status, counts(part), codes(part)) == (1, (2, 1, 0), ["undo.changed-since"])
    assert [record_of(desk, each).class_no for each in pupils] == ["08", "01", "01"]
    undo(desk, str(second.result["operation"]), ERRAND)
    rest = undo(desk, str(first.result["operation"]), ERRAND)
    assert counts(rest) == (1, 2, 0)
    assert record_of(desk, pupils[0]).class_no == "01"
    assert doctor(desk).status == 0


def test_what_a_bundle_holds_is_refused_and_stays(desk: Desk) -> None:
    record_id = enrolled(desk)
    report = assign(desk, [record_id], "07", on=TODAY)
    send(desk)
    head = desk.registry.head()
    refusal = refused(lambda: undo(desk, str(report.result["operation"]), ERRAND))
    assert codes(refusal) == ["undo.sent"]
    assert isinstance(refusal.result, dict) and refusal.result["refused"] == 1
    assert (desk.registry.head(), record_of(desk, record_id).class_no) == (head, "07")
    assert codes(refused(lambda: undo(desk, "", ERRAND, last=True))) == ["undo.none"]


def test_a_decision_of_the_authority_is_not_ours_to_take_back(desk: Desk) -> None:
    record_id = approved(desk)
    operation = list(desk.registry.acts(record_id=record_id))[-1].operation
    assert codes(refused(lambda: undo(desk, operation, ERRAND))) == ["undo.not-ours"]


def test_a_taking_back_is_neither_done_twice_nor_undone(desk: Desk) -> None:
    operation = str(opened(desk, child()).result["operation"])
    done = undo(desk, operation, ERRAND)
    assert codes(refused(lambda: undo(desk, operation, ERRAND))) == ["undo.already"]
    assert codes(refused(lambda: undo(desk, str(done.result["operation"]), ERRAND))) == ["undo.not-ours"]


def test_last_takes_the_newest_that_stands(desk: Desk) -> None:
    record_id = enrolled(desk)
    operations = [assign(desk, [record_id], number, on=TODAY).result["operation"] for number in ("07", "08")]
    for operation in reversed(operations):
        assert undo(desk, "", ERRAND, last=True).result["undone"] == operation
    assert record_of(desk, record_id).class_no == "01"


def test_last_does_not_reach_past_a_head_count_to_the_act_before_it(desk: Desk) -> None:
    record_id = enrolled(desk)
    assign(desk, [record_id], "07", on=TODAY)
    state_roster(desk, Whole(), 1, ERRAND)
    assert codes(refused(lambda: undo(desk, "", ERRAND, last=True))) == ["undo.not-ours"]
    assert record_of(desk, record_id).class_no == "07"


@pytest.mark.parametrize(("operation", "last"), [("", False), ("o123", True)])
def test_either_an_operation_or_the_last(desk: Desk, operation: str, last: bool) -> None:
    assert codes(refused(lambda: undo(desk, operation, ERRAND, last=last))) == ["usage.missing"]
    assert codes(refused(lambda: undo(desk, "onothing", ERRAND))) == ["undo.unknown"]


def test_a_whole_import_is_taken_back_and_can_be_imported_again(desk: Desk, tmp_path: Path) -> None:
    book = sheet(tmp_path / "学生.xlsx", invented(PUPILS))
    operation = str(imported(desk, book).result["operation"])
    done = undo(desk, operation, ERRAND)
    assert counts(done) == (PUPILS, 0, 0)
    again = imported(desk, book)
    assert (again.result["new"], again.result["stored"]) == (PUPILS, PUPILS)
    assert find(desk).result["total"] == PUPILS
    assert doctor(desk).status == 0


def test_a_rehearsal_shows_the_buckets_and_stores_nothing(desk: Desk) -> None:
    record_id = enrolled(desk)
    operation = str(assign(desk, [record_id], "07", on=TODAY).result["operation"])
    head = desk.registry.head()
    report = undo(desk, operation, Errand(TODAY, dry_run=True))
    assert (counts(report), report.result["operation"], desk.registry.head()) == ((1, 0, 0), None, head)
    (item,) = report.result["items"]
    assert (item["record_id"], item["bucket"], item["kinds"]) == (record_id, "reversed", ["assigned"])


def test_a_no_leaves_everything_as_it_was(desk: Desk) -> None:
    operation = str(assign(desk, [enrolled(desk)], "07", on=TODAY).result["operation"])
    head = desk.registry.head()
    assert codes(refused(lambda: undo(desk, operation, Errand(TODAY, confirm=lambda _: False)))) == ["usage.cancelled"]
    assert desk.registry.head() == head


def test_what_was_recorded_while_a_person_was_looking_is_not_run_over(desk: Desk) -> None:
    record_id = enrolled(desk)
    operation = str(assign(desk, [record_id], "07", on=TODAY).result["operation"])

    def meanwhile(_: dict[str, Any]) -> bool:
        return bool(assign(desk, [record_id], "08", on=TODAY).result["operation"])

    assert codes(refused(lambda: undo(desk, operation, Errand(TODAY, confirm=meanwhile)))) == ["undo.moved"]
    assert record_of(desk, record_id).class_no == "08"
