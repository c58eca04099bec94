"""第十四条: 转入校启动，转出校及双方主管部门核办，各方10个工作日. The case of up to four parties as one frozen table.

(route, state, event) → the next state, whose turn it is then, the article and the clock that runs for that party. Where
both schools have one authority it is one party; where there are two, the table of their route names both. What is not
here cannot be done. 籍随人走: nothing moves but with `complete`, and then everything at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from xjcli.schema.record import ARRIVING, CANCELLED, REFUSED, TRANSFERRED_OUT, Record

#: The routes: both schools under one authority, or each under its own.
ONE, TWO = "one-authority", "two-authorities"
ROUTES = (ONE, TWO)

TO_SCHOOL, FROM_SCHOOL = "to-school", "from-school"
AUTHORITY, TO_AUTHORITY, FROM_AUTHORITY = "authority", "to-authority", "from-authority"

#: States of a case; NOTHING stands before the request.
NOTHING, REQUESTED, FORWARDED, RELEASED, DECLINED = "", "requested", "forwarded", "released", "declined"
COMPLETED, REFUSED_CASE, WITHDRAWN = "completed", "refused", "withdrawn"
UNDER_WAY = (REQUESTED, FORWARDED, RELEASED, DECLINED)
ENDED = (COMPLETED, REFUSED_CASE, WITHDRAWN)
STATES = (NOTHING, *UNDER_WAY, *ENDED)

REQUEST, FORWARD, RELEASE, DECLINE = "request", "forward", "release", "decline"
COMPLETE, REFUSE, WITHDRAW = "complete", "refuse", "withdraw"
EVENTS = (REQUEST, FORWARD, RELEASE, DECLINE, COMPLETE, REFUSE, WITHDRAW)

_ARTICLE = 14
#: The deadline of the rule pack that runs for whoever has the case.
_CLOCK = "handover"


class Turn(NamedTuple):
    """Where an event leads. `party` has the case then, with `clock` (a deadline of the rule pack) running; both are
    empty where the case has ended. `reason`: the event needs one that is written down."""

    state: str
    party: str
    article: int
    clock: str
    reason: bool = False


class NoSuchTurn(ValueError):
    """The event cannot follow in this state of the case."""


def _turn(state: str, party: str = "", *, reason: bool = False) -> Turn:
    return Turn(state, party, _ARTICLE, _CLOCK if party else "", reason)


def _route(first: str, last: str) -> dict[tuple[str, str], Turn]:
    """The rows of one route: `first` looks for the record and tells the school of origin, `last` has the last word."""
    rows = {
        (NOTHING, REQUEST): _turn(REQUESTED, first),
        (REQUESTED, FORWARD): _turn(FORWARDED, FROM_SCHOOL),
        (FORWARDED, RELEASE): _turn(RELEASED, last),
        (FORWARDED, DECLINE): _turn(DECLINED, last),
        (FORWARDED, COMPLETE): _turn(COMPLETED, reason=True),
        (RELEASED, COMPLETE): _turn(COMPLETED),
        (DECLINED, COMPLETE): _turn(COMPLETED, reason=True),
    }
    for state in UNDER_WAY:
        rows[state, REFUSE] = _turn(REFUSED_CASE, reason=True)
        rows[state, WITHDRAW] = _turn(WITHDRAWN)
    return rows


#: The table. The authority may complete without the release of the school of origin, late or declined, with a reason.
TURNS: Mapping[tuple[str, str, str], Turn] = MappingProxyType(
    {
        (route, state, event): turn
        for route, rows in ((ONE, _route(AUTHORITY, AUTHORITY)), (TWO, _route(TO_AUTHORITY, FROM_AUTHORITY)))
        for (state, event), turn in rows.items()
    }
)


def turn(route: str, state: str, event: str) -> Turn:
    """Where this event leads. Raises NoSuchTurn where the table has no such row."""
    found = TURNS.get((route, state, event))
    if found is None:
        raise NoSuchTurn(f"{event} cannot follow {state or 'nothing'}")
    return found


def holds_identity(record: Record) -> bool:
    """第六条: true if this record is the one that its pupil has, so that no other may stand beside it.

    An arriving one is not yet, one that has moved away, was cancelled or refused is no longer.
    """
    gone = record.status in (ARRIVING, CANCELLED, TRANSFERRED_OUT) or bool(record.situation.get("moved_to"))
    return not gone and record.standing != REFUSED
