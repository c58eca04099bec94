"""Imported holidays and closures are kept as they were told, and an import takes the place of an earlier one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.registry.ledgers import AT, WHO, Book, refusal
from xjcli.registry.calendars import closures, imported_years, remove_closures, store_closure, store_year
from xjcli.regulation.holidays import Year

YEAR = Year(
    2027, date(2027, 1, 1), date(2027, 12, 31), "国办发明电〔2026〕1号", "测试.csv", "M", frozenset({date(2027, 1, 1)}),
    frozenset({date(2027, 1, 3)}),
)  # fmt: skip


def test_a_year_is_read_back_as_it_was_stored(book: Book) -> None:
    with book.open() as registry:
        with registry.transaction():
            store_year(registry, YEAR, at=AT, by=WHO)
        assert imported_years(registry) == (YEAR,)


def test_a_later_import_of_a_year_takes_its_place(book: Book) -> None:
    later = replace(YEAR, off=YEAR.off | {date(2027, 2, 6)}, notice="国办发明电〔2026〕2号")
    with book.open() as registry, registry.transaction():
        store_year(registry, YEAR, at=AT, by=WHO)
        store_year(registry, later, at=AT, by=WHO)
        assert imported_years(registry) == (later,)


def test_closures_are_kept_with_their_reasons_and_can_be_taken_back(book: Book) -> None:
    first, second = date(2026, 11, 25), date(2026, 11, 26)
    with book.open() as registry:
        with registry.transaction():
            store_closure(registry, second, "停水", at=AT, by=WHO)
            store_closure(registry, first, "校舍检修", at=AT, by=WHO)
        assert list(closures(registry).items()) == [(first, "校舍检修"), (second, "停水")]
        assert refusal(store_closure, registry, first, "再次", at=AT, by=WHO) == "registry.taken"
        with registry.transaction():
            remove_closures(registry, [first])
        assert list(closures(registry)) == [second]
