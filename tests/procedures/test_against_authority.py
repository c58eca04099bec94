"""第二十四条: our roll beside the authority's signed roster; what differs is told, what is not sent is told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from tests.authority.school_double import NOW, OTHER_SCHOOL, approve_clean, person, school, send
from tests.both_sides import CODE, Both, both_sides
from tests.procedures.desks import codes, refused
from xjcli.authority import rosters
from xjcli.authority.decide import approve, refuse
from xjcli.authority.store.tables import records
from xjcli.desk import open_desk
from xjcli.procedures.pull import pull
from xjcli.procedures.reconcile import Roster, reconcile


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    """Three pupils whose registration both sides hold."""
    with both_sides(tmp_path) as made:
        for serial in (1, 2, 3):
            made.take_on(f"r-{serial}", serial)
        made.up()
        made.down()
        yield made


def altered(both: Both, who: str, **columns: Any) -> None:
    """As if the authority's own record were another than its acts add up to."""
    here = (records.c.school == CODE) & (records.c.record_id == who)
    with both.office.store.writing() as tx:
        tx.execute(update(records).where(here).values(**columns))


def test_two_sides_that_are_level_differ_in_nothing(both: Both) -> None:
    both.give_roster()
    compared = both.compare()
    assert (compared.differences, compared.not_sent) == ([], [])
    assert (compared.said["rows"], compared.said["matched"], compared.said["act"]) == (3, 3, 3)


def test_without_a_roster_it_is_refused_with_the_next_step(both: Both) -> None:
    refusal = refused(both.compare)
    assert (codes(refusal), refusal.problems[0].params["school"]) == (["roster.none"], CODE)


def test_what_was_not_sent_yet_is_no_difference(both: Both) -> None:
    both.write("updated", "r-1", {"changes": {"phone": "13900000001"}})
    both.give_roster()
    both.take_on("r-4", 4)
    both.write("went-abroad", "r-2", {"country": "392", "school": "", "until": ""})
    assert (both.found(), both.unsent()) == ([], {"r-1": "unsent", "r-4": "unsent", "r-2": "unsent"})


def test_what_is_on_its_way_is_told_as_sent_until_a_roster_has_seen_it(both: Both) -> None:
    both.give_roster()
    both.write("updated", "r-1", {"changes": {"phone": "13900000001"}})
    both.up()
    assert (both.found(), both.unsent()) == ([], {"r-1": "sent"})
    both.give_roster()
    assert (both.found(), both.unsent()) == ([], {})


def test_a_decision_that_came_after_the_roster_is_no_difference(both: Both) -> None:
    both.enroll("r-9", 9)
    both.up()
    both.give_roster()
    both.write("updated", "r-9", {"changes": {"phone": "13900000001"}})
    both.approve()
    both.down()
    assert (both.found(), both.unsent()) == ([], {"r-9": "unsent"})
    both.up()
    both.give_roster()
    assert (both.found(), both.unsent()) == ([], {})


@pytest.mark.parametrize(
    ("columns", "kind", "cause", "command"),
    [
        ({"status": "withdrawn"}, "state", "held-otherwise", "xj history r-1"),
        ({"standing": "pending"}, "state", "held-otherwise", "xj history r-1"),
        ({"class_no": "07"}, "fields", "changed-there", "xj assign r-1 --class 07"),
        ({"registry_number": "G320102202003050069"}, "two-numbers", "number-issued-twice", "xj number show r-1"),
        ({"number_state": "local"}, "state", "number-held-otherwise", "xj number show r-1"),
    ],
)
def test_a_record_that_the_authority_holds_otherwise_is_the_one_difference(
    both: Both, columns: dict[str, Any], kind: str, cause: str, command: str
) -> None:
    altered(both, "r-1", **columns)
    both.give_roster()
    (found,) = both.compare().differences
    assert (found["kind"], found["cause"], found["record_id"], found["command"]) == (kind, cause, "r-1", command)


def test_a_field_is_told_by_its_chinese_name_and_the_word_of_its_code(both: Both) -> None:
    who = {**person(1), "ethnicity": "03"}
    altered(both, "r-1", person=json.dumps(who, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    both.give_roster()
    (found,) = both.compare().differences
    assert found["fields"] == [
        {"name": "ethnicity", "label": "民族", "label_en": "ethnicity", "here": "", "there": "03", "here_zh": "",
         "here_en": "", "there_zh": "03 回族", "there_en": "03 Hui"}
    ]  # fmt: skip
    assert found["command"] == "xj correct r-1 --set ethnicity=…"


def test_records_that_only_one_side_has_are_told(both: Both) -> None:
    altered(both, "r-1", record_id="r-8", registry_number="G9", person="{}")
    both.give_roster()
    assert both.found() == [("there-only", "not-known-here", ""), ("here-only", "not-held", "r-1")]


def test_one_child_under_two_records_is_told_once(both: Both) -> None:
    altered(both, "r-1", record_id="r-8")
    both.give_roster()
    (found,) = both.compare().differences
    assert (found["kind"], found["record_id"], found["other_record_id"]) == ("two-records", "r-1", "r-8")


def test_a_child_of_two_schools_is_told_as_a_case_and_nothing_of_the_other(both: Both) -> None:
    other = school(both.office, OTHER_SCHOOL)
    other.enroll("x-1", person(5, name="别校学生"))
    send(both.office, other.bundle())
    approve_clean(both.office)
    both.enroll("r-5", 5)
    both.up()
    both.give_roster()
    (found,) = both.compare().differences
    assert (found["kind"], found["cause"], found["record_id"]) == ("two-schools", "conflict-school", "r-5")
    assert found["case"].startswith("E-") and found["case"] in found["cause_zh"] and found["case"] in found["cause_en"]
    told = json.dumps(found, ensure_ascii=False)
    assert [secret for secret in (OTHER_SCHOOL, "x-1", "别校学生") if secret in told] == []
    refuse(both.office, [found["case"]], because="已在他校建籍")
    both.down()
    both.give_roster()
    assert both.found() == []


def test_a_disputed_number_is_told_until_it_is_decided(both: Both) -> None:
    both.write("number-confirmed", "r-1", {"number": "G" + person(2)["document_number"], "source": "official list"})
    both.up()
    both.give_roster()
    (found,) = both.compare().differences
    assert (found["kind"], found["cause"]) == ("two-numbers", "conflict-number")


def test_a_child_twice_in_one_school_is_told_as_two_records(both: Both) -> None:
    both.enroll("r-7", 7)
    both.enroll("r-6", 7, document_type="Z", document_number="")
    both.up()
    both.give_roster()
    (found,) = both.compare().differences
    assert (found["kind"], found["cause"], found["record_id"]) == ("two-records", "conflict-record", "r-6")
    approve(both.office, [found["case"]], because="双胞胎，已核对户口簿")
    both.approve()
    both.down()
    both.give_roster()
    assert both.found() == []


def test_no_number_telephone_or_birth_date_stands_in_a_result(both: Both) -> None:
    who = {**person(2), "phone": "13900001111", "birth_date": "2020-04-05", "name": "13900001111"}
    altered(both, "r-1", person=json.dumps(who, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    both.give_roster()
    told = json.dumps(both.compare().differences, ensure_ascii=False)
    secrets = (person(1)["document_number"], person(2)["document_number"], "13900001111", "2020-04-05", "2020-03-05")
    assert [secret for secret in secrets if secret in told] == []


def test_a_roster_of_an_earlier_semester_is_refused(both: Both) -> None:
    both.give_roster()
    home = both.desk.home
    with open_desk("read", home=home, now=NOW + timedelta(days=200)) as later:
        refusal = refused(lambda: reconcile(later, against=Roster(None)))
    assert (codes(refusal), refusal.problems[0].params["date"]) == (["roster.old"], "2026-09-02")


def test_a_roster_that_has_seen_another_ledger_is_refused(both: Both) -> None:
    both.give_roster()
    both.desk.registry.connection.execute("drop trigger acts_never_change")
    both.desk.registry.connection.execute("update acts set hash = ? where seq = 3", ("0" * 64,))
    assert codes(refused(both.compare)) == ["roster.other-ledger"]


def test_a_roster_that_was_altered_where_we_keep_it_is_refused(both: Both) -> None:
    both.give_roster()
    row = both.desk.registry.rows("select id, bytes from bundles where type = 'roster'")[0]
    data = bytearray(row["bytes"])
    data[len(data) // 2] ^= 1
    both.desk.registry.connection.execute("update bundles set bytes = ? where id = ?", (bytes(data), row["id"]))
    assert codes(refused(both.compare)) == ["bundle.altered"]


def test_the_review_ends_with_0_only_where_everything_is_level_and_sent(both: Both) -> None:
    both.give_roster()
    level = reconcile(both.desk, against=Roster(None))
    kinds = {"differences": level.result["differences"], "not_sent": level.result["not_sent"]}
    assert kinds == {"differences": [], "not_sent": []}
    both.write("updated", "r-1", {"changes": {"phone": "13900000001"}})
    report = reconcile(both.desk, against=Roster(None))
    assert report.exit == 1
    assert [(line["record_id"], line["command"]) for line in report.result["not_sent"]] == [("r-1", "xj push")]


def test_asking_again_with_nothing_changed_gives_the_same_roster(both: Both) -> None:
    first = both.give_roster()
    again = rosters.give(both.office, CODE)
    assert first.result["rosters"] == 1
    assert pull(both.desk, str(both.stick), roster=True).result["rosters"] == 0
    assert datetime.fromisoformat(again.stored_at) == NOW
    assert both.desk.registry.rows("select count(*) from bundles where type = 'roster'")[0][0] == 1


def test_where_no_roster_came_it_is_said(both: Both) -> None:
    taken = pull(both.desk, str(both.stick), roster=True)
    assert (taken.status, codes(taken)) == (30, ["roster.not-given"])
