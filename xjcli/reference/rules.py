"""A rule pack: the numbers and choices of one text of law, each named once, each with its article.

Typed on purpose: nobody outside reads the TOML. A province's pack is another file of the same shape; a value
that it lacks raises KeyError, because a pack with a hole is a defect and not a finding about a pupil.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class ActRule(NamedTuple):
    """What an act is in law.

    `legal_act`: REQUEST REVIEW APPROVE REGISTER HANDLE REPORT NOTIFY or DEREGISTER. `evidence`: the papers the text
    calls for; `expected`: papers that are usual but that no national text demands. `deadline`: a key of the pack's
    deadlines. `compulsory`: whether it may be done in the compulsory years – allowed, because (only with a stated
    reason) or forbidden; `senior`: the same beyond them. `basis`: the text that forbids, where it is another.
    `command`: what the registrar types for it, without `xj`.
    """

    article: int
    legal_act: str
    needs_approval: bool
    evidence: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    deadline: str = ""
    compulsory: Literal["allowed", "because", "forbidden"] = "allowed"
    senior: Literal["allowed", "because", "forbidden"] = "allowed"
    basis: str = ""
    command: str = ""


class Basis(NamedTuple):
    """A ground on which a school opens a record; `needs_transfer` as 第六条 has it."""

    zh: str
    en: str
    article: int
    needs_transfer: bool


class Deadline(NamedTuple):
    """`unit` is month (calendar months), workday (the day itself not counted) or term."""

    amount: int
    unit: Literal["month", "workday", "term"]
    article: int


class Prefix(NamedTuple):
    """The letter a document type leads to, and how far that is settled (H M L)."""

    prefix: str
    confidence: str
    source: str


class Shape(NamedTuple):
    """What stands behind the letter: (meaning, characters). `proposable`: a candidate can be worked out.

    `check`: mod-11-2 (judged), warn (a mismatch is only told), none (random characters).
    """

    parts: tuple[tuple[str, int], ...]
    proposable: bool
    check: Literal["mod-11-2", "warn", "none"]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class NumberRule:
    """第五条: the rule of the 学籍号, set by a separate text and so replaceable as a whole.

    `letters` is document type → the letter its number begins with, for the pure rules.
    """

    rule: str
    article: int
    length: int
    minted_by: str
    source: str
    confidence: str
    prefixes: Mapping[str, Prefix]
    shapes: Mapping[str, Shape]
    letters: Mapping[str, str]


class Stage(NamedTuple):
    """A 学段; `compulsory` is 义务教育."""

    zh: str
    en: str
    compulsory: bool
    article: int


class SchoolType(NamedTuple):
    """The first two digits of a 学校标识码, and the stages a school of that type may hold."""

    zh: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulePack:
    """One text of law as values. Frozen; every lookup names its article or can."""

    id: str
    title: str
    title_en: str
    document: str
    in_force_from: date
    source: str
    confidence: str
    articles: Mapping[int, str]
    acts: Mapping[str, ActRule]
    bases: Mapping[str, Basis]
    deadlines: Mapping[str, Deadline]
    number: NumberRule
    stages: Mapping[str, Stage]
    systems: Mapping[str, Mapping[str, int]]
    school_types: Mapping[str, SchoolType]

    def article_of(self, kind: str) -> int:
        """The article an act of this kind rests on. KeyError for a kind the pack does not know."""
        return self.acts[kind].article

    def legal_act(self, kind: str) -> str:
        """What the authority does with an act of this kind (核准 APPROVE, 登记 REGISTER …)."""
        return self.acts[kind].legal_act

    def needs_approval(self, kind: str) -> bool:
        """Whether an act of this kind waits for a decision, so that a mere 登记 never does by accident."""
        return self.acts[kind].needs_approval

    def basis(self, name: str) -> Basis:
        """The ground of an enrolment by its stored name (first, transfer, inclusive …)."""
        return self.bases[name]

    def deadline(self, name: str) -> Deadline:
        """A time limit by name: dossier, handover, dossier-transfer, death, reconcile."""
        return self.deadlines[name]

    def number_prefix(self, document_type: str) -> str | None:
        """G, L or J for a document type's code, None where no text gives one. L is not settled."""
        found = self.number.prefixes.get(document_type)
        return found.prefix if found else None

    def may_propose(self, document_type: str) -> bool:
        """Whether a candidate can be worked out here; L and J come from the national system only."""
        prefix = self.number_prefix(document_type)
        return prefix is not None and self.number.shapes[prefix].proposable

    def stages_of_school_type(self, type_code: str) -> tuple[str, ...]:
        """The stages a school with these first two digits may hold; () for an unknown or unfitting type."""
        found = self.school_types.get(type_code)
        return found.stages if found else ()

    def grades(self, system: str, stage: str) -> tuple[int, ...]:
        """The grades of a stage, counted through: 6-3 junior is (7, 8, 9), 5-4 junior is (6, 7, 8, 9)."""
        first = 1
        for name, count in self.systems[system].items():
            if name == stage:
                return tuple(range(first, first + count))
            first += count
        raise KeyError(stage)


def _number(raw: dict[str, Any]) -> NumberRule:
    shapes = {
        letter: Shape(
            tuple((str(meaning), int(size)) for meaning, size in shape["parts"]),
            shape["proposable"], shape["check"], shape["source"], shape["confidence"],
        )
        for letter, shape in raw["shapes"].items()
    }  # fmt: skip
    prefixes = {code: Prefix(**row) for code, row in raw["prefixes"].items()}
    plain = {key: raw[key] for key in ("rule", "article", "length", "minted_by", "source", "confidence")}
    return NumberRule(
        **plain,
        prefixes=MappingProxyType(prefixes),
        shapes=MappingProxyType(shapes),
        letters=MappingProxyType({code: prefix.prefix for code, prefix in prefixes.items()}),
    )


def _act(row: dict[str, Any]) -> ActRule:
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("evidence", "expected") if name in row}
    return ActRule(**(row | lists))


@cache
def read(path: Path) -> dict[str, Any]:
    """A rule pack as it stands in its file; parsed once, because TOML is slow to read. Do not change it."""
    import tomllib

    with path.open("rb") as file:
        return tomllib.load(file)


def load(path: Path) -> RulePack:
    """Read one national `data/rules/<name>.toml`."""
    raw = read(path)
    stages = {name: Stage(**row) for name, row in raw["stages"].items()}
    systems = {
        name: MappingProxyType({stage: int(row[stage]) for stage in stages}) for name, row in raw["systems"].items()
    }
    types = {
        code: SchoolType(row["zh"], tuple(row["stages"]))
        for code, row in raw["school_types"].items()
        if isinstance(row, dict)
    }
    return RulePack(
        id=raw["id"],
        title=raw["title"],
        title_en=raw["title_en"],
        document=raw["document"],
        in_force_from=raw["from"],
        source=raw["source"],
        confidence=raw["confidence"],
        articles=MappingProxyType({int(number): text for number, text in raw["articles"].items()}),
        acts=MappingProxyType({kind: _act(row) for kind, row in raw["acts"].items()}),
        bases=MappingProxyType({name: Basis(**row) for name, row in raw["bases"].items()}),
        deadlines=MappingProxyType({name: Deadline(**row) for name, row in raw["deadlines"].items()}),
        number=_number(raw["number"]),
        stages=MappingProxyType(stages),
        systems=MappingProxyType(systems),
        school_types=MappingProxyType(types),
    )
