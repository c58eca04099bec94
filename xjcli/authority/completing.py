"""学籍转接办结 (第十四条): 籍随人走. Never on two rolls, never on none: one transaction moves all, or nothing."""

from __future__ import annotations

from xjcli.authority.changes import end_change
from xjcli.authority.examining import find_handover_problems, look_again, take_identity, tokens_for
from xjcli.authority.folding import after_decision
from xjcli.authority.handovers import between, close, of_case, seek, turn_of
from xjcli.authority.numbering import issue
from xjcli.authority.store import cases, ledger, numbers, records
from xjcli.authority.store.cases import Case
from xjcli.authority.store.handovers import Handover
from xjcli.authority.writing import Writer, tell
from xjcli.errors import Problem, Refusal
from xjcli.regulation import handover as rule
from xjcli.schema.record import ISSUED, Record


def complete(writer: Writer, case: Case, region: str, *, because: str) -> str:
    """Move the pupil: both records, the number, the identity; in the caller's transaction, or not at all.

    Gives the number. Refuses `handover.no-record`, `handover.not-released` and `decide.needs-reason` without a reason,
    `decide.duplicate` where a third record holds the identity.
    """
    made = of_case(writer, case)
    if not made.from_record:
        made = seek(writer, made)
    gone = records.load(writer.tx, made.from_school, made.from_record) if made.from_record else None
    came = records.load(writer.tx, made.to_school, made.to_record)
    if gone is None or came is None:
        raise Refusal(Problem("handover.no-record", where=case.id, params={"school": made.from_school}))
    turn = turn_of(made, rule.COMPLETE)
    if turn.reason and not because:
        raise Refusal(Problem("handover.not-released", where=case.id, params={"school": made.from_school}))
    if find_handover_problems(writer.office, writer.tx, made, gone, came) and not because:
        raise Refusal(Problem("decide.needs-reason", where=case.id))
    number = _move(writer, case, made, gone, came, region, because)
    close(writer, made, turn.state, cases.APPROVED)
    return number


def _move(writer: Writer, case: Case, made: Handover, gone: Record, came: Record, region: str, because: str) -> str:
    tx, office = writer.tx, writer.office
    gone = end_change(writer, made.from_school, gone)
    freed = tokens_for(office, gone)
    kept = gone.registry_number if gone.number_state == ISSUED else ""
    left = {**between(writer, made, made.to_school), "number": "", "act": 0}
    body = writer.tell(made.from_school, ledger.COMPLETED, gone.record_id, left, because=because)
    after = after_decision(gone, ledger.COMPLETED, body)
    records.save(tx, made.from_school, after, tokens_for(office, after), new=False)
    records.release(tx, made.from_school, gone.record_id)
    if not take_identity(tx, made.to_school, came.record_id, tokens_for(office, came)):
        raise Refusal(Problem("decide.duplicate", where=case.id))
    if kept:
        numbers.move(tx, kept, made.to_school, came.record_id)
    number = kept or issue(tx, made.to_school, region, came, office.now)
    arrived = {**between(writer, made, made.from_school), "number": number, "act": case.act_seq}
    tell(writer, made.to_school, came, ledger.COMPLETED, arrived, because=because)
    look_again(office, tx, freed)
    return number
