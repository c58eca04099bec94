"""Operations: which acts one command recorded, what of them still stands, and what stood before."""

from __future__ import annotations

from tests.registry.ledgers import Book
from tests.regulation.acts import BASIS, approved, assigned, opened
from xjcli.registry import operations
from xjcli.registry.ledger import Registry
from xjcli.registry.operations import Operation
from xjcli.regulation.fold import fold
from xjcli.schema.act import ECHOES, Draft


def taking_back(record_id: str, *acts: int) -> Draft:
    body = {"acts": list(acts), "before": {"class_no": "01", "changed_on": "2026-09-01"}}
    return Draft("reversed", record_id, "2026-09-02", body, BASIS)


def of_act(registry: Registry, seq: int) -> Operation:
    (act,) = registry.acts(seq, seq)
    found = operations.by_id(registry, act.operation)
    assert found is not None
    return found


def test_an_operation_is_the_span_of_its_acts(book: Book) -> None:
    book.add(opened("r-1", name="林小满"), opened("r-2"))
    book.add(assigned("r-1"))
    with book.open("read") as registry:
        first = of_act(registry, 1)
        assert (first.first_act, first.last_act) == (1, 2)
        assert [(act.seq, act.kind, act.record_id) for act in operations.recorded(registry, first)] == [
            (1, "enrolled", "r-1"), (2, "enrolled", "r-2"),
        ]  # fmt: skip
        assert operations.recorded(registry, first)[0].name == "林小满"
        assert operations.by_id(registry, "o-nothing") is None


def test_what_was_taken_back_is_as_if_it_had_never_been(book: Book) -> None:
    book.add(opened("r-1"))
    book.add(assigned("r-1"))
    with book.open() as registry:
        first = of_act(registry, 1)
        assert operations.changed_since(registry, first, set()) == {"r-1"}
    book.add(taking_back("r-1", 2))
    with book.open("read") as registry:
        gone = operations.taken_back(registry, after=0)
        assert gone == {2}
        assert operations.changed_since(registry, first, gone) == set()
        newest = operations.newest(registry, after=0, passing_over={"reversed"})
        assert newest == first


def test_decisions_of_the_authority_are_passed_over(book: Book) -> None:
    book.add(opened("r-1"))
    book.add(approved("r-1"))
    with book.open("read") as registry:
        assert operations.newest(registry, after=0, passing_over=ECHOES) == of_act(registry, 1)
        assert operations.newest(registry, after=1, passing_over=ECHOES) is None


def test_records_are_folded_to_where_they_stood_before_an_act(book: Book) -> None:
    count = 1_100  # more than one statement takes
    book.add(*(opened(f"r-{number:04d}", name=f"测{number}") for number in range(count)))
    book.add(*(assigned(f"r-{number:04d}", "09") for number in range(count)))
    with book.open("read") as registry:
        ids = [f"r-{number:04d}" for number in range(count)]
        assert operations.before(registry, ids, count + 1) == fold(registry.acts(last=count))
        assert operations.current(registry, ids) == fold(registry.acts())
        assert operations.before(registry, ids[:1], 1) == {}
