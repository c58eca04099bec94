"""学籍变动 at the authority (第十条至第二十二条): what is registered counts at once, what needs approval is a case.

The state of a record comes from the shared fold; here is what the authority adds: 查重 before a correction of the
identity, the case, the decision. A fact (死亡、辍学、下落不明) waits for nobody and ends what waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xjcli.authority import handovers
from xjcli.authority.examining import find_change_problems, is_conflict, keep, tokens_for
from xjcli.authority.folding import after_act, after_decision
from xjcli.authority.store import cases, ledger, records
from xjcli.authority.store.cases import Case
from xjcli.authority.store.ledger import Mirrored
from xjcli.authority.writing import Writer, tell
from xjcli.bundle.answers import CONFLICT, PENDING, RECORDED
from xjcli.errors import Problem, Refusal
from xjcli.regulation.fold import NoSuchStep
from xjcli.regulation.handover import holds_identity
from xjcli.regulation.lifecycle import AFTER_REFUSAL, BEFORE_APPROVAL, FACTS, row
from xjcli.report.phrases import in_language
from xjcli.schema.act import AWAITS, Act
from xjcli.schema.columns import IDENTITY_FIELDS
from xjcli.schema.record import APPROVED, CANCELLED, REFUSED, Record

_TAKE_ON = "take-on"


def register(writer: Writer, school: str, act: Act, body: Mapping[str, Any]) -> Mirrored:
    """登记、上报、注销: the act counts from its day on. One that waits (核准) opens a case and changes nothing yet."""
    before = _standing(writer, school, act)
    if act.basis.get(AWAITS):
        return _ask(writer, school, before, act)
    after = after_act(before, act, RECORDED)
    if before.handover.get("role") == "from" and not _may_complete(after):
        reason = in_language(f"kind.{act.kind}", english=False)
        if handovers.end_for_fact(writer, school, before, reason=reason):
            before = _load(writer, school, act)
            after = after_act(before, act, RECORDED)
    ended = end_case(writer, school, act.record_id) if act.kind in FACTS and before.open_case else ""
    _require_unmoved(before, after, act)
    if not keep(writer.office, writer.tx, school, before, after):
        raise NoSuchStep("another record holds this identity")
    return Mirrored(act, RECORDED, ended)


def _ask(writer: Writer, school: str, before: Record, act: Act) -> Mirrored:
    office, tx = writer.office, writer.tx
    waiting = after_act(before, act, PENDING)
    records.save(tx, school, waiting, tokens_for(office, waiting), new=False)
    problems = find_change_problems(office, tx, school, waiting)
    case = cases.open_case(tx, school, cases.CHANGE, act.record_id, act.seq, problems, office.now)
    return Mirrored(act, CONFLICT if is_conflict(problems) else PENDING, case.id)


def approve(writer: Writer, case: Case, *, because: str) -> None:
    """核准: what was asked takes effect with our entry. The new identity is looked up once more, then taken."""
    office, tx = writer.office, writer.tx
    before = _waiting(writer, case)
    problems = find_change_problems(office, tx, case.school, before)
    if any(problem.code == "change.no-longer" for problem in problems):
        raise Refusal(*(replace(problem, where=case.id) for problem in problems))
    if problems and not because:
        raise Refusal(Problem("decide.needs-reason", where=case.id))
    body = {"case": case.id, "reason": "", "act": case.act_seq}
    written = writer.tell(case.school, ledger.CHANGE_APPROVED, case.record_id, body, because=because)
    if not keep(office, tx, case.school, before, after_decision(before, ledger.CHANGE_APPROVED, written)):
        raise Refusal(Problem("decide.duplicate", where=case.id))
    _close(writer, case, cases.APPROVED)


def refuse(writer: Writer, case: Case, *, reason: str) -> Record:
    """不予核准: as if it had never been asked; the reason goes to the school. Gives the record afterwards."""
    body = {"case": case.id, "reason": reason, "act": case.act_seq}
    after = tell(writer, case.school, _waiting(writer, case), ledger.CHANGE_REFUSED, body)
    _close(writer, case, cases.REFUSED)
    return after


def end_change(writer: Writer, school: str, record: Record) -> Record:
    """A record that moves away leaves no case behind; the school hears why. Gives the record afterwards."""
    case = cases.of_record(writer.tx, school, record.record_id, cases.CHANGE)
    if case is None or case.state != cases.OPEN:
        return record
    return refuse(writer, case, reason=in_language("status.transferred-out", english=False))


def end_case(writer: Writer, school: str, record_id: str) -> str:
    """第二十一条: after a fact a change that waits has nothing left to change. Gives its case, empty if none waits."""
    case = cases.of_record(writer.tx, school, record_id, cases.CHANGE)
    if case is None or case.state != cases.OPEN:
        return ""
    _close(writer, case, cases.ENDED)
    return case.id


def _close(writer: Writer, case: Case, state: str) -> None:
    cases.change(writer.tx, replace(case, state=state, closed_at=writer.office.now))


def _load(writer: Writer, school: str, act: Act) -> Record:
    found = records.load(writer.tx, school, act.record_id)
    if found is None:
        raise NoSuchStep("it was never opened")
    return found


def _standing(writer: Writer, school: str, act: Act) -> Record:
    """第四条: before the approval only facts and papers. A record that was taken on is approved at its school."""
    found = _load(writer, school, act)
    if found.standing != APPROVED and found.basis != _TAKE_ON and act.kind not in BEFORE_APPROVAL:
        raise NoSuchStep("the enrolment was not approved")
    if act.kind in AFTER_REFUSAL and found.standing != REFUSED:
        raise NoSuchStep("the enrolment was not refused")
    return found


def _waiting(writer: Writer, case: Case) -> Record:
    """The record whose waiting act this case decides on."""
    found = records.load(writer.tx, case.school, case.record_id)
    if found is None or found.open_case.get("seq") != case.act_seq:
        raise Refusal(Problem("decide.closed", where=case.id))
    return found


def _may_complete(record: Record) -> bool:
    """第十四条: a handover can still take the pupil from here; what was given up has nobody to hand over."""
    return record.status != CANCELLED and row(record.status, ledger.COMPLETED) is not None


def _require_unmoved(before: Record, after: Record, act: Act) -> None:
    """籍随人走: a record whose pupil was handed over does not come back, and no paper renames a pupil (第十条)."""
    if holds_identity(after) and not holds_identity(before):
        raise NoSuchStep("the pupil was handed over")
    if act.kind == "dossier-received" and any(
        getattr(before, name) != getattr(after, name) for name in IDENTITY_FIELDS
    ):
        raise Refusal(Problem("intake.body", where=f"act {act.seq}", params={"field": "person"}))
