"""及时维护 (第十三条): contact data and the like, at once and without a case."""

from __future__ import annotations

import pytest

from tests.procedures.desks import TODAY, child, codes, opened, record_of, refused
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.doctor import doctor
from xjcli.procedures.update import update

ERRAND = Errand(TODAY)


@pytest.fixture
def pupil(desk: Desk) -> str:
    return str(opened(desk, child(phone="13900000001", orphan="否")).result["record_id"])


def test_it_takes_effect_at_once_and_leaves_the_rest(desk: Desk, pupil: str) -> None:
    report = update(desk, pupil, {"phone": "13900000002", "孤儿": "是"} | {"member1_address": "虚构路 5 号"}, ERRAND)
    record, act = record_of(desk, pupil), list(desk.registry.acts())[-1]
    assert (record.person["phone"], record.person["member1_address"]) == ("13900000002", "虚构路 5 号")
    assert (record.person["name"], record.open_case) == (child()["name"], {})
    assert act.kind == "updated" and "awaits" not in act.basis
    assert report.result["awaits"] is False
    assert doctor(desk).status == 0


def test_old_and_new_are_shown_masked(desk: Desk, pupil: str) -> None:
    (line,) = update(desk, pupil, {"phone": "13900000002"}, ERRAND).result["changes"]
    assert (line["from"], line["to"]) == ("139****0001", "139****0002")


def test_an_empty_value_takes_the_field_out(desk: Desk, pupil: str) -> None:
    update(desk, pupil, {"phone": ""}, ERRAND)
    assert record_of(desk, pupil).person["phone"] == ""


@pytest.mark.parametrize(
    ("field", "code"),
    [("name", "change.basic-field"), ("document_number", "change.basic-field"),
     ("member1_name", "change.basic-field"), ("entry_month", "change.basic-field"),
     ("class_no", "change.class-field"), ("grade", "change.place-field"), ("fone", "field.unknown")],
)  # fmt: skip
def test_what_has_a_way_of_its_own_is_pointed_to_it(desk: Desk, pupil: str, field: str, code: str) -> None:
    assert codes(refused(lambda: update(desk, pupil, {field: "1"}, ERRAND))) == [code]


def test_nothing_changed_is_nothing_to_record(desk: Desk, pupil: str) -> None:
    assert codes(refused(lambda: update(desk, pupil, {"phone": "13900000001"}, ERRAND))) == ["update.nothing"]


def test_what_cannot_be_read_stores_nothing(desk: Desk, pupil: str) -> None:
    head = desk.registry.head()
    assert "field.label" in codes(refused(lambda: update(desk, pupil, {"orphan": "也许", "phone": "1"}, ERRAND)))
    assert desk.registry.head() == head


def test_a_pupil_whose_enrolment_waits_can_be_updated(desk: Desk, pupil: str) -> None:
    assert record_of(desk, pupil).standing == "pending"
    assert update(desk, pupil, {"email": "a@example.invalid"}, ERRAND).result["operation"]


def test_a_rehearsal_stores_nothing(desk: Desk, pupil: str) -> None:
    head = desk.registry.head()
    report = update(desk, pupil, {"phone": "13900000002"}, Errand(TODAY, dry_run=True))
    assert (report.result["operation"], desk.registry.head()) == (None, head)
