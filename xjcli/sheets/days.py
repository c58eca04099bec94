"""A year's holidays as an office keeps them (第十四条): one row a day, 日期 and 类型 (休 or 班), no pupil in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xjcli.errors import Problem, Refusal
from xjcli.reference import fold_header
from xjcli.schema.values.time import parse_date
from xjcli.sheets.cells import as_text
from xjcli.sheets.lists import first_rows
from xjcli.sheets.table import Cell, column_letter

_HEADER_WITHIN = 10
_DATE, _KIND = ("日期", "date"), ("类型", "kind")
_WORDS = {"休": "off", "放假": "off", "off": "off", "班": "work", "上班": "work", "调休上班": "work", "work": "work"}
Days = dict[date, tuple[str, str]]


def read_days(path: Path) -> tuple[Days, list[Problem]]:
    """day → ("off" or "work", its address), and everything wrong with a row (`calendar.day`, `.kind`, `.twice`).

    Refuses with sheet.* or file.* where there is no such table.
    """
    sheet, rows = first_rows(path)
    header, day_at, kind_at = _header(rows, sheet)
    found: Days = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        if not any(str(cell).strip() for cell in row):
            continue
        place = f"{sheet}!{column_letter(day_at)}{number}"
        iso, wrong = _day(row, day_at)
        kind = _WORDS.get(_plain(row, kind_at).casefold())
        problems += [Problem(each.code, each.severity, place, each.params) for each in wrong]
        if kind is None:
            params = {"value": _plain(row, kind_at)[:20]}
            problems.append(Problem("calendar.kind", where=f"{sheet}!{column_letter(kind_at)}{number}", params=params))
        if iso is None or kind is None:
            continue
        day = date.fromisoformat(iso)
        if day in found:
            problems.append(Problem("calendar.twice", where=place))
        found[day] = (kind, place)
    return found, problems


def _day(row: Sequence[Cell], index: int) -> tuple[str | None, list[Problem]]:
    cell = row[index] if index < len(row) else ""
    text, problem = as_text("date", cell)
    if problem is not None:
        return None, [problem]
    return parse_date(text)


def _plain(row: Sequence[Cell], index: int) -> str:
    return str(row[index]).strip() if index < len(row) else ""


def _header(rows: Sequence[Sequence[Cell]], sheet: str) -> tuple[int, int, int]:
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        texts = [fold_header(cell) if isinstance(cell, str) else "" for cell in row]
        places = [next((texts.index(word) for word in words if word in texts), -1) for words in (_DATE, _KIND)]
        if min(places) >= 0:
            return number, places[0], places[1]
    raise Refusal(Problem("calendar.unreadable", where=sheet, params={"kind": "日期/类型"}))
