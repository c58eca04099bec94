"""The screens of the two logs and of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing

Result = dict[str, Any]


def seen(result: Result) -> Iterator[str]:
    yield from listing(
        ("seq", "log-at", "log-who", "log-command", "log-count", "log-why"),
        [
            (item["seq"], item["at"], item["who"], item["command"], item["count"], item["why"])
            for item in result["items"]
        ],
    )
    yield phrase("log.total", shown=len(result["items"]), total=result["total"])
    if result["verified"]:
        yield phrase("log.verified")


def done(result: Result) -> Iterator[str]:
    yield from listing(
        ("log-at", "log-who", "log-command", "log-acts", "log-operation"),
        [(item["at"], item["who"], item["command"], item["acts"], item["operation"]) for item in result["items"]],
    )
    yield phrase("log.total", shown=len(result["items"]), total=result["total"])


def account(result: Result) -> Iterator[str]:
    yield phrase("account.done", name=result["name"], account=result["account"] or "-")
    if result["dry_run"]:
        yield phrase("dry-run")


def unlocked(result: Result) -> Iterator[str]:
    yield phrase("account.unlocked", name=result["name"])
    if result["dry_run"]:
        yield phrase("dry-run")
