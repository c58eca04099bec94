"""转学 (第六、十四、十七条): the receiving school starts, the school of origin answers once, nothing without proof."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.procedures.desks import TODAY, at, child, codes, opened, pdf, record_of, refused, refusing, resident
from tests.procedures.handovers import CASE, OTHER, arrived, asked, echo, errand, gone, notified, registered
from xjcli.errors import Problem
from xjcli.procedures import transfer
from xjcli.procedures.leave import leave
from xjcli.schema.values.numbers import is_local


def test_a_request_opens_a_record_that_is_on_no_roll_yet(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        proof = pdf(tmp_path / "转学申请.pdf")
        report = asked(desk, "", errand=errand(evidence=[proof]), number=f"g{resident(901)}")
        (item,) = report.result["items"]
        record = record_of(desk, item["record_id"])
        (act,) = desk.registry.acts(record_id=record.record_id)
    assert (record.status, record.standing, record.number_state) == ("arriving", "pending", "local")
    assert is_local(record.registry_number)
    assert (record.handover["role"], record.handover["party"], record.handover["school"]) == (
        "to",
        "from-school",
        OTHER,
    )
    assert act.body is not None
    assert act.body["handover"]["registry_number"] == f"G{resident(901)}"
    assert act.body["handover"]["reason"] == "随父母迁居"
    assert (act.kind, act.basis["article"], act.basis["legal_act"]) == ("transfer-requested", 14, "HANDLE")
    assert len(act.basis["evidence"]) == 1
    assert item["claimed_number"] == "G320106********" + resident(901)[-4:]
    assert item["document_number"] == "320106********" + resident(901)[-4:]


def test_without_the_application_nothing_is_asked(school: Path) -> None:
    with at(school) as desk:
        assert refusing(refused(lambda: asked(desk, ""))) == ["change.evidence"]
        assert desk.registry.head().seq == 0


def test_a_paper_application_counts_where_its_place_is_said(school: Path) -> None:
    with at(school) as desk:
        record = record_of(desk, asked(desk, "柜3-2").result["items"][0]["record_id"])
        (act,) = desk.registry.acts(record_id=record.record_id)
    assert act.body is not None
    assert act.body["paper"] == "柜3-2"


@pytest.mark.parametrize("basis", ["inclusive", "special", "specialised"])
def test_a_record_may_move_along_to_inclusive_special_and_specialised_schooling(school: Path, basis: str) -> None:
    with at(school) as desk:
        report = asked(desk, basis=basis)
        assert record_of(desk, report.result["items"][0]["record_id"]).basis == basis


def test_a_specialised_school_also_needs_what_was_agreed_with_the_guardian(school: Path) -> None:
    with at(school) as desk:
        (problem,) = refused(lambda: asked(desk, "", basis="specialised")).problems
    assert (problem.code, problem.params["wanted"]) == ("change.evidence", "transfer-application, agreement")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"school": ""}, "usage.missing"),
        ({"school": "12"}, "school-code.length"),
        ({"school": "2132000456"}, "transfer.same-school"),
        ({"reason": " "}, "transfer.no-reason"),
        ({"basis": "cousin"}, "usage.option"),
        ({"number": "G123"}, "number.length"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused(school: Path, changed: dict[str, str], code: str) -> None:
    with at(school) as desk:
        assert code in refusing(refused(lambda: asked(desk, **changed)))
        assert desk.registry.head().seq == 0


def test_an_unusual_code_of_the_other_school_is_told_and_does_not_stop(school: Path) -> None:
    with at(school) as desk:
        assert codes(asked(desk, school="9932000777")) == ["school-code.type-unknown"]


def test_a_child_nobody_could_find_is_refused(school: Path) -> None:
    with at(school) as desk:
        answers = {**child(), "document_type": "其他", "document_number": ""}
        assert "transfer.no-identity" in refusing(refused(lambda: asked(desk, answers=answers)))


def test_a_day_that_has_not_come_is_refused(school: Path) -> None:
    with at(school) as desk:
        late = errand(TODAY + timedelta(days=1), paper="柜1")
        assert "change.future" in refusing(refused(lambda: asked(desk, errand=late)))


def test_a_number_that_is_not_of_this_identity_number_is_told(school: Path) -> None:
    with at(school) as desk:
        assert "number.differs-from-id" in codes(asked(desk, number=f"G{resident(903)}"))


def test_a_pupil_of_this_school_is_not_transferred_here(school: Path) -> None:
    with at(school) as desk:
        registered(desk)
        assert refusing(refused(lambda: asked(desk))) == ["transfer.on-roll"]


def test_a_request_is_made_once(school: Path) -> None:
    with at(school) as desk:
        asked(desk)
        assert refusing(refused(lambda: asked(desk))) == ["transfer.on-roll"]


def test_a_pupil_who_left_may_come_back_with_the_number_of_always(school: Path) -> None:
    with at(school) as desk:
        first = registered(desk)
        number = gone(desk, first).registry_number
        record_id = arrived(desk, number)
        record, old = record_of(desk, record_id), record_of(desk, first)
        assert (record.status, record.registry_number, record.number_state) == ("enrolled", number, "issued")
        assert (old.status, old.registry_number) == ("transferred-out", number)
        assert transfer.show(desk, number).result["record_id"] == record_id


def test_enrolling_a_pupil_who_left_is_told_to_be_a_transfer(school: Path) -> None:
    with at(school) as desk:
        gone(desk, registered(desk))
        assert "enrol.was-here" in codes(opened(desk, child(), dry_run=True))


def test_limits_of_a_province_are_asked_and_stop_the_request(school: Path) -> None:
    with at(school) as desk:
        refusal = refused(lambda: asked(desk, check=lambda _: [Problem("transfer.no-reason")]))
        assert refusing(refusal) == ["transfer.no-reason"]
        assert desk.registry.head().seq == 0


def test_a_rehearsal_stores_nothing(school: Path) -> None:
    with at(school) as desk:
        result = asked(desk, errand=errand(paper="柜1", dry_run=True)).result
        assert desk.registry.head().seq == 0
    assert (result["operation"], result["items"][0]["record_id"]) == (None, "")


def test_a_request_may_be_taken_back_with_a_reason_and_asked_anew(school: Path) -> None:
    with at(school) as desk:
        record_id = asked(desk).result["items"][0]["record_id"]
        assert refusing(refused(lambda: transfer.withdraw(desk, [record_id], errand=errand()))) == ["usage.missing"]
        transfer.withdraw(desk, [record_id], errand=errand(because="家长改变主意"))
        record = record_of(desk, record_id)
        assert (record.status, record.handover) == ("cancelled", {})
        asked(desk)


def test_only_a_school_that_was_asked_can_answer(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        for act in (transfer.release, transfer.refuse):
            refusal = refused(partial(act, desk, [record_id], errand=errand(because="x")))
            assert refusing(refusal) == ["transfer.no-handover"]


def test_the_receiving_school_cannot_answer_for_the_other(school: Path) -> None:
    with at(school) as desk:
        record_id = asked(desk).result["items"][0]["record_id"]
        assert "transfer.no-handover" in refusing(refused(lambda: transfer.release(desk, [record_id], errand=errand())))


def test_the_school_of_origin_cannot_withdraw_the_others_request(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        notified(desk, record_id)
        assert "transfer.no-handover" in refusing(
            refused(lambda: transfer.withdraw(desk, [record_id], errand=errand(because="x")))
        )


def test_a_release_is_given_once_and_leaves_the_pupil_on_the_roll(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        notified(desk, record_id)
        transfer.release(desk, [record_id], errand=errand())
        record = record_of(desk, record_id)
        *_, act = desk.registry.acts(record_id=record_id)
        assert (record.status, record.handover["party"]) == ("enrolled", "authority")
        assert (act.kind, act.body) == ("transfer-released", {"case": CASE})
        assert refusing(refused(lambda: transfer.release(desk, [record_id], errand=errand()))) == ["transfer.answered"]


def test_a_decline_needs_its_reason_and_the_authority_decides(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        notified(desk, record_id)
        assert refusing(refused(lambda: transfer.refuse(desk, [record_id], errand=errand()))) == ["usage.missing"]
        transfer.refuse(desk, [record_id], errand=errand(because="学生已辍学，正在劝返"))
        *_, act = desk.registry.acts(record_id=record_id)
        assert (act.kind, act.body and act.body["reason"]) == ("transfer-declined", "学生已辍学，正在劝返")
        echo(desk, "handover-refused", record_id, reason="原校不同意", by="from-school")
        record = record_of(desk, record_id)
        assert (record.status, record.handover, record.reason) == ("enrolled", {}, "原校不同意")


def test_while_a_handover_is_open_the_pupil_changes_in_nothing_else(school: Path) -> None:
    with at(school) as desk:
        record_id = registered(desk)
        notified(desk, record_id)
        asked_for = errand(paper="柜1")
        refusal = refused(
            lambda: leave(
                desk, [record_id], until=TODAY + timedelta(days=90), ground="病", extend=False, errand=asked_for
            )
        )
        assert refusing(refusal) == ["change.handover-open"]


def test_the_list_shows_both_sides_and_the_card_every_step_masked(school: Path) -> None:
    with at(school) as desk:
        away = registered(desk, document_number=resident(903), name="样小去")
        notified(desk, away)
        asked(desk, number=f"G{resident(901)}")
        listed = transfer.list_(desk).result
        assert {(item["role"], item["party"]) for item in listed["items"]} == {
            ("from", "from-school"), ("to", "from-school"),
        }  # fmt: skip
        shown = [transfer.show(desk, item["record_id"]).result for item in listed["items"]]
    assert listed["total"] == 2
    assert all(item["days"] == 0 and item["since"] == TODAY.isoformat() for item in listed["items"])
    text = f"{listed} {shown}"
    assert resident(901) not in text
    assert resident(903) not in text
    assert {act["kind"] for each in shown for act in each["acts"]} == {"transfer-notified", "transfer-requested"}


def test_a_rehearsal_of_a_request_judges_the_words_too(school: Path) -> None:
    with at(school) as desk:
        said = errand(paper="柜1", because="很长" * 2000, dry_run=True)
        assert "text.too-long" in refusing(refused(lambda: asked(desk, errand=said)))
