"""Problems as a person reads them and as a script reads them; the words come from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xjcli.errors import Problem, entry
from xjcli.report.language import current

_SIGNS = {"refuse": ("拒绝", "refused"), "warn": ("提醒", "warning"), "note": ("说明", "note")}
#: How many places of one cause a person is shown; scripts get all of them.
SHOWN = 3


def as_json(problem: Problem) -> dict[str, Any]:
    """One element of `problems[]` (interface.md)."""
    line = entry(problem.code)
    return {
        "code": problem.code,
        "severity": problem.severity,
        "article": line.article or None,
        "where": problem.where,
        "params": dict(problem.params),
        "zh": line.zh.format_map(problem.params),
        "en": line.en.format_map(problem.params),
        "hint_zh": line.hint_zh.format_map(problem.params),
        "hint_en": line.hint_en.format_map(problem.params),
    }


def group(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The same cause once: code, severity, count, first and last place, in order of first appearance."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for problem in problems:
        found = groups.get((problem.code, problem.severity))
        if found is None:
            groups[problem.code, problem.severity] = {
                "code": problem.code,
                "severity": problem.severity,
                "count": 1,
                "first": problem.where,
                "last": problem.where,
            }
        else:
            found["count"] += 1
            found["last"] = problem.where
    return list(groups.values())


def lines(problems: Sequence[Problem]) -> Iterator[str]:
    """For people: refusals first, each cause once with its first places, its hint and its article."""
    language = 1 if current() == "en" else 0
    causes: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        causes.setdefault((problem.severity, problem.code), []).append(problem)
    for severity in _SIGNS:
        for (kind, code), found in causes.items():
            if kind != severity:
                continue
            line = entry(code)
            for problem in found[:SHOWN]:
                text = (line.en if language else line.zh).format_map(problem.params)
                place = f"{problem.where}: " if problem.where else ""
                yield f"[{_SIGNS[severity][language]}] {place}{text}"
            if len(found) > SHOWN:
                yield _more(len(found) - SHOWN, found[-1].where or "")
            hint = (line.hint_en if language else line.hint_zh).format_map(found[0].params)
            if hint:
                yield f"    → {hint}{_article(line.article)} ({code})"


def _more(count: int, last: str) -> str:
    if current() == "en":
        return f"    … and {count} more like this, the last at {last}"
    return f"    ……同样的问题还有 {count} 处，最后一处在 {last}"


def _article(number: int) -> str:
    if not number:
        return ""
    return f" [Art. {number}]" if current() == "en" else f"〔办法第{number}条〕"
