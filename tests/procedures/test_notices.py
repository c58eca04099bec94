"""What the authority says besides enrolments, as the school takes it in: each an act, in order, exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import School as Double
from tests.authority.school_double import approve_clean, authority, record_at, reopened, send, waiting, whole
from tests.authority.school_double import school as double
from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import at, child, codes, opened, pdf, record_of, refused
from xjcli.authority import answers as authority_answers
from xjcli.authority.decide import approve, refuse
from xjcli.authority.enrolling import add
from xjcli.authority.folder import intake, outbox
from xjcli.authority.office import Office
from xjcli.bundle import answers
from xjcli.desk import Desk
from xjcli.procedures import bundle, key
from xjcli.procedures.change import Errand, change
from xjcli.procedures.doctor import doctor
from xjcli.procedures.find import find
from xjcli.procedures.home import home
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.procedures.status import status
from xjcli.report.language import choose
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME
from xjcli.schema.record import Record
from xjcli.ui import screens

OTHER = "2132000002"
LATER = NOW + timedelta(hours=1)


@dataclass
class Town:
    """A desk with an approved pupil, its authority, another school, and the stick between them."""

    desk: Desk
    office: Office
    other: Double
    stick: Path
    pupil: str

    def up(self) -> None:
        assert push(self.desk, str(self.stick)).status == 0
        assert intake(self.office, self.stick).status in (None, 0)

    def down(self, **more: Any) -> dict[str, Any]:
        outbox(self.office, self.stick)
        report = pull(self.desk, str(self.stick), **more)
        assert codes(report) == []
        return report.result

    @property
    def record(self) -> Record:
        return record_of(self.desk, self.pupil)

    def act(self, kind: str, body: dict[str, Any], *proofs: Path) -> None:
        errand = Errand(self.desk.today, evidence=proofs, paper="柜1-1")
        change(self.desk, [self.pupil], kind, lambda _: body, errand)

    def correct(self, to: str = "样更正", *proofs: Path) -> None:
        self.act("corrected", {"changes": {"name": {"from": self.record.name, "to": to}}}, *proofs)

    def asked_for(self, **other: str) -> str:
        """Another school asks for the pupil; gives the case."""
        who = {name: value for name, value in self.record.person.items() if name in BY_NAME}
        self.other.request("a-1", {**who, **other}, SCHOOL.school_code)
        assert send(self.office, self.other.bundle()).outcome == "accepted"
        return str(waiting(self.office)[-1]["case"])

    def acts(self) -> list[Act]:
        return list(self.desk.registry.acts(record_id=self.pupil))

    def whole(self) -> bool:
        return whole(self.office) and doctor(self.desk).status == 0


@pytest.fixture
def town(school: Path, tmp_path: Path) -> Iterator[Town]:
    office = reopened(authority(tmp_path / "authority", SCHOOL.authority).home, lambda: LATER)
    (stick := tmp_path / "stick").mkdir()
    add(office, school / f"{SCHOOL.school_code}.xjcard", confirm=lambda card: card.fingerprint)
    with at(school, now=LATER) as desk:
        key.trust(desk, office.card, confirm=lambda card: card.fingerprint)
        pupil = str(opened(desk, child()).result["record_id"])
        made = Town(desk, office, double(office, OTHER), stick, pupil)
        made.up()
        assert approve_clean(office)["approved"] == 1
        made.down()
        yield made


def test_a_notice_becomes_one_act_with_its_day_and_its_bundle(town: Town) -> None:
    case = town.asked_for()
    first = len(town.acts())
    rehearsed = town.down(dry_run=True)
    assert (rehearsed["notices"], len(town.acts())) == (1, first)
    taken = town.down()
    assert (taken["notices"], taken["decisions"], taken["receipts"], taken["issued"]) == (1, 0, 0, 0)
    act = town.acts()[-1]
    assert (act.kind, act.occurred_on) == ("transfer-notified", LATER.date().isoformat())
    assert act.body is not None
    assert (act.body["case"], len(act.body["bundle"])) == (case, 64)
    assert town.record.handover["seal"] == town.other.seal.recipient
    assert (town.down()["notices"], len(town.acts())) == (0, first + 1)
    assert status(town.desk).result["handovers"] == {"to": 0, "from": 1, "to_answer": 1}
    assert status(town.desk).result["unsent"] == 0
    assert [each["kind"] for each in taken["told"]] == ["transfer-notified"]
    assert home(town.desk).result["next"] == "transfer release"
    assert town.whole()


def test_a_correction_that_was_refused_is_told_with_its_reason(town: Town) -> None:
    town.correct("样更正")
    town.up()
    refuse(town.office, [waiting(town.office)[0]["case"]], because="户口簿不清楚")
    taken = town.down()
    (told,) = taken["told"]
    assert (told["kind"], told["reason"], told["record_id"]) == (
        "change-refused",
        "户口簿不清楚",
        town.record.record_id,
    )
    assert told["name"] == town.record.name != "样更正"
    choose("zh")
    lines = list(screens.pull(taken))
    assert lines[1] == f"  变动不予核准：{told['name']}（{told['record_id']}），理由：户口簿不清楚"
    assert lines[-1] == "下一步：xj due 看轮到本校的事项"


def test_what_waits_is_counted_until_the_answer_is_fetched(town: Town, tmp_path: Path) -> None:
    town.correct("样更正", pdf(tmp_path / "户口簿.pdf"))
    assert status(town.desk).result["open_cases"] == 1
    town.up()
    approve(town.office, [waiting(town.office)[0]["case"]])
    taken = town.down()
    assert (taken["notices"], taken["receipts"], taken["stage"]) == (1, 1, {"decided": 2})
    assert (town.record.name, status(town.desk).result["open_cases"]) == ("样更正", 0)
    assert town.whole()


def test_enrolments_and_changes_that_are_decided_together_come_in_one_bundle(town: Town) -> None:
    town.correct()
    opened(town.desk, child(902))
    town.up()
    assert approve_clean(town.office)["approved"] == 2
    taken = town.down()
    assert (taken["notices"], taken["decisions"], taken["approved"], taken["issued"]) == (1, 1, 1, 1)
    assert find(town.desk, standing="approved").result["total"] == 2
    assert town.whole()


def test_an_approval_that_crosses_a_death_is_heard_on_both_sides_alike(town: Town) -> None:
    town.correct()
    town.up()
    approve_clean(town.office)
    town.act("death-reported", {"died_on": town.desk.today.isoformat(), "certificate": "D-1"})
    town.down()
    assert town.record.status == "deregistered"
    town.up()
    town.down()
    theirs = record_at(town.office, Double(town.other.authority, SCHOOL.school_code), town.pupil)
    assert (theirs.status, theirs.name, town.record.name) == ("deregistered", "样更正", "样更正")
    assert town.whole()


def test_a_case_that_a_death_ended_no_longer_keeps_its_bundle_open(town: Town) -> None:
    town.correct()
    town.up()
    town.act("death-reported", {"died_on": town.desk.today.isoformat(), "certificate": "D-1"})
    town.up()
    assert waiting(town.office) == []
    assert town.down()["stage"] == {"decided": 3}
    assert town.whole()


def test_a_completed_handover_that_crosses_a_report_leaves_the_channel_open(town: Town) -> None:
    case = town.asked_for()
    approve(town.office, [case], because="逾期")
    town.act("death-reported", {"died_on": town.desk.today.isoformat(), "certificate": "D-1"})
    assert town.down()["notices"] == 2
    assert town.record.handover == {}
    town.up()
    assert town.down()["receipts"] == 1
    assert town.whole()


def test_a_handover_is_refused_and_the_pupil_stays(town: Town) -> None:
    refuse(town.office, [town.asked_for()], because="材料不全")
    assert town.down()["notices"] == 2
    assert (town.record.status, town.record.handover) == ("enrolled", {})
    town.act("leave-granted", {"until": "2027-08-31", "ground": "疾病"})
    town.up()
    assert town.whole()


@pytest.mark.parametrize("changed", [{"record_id": "r-unknown"}, {"act": 99}])
def test_a_notice_about_nobody_of_ours_is_refused_and_nothing_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    """An authority that is broken: it signs what is not about us."""
    town.correct()
    town.up()
    approve_clean(town.office)
    real = answers.notices_to_bytes

    def broken(notices: list[answers.Notice]) -> bytes:
        (one,) = notices
        body = {**one.body, **{name: value for name, value in changed.items() if name in one.body}}
        return real([answers.Notice(one.seq, one.kind, str(changed.get("record_id", one.record_id)), one.on, body)])

    monkeypatch.setattr(authority_answers, "notices_to_bytes", broken)
    outbox(town.office, town.stick)
    before = len(town.acts())
    report = pull(town.desk, str(town.stick))
    assert (report.status, codes(report), report.result["notices"]) == (60, ["bundle.not-ours"], 0)
    assert (len(town.acts()), town.record.name != "样更正") == (before, True)


def test_only_what_is_decided_on_takes_its_proofs_along(town: Town, tmp_path: Path) -> None:
    """exchange.md: evidence for each act that needs the authority's approval; the rest stays in the dossier."""
    town.act("leave-granted", {"until": "2027-08-31", "ground": "疾病"}, pdf(tmp_path / "a.pdf", b"leave"))
    (made,) = bundle.build(town.desk).result["bundles"]
    assert len(bundle.show_stored(town.desk, made["id"]).result["parts"]) == 1
    town.act("corrected", {"changes": {"name": {"from": town.record.name, "to": "样更正"}}}, pdf(tmp_path / "b.pdf"))
    (made,) = bundle.build(town.desk).result["bundles"]
    assert len(bundle.show_stored(town.desk, made["id"]).result["parts"]) == 2
    town.up()
    assert [line["clean"] for line in waiting(town.office)] == [True]
    assert town.whole()


def test_a_status_that_nobody_can_have_is_a_usage_error(town: Town) -> None:
    assert find(town.desk, status="on_leave").result["total"] == 0
    refusal = refused(lambda: find(town.desk, status="asleep"))
    assert codes(refusal) == ["usage.option"]
    assert "on-leave" in str(refusal.problems[0].params["allowed"])
