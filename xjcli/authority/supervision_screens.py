"""The screen of `xj-authority report`: a line a school, the totals, whose turns are overdue. Codes and counts only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.authority.supervision_files import COLUMNS, cells
from xjcli.regulation.safeguards import BREACHES
from xjcli.regulation.supervision import on_time_share
from xjcli.report.language import pick
from xjcli.report.phrases import phrase
from xjcli.report.tables import table

Result = dict[str, Any]


def report(result: Result) -> Iterator[str]:
    yield from _shown(result)
    if result["file"]:
        yield phrase("supervision.signed" if result["signed"] else "supervision.written", file=result["file"])
    else:
        yield phrase("supervision.next", semester=result["semester"])


def verified(result: Result) -> Iterator[str]:
    yield from _shown(result)
    yield phrase("supervision.verified", name=result["name"], fingerprint=result["fingerprint"])


def _shown(result: Result) -> Iterator[str]:
    yield head(result)
    rows = [list(cells(line).values()) for line in result["schools"]]
    yield from table([phrase(f"supervision.{name}") for name in COLUMNS], rows)
    yield from totals(result)


def head(result: Result) -> str:
    """Whose report of which days."""
    names = ("authority", "semester", "first_day", "last_day")
    return phrase("supervision.head", **{name: result[name] for name in names})


def totals(result: Result) -> Iterator[str]:
    """What every school and party adds up to."""
    whole = result["totals"]
    yield phrase("supervision.total", **{name: whole[name] for name in ("schools", "on_roll", "present", "acts")})
    names = ("approved", "refused", "open", "longest")
    yield phrase("supervision.decided", **{name: whole[name] for name in names})
    yield _turns(phrase("supervision.all-parties"), whole["turns"])
    for party, turns in result["turns"].items():
        yield "  " + _turns(phrase(f"party.{party}"), turns)
    for line in result["schools"]:
        if line["turns"]["overdue"] or line["turns"]["late"]:
            yield "  " + _turns(line["school"], line["turns"])
    if result["provisional"]:
        yield phrase("supervision.provisional")
    yield phrase("supervision.staff", trained=whole["trained"], untrained=whole["untrained"])
    yield phrase("supervision.reviews", **whole["reviews"])
    for each in whole["findings"]:
        words = pick(*BREACHES[each["breach"]])
        yield phrase("supervision.finding", item=each["breach"], words=words, code=each["code"], count=each["count"])


def _turns(who: str, counts: dict[str, int]) -> str:
    share = on_time_share(counts)
    return phrase("supervision.turns", who=who, share="–" if share is None else f"{share}%", **counts)
