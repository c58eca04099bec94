"""第二十四条: what registrar and responsible leader sign of a semester, as bytes that stay readable for ever.

A statement says whose it is, which semester and days it covers, at which act of the ledger it was written, and the
figures of both rolls for the school, each grade and each class. It has one spelling (canonical JSON), exactly these
fields, and it adds up in itself. It names no pupil (第二十五条). Pure: no file, no key, no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeAlias

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical
from xjcli.schema.values.time import Semester

SCHEMA = "xj.semester-review/1"
PAYLOAD_TYPE = "application/vnd.xj.semester-review+json"
#: 在校、在籍, as the statement names them.
ROLLS = ("present", "on-roll")
#: The wholes that a line may be about, from the widest; an unassigned pupil's class is empty.
WHOLES = ("school", "grade", "class")
SCHOOL, GRADE, CLASS = range(3)
_CODE = "review.statement"
_MOST_LINES = 5_000
_MOST_OPEN = 500
_MOST_FLOWS = 100

#: One whole: `of`, `stage`, `cohort`, `class_no`, and `opening`, `in` and `out` by their keys, `closing`.
Line: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A statement. Days and moments are ISO texts; `act` and `head` are the ledger's last act when it was written.

    `open` lists what was not settled, `because` says why the review was closed all the same (empty: nothing was open).
    """

    school: str
    name: str
    installation: str
    semester: str
    first_day: str
    last_day: str
    act: int
    head: str
    registrar: str
    leader: str
    because: str
    written_at: str
    figures: Mapping[str, Sequence[Line]]
    open: Sequence[Mapping[str, Any]]

    @property
    def through(self) -> int | None:
        """The act up to which its last day counts, None where that whole day does: a statement written during the
        semester ends with the day it was written on, and what was recorded later that day does not stand in it.
        """
        return self.act if self.last_day < Semester(self.semester).last_day.isoformat() else None

    def to_json(self) -> dict[str, Any]:
        """The statement as it stands in an act."""
        return {"schema": SCHEMA, **{each.name: getattr(self, each.name) for each in fields(self)}}

    def to_bytes(self) -> bytes:
        """The one spelling, which is what is signed."""
        return canonical(self.to_json())

    @classmethod
    def of(cls, **said: Any) -> Review:
        """A statement of ours. Raises Refusal if we would refuse to read it."""
        return cls.from_bytes(cls(**said).to_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Review:
        """Read a statement whose bytes were verified. Raises Refusal: `bundle.version`, `review.statement` (field)."""
        return cls.from_json(shapes.read_object(data, _CODE))

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Review:
        """The same from an act's body, where it stands as an object."""
        if raw.get("schema") != SCHEMA:
            raise Refusal(Problem("bundle.version" if isinstance(raw.get("schema"), str) else _CODE, params=_SCHEMA))
        shapes.require_fields(raw, _RULES, _CODE)
        fault = _contradiction(raw)
        if fault is not None:
            raise shapes.fault(_CODE, fault)
        return cls(**{name: value for name, value in raw.items() if name != "schema"})


_SCHEMA: dict[str, str | int] = {"field": "schema"}


def is_semester(value: object) -> bool:
    """True for a semester in its stored spelling, 2026-autumn."""
    if not isinstance(value, str):
        return False
    try:
        Semester(value)
    except ValueError:
        return False
    return True


def _contradiction(raw: Mapping[str, Any]) -> str | None:
    """The first field that does not fit the others."""
    term = Semester(raw["semester"])
    if raw["first_day"] != term.first_day.isoformat():
        return "first_day"
    if not term.contains(date.fromisoformat(raw["last_day"])):
        return "last_day"
    if bool(raw["open"]) != bool(raw["because"].strip()):
        return "because"
    return next((f"figures.{roll}" for roll in ROLLS if not _adds_up(raw["figures"][roll])), None)


def _adds_up(lines: Sequence[Line]) -> bool:
    """期初 + 增 − 减 = 期末 in every line; wholes stand once and in order, and add up to the wider ones."""
    places = [place_of(line) for line in lines]
    if places != sorted(set(places)) or places[:1] != [(0, "", 0, "")]:
        return False
    totals: dict[int, Counter[tuple[Any, ...]]] = {size: Counter() for size in range(len(WHOLES))}
    for (size, stage, cohort, class_no), line in zip(places, lines, strict=True):
        grown = line["opening"] + sum(line["in"].values()) - sum(line["out"].values())
        if grown != line["closing"] or bool(size) != bool(stage and cohort) or (class_no and size < CLASS):
            return False
        for column in ("opening", "closing"):
            totals[size][stage, cohort, column] += line[column]
    school: Counter[tuple[Any, ...]] = Counter()
    for (_, _, column), count in totals[GRADE].items():
        school["", 0, column] += count
    return totals[SCHOOL] == school and totals[GRADE] == totals[CLASS]


def place_of(line: Line) -> tuple[int, str, int, str]:
    """Where a line stands: the size of its whole, stage, cohort and class; also the order of the lines."""
    return WHOLES.index(line["of"]), line["stage"], line["cohort"], line["class_no"]


def _is_flow(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= _MOST_FLOWS
        and all(shapes.is_word(code) and shapes.is_ordinal(count) for code, count in value.items())
    )


_LINE: shapes.Rules = {
    "of": shapes.one_of(*WHOLES),
    "stage": shapes.one_of("", "primary", "junior", "senior"),
    "cohort": shapes.is_count,
    "class_no": shapes.is_text,
    "opening": shapes.is_count,
    "in": _is_flow,
    "out": _is_flow,
    "closing": shapes.is_count,
}
_OPEN: shapes.Rules = {
    "kind": shapes.one_of("case", "finding", "difference"),
    "code": shapes.is_word,
    "article": shapes.is_count,
    "count": shapes.is_ordinal,
}


def _are(value: Any, rules: shapes.Rules, most: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= most
        and all(
            isinstance(each, dict)
            and each.keys() == rules.keys()
            and all(agrees(each[name]) for name, agrees in rules.items())
            for each in value
        )
    )


def _are_figures(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == set(ROLLS)
        and all(_are(lines, _LINE, _MOST_LINES) for lines in value.values())
    )


def _is_name(value: Any) -> bool:
    return shapes.is_text(value) and value.strip() == value != ""


_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "school": shapes.is_school,
    "name": _is_name,
    "installation": shapes.is_word,
    "semester": is_semester,
    "first_day": shapes.is_day,
    "last_day": shapes.is_day,
    "act": shapes.is_count,
    "head": shapes.is_hash,
    "registrar": _is_name,
    "leader": _is_name,
    "because": shapes.is_note,
    "written_at": shapes.is_instant,
    "figures": _are_figures,
    "open": lambda value: _are(value, _OPEN, _MOST_OPEN),
}
