"""Facts with a source and a date, read from `data/` only when asked for.

第五条 leaves the rule of the 学籍号 to another text and 第十一条 leaves the changes to the provinces:
what may differ is data, so that a replaced file replaces the rule. Nothing heavy is imported here:
commands that only read pupils pay for one CSV at most, never for TOML or for the table of divisions.
A missing or broken file of our own is a defect and raises whatever reading raises; an unknown code or label
is None, never an exception.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xjcli.reference.articles import Article
    from xjcli.reference.packs import Pack, Rules
    from xjcli.reference.rules import RulePack
    from xjcli.reference.tables import CodeTable
    from xjcli.reference.templates import Members, Template
    from xjcli.regulation.holidays import Year


@cache
def data_root() -> Path:
    """The folder of the data files: `xjcli/data` in a wheel, `data` beside the package in a checkout."""
    from pathlib import Path

    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "data", package.parent / "data"):
        if (candidate / "codes").is_dir():
            return candidate
    raise FileNotFoundError("data/codes")


@cache
def codes(table: str) -> CodeTable:
    """The code table of that name (`Field.table` of schema/columns, or `yes-no`)."""
    from xjcli.reference.tables import load

    return load(table, data_root() / "codes" / f"{table}.csv")


@cache
def template(name: str) -> Template:
    """A workbook's columns in order: `national-a`, `national-b` or `school`."""
    from xjcli.reference.templates import load

    return load(data_root() / "templates" / f"{name}.toml")


@cache
def header_aliases() -> Mapping[str, str]:
    """Every known heading, folded, to its field. Bare headings of members are in `members()`, not here."""
    from xjcli.reference.templates import load_aliases

    return load_aliases(data_root() / "templates")


@cache
def compared_headers() -> Mapping[str, str]:
    """Folded headings of a national export that are compared with the registry and never stored: 学生状态."""
    from xjcli.reference.templates import load_compared

    return load_compared(data_root() / "templates")


@cache
def members() -> Members:
    """How headings name a member of the family: the prefixes of member 1 and 2, and the parts behind them."""
    from xjcli.reference.templates import load_members

    return load_members(data_root() / "templates")


def fold_header(text: str) -> str:
    """A heading as it is compared: see `templates.fold_header`."""
    from xjcli.reference.templates import fold_header as fold

    return fold(text)


@lru_cache(maxsize=1024)
def field_of_header(text: str) -> str | None:
    """The field a heading means: folded, then once more without remarks in brackets. None if unknown."""
    from xjcli.reference.templates import without_remarks

    known = header_aliases()
    folded = fold_header(text)
    return known.get(folded) or known.get(without_remarks(folded))


def region_name(code: str, year: int | None = None) -> str | None:
    """The full name behind a 6, 9 or 12 digit division code (浙江省衢州市柯城区), or None. Never raises.

    With `year` the name that was in force then; otherwise the newest. Abolished codes are known (第五条: a
    number keeps the code in force when it was given), so None is a reason to ask, never to refuse.
    """
    from xjcli.reference.regions import full_name

    return full_name(code, year)


@lru_cache(maxsize=4096)
def is_region(code: str) -> bool:
    """Whether any table has this code; remembered, because the pupils of a school come from few places."""
    return region_name(code) is not None


def is_province(prefix: str) -> bool:
    """Whether two digits are a province's prefix in an identity number (71 81 82 83 and the old 91 too)."""
    return prefix in provinces()


@cache
def provinces() -> Mapping[str, str]:
    """Two-digit prefix to the province's name."""
    from xjcli.reference.regions import load_provinces

    return load_provinces(data_root() / "divisions.csv")


@cache
def rule_pack(name: str = "national-2013") -> RulePack:
    """The rules of one text as typed values, each with its article."""
    from xjcli.reference.rules import load

    return load(data_root() / "rules" / f"{name}.toml")


@cache
def pack(name: str) -> Pack:
    """A rule pack as it can be chosen: its dates, its source and its dated limits. KeyError for no such pack."""
    from xjcli.reference.packs import load_pack

    if name not in pack_names():
        raise KeyError(name)
    return load_pack(data_root() / "rules" / f"{name}.toml")


@cache
def pack_names() -> tuple[str, ...]:
    """Every pack in data/rules: the national ones first, then by name."""
    names = sorted(path.stem for path in (data_root() / "rules").glob("*.toml"))
    return tuple(sorted(names, key=lambda name: (not name.startswith("national-"), name)))


@cache
def rule_set(names: tuple[str, ...] = ("national-2013",)) -> Rules:
    """The chosen packs as one: the national text that the first names (or lies on) below, then in their order.

    KeyError for an unknown name, ValueError where the first is not a national pack.
    """
    from xjcli.reference.packs import compose

    chosen = [pack(name) for name in dict.fromkeys(names)]
    if not chosen or chosen[0].level != "national":
        raise ValueError("the first rule pack has to be a national one")
    base = chosen[0].over or chosen[0].id
    below = [] if any(each.id == base for each in chosen) else [pack(base)]
    return compose(rule_pack(base), (*below, *chosen))


@cache
def holiday_years() -> tuple[Year, ...]:
    """The years of holidays and make-up days that come with the program."""
    from xjcli.reference.calendars import load_years

    return load_years(data_root() / "calendars")


@cache
def article_texts() -> Mapping[int, Article]:
    """The thirty articles: what each says, what the program does for it, or why it is beyond a program."""
    from xjcli.reference.articles import load

    return load(data_root() / "articles.toml")
