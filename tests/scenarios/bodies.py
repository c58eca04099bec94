"""What an act of chapter 3 says, made from the words of a step; the shapes are those that the ledger keeps for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from tests.scenarios.world import SCHOOLS, Body, Said
from xjcli.schema.columns import FIELDS
from xjcli.schema.record import Record
from xjcli.schema.values.classes import Stage, grade_of, school_year

_FIELD = {field.label: field.name for field in FIELDS}
_FORMS = {"电子": "electronic", "纸质": "paper"}
_WAYS = {"随班就读": "inclusive", "特殊教育": "special", "专门学校": "specialised"}
_STAGES = {"小学": "primary", "初中": "junior", "高中": "senior"}
BodyOf = Callable[[Record, Said, date], Body]


def _said(**keys: str) -> BodyOf:
    """A body that repeats what the step says under these words; what it does not say is empty."""
    return lambda record, said, on: {key: said.get(word, "") for key, word in keys.items()}


def _corrected(record: Record, said: Said, on: date) -> Body:
    named = {_FIELD[label]: value for label, value in said.items() if label in _FIELD}
    return {"changes": {name: {"from": record.person.get(name, ""), "to": value} for name, value in named.items()}}


def _updated(record: Record, said: Said, on: date) -> Body:
    return {"changes": {_FIELD[label]: value for label, value in said.items() if label in _FIELD}}


def _grade(record: Record, on: date) -> int:
    return grade_of(cast("Stage", record.stage), record.cohort, on)


def _promoted(record: Record, said: Said, on: date) -> Body:
    return {
        "year": school_year(on),
        "from": _grade(record, on) - 1,
        "to": _grade(record, on),
        "class": said.get("班", ""),
    }


def _regraded(by: int) -> BodyOf:
    """留级 joins the cohort behind, 跳级 the one before."""

    def body(record: Record, said: Said, on: date) -> Body:
        grade = _grade(record, on)
        return {
            "year": school_year(on), "from": grade, "to": grade - by, "cohort": record.cohort + by,
            "class": said.get("班", ""), "ground": said.get("事由", ""),
        }  # fmt: skip

    return body


def _progressed(record: Record, said: Said, on: date) -> Body:
    cohort = school_year(on)
    place = {"stage": _STAGES[said["升入"]], "cohort": cohort, "class": said["班"], "entry_month": f"{cohort}-09"}
    return {"place": place, "from": record.stage}


def _dropout(record: Record, said: Said, on: date) -> Body:
    return {
        "since": said["自"], "ground": said.get("事由", ""), "township": said["乡镇"],
        "migrant": said.get("随迁子女", "否") == "是", "household_region": said.get("户籍地", ""),
    }  # fmt: skip


def _placed_out(record: Record, said: Said, on: date) -> Body:
    return {"school": SCHOOLS[said["就读学校"]].school_code, "ground": _WAYS[said["方式"]]}


def _case(record: Record, said: Said, on: date) -> Body:
    return {"case": record.handover["case"], "reason": said.get("理由", "")}


def _custody(record: Record, said: Said, on: date) -> Body:
    to = said.get("并入", "")
    return {
        "to": SCHOOLS[to].school_code if to else "", "custodian": SCHOOLS[to].name if to else said["指定单位"],
        "ground": "merged" if to else "closed", "letter": said.get("文号", ""),
    }  # fmt: skip


def _added(record: Record, said: Said, on: date) -> Body:
    return {"item": int(said["项"]), "form": _FORMS[said.get("形式", "纸质")], "title": said["材料"]}


def _sent(record: Record, said: Said, on: date) -> Body:
    return {"to": SCHOOLS[said["到"]].school_code, "package": "f" * 64, "items": 3, "paper": 1}


def _received(record: Record, said: Said, on: date) -> Body:
    return {"from": SCHOOLS[said["来自"]].school_code, "package": "f" * 64, "items": 3}


BODIES: Mapping[str, BodyOf] = {
    "corrected": _corrected,
    "updated": _updated,
    "promoted": _promoted,
    "retained": _regraded(+1),
    "skipped": _regraded(-1),
    "progressed": _progressed,
    "graduated": _said(certificate="证书号"),
    "completed": _said(certificate="证书号", ground="事由"),
    "left-early": _said(certificate="证书号", ground="事由"),
    "withdrawn": _said(ground="事由"),
    "expelled": _said(ground="事由", decision="决定"),
    "went-abroad": _said(country="国家", school="境外学校", until="至"),
    "missing-reported": _said(since="自"),
    "death-reported": _said(died_on="死亡日期", certificate="证明号"),
    "dropout-reported": _dropout,
    "placed-out": _placed_out,
    "placed-back": lambda record, said, on: {},
    "transfer-withdrawn": _said(reason="理由"),
    "enrolment-withdrawn": _said(reason="理由"),
    "transfer-released": _case,
    "transfer-declined": _case,
    "custody-moved": _custody,
    "dossier-added": _added,
    "dossier-sent": _sent,
    "dossier-received": _received,
    "dossier-archived": lambda record, said, on: {"place": said["存放处"], "copies": int(said.get("份数", "1"))},
}
