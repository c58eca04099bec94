"""The years of holidays that come with the program, and a registrar's TOML of the same shape (第十四条)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from xjcli.errors import Problem, Refusal
from xjcli.regulation.holidays import Holiday, Year

if TYPE_CHECKING:
    from pathlib import Path


def load_years(folder: Path) -> tuple[Year, ...]:
    """Every `data/calendars/<year>.toml`, in order."""
    return tuple(parse_year(path.read_bytes(), path.name) for path in sorted(folder.glob("*.toml")))


def parse_year(data: bytes, name: str) -> Year:
    """Read one file. Refuses with calendar.unreadable where it is no TOML of that shape."""
    import tomllib

    try:
        return _year(tomllib.loads(data.decode("utf-8-sig")))
    except (KeyError, TypeError, ValueError) as error:  # bad bytes and bad TOML are ValueErrors too
        raise Refusal(Problem("calendar.unreadable", where=name, params={"kind": type(error).__name__})) from None


def _year(raw: dict[str, Any]) -> Year:
    holidays = tuple(
        Holiday(str(row["zh"]), str(row.get("en", row["zh"])), _day(row["from"]), _day(row["to"]))
        for row in raw["holidays"]
    )
    year = int(raw["year"])
    if any(not 0 <= (each.ends - each.begins).days <= 31 for each in holidays):
        raise ValueError("a holiday that ends before it begins, or lasts more than a month")
    return Year(
        year,
        _day(raw.get("from", date(year, 1, 1))),
        _day(raw.get("to", date(year, 12, 31))),
        str(raw.get("notice", "")),
        str(raw.get("source", "")),
        str(raw.get("confidence", "M")),
        frozenset(day for each in holidays for day in each.days()),
        frozenset(map(_day, raw.get("workdays", []))),
        holidays,
    )


def _day(value: object) -> date:
    """A TOML date, or one written as text."""
    if type(value) is date:
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise TypeError("not a date")
