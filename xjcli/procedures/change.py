"""One errand for every change of a registration (第三章): load, ask what stands against it, append; all or nothing.

第十三条: 及时维护有关信息，并将证明材料归入档案. A procedure of one act says what the act is (its kind, its body, what
it asks besides) and leaves everything that all acts share to this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.backup import before_batch
from xjcli.procedures.people import require_leader
from xjcli.procedures.pupils import brief, require_pupils
from xjcli.procedures.rules import find_date_notes
from xjcli.registry import evidence
from xjcli.regulation.changes import Request, find_objections
from xjcli.regulation.lifecycle import article
from xjcli.report import Report, Session
from xjcli.report.progress import Tell, silent
from xjcli.schema.act import AWAITS, Draft
from xjcli.schema.canonical import canonical
from xjcli.schema.record import Record
from xjcli.schema.texts import find_text_problems

#: What an act asks of one pupil besides what all acts ask; an empty list where nothing stands against it.
Check = Callable[[Record], list[Problem]]
_NOTHING: Mapping[str, Any] = MappingProxyType({})
#: In the basis of an act: the warnings it went on against, with a reason (第十一条). They travel upward with it.
OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class Errand:
    """What every changing command takes (interface.md): when, why, with which proofs, and whether to rehearse.

    `paper` says where a paper proof lies (第八条); `confirm` sees the plan and may say no;
    `tell` hears how far it has come.
    """

    on: date
    because: str = ""
    evidence: Sequence[Path] = ()
    paper: str = ""
    dry_run: bool = False
    confirm: Callable[[dict[str, Any]], bool] = field(default=lambda _: True)
    tell: Tell = silent


def change(
    desk: Desk,
    pupils: Sequence[str],
    kind: str,
    body_of: Callable[[Record], dict[str, Any]],
    errand: Errand,
    *,
    check: Check = lambda _: [],
    more: Mapping[str, Any] = _NOTHING,
) -> Report:
    """Record one act of `kind` for each of these pupils, or nothing. Refuses with every objection at once.

    `items[]` names pupil, status before and after; `operation` is None in a rehearsal; `more` joins the result.
    """
    if not pupils:
        raise Refusal(Problem("assign.none"))
    return change_records(desk, require_pupils(desk, pupils), kind, body_of, errand, check=check, more=more)


def change_records(
    desk: Desk,
    records: Sequence[Record],
    kind: str,
    body_of: Callable[[Record], dict[str, Any]],
    errand: Errand,
    *,
    check: Check = lambda _: [],
    more: Mapping[str, Any] = _NOTHING,
    awaits: bool | None = None,
    within: Callable[[], None] = lambda: None,
) -> Report:
    """The same for records that are at hand already; `awaits` where the body decides whether the act waits.

    `within` stores what belongs to the acts, in their transaction.
    """
    files = evidence.read_evidence(list(errand.evidence))
    found = find_all_objections(desk, records, kind, errand, len(files), check)
    problems = [problem for each in found.values() for problem in each] + find_date_notes(desk.rules, errand.on)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    approvals = approvals_of(desk, records, kind, errand.on)
    if awaits is not None:
        approvals = dict.fromkeys(approvals, desk.rules.id if awaits else None)
    drafts = [
        draft_of(
            desk, record, kind, body_of(record), errand, sorted(files), approvals[record.stage] is not None,
            approval_by=approvals[record.stage] or "", overridden=overridden(found[record.record_id], errand),
        )
        for record in records
    ]  # fmt: skip
    require_sendable(drafts)
    result = _result(desk, kind, records, any(each is not None for each in approvals.values()), errand) | dict(more)
    if not errand.dry_run and drafts:
        if not errand.confirm(result):
            raise Refusal(Problem("usage.cancelled"))
        evidence.keep(desk.vault, files)
        result["operation"] = append(desk, drafts, tell=errand.tell, within=within)
    return Report(result, problems)


def find_all_objections(
    desk: Desk, records: Sequence[Record], kind: str, errand: Errand, files: int, check: Check
) -> dict[str, list[Problem]]:
    """Record id → everything that stands against this act for this pupil."""
    request = request_of(desk, kind, errand, files)
    return {record.record_id: [*find_objections(record, request), *check(record)] for record in records}


def overridden(problems: Sequence[Problem], errand: Errand) -> list[str]:
    """The codes of the warnings that a stated reason went on against."""
    return sorted({each.code for each in problems if each.severity == "warn"}) if errand.because.strip() else []


def approvals_of(desk: Desk, records: Sequence[Record], kind: str, on: date) -> dict[str, str | None]:
    """Stage → the pack by which an act of this kind waits for the authority's approval; None where none does.

    第十一条: a province may ask for an approval of what the national text only registers.
    """
    if desk.rules.needs_approval(kind):
        return {record.stage: desk.rules.id for record in records}
    asked = {stage: desk.rules.approval_of(kind, on=on, stage=stage) for stage in {each.stage for each in records}}
    return {stage: None if limit is None else limit.pack for stage, limit in asked.items()}


def request_of(desk: Desk, kind: str, errand: Errand, files: int) -> Request:
    """The question that `regulation.changes` answers, with what the chosen packs say of this kind of act."""
    rule = desk.rules.acts[kind]
    return Request(
        kind, errand.on, desk.today, errand.because, files, errand.paper, rule.evidence, rule.compulsory,
        rule.senior,
    )  # fmt: skip


def draft_of(
    desk: Desk,
    record: Record,
    kind: str,
    body: dict[str, Any],
    errand: Errand,
    digests: list[str],
    awaits: bool,
    *,
    approval_by: str = "",
    overridden: Sequence[str] = (),
) -> Draft:
    """The act, resting on pack, article, verb and evidence; `because` and the paper's place stand in its body."""
    said = {"because": errand.because, "paper": errand.paper}
    basis: dict[str, Any] = {
        "pack": desk.rules.id, "article": article(record.status, kind), "evidence": digests,
        "legal_act": desk.rules.legal_act(kind),
    }  # fmt: skip
    if awaits:
        basis[AWAITS] = True
        if approval_by not in ("", desk.rules.id):
            basis["approval_by"] = approval_by
    if overridden:
        basis[OVERRIDDEN] = list(overridden)
    return Draft(kind, record.record_id, errand.on.isoformat(), {**body, **{k: v for k, v in said.items() if v}}, basis)


def find_unsendable(drafts: Sequence[Draft]) -> list[Problem]:
    """The texts that the registry will not store, told before a paper is written and in a rehearsal too."""
    return [
        problem
        for draft in drafts
        for problem in find_text_problems(draft.record_id, draft.body, canonical(draft.body).decode())
    ]


def require_sendable(drafts: Sequence[Draft]) -> None:
    """Refuses with every text that the registry will not store (`text.*`)."""
    if unsendable := find_unsendable(drafts):
        raise Refusal(*unsendable)


def append(
    desk: Desk,
    drafts: Sequence[Draft],
    *,
    command: str = "",
    tell: Tell = silent,
    within: Callable[[], None] = lambda: None,
) -> str:
    """Store these acts as one operation, and give its id; `within` is called in the same transaction."""
    name = command or Session.command or drafts[0].kind
    require_leader(desk, (draft.kind for draft in drafts))
    if len(drafts) > 1:
        before_batch(desk, len(drafts))
    with desk.registry.transaction():
        within()
        return desk.registry.append(
            drafts, command=name, recorded_at=desk.recorded_at, recorded_by=desk.registrar, tell=tell
        )


def _result(desk: Desk, kind: str, records: Sequence[Record], awaits: bool, errand: Errand) -> dict[str, Any]:
    return {
        "act": kind,
        "article": article(records[0].status, kind) if records else None,
        "legal_act": desk.rules.legal_act(kind),
        "awaits": awaits,
        "on": errand.on.isoformat(),
        "count": len(records),
        "items": [brief(desk, record) for record in records],
        "operation": None,
        "dry_run": errand.dry_run,
    }
