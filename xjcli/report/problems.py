"""Problems as a person reads them and as a script reads them; the words come from the catalogue."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xjcli.errors import Entry, Problem, entry
from xjcli.report.language import current
from xjcli.schema.masking import mask_text

_SIGNS = {"refuse": ("拒绝", "refused"), "warn": ("提醒", "warning"), "note": ("说明", "note")}
#: How many places of one cause a person is shown; scripts get all of them.
SHOWN = 3


def as_json(problem: Problem) -> dict[str, Any]:
    """One element of `problems[]` (interface.md)."""
    line, params = entry(problem.code), _params(problem)
    zh, en = _worded(params, english=False), _worded(params, english=True)
    return {
        "code": problem.code,
        "severity": problem.severity,
        "article": _article_of(problem, line) or None,
        "where": _masked(problem.where) if problem.where else problem.where,
        "params": params,
        "zh": line.zh.format_map(zh),
        "en": line.en.format_map(en),
        "hint_zh": line.hint_zh.format_map(zh),
        "hint_en": line.hint_en.format_map(en),
    }


def _article_of(problem: Problem, line: Entry) -> int:
    """The catalogue's article, or that of the very row which an act would have needed (param `article`)."""
    own = problem.params.get("article")
    return own if isinstance(own, int) else line.article


def _params(problem: Problem) -> dict[str, str | int]:
    """Masked by whoever made the problem; looked at once more here, because a message is the easiest leak."""
    return {name: _masked(value) if isinstance(value, str) else value for name, value in problem.params.items()}


#: Params that hold stored words, with the family of phrases that says them; a list is separated by commas.
_FAMILIES = {
    "act": "kind", "status": "status", "standing": "standing", "possible": "kind", "wanted": "paper", "way": "way",
    "holds": "form.holds",
}  # fmt: skip


def _worded(params: Mapping[str, str | int], *, english: bool) -> dict[str, str | int]:
    """A stored word (`on-leave`) as the language of the message says it; scripts keep the word itself."""
    from xjcli.report.phrases import in_language

    worded = dict(params)
    if english and "text_en" in params:  # the words of a rule pack stand in it in both languages
        worded["text"] = params["text_en"]
    for name in _FAMILIES.keys() & params.keys():
        words = str(params[name]).split(", ")
        with contextlib.suppress(KeyError):
            spoken = [in_language(f"{_FAMILIES[name]}.{word}", english=english) for word in words]
            worded[name] = (", " if english else "、").join(spoken)
    return worded


def _masked(text: str) -> str:
    """A file's name or a word of the command line may hold a whole number (第二十五条)."""
    return mask_text(text) if len(text) >= _SHORTEST_NUMBER else text


#: A telephone with its area code; nothing shorter is taken for a number.
_SHORTEST_NUMBER = 10


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
                text = (line.en if language else line.zh).format_map(_worded(_params(problem), english=bool(language)))
                place = f"{_masked(problem.where)}: " if problem.where else ""
                yield f"[{_SIGNS[severity][language]}] {place}{text}"
            if len(found) > SHOWN:
                yield _more(len(found) - SHOWN, _masked(found[-1].where or ""))
            hint = _hint(line, found, english=bool(language))
            if hint:
                yield f"    → {hint}{_article(_article_of(found[0], line))} ({code})"


def _hint(line: Entry, found: Sequence[Problem], *, english: bool) -> str:
    """What to do. Of several pupils the first one's record id would look like that of all."""
    params = _params(found[0])
    hint = (line.hint_en if english else line.hint_zh).format_map(_worded(params, english=english))
    record = str(params.get("record", ""))
    several = len({each.params.get("record") for each in found}) > 1
    return hint.replace(record, "RECORD" if english else "记录号") if record and several else hint


def _more(count: int, last: str) -> str:
    if current() == "en":
        return f"    … and {count} more like this, the last at {last}"
    return f"    ……同样的问题还有 {count} 处，最后一处在 {last}"


def _article(number: int) -> str:
    if not number:
        return ""
    return f" [Art. {number}]" if current() == "en" else f"〔办法第{number}条〕"
