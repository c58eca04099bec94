"""第二十四条: signed figures are held against the roll ever after, and the next semester opens with them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.procedures.changing import approved_child, errand
from tests.procedures.desks import TODAY, at, codes, refused
from tests.procedures.reviewing import NEXT, NEXT_DAY, SPRING, TERM, both, filed, staffed_school
from tests.procedures.test_reconcile import on_leave
from xjcli.desk import Desk
from xjcli.procedures.assign import assign
from xjcli.procedures.check import check
from xjcli.procedures.due import due
from xjcli.procedures.leave import leave
from xjcli.procedures.reconcile import reconcile
from xjcli.procedures.review import show
from xjcli.procedures.undo import undo
from xjcli.registry import exchange
from xjcli.registry.exchange import NO_BUNDLE, StoredBundle
from xjcli.report.problems import as_json
from xjcli.schema.values.time import Semester

pytestmark = pytest.mark.usefixtures("quick_locks")


def test_a_signed_figure_that_no_longer_holds_is_named_with_both_numbers(school: Path, stick: Path) -> None:
    with at(school, now=NEXT_DAY) as desk:
        pupil = staffed_school(desk, stick)
        filed(desk, stick)
        on_leave(desk, pupil)
        report = reconcile(desk, TERM)
        looked = show(desk)
    told = [(each["label"], each["roll"], each["column"], each["code"], each["was"], each["is"])
            for each in report.result["differences"]]  # fmt: skip
    assert told == [
        (label, "present", column, code, was, now)
        for label in ("全校", "一年级", "一年级(1)班")
        for column, code, was, now in (("out", "23", 0, 1), ("closing", "", 1, 0))
    ]
    assert {each["kind"] for each in report.result["differences"]} == {"statement"}
    assert report.result["differences"][0]["command"] == "xj reconcile 2026-autumn --drill 23"
    assert (report.status, looked.status) == (1, 1)
    assert codes(report).count("review.differs") == len(told)
    assert [as_json(each)["zh"] for each in looked.problems[:2]] == [
        "2026-autumn 已签的休学是 0，现在是 1", "2026-autumn 已签的期末是 1，现在是 0",
    ]  # fmt: skip
    assert looked.result["items"][0]["differences"] == report.result["differences"]


def test_every_check_holds_signed_figures_against_the_roll(school: Path, stick: Path) -> None:
    with at(school, now=NEXT_DAY) as desk:
        pupil = staffed_school(desk, stick)
        filed(desk, stick)
        assert "review.differs" not in codes(check(desk))
        on_leave(desk, pupil)
        differing = [each for each in check(desk).problems if each.code == "review.differs"]
        assert check(desk, [pupil]).result["pupils"] == 1
    assert [each.where for each in differing] == [
        place for place in ("全校 在校", "一年级 在校", "一年级(1)班 在校") for _ in range(2)
    ]
    assert differing[0].params == {"semester": TERM, "column": "休学", "was": 0, "is": 1}


def test_the_clock_of_the_review_runs_until_the_statement_was_received(school: Path, stick: Path) -> None:
    def waiting(desk: Desk) -> list[str]:
        return [each["next"] for each in due(desk).result["items"] if each["what"] == "review"]

    with at(school) as desk:
        staffed_school(desk, stick)
        assert waiting(desk) == ["reconcile"]
        filed(desk, stick)
        assert waiting(desk) == ["push"]
        received(desk)
        assert waiting(desk) == []
    with at(school, now=SPRING) as desk:
        assert waiting(desk) == ["reconcile"]


def received(desk: Desk) -> None:
    """As if one bundle with everything so far had a receipt."""
    head = desk.registry.head()
    whole = StoredBundle(
        "b" * 64, "up", "changes", 1, NO_BUNDLE, 1, head.seq, head.hash, "verified", b"", desk.recorded_at,
        desk.recorded_at,
    )  # fmt: skip
    with desk.registry.transaction():
        exchange.store(desk.registry, whole)


def test_a_semester_reviewed_again_is_held_against_the_newest_statement(school: Path, stick: Path) -> None:
    with at(school, now=NEXT_DAY) as desk:
        pupil = staffed_school(desk, stick)
        filed(desk, stick)
        on_leave(desk, pupil)
        assert codes(refused(lambda: both(desk, stick)))[0] == "review.open"
        filed(desk, stick, why="签名后补办了一名休学")
        assert reconcile(desk, TERM).result["differences"] == []
        first, second = show(desk, TERM).result["items"]
    assert (first["counts"], second["counts"]) == (False, True)
    assert [each["kind"] for each in second["open"]] == ["difference"]


def test_the_next_semester_starts_from_the_signed_figures(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        filed(desk, stick)
    with at(school, now=SPRING) as desk:
        report = reconcile(desk, NEXT)
    assert report.result["opening"] == {"from": "statement", "semester": TERM, "act": 3}
    assert (report.result["identity"]["school"]["opening"], report.result["differences"]) == (1, [])
    with at(school) as desk:
        assert reconcile(desk, TERM).result["opening"] == {"from": "acts", "semester": "", "act": 0}


def test_what_happened_between_the_statement_and_the_next_semester_is_carried_on(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        filed(desk, stick)
    with at(school, now=NOW + timedelta(days=90)) as desk:
        approved_child(desk, 903, on=TODAY + timedelta(days=80), class_no="1")
    with at(school, now=SPRING) as desk:
        report = reconcile(desk, NEXT)
        assert (report.result["identity"]["school"]["opening"], report.result["differences"]) == (2, [])
        assert reconcile(desk, TERM).result["differences"] == []


def test_an_opening_that_differs_from_the_signed_one_is_told_and_not_overwritten(school: Path, stick: Path) -> None:
    with at(school) as desk:
        staffed_school(desk, stick)
        filed(desk, stick)
    with at(school, now=SPRING) as desk:
        approved_child(desk, 903, on=TODAY - timedelta(days=5), class_no="1")  # recorded in spring, as if of August
        report = reconcile(desk, NEXT)
    school_line = report.result["identity"]["school"]
    assert (school_line["opening"], school_line["closing"], school_line["holds"]) == (1, 2, False)
    opening = [each for each in report.result["differences"] if each["kind"] == "opening"]
    assert [(each["label"], each["was"], each["is"]) for each in opening if each["roll"] == "present"] == [
        ("全校", 1, 2), ("一年级", 1, 2), ("一年级(1)班", 1, 2),
    ]  # fmt: skip
    assert report.status == 1
    assert "reconcile.unbalanced" not in codes(report)


def test_a_class_that_was_moved_is_seen_in_both_classes(school: Path, stick: Path) -> None:
    with at(school, now=NEXT_DAY) as desk:
        pupil = staffed_school(desk, stick)
        filed(desk, stick)
        assign(desk, [pupil], "2", on=TODAY)
        report = reconcile(desk, TERM)
    labels = {each["label"] for each in report.result["differences"]}
    assert labels == {"一年级(1)班", "一年级(2)班"}


def test_what_is_recorded_later_on_the_day_of_the_statement_is_no_difference(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        filed(desk, stick)
        on_leave(desk, pupil)
        assert reconcile(desk, TERM).result["differences"] == []
        assert (show(desk).status, codes(show(desk))) == (0, [])
        assert "review.differs" not in codes(check(desk))


def test_the_next_semester_carries_on_what_came_later_on_that_day(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        filed(desk, stick)
        on_leave(desk, pupil)
    with at(school, now=SPRING) as desk:
        report = reconcile(desk, NEXT)
    assert (report.result["identity"]["school"]["opening"], report.result["differences"]) == (0, [])
    assert report.result["identity"]["school"]["holds"]


def test_what_stood_in_a_statement_and_was_taken_back_the_same_day_is_a_difference(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
        on_leave(desk, pupil)
        operation = desk.registry.rows("select operation from operations order by last_act desc")[0]["operation"]
        filed(desk, stick)
        undo(desk, operation, errand())
        columns = {each["column"] for each in reconcile(desk, TERM).result["differences"]}
    assert columns == {"out", "closing"}


def test_a_statement_of_a_whole_semester_counts_all_of_its_last_day(school: Path, stick: Path) -> None:
    with at(school) as desk:
        pupil = staffed_school(desk, stick)
    with at(school, now=SPRING) as desk:
        filed(desk, stick)
        last = Semester(TERM).last_day
        leave(desk, [pupil], until=last + timedelta(days=300), ground="疾病", extend=False, errand=errand(last))
        columns = {each["column"] for each in show(desk).result["items"][0]["differences"]}
    assert columns == {"out", "closing"}
