"""The screens of forms: numbers of forms and names of files, never what stands in them (第二十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.language import current
from xjcli.report.phrases import phrase

Result = dict[str, Any]


def listed(result: Result) -> Iterator[str]:
    for form in result["kinds"]:
        yield phrase("form.kind", kind=form["kind"], name=form[current()], article=form["article"])
    yield phrase("form.elsewhere", commands="、".join(f"xj {each}" for each in result["elsewhere"]))


def written(result: Result) -> Iterator[str]:
    key = "form.plan" if result["dry_run"] else "form.written"
    yield phrase(key, name=result[current()], rows=result["rows"], files="、".join(result["files"]))
    if result["numbers"]:
        yield phrase("form.numbers", numbers="、".join(result["numbers"]))


def verified(result: Result) -> Iterator[str]:
    if result["issued_here"]:
        yield phrase("form.genuine", number=result["number"], name=result[current()], on=result["issued_on"])
    else:
        yield phrase("form.unregistered", number=result["number"])
