"""A school's ledger repeats our decisions (第二十四条); what it repeats must be what we said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xjcli.authority.store import Tx, channels, ledger
from xjcli.bundle.answers import NOTICE_BODIES
from xjcli.errors import Problem, Refusal
from xjcli.schema.act import Act
from xjcli.schema.bundle import DECISIONS, NOTICES


def require_ours(tx: Tx, school: str, act: Act, body: Mapping[str, Any]) -> None:
    """What is repeated stands in our ledger, and the bundle it names carried it. Raises Refusal `intake.echo`."""
    sent = channels.bundle(tx, body["bundle"])
    if sent is None or (sent.school, sent.direction) != (school, "out") or sent.type not in (DECISIONS, NOTICES):
        raise _other(act)
    said = {"number": "", "reason": ""} if act.kind in ledger.DECISIONS else {"on": act.occurred_on}
    said |= {name: body[name] for name in NOTICE_BODIES[act.kind] if name in body} | {"record_id": act.record_id}
    if not any(
        entry.kind == act.kind and all(entry.body.get(name) == value for name, value in said.items())
        for entry in ledger.about_record(tx, school, act.record_id, sent.first_entry, sent.last_entry)
    ):
        raise _other(act)


def _other(act: Act) -> Refusal:
    return Refusal(Problem("intake.echo", where=f"act {act.seq}"))
