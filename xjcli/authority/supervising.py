"""第三、二十三至二十七条: what we hold of each school, counted for our own eyes and for the authority above us.

Nothing is asked of a school: its acts here, our cases and its signed reviews say it all. 第十四条 names ten working
days for each party of a handover, so turns have a share done in time; for our own decision on an enrolment or a change
the text names no number, so those are counted with the longest wait, and no share is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xjcli.authority.examining import CONFLICTS
from xjcli.authority.office import Office
from xjcli.authority.reviewing import NONE, review
from xjcli.authority.store import Tx, cases, handovers, ledger, records, schools
from xjcli.authority.store.handovers import Handover
from xjcli.errors import Problem, Refusal
from xjcli.reference import holiday_years, rule_set
from xjcli.reference.packs import Rules
from xjcli.regulation import supervision as rule
from xjcli.regulation.crosschecks import find_conflicts
from xjcli.regulation.deadlines import Calendar, WorkingDays, due_after, working_days_between
from xjcli.regulation.handover import AUTHORITY, FROM_AUTHORITY, FROM_SCHOOL, ONE, TO_AUTHORITY, WITHDRAWN
from xjcli.regulation.holidays import as_calendar
from xjcli.regulation.rolls import seat_on
from xjcli.regulation.safeguards import LATE, Registrar, begun_on, breach_of
from xjcli.regulation.supervision import OVERDUE, Judged, Turn
from xjcli.schema.act import Act
from xjcli.schema.record import ENROLLED, ON_ROLL
from xjcli.schema.supervision import Supervision
from xjcli.schema.values.time import Semester, parse_semester

_APPROVALS = (ledger.APPROVED, ledger.CHANGE_APPROVED, ledger.NUMBER_ACCEPTED)
_REFUSALS = (ledger.REFUSED, ledger.CHANGE_REFUSED, ledger.NUMBER_DECLINED)
_DROPOUT, _STAFF = "dropout-reported", "staff-reported"


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that are counted, and with what."""

    office: Office
    first: date
    last: date
    rules: Rules
    calendar: Calendar

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def limit(self) -> WorkingDays:
        return WorkingDays(self.rules.deadline("handover", on=self.last).amount)


def supervise(office: Office, semester: str = "", *, school: str = "") -> Supervision:
    """The figures of a semester up to today (the running one by default), of every school or of one.

    Raises Refusal: `semester.unreadable`, `supervision.not-begun`, `intake.unknown-school`.
    """
    term = _term(office, semester)
    span = _Span(
        office, term.first_day, min(office.today, term.last_day), rule_set(), as_calendar(holiday_years())
    )  # fmt: skip
    reviews = {item["school"]: item["state"] for item in review(office, term.label, school=school).result["items"]}
    with office.store.reading() as tx:
        known = [each.code for each in schools.every(tx) if school in ("", each.code)]
        turns = [turn for made in handovers.listing(tx, ended=True) for turn in _turns(office, tx, made)]
        judged = {party: _judge(span, [turn for _, turn in turns if turn.party == party]) for party in _OURS}
        mine = {code: _judge(span, _of_school(turns, code)) for code in known}
        lines = [
            {**_line(span, tx, code, mine[code]), "review": reviews.get(code, NONE)} for code in known
        ]  # fmt: skip
    return Supervision.of(
        authority=office.code, installation=office.installation, level=office.level, semester=term.label,
        first_day=span.first.isoformat(), last_day=span.last.isoformat(), workdays=span.limit.count,
        provisional=any(each.provisional for each in (*judged.values(), *mine.values())), written_at=office.now,
        turns={party: dict(each.counts) for party, each in judged.items() if any(each.counts.values())},
        schools=lines,
    )  # fmt: skip


_OURS = (AUTHORITY, TO_AUTHORITY, FROM_AUTHORITY)


def _term(office: Office, text: str) -> Semester:
    if not text:
        return Semester.of(office.today)
    term, problems = parse_semester(text)
    if term is None:
        raise Refusal(*problems)
    if term.first_day > office.today:
        raise Refusal(Problem("supervision.not-begun", params={"semester": term.label}))
    return term


def _line(span: _Span, tx: Tx, school: str, turns: Judged) -> dict[str, Any]:
    acts, staff, found = _acts(span, tx, school)
    roll = [record for _, record in records.every(tx, school) if seat_on(record, ON_ROLL) is not None]
    for record in roll:
        place = {"stage": record.stage, "cohort": record.cohort}
        found.update(each.code for each in find_conflicts(record.person, place, today=span.last))
    for case in cases.waiting(tx, school=school, clean=False):
        found.update({each.code for each in case.problems if each.code.startswith(CONFLICTS)})
    found["check.handover-overdue"] += turns.counts[OVERDUE]
    return {
        "school": school, "on_roll": len(roll), "present": sum(each.status == ENROLLED for each in roll),
        "bundles": len(_written(span, tx, school, (ledger.RECEIVED,))),
        "acts": acts, "cases": _cases(span, tx, school), "turns": dict(turns.counts), "staff": staff,
        "findings": _findings(found),
    }  # fmt: skip


def _findings(found: Mapping[str, int]) -> list[dict[str, Any]]:
    """第二十七条: those that would be a breach if nobody mended them, by code."""
    return [
        {"code": code, "breach": item, "count": found[code]}
        for code in sorted(found)
        if found[code] and (item := breach_of(code)) is not None
    ]


def _acts(span: _Span, tx: Tx, school: str) -> tuple[int, dict[str, Any], Counter[str]]:
    """How many acts of these days were taken in, the newest report of the staff, and what was recorded late."""
    count, found = 0, Counter[str]()
    staff = {"reported_on": "", "serving": 0, "trained": 0, "untrained": 0}
    for item in ledger.mirrored(tx, school):
        act = item.act
        count += span.holds(date.fromisoformat(act.occurred_on))
        if act.kind == _STAFF and act.body is not None and act.occurred_on <= span.last.isoformat():
            staff = _staff(act.body["registrars"], act.occurred_on, span.last)
        code = _late(span, act)
        if code:
            found[code] += 1
    return count, staff, found


def _staff(said: Sequence[Mapping[str, str]], on: str, day: date) -> dict[str, Any]:
    """第二十三条: who serves, and who of them was trained by that day; how many, never who."""
    serving = [each for each in (Registrar(**line) for line in said) if each.serves(day)]
    trained = sum(bool(each.trained_on) and each.trained_on <= day.isoformat() for each in serving)
    return {"reported_on": on, "serving": len(serving), "trained": trained, "untrained": len(serving) - trained}


def _late(span: _Span, act: Act) -> str:
    """The finding of an act that was recorded within these days and too late, as `xj check` has it."""
    if act.kind not in (*LATE, _DROPOUT) or act.body is None:
        return ""
    written = span.office.day_of(act.recorded_at)
    if not span.holds(written):
        return ""
    since = begun_on(act.kind, act.occurred_on, act.body)
    if act.kind == _DROPOUT:
        return "check.reported-late" if written > since else ""
    code, name = LATE[act.kind]
    limit = span.rules.deadline(name, on=since)
    return code if written > due_after(limit.amount, limit.unit, since, span.calendar).day else ""


def _written(span: _Span, tx: Tx, school: str, kinds: tuple[str, ...]) -> list[str]:
    """The kinds of our own entries of these days."""
    found = ledger.entries(tx, school, kinds=kinds)
    return [each.kind for each in found if span.holds(span.office.day_of(each.recorded_at))]


def _cases(span: _Span, tx: Tx, school: str) -> dict[str, int]:
    """What we decided in these days; what waits now, and for how many working days the oldest of it."""
    said = Counter(_written(span, tx, school, (*_APPROVALS, *_REFUSALS)))
    waiting = [case for case in cases.waiting(tx, school=school) if case.kind != cases.HANDOVER]
    opened = [day for case in waiting if (day := span.office.day_of(case.opened_at)) <= span.last]
    longest = max((working_days_between(day, span.last, span.calendar).days for day in opened), default=0)
    return {
        "approved": sum(said[kind] for kind in _APPROVALS), "refused": sum(said[kind] for kind in _REFUSALS),
        "open": len(opened), "longest": longest,
    }  # fmt: skip


def _judge(span: _Span, turns: Sequence[Turn]) -> Judged:
    return rule.judge(turns, span.limit, span.calendar, span.first, span.last)


def _of_school(turns: Sequence[tuple[str, Turn]], school: str) -> list[Turn]:
    """The turns that this school had as the school of origin."""
    return [turn for code, turn in turns if turn.party == FROM_SCHOOL and code == school]


def _turns(office: Office, tx: Tx, made: Handover) -> Iterator[tuple[str, Turn]]:
    """(school of origin, turn) of each party that had this case: we look for the record, it answers, we decide."""
    case = cases.find(tx, made.case_id)
    if case is None:
        return
    begin, told, answered, ended = office.day_of(case.opened_at), *map(_day, _days(made))
    before, after = (AUTHORITY, AUTHORITY) if made.route == ONE else (TO_AUTHORITY, FROM_AUTHORITY)
    ours = made.state != WITHDRAWN
    yield made.from_school, Turn(before, begin, told or ended, told is not None or ours)
    if told is not None:
        yield made.from_school, Turn(FROM_SCHOOL, told, answered or ended, answered is not None)
    if answered is not None:
        yield made.from_school, Turn(after, answered, ended, ours)


def _days(made: Handover) -> tuple[str, str, str]:
    return made.notified_on, made.answered_on, made.ended_on


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
