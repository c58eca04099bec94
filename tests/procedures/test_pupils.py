"""PUPIL: a number, a record id or a start of it, or a name that one pupil bears; what is echoed is masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desks import at, child, codes, opened, record_of, refused, resident
from xjcli.procedures.assign import assign
from xjcli.procedures.find import find
from xjcli.procedures.history import history
from xjcli.procedures.pupils import require_pupil, require_pupils
from xjcli.procedures.show import show
from xjcli.registry.access import access_log_holds


@pytest.mark.parametrize(
    "meant", ["{document}", "G{document}", "{record}", "{prefix}", "{name}", " {document} ", "{lower}", "{RECORD}"]
)
def test_every_way_to_name_a_pupil_finds_the_one(school: Path, meant: str) -> None:
    with at(school) as desk:
        made = opened(desk, child())
        opened(desk, child(903))
        record_id = made.result["record_id"]
        words = {
            "document": resident(901), "record": record_id, "prefix": record_id[:8], "name": made.result["name"],
            "lower": resident(901).lower(), "RECORD": record_id.upper(),
        }  # fmt: skip
        assert require_pupil(desk, meant.format(**words)).record_id == record_id


def test_a_name_that_two_pupils_bear_is_refused_with_masked_candidates(school: Path) -> None:
    with at(school) as desk:
        ids = [opened(desk, child(order, name="样同名")).result["record_id"] for order in (901, 903)]
        refusal = refused(lambda: require_pupil(desk, "样同名"))
    assert codes(refusal) == ["pupil.several"]
    assert isinstance(refusal.result, dict)
    candidates = refusal.result["candidates"]
    assert {item["record_id"] for item in candidates} == set(ids)
    assert all("*" in item["document_number"] and "*" in item["registry_number"] for item in candidates)
    text = str(refusal.problems[0].params)
    assert all(record_id in text for record_id in ids)
    assert resident(901) not in text


@pytest.mark.parametrize("number", ["320106202003050011", "E12345678", "H0123456789", "13800001234", "G123456(7)"])
def test_a_number_that_is_nobodys_is_never_repeated_whole(school: Path, number: str) -> None:
    with at(school) as desk:
        shown = refused(lambda: require_pupil(desk, number)).problems[0].params["pupil"]
    assert number not in str(shown)
    assert "*" in str(shown)


@pytest.mark.parametrize("words", ["没有这个人", "rzzzz2345678"])
def test_a_name_or_a_record_id_is_repeated_as_it_was_typed(school: Path, words: str) -> None:
    with at(school) as desk:
        assert refused(lambda: require_pupil(desk, words)).problems[0].params["pupil"] == words


def test_several_pupils_come_once_and_all_unknown_ones_are_told(school: Path) -> None:
    with at(school) as desk:
        record_id = opened(desk, child()).result["record_id"]
        assert [each.record_id for each in require_pupils(desk, [record_id, resident(901)])] == [record_id]
        assert codes(refused(lambda: require_pupils(desk, ["甲", record_id, "乙"]))) == ["pupil.unknown"] * 2


def test_pupils_are_put_into_a_class_all_of_them_or_none(school: Path) -> None:
    with at(school) as desk:
        ids = [opened(desk, child(order)).result["record_id"] for order in (901, 903)]
        head = desk.registry.head()
        refused(lambda: assign(desk, [*ids, "没有"], "2", on=desk.today))
        assert desk.registry.head() == head
        report = assign(desk, ids, "三(2)班", on=desk.today, because="分班")
        assert (report.result["changed"], report.result["class"]) == (2, "02")
        assert {record_of(desk, each).class_no for each in ids} == {"02"}
        again = assign(desk, ids, "02", on=desk.today)
    assert (again.result["changed"], again.result["unchanged"], again.result["operation"]) == (0, 2, None)


@pytest.mark.parametrize(("pupils", "class_no"), [([], "1"), (["x"], ""), (["x"], "很好的班")])
def test_a_class_or_pupils_that_cannot_be_read_are_refused(school: Path, pupils: list[str], class_no: str) -> None:
    with at(school) as desk:
        refused(lambda: assign(desk, pupils, class_no, on=desk.today))


def test_find_filters_and_pages(school: Path) -> None:
    with at(school) as desk:
        for order in (901, 902, 903):
            opened(desk, child(order, class_no=str(order % 2 + 1)))
        assert find(desk).result["total"] == 3
        assert find(desk, class_no="2班").result["total"] == 2
        assert find(desk, grade="一年级").result["total"] == 3
        assert find(desk, grade="一(1)班").result["total"] == 1
        assert find(desk, grade="二年级").result["total"] == 0
        assert find(desk, query=resident(902)[-4:]).result["total"] == 1
        assert find(desk, standing="approved").result["total"] == 0
        page = find(desk, limit=2, offset=2).result
        assert (page["total"], len(page["items"])) == (3, 1)
        assert {"record_id", "name", "registry_number", "number_state", "status", "standing"} <= page["items"][0].keys()
        assert codes(refused(lambda: find(desk, standing="aproved"))) == ["usage.option"]


def test_what_is_shown_is_masked_and_what_is_revealed_is_logged(school: Path) -> None:
    told = child(address="虚构市测试区测试路12号3单元", phone="19900001234", native_place="电话 19900004321")
    with at(school) as desk:
        record_id = opened(desk, told, because=f"户口簿 {resident(901)} 已核对").result["record_id"]
        for report in (show(desk, record_id), history(desk, record_id), find(desk)):
            for secret in (resident(901), "测试路12号", "19900001234", "19900004321", "2020-03-05"):
                assert secret not in str(report.result)
        assert codes(refused(lambda: show(desk, record_id, reveal=True))) == ["usage.because"]
        assert codes(refused(lambda: find(desk, reveal=True, because=" "))) == ["usage.because"]
        assert desk.registry.rows("select * from access_log") == []
        shown = show(desk, record_id, reveal=True, because="家长核对")
        assert all(secret in str(shown.result) for secret in (resident(901), "19900001234", "2020-03-05"))
        (entry,) = desk.registry.rows("select why, records from access_log")
        assert (entry["why"], record_id in entry["records"]) == ("家长核对", True)
        assert access_log_holds(desk.registry)


def test_history_tells_every_act_with_its_article_and_who_did_it(school: Path) -> None:
    with at(school) as desk:
        record_id = opened(desk, child()).result["record_id"]
        assign(desk, [record_id], "3", on=desk.today)
        result = history(desk, record_id).result
    assert (result["total"], [act["kind"] for act in result["acts"]]) == (2, ["enrolled", "assigned"])
    assert {act["recorded_by"] for act in result["acts"]} == {"测试老师"}
    assert all(act["article"] for act in result["acts"])
