"""核准、不予核准 of enrolments as the authority's bundle says them (第四条): each becomes an act of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures import recovering
from xjcli.registry import exchange
from xjcli.registry.projections import load
from xjcli.schema.act import Draft

if TYPE_CHECKING:
    from xjcli.bundle.answers import Decision


def take_decisions(desk: Desk, bundle_id: str, decisions: list[Decision]) -> None:
    """Append these decisions as acts, inside the caller's transaction. Refuses bundle.not-ours."""
    _require_ours(desk, decisions)
    drafts = [_act_of(desk, decision, bundle_id) for decision in decisions]
    exchange.note_cases(desk.registry, [(each.act, each.case, each.outcome) for each in decisions])
    recovering.append_echoes(desk, bundle_id, drafts)


def _require_ours(desk: Desk, decisions: list[Decision]) -> None:
    """Every decision is about a record of ours and an act that we sent."""
    sent = exchange.last_sent_act(desk.registry)
    known = load(desk.registry.connection, {decision.record_id for decision in decisions})
    if any(each.record_id not in known or not 1 <= each.act <= sent for each in decisions):
        raise Refusal(Problem("bundle.not-ours"))


def _act_of(desk: Desk, decision: Decision, bundle_id: str) -> Draft:
    kind = "enrolment-approved" if decision.outcome == "approved" else "enrolment-refused"
    body = {
        "case": decision.case,
        "number": decision.number,
        "reason": decision.reason,
        "official": decision.official,
        "bundle": bundle_id,
        "act": decision.act,
    }
    basis = {"pack": desk.rules.id, "article": desk.rules.article_of(kind), "evidence": []}
    return Draft(kind, decision.record_id, decision.decided_on, body, basis)
