"""第三章 over a stick: a correction approved, a leave registered, a transfer between two schools; real programs.

Only the acts that a registrar has no command for yet are written by this test, as those commands will write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.test_flow import serving
from tests.offices import Program, introduce, open_authority, open_school, write_pupils
from tests.proofs import png
from xjcli.desk import open_desk
from xjcli.procedures.change import Errand, change
from xjcli.registry.queries import record
from xjcli.schema.act import Draft
from xjcli.schema.record import Record
from xjcli.schema.values.numbers import make_local

OTHER_SCHOOL = "2132000002"


@dataclass(frozen=True, slots=True)
class County:
    authority: Program
    old: Program
    new: Program
    stick: Path

    def travel(self) -> None:
        """Everybody sends, the authority takes in and answers, everybody fetches."""
        for school in (self.old, self.new):
            assert school.run("push", "--to", self.stick).exit == 0
        assert self.authority.run("intake", self.stick).exit == 0
        assert self.authority.run("outbox", self.stick).exit == 0
        for school in (self.old, self.new):
            pulled = school.run("pull", "--from", self.stick)
            assert (pulled.exit, pulled.codes) == (0, [])

    def whole(self) -> bool:
        return [office.run("doctor").exit for office in (self.authority, self.old, self.new)] == [0, 0, 0]


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A school with two approved pupils, and another one, empty."""
    authority, authority_print = open_authority(tmp_path / "A")
    old, old_print = open_school(tmp_path / "S")
    new, new_print = open_school(tmp_path / "O", code=OTHER_SCHOOL)
    introduce(old, old_print, authority, authority_print)
    introduce(new, new_print, authority, authority_print)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = County(authority, old, new, stick)
    assert old.run("import", write_pupils(tmp_path / "新生.xlsx", 2), "--yes").exit == 0
    made.travel()
    assert authority.run("approve", "--all-clean", "--yes").result["issued"] == 2
    made.travel()
    return made


def pupil(school: Program, place: int = 0, **asked: str) -> Record:
    words = [word for name, value in asked.items() for word in (f"--{name}", value)]
    item = school.run("find", *words).result["items"][place]
    with open_desk("read", home=school.home) as desk:
        found = record(desk.registry, item["record_id"])
    assert found is not None
    return found


def act(school: Program, who: Record, kind: str, body: dict[str, Any], proof: Path | None = None) -> None:
    """One act by the errand that all changes share."""
    with open_desk("write", home=school.home) as desk:
        errand = Errand(desk.today, evidence=[proof] if proof else [], paper="柜1-1")
        change(desk, [who.record_id], kind, lambda _: body, errand)


def ask(school: Program, who: Record, from_school: str, **claimed: str) -> str:
    """The receiving school starts a transfer; gives the arriving record."""
    record_id = "rarriving0000001"
    place = {"stage": who.stage, "cohort": who.cohort, "class": "03", "entry_month": who.entry_month}
    body = {
        "basis": "transfer", "person": {**who.person, "school_code": OTHER_SCHOOL}, "place": place,
        "number": {"value": make_local(record_id), "state": "local", "rule": "national-2013"},
        "handover": {"from_school": from_school, "from_name": "样例小学", "registry_number": "", "reason": "随父母迁居",
                     **claimed},
    }  # fmt: skip
    basis = {"pack": "national-2013", "article": 14, "evidence": [], "legal_act": "HANDLE"}
    with open_desk("write", home=school.home) as desk, desk.registry.transaction():
        draft = Draft("transfer-requested", record_id, desk.today.isoformat(), body, basis)
        desk.registry.append([draft], command="transfer", recorded_at=desk.recorded_at, recorded_by=desk.registrar)
    return record_id


def proof(folder: Path) -> Path:
    path = folder / "户口簿.png"
    path.write_bytes(png())
    return path


def test_a_correction_waits_for_its_approval_and_a_leave_for_nobody(county: County, tmp_path: Path) -> None:
    first, second = pupil(county.old), pupil(county.old, 1)
    body = {"changes": {"name": {"from": first.name, "to": "样更正"}}}
    act(county.old, first, "corrected", body, proof(tmp_path))
    with open_desk("read", home=county.old.home) as desk:
        until = f"{desk.today.year + 1}-08-31"
    assert county.old.run("leave", second.record_id, "--until", until, "--paper", "柜2-1", "--yes").exit == 0
    county.travel()
    assert pupil(county.old, status="on-leave").record_id == second.record_id
    status = county.old.run("status").result
    assert (status["open_cases"], status["unsent"]) == (1, 0)
    assert status["stage"] == {"decided": 1, "verified": 1}

    (case,) = county.authority.run("pending").result["items"]
    assert (case["kind"], case["clean"], case["case"][0]) == ("change", True, "C")
    shown = county.authority.run("show", case["case"]).result
    assert [(line["field"], line["to"]) for line in shown["changes"]] == [("name", "样更正")]
    assert len(shown["evidence"]) == 1
    roster = {item["record_id"]: item for item in county.authority.run("roster").result["items"]}
    assert roster[second.record_id]["status"] == "on-leave"
    assert roster[first.record_id]["name"] == first.name
    assert county.authority.run("approve", case["case"]).result["approved"] == 1
    county.travel()
    assert county.old.run("find", "样更正").result["total"] == 1
    assert county.old.run("status").result["open_cases"] == 0
    assert county.old.run("status").result["stage"] == {"decided": 2}
    assert county.whole()


def test_over_http_a_correction_and_a_handover_go_the_same_way(county: County, tmp_path: Path) -> None:
    first, second = pupil(county.old), pupil(county.old, 1)
    with serving(county.authority) as address:
        act(
            county.old, first, "corrected", {"changes": {"name": {"from": first.name, "to": "样更正"}}}, proof(tmp_path)
        )
        ask(county.new, second, "2132000001")
        for school in (county.old, county.new):
            assert school.run("sync", "--to", address).exit == 0
        assert county.authority.run("approve", "--all-clean", "--yes").result["approved"] == 1
        told = county.old.run("sync")
        assert (told.exit, told.result["notices"]) == (0, 2)
        asked = next(each for each in (pupil(county.old), pupil(county.old, 1)) if each.handover)
        act(county.old, asked, "transfer-released", {"case": asked.handover["case"]})
        assert county.old.run("sync").exit == 0
        assert county.authority.run("approve", "--all-clean", "--yes").result["approved"] == 1
        for school in (county.old, county.new):
            assert school.run("sync").exit == 0
    assert pupil(county.old, status="transferred-out").record_id == second.record_id
    assert pupil(county.new).registry_number == second.registry_number
    assert county.whole()


def test_a_refused_correction_is_as_if_it_had_never_been_asked(county: County) -> None:
    first = pupil(county.old)
    act(county.old, first, "corrected", {"changes": {"name": {"from": first.name, "to": "样更正"}}})
    county.travel()
    (case,) = county.authority.run("pending").result["items"]
    assert county.authority.run("refuse", case["case"], "--because", "证明不足").result["refused"] == 1
    county.travel()
    after = pupil(county.old)
    assert (after.name, after.open_case, after.reason) == (first.name, {}, "证明不足")
    assert county.whole()


def test_a_pupil_moves_between_two_schools_with_the_number_of_always(county: County) -> None:
    gone = pupil(county.old)
    came = ask(county.new, gone, "2132000001")
    county.travel()
    asked = pupil(county.old)
    assert (asked.handover["role"], asked.handover["party"], asked.status) == ("from", "from-school", "enrolled")
    assert county.old.run("status").result["handovers"] == {"to": 0, "from": 1, "to_answer": 1}
    (line,) = county.authority.run("transfers").result["items"]
    assert (line["state"], line["party"], line["days"]) == ("forwarded", "from-school", 0)
    (case,) = county.authority.run("pending").result["items"]
    assert county.authority.run("approve", "--all-clean", "--yes").result["approved"] == 0
    early = county.authority.run("approve", case["case"])
    assert (early.exit, early.codes) == (30, ["handover.not-released"])

    act(county.old, asked, "transfer-released", {"case": asked.handover["case"]})
    county.travel()
    done = county.authority.run("approve", "--all-clean", "--yes").result
    assert (done["approved"], done["issued"]) == (1, 0)
    county.travel()
    left, arrived = pupil(county.old, status="transferred-out"), pupil(county.new, status="enrolled")
    assert (left.record_id, left.situation["moved_to"]) == (gone.record_id, OTHER_SCHOOL)
    assert arrived.record_id == came
    assert (arrived.registry_number, arrived.number_state) == (gone.registry_number, "issued")
    assert (arrived.standing, arrived.class_no) == ("approved", "03")
    assert county.authority.run("transfers").result["items"] == []
    for school in (county.old, county.new):
        assert set(school.run("status").result["stage"]) <= {"decided"}
    assert county.whole()


def test_a_declined_transfer_needs_a_reason_to_go_on_and_a_withdrawn_one_ends(county: County) -> None:
    gone, other = pupil(county.old), pupil(county.old, 1)
    ask(county.new, gone, "2132000001")
    county.travel()
    asked = pupil(county.old)
    act(county.old, asked, "transfer-declined", {"case": asked.handover["case"], "reason": "欠图书"})
    county.travel()
    (case,) = county.authority.run("pending").result["items"]
    assert [problem["code"] for problem in case["problems"]] == ["handover.declined"]
    assert county.authority.run("approve", case["case"]).codes == ["handover.not-released"]
    assert county.authority.run("refuse", case["case"], "--because", "请先归还").result["refused"] == 1
    county.travel()
    assert pupil(county.new, status="cancelled").reason == "请先归还"
    stayed = next(each for each in (pupil(county.old), pupil(county.old, 1)) if each.record_id == gone.record_id)
    assert (stayed.status, stayed.handover, other.status) == ("enrolled", {}, "enrolled")
    assert county.whole()
