"""第三章: which act may follow which state, where it leads, under which article, by whom, with which legal force.

One frozen table over (status, act); the fold, the school's procedures and the authority all read it, so what is
not here cannot be done on either side. What an act needs besides (evidence, limits, compulsory years) is data of
the rule packs, because 第十一条 leaves it to the provinces. 第三条: the two programs share this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from xjcli.schema import record as at
from xjcli.schema.legal import LegalAct, Who

#: The status of nobody: what stands before an opening act.
NOBODY = ""


class Row(NamedTuple):
    """One row: in `status`, `act` leads to `after`. `article` is of the 2013 text."""

    status: str
    act: str
    after: str
    article: int
    who: Who
    legal_act: LegalAct


def _same(*statuses: str) -> dict[str, str]:
    return {status: status for status in statuses}


def _to(after: str, *statuses: str) -> dict[str, str]:
    return dict.fromkeys(statuses, after)


_SCHOOL, _TO, _FROM, _AUTHORITY = Who.SCHOOL, Who.TO_SCHOOL, Who.FROM_SCHOOL, Who.AUTHORITY
_L = LegalAct
_PRESENT = (at.ENROLLED, at.ON_LEAVE)
_KEPT = (*at.ON_ROLL, *at.GONE, at.DEREGISTERED)
_MAY_MOVE = (*at.ON_ROLL, at.WITHDRAWN, at.EXPELLED, at.COMPLETED, at.LEFT_EARLY)

#: (act, article, who, legal act, {status: status afterwards}); an act with two articles stands twice.
#: A request that was withdrawn while the authority completed it is completed: 籍随人走, a pupil is never on no roll.
_TABLE: tuple[tuple[str, int, Who, LegalAct, dict[str, str]], ...] = (
    ("enrolled", 4, _SCHOOL, _L.APPROVE, {NOBODY: at.ENROLLED}),
    ("taken-on", 3, _SCHOOL, _L.REGISTER, {NOBODY: at.ENROLLED}),
    ("transfer-requested", 14, _TO, _L.HANDLE, {NOBODY: at.ARRIVING}),
    ("progress-requested", 14, _TO, _L.HANDLE, {NOBODY: at.ARRIVING}),
    ("assigned", 13, _SCHOOL, _L.REGISTER, _same(*at.ON_ROLL, at.ARRIVING)),
    ("resubmitted", 4, _SCHOOL, _L.APPROVE, _same(*at.ON_ROLL)),
    ("enrolment-withdrawn", 4, _SCHOOL, _L.REQUEST, _to(at.CANCELLED, *at.ON_ROLL)),
    ("number-confirmed", 5, _SCHOOL, _L.REGISTER, _same(*_KEPT)),
    ("enrolment-approved", 4, _AUTHORITY, _L.APPROVE, _same(*_KEPT)),
    ("enrolment-refused", 4, _AUTHORITY, _L.APPROVE, _same(*_KEPT)),
    ("corrected", 10, _SCHOOL, _L.APPROVE, _same(*(status for status in _KEPT if status != at.TRANSFERRED_OUT))),
    ("updated", 13, _SCHOOL, _L.REGISTER, _same(*at.ON_ROLL, at.ARRIVING)),
    ("change-approved", 13, _AUTHORITY, _L.APPROVE, _same(*_KEPT)),
    ("change-refused", 13, _AUTHORITY, _L.APPROVE, _same(*_KEPT)),
    ("leave-granted", 19, _SCHOOL, _L.REGISTER, _to(at.ON_LEAVE, at.ENROLLED)),
    ("leave-extended", 19, _SCHOOL, _L.REGISTER, _same(at.ON_LEAVE)),
    ("resumed", 19, _SCHOOL, _L.REGISTER, _to(at.ENROLLED, at.ON_LEAVE)),
    ("resumed", 20, _SCHOOL, _L.REGISTER, _to(at.ENROLLED, at.ABROAD)),
    ("resumed", 22, _SCHOOL, _L.REGISTER, _to(at.ENROLLED, at.DROPPED_OUT)),
    ("resumed", 13, _SCHOOL, _L.REGISTER, _to(at.ENROLLED, at.MISSING)),
    ("promoted", 12, _SCHOOL, _L.REGISTER, _same(at.ENROLLED)),
    ("retained", 11, _SCHOOL, _L.REGISTER, _same(at.ENROLLED)),
    ("skipped", 11, _SCHOOL, _L.REGISTER, _same(at.ENROLLED)),
    ("progressed", 13, _SCHOOL, _L.REGISTER, _to(at.ENROLLED, at.ENROLLED, at.GRADUATED)),
    ("graduated", 13, _SCHOOL, _L.REGISTER, _to(at.GRADUATED, at.ENROLLED)),
    ("completed", 13, _SCHOOL, _L.REGISTER, _to(at.COMPLETED, at.ENROLLED)),
    ("left-early", 13, _SCHOOL, _L.REGISTER, _to(at.LEFT_EARLY, at.ENROLLED, at.ON_LEAVE, at.DROPPED_OUT)),
    ("withdrawn", 11, _SCHOOL, _L.REGISTER, _to(at.WITHDRAWN, *_PRESENT, at.ABROAD, at.MISSING)),
    ("expelled", 11, _SCHOOL, _L.REGISTER, _to(at.EXPELLED, *_PRESENT)),
    ("went-abroad", 20, _SCHOOL, _L.REGISTER, _to(at.ABROAD, *_PRESENT)),
    ("missing-reported", 13, _SCHOOL, _L.REPORT, _to(at.MISSING, *_PRESENT)),
    ("death-reported", 21, _SCHOOL, _L.DEREGISTER, _to(at.DEREGISTERED, *at.ON_ROLL)),
    ("dropout-reported", 22, _SCHOOL, _L.REPORT, _to(at.DROPPED_OUT, *_PRESENT, at.MISSING)),
    ("placed-out", 17, _SCHOOL, _L.REGISTER, _same(at.ENROLLED)),
    ("placed-back", 17, _SCHOOL, _L.REGISTER, _same(at.ENROLLED)),
    ("transfer-withdrawn", 14, _TO, _L.REQUEST, _to(at.CANCELLED, at.ARRIVING)),
    ("transfer-notified", 14, _AUTHORITY, _L.NOTIFY, _same(*_MAY_MOVE, at.GRADUATED)),
    ("transfer-released", 14, _FROM, _L.HANDLE, _same(*_MAY_MOVE, at.GRADUATED)),
    ("transfer-declined", 14, _FROM, _L.HANDLE, _same(*_MAY_MOVE, at.GRADUATED)),
    ("handover-completed", 14, _AUTHORITY, _L.HANDLE,
     {**_to(at.ENROLLED, at.ARRIVING, at.CANCELLED), at.GRADUATED: at.GRADUATED,
      **_to(at.TRANSFERRED_OUT, *_MAY_MOVE)}),  # a withdrawal may cross the completion: then it came too late
    ("handover-refused", 14, _AUTHORITY, _L.HANDLE,
     {**_to(at.CANCELLED, at.ARRIVING, at.CANCELLED),
      **_same(*_MAY_MOVE, at.GRADUATED, at.DEREGISTERED, at.TRANSFERRED_OUT)}),
    ("custody-moved", 9, _SCHOOL, _L.HANDLE,
     {**_same(*at.GONE, at.DEREGISTERED), **_to(at.TRANSFERRED_OUT, *at.ON_ROLL)}),
    ("dossier-added", 7, _SCHOOL, _L.REGISTER, _same(at.ARRIVING, *_KEPT)),
    ("dossier-sent", 15, _FROM, _L.REGISTER, _same(at.DROPPED_OUT, *at.GONE)),
    ("dossier-received", 16, _TO, _L.REGISTER, _same(*at.ON_ROLL)),
    ("dossier-archived", 9, _SCHOOL, _L.REGISTER, _same(at.DROPPED_OUT, *at.GONE, at.DEREGISTERED)),
)  # fmt: skip

#: The table. A pair that is not here is no step, on either side.
ROWS: Mapping[tuple[str, str], Row] = MappingProxyType(
    {
        (status, act): Row(status, act, after, article, who, legal_act)
        for act, article, who, legal_act, moves in _TABLE
        for status, after in moves.items()
    }
)

#: Reports of a fact: they are never held up by a case, and a case that waits for approval ends with them.
FACTS = frozenset({"death-reported", "dropout-reported", "missing-reported"})
#: Acts that a case under way does not stop: they change nothing that the case is about.
BESIDE_A_CASE = FACTS | {
    "assigned", "updated", "number-confirmed", "promoted", "enrolment-approved", "enrolment-refused",
    "change-approved", "change-refused", "transfer-notified", "transfer-released", "transfer-declined",
    "transfer-withdrawn", "handover-completed", "handover-refused", "dossier-added", "dossier-sent",
    "dossier-received", "dossier-archived",
}  # fmt: skip
#: Acts that may be recorded of a pupil whose enrolment still waits, or was refused.
BEFORE_APPROVAL = FACTS | {
    "assigned", "updated", "promoted", "resubmitted", "number-confirmed", "enrolment-approved", "enrolment-refused",
    "enrolment-withdrawn", "dossier-added", "dossier-archived", "transfer-withdrawn",
}  # fmt: skip
#: Acts that answer a refusal: the school asks again, or gives the enrolment up. They need one.
AFTER_REFUSAL = frozenset({"resubmitted", "enrolment-withdrawn"})


def row(status: str, act: str) -> Row | None:
    """The row for this act in this status; None where the regulation knows no such step."""
    return ROWS.get((status, act))


def legal_act(act: str) -> LegalAct:
    """The verb of an act; the same in every status. KeyError for an act that is not in the table."""
    return _LEGAL[act]


def article(status: str, act: str) -> int:
    """The article of an act in this status; where no such step exists, that of the act elsewhere."""
    line = row(status, act)
    return line.article if line else _ARTICLE[act]


def possible(status: str) -> list[str]:
    """The changes that a school may make in this status, in the order of the table: what a refusal offers instead."""
    return [act for (state, act), line in ROWS.items() if state == status and act in CHANGES]


#: 学籍变动 in the narrow sense: what a registrar does to a registration, papers and classes left aside.
CHANGES = frozenset(
    {
        "corrected", "leave-granted", "leave-extended", "resumed", "promoted", "retained", "skipped", "progressed",
        "graduated", "completed", "left-early", "withdrawn", "expelled", "went-abroad", "missing-reported",
        "death-reported", "dropout-reported", "placed-out", "placed-back", "transfer-withdrawn",
    }
)  # fmt: skip
_LEGAL: Mapping[str, LegalAct] = MappingProxyType({line.act: line.legal_act for line in ROWS.values()})
_ARTICLE: Mapping[str, int] = MappingProxyType({line.act: line.article for line in reversed(list(ROWS.values()))})
