"""The screens of forms: numbers of forms and names of files, never what stands in them (第二十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xjcli.report.language import current
from xjcli.report.phrases import phrase

Result = dict[str, Any]
_MANY = 3


def listed(result: Result) -> Iterator[str]:
    for form in result["kinds"]:
        key = "form.command" if form["command"] else "form.kind"
        name = form[current()]
        yield phrase(key, kind=form["kind"], name=name, article=form["article"], command=form["command"])


def template(result: Result) -> Iterator[str]:
    own = Path(result["own"])
    yield phrase("form.template", file=result["file"], folder=own.parent, name=own.name)


def written(result: Result) -> Iterator[str]:
    key = "form.plan" if result["dry_run"] else "form.written"
    about = phrase("form.rows", rows=result["rows"]) if result["rows"] else ""
    yield phrase(key, name=result[current()], about=about, files=_few(result["files"]))
    if result["numbers"]:
        yield phrase("form.numbers", numbers=_few(result["numbers"]))


def _few(names: list[str]) -> str:
    """All of a few, of many the first and the last."""
    if len(names) <= _MANY:
        return phrase("form.and").join(names)
    return phrase("form.from-to", first=names[0], last=names[-1], count=len(names))


def verified(result: Result) -> Iterator[str]:
    if result["issued_here"]:
        yield phrase("form.genuine", number=result["number"], name=result[current()], on=result["issued_on"])
    else:
        yield phrase("form.unregistered", number=result["number"])
