"""Each act of chapter 3 at the door: the shape that it must have, and what is refused for another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests import reviews
from tests.authority.school_double import OTHER_SCHOOL, person
from xjcli.authority.bodies import check
from xjcli.authority.change_bodies import CHECKS
from xjcli.errors import Refusal
from xjcli.schema.act import ECHOES, KINDS, OFFICE, OFFICE_KINDS, Act
from xjcli.schema.values.numbers import make_local

_PLACE = {"stage": "primary", "cohort": 2026, "class": "01", "entry_month": "2026-09"}
_REGRADED = {"year": 2026, "from": 3, "to": 3, "cohort": 2024, "class": "01", "ground": "申请"}
_REQUEST = {
    "basis": "transfer", "person": person(1), "place": _PLACE,
    "number": {"value": make_local("r-1"), "state": "local", "rule": "national-2013"},
    "handover": {"from_school": OTHER_SCHOOL, "from_name": "测试学校", "registry_number": "", "reason": "迁居"},
}  # fmt: skip
#: One right body for every kind.
RIGHT: Mapping[str, dict[str, Any]] = {
    "corrected": {
        "changes": {"name": {"from": "测试1号", "to": "测试更正"}, "entry_month": {"from": "", "to": "2026-09"}}
    },
    "updated": {"changes": {"address": "样例路1号", "phone": ""}},
    "leave-granted": {"until": "2027-08-31", "ground": "疾病", "because": "家长申请", "paper": "柜1-1"},
    "leave-extended": {"until": "2027-08-31", "ground": ""},
    "resumed": {"from": "on-leave", "class": "", "cohort": 2025},
    "promoted": {"year": 2026, "from": 1, "to": 2, "class": "02"},
    "retained": _REGRADED,
    "skipped": {**_REGRADED, "class": ""},
    "progressed": {"place": _PLACE, "from": "primary"},
    "graduated": {"certificate": "C-1"},
    "completed": {},
    "left-early": {"ground": "自愿"},
    "withdrawn": {"ground": "迁居"},
    "expelled": {"ground": "", "decision": "第1号"},
    "went-abroad": {"country": "840", "school": "", "until": ""},
    "missing-reported": {"since": "2026-09-01"},
    "death-reported": {"died_on": "2026-09-01", "certificate": "D-1"},
    "dropout-reported": {
        "since": "2026-09-01", "ground": "外出", "township": "样例镇", "migrant": False, "household_region": "320102",
    },
    "placed-out": {"school": OTHER_SCHOOL, "ground": "inclusive"},
    "placed-back": {},
    "transfer-requested": _REQUEST,
    "progress-requested": {**_REQUEST, "basis": "progress"},
    "transfer-withdrawn": {"reason": ""},
    "enrolment-withdrawn": {"reason": "到他校就读"},
    "transfer-released": {"case": "H-000001"},
    "transfer-declined": {"case": "H-000001", "reason": "欠图书"},
    "custody-moved": {"to": "", "custodian": "测试区教育局", "ground": "closed", "letter": ""},
    "dossier-added": {"item": 2, "form": "electronic", "title": "户口簿", "digest": "a" * 64},
    "dossier-sent": {"to": OTHER_SCHOOL, "package": "a" * 64, "items": 3, "paper": 1},
    "dossier-received": {"from": OTHER_SCHOOL, "package": "a" * 64, "items": 3, "person": {"native_place": "样例市"}},
    "dossier-archived": {"place": "柜9", "copies": 1},
    "staff-reported": {"registrars": [{"name": "测试老师", "since": "2026-09-01", "trained_on": "", "role": "main"}]},
    "roster-stated": {
        "roll": "present", "stage": "primary", "cohort": 2024, "class_no": "02", "count": 45, "on": "2026-09-01",
    },
    "semester-reviewed": reviews.body(reviews.statement(last_day="2026-09-01")),
    "reversed": {"acts": [3, 4], "before": {"status": "enrolled", "situation": {}, "promoted_year": 0}},
}  # fmt: skip


def act(kind: str, body: Any, record_id: str = "") -> Act:
    where = record_id or (OFFICE if kind in OFFICE_KINDS else "r-1")
    basis = {"awaits": True} if kind == "corrected" else {}
    return Act(7, kind, KINDS[kind], where, "2026-09-01", "", "", "", basis, body, b"", "", "", "")


def wrong(kind: str, body: Any, record_id: str = "") -> str:
    with pytest.raises(Refusal) as caught:
        check(act(kind, body, record_id))
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("intake.body", "act 7")
    return str(problem.params["field"])


def test_every_kind_has_a_shape() -> None:
    assert CHECKS.keys() - ECHOES == RIGHT.keys()
    for kind, body in RIGHT.items():
        check(act(kind, body))


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_a_field_of_another_type_is_refused_by_its_name(kind: str) -> None:
    for name in RIGHT[kind]:
        strange: tuple[Any, ...] = (None, 1.5, [[]], {"x": "\x1b[2J"})
        for value in strange:
            assert wrong(kind, {**RIGHT[kind], name: value})


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("corrected", {"changes": {}}),
        ("corrected", {"changes": {"name": "测试更正"}}),
        ("corrected", {"changes": {"name": {"from": "测试1号", "to": " "}}}),
        ("corrected", {"changes": {"sex": {"from": "1", "to": "7"}}}),
        ("corrected", {"changes": {"birth_date": {"from": "", "to": "2026-02-30"}}}),
        ("corrected", {"changes": {"document_type": {"from": "1", "to": "?"}}}),
        ("corrected", {"changes": {"class_no": {"from": "01", "to": "02"}}}),
        ("corrected", {"changes": {"phone": {"from": "", "to": "1"}}}),  # the school keeps it, it is not corrected
        ("corrected", {"changes": {"shoe_size": {"from": "", "to": "30"}}}),
        ("corrected", {"changes": {"entry_month": {"from": "", "to": "九月"}}}),
        ("corrected", {"number": {"value": "G320102202003050011", "state": "issued"}}),
        ("updated", {"changes": {}}),
        ("updated", {"changes": {"name": "别名"}}),
        ("updated", {"changes": {"document_number": "1"}}),
        ("updated", {"changes": {"unknown": ""}}),
        ("promoted", {"to": 13}),
        ("promoted", {"year": "2026"}),
        ("promoted", {"from": True}),
        ("retained", {"cohort": 1026}),
        ("leave-granted", {"until": "2027-02-30"}),
        ("leave-granted", {"ground": "x" * 2001}),
        ("dropout-reported", {"migrant": 1}),
        ("placed-out", {"ground": "because"}),
        ("transfer-requested", {"basis": "first"}),
        ("transfer-requested", {"basis": "progress"}),
        ("transfer-requested", {"handover": {"from_school": "x"}}),
        ("transfer-requested", {"handover": {"from_school": OTHER_SCHOOL, "registry_number": "１"}}),
        ("transfer-requested", {"number": {"value": "G320102202003050011", "state": "proposed"}}),
        ("transfer-requested", {"person": {"name": "测试"}}),
        ("transfer-declined", {"reason": " "}),
        ("dossier-added", {"item": 8}),
        ("dossier-added", {"digest": "../x"}),
        ("dossier-received", {"person": {"unknown": ""}}),
        ("custody-moved", {"ground": "moved"}),
        ("staff-reported", {"registrars": [{"name": ""}]}),
        ("staff-reported", {"registrars": [{}] * 101}),
        ("roster-stated", {"roll": "elsewhere"}),
        ("roster-stated", {"stage": ""}),
        ("roster-stated", {"cohort": 0}),
        ("roster-stated", {"stage": "", "cohort": 0}),
        ("roster-stated", {"count": -1}),
        ("roster-stated", {"on": "2026-09-02"}),
        ("semester-reviewed", {"semester": "2026"}),
        ("semester-reviewed", {"statement": reviews.statement().to_json()}),
        ("semester-reviewed", {"statement": reviews.statement(school="x").to_json()}),
        ("semester-reviewed", {"signatures": []}),
        ("semester-reviewed", {"signatures": [{"keyid": "a", "sig": "b"}] * 17}),
        ("semester-reviewed", {"signatures": [{"keyid": "a", "sig": "b", "more": "c"}]}),
        ("semester-reviewed", {"signatures": [{"keyid": "a", "sig": "b" * 201}]}),
        ("reversed", {"acts": []}),
        ("reversed", {"acts": [2, 1]}),
        ("reversed", {"acts": [1, 1]}),
        ("reversed", {"acts": [0]}),
        ("reversed", {"acts": ["1"]}),
        ("reversed", {"before": {"last_seq": 3}}),
        ("reversed", {"before": {"promoted_year": True}}),
    ],
)
def test_what_only_looks_like_it_is_refused(kind: str, changed: dict[str, Any]) -> None:
    assert wrong(kind, {**RIGHT[kind], **changed})


def test_only_a_report_of_the_school_is_about_the_school() -> None:
    assert wrong("staff-reported", RIGHT["staff-reported"], "r-1") == "record_id"
    assert wrong("placed-back", {}, OFFICE) == "record_id"


@pytest.mark.parametrize(
    ("body", "alone"),
    [
        ({"changes": {"native_place": {"from": "", "to": "样例市"}}}, True),  # a province leaves it to the school
        ({"changes": {"native_place": {"from": "", "to": "样例市"}, "sex": {"from": "1", "to": "2"}}}, False),
        ({"changes": {"document_number": {"from": "1", "to": "2"}}}, False),
        (
            {
                "changes": {"native_place": {"from": "", "to": "样例市"}},
                "number": {"value": make_local("r-1"), "state": "local", "rule": "national-2013"},
            },
            False,
        ),
    ],
)
def test_only_a_correction_that_leaves_the_identity_alone_may_wait_for_nobody(
    body: dict[str, Any], alone: bool
) -> None:
    said = replace(act("corrected", body), basis={})
    if alone:
        check(said)
        return
    with pytest.raises(Refusal) as caught:
        check(said)
    assert [problem.params["field"] for problem in caught.value.problems] == ["awaits"]
