"""第十九条: a leave is registered, waits for nobody, keeps the record, and ends with a resumption."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.procedures.changing import acts_of, approved_child, errand
from tests.procedures.desks import TODAY, at, child, codes, opened, pdf, record_of, refused
from xjcli.procedures.leave import leave
from xjcli.procedures.resume import resume
from xjcli.schema.record import ENROLLED, ON_LEAVE

UNTIL = date(2027, 8, 31)


def test_a_leave_takes_effect_at_once_because_the_article_says_register(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        proof = pdf(tmp_path / "申请.pdf")
        report = leave(
            desk, [pupil], until=UNTIL, ground="疾病", extend=False, errand=errand(paper="", evidence=[proof])
        )
        record = record_of(desk, pupil)
        act = acts_of(desk, pupil)[-1]
    assert report.status == 0
    assert (report.result["legal_act"], report.result["awaits"], report.result["article"]) == ("REGISTER", False, 19)
    assert (record.status, record.situation["until"], record.open_case) == (ON_LEAVE, "2027-08-31", {})
    assert act.kind == "leave-granted"
    assert len(act.basis["evidence"]) == 1


def test_without_the_written_application_nothing_is_stored(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        refusal = refused(lambda: leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand(paper="")))
        assert codes(refusal) == ["change.evidence"]
        assert len(acts_of(desk, pupil)) == 1


def test_the_place_of_a_paper_proof_counts_and_is_kept(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand(paper="柜3-2"))
        body = acts_of(desk, pupil)[-1].body
    assert body is not None
    assert body["paper"] == "柜3-2"


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1)])
def test_a_leave_ends_after_it_begins(school: Path, until: date) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        refusal = refused(lambda: leave(desk, [pupil], until=until, ground="", extend=False, errand=errand()))
    assert codes(refusal) == ["leave.until"]


def test_a_second_leave_is_refused_with_the_article_and_what_is_possible(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand())
        refusal = refused(lambda: leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand()))
    (problem,) = refusal.problems
    assert problem.code == "change.impossible"
    assert problem.params["article"] == 19
    assert "resumed" in str(problem.params["possible"])


def test_a_leave_is_extended_only_beyond_its_end(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=UNTIL, ground="疾病", extend=False, errand=errand())
        refusal = refused(lambda: leave(desk, [pupil], until=UNTIL, ground="", extend=True, errand=errand()))
        leave(desk, [pupil], until=date(2028, 8, 31), ground="疾病", extend=True, errand=errand())
        record = record_of(desk, pupil)
    assert codes(refusal) == ["leave.until"]
    assert (record.status, record.situation["until"]) == (ON_LEAVE, "2028-08-31")


def test_a_pupil_whose_enrolment_waits_cannot_go_on_leave(school: Path) -> None:
    with at(school) as desk:
        pupil = opened(desk, child()).result["record_id"]
        refusal = refused(lambda: leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand()))
    assert codes(refusal) == ["change.not-approved"]


def test_all_objections_of_all_pupils_come_at_once_and_nobody_is_changed(school: Path) -> None:
    with at(school) as desk:
        good, waiting = approved_child(desk), opened(desk, child(903)).result["record_id"]
        refusal = refused(
            lambda: leave(desk, [good, waiting], until=UNTIL, ground="", extend=False, errand=errand(paper=""))
        )
        assert {(each.where, each.code) for each in refusal.problems} == {
            (good, "change.evidence"), (waiting, "change.evidence"), (waiting, "change.not-approved"),
        }  # fmt: skip
        assert record_of(desk, good).status == ENROLLED


@pytest.mark.parametrize(
    ("on", "code"),
    [(TODAY + timedelta(days=1), "change.future"), (TODAY - timedelta(days=99), "change.before-last")],
)
def test_a_day_that_cannot_be_is_refused(school: Path, on: date, code: str) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        refusal = refused(lambda: leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand(on)))
    assert codes(refusal) == [code]


def test_a_rehearsal_shows_the_plan_and_stores_nothing(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        before = desk.registry.head()
        report = leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand(dry_run=True))
        assert (report.result["operation"], report.result["count"]) == (None, 1)
        assert desk.registry.head() == before


def test_who_says_no_to_the_plan_has_changed_nothing(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        asked = errand(confirm=lambda _: False)
        refusal = refused(lambda: leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=asked))
        assert codes(refusal) == ["usage.cancelled"]
        assert record_of(desk, pupil).status == ENROLLED


def test_a_pupil_comes_back_on_the_same_record(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        number = record_of(desk, pupil).registry_number
        leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand(TODAY - timedelta(days=5)))
        resume(desk, [pupil], class_no="2班", lower=False, errand=errand(paper=""))
        record = record_of(desk, pupil)
    assert (record.status, record.class_no, record.situation) == (ENROLLED, "02", {})
    assert record.registry_number == number


def test_a_pupil_may_come_back_into_the_next_lower_grade(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk, grade="三年级", entry_month="202409", birth_date="20170305")
        cohort = record_of(desk, pupil).cohort
        leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand(TODAY - timedelta(days=5)))
        resume(desk, [pupil], class_no="", lower=True, errand=errand(paper=""))
        assert record_of(desk, pupil).cohort == cohort + 1


def test_nobody_comes_back_on_the_day_of_leaving(school: Path) -> None:
    with at(school) as desk:
        pupil = approved_child(desk)
        leave(desk, [pupil], until=UNTIL, ground="", extend=False, errand=errand())
        refusal = refused(lambda: resume(desk, [pupil], class_no="", lower=False, errand=errand()))
    assert codes(refusal) == ["resume.too-soon"]
