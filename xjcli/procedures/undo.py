"""Take back a whole operation that no bundle holds yet (第二十四条: every change stays reviewable).

Nothing is deleted: a compensating act `reversed` puts each record back to what its earlier acts add up to; a record
that the operation opened is left as cancelled, and its number and document are free again (第五条). Three buckets: what
is reversed; what is kept, because the record was changed since; what is refused, because it was sent or is not ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.procedures.backup import before_batch
from xjcli.procedures.change import Errand
from xjcli.procedures.people import require_leader
from xjcli.registry import evidence, exchange, operations
from xjcli.registry.ledger import Head
from xjcli.registry.operations import Operation, Recorded
from xjcli.report import Report
from xjcli.schema.act import ECHOES, OFFICE_KINDS, OPENING_KINDS, Draft
from xjcli.schema.record import COLUMNS, OBJECTS, Record

REVERSED, KEPT, REFUSED = "reversed", "kept", "refused"
#: Acts that nobody here takes back: what the authority decided, the school's own staff, and a taking back itself.
_NOT_OURS = ECHOES | OFFICE_KINDS | {"reversed"}
#: What `--last` looks past: nobody did it at this desk. A report of the school was done here, and is told, not skipped.
_NOT_DONE_HERE = ECHOES | {"reversed"}
#: Columns that no act puts back, or that follow from the act itself.
_UNTOUCHED = frozenset({"record_id", "opened_seq", "last_seq"})


@dataclass(frozen=True, slots=True)
class Undoing:
    """What would become of one record that the operation touched; `why` names what stands in the way."""

    record_id: str
    name: str
    acts: tuple[Recorded, ...]
    bucket: str
    why: str = ""


def undo(desk: Desk, operation_id: str, errand: Errand, *, last: bool = False) -> Report:
    """Reverse an operation, or with `last` the newest that can be. Counts `reversed`, `kept`, `refused`; `items[]`.

    Exit 1 where only a part could be reversed; refused, and nothing stored, where none could.
    """
    found = _require(desk, operation_id, last=last)
    files = evidence.read_evidence(list(errand.evidence))
    head = desk.registry.head()
    plan = _plan(desk, found)
    taking = [each for each in plan if each.bucket == REVERSED]
    problems = _problems(plan)
    result = _result(found, plan, errand)
    if not taking:
        raise Refusal(*problems, result=result)
    if not errand.dry_run:
        if not errand.confirm(result):
            raise Refusal(Problem("usage.cancelled"))
        evidence.keep(desk.vault, files)
        drafts = _drafts(desk, found, taking, errand, sorted(files))
        result["operation"] = _store(desk, drafts, head)
    return Report(result, problems, int(Family.FINDINGS) if problems else 0)


def _require(desk: Desk, operation_id: str, *, last: bool) -> Operation:
    if bool(operation_id) == last:
        raise Refusal(Problem("usage.missing", params={"option": "OPERATION | --last"}))
    if last:
        sent = exchange.last_sent_act(desk.registry)
        newest = operations.newest(desk.registry, after=sent, passing_over=_NOT_DONE_HERE)
        if newest is None:
            raise Refusal(Problem("undo.none"))
        return newest
    found = operations.by_id(desk.registry, operation_id)
    if found is None:
        raise Refusal(Problem("undo.unknown", params={"operation": operation_id[:20]}))
    return found


def _plan(desk: Desk, operation: Operation) -> list[Undoing]:
    """One line for each record, in the order in which the operation touched them."""
    sent = exchange.last_sent_act(desk.registry)
    gone = operations.taken_back(desk.registry, after=operation.first_act)
    touched: dict[str, list[Recorded]] = {}
    for act in operations.recorded(desk.registry, operation):
        touched.setdefault(act.record_id, []).append(act)
    since = operations.changed_since(desk.registry, operation, gone)
    return [_judge(acts, sent, gone, since) for acts in touched.values()]


def _judge(acts: Sequence[Recorded], sent: int, gone: set[int], since: set[str]) -> Undoing:
    first, last = acts[0], acts[-1]
    if any(act.kind in _NOT_OURS for act in acts):
        bucket, why = REFUSED, "undo.not-ours"
    elif first.seq <= sent:
        bucket, why = REFUSED, "undo.sent"
    elif last.seq in gone:
        bucket, why = KEPT, "undo.already"
    elif last.record_id in since:
        bucket, why = KEPT, "undo.changed-since"
    else:
        bucket, why = REVERSED, ""
    return Undoing(last.record_id, last.name, tuple(acts), bucket, why)


def _problems(plan: Sequence[Undoing]) -> list[Problem]:
    """Each reason once, with how many records it holds back; a refusal only where nothing can be reversed."""
    some = any(each.bucket == REVERSED for each in plan)
    counts: dict[str, int] = {}
    for each in plan:
        if each.why:
            counts[each.why] = counts.get(each.why, 0) + 1
    return [Problem(code, "warn" if some else "refuse", params={"count": count}) for code, count in counts.items()]


def _drafts(
    desk: Desk, operation: Operation, taking: Sequence[Undoing], errand: Errand, digests: list[str]
) -> list[Draft]:
    """One `reversed` for each record; what an earlier act says of it is folded only where there is one."""
    older = [each.record_id for each in taking if each.acts[0].kind not in OPENING_KINDS]
    before = operations.before(desk.registry, older, operation.first_act)
    after = operations.current(desk.registry, older)
    basis = {
        "pack": desk.rules.id, "article": desk.rules.article_of("reversed"), "evidence": digests,
        "legal_act": desk.rules.legal_act("reversed"),
    }  # fmt: skip
    said = {"because": errand.because} if errand.because else {}
    return [
        Draft(
            "reversed", each.record_id, errand.on.isoformat(),
            {"acts": [act.seq for act in each.acts],
             "before": differing(before[each.record_id], after[each.record_id]) if each.record_id in before else {},
             **said},
            basis,
        )
        for each in taking
    ]  # fmt: skip


def differing(before: Record, after: Record) -> dict[str, Any]:
    """The columns to put back. Never empty: the day of the last act is among them, or nothing would be told from an
    entry that is taken back whole."""
    names = [name for name in COLUMNS if name not in _UNTOUCHED]
    changed = {name for name in names if getattr(before, name) != getattr(after, name)} | {"changed_on"}
    return {name: _stored(name, getattr(before, name)) for name in names if name in changed}


def _stored(name: str, value: Any) -> Any:
    return dict(value) if name in OBJECTS else value


def _store(desk: Desk, drafts: Sequence[Draft], head: Head) -> str:
    """Only if nothing was recorded or built since the plan was made."""
    sent_before = drafts[0].body["acts"][0]
    require_leader(desk, ["reversed"])
    before_batch(desk, len(drafts))
    with desk.registry.transaction():
        if desk.registry.head() != head or exchange.last_sent_act(desk.registry) >= sent_before:
            raise Refusal(Problem("undo.moved"))
        return desk.registry.append(drafts, command="undo", recorded_at=desk.recorded_at, recorded_by=desk.registrar)


def _result(operation: Operation, plan: Sequence[Undoing], errand: Errand) -> dict[str, Any]:
    return {
        "undone": operation.operation,
        "command": operation.command,
        "recorded_at": operation.recorded_at,
        **{bucket: sum(each.bucket == bucket for each in plan) for bucket in (REVERSED, KEPT, REFUSED)},
        "items": [
            {
                "record_id": each.record_id, "name": each.name, "bucket": each.bucket, "why": each.why,
                "kinds": [act.kind for act in each.acts],
            }
            for each in plan
        ],
        "operation": None,
        "dry_run": errand.dry_run,
    }  # fmt: skip
