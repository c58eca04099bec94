"""第三、十四、二十七条: what an authority can see of its schools' time limits, party by party.

第十四条 gives each party of a handover its own time, so each turn is judged by itself and belongs to whoever had it. A
turn that somebody else ended inside its time is nobody's merit and nobody's fault. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from xjcli.regulation.deadlines import Calendar, WorkingDays
from xjcli.schema.supervision import TURNS

IN_TIME, LATE, UNDER_WAY, OVERDUE = TURNS


class Turn(NamedTuple):
    """A party has the case from the day `since`; `ended` is None while it has. `acted`: the party itself ended it."""

    party: str
    since: date
    ended: date | None = None
    acted: bool = True


class Judged(NamedTuple):
    """How many turns of each outcome; `provisional` where one of their due days is."""

    counts: Mapping[str, int]
    provisional: bool


def judge(turns: Iterable[Turn], limit: WorkingDays, calendar: Calendar, first: date, last: date) -> Judged:
    """The turns that ended from `first` to `last`, and those that had not ended by `last`, at that day."""
    counts: Counter[str] = Counter(dict.fromkeys(TURNS, 0))
    provisional = False
    for turn in turns:
        ended = turn.ended if turn.ended is not None and turn.ended <= last else None
        if turn.since > last or (ended is not None and ended < first):
            continue
        due = limit.after(turn.since, calendar)
        outcome = _outcome(turn, ended, due.day, last)
        if outcome:
            counts[outcome] += 1
            provisional = provisional or due.provisional
    return Judged(counts, provisional)


def _outcome(turn: Turn, ended: date | None, due: date, last: date) -> str:
    if ended is None:
        return OVERDUE if last > due else UNDER_WAY
    if ended > due:
        return LATE
    return IN_TIME if turn.acted else ""


def on_time_share(counts: Mapping[str, int]) -> int | None:
    """Whole percent of the turns done in time, of those that were done or should have been; None where none were.

    Rounded down: a hundred is said only where nobody was late.
    """
    due = counts[IN_TIME] + counts[LATE] + counts[OVERDUE]
    return counts[IN_TIME] * 100 // due if due else None
