"""第十一条至第二十二条: may this act follow, on this day, with this evidence? Every objection, none raised here.

The table of `lifecycle` says which act may follow which state; here is what else stands against it for one pupil:
a case under way, an enrolment that was not approved, a day that cannot be, evidence that is missing, compulsory
years. What a province limits (how long, how often, when) is asked in `limits`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xjcli.errors import Problem, Severity
from xjcli.regulation.lifecycle import AFTER_REFUSAL, BEFORE_APPROVAL, BESIDE_A_CASE, article, possible, row
from xjcli.schema.record import APPROVED, REFUSED, Record

Stance = Literal["allowed", "because", "forbidden"]
COMPULSORY_STAGES = ("primary", "junior")


@dataclass(frozen=True, slots=True)
class Request:
    """One act that somebody wants recorded. `evidence` counts files; `paper` says where a paper proof lies.

    `wanted` are the documents the article calls for, `stance` how compulsory years judge it
    (义务教育法), `senior` how senior secondary does.
    """

    kind: str
    on: date
    today: date
    because: str = ""
    evidence: int = 0
    paper: str = ""
    wanted: Sequence[str] = ()
    stance: Stance = "allowed"
    senior: Stance = "allowed"


def find_objections(record: Record, request: Request) -> list[Problem]:
    """Everything that stands against this act for this pupil; `where` is the record id."""
    return [
        Problem(code, severity, record.record_id, params)
        for code, severity, params in (
            *_step(record, request),
            *_case(record, request),
            *_handover(record, request),
            *_standing(record, request),
            *_days(record, request),
            *_evidence(request),
            *_compulsory(record, request),
        )
    ]


_Objection = tuple[str, Severity, Mapping[str, str | int]]


def _step(record: Record, request: Request) -> list[_Objection]:
    if row(record.status, request.kind) is not None:
        return []
    params: dict[str, str | int] = {
        "act": request.kind, "status": record.status, "possible": ", ".join(possible(record.status)) or "–",
        "article": article(record.status, request.kind),
    }  # fmt: skip
    return [("change.impossible", "refuse", params)]


def _case(record: Record, request: Request) -> list[_Objection]:
    """One open case per pupil."""
    if request.kind in BESIDE_A_CASE:
        return []
    if record.open_case:
        params: dict[str, str | int] = {"act": str(record.open_case["kind"]), "on": str(record.open_case["on"])}
        return [("change.case-open", "refuse", params)]
    if record.handover:
        return [("change.handover-open", "refuse", {"school": str(record.handover["school"])})]
    return []


#: 第十四条: who may say this of a handover: the school that takes the pupil in (to), or the one of origin (from).
_SIDES = {"transfer-withdrawn": "to", "transfer-released": "from", "transfer-declined": "from"}


def _handover(record: Record, request: Request) -> list[_Objection]:
    """An answer needs a handover that asks for it, and is given once."""
    side = _SIDES.get(request.kind)
    if side is None:
        return []
    if record.handover.get("role") != side:
        return [("transfer.no-handover", "refuse", {"act": request.kind})]
    if side == "from" and record.handover["party"] != "from-school":
        return [("transfer.answered", "refuse", {"since": str(record.handover["since"])})]
    return []


def _standing(record: Record, request: Request) -> list[_Objection]:
    if request.kind in AFTER_REFUSAL and record.standing != REFUSED and row(record.status, request.kind):
        return [("resubmit.not-refused", "refuse", {"standing": record.standing})]
    if request.kind in BEFORE_APPROVAL or record.standing == APPROVED:
        return []
    code = "change.enrolment-refused" if record.standing == REFUSED else "change.not-approved"
    return [(code, "refuse", {})]


def _days(record: Record, request: Request) -> list[_Objection]:
    on = request.on.isoformat()
    if request.on > request.today:
        return [("change.future", "refuse", {"date": on})]
    if on < record.changed_on:
        return [("change.before-last", "refuse", {"date": on, "last": record.changed_on})]
    return []


def _evidence(request: Request) -> list[_Objection]:
    """第十三条: 将证明材料归入学生学籍档案. A paper proof counts where its place is said (第八条)."""
    if not request.wanted or request.evidence or request.paper.strip():
        return []
    return [("change.evidence", "refuse", {"wanted": ", ".join(request.wanted)})]


def _compulsory(record: Record, request: Request) -> list[_Objection]:
    """义务教育法第二十七条: 不得开除; what else these years do not know needs a reason that is kept and sent on."""
    compulsory = record.stage in COMPULSORY_STAGES
    if request.stance == "forbidden" and compulsory:
        return [("change.compulsory-forbidden", "refuse", {"act": request.kind})]
    if request.senior == "forbidden" and not compulsory:
        return [("change.compulsory-only", "refuse", {"act": request.kind})]
    if request.stance == "because" and compulsory:
        severity: Severity = "warn" if request.because.strip() else "refuse"
        return [("change.compulsory-because", severity, {"act": request.kind})]
    return []
