"""Finding a pupil by whatever the registrar has at hand, and never the wrong one (第五条、第六条)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.registry.ledgers import Book
from tests.regulation.acts import BASIS, approved, opened, refused, taken_on
from xjcli.registry import queries
from xjcli.registry.ledger import Registry
from xjcli.registry.queries import Filter
from xjcli.schema.act import Draft

LIN, OU, ANNA, ZHANG, OTHER = (
    "rlin0000000000aa",
    "rouy0000000000bb",
    "rabcdefghjkmnpqr",
    "rzha0000000000dd",
    "rzha0000000000ee",
)


@pytest.fixture
def roll(book: Book) -> Iterator[Registry]:
    book.add(
        opened(LIN, name="林小满", document="320106201909020024", class_no="01"),
        opened(OU, name="欧阳·小雨", document="32010620190902006X", class_no="02"),
        taken_on(ANNA, name="Anna Lee", document="E12345678", number="G320106201809020011", cohort=2025, class_no="01"),
        opened(ZHANG, name="张伟", class_no="02", number="TMP-1"),
        opened(OTHER, name="张伟", class_no="03", number="TMP-2"),
        approved(LIN, "G320106201909020024"),
        refused(ZHANG),
    )
    with book.open("read") as registry:
        yield registry


def found(registry: Registry, query: str = "", **wanted: Any) -> list[str]:
    total, rows = queries.find(registry, Filter(query, **wanted), limit=50, offset=0)
    assert total == len(rows)
    return sorted(row["record_id"] for row in rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("林小满", [LIN]),
        ("小", [LIN, OU]),
        ("  张伟 ", [ZHANG, OTHER]),
        ("欧阳•小雨", [OU]),
        ("欧阳", [OU]),
        ("lxm", [LIN]),
        ("LXM", [LIN]),
        ("zw", [ZHANG, OTHER]),
        ("anna", [ANNA]),
        ("Anna Lee", [ANNA]),
        ("anna lee", [ANNA]),
        ("0024", [LIN]),
        ("006X", [OU]),
        ("006x", [OU]),
        ("0011", [ANNA]),
        ("320106201909020024", [LIN]),
        ("32010620190902006x", [OU]),
        ("３２０１０６２０１９０９０２００２４", [LIN]),
        ("G320106201909020024", [LIN]),
        ("E12345678", [ANNA]),
        (LIN, [LIN]),
        ("rzha0000", [ZHANG, OTHER]),
        ("rabcde", [ANNA]),
        ("RABCDE", [ANNA]),
        ("没有这个人", []),
        ("9999", []),
        ("qqqq", []),
    ],
)
def test_a_pupil_is_found_by_what_is_known_of_it(roll: Registry, query: str, expected: list[str]) -> None:
    assert found(roll, query) == sorted(expected)


@pytest.mark.parametrize(
    "query", ["%", "_", "%%%%", "____", "002%", "002_", "r%", "rlin%", "林%", "林_满", "\\", "'", '"', "林\\"]
)
def test_a_wildcard_stands_for_nothing_but_itself(roll: Registry, query: str) -> None:
    assert found(roll, query) == []
    assert queries.resolve(roll, query) == []


def test_the_list_is_narrowed_by_class_cohort_status_and_standing(roll: Registry) -> None:
    assert found(roll) == sorted([LIN, OU, ANNA, ZHANG, OTHER])
    assert found(roll, class_no="02") == [OU, ZHANG]
    assert found(roll, cohorts=(("primary", 2025),)) == [ANNA]
    assert found(roll, cohorts=(("primary", 2025), ("primary", 2026)), class_no="01") == [ANNA, LIN]
    assert found(roll, cohorts=(("junior", 2026),)) == []
    assert found(roll, status="enrolled", standing="refused") == [ZHANG]
    assert found(roll, standing="approved") == [ANNA, LIN]
    assert found(roll, "张伟", class_no="03") == [OTHER]
    assert found(roll, "zw", standing="refused") == [ZHANG]


def test_pages_follow_each_other_in_class_order_and_lose_nobody(roll: Registry) -> None:
    pages = [queries.find(roll, Filter(), limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [total for total, _ in pages] == [5, 5, 5, 5]
    ids = [row["record_id"] for _, rows in pages for row in rows]
    assert ids == [LIN, ZHANG, OU, OTHER, ANNA]


def test_a_list_does_not_carry_the_personal_fields(roll: Registry) -> None:
    _, rows = queries.find(roll, Filter("林小满"), limit=1, offset=0)
    assert "person" not in rows[0].keys()  # noqa: SIM118  a row is no mapping


@pytest.mark.parametrize(
    ("pupil", "expected"),
    [
        ("G320106201909020024", [LIN]),
        ("g320106201909020024", [LIN]),
        (" 320106 20190902 0024 ", [LIN]),
        (LIN, [LIN]),
        (LIN.upper(), [LIN]),
        ("rlin", [LIN]),
        ("rzha", [ZHANG, OTHER]),
        ("rli", []),
        ("林小满", [LIN]),
        ("林小", []),
        ("张伟", [ZHANG, OTHER]),
        ("欧阳‧小雨", [OU]),
        ("Anna Lee", [ANNA]),
        ("TMP-1", [ZHANG]),
        ("", []),
        ("   ", []),
    ],
)
def test_a_pupil_argument_means_a_number_an_id_or_a_whole_name(roll: Registry, pupil: str, expected: list[str]) -> None:
    assert sorted(record.record_id for record in queries.resolve(roll, pupil)) == sorted(expected)


def test_a_number_is_never_taken_for_the_start_of_an_id(book: Book) -> None:
    book.add(opened("r000", name="甲"), opened("r0001", name="乙"))
    with book.open("read") as registry:
        assert [record.name for record in queries.resolve(registry, "r000")] == ["甲"]


def test_a_document_is_looked_up_whole_and_an_empty_one_never(roll: Registry) -> None:
    bearer = queries.by_document(roll, "320106201909020024")
    assert bearer is not None
    assert bearer.record_id == LIN
    assert queries.by_document(roll, "") is None
    assert queries.by_document(roll, "3201062019090200") is None


def test_namesakes_share_name_sex_and_birth_date(roll: Registry) -> None:
    key = queries.resolve(roll, "张伟")[0].name_key
    assert {each.record_id for each in queries.namesakes(roll, key, "2", "2019-09-02")} == {ZHANG, OTHER}
    assert queries.namesakes(roll, key, "1", "2019-09-02") == []
    assert queries.namesakes(roll, key, "2", "2019-09-03") == []


def test_the_roll_knows_every_document_and_every_person(roll: Registry) -> None:
    known = queries.roll(roll)
    assert known.by_document == {"320106201909020024": LIN, "32010620190902006X": OU, "E12345678": ANNA}
    assert sum(len(each) for each in known.by_person.values()) == 5
    key = queries.resolve(roll, "张伟")[0].name_key
    assert sorted(known.by_person[key, "2", "2019-09-02"]) == [(ZHANG, ""), (OTHER, "")]


def test_the_counts_add_up(roll: Registry) -> None:
    counts = queries.counts(roll)
    head = roll.head()
    assert (counts["records"], counts["acts"], counts["head"]) == (5, head.seq, head.hash)
    assert counts["standing"] == {"approved": 2, "pending": 2, "refused": 1}
    assert counts["number_state"] == {"issued": 2, "local": 3}
    assert counts["status"] == {"enrolled": 5}
    assert [record.record_id for record in queries.everyone(roll)] == [LIN, ZHANG, OU, OTHER, ANNA]


def test_an_empty_registry_answers_everything_with_nothing(book: Book) -> None:
    with book.open("read") as registry:
        assert found(registry) == []
        assert queries.counts(registry)["records"] == 0
        assert queries.record(registry, "r-1") is None
        assert queries.roll(registry).by_document == {}


GONE, BACK, CANCELLED = "rgon0000000000ff", "rbac0000000000gg", "rcan0000000000hh"


def requested(record_id: str, document: str) -> Draft:
    """The request of a school that takes a pupil in: an arriving record (第十四条)."""
    plain = opened(record_id, name="林小满", document=document)
    handover = {"from_school": "2132000777", "from_name": "", "registry_number": "", "reason": "迁居"}
    body = {**plain.body, "basis": "transfer", "handover": handover}
    return Draft("transfer-requested", record_id, "2026-09-07", body, BASIS)


def left(record_id: str) -> Draft:
    return Draft("withdrawn", record_id, "2026-09-06", {"ground": "迁居"}, BASIS)


@pytest.fixture
def returned(book: Book) -> Iterator[Registry]:
    """A pupil who was here and left, a request that was withdrawn, and the one that stands."""
    document = "320106201909020024"
    book.add(
        taken_on(GONE, name="林小满", document=document), left(GONE),
        requested(CANCELLED, document),
        Draft("transfer-withdrawn", CANCELLED, "2026-09-08", {"reason": "不转了"}, BASIS),
        requested(BACK, document),
    )  # fmt: skip
    with book.open("read") as registry:
        yield registry


@pytest.mark.parametrize("pupil", ["320106201909020024", "林小满"])
def test_a_pupil_who_came_back_is_the_one_on_the_roll(returned: Registry, pupil: str) -> None:
    assert [record.record_id for record in queries.resolve(returned, pupil)] == [BACK]


@pytest.mark.parametrize("record_id", [GONE, CANCELLED, BACK])
def test_every_record_of_that_pupil_is_still_found_by_its_id(returned: Registry, record_id: str) -> None:
    assert [record.record_id for record in queries.resolve(returned, record_id)] == [record_id]


def test_who_left_stands_in_nobodys_way(returned: Registry) -> None:
    bearer = queries.by_document(returned, "320106201909020024")
    assert bearer is not None
    assert bearer.record_id == BACK
    known = queries.roll(returned)
    assert known.by_document == {"320106201909020024": BACK}
    assert known.departed == {"320106201909020024": GONE}
    assert [record.record_id for record in queries.namesakes(returned, bearer.name_key, "2", "2019-09-02")] == [BACK]


def test_of_two_records_that_ended_the_later_one_is_meant(book: Book) -> None:
    document = "320106201909020024"
    book.add(
        taken_on(GONE, name="林小满", document=document), left(GONE),
        taken_on(BACK, name="林小满", document=document), left(BACK),
        requested(CANCELLED, document),
        Draft("transfer-withdrawn", CANCELLED, "2026-09-08", {"reason": "不转了"}, BASIS),
    )  # fmt: skip
    with book.open("read") as registry:
        assert [record.record_id for record in queries.resolve(registry, document)] == [BACK]
        bearer = queries.by_document(registry, document)
        assert bearer is not None
        assert bearer.record_id == BACK


def test_two_pupils_of_one_name_stay_two_though_one_has_left(book: Book) -> None:
    book.add(taken_on(GONE, name="张伟", document="320106201909020024"), left(GONE), opened(ZHANG, name="张伟"))
    with book.open("read") as registry:
        assert {record.record_id for record in queries.resolve(registry, "张伟")} == {GONE, ZHANG}


def test_handovers_under_way_are_listed_by_their_wait(returned: Registry) -> None:
    assert [record.record_id for record in queries.waiting(returned)] == [BACK]
