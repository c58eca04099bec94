"""Rule packs laid over each other: the national text below, the school's choices above it, provenance kept.

第十一条 and 第二十九条 leave the conditions to the provinces. A pack that is not a whole text (a province's, or what is
known of a revision) brings dated limits only; articles, acts and numbers stay those of the national text it lies on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from xjcli.reference.rules import Deadline, RulePack, read
from xjcli.regulation.limits import DEADLINE_KEYS, KEYS, Limit, Window, in_force

if TYPE_CHECKING:
    from pathlib import Path

_FILLED = ("source", "confidence", "dated")
_PLAIN = ("key", "severity", "section", "text_zh", "text_en", "source", "confidence", "dated", "unit", "article",
          "then", "per", "practice")  # fmt: skip


class Reading(NamedTuple):
    """How a pack reads an open place of its text, and what that rests on: ours, and marked so."""

    zh: str
    en: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A text of law as it can be chosen. `over`: the national text it lies on; `region`: two digits of a province.

    `readings` are ours; `changes` is what the text is known to say beyond values, each with its source.
    """

    id: str
    level: Literal["national", "province"]
    title: str
    title_en: str
    document: str
    begins: date
    ends: date | None
    source: str
    confidence: str
    partial: bool
    over: str
    region: str
    note_zh: str
    note_en: str
    limits: tuple[Limit, ...]
    readings: dict[str, Reading]
    changes: dict[str, Reading]


@dataclass(frozen=True, slots=True)
class Rules(RulePack):
    """The chosen packs as one: a RulePack (the national text) that also answers what the others add, with dates."""

    packs: tuple[Pack, ...] = ()
    by_key: Mapping[str, tuple[Limit, ...]] = field(default_factory=dict)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Every dated value of every chosen pack, the national one first."""
        return tuple(limit for pack in self.packs for limit in pack.limits)

    def find_limits(self, key: str, *, on: date, stage: str = "") -> list[Limit]:
        """What the chosen packs say of `key` on that day for that stage, in their order; KeyError for no such key."""
        return in_force(self.by_key.get(key, ()), key, on=on, stage=stage)

    def limit(self, key: str, *, on: date, stage: str = "", grade: int = 0, kind: str = "") -> Limit | None:
        """The value that holds: the last pack's (and its last fitting row), or None where no pack says anything."""
        found = [each for each in self.find_limits(key, on=on, stage=stage) if each.holds_for(stage, grade, kind)]
        return found[-1] if found else None

    def deadline(self, name: str, *, on: date | None = None, stage: str = "") -> Deadline:
        """A time limit by name; with `on`, what a chosen pack puts in its place from its date on."""
        base = self.deadlines[name]
        key = DEADLINE_KEYS.get(name)
        found = self.limit(key, on=on, stage=stage) if key and on else None
        if found is None or found.number is None:
            return base
        unit: Literal["month", "workday"] = "month" if found.unit == "month" else "workday"
        return Deadline(found.number, unit, base.article)

    def saying(self, key: str, word: str, *, on: date, stage: str = "", grade: int = 0, kind: str = "") -> Limit | None:
        """The last limit of `key` that names this word (transfer-forbidden: on-leave …), or None."""
        found = [each for each in self.find_limits(key, on=on, stage=stage) if each.holds_for(stage, grade, kind)]
        return next((each for each in reversed(found) if word in each.words), None)

    def approval_of(self, act: str, *, on: date, stage: str = "") -> Limit | None:
        """The limit by which a chosen pack makes an act of this kind wait for approval, or None.

        A text that was not read as a whole (severity note) only tells; it makes nothing wait.
        """
        rows = [each for each in self.find_limits("needs-approval", on=on, stage=stage) if each.severity == "refuse"]
        return next((each for each in reversed(rows) if act in each.words), None)


def load_pack(path: Path) -> Pack:
    """Read what any `data/rules/<name>.toml` holds beside the national tables. ValueError for an unknown key."""
    raw = read(path)
    return Pack(
        id=raw["id"],
        level=raw["level"],
        title=raw["title"],
        title_en=raw["title_en"],
        document=raw["document"],
        begins=raw["from"],
        ends=raw.get("to"),
        source=raw["source"],
        confidence=raw["confidence"],
        partial=raw.get("partial", False),
        over=raw.get("over", ""),
        region=raw.get("region", ""),
        note_zh=raw.get("note_zh", ""),
        note_en=raw.get("note_en", ""),
        limits=(*_deadlines(raw), *(_limit(row, raw) for row in raw.get("limits", ()))),
        readings={name: Reading(**row) for name, row in raw.get("readings", {}).items()},
        changes={name: Reading(**row) for name, row in raw.get("changes", {}).items()},
    )


def _deadlines(raw: dict[str, Any]) -> Iterator[Limit]:
    """The time limits of a national text as limits too, so that a pack that replaces one can be compared with it."""
    for name, row in raw.get("deadlines", {}).items():
        if key := DEADLINE_KEYS.get(name):
            yield Limit(
                key, raw["id"], "warn", f"第{row['article']}条", raw["articles"][str(row["article"])], KEYS[key].en,
                raw["source"], raw["confidence"], raw["from"], unit=row["unit"], number=row["amount"],
                article=row["article"],
            )  # fmt: skip


def _limit(row: dict[str, Any], pack: dict[str, Any]) -> Limit:
    """A row of `[[limits]]`; what it does not say of date, source and confidence is its pack's."""
    filled = {name: pack[name] for name in _FILLED if name in pack} | row
    unknown = row.keys() - {*_PLAIN, "value", "from", "to", "stages", "grades", "kinds"}
    if unknown or row["key"] not in KEYS:
        raise ValueError(f"{pack['id']}: {row['key']} {sorted(unknown)}")
    return Limit(
        **{name: filled[name] for name in _PLAIN if name in filled},
        **_value(row),
        pack=pack["id"],
        begins=row.get("from", pack["from"]),
        ends=row.get("to", pack.get("to")),
        stages=tuple(row.get("stages", ())),
        grades_of=tuple(row.get("grades", ())),
        kinds=tuple(row.get("kinds", ())),
    )


def _value(row: dict[str, Any]) -> dict[str, Any]:
    value, key = row["value"], KEYS[row["key"]]
    if row.get("unit", "") not in key.units:
        raise ValueError(f"{row['key']}: {row.get('unit')}")
    if key.shape == "windows":
        return {"windows": tuple(_window(first, last) for first, last in value)}
    if key.shape == "words":
        if key.words and not set(value) <= set(key.words):
            raise ValueError(f"{row['key']}: {value}")
        return {"words": tuple(value)}
    if key.shape == "grades":
        return {"grades": tuple(int(grade) for grade in value)}
    wanted = bool if key.shape == "flag" else int
    if type(value) is not wanted:
        raise ValueError(f"{row['key']}: {value}")
    return {key.shape: value}


def _window(first: str, last: str) -> Window:
    def day(text: str) -> tuple[int, int]:
        month, _, number = text.partition("-")
        return date(2024, int(month), int(number)).month, int(number)  # a leap year: 02-29 can be written

    return day(first), day(last)


def compose(base: RulePack, packs: tuple[Pack, ...]) -> Rules:
    """One object out of the national text and everything that lies over it."""
    own = {each.name: getattr(base, each.name) for each in fields(base)}
    by_key: dict[str, list[Limit]] = {}
    for pack in packs:
        for limit in pack.limits:
            by_key.setdefault(limit.key, []).append(limit)
    return Rules(**own, packs=packs, by_key=MappingProxyType({key: tuple(rows) for key, rows in by_key.items()}))
