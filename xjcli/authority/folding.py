"""What a school's acts and our decisions add up to at the authority: `regulation.fold`, act by act and entry by entry.

Pure. `xj-authority doctor` folds everything again and compares; so whatever changes a record passes through here. A
decision takes effect with our entry; the school's act that repeats it (its echo) changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from xjcli.authority.store.ledger import (
    AFTER,
    CHANGE_APPROVED,
    CHANGE_REFUSED,
    NOTICES,
    NUMBER_ACCEPTED,
    RECEIVED,
    Entry,
    Mirrored,
)
from xjcli.authority.store.ledger import APPROVED as ENTRY_APPROVED
from xjcli.authority.store.ledger import REFUSED as ENTRY_REFUSED
from xjcli.bundle.answers import CONFLICT
from xjcli.regulation.fold import NoSuchStep, rule_on, step, take_effect
from xjcli.schema.act import ECHOES, OFFICE_KINDS, OPENING_KINDS, Act
from xjcli.schema.record import APPROVED, CANCELLED, ISSUED, PENDING, REFUSED, Record

#: Outcomes that only our mirror knows. LATE: lawful where it was made, but we had decided meanwhile, so it is kept
#: and changes nothing. TAKEN_BACK: the same bundle reverses it, so it never has an effect here.
LATE, TAKEN_BACK = "late", "taken-back"


def after_act(record: Record | None, act: Act, outcome: str) -> Record:
    """The record after a school's act that had this outcome here. Raises NoSuchStep."""
    if outcome == TAKEN_BACK and act.kind in OPENING_KINDS:
        return replace(step(record, act), status=CANCELLED, handover={})
    if unheard(act, outcome):
        if record is None:
            raise NoSuchStep("it was never opened")
        return record
    stepped = step(record, act)
    waits = act.kind == "taken-on" and outcome == CONFLICT
    return replace(stepped, standing=PENDING) if waits else stepped


def unheard(act: Act, outcome: str) -> bool:
    """True if this act changes nothing here."""
    disputed = act.kind == "number-confirmed" and outcome == CONFLICT
    return disputed or act.kind in ECHOES or act.kind == "reversed" or outcome in (LATE, TAKEN_BACK)


def after_decision(record: Record, kind: str, body: Mapping[str, Any]) -> Record:
    """The record after an entry of our ledger about it. Raises NoSuchStep where it cannot follow."""
    if kind == ENTRY_APPROVED:
        return replace(
            record, standing=APPROVED, case_id=body["case"], reason="", registry_number=body["number"],
            number_state=ISSUED,
        )  # fmt: skip
    if kind == ENTRY_REFUSED:
        return replace(record, standing=REFUSED, case_id=body["case"], reason=body["reason"])
    if kind == NUMBER_ACCEPTED:
        return replace(record, registry_number=body["number"], number_state=ISSUED)
    if kind in (CHANGE_APPROVED, CHANGE_REFUSED):
        return rule_on(record, kind, body)
    return take_effect(record, kind, body["on"], body) if kind in NOTICES else record


def fold_school(acts: Iterable[Mirrored], entries: Iterable[Entry]) -> dict[str, Record]:
    """Every record of a school: its acts and our entries in the order in which they happened here.

    Our receipt of a bundle says that the acts up to its head were there; an entry that was written while a bundle was
    taken in says behind which of its acts.
    """
    folding = _Folding(iter(acts))
    for entry in entries:
        body = entry.body
        if entry.kind == RECEIVED:
            folding.until(_is_head(body["head"]))
            continue
        if body.get(AFTER):
            folding.until(_is_behind(body[AFTER]))
        folding.decide(entry)
    folding.until(lambda _: False)
    return folding.records


def _is_head(head: str) -> Callable[[Act], bool]:
    return lambda act: act.hash == head


def _is_behind(seq: int) -> Callable[[Act], bool]:
    return lambda act: act.seq >= seq


class _Folding:
    """The records of one school as its acts come in."""

    def __init__(self, acts: Iterator[Mirrored]) -> None:
        self.records: dict[str, Record] = {}
        self._acts = acts
        self._last: Act | None = None

    def until(self, reached: Callable[[Act], bool]) -> None:
        """Take acts up to the first that `reached` is true of; none where the last one is that already."""
        if self._last is not None and reached(self._last):
            return
        for item in self._acts:
            act = self._last = item.act
            if act.kind not in OFFICE_KINDS:
                self.records[act.record_id] = after_act(self.records.get(act.record_id), act, item.outcome)
            if reached(act):
                return

    def decide(self, entry: Entry) -> None:
        record = self.records.get(entry.record_id)
        if record is not None:
            self.records[entry.record_id] = after_decision(record, entry.kind, entry.body)
