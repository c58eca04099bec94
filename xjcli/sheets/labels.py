"""Stored value → the text a workbook wants: labels, not codes; dates as the national importer reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from xjcli.reference import codes
from xjcli.schema.columns import BY_NAME
from xjcli.schema.values.classes import STAGES, System, grade_label, grade_of

Show = Callable[[str], str]


def shower(name: str, *, today: date, system: System = "6-3", compact: bool = True) -> Show:
    """How values of this field are written. `compact` writes 20180101 and 202609, else 2018-01-01 and
    2026-09.

    What is no stored value (a masked number, a remark) passes through unchanged.
    """
    field = BY_NAME.get(name)
    kind = field.kind if field else ""
    if field and kind in ("code", "yesno"):
        return codes(field.table or "yes-no").label
    if kind == "grade":
        return lambda value: _grade(value, today, system)
    if kind in ("date", "month") and compact:
        return _digits
    return str


def labelled(
    rows: Iterable[Mapping[str, str]], names: Iterable[str], *, today: date, system: System, compact: bool
) -> Iterable[dict[str, str]]:
    """Each row with its values as they are written, the fields `names` only; every different value is worked
    out once.
    """
    memos = {name: _Memo(shower(name, today=today, system=system, compact=compact)) for name in names}
    for row in rows:
        yield {name: memo[row.get(name, "")] for name, memo in memos.items()}


class _Memo(dict[str, str]):
    def __init__(self, show: Show) -> None:
        super().__init__({"": ""})
        self._show = show

    def __missing__(self, value: str) -> str:
        shown = self._show(value)
        if len(self) < 10_000:
            self[value] = shown
        return shown


def _grade(value: str, today: date, system: System) -> str:
    stage, _, cohort = value.partition("-")
    if stage not in STAGES or not cohort.isdigit():
        return value
    return grade_label(grade_of(stage, int(cohort), today, system))


def _digits(value: str) -> str:
    plain = value.replace("-", "")
    return plain if plain.isdigit() else value
