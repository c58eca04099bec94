"""转学 (第十四条、第十七条): a case of four parties. This school starts it, takes it back, or answers for its pupil.

转入学校启动，转出学校和双方主管部门核办. What the other parties say comes with the authority's notices; here is what
this school says, and what stands where. Limits of a province (freeze windows, graduating grades) come in as `check`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.arriving import (
    TRANSFER_BASES,
    Limits,
    arrive,
    asked,
    claimed,
    find_objections,
    require_origin,
)
from xjcli.procedures.change import Check, Errand, change
from xjcli.procedures.form import read_form
from xjcli.procedures.history import masked_body
from xjcli.procedures.opening import roll_of
from xjcli.procedures.pupils import brief, require_choice, require_pupil, shown_number
from xjcli.registry import queries
from xjcli.report import Report
from xjcli.schema.masking import mask_text
from xjcli.schema.record import Record

#: The acts of a handover as a record shows them.
STEPS = frozenset(
    {
        "transfer-requested", "progress-requested", "transfer-withdrawn", "transfer-notified", "transfer-released",
        "transfer-declined", "handover-completed", "handover-refused",
    }
)  # fmt: skip


def request(
    desk: Desk,
    answers: Mapping[str, str],
    *,
    basis: str,
    school: str,
    school_name: str,
    number: str,
    reason: str,
    errand: Errand,
    check: Limits = lambda _: [],
) -> Report:
    """Ask for one pupil of another school. Every problem at once; nothing is stored on refusal."""
    require_choice("--basis", basis, TRANSFER_BASES)
    require_origin(school)
    wish, warnings = asked(desk, "transfer", basis or "transfer", school, school_name, reason)
    opening, problems = read_form(desk, answers, on=errand.on)
    if opening is None:
        raise Refusal(*problems)
    opening = replace(claimed(opening, number), because=errand.because)
    problems += warnings + find_objections(desk, opening, wish, errand, roll_of(desk, opening))
    return arrive(desk, [opening], wish, errand, problems, check)


def withdraw(desk: Desk, pupils: Sequence[str], *, errand: Errand) -> Report:
    """第十四条: the receiving school takes its request back; the record that was opened for it ends."""
    require_because(errand)
    return change(desk, pupils, "transfer-withdrawn", lambda _: {"reason": errand.because}, errand)


def release(desk: Desk, pupils: Sequence[str], *, errand: Errand, check: Check = lambda _: []) -> Report:
    """转出学校核办: agreed. The pupil stays on this roll until the authority completes the handover."""
    return change(desk, pupils, "transfer-released", lambda record: {"case": _case(record)}, errand, check=check)


def refuse(desk: Desk, pupils: Sequence[str], *, errand: Errand) -> Report:
    """转出学校核办: not agreed, with the reason; the authority decides on it."""
    require_because(errand)

    def body(record: Record) -> dict[str, Any]:
        return {"case": _case(record), "reason": errand.because}

    return change(desk, pupils, "transfer-declined", body, errand)


def require_because(errand: Errand) -> None:
    """Who takes back or refuses says why: the other side reads it."""
    if not errand.because.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--because"}))


def _case(record: Record) -> str:
    return str(record.handover.get("case", ""))


def list_(desk: Desk) -> Report:
    """Every handover under way at this school, both sides, the longest wait first."""
    items = [line(desk, record) for record in queries.waiting(desk.registry)]
    return Report({"total": len(items), "items": items})


def line(desk: Desk, record: Record) -> dict[str, Any]:
    """One handover: who it is about, with which school, whose turn it is and since when."""
    at = record.handover
    since = date.fromisoformat(at["since"]) if at else None
    return {
        **brief(desk, record),
        "role": at.get("role", ""),
        "kind": at.get("kind", ""),
        "case": at.get("case", ""),
        "school": at.get("school", ""),
        "school_name": at.get("name", ""),
        "party": at.get("party", ""),
        "since": at.get("since", ""),
        "days": (desk.today - since).days if since else 0,
    }


def show(desk: Desk, pupil: str) -> Report:
    """Where one pupil's handover stands, step by step; numbers masked on both sides."""
    record = require_pupil(desk, pupil)
    acts = [act for act in desk.registry.acts(record_id=record.record_id) if act.kind in STEPS]
    said: Mapping[str, Any] = next((act.body["handover"] for act in acts if act.body and "handover" in act.body), {})
    moved = {name: record.situation.get(name, "") for name in ("moved_to", "came_from", "on")}
    result = line(desk, record) | moved
    result |= {
        "claimed_number": shown_number(str(said.get("registry_number", ""))),
        "reason": mask_text(str(said.get("reason", ""))),
        "refused_because": mask_text(record.reason),
        "acts": [
            {
                "seq": act.seq,
                "kind": act.kind,
                "occurred_on": act.occurred_on,
                "recorded_by": act.recorded_by,
                "article": act.basis.get("article"),
                "reason": str(masked_body(act.body or {}).get("reason", "")),
            }
            for act in acts
        ],
    }
    return Report(result)
