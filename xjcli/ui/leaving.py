"""The screens of what ends, repeats or interrupts schooling; what stands here was masked by its procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui import changes

Result = dict[str, Any]


def grade(result: Result) -> Iterator[str]:
    """A whole grade: who goes, who is left out and why, what was taken in."""
    yield from changes.change(result)
    if result.get("certificates"):
        yield phrase("graduate.certificates", count=result["certificates"])
    if result["operation"] is not None and result["act"] != "progressed":
        yield phrase("graduate.inside")


def decease(result: Result) -> Iterator[str]:
    yield from changes.change(result)
    yield phrase("decease.deadline", deadline=result["deadline"])


def dropout(result: Result) -> Iterator[str]:
    yield from changes.change(result)
    for item in result["items"]:
        yield phrase("dropout.retained", until=item["retained_until"], record=item["record_id"])
    if result["papers"]:
        yield phrase("dropout.papers", count=len(result["papers"]), folder=result["folder"])
    if any(item["migrant"] for item in result["items"]):
        yield phrase("dropout.migrant")
