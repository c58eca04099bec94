"""Everything with a clock (第七、十四、十五、十九、二十一、二十二、二十四条): whose turn, until when, overdue first.

及时 is no number: such an item shows the days gone by and no deadline, unless a pack sets one. Past the last published
holidays a deadline is 暂定. Nothing here costs more for the cases that are closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from xjcli.desk import Desk
from xjcli.files import atomic_write
from xjcli.registry import clocks, queries, tallies
from xjcli.registry.clocks import Group
from xjcli.regulation.deadlines import Due, due_after, working_days_between
from xjcli.regulation.lifecycle import article
from xjcli.report import Report
from xjcli.schema.record import Record
from xjcli.schema.values.time import Semester

Whose = Literal["ours", "authority", "other-school"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One thing with a clock. `limit` is None for 及时; `count` pupils share it, `record_id` is one of them."""

    what: str
    article: int
    since: date
    limit: Due | None
    whose: Whose
    record_id: str = ""
    count: int = 1
    next: str = ""


def due(desk: Desk, *, ics: Path | None = None, force: bool = False) -> Report:
    """`items[]` with what, article, since, deadline, provisional, working_days_left, whose, next; overdue first."""
    items = sorted((_item(desk, each) for each in _clocks(desk)), key=_urgency)
    overdue = sum(item["overdue"] for item in items)
    result = {"on": desk.today.isoformat(), "total": len(items), "overdue": overdue, "items": items, "ics": None}
    if ics is not None:
        from xjcli.report.ics import calendar_file

        atomic_write(ics, calendar_file(items, desk.recorded_at, desk.settings.installation), private=True, force=force)
        result["ics"] = str(ics)
    return Report(result)


def _clocks(desk: Desk) -> Iterator[Clock]:
    registry = desk.registry
    for group in clocks.unapproved(registry):
        yield _of_group("enrolment", 4, group, None, "authority", "sync")
    for group in clocks.without_dossier(registry):
        limit = _limit(desk, "dossier", date.fromisoformat(group.since))
        yield _of_group("dossier", 7, group, limit, "ours", "dossier add")
    for record in clocks.under_way(registry):
        if record.open_case:
            yield _case(record)
        if record.handover:
            yield _handover(desk, record)
    for record in clocks.to_send(registry):
        since = date.fromisoformat(record.situation["on"])
        limit = _limit(desk, "dossier-transfer", since, record.stage)
        yield Clock("dossier-transfer", 15, since, limit, "ours", record.record_id, next="dossier export")
    for record in clocks.on_leave(registry):
        until = date.fromisoformat(record.situation["until"])
        since = date.fromisoformat(record.situation["since"])
        yield Clock("leave", 19, since, Due(until, False), "ours", record.record_id, next="resume")
    yield from _reports(desk)
    yield from _review(desk)


def _review(desk: Desk) -> Iterator[Clock]:
    """Once a semester; over when a signed statement of it has reached the authority (第二十四条)."""
    semester = Semester.of(desk.today)
    stated = any(body["semester"] == semester.label for body in tallies.bodies_of(desk.registry, "semester-reviewed"))
    waiting = bool(clocks.unreceived(desk.registry, ("semester-reviewed",))) if stated else False
    if not stated or waiting:
        limit = _limit(desk, "reconcile", desk.today)
        then = "push" if waiting else "reconcile"
        yield Clock("review", 24, semester.first_day, limit, "ours", count=0, next=then)


def _limit(desk: Desk, name: str, since: date, stage: str = "") -> Due:
    found = desk.rules.deadline(name, on=since, stage=stage)
    return due_after(found.amount, found.unit, since, desk.calendar)


def _of_group(what: str, number: int, group: Group, limit: Due | None, whose: Whose, then: str) -> Clock:
    return Clock(what, number, date.fromisoformat(group.since), limit, whose, group.record_id, group.pupils, then)


def _case(record: Record) -> Clock:
    """第十条: 核准 has no number of days in the text; the days gone by are shown."""
    case = record.open_case
    number = article(record.status, case["kind"])
    return Clock(case["kind"], number, date.fromisoformat(case["on"]), None, "authority", record.record_id, next="sync")


def _handover(desk: Desk, record: Record) -> Clock:
    """第十四条: the party whose turn it is has its own ten working days, from the day the case reached it."""
    handover = record.handover
    since = date.fromisoformat(handover["since"])
    ours = handover["party"] == f"{handover['role']}-school"
    whose: Whose = "ours" if ours else "authority" if "authority" in handover["party"] else "other-school"
    then = "transfer release" if ours else "sync"
    what = f"{handover['kind']}-{'in' if handover['role'] == 'to' else 'out'}"
    return Clock(what, 14, since, _limit(desk, "handover", since, record.stage), whose, record.record_id, next=then)


def _reports(desk: Desk) -> Iterator[Clock]:
    """A report that is written but has not reached the authority is not yet made (第二十一、二十二条)."""
    for act in clocks.unreceived(desk.registry, ("death-reported", "dropout-reported")):
        body = act.body or {}
        if act.kind == "death-reported":
            since = date.fromisoformat(body["died_on"])
            yield Clock(act.kind, 21, since, _limit(desk, "death", since), "ours", act.record_id, next="push")
        else:
            since = date.fromisoformat(body["since"])
            yield Clock(act.kind, 22, since, None, "ours", act.record_id, next="push")


def _item(desk: Desk, clock: Clock) -> dict[str, Any]:
    record = queries.record(desk.registry, clock.record_id) if clock.record_id and clock.count == 1 else None
    left = working_days_between(desk.today, clock.limit.day, desk.calendar) if clock.limit else None
    return {
        "what": clock.what,
        "article": clock.article,
        "record_id": clock.record_id if clock.count == 1 else "",
        "name": record.name if record else "",
        "count": clock.count,
        "since": clock.since.isoformat(),
        "days_gone": (desk.today - clock.since).days,
        "deadline": clock.limit.day.isoformat() if clock.limit else None,
        "provisional": bool(clock.limit and clock.limit.provisional),
        "working_days_left": left.days if left else None,
        "overdue": bool(clock.limit and clock.limit.day < desk.today),
        "whose": clock.whose,
        "next": clock.next,
    }


def _urgency(item: dict[str, Any]) -> tuple[Any, ...]:
    """Overdue first, then by deadline; what has none comes last, the longest wait first."""
    return (item["deadline"] is None, item["deadline"] or "", -item["days_gone"], item["what"], item["record_id"])
