"""第三、二十三至二十七条: what an authority tells the one above it of its schools, as bytes that stay readable.

One line a school, by its code: how many pupils, acts and cases; the turns of handovers in time and late; findings by
item of 第二十七条; staff; the semester's review. Only counts, days and codes: no name and no number of a person has a
field to stand in (第二十五条). Small counts stay as they are: the report goes to the supervising authority and is never
published. It has one spelling (canonical JSON) and exactly these fields. Pure: no file, no key, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical
from xjcli.schema.review import is_semester
from xjcli.schema.values.time import Semester

SCHEMA = "xj.supervision-report/1"
PAYLOAD_TYPE = "application/vnd.xj.supervision-report+json"
#: What became of a turn of a handover: done in time or late; still to be done, within its time or past it.
TURNS = ("in_time", "late", "under_way", "overdue")
#: The parties whose turns stand beside the schools': the authority itself, or one of two.
PARTIES = ("authority", "to-authority", "from-authority")
REVIEWS = ("none", "received", "differs")
_CODE = "supervision.statement"
_MOST_SCHOOLS = 20_000
_MOST_FINDINGS = 100
_BREACHES = range(1, 9)

#: One school; the fields are those of `_LINE`.
Line: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """A report. Days and moments are ISO texts; what is open or overdue is so on `last_day`.

    `turns` are the authority's own by party, each line has the school's. `workdays` is the time of a turn;
    `provisional`: a day that was counted lies in no published calendar.
    """

    authority: str
    installation: str
    level: str
    semester: str
    first_day: str
    last_day: str
    workdays: int
    provisional: bool
    written_at: str
    turns: Mapping[str, Mapping[str, int]]
    schools: Sequence[Line]

    def to_bytes(self) -> bytes:
        """The payload to be signed."""
        return canonical({"schema": SCHEMA, **asdict(self)})

    @classmethod
    def of(cls, **said: Any) -> Supervision:
        """The report that says this, if it may be signed: what we would not read back we do not write."""
        return cls.from_bytes(cls(**said).to_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Supervision:
        """Read a report whose bytes were verified. Raises Refusal: `bundle.version`, `supervision.statement`."""
        raw = shapes.read_object(data, _CODE)
        if raw.get("schema") != SCHEMA:
            raise Refusal(Problem("bundle.version" if isinstance(raw.get("schema"), str) else _CODE, params=_FIELD))
        shapes.require_fields(raw, _RULES, _CODE)
        fault = _contradiction(raw)
        if fault is not None:
            raise shapes.fault(_CODE, fault)
        return cls(**{name: value for name, value in raw.items() if name != "schema"})


_FIELD: dict[str, str | int] = {"field": "schema"}


def _contradiction(raw: Mapping[str, Any]) -> str | None:
    """The first field that does not fit the others."""
    term = Semester(raw["semester"])
    if raw["first_day"] != term.first_day.isoformat():
        return "first_day"
    if not term.contains(date.fromisoformat(raw["last_day"])):
        return "last_day"
    codes = [line["school"] for line in raw["schools"]]
    if codes != sorted(set(codes)):
        return "schools"
    return next((f"schools.{line['school']}" for line in raw["schools"] if not _fits(line)), None)


def _fits(line: Line) -> bool:
    """Nobody is in class who is not on the roll; staff is trained or not; each finding stands once."""
    codes = [each["code"] for each in line["findings"]]
    staff = line["staff"]
    told = bool(staff["reported_on"]) or not staff["serving"]
    return (
        line["present"] <= line["on_roll"]
        and told
        and staff["serving"] == staff["trained"] + staff["untrained"]
        and codes == sorted(set(codes))
    )


def _is(rules: shapes.Rules, value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == rules.keys()
        and all(agrees(value[name]) for name, agrees in rules.items())
    )


def _counts(*names: str) -> shapes.Rules:
    return dict.fromkeys(names, shapes.is_count)


_TALLY = _counts(*TURNS)
_CASES = _counts("approved", "refused", "open", "longest")
_STAFF: shapes.Rules = {
    "reported_on": lambda value: value == "" or shapes.is_day(value),
    **_counts("serving", "trained", "untrained"),
}
_FINDING: shapes.Rules = {
    "code": shapes.is_word,
    "breach": lambda value: shapes.is_ordinal(value) and value in _BREACHES,
    "count": shapes.is_ordinal,
}
_LINE: shapes.Rules = {
    "school": shapes.is_school,
    **_counts("on_roll", "present", "bundles", "acts"),
    "cases": lambda value: _is(_CASES, value),
    "turns": lambda value: _is(_TALLY, value),
    "staff": lambda value: _is(_STAFF, value),
    "review": shapes.one_of(*REVIEWS),
    "findings": lambda value: (
        isinstance(value, list) and len(value) <= _MOST_FINDINGS and all(_is(_FINDING, each) for each in value)
    ),
}
_RULES: shapes.Rules = {
    "schema": shapes.one_of(SCHEMA),
    "authority": shapes.is_authority,
    "installation": shapes.is_word,
    "level": shapes.one_of("province", "prefecture", "county"),
    "semester": is_semester,
    "first_day": shapes.is_day,
    "last_day": shapes.is_day,
    "workdays": shapes.is_ordinal,
    "provisional": lambda value: isinstance(value, bool),
    "written_at": shapes.is_instant,
    "turns": lambda value: (
        isinstance(value, dict) and set(value) <= set(PARTIES) and all(_is(_TALLY, each) for each in value.values())
    ),
    "schools": lambda value: (
        isinstance(value, list) and len(value) <= _MOST_SCHOOLS and all(_is(_LINE, each) for each in value)
    ),
}
