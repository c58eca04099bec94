"""The sealed content of receipts (回执), decisions (批复) and notices (通知): by the authority, for the school.

A span of nothing but decisions on enrolments is a `decisions` bundle; where the authority says anything else in it
(a change approved, a pupil asked for, a handover done), the whole span goes as `notices`, in its order. Both sides
use this one spelling, and every field is checked by type and shape (第二十五条).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from xjcli.errors import Problem, Refusal
from xjcli.schema import shapes
from xjcli.schema.canonical import canonical

RESULTS, DECISIONS, NOTICES = "parts/results", "parts/decisions", "parts/notices"
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


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that the authority says of a record: the school keeps it as an act of this kind, on this day.

    `seq` is its place in the authority's ledger of the channel; `body` has the fields of its kind, and names with
    `act` the school's act that it is about (0: none of this school's).
    """

    seq: int
    kind: str
    record_id: str
    on: str
    body: dict[str, Any]


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


def notices_to_bytes(notices: Iterable[Notice]) -> bytes:
    """The part `parts/notices`: one canonical JSON line each, separated by a line feed, none at the end."""
    return b"\n".join(canonical(asdict(notice)) for notice in notices)


def notices_from_bytes(data: bytes) -> list[Notice]:
    """Read the part `parts/notices`. Raises Refusal `bundle.answer` (where: line, params: field)."""
    notices: list[Notice] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        notice = Notice(**_read(line, _NOTICE, where := f"line {number}"))
        shapes.require_fields(notice.body, NOTICE_BODIES[notice.kind], "bundle.answer", where)
        if notices and notices[-1].seq >= notice.seq:
            raise shapes.fault("bundle.answer", "seq", where)
        notices.append(notice)
    return notices


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

_DECIDED: shapes.Rules = {"case": shapes.is_word, "official": shapes.is_text, "act": shapes.is_ordinal}
_ENROLMENT: shapes.Rules = {**_DECIDED, "number": shapes.is_text, "reason": shapes.is_note}
_CHANGE: shapes.Rules = {**_DECIDED, "reason": shapes.is_note}
_BETWEEN: shapes.Rules = {
    **_DECIDED,
    "act": shapes.is_count,
    "kind": shapes.one_of("transfer", "progress"),
    "school": shapes.is_school,
    "name": shapes.is_text,
}
#: What the body of each kind of notice holds, exactly; the school adds the bundle that brought it.
NOTICE_BODIES: Mapping[str, shapes.Rules] = MappingProxyType(
    {
        "enrolment-approved": _ENROLMENT,
        "enrolment-refused": _ENROLMENT,
        "change-approved": _CHANGE,
        "change-refused": _CHANGE,
        "transfer-notified": {**_BETWEEN, "seal": shapes.is_text, "requested_on": shapes.is_day},
        "handover-completed": {**_BETWEEN, "number": shapes.is_text},
        "handover-refused": {
            **_BETWEEN,
            "reason": shapes.is_note,
            "by": shapes.one_of("from-school", "authority", "to-school"),
        },
    }
)
_NOTICE: shapes.Rules = {
    "seq": shapes.is_ordinal,
    "kind": shapes.one_of(*NOTICE_BODIES),
    "record_id": shapes.is_word,
    "on": shapes.is_day,
    "body": lambda value: isinstance(value, dict),
}
