"""One act of every kind about an invented pupil, as drafts and in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests import reviews
from xjcli.schema.act import AWAITS, OFFICE, OFFICE_KINDS, Act, Draft, seal_act

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


#: 转入校、升入校, and what it says of the school of origin when it starts (第十四条).
TO_SCHOOL, FROM_SCHOOL = "2132000456", "2132000123"
CASE = "C-0001"
_RULED = {"case": CASE, "official": "测试科员", "bundle": BUNDLE}
_MOVED = {**_RULED, "kind": "transfer", "school": TO_SCHOOL, "name": "虚构市测试学校", "act": 1}

#: A body of every kind that changes a record, but those that have a function of their own above.
BODIES: Mapping[str, dict[str, Any]] = {
    "corrected": {"changes": {"name": {"from": "林小满", "to": "林晓满"}}},
    "updated": {"changes": {"guardian1_name": "林大山"}},
    "leave-granted": {"until": "2027-08-31", "ground": "因病"},
    "leave-extended": {"until": "2028-02-29", "ground": "因病"},
    "resumed": {"from": "on-leave", "class": "03"},
    "promoted": {"year": 2027, "from": 1, "to": 2, "class": "02"},
    "retained": {"year": 2027, "from": 1, "to": 1, "cohort": 2027, "class": "01", "ground": "因病缺课"},
    "skipped": {"year": 2027, "from": 1, "to": 3, "cohort": 2025, "class": "01", "ground": "学业优异"},
    "progressed": {
        "place": {"stage": "junior", "cohort": 2032, "class": "04", "entry_month": "2032-09"},
        "from": "primary",
    },
    "graduated": {"certificate": "证-0001"},
    "completed": {"certificate": "证-0002", "ground": "成绩未达毕业要求"},
    "left-early": {"ground": "未完成学业"},
    "withdrawn": {"ground": "本人申请"},
    "expelled": {"ground": "严重违纪", "decision": "校字〔2026〕9号"},
    "went-abroad": {"country": "392", "school": "某国某校", "until": "2028-07-31"},
    "missing-reported": {"since": "2026-09-20"},
    "death-reported": {"died_on": "2026-10-01", "certificate": "死证-0001"},
    "dropout-reported": {
        "since": "2026-09-20",
        "ground": "随父母外出",
        "township": "虚构镇",
        "migrant": True,
        "household_region": "340100",
    },
    "placed-out": {"school": "5132000001", "ground": "special"},
    "placed-back": {},
    "transfer-withdrawn": {"reason": "家长改变主意"},
    "enrolment-withdrawn": {"reason": "到他校就读"},
    "transfer-notified": {**_MOVED, "seal": "age1test", "requested_on": "2026-10-08", "act": 0},
    "transfer-released": {"case": CASE, "reason": ""},
    "transfer-declined": {"case": CASE, "reason": "监护人未到场"},
    "handover-completed": {**_MOVED, "number": ""},
    "handover-refused": {**_MOVED, "reason": "材料不实", "by": "authority"},
    "change-approved": {**_RULED, "reason": "", "act": 2},
    "change-refused": {**_RULED, "reason": "证明不足", "act": 2},
    "custody-moved": {"to": TO_SCHOOL, "custodian": "虚构市测试学校", "ground": "merged", "letter": "文-1"},
    "dossier-added": {"item": 2, "form": "electronic", "title": "户口簿", "digest": "e" * 64},
    "dossier-sent": {"to": TO_SCHOOL, "package": "f" * 64, "items": 3, "paper": 1},
    "dossier-received": {"from": FROM_SCHOOL, "package": "f" * 64, "items": 3},
    "dossier-archived": {"place": "县档案馆", "copies": 1},
    "staff-reported": {
        "registrars": [{"name": "测试老师", "since": "2026-09-01", "trained_on": "2026-08-20", "role": "专职"}]
    },
    "roster-stated": {
        "roll": "present",
        "stage": "primary",
        "cohort": 2024,
        "class_no": "02",
        "count": 45,
        "on": "2026-10-09",
    },
    "reversed": {"acts": [1], "before": {}},
    "semester-reviewed": reviews.body(),
}


def changed(kind: str, record_id: str, *, on: str = "2026-10-09", awaits: bool = False, **body: Any) -> Draft:
    """An act of chapter 3 with the body of the table, or with these fields instead."""
    basis = {**BASIS, AWAITS: True} if awaits else BASIS
    return Draft(kind, OFFICE if kind in OFFICE_KINDS else record_id, on, {**BODIES[kind], **body}, basis)


def ruled(record_id: str, act: int, *, refused: bool = False) -> Draft:
    """核准 or 不予核准 of the act with this number."""
    return changed("change-refused" if refused else "change-approved", record_id, act=act, on="2026-10-20")


def arriving(record_id: str, *, kind: str = "transfer-requested", number: str = "", on: str = "2026-10-08") -> Draft:
    """转入校、升入校启动学籍转接: a record that is not on the roll yet."""
    opening = opened(record_id, on=on)
    handover = {"from_school": FROM_SCHOOL, "from_name": "虚构市第二小学", "registry_number": number, "reason": "搬家"}
    body = {**opening.body, "basis": kind.removesuffix("-requested"), "handover": handover}
    return Draft(kind, record_id, on, body, BASIS)


def _of_kind(kind: str) -> Callable[[str], Draft]:
    return lambda record_id: changed(kind, record_id)


#: Every act kind with one draft of it; a test holds this complete.
DRAFTS: Mapping[str, Callable[[str], Draft]] = {
    "enrolled": opened,
    "taken-on": taken_on,
    "assigned": assigned,
    "resubmitted": resubmitted,
    "number-confirmed": confirmed,
    "enrolment-approved": approved,
    "enrolment-refused": refused,
    "transfer-requested": arriving,
    "progress-requested": lambda record_id: arriving(record_id, kind="progress-requested"),
    **{kind: _of_kind(kind) for kind in BODIES},
}


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
