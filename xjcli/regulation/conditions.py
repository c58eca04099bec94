"""第十一条: 具体条件和要求由省级制定. What the chosen packs say against a leave, a repeat, a skip, a withdrawal.

`limits` holds the dated values, here they meet one pupil: every objection, none raised. Where a text forbids, it
refuses; where it only advises against, the registrar may go on with a reason, which is kept and sent on; a note tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from xjcli.errors import Problem, Severity
from xjcli.regulation.deadlines import Months
from xjcli.regulation.limits import Limit, in_force
from xjcli.schema.act import AWAITS, OPENING_KINDS, Act
from xjcli.schema.record import Record
from xjcli.schema.values.classes import Span
from xjcli.schema.values.time import Semester

#: Limit → the code of its objection. Stored in an act that went on all the same (`basis.overridden`): for ever.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "leave-max": "limit.leave-max",
        "leave-min": "limit.leave-min",
        "leave-extensions": "limit.leave-extensions",
        "leave-max-count": "limit.leave-max-count",
        "leave-forbidden-terms": "limit.leave-forbidden-terms",
        "leave-evidence": "limit.leave-evidence",
        "leave-return-grace": "limit.leave-return-grace",
        "retain-allowed": "limit.retain-allowed",
        "retain-forbidden-grades": "limit.retain-forbidden-grades",
        "retain-max-share": "limit.retain-max-share",
        "retain-conditions": "limit.retain-conditions",
        "demote-max-grades": "limit.demote-max-grades",
        "skip-max-per-stage": "limit.skip-max-per-stage",
        "skip-max-grades": "limit.skip-max-grades",
        "withdraw-allowed": "limit.withdraw-allowed",
        "withdraw-truancy-consecutive": "limit.withdraw-truancy-consecutive",
        "withdraw-truancy-cumulative": "limit.withdraw-truancy-cumulative",
        "withdraw-age": "limit.withdraw-age",
        "dropout-truancy": "limit.dropout-truancy",
        "transfer-forbidden": "limit.transfer-forbidden",
        "transfer-grounds": "limit.transfer-grounds",
        "transfer-min-terms": "limit.transfer-min-terms",
        "transfer-window": "limit.transfer-window",
        "transfer-freeze": "limit.transfer-freeze",
        "transfer-freeze-graduating": "limit.transfer-freeze-graduating",
        "class-size": "limit.class-size",
        "class-size-large": "limit.class-size-large",
        "class-size-oversize": "limit.class-size-oversize",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of one pupil's request: the day, the reason given, and where the pupil stands in the stage.

    `grade` is that of the day, counted through from the first of primary; `span` the grades of the pupil's stage;
    `kind` the kind of school; `history` every act of the record, in its order.
    """

    on: date
    because: str
    grade: int
    span: Span
    kind: str = "regular"
    history: Sequence[Act] = ()

    @property
    def terms(self) -> frozenset[str]:
        """The names that a pack has for such a time: graduating-grade, first-term-of-first-grade …"""
        autumn = Semester.of(self.on).season == "autumn"
        found = {"graduating-grade"} if self.grade == self.span.last else set()
        if found and not autumn:
            found.add("graduating-last-term")
        if self.grade == self.span.first and autumn:
            found.add("first-term-of-first-grade")
        return frozenset(found)


def objection(record: Record, asked: Asked, limit: Limit) -> Problem:
    """What a limit says against it, with its words, section, pack and confidence.

    A limit that warns refuses where no reason is given, and is a warning that is kept where one is.
    """
    severity: Severity = limit.severity
    way = {"refuse": "forbidden", "warn": "because", "note": "note"}[severity]
    if severity == "warn" and not asked.because.strip():
        severity = "refuse"
    said: dict[str, str | int] = {
        "text": limit.text_zh, "text_en": limit.text_en, "pack": limit.pack, "section": limit.section,
        "confidence": limit.confidence, "way": way,
    }  # fmt: skip
    return Problem(CODES[limit.key], severity, record.record_id, said)


def held(limits: Sequence[Limit], key: str, record: Record, asked: Asked, *, grade: int = 0) -> list[Limit]:
    """The limits of this key that hold for this pupil on this day, in the order of the packs."""
    found = in_force(limits, key, on=asked.on, stage=record.stage)
    return [limit for limit in found if limit.holds_for(record.stage, grade or asked.grade, asked.kind)]


def held_last(limits: Sequence[Limit], key: str, record: Record, asked: Asked, *, grade: int = 0) -> Limit | None:
    """The value that holds: the last pack's, as everywhere; None where no pack says anything."""
    found = held(limits, key, record, asked, grade=grade)
    return found[-1] if found else None


def effective(history: Sequence[Act]) -> list[Act]:
    """The acts of the pupil's present stage that took effect or still wait: none taken back, none refused."""
    void = {seq for act in history if act.kind == "reversed" and act.body for seq in act.body.get("acts", ())}
    void |= {act.body["act"] for act in history if act.kind == "change-refused" and act.body}
    kept = [act for act in history if act.seq not in void]
    begins = [
        place for place, act in enumerate(kept)
        if act.kind in OPENING_KINDS or (act.kind == "progressed" and not act.basis.get(AWAITS))
    ]  # fmt: skip
    return kept[begins[-1] :] if begins else kept


def count(history: Sequence[Act], kind: str) -> int:
    """How often an act of this kind took effect in the present stage."""
    return sum(act.kind == kind for act in effective(history))


def find_leave_limits(
    record: Record, asked: Asked, limits: Sequence[Limit], *, until: date, extend: bool = False
) -> list[Problem]:
    """第十九条: how long, how often and when a leave is not granted; an extension is counted from the leave's end.

    A pack that knows no extension bounds the whole leave; one that does bounds each part of it.
    """
    met = [held_last(limits, key, record, asked) for key in ("leave-max", "leave-min", "leave-evidence")]
    longest, shortest, papers = met
    extensions = held_last(limits, "leave-extensions", record, asked)
    times = held_last(limits, "leave-max-count", record, asked)
    since = _leave_since(record, asked, extend=extend, in_parts=extensions is not None)
    broken = [
        longest and until > Months(longest.number or 1).after(since).day and longest,
        shortest and not extend and until < Months(shortest.number or 1).after(since).day and shortest,
        extensions and extend and _extensions(asked.history) >= (extensions.number or 0) and extensions,
        times and not extend and count(asked.history, "leave-granted") >= (times.number or 0) and times,
        not extend and papers,
        *(
            not extend and asked.terms & set(limit.words) and limit
            for limit in held(limits, "leave-forbidden-terms", record, asked)
        ),
    ]
    return [objection(record, asked, limit) for limit in broken if isinstance(limit, Limit)]


def _leave_since(record: Record, asked: Asked, *, extend: bool, in_parts: bool) -> date:
    known = record.situation.get("until" if in_parts else "since", "") if extend else ""
    return date.fromisoformat(known) if known else asked.on


def _extensions(history: Sequence[Act]) -> int:
    """How often the leave that runs now was extended already."""
    acts = effective(history)
    granted = max((place for place, act in enumerate(acts) if act.kind == "leave-granted"), default=0)
    return sum(act.kind == "leave-extended" for act in acts[granted:])


def find_resume_limits(record: Record, asked: Asked, limits: Sequence[Limit]) -> list[Problem]:
    """第十九条: back later than the leave ran. What a pack lets follow then (退学) is said, not done."""
    until = str(record.situation.get("until", ""))
    if not until or asked.on.isoformat() <= until:
        return []
    late: dict[str, str | int] = {"until": until, "days": (asked.on - date.fromisoformat(until)).days}
    told = [Problem("resume.overdue", "note", record.record_id, late)]
    grace = held_last(limits, "leave-return-grace", record, asked)
    if grace is not None and asked.on > graced(until, grace):
        told.append(objection(record, asked, grace))
    return told


def graced(until: str, grace: Limit | None) -> date:
    """The last day on which a pupil whose leave ended on `until` may still come back."""
    last = date.fromisoformat(until)
    if grace is None or not grace.number:
        return last
    return Months(grace.number).after(last).day if grace.unit == "month" else last + timedelta(days=grace.number)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a grade repeat it in one school year, the asked ones among them, and how many it has in all."""

    repeating: int
    pupils: int


def find_retain_limits(
    record: Record, asked: Asked, limits: Sequence[Limit], *, repeats: int, share: Share | None = None
) -> list[Problem]:
    """第十一条: whether this grade (`repeats`) can be repeated, by how many, and how often in a stage."""
    broken: list[Limit | None] = []
    allowed = held_last(limits, "retain-allowed", record, asked, grade=repeats)
    broken.append(allowed if allowed is not None and allowed.flag is False else None)
    broken += [each for each in held(limits, "retain-forbidden-grades", record, asked) if repeats in each.grades]
    most = held_last(limits, "retain-max-share", record, asked, grade=repeats)
    if most is not None and share is not None and share.repeating * 100 > (most.number or 0) * share.pupils:
        broken.append(most)
    for bound in held(limits, "retain-conditions", record, asked, grade=repeats):
        if "extreme-cases-only" in bound.words:
            broken.append(bound)
    down = held_last(limits, "demote-max-grades", record, asked)
    if down is not None and count(asked.history, "retained") >= (down.number or 0):
        broken.append(down)
    return [objection(record, asked, limit) for limit in broken if limit is not None]


def find_skip_limits(record: Record, asked: Asked, limits: Sequence[Limit], *, grades: int = 1) -> list[Problem]:
    """第十一条: how many grades at once, and how often in a stage."""
    often = held_last(limits, "skip-max-per-stage", record, asked)
    far = held_last(limits, "skip-max-grades", record, asked)
    broken = [
        often if often is not None and count(asked.history, "skipped") >= (often.number or 0) else None,
        far if far is not None and grades > (far.number or 0) else None,
    ]
    return [objection(record, asked, limit) for limit in broken if limit is not None]


def find_withdraw_limits(record: Record, asked: Asked, limits: Sequence[Limit], *, ground: str) -> list[Problem]:
    """第十一条: whether a pupil can withdraw at all, and what has to be so on this ground.

    Days of truancy are not in the registry, so a pack's threshold asks for a reason, in which they are stated.
    """
    broken: list[Limit | None] = []
    allowed = held_last(limits, "withdraw-allowed", record, asked)
    broken.append(allowed if allowed is not None and allowed.flag is False else None)
    if ground == "truancy":
        keys = ("withdraw-truancy-consecutive", "withdraw-truancy-cumulative")
        broken += [held_last(limits, key, record, asked) for key in keys]
    if ground == "overage":
        age = held_last(limits, "withdraw-age", record, asked)
        old_enough = age is not None and _age(record.birth_date, asked.on) > (age.number or 0)
        broken.append(None if old_enough else age)
    problems = [objection(record, asked, limit) for limit in broken if limit is not None]
    if ground == "leave-expired":
        problems += _leave_expired(record, asked, limits)
    return problems


def _leave_expired(record: Record, asked: Asked, limits: Sequence[Limit]) -> list[Problem]:
    """休学期满未复学: only of a pupil whose leave, and the grace after it, are over."""
    until = str(record.situation.get("until", ""))
    if not until or asked.on.isoformat() <= until:
        return [Problem("withdraw.leave-runs", where=record.record_id, params={"until": until or "–"})]
    grace = held_last(limits, "leave-return-grace", record, asked)
    return [objection(record, asked, grace)] if grace is not None and asked.on <= graced(until, grace) else []


def _age(birth_date: str, on: date) -> int:
    return on.year - int(birth_date[:4]) - (on.isoformat()[5:] < birth_date[5:])


def find_dropout_limits(record: Record, asked: Asked, limits: Sequence[Limit], *, since: date) -> list[Problem]:
    """第二十二条: from how long an absence on a pack speaks of 辍学."""
    limit = held_last(limits, "dropout-truancy", record, asked)
    if limit is None:
        return []
    days = (limit.number or 0) * (7 if limit.unit == "week" else 1)
    return [objection(record, asked, limit)] if (asked.on - since).days < days else []
