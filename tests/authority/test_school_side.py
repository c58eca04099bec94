"""The school's real procedures against this authority: what was disputed comes to an end there too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import AUTHORITY, NOW, person, school, send, waiting, whole
from xjcli.authority import enrolling, folder
from xjcli.authority.decide import approve, refuse
from xjcli.authority.office import Office
from xjcli.desk import Desk, open_desk
from xjcli.procedures import init, key
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.schema.act import Draft
from xjcli.schema.values.numbers import make_local

ASKED = init.School(
    school_code="2132000456", name="虚构市测试学校", region="320102", stages="primary", system="6-3",
    authority=AUTHORITY, registrar="测试老师",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, office: Office) -> Iterator[Desk]:
    """A school set up by `xj init`, each side trusting the other's card."""
    home = tmp_path / "s"
    made = init.init(home, ASKED, now=NOW)
    enrolling.add(office, Path(made.result["card"]), confirm=lambda card: card.fingerprint)
    with open_desk("write", home=home, now=NOW) as opened:
        key.trust(opened, office.card, confirm=lambda card: card.fingerprint)
        yield opened


def _write(desk: Desk, kind: str, record_id: str, body: dict[str, Any]) -> None:
    draft = Draft(kind, record_id, "2026-09-01", body, {"pack": "national-2013", "article": 5, "evidence": []})
    with desk.registry.transaction():
        desk.registry.append([draft], command="test", recorded_at=desk.recorded_at, recorded_by="测试老师")


def _take_on(desk: Desk, record_id: str, who: dict[str, str], number: str = "") -> None:
    place = {"stage": "primary", "cohort": 2026, "class": "01", "entry_month": "2026-09"}
    value = {"value": number or make_local(record_id), "state": "issued" if number else "local"}
    body = {"basis": "take-on", "person": who, "place": place, "number": {**value, "rule": "national-2013"}}
    _write(desk, "taken-on", record_id, body)


def _exchange(desk: Desk, office: Office, stick: Path) -> dict[str, int]:
    """Push, intake, outbox, pull over a stick; then how many of the school's bundles stand in each stage."""
    assert push(desk, str(stick)).status == 0
    assert folder.intake(office, stick).status == 0
    assert folder.outbox(office, stick).status == 0
    taken = pull(desk, str(stick))
    assert taken.status == 0
    stages: dict[str, int] = taken.result["stage"]
    return stages


def test_a_disputed_confirmation_never_leaves_the_schools_bundle_waiting(
    office: Office, desk: Desk, stick: Path
) -> None:
    number = "G" + person(1)["document_number"]
    other = school(office)
    other.enroll("r-9", person(1), kind="taken-on", number=number)
    send(office, other.bundle())
    _take_on(desk, "r-1", person(3))
    _write(desk, "number-confirmed", "r-1", {"number": number, "source": "official list"})

    assert _exchange(desk, office, stick) == {"decided": 1}

    assert [(case["case"], case["clean"]) for case in waiting(office)] == [("N-000001", False)]
    refuse(office, ["N-000001"], because="名单有误")
    assert _exchange(desk, office, stick) == {"decided": 1}
    assert whole(office)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_disputed_takeover_is_decided_and_the_school_hears_of_it(
    office: Office, desk: Desk, stick: Path, agreed: bool
) -> None:
    _take_on(desk, "r-1", person(3), "G" + person(1)["document_number"])
    assert _exchange(desk, office, stick) == {"verified": 1}
    if agreed:
        approve(office, ["E-000001"], because="身份证号已更正")
    else:
        refuse(office, ["E-000001"], because="学籍号属于另一名学生")
    assert _exchange(desk, office, stick) == {"decided": 1}
    assert whole(office)
