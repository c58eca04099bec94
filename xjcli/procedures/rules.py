"""Rule packs as a registrar chooses and compares them (第十一条、第二十九条), every value with text and source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from xjcli import reference
from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.reference.packs import Pack, Rules
from xjcli.regulation.limits import KEYS, Limit
from xjcli.report import Report


def list_packs(desk: Desk | None, *, today: date) -> Report:
    """Every pack: in force today or not, partial or not, how far it is trusted, and whether this school chose it."""
    chosen = desk.rules.packs if desk else ()
    ids = [pack.id for pack in chosen]
    items = [_brief(reference.pack(name), today) | {"chosen": name in ids} for name in reference.pack_names()]
    return Report({"packs": items, "chosen": ids, "on": today.isoformat()})


def show(name: str, key: str = "", *, today: date) -> Report:
    """One pack with its values and readings, or only its values of one key."""
    pack = _require_pack(name)
    if key and key not in KEYS:
        raise Refusal(Problem("rules.key", params={"key": key[:40], "close": _close(key, list(KEYS))}))
    limits = [_limit(each) for each in pack.limits if not key or each.key == key]
    readings = [] if key else [{"id": name} | reading._asdict() for name, reading in pack.readings.items()]
    changes = [] if key else [{"id": name} | change._asdict() for name, change in pack.changes.items()]
    result = _brief(pack, today) | {"items": limits, "readings": readings, "changes": changes, "key": key or None}
    return Report(result, [_partial(pack)] if pack.partial else [])


def diff(first: str, second: str) -> Report:
    """The values in which two packs differ, both with their text and source; what one of them lacks is null."""
    packs = [_require_pack(first), _require_pack(second)]
    sides = [_by_subject(pack) for pack in packs]
    items: list[dict[str, Any]] = []
    for subject in dict.fromkeys((*sides[0], *sides[1])):
        left, right = (side.get(subject) for side in sides)
        if left and right and _values(left) == _values(right):
            continue
        items.append(
            {
                "key": subject[0],
                "stages": list(subject[1]),
                "first": [_limit(each) for each in left] if left else None,
                "second": [_limit(each) for each in right] if right else None,
            }
        )
    same = len(sides[0].keys() | sides[1].keys()) - len(items)
    notes = [_partial(pack) for pack in packs if pack.partial]
    return Report({"first": first, "second": second, "same": same, "items": items}, notes)


def find_choice_faults(text: str, region: str = "") -> list[Problem]:
    """Everything wrong with a choice of packs, `national-2013,sichuan-2026`; notes on what is partial or elsewhere."""
    names = choice(text)
    known = reference.pack_names()
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        shown = unknown or [text]
        return [
            Problem("rules.unknown", params={"name": name[:40], "close": _close(name, list(known))}) for name in shown
        ]
    packs = [reference.pack(name) for name in names]
    found: list[Problem] = []
    if packs[0].level != "national":
        allowed = ", ".join(each for each in known if reference.pack(each).level == "national")
        found.append(Problem("rules.first", params={"name": packs[0].id, "allowed": allowed}))
    found += [_partial(pack) for pack in packs if pack.partial]
    return found + [
        Problem("rules.elsewhere", "warn", params={"pack": pack.id, "region": region})
        for pack in packs
        if pack.region and region and pack.region != region[:2]
    ]


def choice(text: str) -> list[str]:
    """The names of a choice as typed, each once."""
    return list(dict.fromkeys(part.strip() for part in text.replace("，", ",").split(",") if part.strip()))


def find_date_notes(rules: Rules, on: date) -> list[Problem]:
    """An act before the national text was in force is recorded under its articles for want of another: a note."""
    if on >= rules.in_force_from:
        return []
    params = {"date": on.isoformat(), "from": rules.in_force_from.isoformat(), "pack": rules.id}
    return [Problem("rules.before", "note", params=params)]


def _require_pack(name: str) -> Pack:
    if name not in reference.pack_names():
        close = _close(name, list(reference.pack_names()))
        raise Refusal(Problem("rules.unknown", params={"name": name[:40], "close": close}))
    return reference.pack(name)


def _close(word: str, known: Sequence[str]) -> str:
    return ", ".join(get_close_matches(word, known, 5, 0.4) or known)


def _partial(pack: Pack) -> Problem:
    return Problem("rules.partial", "note", params={"pack": pack.id})


def _brief(pack: Pack, today: date) -> dict[str, Any]:
    in_force = pack.begins <= today and (pack.ends is None or today <= pack.ends)
    return {
        "id": pack.id,
        "level": pack.level,
        "title": pack.title,
        "title_en": pack.title_en,
        "document": pack.document,
        "from": pack.begins.isoformat(),
        "to": pack.ends.isoformat() if pack.ends else None,
        "in_force": in_force,
        "partial": pack.partial,
        "confidence": pack.confidence,
        "source": pack.source,
        "note_zh": pack.note_zh,
        "note_en": pack.note_en,
        "values": len(pack.limits),
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "key": limit.key,
        "value": limit.value,
        "unit": limit.unit,
        "stages": list(limit.stages),
        "grades": list(limit.grades_of),
        "kinds": list(limit.kinds),
        "severity": limit.severity,
        "article": limit.article or None,
        "section": limit.section,
        "zh": limit.text_zh,
        "en": limit.text_en,
        "source": limit.source,
        "confidence": limit.confidence,
        "from": limit.begins.isoformat(),
        "to": limit.ends.isoformat() if limit.ends else None,
        "dated": limit.dated,
        "practice": limit.practice,
        "then": limit.then or None,
    }


_Subject = tuple[str, tuple[str, ...]]


def _by_subject(pack: Pack) -> dict[_Subject, list[Limit]]:
    found: dict[_Subject, list[Limit]] = {}
    for limit in pack.limits:
        found.setdefault((limit.key, limit.stages), []).append(limit)
    return found


def _values(limits: Sequence[Limit]) -> list[tuple[Any, ...]]:
    return [(each.value, each.unit, each.grades_of, each.kinds, each.then) for each in limits]
