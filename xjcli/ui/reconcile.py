"""The screens of the semester review: one line a grade, and what stands behind a number."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.ui import importing
from xjcli.ui.tables import class_words, listing

Result = dict[str, Any]


def reconcile(result: Result) -> Iterator[str]:
    yield phrase("reconcile.head", semester=result["semester"], first=result["from"], last=result["to"])
    yield from _roll("reconcile.present", result["identity"])
    yield from _roll("reconcile.on-roll", result["on_roll"])
    yield from _drilled(result)
    signed = [each for each in result["differences"] if each["kind"] in _SIGNED]
    others = [each for each in result["differences"] if each["kind"] not in _SIGNED]
    yield from signed_differences(signed)
    yield from _compared(result["against"], others, result["not_sent"])
    if result["report"]:
        yield phrase("reconcile.report", file=result["report"])
    if result["opening"]["from"] == "statement":
        yield phrase("review.opening", **result["opening"])
    if result["open"]:
        yield phrase("reconcile.open", total=len(result["open"]))
        for line in result["open"]:
            yield open_line(line)
        yield phrase("reconcile.next")
    elif not signed:
        yield phrase("reconcile.closed")


def open_line(line: Result) -> str:
    """What is not settled: a case by its word, a finding by the code that `xj explain` knows; a statement that somebody
    brings may name what this program does not know.
    """
    what = line["code"]
    if line["kind"] == "case":
        with contextlib.suppress(KeyError):
            what = phrase(f"due.what.{what}")
    return phrase("reconcile.open-line", what=what, article=line["article"] or "–", count=line["count"])


def _roll(title: str, identity: Result) -> Iterator[str]:
    """The school and its grades; the classes only where one was asked for (a page each, they stand in --json)."""
    lines = [(phrase("reconcile.school"), identity["school"])]
    lines += [(class_words(line["label"]), line) for line in identity["grades"]]
    if len(identity["classes"]) == 1:
        lines += [(class_words(line["label"]), line) for line in identity["classes"]]
    yield phrase(title)
    yield from listing(
        ("whole", "opening", "gains", "losses", "closing", "balance"),
        [
            (label, line["opening"], total(line["in"]), total(line["out"]), line["closing"],
             phrase("reconcile.holds" if line["holds"] else "reconcile.broken"))
            for label, line in lines
        ],
    )  # fmt: skip
    yield from _broken_down(*(lines[-1] if len(identity["classes"]) == 1 else lines[0]))


def total(flows: Mapping[str, int]) -> int:
    """Everyone who came, or went."""
    return sum(flows.values())


def _broken_down(label: str, line: Result) -> Iterator[str]:
    """What the two sums are made of, each with the code that --drill takes."""
    sides = [
        "、".join(f"{phrase(f'reconcile.flow.{code}')}({code}) {count}" for code, count in line[side].items())
        for side in ("in", "out")
    ]
    if any(sides):
        yield phrase("reconcile.flows", where=label, ins=sides[0] or "0", outs=sides[1] or "0")


#: Differences to what was signed; the others are those to the roster above.
_SIGNED = ("statement", "opening")


def signed_differences(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each signed figure that is another one now, and where to look."""
    if found:
        yield phrase("review.differences", count=len(found))
    for each in found[:_SHOWN]:
        column = phrase(f"reconcile.flow.{each['code']}" if each["code"] else f"column.{each['column']}")
        yield phrase(
            "review.difference", semester=each["semester"], label=each["label"], column=column, was=each["was"],
            now=each["is"], roll=phrase(f"reconcile.{each['roll']}"), command=each["command"],
        )  # fmt: skip
    if len(found) > _SHOWN:
        yield phrase("reconcile.more", count=len(found) - _SHOWN)


#: How many differences a person is shown; scripts get all of them.
_SHOWN = 20


def _compared(against: Result, differences: list[Result], not_sent: list[Result]) -> Iterator[str]:
    """Who differs from the roster above, why as far as we know, and what settles it; then what is not yet sent."""
    if not against:
        return
    yield phrase("reconcile.against" if against["file"] else "roster.against", **against)
    for item in differences[:_SHOWN]:
        cause = item[f"cause_{current()}"]
        what = " ".join(_differing(each) for each in item["fields"])
        yield phrase("reconcile.difference", name=item["name"], where=item["where"] or item["record_id"], cause=cause)
        yield phrase("reconcile.settle", what=what, command=item["command"]).rstrip()
    if len(differences) > _SHOWN:
        yield phrase("reconcile.more", count=len(differences) - _SHOWN)
    if not differences:
        yield phrase("reconcile.same")
    yield from _not_sent(not_sent)
    if "plan" in against:
        yield from importing.lines(against["lines"])
        yield phrase("reconcile.plan", plan=against["plan"], file=against["file"])


def _differing(field: Result) -> str:
    """民族 01 汉族 ≠ 03 回族."""
    lang = current()
    label = field["label_en"] if lang == "en" else field["label"]
    return f"{label} {field[f'here_{lang}'] or '–'} ≠ {field[f'there_{lang}'] or '–'}"


def _not_sent(lines: list[Result]) -> Iterator[str]:
    if not lines:
        return
    yield phrase("roster.not-sent", total=len(lines))
    for line in lines[:_SHOWN]:
        yield phrase("roster.not-sent-line", what=line[f"what_{current()}"], **line)
    if len(lines) > _SHOWN:
        yield phrase("reconcile.more", count=len(lines) - _SHOWN)


def _drilled(result: Result) -> Iterator[str]:
    """The acts behind a number: one line a movement, with the rolls that it moved on."""
    if not result["drilled"]:
        return
    rolls: dict[tuple[Any, ...], list[str]] = {}
    for item in result["drill"]:
        sign = "+" if item["sign"] > 0 else "−"
        kind = phrase(f"kind.{item['act']}")
        line = (item["seq"], item["on"], kind, item["name"], item["record_id"], sign, item["where"])
        rolls.setdefault(line, []).append(phrase(f"reconcile.{item['roll']}"))
    word = phrase(f"reconcile.flow.{result['drilled']}")
    yield phrase("reconcile.drill", code=result["drilled"], word=word, count=len(rolls))
    yield from listing(
        ("seq", "on", "kind", "name", "record", "whole"),
        [(*line[:5], f"{line[5]} {'、'.join(names)} {line[6]}") for line, names in rolls.items()],
    )


def stated(result: Result) -> Iterator[str]:
    yield phrase("roster.said", **{name: result[name] for name in ("where", "on", "stated", "counted")})
    yield phrase("roster.next" if result["operation"] else "dry-run")
