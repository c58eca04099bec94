"""The screens of transfers, progressions and custody; what stands here was masked by its procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.changes import plan
from xjcli.ui.tables import acts, listing

Result = dict[str, Any]


def asked(result: Result) -> Iterator[str]:
    """A request for one pupil or a list."""
    yield from plan(result)
    stored = result["operation"] is not None
    yield phrase("transfer.asked" if stored else "transfer.plan", count=result["count"], school=result["school"])
    yield phrase("transfer.next" if stored else "dry-run")


def listed(result: Result) -> Iterator[str]:
    """What is under way, with whose turn it is."""
    if not result["items"]:
        yield phrase("transfer.none")
        return
    yield from _cases(result["items"])
    yield phrase("transfer.total", total=result["total"])
    yield phrase("transfer.list-next")


def _cases(items: list[Result]) -> Iterator[str]:
    yield from listing(
        ("name", "role", "school", "party", "since", "days", "record"),
        [
            (
                item["name"], phrase(f"role.{item['role']}"), f"{item['school_name']} {item['school']}".strip(),
                phrase(f"party.{item['party']}"), item["since"], item["days"], item["record_id"],
            )
            for item in items
        ],
    )  # fmt: skip


def shown(result: Result) -> Iterator[str]:
    """One pupil's handover, step by step."""
    if result["role"]:
        yield from _cases([result])
    else:
        yield from plan({"items": [result]})
    if result["moved_to"]:
        yield phrase("transfer.moved-to", school=result["moved_to"], on=result["on"])
    if result["came_from"]:
        yield phrase("transfer.came-from", school=result["came_from"], on=result["on"])
    if result["refused_because"]:
        yield phrase("transfer.reason", reason=result["refused_because"])
    yield from acts(result["acts"])


def letter(result: Result) -> Iterator[str]:
    """A document that was written, or would be."""
    if "arrived" in result:
        yield phrase("transfer.counts", arrived=result["arrived"], departed=result["departed"])
    if result["file"]:
        yield phrase("transfer.letter-plan" if result["dry_run"] else "transfer.letter", file=result["file"])
        if result["number"]:
            yield phrase("form.numbers", numbers=result["number"])


def custody(result: Result) -> Iterator[str]:
    """第九条: the records of a school that was merged or closed."""
    stored = result["operation"] is not None
    key = "custody.done" if stored else "custody.plan"
    yield phrase(key, count=result["count"], custodian=result["custodian"])
    yield phrase("custody.next" if stored else "dry-run")
