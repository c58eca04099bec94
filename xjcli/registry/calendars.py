"""Holidays of years that the program did not come with, and the school's own closures; ordinary tables (第十四条)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry
from xjcli.regulation.holidays import Year


def imported_years(registry: Registry) -> tuple[Year, ...]:
    """Every year that was imported here, in order."""
    rows = registry.rows("select year, notice, source, first_day, last_day, off, work from calendars order by year")
    return tuple(
        Year(
            int(row["year"]),
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]),
            row["notice"],
            row["source"],
            "M",
            _days(row["off"]),
            _days(row["work"]),
        )
        for row in rows
    )


def store_year(registry: Registry, year: Year, *, at: str, by: str) -> None:
    """Keep a year, in place of an earlier import of it; inside the caller's transaction."""
    values = (
        str(year.year), year.notice, year.source, year.begins.isoformat(), year.ends.isoformat(), _text(year.off),
        _text(year.work), at, by,
    )  # fmt: skip
    with engine_errors():
        registry.connection.execute("insert or replace into calendars values (?,?,?,?,?,?,?,?,?)", values)


def closures(registry: Registry) -> dict[date, str]:
    """The school's own days without work, each with its reason."""
    rows = registry.rows("select day, reason from closures order by day")
    return {date.fromisoformat(row["day"]): row["reason"] for row in rows}


def store_closure(registry: Registry, day: date, reason: str, *, at: str, by: str) -> None:
    """Add a closure; inside the caller's transaction."""
    with engine_errors():
        registry.connection.execute("insert into closures values (?,?,?,?)", (day.isoformat(), reason, at, by))


def remove_closures(registry: Registry, days: Iterable[date]) -> None:
    """Take closures back; inside the caller's transaction."""
    with engine_errors():
        registry.connection.executemany("delete from closures where day = ?", [(day.isoformat(),) for day in days])


def _text(days: frozenset[date]) -> str:
    return json.dumps(sorted(day.isoformat() for day in days))


def _days(text: str) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, json.loads(text)))
