"""What reading commands see is what the acts add up to, whatever came in which order (第二十四条)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.registry.ledgers import Book, append, refusal
from tests.regulation.acts import (
    approved,
    assigned,
    confirmed,
    opened,
    placed,
    refused,
    resubmitted,
    taken_on,
)
from xjcli.registry import projections, queries
from xjcli.registry.doctor import examine
from xjcli.registry.projections import from_row, initials
from xjcli.regulation.effects import EFFECTS
from xjcli.regulation.fold import NoSuchStep, fold, step
from xjcli.schema.act import Draft
from xjcli.schema.record import Record, replace
from xjcli.schema.shapes import is_note

#: Names of any script; what no act may hold (a control sign) never gets into the ledger.
NAMES = some.text(min_size=1, max_size=8).filter(lambda text: text.strip() != "" and is_note(text))
RECORDS = some.sampled_from([f"r-{number}" for number in range(5)])
CLASSES = some.sampled_from(["01", "02", "13"])
DRAFT = some.one_of(
    some.builds(lambda r, n, c: opened(r, name=n, class_no=c), RECORDS, NAMES, CLASSES),
    some.builds(lambda r, n: taken_on(r, name=n), RECORDS, NAMES),
    some.builds(assigned, RECORDS, CLASSES),
    some.builds(lambda r, n: resubmitted(r, name=n), RECORDS, NAMES),
    some.builds(lambda r: resubmitted(r, number=f"G-again-{r}"), RECORDS),
    some.builds(confirmed, RECORDS),
    some.builds(approved, RECORDS, some.sampled_from([None, ""])),
    some.builds(refused, RECORDS, NAMES),
)


def possible(drafts: list[Draft]) -> list[Draft]:
    """Those of the drafts that can follow on what stands before them."""
    records: dict[str, Record] = {}
    taken: list[Draft] = []
    for draft in drafts:
        try:
            records[draft.record_id] = step(records.get(draft.record_id), placed(draft))
        except NoSuchStep:
            continue
        taken.append(draft)
    return taken


def stored(registry: Any) -> dict[str, Record]:
    return {row["record_id"]: from_row(row) for row in registry.rows("select * from records")}


@settings(max_examples=25, deadline=None)
@given(drafts=some.lists(DRAFT, max_size=30), cut=some.integers(1, 7))
def test_the_rows_are_the_fold_of_the_acts(
    tmp_path_factory: pytest.TempPathFactory, key: bytes | None, drafts: list[Draft], cut: int
) -> None:
    book = Book(tmp_path_factory.mktemp("book") / "registry.db", key)
    wanted = possible(drafts)
    with book.open() as registry:
        with registry.transaction():
            for start in range(0, len(wanted), cut):
                registry.append(wanted[start : start + cut], command="x", recorded_at="", recorded_by="")
        assert stored(registry) == fold(registry.acts())
        assert len(list(registry.acts())) == len(wanted)
        assert [check for check in examine(registry) if not check.ok] == []
        letters = registry.rows("select records.name, letters from records natural join initials")
        assert len(letters) == len(stored(registry))
        assert all(initials(row["name"]) == row["letters"] for row in letters)
    book.close()


@pytest.mark.parametrize(
    "draft",
    [
        opened("r-2", document="320106201909020024"),
        opened("r-2", number="G-1", state="proposed"),
        taken_on("r-2", number="G-1"),
    ],
    ids=["document", "proposed number", "issued number"],
)
def test_a_number_of_another_pupil_is_taken_and_nothing_is_stored(book: Book, draft: Draft) -> None:
    """第五条: 一人一号."""
    book.add(opened("r-1", document="320106201909020024", number="G-1", state="proposed"))
    with book.open() as registry:
        assert refusal(append, registry, opened("r-3"), draft) == "registry.taken"
        assert registry.head().seq == 1
        assert list(stored(registry)) == ["r-1"]
        assert registry.rows("select count(*) from initials")[0][0] == 1
        assert registry.rows("select count(*) from operations")[0][0] == 1
        append(registry, opened("r-3"))


@pytest.mark.parametrize(
    "draft",
    [
        resubmitted("r-2", document_number="320106201909020024"),
        resubmitted("r-2", number="G-1"),
        confirmed("r-2", "G-1"),
        approved("r-2", "G-1"),
    ],
    ids=lambda draft: str(draft.kind),
)
def test_no_later_act_gives_a_pupil_the_number_of_another(book: Book, draft: Draft) -> None:
    book.add(opened("r-1", document="320106201909020024", number="G-1", state="proposed"), opened("r-2"))
    with book.open() as registry:
        assert refusal(append, registry, draft) == "registry.taken"
        assert registry.head().seq == 2


def test_many_pupils_without_a_document_stand_side_by_side(book: Book) -> None:
    book.add(opened("r-1"), opened("r-2"), opened("r-3"))
    with book.open("read") as registry:
        assert len(stored(registry)) == 3


def test_a_pupils_own_number_may_come_again(book: Book) -> None:
    book.add(opened("r-1", document="320106201909020024", number="G-1", state="proposed"), approved("r-1", "G-1"))
    book.add(resubmitted("r-1", document_number="320106201909020024"))
    with book.open("read") as registry:
        assert stored(registry)["r-1"].registry_number == "G-1"


def test_a_new_name_is_found_by_its_new_initials_only(book: Book) -> None:
    book.add(opened("r-1", name="林小满"))
    book.add(resubmitted("r-1", name="张小满"))
    with book.open("read") as registry:
        wanted = [queries.find(registry, queries.Filter(query), limit=9, offset=0)[0] for query in ("lxm", "zxm")]
        assert wanted == [0, 1]


def test_more_pupils_than_one_statement_takes_are_loaded(book: Book) -> None:
    count = 1201
    book.add(*(opened(f"r-{number:04d}", name=f"测{number}") for number in range(count)))
    book.add(*(assigned(f"r-{number:04d}", "09") for number in range(count)))
    with book.open("read") as registry:
        assert {record.class_no for record in stored(registry).values()} == {"09"}
        assert stored(registry) == fold(registry.acts())


@pytest.mark.parametrize(
    ("name", "letters"), [("林小满", "lxm"), ("欧阳·娜娜", "oynn"), ("Anna Lee", "annalee"), ("阿Q", "aq"), ("", "")]
)
def test_initials_are_the_first_letters_of_a_reading(name: str, letters: str) -> None:
    assert initials(name) == letters


class _Anything(dict[str, Any]):
    """A body that has an answer to every question."""

    def __missing__(self, name: str) -> Any:
        return _Anything() if name in ("place", "number") else "1"


@pytest.mark.parametrize("kind", sorted(set(EFFECTS) - projections._READING))
def test_an_act_for_which_the_form_stays_unread_never_looks_into_it(kind: str) -> None:
    record = replace(step(None, placed(opened("r-1"))), person=projections._UNREAD)
    assert EFFECTS[kind](record, "2026-09-02", _Anything()).person is projections._UNREAD


def test_whoever_looks_into_an_unread_form_is_a_defect_and_no_empty_form() -> None:
    record = replace(step(None, placed(opened("r-1"))), person=projections._UNREAD)
    with pytest.raises(RuntimeError, match="not read"):
        EFFECTS["updated"](record, "2026-09-02", {"changes": {"phone": "1"}})


def test_only_the_columns_that_an_act_changes_are_written(book: Book) -> None:
    book.add(opened("r-1", name="林小满"))
    with book.open() as registry:
        seen: list[str] = []
        registry.connection.set_trace_callback(seen.append)
        append(registry, assigned("r-1", "09"))
        registry.connection.set_trace_callback(None)
        (written,) = [line for line in seen if line.startswith("update records")]
        assert "class_no" in written
        assert "person" not in written
        assert not [
            line for line in seen if line.startswith(("insert into records", "insert or replace into initials"))
        ]
