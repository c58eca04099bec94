"""The thirty articles as the program stands to them: what each says in our words, and what is done for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

Reach = Literal["acts", "check", "outside"]


class Article(NamedTuple):
    """`reach`: acts (done by acts of the ledger), check (looked at, shown, configured) or outside, with the reason."""

    number: int
    heading_en: str
    zh: str
    en: str
    does_zh: str
    does_en: str
    commands: tuple[str, ...]
    acts: tuple[str, ...]
    tests: tuple[str, ...]
    reach: Reach
    why_zh: str = ""
    why_en: str = ""


def load(path: Path) -> Mapping[int, Article]:
    """Read `data/articles.toml`."""
    import tomllib

    with path.open("rb") as file:
        raw = tomllib.load(file)
    found = {}
    for number, row in raw.items():
        lists = {name: tuple(row[name]) for name in ("commands", "acts", "tests")}
        found[int(number)] = Article(int(number), **(row | lists))
    return MappingProxyType(found)
