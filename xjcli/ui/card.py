"""The screens of `xj card`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui.tables import listing


def written(result: dict[str, Any]) -> Iterator[str]:
    """The card's number, its last day and its file."""
    yield phrase("card.plan" if result["dry_run"] else "card.written", **result)


def listed(result: dict[str, Any]) -> Iterator[str]:
    """One line a card."""
    yield from listing(
        ("name", "card", "issued", "valid-until", "revoked"),
        [
            (item["name"], item["card"], item["issued_on"], item["until"], item["revoked_on"])
            for item in result["items"]
        ],
    )
    yield phrase("card.total", **result)


def revoked(result: dict[str, Any]) -> Iterator[str]:
    """How many no longer count, and what to do next."""
    yield phrase("card.revoke-plan" if result["dry_run"] else "card.revoked", **result)


def revoked_list(result: dict[str, Any]) -> Iterator[str]:
    """Where the list is."""
    yield phrase("card.list", **result)


def verified(result: dict[str, Any]) -> Iterator[str]:
    """What a genuine card says; nothing is shown of one that does not count."""
    if not result.get("valid"):
        return
    yield phrase("card.valid", **result)
    yield phrase("card.held" if result["revoked_list"] else "card.no-list", **result)
