"""The sealed content of receipts (回执) and decisions (批复): written by the authority, read by the school.

Both sides use this one spelling, and every field is checked by type and shape (第二十五条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical

RESULTS, DECISIONS = "parts/results", "parts/decisions"
RECORDED, PENDING, CONFLICT = "recorded", "pending", "conflict"
APPROVED, REFUSED = "approved", "refused"


@dataclass(frozen=True, slots=True)
class ActResult:
    """What the authority did with the school's act `seq`; `case` is its case, if it opened one."""

    seq: int
    outcome: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A receipt's content: the bundle that it is about, the school's head after it, and every act."""

    bundle: str
    head: str
    acts: tuple[ActResult, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision (核准、不予核准) on the school's act `act`.

    `seq` is its place in the authority's ledger of the channel; a refusal gives its reason and no number.
    """

    seq: int
    case: str
    record_id: str
    act: int
    outcome: str
    number: str
    reason: str
    official: str
    decided_on: str


def results_to_bytes(results: Results) -> bytes:
    """The part `parts/results`."""
    acts = [asdict(act) for act in results.acts]
    return canonical({"bundle": results.bundle, "head": results.head, "acts": acts})


def results_from_bytes(data: bytes) -> Results:
    """Read the part `parts/results`. Raises Refusal `bundle.answer` (params: field)."""
    raw = _read(data, _RESULTS)
    acts: list[ActResult] = []
    for line in raw["acts"]:
        if not isinstance(line, dict):
            raise shapes.fault("bundle.answer", "acts")
        shapes.require_fields(line, _ACT, "bundle.answer")
        acts.append(ActResult(**line))
    seqs = [act.seq for act in acts]
    if seqs != sorted(set(seqs)):
        raise shapes.fault("bundle.answer", "acts")
    return Results(raw["bundle"], raw["head"], tuple(acts))


def decisions_to_bytes(decisions: Iterable[Decision]) -> bytes:
    """The part `parts/decisions`: one canonical JSON line each, separated by a line feed, none at the end."""
    return b"\n".join(canonical(asdict(decision)) for decision in decisions)


def decisions_from_bytes(data: bytes) -> list[Decision]:
    """Read the part `parts/decisions`. Raises Refusal `bundle.answer` (where: line, params: field)."""
    decisions: list[Decision] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        decision = Decision(**_read(line, _DECISION, f"line {number}"))
        if decision.outcome == REFUSED and (decision.number or not decision.reason):
            raise Refusal(Problem("bundle.answer", where=f"line {number}", params={"field": "outcome"}))
        decisions.append(decision)
    return decisions


def _read(data: bytes, rules: shapes.Rules, where: str | None = None) -> dict[str, Any]:
    raw = shapes.read_object(data, "bundle.answer", where)
    shapes.require_fields(raw, rules, "bundle.answer", where)
    return raw


def _case_or_none(value: object) -> bool:
    return value == "" or shapes.is_word(value)


_RESULTS: shapes.Rules = {
    "bundle": shapes.is_hash,
    "head": shapes.is_hash,
    "acts": lambda value: isinstance(value, list),
}
_ACT: shapes.Rules = {
    "seq": shapes.is_ordinal,
    "outcome": shapes.one_of(RECORDED, PENDING, CONFLICT),
    "case": _case_or_none,
}
_DECISION: shapes.Rules = {
    "seq": shapes.is_ordinal,
    "case": shapes.is_word,
    "record_id": shapes.is_word,
    "act": shapes.is_ordinal,
    "outcome": shapes.one_of(APPROVED, REFUSED),
    "number": shapes.is_text,
    "reason": shapes.is_note,
    "official": shapes.is_text,
    "decided_on": shapes.is_day,
}
