"""One act of every kind about an invented pupil, as drafts and in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xjcli.schema.act import Act, Draft, seal_act

BUNDLE = "b" * 64
BASIS: dict[str, Any] = {"pack": "national-2013", "article": 4, "evidence": []}


def person(name: str = "林小满", document: str = "", **more: str) -> dict[str, str]:
    """The fields that every record has."""
    return {
        "name": name,
        "sex": "2",
        "birth_date": "2019-09-02",
        "document_type": "1",
        "document_number": document,
    } | more


def opened(
    record_id: str,
    *,
    kind: str = "enrolled",
    on: str = "2026-09-01",
    number: str = "",
    state: str = "local",
    class_no: str = "01",
    cohort: int = 2026,
    **who: str,
) -> Draft:
    """An opening act; the number is a local mark of the record's own unless one is given."""
    body = {
        "basis": "take-on" if kind == "taken-on" else "first",
        "person": person(**who),
        "place": {"stage": "primary", "cohort": cohort, "class": class_no, "entry_month": f"{cohort}-09"},
        "number": {"value": number or f"TMP-{record_id}", "state": state, "rule": "national-2013"},
    }
    return Draft(kind, record_id, on, body, BASIS)


def taken_on(record_id: str, *, number: str = "", **more: Any) -> Draft:
    """An opening act for a pupil with an issued number."""
    return opened(record_id, kind="taken-on", number=number or f"G-{record_id}", state="issued", **more)


def assigned(record_id: str, class_no: str = "02") -> Draft:
    return Draft("assigned", record_id, "2026-09-02", {"class": class_no}, BASIS)


def resubmitted(record_id: str, number: str = "", **changed: str) -> Draft:
    body: dict[str, Any] = {"person": changed or {"name": "林小曼"}, "because": "更正姓名"}
    if number:
        body["number"] = {"value": number, "state": "proposed", "rule": "national-2013"}
    return Draft("resubmitted", record_id, "2026-09-03", body, BASIS)


def confirmed(record_id: str, number: str = "") -> Draft:
    body = {"number": number or f"G-confirmed-{record_id}", "source": "测试名单"}
    return Draft("number-confirmed", record_id, "2026-09-04", body, BASIS)


def approved(record_id: str, number: str | None = None) -> Draft:
    body = {
        "case": f"c-{record_id}",
        "number": f"G-approved-{record_id}" if number is None else number,
        "reason": "",
        "official": "测试科员",
        "bundle": BUNDLE,
        "act": 1,
    }
    return Draft("enrolment-approved", record_id, "2026-09-05", body, BASIS)


def refused(record_id: str, reason: str = "材料不全") -> Draft:
    body = {
        "case": f"c-{record_id}",
        "number": "",
        "reason": reason,
        "official": "测试科员",
        "bundle": BUNDLE,
        "act": 1,
    }
    return Draft("enrolment-refused", record_id, "2026-09-06", body, BASIS)


#: Every act kind with one draft of it; a test holds this complete.
DRAFTS: Mapping[str, Callable[[str], Draft]] = {
    "enrolled": opened,
    "taken-on": taken_on,
    "assigned": assigned,
    "resubmitted": resubmitted,
    "number-confirmed": confirmed,
    "enrolment-approved": approved,
    "enrolment-refused": refused,
}
OPENING = frozenset({"enrolled", "taken-on"})


def placed(draft: Draft, seq: int = 1, prev: str = "0" * 64) -> Act:
    """The draft in its place, with a salt of zeros."""
    act, _ = seal_act(
        draft,
        seq=seq,
        prev=prev,
        salt=bytes(16),
        recorded_at="2026-09-01T00:30:00Z",
        recorded_by="测试老师",
        operation="o-1",
    )
    return act


def chain(*drafts: Draft) -> list[Act]:
    """These drafts one behind the other."""
    acts: list[Act] = []
    for seq, draft in enumerate(drafts, start=1):
        acts.append(placed(draft, seq, acts[-1].hash if acts else "0" * 64))
    return acts
