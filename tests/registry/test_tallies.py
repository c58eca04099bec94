"""How many of a grade and of a class, and what acts of a kind said (第十一条, 第二十四条)."""

from __future__ import annotations

from tests.registry.ledgers import Book
from tests.regulation.acts import BASIS, taken_on
from xjcli.registry import tallies
from xjcli.schema.act import Draft

LEAVE = {"until": "2027-06-30", "ground": "病"}


def test_a_grade_is_who_is_on_the_roll_and_a_class_who_is_in_the_room(book: Book) -> None:
    book.add(taken_on("r1"), taken_on("r2"), taken_on("r3", class_no="02"), taken_on("r4", cohort=2025), taken_on("r5"))
    book.add(
        Draft("leave-granted", "r2", "2026-09-02", LEAVE, BASIS),
        Draft("withdrawn", "r5", "2026-09-02", {"ground": "voluntary"}, BASIS),
    )
    registry = book.open("read")
    assert tallies.grade_size(registry, "primary", 2026) == 3
    assert tallies.class_size(registry, "primary", 2026, "01") == 1
    assert [each.record_id for each in tallies.of_grade(registry, "primary", 2026)] == ["r1", "r2", "r3"]
    assert [each.record_id for each in tallies.of_grade(registry, "primary", 2026, "01")] == ["r1", "r2"]
    also = tallies.of_grade(registry, "primary", 2026, also=("withdrawn",))
    assert {each.record_id for each in also} == {"r1", "r2", "r3", "r5"}
    assert tallies.of_grade(registry, "junior", 2026) == []


def test_bodies_come_in_the_order_of_the_ledger_without_those_taken_out(book: Book) -> None:
    book.add(taken_on("r1"), taken_on("r2"))
    book.add(*(Draft("leave-granted", each, "2026-09-02", {**LEAVE, "ground": each}, BASIS) for each in ("r2", "r1")))
    book.add(Draft("leave-extended", "r1", "2026-09-03", LEAVE, BASIS))
    book.tamper("update acts set body = null where kind = 'leave-extended'")
    registry = book.open("read")
    assert tallies.bodies_of(registry, "leave-extended") == []
    assert [body["ground"] for body in tallies.bodies_of(registry, "leave-granted")] == ["r2", "r1"]
    assert tallies.bodies_of(registry, "retained") == []
