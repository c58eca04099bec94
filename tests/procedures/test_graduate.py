"""毕业、结业、肄业 (第十三条): the gate, a whole grade with its exceptions, certificate numbers from their list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import at, codes, record_of, refused, refusing, resident, sheet
from tests.procedures.leavers import GRADES, body_of, enrolled, last_act, moment, proven
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.grades import Whom
from xjcli.procedures.graduate import graduate
from xjcli.procedures.leave import leave
from xjcli.report import Report
from xjcli.sheets.write import write_table

SUMMER = moment(2027, 7, 5)


def finished(desk: Desk, whom: Whom, **more: Any) -> Report:
    options: dict[str, Any] = {
        "outcome": "graduated",
        "ground": "",
        "certificate_list": None,
        "errand": Errand(desk.today),
    }
    return graduate(desk, whom, **{**options, **more})


@pytest.fixture
def six(school: Path) -> list[str]:
    """Three pupils of the sixth grade in 2026, one of the third."""
    with at(school) as desk:
        return [*(enrolled(desk, "六年级", 901 + 2 * number) for number in range(3)), enrolled(desk, "三年级", 911)]


def test_a_whole_grade_graduates_in_one_operation(school: Path, six: list[str]) -> None:
    with at(school, now=SUMMER) as desk:
        report = finished(desk, Whom(grade="六年级"))
        states = {record_of(desk, pupil).status for pupil in six[:3]}
        operations = {act.operation for act in desk.registry.acts() if act.kind == "graduated"}
        other = record_of(desk, six[3]).status
    assert (report.status, report.result["count"], report.result["exceptions"]) == (0, 3, [])
    assert (states, other, operations) == ({"graduated"}, "enrolled", {report.result["operation"]})


def test_who_does_not_pass_the_gate_is_left_out_and_said_and_the_others_go(school: Path, six: list[str]) -> None:
    with at(school) as desk:
        waiting = enrolled(desk, "六年级", 907, number=False)
        leave(desk, six[:1], until=moment(2027, 8, 1).date(), ground="病", extend=False, errand=proven(school, desk))
    with at(school, now=SUMMER) as desk:
        report = finished(desk, Whom(grade="六年级"))
        left = {item["record_id"]: item["codes"] for item in report.result["exceptions"]}
        status = record_of(desk, six[0]).status
    assert report.status == 1
    assert left == {six[0]: ["change.impossible"], waiting: ["change.not-approved", "finish.no-number"]}
    assert (report.result["count"], status) == (2, "on-leave")
    assert codes(report) == ["finish.left-out", "finish.left-out"]


def test_named_pupils_are_all_or_nothing(school: Path, six: list[str]) -> None:
    with at(school, now=SUMMER) as desk:
        refusal = refused(lambda: finished(desk, Whom(six)))
        assert record_of(desk, six[0]).status == "enrolled"
    assert refusing(refusal) == ["finish.not-last-grade"]


def test_a_record_with_problems_does_not_graduate(school: Path) -> None:
    born, _ = GRADES["六年级"]
    with at(school) as desk:
        pupil = enrolled(desk, "六年级")
        row = desk.registry.rows("select person from records where record_id = ?", (pupil,))[0]["person"]
        spoiled = row.replace(born[:4] + "-03-05", born[:4] + "-03-06")
        assert spoiled != row
        with desk.registry.transaction():  # as a record of long ago that nobody compared
            desk.registry.connection.execute("update records set person = ? where record_id = ?", (spoiled, pupil))
    with at(school, now=SUMMER) as desk:
        refusal = refused(lambda: finished(desk, Whom([pupil])))
    assert refusing(refusal) == ["finish.problem-record"]
    assert refusal.problems[0].params["codes"] == "person.birth-differs"


def test_before_its_last_term_a_grade_needs_a_reason(school: Path, six: list[str]) -> None:
    with at(school) as desk:
        assert refusing(refused(lambda: finished(desk, Whom(six[:1])))) == ["finish.early"]
        errand = Errand(desk.today, because="随父母迁往境外，提前毕业")
        report = finished(desk, Whom(six[:1]), errand=errand)
        assert (report.status, last_act(desk).basis["overridden"]) == (0, ["finish.early"])


@pytest.mark.parametrize("outcome", ["completed", "left-early"])
def test_in_compulsory_years_these_outcomes_need_a_reason(school: Path, six: list[str], outcome: str) -> None:
    with at(school, now=SUMMER) as desk:
        refusal = refused(lambda: finished(desk, Whom(six[:1]), outcome=outcome))
        assert refusing(refusal) == ["change.compulsory-because"]
        errand = Errand(desk.today, because="学业考试未完成")
        assert finished(desk, Whom(six[:1]), outcome=outcome, errand=errand).status == 0
        assert record_of(desk, six[0]).status == outcome


def test_leaving_early_is_possible_in_any_grade(school: Path, six: list[str]) -> None:
    with at(school) as desk:
        errand = Errand(desk.today, because="随父母出境定居")
        assert finished(desk, Whom([six[3]]), outcome="left-early", errand=errand).status == 0


def test_certificate_numbers_come_from_their_list_by_either_number(
    school: Path, six: list[str], tmp_path: Path
) -> None:
    born, _ = GRADES["六年级"]
    heads = [("registry_number", "学籍号"), ("certificate", "证书编号")]
    rows = [
        {"registry_number": f"G{resident(901, born=born)}", "certificate": "20270001"},
        {"registry_number": f"G{resident(903, born=born)}", "certificate": "20270002"},
    ]
    write_table(tmp_path / "名册.xlsx", heads, rows, force=True)
    with at(school, now=SUMMER) as desk:
        report = finished(desk, Whom(grade="六年级"), certificate_list=tmp_path / "名册.xlsx")
        situation = record_of(desk, six[0]).situation
    assert (report.result["certificates"], codes(report)) == (2, ["finish.certificate-missing"])
    assert situation["certificate"] == "20270001"


def test_a_list_that_names_a_stranger_or_a_number_twice_is_refused(
    school: Path, six: list[str], tmp_path: Path
) -> None:
    born, _ = GRADES["六年级"]
    heads = [("document_number", "身份证件号"), ("certificate", "证书编号")]
    rows = [
        {"document_number": resident(901, born=born), "certificate": "20270001"},
        {"document_number": resident(903, born=born), "certificate": "20270001"},
        {"document_number": resident(999), "certificate": "20270003"},
    ]
    write_table(tmp_path / "名册.csv", heads, rows, force=True)
    with at(school, now=SUMMER) as desk:
        refusal = refused(lambda: finished(desk, Whom(grade="六年级"), certificate_list=tmp_path / "名册.csv"))
        assert record_of(desk, six[0]).status == "enrolled"
    assert refusing(refusal) == ["finish.certificate-twice", "finish.certificate-stranger"]


def test_a_list_without_certificate_numbers_is_refused(school: Path, six: list[str], tmp_path: Path) -> None:
    path = sheet(tmp_path / "名册.xlsx", [{"document_number": resident(901)}])
    with at(school, now=SUMMER) as desk:
        refusal = refused(lambda: finished(desk, Whom(six[:1]), certificate_list=path))
    assert refusing(refusal) == ["sheet.no-header"]


@pytest.mark.parametrize("whom", [Whom(), Whom(class_no="1"), Whom(["样"], grade="六年级")])
def test_pupils_or_a_grade_have_to_be_named(school: Path, whom: Whom) -> None:
    with at(school) as desk:
        refusal = refused(lambda: finished(desk, whom))
        assert (refusing(refusal), refusal.exit_code) == (["finish.whom"], None)
        assert refusing(refused(lambda: finished(desk, Whom(grade="六年级")))) == ["finish.nobody"]


def test_a_class_of_a_grade_goes_alone(school: Path, six: list[str]) -> None:
    with at(school) as desk:
        other = enrolled(desk, "六年级", 909, class_no="2")
    with at(school, now=SUMMER) as desk:
        report = finished(desk, Whom(grade="六年级", class_no="2班"))
        assert record_of(desk, six[0]).status == "enrolled"
    assert [item["record_id"] for item in report.result["items"]] == [other]


def test_a_rehearsal_shows_who_would_go_and_stores_nothing(school: Path, six: list[str]) -> None:
    with at(school, "read", now=SUMMER) as desk:
        head = desk.registry.head()
        report = finished(desk, Whom(grade="六年级"), errand=Errand(desk.today, dry_run=True))
        assert (report.result["count"], report.result["operation"], desk.registry.head()) == (3, None, head)


def test_the_act_says_certificate_and_ground_and_nothing_else(school: Path, six: list[str]) -> None:
    with at(school, now=SUMMER) as desk:
        finished(desk, Whom(six[:1]), ground="修业期满")
        assert body_of(last_act(desk)) == {"ground": "修业期满"}
