"""第十四条至第十六条 as the offices do it: each step a command of its own, over a stick."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.test_changes import OTHER_SCHOOL, pupil
from tests.offices import Answer, Program, introduce, open_authority, open_school
from tests.people import SCHOOL_CODE, pupils
from tests.procedures.desks import pdf, sheet
from xjcli.schema.record import Record


@dataclass(frozen=True, slots=True)
class County:
    authority: Program
    old: Program
    new: Program
    folder: Path
    answers: dict[str, dict[str, str]]

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def send(self, school: Program) -> None:
        """The school pushes, the authority takes in and answers everybody."""
        assert school.run("push", "--to", self.stick).exit == 0
        taken = self.authority.run("intake", self.stick)
        assert (taken.exit, taken.codes) == (0, [])
        self.answer()

    def answer(self) -> None:
        assert self.authority.run("outbox", self.stick).exit == 0
        for school in (self.old, self.new):
            pulled = school.run("pull", "--from", self.stick)
            assert (pulled.exit, pulled.codes) == (0, [])

    def settle(self) -> None:
        """Nothing is on its way any more, every doctor is content, and both sides hold the same head of the ledger."""
        self.send(self.old)
        self.send(self.new)
        self.send(self.old)
        assert [each.run("doctor").exit for each in (self.authority, self.old, self.new)] == [0, 0, 0]
        for school in (self.old, self.new):
            status = school.run("status").result
            assert status["unsent"] == 0, status

    def request(self, who: Record, *more: str | Path) -> Answer:
        """乙校 asks for a pupil of 甲校, by what the family has with it."""
        answers = self.answers[who.name]
        said = [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]
        return self.new.run(
            "transfer", "request", "--from", SCHOOL_CODE, "--from-name", "样例小学", "--reason", "随父母迁居",
            "--number", "-", "--evidence", pdf(self.folder / "申请表.pdf"), "--because", "随父母迁居", *said, "--yes",
            *more, stdin=who.registry_number + "\n",
        )  # fmt: skip

    def find(self, school: Program, record_id: str) -> str:
        return str(school.run("show", record_id).result["status"])

    def due(self, school: Program) -> list[tuple[str, str, bool]]:
        """The clocks of handovers and dossiers: what, whose, overdue."""
        items = school.run("due").result["items"]
        return [(each["what"], each["whose"], each["overdue"]) for each in items if each["article"] in (14, 15)]


_ASKED = ("name", "sex", "birth_date", "document_type", "document_number", "grade", "class_no", "entry_month")


@pytest.fixture
def county(tmp_path: Path) -> County:
    """甲校 has taken on two pupils with the numbers that were issued to them; 乙校 has none."""
    authority, authority_print = open_authority(tmp_path / "A")
    old, old_print = open_school(tmp_path / "S")
    new, new_print = open_school(tmp_path / "O", code=OTHER_SCHOOL)
    introduce(old, old_print, authority, authority_print)
    introduce(new, new_print, authority, authority_print)
    (tmp_path / "stick").mkdir()
    rows = [{**each, "registry_number": f"G{each['document_number']}"} for each in pupils(2, seed=1, code=SCHOOL_CODE)]
    answers = {row["name"]: {name: row[name] for name in _ASKED} for row in rows}
    made = County(authority, old, new, tmp_path, answers)
    taken = old.run("import", sheet(tmp_path / "在校生.xlsx", rows), "--as", "take-on", "--yes")
    assert (taken.exit, taken.codes) == (0, [])
    made.send(old)
    authority.run("approve", "--all-clean", "--yes")
    made.answer()
    return made


def test_a_pupil_moves_with_number_and_dossier(county: County) -> None:
    who = pupil(county.old)
    assert who.number_state == "issued"
    asked = county.request(who)
    assert asked.exit == 0, asked.document
    came = asked.result["items"][0]["record_id"]
    assert county.due(county.new) == [("transfer-in", "other-school", False)]
    assert county.due(county.old) == []
    county.send(county.new)
    (case,) = county.authority.run("pending").result["items"]
    assert case["case"].startswith("H-")
    assert county.due(county.old) == [("transfer-out", "ours", False)]
    (line,) = county.old.run("transfer", "list").result["items"]
    assert (line["role"], line["party"], line["case"]) == ("from", "from-school", case["case"])
    assert county.new.run("transfer", "show", came).result["party"] == "from-school"

    assert county.old.run("transfer", "release", who.record_id, "--because", "随父母迁居", "--yes").exit == 0
    county.send(county.old)
    assert county.due(county.old) == [("transfer-out", "authority", False)]
    assert county.find(county.old, who.record_id) == "enrolled"
    assert county.authority.run("approve", case["case"]).result["approved"] == 1
    county.answer()
    arrived = pupil(county.new, status="enrolled")
    assert pupil(county.old, status="transferred-out").record_id == who.record_id
    assert (arrived.record_id, arrived.registry_number) == (came, who.registry_number)
    assert county.due(county.old) == [("dossier-transfer", "ours", False)]

    out = county.folder / "档案"
    out.mkdir()
    sent = county.old.run("dossier", "export", who.record_id, out, "--yes")
    assert sent.exit == 0, sent.document
    (package,) = out.glob("*.xjd")
    (card,) = county.old.home.glob("*.xjcard")
    fingerprint = county.old.run("key", "show").result["fingerprint"]
    received = county.new.run("dossier", "receive", package, "--card", card, "--fingerprint", fingerprint, "--yes")
    assert received.exit == 0, received.document
    county.settle()
    assert county.due(county.old) == county.due(county.new) == []


def test_a_refusal_of_the_school_and_then_of_the_authority_leaves_the_pupil_where_it_was(county: County) -> None:
    who = pupil(county.old)
    came = county.request(who).result["items"][0]["record_id"]
    county.send(county.new)
    assert county.old.run("transfer", "refuse", who.record_id, "--because", "材料不全", "--yes").exit == 0
    county.send(county.old)
    (case,) = county.authority.run("pending").result["items"]
    assert county.authority.run("approve", case["case"]).codes == ["handover.not-released"]
    assert county.authority.run("refuse", case["case"], "--because", "补齐材料再报").result["refused"] == 1
    county.answer()
    assert county.find(county.old, who.record_id) == "enrolled"
    assert county.find(county.new, came) == "cancelled"
    assert county.due(county.old) == county.due(county.new) == []
    again = county.request(who)
    assert again.exit == 0, again.document
    county.settle()


def test_a_request_that_is_withdrawn_ends_on_both_sides(county: County) -> None:
    who = pupil(county.old)
    came = county.request(who).result["items"][0]["record_id"]
    county.send(county.new)
    assert county.old.run("transfer", "list").result["total"] == 1
    assert county.new.run("transfer", "withdraw", came, "--because", "家长改变主意", "--yes").exit == 0
    county.send(county.new)
    assert county.old.run("transfer", "list").result["total"] == 0
    assert county.find(county.old, who.record_id) == "enrolled"
    assert county.find(county.new, came) == "cancelled"
    county.settle()


def test_an_act_and_its_reversal_travel_in_one_bundle(county: County) -> None:
    who = pupil(county.old)
    assert county.old.run("update", who.record_id, "--set", "phone=19900001111", "--yes").exit == 0
    assert county.old.run("undo", "--last", "--because", "登记错了", "--yes").exit == 0
    more = ("class_seat=12", "attendance_mode=走读", "member1_employer=样例市新单位")
    said = [word for each in more for word in ("--set", each)]
    updated = county.old.run("update", who.record_id, *said, "--yes")
    assert updated.exit == 0, updated.document
    county.settle()
