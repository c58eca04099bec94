"""Invented pupils for tests: the same inventor that `xj demo` uses, so nobody has to invent children twice."""

from __future__ import annotations

from datetime import date

from xjcli.procedures.demo.people import Inventor, Pupil

#: A day of the autumn term; every test that needs one takes this.
TODAY = date(2026, 9, 2)
SCHOOL_CODE = "2132000001"


def pupils(count: int, *, seed: int = 1, code: str = SCHOOL_CODE, today: date = TODAY) -> list[Pupil]:
    """The pupils of an invented primary school, as texts of a workbook; the same seed gives the same ones."""
    return list(Inventor(seed, today).school(code, count))


__all__ = ["SCHOOL_CODE", "TODAY", "Inventor", "Pupil", "pupils"]
