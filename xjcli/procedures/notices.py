"""What the authority says besides decisions on enrolments (第十条、第十四条), each kept as an act of ours, in order.

A change approved or not, a pupil whom another school asks for, a handover done or not. Where a notice crosses an act of
ours that it can no longer follow, it is kept all the same and changes nothing: a channel never stands still for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import recovering
from xjcli.registry import exchange
from xjcli.registry.projections import load
from xjcli.schema.act import Draft
from xjcli.schema.record import Record

if TYPE_CHECKING:
    from xjcli.bundle.answers import Notice

#: Notices that are about no act of ours: another school asked.
_ASKED_BY_OTHERS = frozenset({"transfer-notified", "handover-completed", "handover-refused"})
#: What the case of an act of ours has come to, where a notice names the act.
_OUTCOMES = {
    "enrolment-approved": "approved", "enrolment-refused": "refused", "change-approved": "approved",
    "change-refused": "refused", "handover-completed": "approved", "handover-refused": "refused",
}  # fmt: skip


def take_notices(desk: Desk, bundle_id: str, notices: list[Notice]) -> None:
    """Append these notices as acts, inside the caller's transaction. Refuses bundle.not-ours."""
    records = load(desk.registry.connection, {notice.record_id for notice in notices})
    _require_ours(desk, notices, records)
    drafts = [_act_of(desk, notice, bundle_id) for notice in notices]
    exchange.note_cases(
        desk.registry,
        [
            (notice.body["act"], notice.body["case"], _OUTCOMES[notice.kind])
            for notice in notices
            if notice.body["act"] and notice.kind in _OUTCOMES
        ],
    )
    recovering.append_echoes(desk, bundle_id, drafts)


def _require_ours(desk: Desk, notices: list[Notice], records: dict[str, Record]) -> None:
    """Every notice is about a record of ours, and about an act that we sent or about what another school asked."""
    sent = exchange.last_sent_act(desk.registry)
    for notice in notices:
        first = 0 if notice.kind in _ASKED_BY_OTHERS else 1
        if notice.record_id not in records or not first <= notice.body["act"] <= sent:
            raise Refusal(Problem("bundle.not-ours"))


def _act_of(desk: Desk, notice: Notice, bundle_id: str) -> Draft:
    basis: dict[str, Any] = {"pack": desk.rules.id, "article": desk.rules.article_of(notice.kind), "evidence": []}
    return Draft(notice.kind, notice.record_id, notice.on, {**notice.body, "bundle": bundle_id}, basis)
