"""Holidays behind every working day of 第十四条 and 第二十一条: shown, imported for a new year, closures of the school.

A new year's notice comes in November; until it is imported, what reaches into that year is provisional. Time limits are
worked out whenever they are shown, so nothing has to be computed again after an import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.reference import holiday_years
from xjcli.registry import calendars as stored
from xjcli.regulation.holidays import Year, as_calendar, find_faults
from xjcli.report import Report

_TOML_BYTES = 1_000_000


def show(desk: Desk | None, year: str = "") -> Report:
    """Every known year, or one in full; with a registry also what was imported there and the school's closures."""
    known = _known(desk)
    closures = stored.closures(desk.registry) if desk else {}
    calendar = as_calendar([each for each, _ in known.values()], closures)
    until = calendar.covered_until()
    result: dict[str, Any] = {
        "covered_until": until.isoformat() if until else None,
        "closures": [{"day": day.isoformat(), "reason": reason} for day, reason in closures.items()],
    }
    if not year:
        return Report(result | {"years": [_brief(each, origin) for each, origin in known.values()]})
    found = known.get(int(year)) if year.isascii() and year.isdigit() else None
    if found is None:
        raise Refusal(Problem("calendar.year-unknown", params={"year": year[:10]}))
    return Report(result | {"years": [_brief(*found) | _in_full(found[0])]})


def import_(desk: Desk, file: Path, *, notice: str = "", dry_run: bool = False) -> Report:
    """Store a year from TOML or from a table of 日期 and 类型. Refuses with all that is wrong, and stores nothing."""
    year, problems = _read(file, notice)
    problems = [*problems, *find_faults(year)]
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    known = _known(desk).get(year.year)
    differing = len((known[0].off ^ year.off) | (known[0].work ^ year.work)) if known else 0
    if differing:
        problems.append(Problem("calendar.replaces", "warn", params={"year": year.year, "days": differing}))
    if not dry_run:
        with desk.registry.transaction():
            stored.store_year(desk.registry, year, at=desk.recorded_at, by=desk.registrar)
    result = _brief(year, "imported") | {"changed_days": differing, "new": known is None, "operation": None}
    return Report(result | {"dry_run": dry_run}, problems)


def add(desk: Desk, days: Sequence[date], reason: str, *, dry_run: bool = False) -> Report:
    """The school's own closures. The authority counts the published days: so a note says."""
    if not reason.strip():
        raise Refusal(Problem("calendar.reason"))
    known, calendar = stored.closures(desk.registry), desk.calendar
    fresh = [day for day in dict.fromkeys(days) if day not in known]
    problems = [Problem("calendar.closure-known", "note", params={"date": each.isoformat()}) for each in days
                if each in known]  # fmt: skip
    problems += [
        Problem("calendar.closure-off", "warn", params={"date": day.isoformat()})
        for day in fresh
        if not calendar.is_working(day)
    ]
    if fresh:
        problems.append(Problem("calendar.closure-local", "note"))
    if fresh and not dry_run:
        with desk.registry.transaction():
            for day in fresh:
                stored.store_closure(desk.registry, day, reason.strip(), at=desk.recorded_at, by=desk.registrar)
    added = [day.isoformat() for day in fresh]
    return Report({"added": added, "reason": reason.strip(), "operation": None, "dry_run": dry_run}, problems)


def remove(desk: Desk, days: Sequence[date], *, dry_run: bool = False) -> Report:
    """Take closures back that were entered by mistake; an unknown one refuses."""
    known = stored.closures(desk.registry)
    unknown = [day for day in days if day not in known]
    if unknown:
        raise Refusal(*(Problem("calendar.closure-unknown", params={"date": day.isoformat()}) for day in unknown))
    if not dry_run:
        with desk.registry.transaction():
            stored.remove_closures(desk.registry, days)
    removed = [day.isoformat() for day in dict.fromkeys(days)]
    return Report({"removed": removed, "operation": None, "dry_run": dry_run})


def _known(desk: Desk | None) -> dict[int, tuple[Year, str]]:
    """Year → (what holds, where it is from); an import beats what the program came with."""
    known = {each.year: (each, "shipped") for each in holiday_years()}
    if desk is not None:
        known |= {each.year: (each, "imported") for each in stored.imported_years(desk.registry)}
    return dict(sorted(known.items()))


def _read(file: Path, notice: str) -> tuple[Year, list[Problem]]:
    if file.suffix.lower() == ".toml":
        from dataclasses import replace

        from xjcli.reference.calendars import parse_year

        year = parse_year(read_bounded(file, _TOML_BYTES), file.name)
        return (replace(year, notice=notice) if notice else year), []
    from xjcli.sheets.days import read_days

    days, problems = read_days(file)
    if not days:
        raise Refusal(*(problems or [Problem("sheet.empty", where=file.name)]))
    number = Counter(day.year for day in days).most_common(1)[0][0]
    off, work = (frozenset(day for day, (kind, _) in days.items() if kind == word) for word in ("off", "work"))
    first, last = date(number, 1, 1), date(number, 12, 31)
    return Year(number, first, last, notice, file.name, "M", off, work), problems


def _brief(year: Year, origin: str) -> dict[str, Any]:
    return {
        "year": year.year,
        "notice": year.notice,
        "source": year.source,
        "from": year.begins.isoformat(),
        "to": year.ends.isoformat(),
        "origin": origin,
        "off": len(year.off),
        "work": len(year.work),
    }


def _in_full(year: Year) -> dict[str, Any]:
    return {
        "holidays": [
            {"zh": each.zh, "en": each.en, "from": each.begins.isoformat(), "to": each.ends.isoformat()}
            for each in year.holidays
        ],
        "off_days": sorted(day.isoformat() for day in year.off),
        "work_days": sorted(day.isoformat() for day in year.work),
    }
