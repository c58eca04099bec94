"""Problems as a person reads them and as a script reads them; the words come from the catalogue."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from xjcli.errors import Entry, Problem, entry
from xjcli.report.language import current
from xjcli.schema.masking import mask_text
from xjcli.schema.values.classes import english_label

_SIGNS = {"refuse": ("拒绝", "refused"), "warn": ("提醒", "warning"), "note": ("说明", "note")}
_NOBODY: Mapping[str, str] = {}
#: How many places of one cause a person is shown; scripts get all of them.
SHOWN = 3


def as_json(problem: Problem) -> dict[str, Any]:
    """One element of `problems[]` (interface.md)."""
    said = _said(problem.code, tuple(problem.params.items()))
    return {
        "code": problem.code,
        "severity": problem.severity,
        "article": said.article,
        "where": _masked(problem.where) if problem.where else problem.where,
        "params": dict(said.params),
        "zh": said.zh,
        "en": said.en,
        "hint_zh": said.hint_zh,
        "hint_en": said.hint_en,
    }


class _Said(NamedTuple):
    """What a code comes to with its params, wherever it is found."""

    article: int | None
    params: Mapping[str, str | int]
    zh: str
    en: str
    hint_zh: str
    hint_en: str


@lru_cache(maxsize=4096)  # ten thousand pupils have the same few things wrong
def _said(code: str, named: tuple[tuple[str, str | int], ...]) -> _Said:
    line, params = entry(code), _params(named)
    zh, en = _worded(params, english=False), _worded(params, english=True)
    return _Said(
        _article_of(params, line) or None, params, line.zh.format_map(zh), line.en.format_map(en),
        line.hint_zh.format_map(zh), line.hint_en.format_map(en),
    )  # fmt: skip


def _article_of(params: Mapping[str, str | int], line: Entry) -> int:
    """The catalogue's article, or that of the very row which an act would have needed (param `article`)."""
    own = params.get("article")
    return own if isinstance(own, int) else line.article


def _params(named: Iterable[tuple[str, str | int]]) -> dict[str, str | int]:
    """Masked by whoever made the problem; looked at once more here, because a message is the easiest leak."""
    return {name: _masked(value) if isinstance(value, str) else value for name, value in named}


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
    _say_fields(worded, english=english)
    for name in _FAMILIES.keys() & params.keys():
        words = str(params[name]).split(", ")
        with contextlib.suppress(KeyError):
            spoken = [in_language(f"{_FAMILIES[name]}.{word}", english=english) for word in words]
            worded[name] = (", " if english else "、").join(spoken)
    return worded


def _say_fields(worded: dict[str, str | int], *, english: bool) -> None:
    """A stored field name as people call the field; in an English sentence the national labels are put in English."""
    if "field" in worded:
        worded["field"] = field_words(str(worded["field"]), english=english)
    if english and ("label" in worded or "labels" in worded):
        from xjcli.report.phrases.fields import OF_LABEL

        for name in worded.keys() & {"label", "labels"}:
            worded[name] = ", ".join(OF_LABEL.get(label, label) for label in str(worded[name]).split("、"))
    if english:
        for name in worded.keys() & _CLASSES:
            worded[name] = english_label(str(worded[name]))


#: Params that hold a grade or a class in the national words.
_CLASSES = frozenset({"grade", "expected", "inside"})


def field_words(name: str, *, english: bool) -> str:
    """The label of a field of the form; any other word stays itself."""
    from xjcli.report.phrases.fields import PHRASES

    both = PHRASES.get(f"field.{name}")
    return name if both is None else both[1 if english else 0]


def _place(where: str, names: Mapping[str, str], *, english: bool) -> str:
    """Where something is, for people: a record id with the pupil's name, a field with its label."""
    head, dot, field = where.partition(".")
    if head not in names:
        said = field_words(where, english=english)
        return _masked(english_label(said) if english else said)
    whose = f"{names[head]} ({head})" if english else f"{names[head]}（{head}）"
    return f"{whose} {field_words(field, english=english)}" if dot else whose


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


def lines(problems: Sequence[Problem], names: Mapping[str, str] = _NOBODY) -> Iterator[str]:
    """For people: refusals first, each cause once with its first places, its hint and its article.

    `names` are those of pupils by record id, to stand beside it.
    """
    language = 1 if current() == "en" else 0
    english = bool(language)
    causes: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        causes.setdefault((problem.severity, problem.code), []).append(problem)
    for severity in _SIGNS:
        for (kind, code), found in causes.items():
            if kind != severity:
                continue
            line = entry(code)
            for problem in found[:SHOWN]:
                text = (line.en if english else line.zh).format_map(
                    _worded(_params(problem.params.items()), english=english)
                )
                place = f"{_place(problem.where, names, english=english)}: " if problem.where else ""
                yield f"[{_SIGNS[severity][language]}] {place}{text}"
            if len(found) > SHOWN:
                yield _more(len(found) - SHOWN, _place(found[-1].where or "", names, english=english))
            hint = _hint(line, found, english=english)
            if hint:
                yield f"    → {hint}{_article(_article_of(found[0].params, line))} ({code})"


def _hint(line: Entry, found: Sequence[Problem], *, english: bool) -> str:
    """What to do. Of several pupils the first one's record id would look like that of all."""
    params = _params(found[0].params.items())
    hint = (line.hint_en if english else line.hint_zh).format_map(_worded(params, english=english))
    record = str(params.get("record", ""))
    several = len({each.params.get("record") for each in found}) > 1
    return hint.replace(record, "RECORD" if english else "记录号") if record and several else hint


def _more(count: int, last: str) -> str:
    if current() == "en":
        return f"    … and {count} more like this" + (f", the last at {last}" if last else "")
    return f"    ……同样的问题还有 {count} 处" + (f"，最后一处在 {last}" if last else "")


def _article(number: int) -> str:
    if not number:
        return ""
    return f" [Art. {number}]" if current() == "en" else f"〔办法第{number}条〕"
