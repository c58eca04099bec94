"""A record, a request and invented limits, as the tests of conditions need them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.regulation.acts import chain, taken_on
from xjcli.errors import Problem
from xjcli.regulation.conditions import Asked
from xjcli.regulation.fold import fold
from xjcli.regulation.limits import KEYS, Limit
from xjcli.schema.act import Act, Draft
from xjcli.schema.record import Record
from xjcli.schema.values.classes import SPANS, Stage, grade_of

ON = date(2026, 10, 9)
_FIELD = {"number": "number", "flag": "flag", "words": "words", "grades": "grades", "windows": "windows"}


def limit(key: str, value: Any, severity: Any = "refuse", **more: Any) -> Limit:
    """One dated value of an invented province."""
    plain: dict[str, Any] = {
        "key": key, "pack": "province-x", "severity": severity, "section": "第九条", "text_zh": "样例条文",
        "text_en": "an example text", "source": "invented", "confidence": "H", "begins": date(2013, 9, 1),
        _FIELD[KEYS[key].shape]: value, **more,
    }  # fmt: skip
    return Limit(**plain)


def record(stage: Stage = "primary", cohort: int = 2024, **changed: Any) -> Record:
    """A pupil on the roll, of the third grade unless said otherwise."""
    (made,) = fold(chain(taken_on("r1", on="2024-09-01"))).values()
    return replace(made, stage=stage, cohort=cohort, **changed)


def asked(
    pupil: Record, *, on: date = ON, because: str = "", kind: str = "regular", history: list[Act] | None = None
) -> Asked:
    grade = grade_of(_stage(pupil), pupil.cohort, on)
    return Asked(on, because, grade, SPANS["6-3"][_stage(pupil)], kind, history or [])


def _stage(pupil: Record) -> Stage:
    return "primary" if pupil.stage == "primary" else "junior" if pupil.stage == "junior" else "senior"


def history(*drafts: tuple[str, dict[str, Any]]) -> list[Act]:
    """A record that was taken on, and these acts behind it."""
    acts = [Draft(kind, "r1", "2026-09-01", body, {}) for kind, body in drafts]
    return chain(taken_on("r1", on="2024-09-01"), *acts)


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in problems]
