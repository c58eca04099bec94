"""第二十四条: our roll beside the roster of the system above; every planted fault is found, and nothing else."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import (
    TODAY,
    at,
    child,
    codes,
    decide,
    imported,
    invented,
    opened,
    record_of,
    refused,
    resident,
    sheet,
)  # fmt: skip
from tests.regulation.acts import changed
from xjcli.desk import Desk
from xjcli.procedures.against import Comparison, find_differences, write_plan
from xjcli.procedures.change import Errand
from xjcli.procedures.export import export
from xjcli.procedures.import_ import Guards
from xjcli.procedures.import_apply import apply
from xjcli.procedures.outgoing import Ground
from xjcli.procedures.update import update
from xjcli.registry import exchange
from xjcli.registry.queries import roll as roll_of
from xjcli.schema.record import Record

PUPILS = 40
Rows = list[dict[str, str]]


@pytest.fixture
def roll(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A school whose pupils were taken on and sent."""
    assert imported(desk, sheet(tmp_path / "学生.xlsx", invented(PUPILS)), way="take-on").status == 0
    send(desk)
    yield desk


def send(desk: Desk, seq: int = 1) -> None:
    """As if everything so far had been put into a bundle."""
    head = desk.registry.head()
    bundle = exchange.StoredBundle(
        str(seq) * 64, "up", "changes", seq, exchange.NO_BUNDLE, 1, head.seq, head.hash, "signed", b"", "x", "x"
    )
    with desk.registry.transaction():
        exchange.store(desk.registry, bundle)


def exported(desk: Desk, folder: Path) -> Rows:
    """Our own roll as the national workbook, row by row."""
    path = folder / "上报.csv"
    export(desk, path, form="national-b", full=True, ground=Ground(because="上报"), force=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *lines = csv.reader(file)
    names = [name + "#" * heading[:index].count(name) for index, name in enumerate(heading)]
    return [dict(zip(names, line, strict=True)) for line in lines]


def written(folder: Path, rows: Rows) -> Path:
    path = folder / "国网.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.writer(file)
        writer.writerow([name.rstrip("#") for name in names])  # the family's columns have headings of the same words
        writer.writerows([row.get(name, "") for name in names] for row in rows)
    return path


def compared(desk: Desk, folder: Path, rows: Rows) -> Comparison:
    return find_differences(desk, written(folder, rows))


def found(comparison: Comparison) -> list[tuple[str, str]]:
    return [(each["kind"], each["cause"]) for each in comparison.differences]


def record_for(desk: Desk, row: dict[str, str]) -> Record:
    return record_of(desk, roll_of(desk.registry).by_document[row["身份证件号"]])


def documented(rows: Rows) -> Rows:
    return [row for row in rows if row["身份证件类型"].endswith("居民身份证") and row["身份证件号"]]


@pytest.mark.parametrize("form", ["national-a", "national-b"])
def test_an_identical_roster_differs_in_nothing_and_comparing_writes_nothing(
    roll: Desk, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "上报.xlsx"
    export(roll, path, form=form, full=True, ground=Ground(because="上报"))
    head = roll.registry.head()
    comparison = find_differences(roll, path)
    assert (comparison.differences, comparison.rows, comparison.matched) == ([], PUPILS, PUPILS)
    assert comparison.format == "xlsx"
    assert roll.registry.head() == head


def test_one_planted_fault_of_each_kind_is_found_and_no_other(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    known = documented(rows)
    gone, phone, other_class, twice, people, number, proposed = known[:7]
    wanted = {name: record_for(roll, row).record_id for name, row in zip("gpctsnr", known, strict=False)}
    number["学籍号"], proposed["学籍号"] = "G" + resident(905), "G" + proposed["身份证件号"]
    phone["联系电话"] = "13900001111"
    other_class["班级号"] = "9"
    people["民族"] = "藏族"
    rows.remove(gone)
    rows += [
        dict(twice),
        {**rows[-1], "姓名": "新来者", "身份证件号": resident(901), "出生日期": "20200305", "性别": "男"},
    ]
    comparison = compared(roll, tmp_path, rows)
    assert sorted((each["kind"], each["record_id"]) for each in comparison.differences) == sorted(
        [
            ("here-only", wanted["g"]), ("fields", wanted["p"]), ("fields", wanted["c"]), ("two-records", wanted["t"]),
            ("fields", wanted["s"]), ("two-numbers", wanted["n"]), ("state", wanted["r"]), ("there-only", ""),
        ]
    )  # fmt: skip
    commands = {each["record_id"]: each["command"] for each in comparison.differences}
    assert commands[wanted["p"]] == f"xj update {wanted['p']} --set phone=…"
    assert commands[wanted["c"]] == f"xj assign {wanted['c']} --class 09"
    assert commands[wanted["n"]] == "xj number confirm --file 国网.csv"
    assert commands[""] == "xj import 国网.csv --as take-on --dry-run"
    assert [each["where"] for each in comparison.differences if each["kind"] == "here-only"] == [""]


def test_no_number_telephone_or_birth_date_stands_in_a_result(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    known = documented(rows)
    secrets = [row["身份证件号"] for row in known[:3]] + ["13900001111", resident(903), "3.20106E+17"]
    known[0]["联系电话"] = "13900001111"
    known[1]["身份证件号"] = resident(903)
    known[2]["身份证件号"] = "3.20106E+17"
    comparison = compared(roll, tmp_path, rows)
    text = json.dumps([comparison.differences, [str(each) for each in comparison.problems]], ensure_ascii=False)
    assert [secret for secret in secrets if secret in text] == []
    assert comparison.differences != []


def test_a_damaged_number_is_refused_at_its_cell_and_the_rest_is_compared(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    row = documented(rows)[0]
    row["身份证件号"] = "3.20106E+17"
    row["联系电话"] = "13900001111"
    comparison = compared(roll, tmp_path, rows)
    (problem,) = [each for each in comparison.problems if each.severity == "refuse"]
    assert problem.where is not None and problem.where.endswith(str(rows.index(row) + 2))
    assert found(comparison) == [("fields", "changed-there")]


def test_the_cause_says_who_changed_it_since_it_was_last_sent(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    here, there, both = (record_for(roll, row).record_id for row in documented(rows)[:3])
    for who in (here, both):
        update(roll, who, {"phone": "13900002222"}, Errand(TODAY))
    for row in documented(rows)[1:3]:
        row["联系电话"] = "13900003333"
    comparison = compared(roll, tmp_path, rows)
    causes = {each["record_id"]: (each["cause"], each["command"].split()[1]) for each in comparison.differences}
    assert causes == {
        here: ("changed-here", "push"), there: ("changed-there", "update"), both: ("changed-both", "update")
    }  # fmt: skip


def test_a_child_who_was_not_sent_or_refused_is_missing_there_for_that_reason(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    first, second = (opened(roll, child(order)).result["record_id"] for order in (901, 903))
    decide(roll, second, reason="材料不全")
    comparison = compared(roll, tmp_path, rows)
    causes = {each["record_id"]: (each["kind"], each["cause"], each["command"]) for each in comparison.differences}
    assert causes == {
        first: ("here-only", "not-sent", "xj push"), second: ("here-only", "refused", f"xj resubmit {second}"),
    }  # fmt: skip


def test_a_child_who_left_here_and_stands_there_is_told_with_the_day(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    who = record_for(roll, documented(rows)[0]).record_id
    with roll.registry.transaction():
        roll.registry.append([changed("graduated", who)], command="test", recorded_at=roll.recorded_at,
                             recorded_by="测试老师")  # fmt: skip
    comparison = compared(roll, tmp_path, rows)
    (difference,) = comparison.differences
    assert (difference["kind"], difference["record_id"], difference["cause"]) == ("state", who, "left-not-sent")
    assert difference["on"] in difference["cause_zh"] and difference["on"] == record_of(roll, who).changed_on
    assert codes(refused(lambda: write_plan(roll, comparison, tmp_path / "plan.json"))) == ["against.plan-undoes"]
    send(roll, seq=2)
    assert found(find_differences(roll, comparison.source)) == [("state", "left-here")]


def test_a_roster_of_another_school_is_refused_with_both_codes(roll: Desk, tmp_path: Path) -> None:
    rows = [{**row, "学校标识码": "2132000001"} for row in exported(roll, tmp_path)]
    refusal = refused(lambda: compared(roll, tmp_path, rows))
    assert codes(refusal) == ["against.other-school"]
    assert {refusal.problems[0].params[name] for name in ("code", "own")} == {"2132000001", SCHOOL.school_code}


@pytest.mark.parametrize(("years", "code"), [(1, "against.earlier-semester"), (-1, "against.later-semester")])
def test_a_roster_of_another_semester_is_refused(school: Path, tmp_path: Path, years: int, code: str) -> None:
    now = NOW if years > 0 else NOW + timedelta(days=365)
    with at(school) as desk:
        children = [child(900 + order, birth_date="20190305", grade="二年级", entry_month="202509",
                          school_code=SCHOOL.school_code)
                    for order in range(1, 6)]  # fmt: skip
        assert imported(desk, sheet(tmp_path / "学生.xlsx", children), way="take-on").result["stored"] == 5
    grade, month = ("一年级", "202609") if years > 0 else ("四年级", "202409")
    wrong = [each | {"grade": grade, "entry_month": month} for each in children]
    with at(school, now=now) as desk:
        refusal = refused(lambda: find_differences(desk, sheet(tmp_path / "国网.xlsx", wrong)))
    assert codes(refusal) == [code]
    assert (refusal.problems[0].params["years"], refusal.problems[0].params["count"]) == (1, 5)


def test_a_plan_holds_what_an_import_settles_and_says_what_it_leaves_out(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    known = documented(rows)
    known[0]["联系电话"], known[1]["民族"] = "13900001111", "藏族"
    who = record_for(roll, known[0]).record_id
    rows.append({**known[2], "姓名": "新来者", "身份证件号": resident(901), "出生日期": "20200305", "性别": "男",
                 "年级": "一年级", "入学年月": "202609", "班级号": "1"})  # fmt: skip
    comparison = compared(roll, tmp_path, rows)
    plan = tmp_path / "plan.json"
    result, _ = write_plan(roll, comparison, plan)
    assert result["left_out"] == {"fields": 1}
    done = apply(roll, comparison.source, plan, guards=Guards())
    assert (done.result["new"], done.result["stored"]) == (1, 2)
    assert record_of(roll, who).person["phone"] == "13900001111"
    assert found(find_differences(roll, comparison.source)) == [("fields", "changed-there")]


def test_no_plan_is_written_that_would_undo_what_is_newer_here(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    update(roll, record_for(roll, documented(rows)[0]).record_id, {"phone": "13900002222"}, Errand(TODAY))
    comparison = compared(roll, tmp_path, rows)
    assert codes(refused(lambda: write_plan(roll, comparison, tmp_path / "plan.json"))) == ["against.plan-undoes"]
    assert not (tmp_path / "plan.json").exists()


def test_no_plan_is_written_that_would_open_a_second_record(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    row = documented(rows)[0]
    born, order = row["出生日期"], 901 if row["性别"] == "男" else 902
    row["身份证件号"] = resident(order, born=born)
    comparison = compared(roll, tmp_path, rows)
    assert [each["kind"] for each in comparison.differences] == ["two-numbers"]
    assert codes(refused(lambda: write_plan(roll, comparison, tmp_path / "plan.json"))) == ["against.plan-doubles"]
    assert not (tmp_path / "plan.json").exists()


def test_a_plan_of_the_other_rows_is_written_where_that_is_asked_for(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    known = documented(rows)
    update(roll, record_for(roll, known[0]).record_id, {"phone": "13900002222"}, Errand(TODAY))
    who = record_for(roll, known[1]).record_id
    known[1]["联系电话"] = "13900001111"
    born, order = known[2]["出生日期"], 901 if known[2]["性别"] == "男" else 902
    known[2]["身份证件号"] = resident(order, born=born)
    comparison = compared(roll, tmp_path, rows)
    plan = tmp_path / "plan.json"
    assert codes(refused(lambda: write_plan(roll, comparison, plan))) == ["against.plan-undoes", "against.plan-doubles"]
    result, told = write_plan(roll, comparison, plan, accept_valid=True)
    numbers = "、".join(str(rows.index(each) + 2) for each in sorted((known[0], known[2]), key=rows.index))
    assert [(each.code, each.severity, each.params["rows"]) for each in told] == [
        ("against.plan-left-out", "warn", numbers)
    ]
    assert [(line["record_id"], line["fields"]) for line in result["lines"]] == [(who, ["phone"])]
    assert result["left_out"] == {"fields": 1, "two-numbers": 1}
    assert apply(roll, comparison.source, plan, guards=Guards()).result["stored"] == 1
    assert record_of(roll, who).person["phone"] == "13900001111"


def test_a_plan_of_no_row_at_all_is_not_written(roll: Desk, tmp_path: Path) -> None:
    rows = exported(roll, tmp_path)
    update(roll, record_for(roll, documented(rows)[0]).record_id, {"phone": "13900002222"}, Errand(TODAY))
    comparison = compared(roll, tmp_path, rows)
    refusal = refused(lambda: write_plan(roll, comparison, tmp_path / "plan.json", accept_valid=True))
    assert codes(refusal) == ["against.plan-undoes"]
