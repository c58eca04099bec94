"""The screens of what has a clock and of what was found wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing

Result = dict[str, Any]


def due(result: Result) -> Iterator[str]:
    yield from listed(result["items"])
    yield phrase("due.total", total=result["total"], overdue=result["overdue"])
    if result["ics"]:
        yield phrase("due.ics", file=result["ics"])


def listed(items: list[Result]) -> Iterator[str]:
    """Matters with a clock, one a line."""
    yield from listing(
        ("what", "name", "deadline", "days-left", "whose", "article", "next"),
        [
            (
                phrase(f"due.what.{item['what']}"), _who(item), _deadline(item), _left(item),
                phrase(f"due.whose.{item['whose']}"), item["article"], f"xj {item['next']}",
            )
            for item in items
        ],
    )  # fmt: skip


def _who(item: Result) -> str:
    if item["count"] > 1:
        return phrase("due.several", count=item["count"])
    return f"{item['name']} {item['record_id']}".strip()


def _deadline(item: Result) -> str:
    if item["deadline"] is None:
        return phrase("due.promptly")
    return str(item["deadline"]) + (phrase("due.provisional") if item["provisional"] else "")


def _left(item: Result) -> str:
    if item["deadline"] is None:
        return phrase("due.gone", days=item["days_gone"])
    if item["overdue"]:
        return phrase("due.overdue", days=-item["working_days_left"])
    return phrase("due.left", days=item["working_days_left"])


def registrars(result: Result) -> Iterator[str]:
    yield from listing(
        ("name", "post", "on-duty", "trained", "until", "account", "last-seen", "locked"),
        [
            (
                item["name"], phrase(f"role.{item['role']}"), item["since"], item["trained_on"], item["until"],
                item["account"], item["last_seen"], phrase("yes") if item["locked"] else "",
            )
            for item in result["items"]
        ],
    )  # fmt: skip
    yield phrase("registrar.next")


def registrar(result: Result) -> Iterator[str]:
    yield phrase("registrar.done", name=result["name"], role=phrase(f"role.{result['role']}"))
    yield phrase("change.next" if result["operation"] else "dry-run")


def check(result: Result) -> Iterator[str]:
    """The findings by cause; the places and the words of each come below, as problems."""
    if result["findings"]:
        yield from listing(
            ("finding", "severity", "findings", "article", "breach"),
            [
                (
                    line["code"], phrase(f"severity.{line['severity']}"), line["count"], line["article"] or "",
                    phrase("check.breach", item=line["breach"]) if line["breach"] else "",
                )
                for line in result["findings"]
            ],
        )  # fmt: skip
    yield phrase("check.total", pupils=result["pupils"], total=result["total"])
    yield phrase("check.next" if result["total"] else "check.clean")
