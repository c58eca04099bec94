"""What an article, a message's code or an act means, where the program does it, and what to do: `xj explain 22`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from xjcli import reference
from xjcli.desk import Desk
from xjcli.errors import Entry, Problem, Refusal
from xjcli.errors.catalogue import ENTRIES
from xjcli.reference.packs import Rules
from xjcli.regulation.limits import DEADLINE_KEYS, Limit
from xjcli.report import Report
from xjcli.report.phrases import in_language

_NUMERALS = "一二三四五六七八九"
_ARTICLE = re.compile(r"(?:第|article|art\.?)?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*条?", re.IGNORECASE)
_BLANK = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")


def explain(word: str, desk: Desk | None = None) -> Report:
    """An article (`22`, `第22条`, `第二十二条`, `Art. 22`), a code of the catalogue, or an act by one of its names.

    Refuses with explain.unknown and what is close. Without a registry the national rules are explained.
    """
    rules = desk.rules if desk else reference.rule_set()
    plain = word.strip()
    number = _article_number(plain)
    if number in rules.articles:
        return Report(_article(number, rules))
    if plain in ENTRIES:
        return Report(_code(plain, rules))
    acts = _acts_called(plain, rules)
    if acts:
        return Report(_act(acts[0], rules))
    params = {"word": plain[:40], "close": ", ".join(_close(plain, rules))}
    raise Refusal(Problem("explain.unknown", params=params))


def _article_number(text: str) -> int:
    """The number an article is called by, 0 where it is none."""
    found = _ARTICLE.fullmatch(text)
    if found is None:
        return 0
    if found[1].isascii():
        return int(found[1])
    tens, ten, ones = found[1].rpartition("十")
    try:
        unit = _NUMERALS.index(ones) + 1 if ones else 0
        return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + unit if ten else unit
    except ValueError:
        return 0


def _article(number: int, rules: Rules) -> dict[str, Any]:
    found = reference.article_texts()[number]
    return {
        "kind": "article",
        "article": number,
        "heading_zh": rules.articles[number],
        "pack": rules.id,
        "acts": [{"kind": kind, **_names(kind)} for kind in found.acts],
        "deadlines": [
            {"name": name, "amount": each.amount, "unit": each.unit}
            for name, each in rules.deadlines.items()
            if each.article == number
        ],
        "limits": [
            _value(each) for each in rules.limits if each.article == number and not _is_own_deadline(each, rules)
        ],
        "readings": [_reading(rules, "promptly")] if number in _PROMPTLY else [],
    } | {name: getattr(found, name) for name in _TEXTS}


#: Articles that say 及时 and no number.
_PROMPTLY = frozenset({4, 13, 15, 19, 22})
_TEXTS = ("heading_en", "zh", "en", "does_zh", "does_en", "reach", "why_zh", "why_en", "commands", "tests")


def _value(limit: Limit) -> dict[str, Any]:
    return {
        "key": limit.key,
        "value": limit.value,
        "unit": limit.unit,
        "pack": limit.pack,
        "stages": list(limit.stages),
        "grades": list(limit.grades_of),
        "kinds": list(limit.kinds),
        "severity": limit.severity,
        "section": limit.section,
        "zh": limit.text_zh,
        "en": limit.text_en,
        "source": limit.source,
        "confidence": limit.confidence,
    }


def _is_own_deadline(limit: Limit, rules: Rules) -> bool:
    """A time limit of the national text itself is shown among the deadlines already."""
    return limit.pack == rules.id and limit.key in DEADLINE_KEYS.values()


def _reading(rules: Rules, name: str) -> dict[str, str]:
    return next(({"id": name} | pack.readings[name]._asdict() for pack in rules.packs if name in pack.readings), {})


def _code(code: str, rules: Rules) -> dict[str, Any]:
    line = ENTRIES[code]
    return {
        "kind": "code",
        "code": code,
        "family": line.family.name,
        "exit": int(line.family),
        "article": line.article or None,
        "heading_zh": rules.articles.get(line.article, ""),
        "heading_en": reference.article_texts()[line.article].heading_en if line.article else "",
        "zh": _blanked(line.zh),
        "en": _blanked(line.en),
        "hint_zh": _blanked(line.hint_zh),
        "hint_en": _blanked(line.hint_en),
        "params": sorted(_params(line)),
    }


def _params(line: Entry) -> set[str]:
    return {name for text in (line.zh, line.hint_zh) for name in _BLANK.findall(text)}


def _blanked(text: str) -> str:
    """The words with an ellipsis where a message would name something."""
    return _BLANK.sub("…", text).replace("{{", "{").replace("}}", "}")


def _acts_called(word: str, rules: Rules) -> list[str]:
    folded = word.casefold()
    return [kind for kind in rules.acts if folded in (kind, *map(str.casefold, _names(kind).values()))]


def _names(kind: str) -> dict[str, str]:
    """An act as people call it, in both languages."""
    return {"zh": in_language(f"kind.{kind}", english=False), "en": in_language(f"kind.{kind}", english=True)}


def _act(kind: str, rules: Rules) -> dict[str, Any]:
    act = rules.acts[kind]
    due = rules.deadlines.get(act.deadline)
    return {
        "kind": "act",
        "act": kind,
        **_names(kind),
        "pack": rules.id,
        "article": act.article,
        "heading_zh": rules.articles[act.article],
        "heading_en": reference.article_texts()[act.article].heading_en,
        "legal_act": act.legal_act,
        "needs_approval": act.needs_approval,
        "evidence": list(act.evidence),
        "expected": list(act.expected),
        "deadline": {"name": act.deadline, "amount": due.amount, "unit": due.unit} if due else None,
        "compulsory": act.compulsory,
        "senior": act.senior,
        "basis": act.basis or None,
        "commands": [act.command] if act.command else [],
    }


def _close(word: str, rules: Rules) -> list[str]:
    """What the word may have meant: codes, kinds and names of acts, headings of articles."""
    names = {**{kind: kind for kind in rules.acts}, **{_names(kind)["zh"]: kind for kind in rules.acts}}
    headings = {heading: str(number) for number, heading in rules.articles.items()}
    known = {code: code for code in ENTRIES} | names | headings
    holding = [known[each] for each in known if len(word) > 1 and (word in each or each in word)]
    near = [known[each] for each in get_close_matches(word, known, 5, 0.6)]
    found = (*near, *holding) if word.isascii() else (*holding, *near)
    return list(dict.fromkeys(found))[:5] or ["1–30"]
