"""What a school's acts and our decisions add up to at the authority: `regulation.fold` and the decisions.

Pure. `xj-authority doctor` folds everything again and compares; so whatever changes a record passes through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from xjcli.authority.store.ledger import APPROVED as ENTRY_APPROVED
from xjcli.authority.store.ledger import NUMBER_ACCEPTED, Entry, Mirrored
from xjcli.authority.store.ledger import REFUSED as ENTRY_REFUSED
from xjcli.bundle.answers import CONFLICT
from xjcli.regulation.fold import NoSuchStep, step
from xjcli.schema.act import Act
from xjcli.schema.record import APPROVED, ISSUED, PENDING, REFUSED, Record

_ECHOES = frozenset({"enrolment-approved", "enrolment-refused"})


def after_act(record: Record | None, act: Act, outcome: str) -> Record:
    """The record after a school's act that had this outcome here. Raises NoSuchStep."""
    unheard = act.kind in _ECHOES or (act.kind == "number-confirmed" and outcome == CONFLICT)
    if unheard:
        if record is None:
            raise NoSuchStep("it was never opened")
        return record
    stepped = step(record, act)
    waits = act.kind == "taken-on" and outcome == CONFLICT
    return replace(stepped, standing=PENDING) if waits else stepped


def after_decision(record: Record, kind: str, body: Mapping[str, Any]) -> Record:
    """The record after an entry of our ledger about it."""
    if kind == ENTRY_APPROVED:
        return replace(
            record, standing=APPROVED, case_id=body["case"], reason="", registry_number=body["number"],
            number_state=ISSUED,
        )  # fmt: skip
    if kind == ENTRY_REFUSED:
        return replace(record, standing=REFUSED, case_id=body["case"], reason=body["reason"])
    if kind == NUMBER_ACCEPTED:
        return replace(record, registry_number=body["number"], number_state=ISSUED)
    return record


def fold_school(acts: Iterable[Mirrored], entries: Iterable[Entry]) -> dict[str, Record]:
    """Every record of a school: its acts in order, each decision behind the act that it decides on."""
    decided: dict[int, list[Entry]] = {}
    for entry in entries:
        if "act" in entry.body:
            decided.setdefault(entry.body["act"], []).append(entry)
    found: dict[str, Record] = {}
    for item in acts:
        act = item.act
        found[act.record_id] = after_act(found.get(act.record_id), act, item.outcome)
        for entry in decided.get(act.seq, ()):
            found[act.record_id] = after_decision(found[act.record_id], entry.kind, entry.body)
    return found
