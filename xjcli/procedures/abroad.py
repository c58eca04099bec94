"""到境外就读 (第二十条): the pupil shows valid documents, the record stays with the school and is taken up again after.

Hong Kong, Macao and Taiwan are 境外. Back in school: `xj resume`, on the same record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, change
from xjcli.reference import codes
from xjcli.regulation.crosschecks import CHINA
from xjcli.report import Report


def abroad(
    desk: Desk, pupils: Sequence[str], *, country: str, school: str, until: date | None, errand: Errand
) -> Report:
    """Record that these pupils go to school in a country or region, given by name or code (GB/T 2659)."""
    table = codes("country")
    code = table.lookup(country)
    problems: list[Problem] = []
    if code is None:
        close = ", ".join(table.suggest(country)) or "–"
        problems.append(Problem("abroad.country", params={"value": country[:20], "close": close}))
    elif code == CHINA:
        problems.append(Problem("abroad.inside"))
    if until is not None and until <= errand.on:
        params: dict[str, str | int] = {"until": until.isoformat(), "since": errand.on.isoformat()}
        problems.append(Problem("abroad.until", params=params))
    if problems:
        raise Refusal(*problems)
    body: dict[str, Any] = {"country": code}
    if school.strip():
        body["school"] = school.strip()
    if until is not None:
        body["until"] = until.isoformat()
    return change(desk, pupils, "went-abroad", lambda _: body, errand)
