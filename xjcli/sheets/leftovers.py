"""What is left aside when a sheet is read, said with its place: nothing disappears without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xjcli.errors import Problem
from xjcli.sheets.headers import Header
from xjcli.sheets.table import LISTS_SHEET, Cell, RawSheet, cell_index, column_letter

_SHOWN = 10
_MERGE = re.compile(r"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}")


def hide(sheet: RawSheet) -> list[int]:
    """Blank the hidden rows, and the numbers of those that held something."""
    filled: list[int] = []
    for number in sheet.hidden_rows:
        if number <= len(sheet.rows) and any(not isinstance(cell, str) or cell for cell in sheet.rows[number - 1]):
            filled.append(number)
            blank: list[Cell] = [""] * len(sheet.rows[number - 1])
            sheet.rows[number - 1] = blank
    return filled


def find_remarks(
    names: Sequence[str],
    hidden: Sequence[str],
    sheet: RawSheet,
    header: Header,
    rows: Sequence[int],
    columns: frozenset[int],
) -> list[Problem]:
    """Other sheets, hidden sheets, hidden columns with a heading, hidden rows that hold something, merged cells."""
    notes: list[Problem] = []
    others = [name for name in names if name not in (sheet.name, LISTS_SHEET)]
    hidden = [name for name in hidden if name != LISTS_SHEET]
    if others:
        notes.append(Problem("sheet.others-ignored", "note", sheet.name, {"sheets": "、".join(others)}))
    if hidden:
        notes.append(Problem("sheet.hidden-sheets", "warn", hidden[0], {"sheets": "、".join(hidden)}))
    headings = [(index, text) for index, text in enumerate(header.texts) if text and index in columns]
    if headings:
        where = f"{sheet.name}!{column_letter(headings[0][0])}{header.rows[-1] + 1}"
        shown = "、".join(" ".join(text.split()) for _index, text in headings)
        notes.append(Problem("sheet.hidden-columns", "warn", where, {"headers": shown}))
    if rows:
        params: dict[str, str | int] = {"count": len(rows), "rows": _listed(map(str, rows), len(rows))}
        notes.append(Problem("sheet.hidden-rows", "warn", f"{sheet.name}!{rows[0]}", params))
    return notes + _merged(sheet, header)


def _merged(sheet: RawSheet, header: Header) -> list[Problem]:
    """Merged cells among the pupils: only the first of them holds anything, and whose it is cannot be known."""
    below = header.rows[-1]
    found = [merge for merge in sheet.merges if _MERGE.fullmatch(merge) and _row(merge) > below and _any(sheet, merge)]
    if not found:
        return []
    params: dict[str, str | int] = {"count": len(found), "cells": _listed(found, len(found))}
    return [Problem("sheet.merged-cells", "warn", f"{sheet.name}!{found[0].partition(':')[0]}", params)]


def _row(merge: str) -> int:
    return cell_index(merge.partition(":")[0])[0]


def _any(sheet: RawSheet, merge: str) -> bool:
    row, column = cell_index(merge.partition(":")[0])
    return row < len(sheet.rows) and column < len(sheet.rows[row]) and sheet.rows[row][column] != ""


def _listed(texts: Iterable[str], count: int) -> str:
    shown = [text for text, _ in zip(texts, range(_SHOWN), strict=False)]
    return "、".join(shown) + ("…" if count > _SHOWN else "")
