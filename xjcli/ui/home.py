"""The screen of `xj` alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.report.phrases import phrase
from xjcli.ui import clocks, screens

Result = dict[str, Any]


def home(result: Result) -> Iterator[str]:
    """The state, what is most urgent here, the next step; where nothing stands yet, how to begin."""
    if not result["registry"]:
        yield from _welcome(result)
        return
    yield from screens.stands(result)
    if result["due"]["items"]:
        yield ""
        yield from clocks.listed(result["due"]["items"])
        yield phrase("home.due", total=result["due"]["total"], overdue=result["due"]["overdue"])
    yield ""
    yield phrase("status.next", next=result["next"])
    yield phrase("home.help")


def _welcome(result: Result) -> Iterator[str]:
    yield phrase("home.none", home=result["home"])
    yield ""
    yield from (phrase(f"home.choice.{choice.lstrip('-')}") for choice in result["choices"])
