"""第二十四条: a review is written, signed by two people and reported; the next semester starts from what was signed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW
from tests.procedures.changing import LATER, approved_child, errand, written
from tests.procedures.desks import TODAY, at, child, codes, opened, pdf, refused
from tests.procedures.reviewing import BEFORE, NEXT_DAY, TERM, both, countersigned, filed, staffed_school
from tests.procedures.test_check import staffed
from tests.procedures.test_leader import named
from tests.procedures.test_reconcile import on_leave
from xjcli.authority.bodies import check as check_body
from xjcli.procedures.leader import name_leader, revoke_leader
from xjcli.procedures.reconcile import reconcile
from xjcli.procedures.review import Target, show, sign, submit, write
from xjcli.procedures.settings import change as set_
from xjcli.procedures.undo import undo
from xjcli.registry.doctor import examine
from xjcli.schema.act import OFFICE

pytestmark = pytest.mark.usefixtures("quick_locks")


def test_a_review_is_written_signed_and_recorded_as_an_act_of_the_school(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        report = filed(desk, stick, because="期末复核")
        *_, act = desk.registry.acts()
        check_body(act)
        assert (act.kind, act.record_id, act.basis["article"], act.basis["legal_act"]) == (
            "semester-reviewed", OFFICE, 24, "REPORT",
        )  # fmt: skip
        assert act.operation == report.result["operation"]
        assert act.body is not None
        assert set(act.body) == {"semester", "statement", "signatures", "because", "paper"}
        assert (act.body["statement"]["registrar"], act.body["statement"]["leader"]) == ("测试老师", "测试校长")
        assert (act.body["statement"]["act"], act.body["statement"]["head"]) == (act.seq - 1, act.prev)
        assert all(line.ok for line in examine(desk.registry))
        assert reconcile(desk, TERM).status == 0
        (item,) = show(desk).result["items"]
    assert (item["verified"], item["counts"], item["differences"], item["act"]) == (True, True, [], act.seq)


def test_the_statement_names_no_pupil(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        text = both(desk, stick).read_text("utf-8")
        said = json.dumps(show(desk).result, ensure_ascii=False)
    for word in (pupil, child()["name"], child()["document_number"]):
        assert word not in text + said


def test_what_is_open_needs_a_reason_which_travels_with_the_statement(school: Path, stick: Path) -> None:
    paper = stick / "r.xjreview"
    with at(school) as desk:
        staffed_school(desk, stick)
        opened(desk, child(903), basis="first")
        refusal = refused(lambda: write(desk, TERM, Target(paper)))
        assert codes(refusal)[0] == "review.open"
        assert isinstance(refusal.result, dict)
        assert refusal.result["identity"]["school"]["closing"] == 2
        assert not paper.exists()
        report = write(desk, TERM, Target(paper), because="等主管部门批复")
        assert report.status == 0
        countersigned(desk, paper, stick)
        submit(desk, TERM, paper, errand())
        *_, act = desk.registry.acts()
    assert act.body is not None
    stated = act.body["statement"]
    assert stated["because"] == "等主管部门批复"
    assert {"kind": "case", "code": "enrolment", "article": 4, "count": 1} in stated["open"]


def test_a_reason_where_nothing_is_open_is_not_stated(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        filed(desk, stick, why="没有什么")
        *_, act = desk.registry.acts()
    assert act.body is not None
    assert (act.body["statement"]["because"], act.body["statement"]["open"]) == ("", [])


def test_figures_that_do_not_add_up_are_never_signed(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        with desk.registry.transaction():
            desk.registry.connection.execute("update records set status = 'withdrawn' where record_id = ?", (pupil,))
        refusal = refused(lambda: write(desk, TERM, Target(stick / "r"), because="无论如何"))
    assert "reconcile.unbalanced" in codes(refusal)
    assert not (stick / "r").exists()


def test_figures_that_change_between_the_signatures_and_the_report_are_refused(school: Path, stick: Path) -> None:
    with at(school, now=NEXT_DAY) as desk:
        pupil = staffed_school(desk, stick)
        paper = both(desk, stick)
        on_leave(desk, pupil)
        refusal = refused(lambda: submit(desk, TERM, paper, errand(LATER)))
        assert codes(refusal)[0] == "review.changed"
        assert isinstance(refusal.result, dict)
        assert refusal.result["differences"][0]["label"] == "全校"
        assert show(desk).result["total"] == 0


def test_what_came_later_on_the_day_it_was_written_does_not_keep_it_back(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        paper = both(desk, stick)
        on_leave(desk, pupil)
        assert submit(desk, TERM, paper, errand()).result["operation"]
        assert show(desk).result["items"][0]["figures"]["present"][0]["closing"] == 1


def test_an_act_that_moves_nobody_does_not_spoil_a_signed_statement(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        paper = both(desk, stick)
        written(desk, "updated", pupil, {"changes": {"address": "样例路2号"}})
        assert submit(desk, TERM, paper, errand()).result["operation"]


def test_each_fault_of_a_statement_has_its_own_code(school: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        one = stick / "one.xjreview"
        write(desk, TERM, Target(one))
        paper = both(desk, stick)

        def refusal(path: Path, term: str = TERM, **more: Any) -> list[str]:
            return codes(refused(lambda: submit(desk, term, path, errand(**more))))

        assert refusal(one) == ["bundle.threshold"]
        assert refusal(paper, BEFORE) == ["review.semester"]
        assert refusal(paper, on=TODAY - timedelta(days=1)) == ["review.too-early"]
        assert refusal(paper, on=TODAY + timedelta(days=1)) == ["change.future"]
        assert refusal(tmp_path / "none") == ["file.missing"]
        flipped = bytearray(paper.read_bytes())
        flipped[len(flipped) // 2] ^= 1
        (stick / "flipped").write_bytes(flipped)
        assert refusal(stick / "flipped")[0].startswith("bundle.")
        submit(desk, TERM, paper, errand())
        assert refusal(paper) == ["review.filed"]
        revoke_leader(desk, because="离任")
        assert refusal(paper) == ["key.revoked"]


def test_a_statement_of_a_ledger_that_went_another_way_is_refused(school: Path, stick: Path) -> None:
    """An old backup that went on has the same school and the same keys; the place in the ledger tells them apart."""
    with at(school) as desk:
        staffed_school(desk, stick)
        backup = (school / "registry.db").read_bytes() if (school / "registry.db").exists() else b""
        approved_child(desk, 903)
        paper = both(desk, stick)
    assert backup
    (school / "registry.db").write_bytes(backup)
    with at(school) as desk:
        assert codes(refused(lambda: submit(desk, TERM, paper, errand()))) == ["review.head"]
        approved_child(desk, 905)
        assert codes(refused(lambda: submit(desk, TERM, paper, errand()))) == ["review.head"]


def test_a_leader_signs_with_the_file_the_card_and_the_key_alone(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        paper = stick / "r.xjreview"
        write(desk, TERM, Target(paper))
        unsigned = paper.read_bytes()
        card = stick / "card"
        card.write_bytes((school / f"{desk.settings.school_code}.xjcard").read_bytes())
    options: dict[str, Any] = {"now": NOW, "passphrase": lambda: ""}
    rehearsed = sign(paper, card, stick / "leader.key", **options, dry_run=True)
    assert (paper.read_bytes(), rehearsed.result["file"]) == (unsigned, "")
    seen: list[dict[str, Any]] = []

    def no(plan: dict[str, Any]) -> bool:
        seen.append(plan)
        return False

    assert codes(refused(lambda: sign(paper, card, stick / "leader.key", confirm=no, **options))) == ["usage.cancelled"]
    assert seen[0]["figures"]["present"][0]["closing"] == 1
    elsewhere = sign(paper, card, stick / "leader.key", out=Target(stick / "signed"), **options)
    assert (paper.read_bytes(), elsewhere.result["file"]) == (unsigned, str(stick / "signed"))
    sign(paper, card, stick / "leader.key", **options)
    assert paper.read_bytes() == (stick / "signed").read_bytes() != unsigned
    again = refused(lambda: sign(paper, card, stick / "leader.key", **options))
    assert codes(again) == ["bundle.signed-before"]


def test_a_leader_is_needed_and_is_not_the_registrar(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed(desk)
        approved_child(desk)
        assert codes(refused(lambda: write(desk, TERM, Target(stick / "r")))) == ["review.no-leader"]
        named(desk, stick / "leader.key")
        set_(desk, "registrar", "测试校长")
    with at(school) as desk:
        assert codes(refused(lambda: write(desk, TERM, Target(stick / "r"), because="换人"))) == ["review.same-person"]


def test_a_statement_lies_in_clear_so_no_number_stands_in_it(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        opened(desk, child(903), basis="first")
        because = f"等 {child(903)['document_number']} 的批复"
        refusal = refused(lambda: write(desk, TERM, Target(stick / "r"), because=because))
    assert [(each.code, each.where) for each in refusal.problems] == [("review.number", "because")]
    assert not (stick / "r").exists()


def test_who_signs_has_a_name(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        set_(desk, "registrar", "")
    with at(school) as desk:
        refusal = refused(lambda: write(desk, TERM, Target(stick / "r"), because="没有写明"))
    assert codes(refusal) == ["registrar.unnamed"]


def test_a_rehearsal_and_a_no_change_nothing(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        assert write(desk, TERM, Target(stick / "r"), dry_run=True).result["file"] == ""
        assert write(desk, TERM, None).result["file"] == ""
        assert not (stick / "r").exists()
        paper, head = both(desk, stick), desk.registry.head()
        submit(desk, TERM, paper, errand(dry_run=True))
        no = refused(lambda: submit(desk, TERM, paper, errand(confirm=lambda _: False)))
        assert (codes(no), desk.registry.head()) == (["usage.cancelled"], head)


def test_a_file_that_stands_there_stays_unless_it_may_be_replaced(school: Path, stick: Path) -> None:
    (stick / "r").write_bytes(b"mine")
    with at(school) as desk:
        staffed_school(desk, stick)
        assert codes(refused(lambda: write(desk, TERM, Target(stick / "r")))) == ["file.exists"]
        assert (stick / "r").read_bytes() == b"mine"
        write(desk, TERM, Target(stick / "r", force=True))
    assert (stick / "r").read_bytes() != b"mine"


def test_the_scan_of_the_signed_paper_is_evidence(school: Path, stick: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        filed(desk, stick, evidence=[pdf(tmp_path / "复核表.pdf")])
        *_, act = desk.registry.acts()
    assert len(act.basis["evidence"]) == 1


def test_a_review_is_reported_and_not_taken_back(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        operation = filed(desk, stick).result["operation"]
        assert codes(refused(lambda: undo(desk, operation, errand()))) == ["undo.not-ours"]


def test_a_leader_whose_review_has_no_receipt_yet_is_replaced_only_for_a_reason(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        filed(desk, stick)
        for errand_ in (lambda: revoke_leader(desk), lambda: named(desk, stick / "two.key", "测试书记")):
            assert codes(refused(errand_)) == ["key.leader-waiting"]
    with at(school, now=NOW + timedelta(days=1)) as desk:
        name_leader(desk, "测试书记", stick / "two.key", passphrase=lambda: "x" * 12, because="密钥丢失")
        (item,) = show(desk).result["items"]
    assert item["verified"]  # it counted when it was recorded
