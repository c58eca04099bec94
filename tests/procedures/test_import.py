"""Import a workbook (sheets.md): new, changed, unchanged, conflict, refused; all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.desks import (
    TODAY,
    at,
    child,
    codes,
    decide,
    imported,
    invented,
    opened,
    pdf,
    record_of,
    refused,
    refusing,
    resident,
    sheet,
)  # fmt: skip
from xjcli.desk import Desk
from xjcli.procedures.change import Errand
from xjcli.procedures.doctor import doctor
from xjcli.procedures.find import find
from xjcli.procedures.import_ import Guards
from xjcli.procedures.import_rows import Plan
from xjcli.procedures.undo import undo
from xjcli.report import Report
from xjcli.schema.act import Draft

OWN = "2132000456"
PUPILS = 30


def row(order: int = 901, **changed: str) -> dict[str, str]:
    """A class teacher's line for one child."""
    return {"school_code": OWN, **child(order, **changed)}


def counts(report: Report) -> dict[str, int]:
    return {name: report.result[name] for name in ("new", "changed", "unchanged", "conflict", "refused", "stored")}


def only(**given: int) -> dict[str, int]:
    return {"new": 0, "changed": 0, "unchanged": 0, "conflict": 0, "refused": 0, "stored": 0, **given}


def test_a_clean_workbook_is_stored_and_a_second_time_changes_nothing(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "学生.xlsx", invented(PUPILS))
    with at(school) as desk:
        first = imported(desk, book)
        head = desk.registry.head()
        again = imported(desk, book, confirm=lambda _: pytest.fail("nothing to ask"))
        assert desk.registry.head() == head
    assert (first.status, counts(first)) == (0, only(new=PUPILS, stored=PUPILS))
    assert str(first.result["operation"]).startswith("o")
    assert (again.status, counts(again)) == (0, only(unchanged=PUPILS))
    assert again.result["operation"] is None


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_whole_form_round_trips_through_its_own_export(school: Path, tmp_path: Path, ending: str) -> None:
    with at(school) as desk:
        assert imported(desk, sheet(tmp_path / f"学生.{ending}", invented(PUPILS))).status == 0
        assert find(desk, limit=1).result["total"] == PUPILS


def test_one_bad_row_stores_nothing_and_says_where(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(901), row(903, document_number=resident(903)[:-1] + "A"), row(905)])
    with at(school) as desk:
        report = imported(desk, book, confirm=lambda _: pytest.fail("asked"))
        assert desk.registry.head().seq == 0
    assert (report.status, counts(report)) == (50, only(new=2, refused=1))
    (problem,) = [found for found in report.problems if found.severity == "refuse"]
    assert problem.where == "Sheet1!F3"
    assert {"code", "severity", "count", "first", "last"} <= report.result["groups"][0].keys()


def test_accept_valid_takes_the_good_rows_and_says_that_it_did(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(901), row(903, sex="不详"), row(905)])
    with at(school) as desk:
        report = imported(desk, book, accept_valid=True)
        assert desk.registry.head().seq == 2
    assert (report.status, counts(report)) == (1, only(new=2, refused=1, stored=2))


def test_only_rules_refusing_is_exit_20(school: Path, tmp_path: Path) -> None:
    twice = row(901)
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [twice, row(903), twice]))
    assert (report.status, refusing(report), counts(report)) == (20, ["import.twice"], only(new=2, refused=1))


def test_rules_and_cells_refusing_together_are_exit_50(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(901), row(901), row(903, birth_date="20200230")]))
    assert report.status == 50


@pytest.mark.parametrize(("bad", "status"), [(False, 0), (True, 1)])
def test_a_rehearsal_shows_the_same_counts_and_stores_nothing(
    school: Path, tmp_path: Path, bad: bool, status: int
) -> None:
    rows = [row(901), row(903)] + [row(905, ethnicity="火星族")] * bad
    with at(school, "read") as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", rows), dry_run=True)
    assert (report.status, counts(report)) == (status, only(new=2, refused=int(bad)))
    assert (report.result["dry_run"], report.result["operation"]) == (True, None)


def test_a_no_leaves_everything_as_it_was(school: Path, tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []

    def no(plan: dict[str, Any]) -> bool:
        seen.append(plan)
        return False

    with at(school) as desk:
        refusal = refused(lambda: imported(desk, sheet(tmp_path / "a.xlsx", [row()]), confirm=no))
        assert desk.registry.head().seq == 0
    assert codes(refusal) == ["usage.cancelled"]
    assert seen[0]["new"] == 1


def agreed(**more: Any) -> dict[str, Any]:
    """A registrar who has agreed to any number of changed pupils."""
    return {"guards": Guards(yes_change=PUPILS, **more)}


def lines_of(report: Report) -> list[tuple[str, str, str, str]]:
    return [
        (line["field"], line["from"], line["to"], line["becomes"])
        for change in report.result["changes"]
        for line in change["changes"]
    ]


def test_contact_and_class_follow_the_row_and_basic_information_is_kept(school: Path, tmp_path: Path) -> None:
    changed = row(health="一般或较弱", class_no="2班", phone="13900000002", orphan="是")
    with at(school) as desk:
        record_id = opened(desk, child(health="健康或良好", phone="13900000001")).result["record_id"]
        report = imported(desk, sheet(tmp_path / "a.xlsx", [changed]), **agreed())
        record, acts = record_of(desk, record_id), list(desk.registry.acts())[1:]
        assert doctor(desk).status == 0
    assert (report.status, counts(report)) == (0, only(changed=1, stored=1))
    assert lines_of(report) == [
        ("health", "10", "20", "kept"), ("orphan", "", "1", "updated"),
        ("phone", "139****0001", "139****0002", "updated"), ("class_no", "01", "02", "assigned"),
    ]  # fmt: skip
    assert report.result["changes"][0]["fields"] == ["health", "orphan", "phone", "class_no"]
    assert (record.class_no, record.person["phone"], record.person["health"]) == ("02", "13900000002", "10")
    assert [act.kind for act in acts] == ["updated", "assigned"]
    assert len({act.operation for act in acts}) == 1
    assert codes(report)[-1] == "import.differs"


def test_the_same_file_again_changes_nothing_more(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(health="一般或较弱", class_no="2班")])
    with at(school) as desk:
        opened(desk, child(health="健康或良好"))
        imported(desk, book, **agreed())
        head = desk.registry.head()
        again = imported(desk, book, confirm=lambda _: pytest.fail("nothing to ask"))
        assert desk.registry.head() == head
    assert (again.status, counts(again), lines_of(again)) == (0, only(changed=1), [("health", "10", "20", "kept")])


def test_a_named_field_is_asked_to_be_corrected_with_its_proof_and_waits(school: Path, tmp_path: Path) -> None:
    book, proof = sheet(tmp_path / "a.xlsx", [row(health="一般或较弱")]), pdf(tmp_path / "证明.pdf")
    with at(school) as desk:
        record_id = str(opened(desk, child(health="健康或良好")).result["record_id"])
        decide(desk, record_id, number=f"G{resident(901)}")
        more = agreed(overwrite=("健康状况",))
        bare = imported(desk, book, **more)
        assert (bare.status, refusing(bare)) == (20, ["change.evidence"])
        report = imported(desk, book, evidence_files=[proof], **more)
        record, act = record_of(desk, record_id), list(desk.registry.acts())[-1]
        again = imported(desk, book, evidence_files=[proof], **more)
        assert doctor(desk).status == 0
    assert (report.status, report.result["corrected"], report.result["updated"]) == (0, 1, 0)
    assert (record.person["health"], record.open_case["kind"]) == ("10", "corrected")
    assert act.basis["awaits"] is True
    assert act.body is not None and act.body["changes"] == {"health": {"from": "10", "to": "20"}}
    assert counts(again) == only(unchanged=1)


def test_a_name_can_be_corrected_by_name_only_and_the_roll_is_compared(school: Path, tmp_path: Path) -> None:
    book, proof = sheet(tmp_path / "a.xlsx", [row(name="样正名")]), pdf(tmp_path / "证明.pdf")
    with at(school) as desk:
        record_id = str(opened(desk, child()).result["record_id"])
        decide(desk, record_id, number=f"G{resident(901)}")
        assert refusing(imported(desk, book, **agreed())) == ["import.conflict"]
        report = imported(desk, book, evidence_files=[proof], **agreed(overwrite=("name",)))
    assert (report.status, lines_of(report)) == (0, [("name", child()["name"], "样正名", "corrected")])


@pytest.mark.parametrize(
    ("field", "code"),
    [("phone", "change.kept-field"), ("班号", "change.class-field"), ("grade", "change.place-field"),
     ("nothing", "field.unknown")],
)  # fmt: skip
def test_only_basic_information_can_be_overwritten(school: Path, tmp_path: Path, field: str, code: str) -> None:
    with at(school) as desk:
        assert codes(refused(lambda: imported(desk, tmp_path / "none.xlsx", **agreed(overwrite=(field,))))) == [code]


def test_a_grade_that_differs_is_told_and_never_overwritten(school: Path, tmp_path: Path) -> None:
    late = row(grade="二年级", entry_month="202509")
    with at(school) as desk:
        record_id = opened(desk, child()).result["record_id"]
        report = imported(desk, sheet(tmp_path / "a.xlsx", [late]))
        assert record_of(desk, record_id).cohort == 2026
    assert lines_of(report) == [("entry_month", "2026-09", "2025-09", "kept"), ("grade", "一年级", "二年级", "kept")]


def test_a_row_that_cannot_be_recorded_is_refused_and_the_others_can_be_taken(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(901, class_no="2班"), row(903, class_no="2班")])
    with at(school) as desk:
        left, stays = (str(opened(desk, child(order)).result["record_id"]) for order in (901, 903))
        basis = {"pack": "national-2013", "article": 21, "evidence": []}
        body = {"died_on": TODAY.isoformat(), "certificate": "x"}
        draft = Draft("death-reported", left, TODAY.isoformat(), body, basis)
        with desk.registry.transaction():
            desk.registry.append([draft], command="decease", recorded_at="", recorded_by="")
        whole = imported(desk, book, **agreed())
        assert (whole.status, refusing(whole), counts(whole)) == (20, ["change.impossible"], only(changed=1, refused=1))
        part = imported(desk, book, accept_valid=True, **agreed())
        assert (part.status, counts(part)) == (1, only(changed=1, refused=1, stored=1))
        assert record_of(desk, stays).class_no == "02"
        assert record_of(desk, left).class_no == "01"


def test_more_than_a_fifth_changed_must_be_agreed_to_and_new_pupils_never_count(school: Path, tmp_path: Path) -> None:
    pupils = invented(PUPILS)
    moved = [{**pupil, "class_no": "9班"} for pupil in pupils]
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", pupils))
        head = desk.registry.head()
        fifth = PUPILS // 5
        some = sheet(tmp_path / "some.xlsx", [*moved[:fifth], *pupils[fifth:]])
        many = sheet(tmp_path / "many.xlsx", [*moved[: fifth + 1], *pupils[fifth + 1 :]])
        refusal = refused(lambda: imported(desk, many))
        assert (codes(refusal), desk.registry.head()) == (["import.many-changes"], head)
        assert refusal.problems[0].params == {"count": fifth + 1, "percent": 24}
        assert imported(desk, many, dry_run=True).result["changing_percent"] == 24
        assert codes(refused(lambda: imported(desk, many, guards=Guards(yes_change=fifth)))) == ["import.many-changes"]
        assert imported(desk, some).result["stored"] == fifth
        everyone = sheet(tmp_path / "all.xlsx", moved)
        ask = Guards(ask_changes=lambda count, percent: (count, percent) == (PUPILS - fifth, 80))
        assert imported(desk, everyone, guards=ask).result["stored"] == PUPILS - fifth
        assert doctor(desk).status == 0


def test_an_import_of_new_and_changed_pupils_is_taken_back_whole(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        record_id = str(opened(desk, child(901)).result["record_id"])
        book = sheet(tmp_path / "a.xlsx", [row(901, class_no="2班", phone="13900000002"), row(903)])
        report = imported(desk, book, **agreed())
        assert counts(report) == only(new=1, changed=1, stored=2)
        done = undo(desk, str(report.result["operation"]), Errand(TODAY))
        assert done.result["reversed"] == 2
        record = record_of(desk, record_id)
        assert (record.class_no, record.person.get("phone", "")) == ("01", "")
        assert find(desk).result["total"] == 1
        assert doctor(desk).status == 0


def test_the_number_of_another_child_is_a_conflict(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        opened(desk, child())
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(name="样别人"), row(903)]))
        assert desk.registry.head().seq == 1
    assert (report.status, counts(report)) == (20, only(new=1, conflict=1))
    assert refusing(report) == ["import.conflict"]


def test_a_row_that_is_missing_never_means_that_the_pupil_left(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", [row(901), row(903)]))
        imported(desk, sheet(tmp_path / "b.xlsx", [row(903), row(905)]))
        assert find(desk).result["total"] == 3


def test_a_child_without_a_document_imported_again_is_the_same_child(school: Path, tmp_path: Path) -> None:
    book = sheet(tmp_path / "a.xlsx", [row(document_type="其他", document_number="")])
    with at(school) as desk:
        assert counts(imported(desk, book))["new"] == 1
        assert counts(imported(desk, book)) == only(unchanged=1)


def test_a_row_of_another_school_is_refused_at_its_cell(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [row(901), {**row(903), "school_code": "2132000457"}]))
    assert [(found.code, found.where) for found in report.problems if found.severity == "refuse"] == [
        ("sheet.other-school", "Sheet1!A3")
    ]


def test_a_workbook_without_a_required_column_stores_nothing(school: Path, tmp_path: Path) -> None:
    rows = [{name: value for name, value in row(order).items() if name != "birth_date"} for order in (901, 903)]
    with at(school) as desk:
        refusal = refused(lambda: imported(desk, sheet(tmp_path / "a.xlsx", rows), accept_valid=True))
        assert desk.registry.head().seq == 0
    assert refusing(refusal) == ["sheet.column-missing"]


def test_pupils_taken_on_keep_their_numbers_and_wait_for_nobody(school: Path, tmp_path: Path) -> None:
    older = row(901, birth_date="20180305", grade="三年级", entry_month="202409")
    listed = {**older, "registry_number": f"G{older['document_number']}"}
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [listed]), way="take-on")
        record = record_of(desk, find(desk).result["items"][0]["record_id"])
        (act,) = desk.registry.acts()
    assert (report.status, act.kind) == (0, "taken-on")
    assert "enrol.needs-transfer" not in codes(report)
    assert (record.number_state, record.standing) == ("issued", "approved")
    assert record.registry_number == listed["registry_number"]


def test_pupils_taken_on_without_a_number_keep_a_candidate(school: Path, tmp_path: Path) -> None:
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", [row()]), way="take-on")
        assert find(desk).result["items"][0]["number_state"] == "proposed"


def test_a_number_twice_in_the_list_or_on_record_is_refused_at_its_row(school: Path, tmp_path: Path) -> None:
    number = f"G{resident(901)}"
    rows = [{**row(901), "registry_number": number}, {**row(903), "registry_number": number}]
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", rows), way="take-on")
        assert (report.status, refusing(report)) == (20, ["number.taken"])
        opened(desk, child(901))
        report = imported(desk, sheet(tmp_path / "b.xlsx", rows[1:]), way="take-on")
    assert (report.status, refusing(report)) == (20, ["number.taken"])


def test_a_first_import_above_the_first_grade_warns_and_stores(school: Path, tmp_path: Path) -> None:
    late = row(birth_date="20180305", grade="三年级", entry_month="202409")
    with at(school) as desk:
        report = imported(desk, sheet(tmp_path / "a.xlsx", [late]))
    assert (report.status, "enrol.needs-transfer" in codes(report)) == (0, True)


def test_reason_and_evidence_stand_in_every_act(school: Path, tmp_path: Path) -> None:
    proof = pdf(tmp_path / "名单.pdf")
    with at(school) as desk:
        imported(desk, sheet(tmp_path / "a.xlsx", [row(901), row(903)]), because="秋季招生", evidence_files=[proof])
        acts = list(desk.registry.acts())
    assert [act.body["because"] for act in acts if act.body] == ["秋季招生"] * 2
    assert len({tuple(act.basis["evidence"]) for act in acts}) == 1 == len(acts[0].basis["evidence"])


@pytest.mark.parametrize(
    ("more", "code"), [({"way": "guess"}, "usage.option"), ({"on": TODAY + timedelta(days=1)}, "enrol.future")]
)
def test_what_cannot_be_meant_is_refused_before_the_file_is_read(
    school: Path, tmp_path: Path, more: dict[str, Any], code: str
) -> None:
    with at(school) as desk:
        assert codes(refused(lambda: imported(desk, tmp_path / "none.xlsx", **more))) == [code]


def test_a_plan_counts_refused_and_conflicting_rows_as_blocked() -> None:
    plan = Plan()
    plan.counts.update({"new": 5, "refused": 2, "conflict": 1})
    assert plan.blocked == 3


@pytest.mark.parametrize("dot", "•‧・")
def test_a_name_stays_as_it_was_typed_and_another_dot_is_the_same_pupil(desk: Desk, tmp_path: Path, dot: str) -> None:
    rows = [{"school_code": "2132000456", **child(name=f"阿依古丽{dot}买买提")}]
    assert imported(desk, sheet(tmp_path / "a.xlsx", rows)).result["stored"] == 1
    rows[0]["name"] = "阿依古丽·买买提"
    again = imported(desk, sheet(tmp_path / "b.xlsx", rows))
    assert (again.result["unchanged"], again.result["changed"], again.result["conflict"]) == (1, 0, 0)
    (act,) = desk.registry.acts()
    assert act.body is not None and act.body["person"]["name"] == f"阿依古丽{dot}买买提"
