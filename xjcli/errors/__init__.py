"""What can be wrong, as data: a code, a place, masked parameters. Words live in the catalogue.

第二十五条 forbids that a pupil's data leaks, and a message is the easiest leak: parameters are masked by
whoever makes a `Problem`, and no exception text of a library is ever shown. Pure, the lowest room of the house.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

Severity = Literal["refuse", "warn", "note"]
_NOTHING: Mapping[str, str | int] = MappingProxyType({})


class Family(IntEnum):
    """Exit status of a program; a contract with scripts (interface.md)."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    CANCELLED = 3
    INPUT = 10
    RULE = 20
    WAITING = 30
    REGISTRY = 40
    SHEET = 50
    BUNDLE = 60
    TRANSPORT = 70
    DEFECT = 90


class Entry(NamedTuple):
    """One line of the catalogue: what happened, under which article (0 = none), and what to do."""

    family: Family
    article: int
    zh: str
    en: str
    hint_zh: str
    hint_en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `code` is for ever; `where` is `sheet!C7`, a field or a sequence number."""

    code: str
    severity: Severity = "refuse"
    where: str | None = None
    params: Mapping[str, str | int] = field(default_factory=lambda: _NOTHING)


class Refusal(Exception):
    """Nothing was stored, and these problems say why. Anything else that is raised is a defect.

    `exit_code` overrides the family of the first refusing problem where a contract asks for it.
    """

    def __init__(self, *problems: Problem, exit_code: int | None = None, result: object = None) -> None:
        super().__init__(problems[0].code if problems else "")
        self.problems = list(problems)
        self.exit_code = exit_code
        self.result = result


def entry(code: str) -> Entry:
    """The catalogue's line for `code`; the catalogue is loaded only when something is said."""
    from xjcli.errors.catalogue import ENTRIES

    return ENTRIES[code]


def exit_code(problems: Iterable[Problem]) -> int:
    """Exit status for these problems: the family of the first that refuses, else 0."""
    for problem in problems:
        if problem.severity == "refuse":
            return int(entry(problem.code).family)
    return int(Family.OK)
