"""The flow of the exchange, command by command, with real processes and separate homes (第三条至第六条)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.offices import Program, environment, introduce, open_authority, open_school, write_pupils
from tests.proofs import png

OTHER_SCHOOL = "2132000002"
NOBODY = "http://127.0.0.1:9"
PUPILS = 60
CHILD = {
    "姓名": "样小例", "性别": "女", "出生日期": "20190909", "身份证件类型": "其他", "年级": "一年级", "班号": "1",
    "入学年月": "202609",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class County:
    authority: Program
    school: Program
    other: Program
    stick: Path


@pytest.fixture
def county(tmp_path: Path) -> County:
    authority, authority_print = open_authority(tmp_path / "A")
    school, school_print = open_school(tmp_path / "S")
    other, other_print = open_school(tmp_path / "O", code=OTHER_SCHOOL)
    introduce(school, school_print, authority, authority_print)
    introduce(other, other_print, authority, authority_print)
    stick = tmp_path / "stick"
    stick.mkdir()
    return County(authority, school, other, stick)


@contextmanager
def serving(authority: Program) -> Iterator[str]:
    process = subprocess.Popen(
        authority.command("serve", "--port", "0", "--json"), stdout=subprocess.PIPE, env=environment(), text=True
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["ready"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def test_a_workbook_becomes_issued_numbers_over_a_stick(county: County, tmp_path: Path) -> None:
    school, authority, stick = county.school, county.authority, county.stick
    workbook = write_pupils(tmp_path / "新生.xlsx", PUPILS)
    imported = school.run("import", workbook, "--yes")
    assert (imported.exit, imported.result["new"], imported.result["refused"]) == (0, PUPILS, 0)

    pushed = school.run("push", "--to", stick)
    assert [(each["seq"], each["acts"], each["stage"]) for each in pushed.result["bundles"]] == [(1, PUPILS, "sent")]
    taken = authority.run("intake", stick)
    assert taken.exit == 0
    (bundle,) = taken.result["bundles"]
    assert bundle | {"receipt": "", "file": "", "codes": []} == {
        "id": pushed.result["bundles"][0]["id"], "school": school_code(school), "seq": 1, "acts": PUPILS,
        "outcome": "accepted", "receipt": "", "file": "", "codes": [],
    }  # fmt: skip
    assert authority.run("intake", stick).result["bundles"][0]["outcome"] == "already"

    pending = authority.run("pending")
    assert pending.result["total"] == PUPILS
    assert set(pending.result["items"][0]) >= {"case", "school", "kind", "record_id", "clean", "problems"}
    assert authority.run("approve", "--all-clean").exit == 2
    approved = authority.run("approve", "--all-clean", "--yes")
    assert (approved.result["approved"], approved.result["issued"]) == (PUPILS, PUPILS)
    assert len(authority.run("outbox", stick).result["bundles"]) == 2

    pulled = school.run("pull", "--from", stick)
    assert {name: pulled.result[name] for name in ("receipts", "decisions", "issued")} == {
        "receipts": 1, "decisions": PUPILS, "issued": PUPILS,
    }  # fmt: skip
    again = school.run("pull")
    assert (again.exit, again.result["receipts"], again.result["decisions"]) == (0, 0, 0)

    found = school.run("find", "--standing", "approved", "--limit", "500")
    assert found.result["total"] == PUPILS
    for item in found.result["items"]:
        assert (item["number_state"], item["status"], item["standing"]) == ("issued", "enrolled", "approved")
        assert "********" in item["registry_number"]
    assert {item["registry_number"][0] for item in found.result["items"]} >= {"G", "J"}
    nothing = school.run("push")
    assert (nothing.exit, nothing.result["bundles"]) == (0, [])
    assert school.run("status").result["stage"] == {"decided": 1}
    assert (school.run("doctor").exit, authority.run("doctor").exit) == (0, 0)


def school_code(school: Program) -> str:
    (card,) = school.home.glob("*.xjcard")
    return card.stem


def test_over_http_the_same_and_what_cannot_be_reached_waits(county: County) -> None:
    school, authority = county.school, county.authority
    form = county.stick / "表.json"
    form.write_text(json.dumps(CHILD), "utf-8")
    assert school.run("enroll", "--file", form).result["number_state"] == "local"
    away = school.run("push", "--to", NOBODY)
    assert (away.exit, away.codes) == (70, ["transport.unreachable"])
    assert away.result["bundles"][0]["stage"] == "signed"
    with serving(authority) as address:
        sent = school.run("sync", "--to", address)
        assert (sent.exit, sent.result["bundles"][0]["stage"], sent.result["receipts"]) == (0, "received", 1)
        (case,) = [item["case"] for item in authority.run("pending").result["items"]]
        assert authority.run("approve", case).result["issued"] == 1
        assert school.run("sync").result["issued"] == 1
    (pupil,) = school.run("find", CHILD["姓名"]).result["items"]
    assert (pupil["registry_number"][0], pupil["number_state"]) == ("J", "issued")


def test_one_child_at_two_schools_is_found_by_the_authority_only(county: County, tmp_path: Path) -> None:
    workbook = write_pupils(tmp_path / "一.xlsx", 3)
    assert county.school.run("import", workbook, "--yes").exit == 0
    twin = write_pupils(tmp_path / "二.xlsx", 3, code=OTHER_SCHOOL)
    assert county.other.run("import", twin, "--yes").exit == 0
    for school in (county.school, county.other):
        assert school.run("push", "--to", county.stick).exit == 0
    assert {each["outcome"] for each in county.authority.run("intake", county.stick).result["bundles"]} == {"accepted"}
    pending = county.authority.run("pending")
    assert (pending.result["total"], pending.result["clean"]) == (6, 3)
    assert county.authority.run("approve", "--all-clean", "--yes").result["issued"] == 3
    late = [item for item in county.authority.run("pending").result["items"] if not item["clean"]]
    assert {item["school"] for item in late} == {OTHER_SCHOOL}
    case = late[0]["case"]
    refused = county.authority.run("refuse", case, "--because", "已在另一所学校建籍")
    assert refused.result["refused"] == 1
    county.authority.run("outbox", county.stick)
    assert county.other.run("pull", "--from", county.stick).result["refused"] == 1
    answered = county.other.run("find", "--standing", "refused").result["items"]
    assert [item["record_id"] for item in answered] == [late[0]["record_id"]]


def test_a_refused_enrolment_is_mended_with_evidence_and_approved(county: County, tmp_path: Path) -> None:
    school, authority, stick = county.school, county.authority, county.stick
    school.run("import", write_pupils(tmp_path / "新生.xlsx", 1), "--yes")
    school.run("push", "--to", stick)
    authority.run("intake", stick)
    (case,) = [item["case"] for item in authority.run("pending").result["items"]]
    assert authority.run("refuse", case).exit == 2
    authority.run("refuse", case, "--because", "缺户口簿")
    authority.run("outbox", stick)
    school.run("pull", "--from", stick)
    (pupil,) = school.run("find", "--standing", "refused").result["items"]
    assert school.run("show", pupil["record_id"]).result["reason"] == "缺户口簿"
    assert school.run("resubmit", pupil["record_id"]).codes == ["resubmit.nothing"]
    picture = tmp_path / "户口簿.png"
    picture.write_bytes(png())
    assert school.run("resubmit", pupil["record_id"], "--evidence", picture, "--because", "补户口簿").exit == 0
    assert school.run("push").result["bundles"][0]["seq"] == 2
    assert authority.run("intake", stick).exit == 0
    (again,) = authority.run("pending").result["items"]
    assert len(authority.run("show", again["case"]).result["evidence"]) == 1
    assert authority.run("approve", again["case"]).result["issued"] == 1
    authority.run("outbox", stick)
    assert school.run("pull").result["issued"] == 1
    assert school.run("resubmit", pupil["record_id"], "--evidence", picture).codes == ["resubmit.not-refused"]


def test_trust_needs_the_right_card_and_the_right_fingerprint(tmp_path: Path) -> None:
    authority, fingerprint = open_authority(tmp_path / "A")
    stranger, other_print = open_authority(tmp_path / "B", code="320104")
    school, _ = open_school(tmp_path / "S")
    stick = tmp_path / "stick"
    stick.mkdir()
    nobody = school.run("push", "--to", stick)
    assert (nobody.exit, nobody.codes) == (60, ["key.no-authority"])
    card = authority.home / "320102.xjcard"
    assert school.run("key", "trust", card).exit == 2
    wrong = school.run("key", "trust", card, "--fingerprint", other_print)
    assert (wrong.exit, wrong.codes) == (60, ["key.fingerprint"])
    elsewhere = school.run("key", "trust", stranger.home / "320104.xjcard", "--fingerprint", other_print)
    assert (elsewhere.exit, elsewhere.codes) == (60, ["key.wrong-authority"])
    assert school.run("key", "trust", card, "--fingerprint", fingerprint.lower().replace("-", " ")).exit == 0


def test_a_stranger_verifies_a_bundle_with_nothing_but_the_card(county: County, tmp_path: Path) -> None:
    county.school.run("import", write_pupils(tmp_path / "新生.xlsx", 2), "--yes")
    out = tmp_path / "包.xjb"
    built = county.school.run("bundle", "build", "--out", out)
    assert built.result["bundles"][0]["stage"] == "signed"
    (card,) = county.school.home.glob("*.xjcard")
    stranger = Program("xjcli", tmp_path / "nowhere")
    verified = stranger.run("bundle", "verify", out, "--card", card)
    assert (verified.exit, verified.result["verified"], verified.result["id"]) == (
        0, True, built.result["bundles"][0]["id"],
    )  # fmt: skip
    assert stranger.run("bundle", "show", out).result["verified"] is False
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    out.write_bytes(data)
    assert stranger.run("bundle", "verify", out, "--card", card).exit == 60
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_copy_never_stops_the_other_bundles(county: County, tmp_path: Path) -> None:
    county.school.run("import", write_pupils(tmp_path / "新生.xlsx", 2), "--yes")
    county.school.run("push", "--to", county.stick)
    (good,) = county.stick.glob("*.xjb")
    bad = bytearray(good.read_bytes())
    bad[-30] ^= 1
    (county.stick / "副本 (1).xjb").write_bytes(bad)
    taken = county.authority.run("intake", county.stick)
    assert taken.exit == 60
    assert sorted(each["outcome"] for each in taken.result["bundles"]) == ["accepted", "rejected"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of this kind is POSIX")
def test_a_reader_that_leaves_early_is_no_error(county: County) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(county.school.command("--help"), stdout=write, env=environment(), check=False)
    os.close(write)
    assert done.returncode in (0, 1)
