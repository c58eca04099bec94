"""Screens of `explain`, `rules` and `calendar`: the law in the reader's language, each value with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from xjcli.report.language import current
from xjcli.report.phrases import phrase

Result = dict[str, Any]


def explain(result: Result) -> Iterator[str]:
    yield from {"article": _article, "code": _code, "act": _act}[result["kind"]](result)


def _article(result: Result) -> Iterator[str]:
    yield phrase("law.article", article=result["article"], heading=_said(result, "heading"))
    yield phrase("law.says", text=_said(result))
    yield phrase("law.does", text=_said(result, "does"))
    if result["reach"] == "outside":
        yield phrase("law.outside", text=_said(result, "why"))
    if result["acts"]:
        yield phrase("law.acts", acts=_listed(f"{_said(act)} ({act['kind']})" for act in result["acts"]))
    yield from (_deadline(each) for each in result["deadlines"])
    yield from (_value(each) for each in result["limits"])
    yield from (phrase("law.reading", text=_said(each), rests_on=each["rests_on"]) for each in result["readings"])
    if result["commands"]:
        yield _commands(result)
    if result["tests"]:
        yield phrase("law.tests", tests=", ".join(result["tests"]))


def _code(result: Result) -> Iterator[str]:
    yield phrase("law.code", **result)
    yield phrase("law.meaning", text=_said(result))
    if hint := _said(result, "hint"):
        yield phrase("law.hint", text=hint)
    if result["article"]:
        yield phrase("law.article", article=result["article"], heading=_said(result, "heading"))


def _act(result: Result) -> Iterator[str]:
    yield phrase("law.act", name=_said(result), act=result["act"], legal=phrase(f"legal.{result['legal_act']}"))
    yield phrase("law.article", article=result["article"], heading=_said(result, "heading"))
    yield phrase("law.waits" if result["needs_approval"] else "law.at-once")
    for name in ("evidence", "expected"):
        if result[name]:
            yield phrase(f"law.{name}", papers=_listed(phrase(f"paper.{paper}") for paper in result[name]))
    if result["deadline"]:
        yield _deadline(result["deadline"])
    for years in ("compulsory", "senior"):
        if result[years] != "allowed":
            yield phrase(f"law.{years}.{result[years]}", basis=result["basis"] or "")
    if result["commands"]:
        yield _commands(result)


def packs(result: Result) -> Iterator[str]:
    yield from (_title(pack, mark="*" if pack["chosen"] else " ") for pack in result["packs"])
    yield phrase("rules.next")


def pack(result: Result) -> Iterator[str]:
    yield _title(result, mark="")
    yield phrase("rules.source", source=result["source"])
    if note := _said(result, "note"):
        yield phrase("rules.note", text=note)
    for each in result["items"]:
        yield from _sourced(each | {"pack": result["id"]})
    if not result["items"]:
        yield phrase("rules.no-values")
    yield from (phrase("law.change", text=_said(each), rests_on=each["rests_on"]) for each in result["changes"])
    yield from (phrase("law.reading", text=_said(each), rests_on=each["rests_on"]) for each in result["readings"])


def difference(result: Result) -> Iterator[str]:
    for item in result["items"]:
        stages = _listed(phrase(f"school-stage.{stage}") for stage in item["stages"])
        yield f"{item['key']}{f' ({stages})' if stages else ''}"
        for side in ("first", "second"):
            if item[side] is None:
                yield phrase("rules.lacks", pack=result[side])
                continue
            yield phrase("rules.side", pack=result[side])
            for each in item[side]:
                yield from (f"    {line}" for line in _sourced(each | {"pack": result[side]}))
    yield phrase("rules.same", same=result["same"], count=len(result["items"]))


def calendar(result: Result) -> Iterator[str]:
    for year in result["years"]:
        yield phrase("calendar.year", **(year | {"origin": phrase(f"calendar.{year['origin']}")}))
        for holiday in year.get("holidays", ()):
            yield phrase("calendar.holiday", name=_said(holiday), **{name: holiday[name] for name in ("from", "to")})
        if year.get("off_days") and not year["holidays"]:
            yield phrase("calendar.off", days=", ".join(year["off_days"]))
        if year.get("work_days"):
            yield phrase("calendar.work", days=", ".join(year["work_days"]))
    if result["closures"]:
        yield phrase("calendar.closures")
        yield from (f"  {each['day']}  {each['reason']}" for each in result["closures"])
    yield phrase("calendar.until", day=result["covered_until"])


def calendar_imported(result: Result) -> Iterator[str]:
    yield phrase("calendar.stored", **{name: result[name] for name in ("year", "off", "work")})
    yield phrase("dry-run" if result["dry_run"] else "calendar.next")


def closures(result: Result) -> Iterator[str]:
    for name in ("added", "removed"):
        if result.get(name):
            yield phrase(f"calendar.{name}", days=", ".join(result[name]), reason=result.get("reason", ""))
    if result["dry_run"]:
        yield phrase("dry-run")


def _listed(words: Iterable[str]) -> str:
    return (", " if current() == "en" else "、").join(words)


def _said(result: Result, name: str = "") -> str:
    """The text in the reader's language: `zh`/`en`, or `name_zh`/`name_en`."""
    return str(result[f"{name}_{current()}" if name else current()])


def _deadline(deadline: Result) -> str:
    return phrase("law.deadline", amount=deadline["amount"], unit=phrase(f"unit.{deadline['unit']}"))


def _commands(result: Result) -> str:
    return phrase("law.commands", commands=", ".join(f"xj {name}" for name in result["commands"]))


def _value(each: Result) -> str:
    value, unit = each["value"], phrase(f"unit.{each['unit']}") if each["unit"] else ""
    if isinstance(value, list):
        value = ", ".join("..".join(part) if isinstance(part, list) else str(part) for part in value)
    elif isinstance(value, bool):
        value = phrase("yes" if value else "no")
    shown = f"{value}{' ' if unit and current() == 'en' else ''}{unit}{_scope(each)}"
    line = {name: each[name] for name in ("pack", "section", "confidence")}
    return phrase("law.value", item=each["key"], **line, value=shown, text=_said(each))


def _scope(each: Result) -> str:
    """For whom the value holds, where it is not for all."""
    words = [phrase(f"school-stage.{stage}") for stage in each["stages"]]
    words += [phrase("law.grade", grade=grade) for grade in each["grades"]]
    words += [phrase(f"school-kind.{kind}") for kind in each["kinds"]]
    return f" ({_listed(words)})" if words else ""


def _sourced(each: Result) -> Iterator[str]:
    yield _value(each) + (phrase("law.practice") if each["practice"] else "")
    yield phrase(
        "law.value-source",
        source=each["source"],
        until=phrase("law.until", to=each["to"]) if each["to"] else "",
        severity=phrase(f"weight.{each['severity']}"),
        **{"from": each["from"]},
    )


def _title(pack: Result, mark: str) -> str:
    return phrase(
        "rules.title",
        mark=mark,
        id=pack["id"],
        title=pack["title_en"] if current() == "en" else pack["title"],
        document=pack["document"],
        confidence=pack["confidence"],
        until=phrase("law.until", to=pack["to"]) if pack["to"] else "",
        partial=phrase("rules.partial-mark") if pack["partial"] else "",
        state="" if pack["in_force"] else phrase("rules.not-in-force"),
        **{"from": pack["from"]},
    ).strip()
