"""第二十四条 with real processes: a registrar, a leader at another computer, an authority; three homes and a stick."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.bundle.test_envelope import run_openssl
from tests.end_to_end.test_openssl import SPKI, openssl_agrees
from tests.offices import Answer, Program, introduce, open_authority, open_school, write_pupils
from xjcli.bundle.envelope import pae
from xjcli.bundle.suites import decode
from xjcli.schema.review import PAYLOAD_TYPE
from xjcli.schema.values.time import Semester

WORDS = "测试用的口令不是真的口令\n"
PUPILS = 20


@dataclass(frozen=True, slots=True)
class County:
    authority: Program
    school: Program
    elsewhere: Program
    stick: Path

    @property
    def card(self) -> Path:
        (found,) = self.school.home.glob("*.xjcard")
        return found

    def name_leader(self, *more: str) -> Answer:
        made = self.school.run(
            "key", "leader", "--name", "测试校长", "--to", self.stick / "leader.key",
            "--leader-passphrase-fd", "0", *more, stdin=WORDS,
        )  # fmt: skip
        assert made.exit == 0
        return made

    def trust(self, made: Answer) -> None:
        card, fingerprint = made.result["card"], made.result["fingerprint"]
        assert self.authority.run("school", "add", card, "--fingerprint", fingerprint).exit == 0

    def sign(self, paper: Path, *more: str, words: str = WORDS) -> Answer:
        """The leader signs where there is no registry: with what was carried there on the stick."""
        carried = self.stick / "school.xjcard"
        carried.write_bytes(self.card.read_bytes())
        return self.elsewhere.run(
            "review", "sign", paper, "--leader-key", self.stick / "leader.key", "--card", carried,
            "--leader-passphrase-fd", "0", "--yes", *more, stdin=words,
        )  # fmt: skip


@pytest.fixture
def county(tmp_path: Path) -> County:
    authority, authority_print = open_authority(tmp_path / "A")
    school, school_print = open_school(tmp_path / "S")
    introduce(school, school_print, authority, authority_print)
    (tmp_path / "stick").mkdir()
    assert school.run("import", write_pupils(tmp_path / "p.xlsx", PUPILS), "--yes").exit == 0
    return County(authority, school, Program("xjcli", tmp_path / "nowhere"), tmp_path / "stick")


def test_a_review_goes_from_the_registrar_to_the_leader_to_the_authority_and_back(county: County) -> None:
    term, paper = Semester.of(date.today()).label, county.stick / "复核.xjreview"  # noqa: DTZ011  as a person sees it
    school, authority, stick = county.school, county.authority, county.stick
    county.trust(county.name_leader())

    unreasoned = school.run("review", "write", term, "--to", paper)
    assert (unreasoned.exit, unreasoned.codes[0], paper.exists()) == (20, "review.open", False)
    assert school.run("review", "write", term, "--to", paper, "--because", "等待批复", "--dry-run").exit == 0
    assert not paper.exists()
    written = school.run("review", "write", term, "--to", paper, "--because", "等待批复")
    assert (written.exit, written.result["identity"]["school"]["closing"]) == (0, PUPILS)
    early = school.run("review", "submit", term, paper)
    assert (early.exit, early.codes) == (60, ["bundle.threshold"])

    wrong = county.sign(paper, words="不是这个口令不是这个\n")
    assert (wrong.exit, wrong.codes) == (60, ["key.passphrase"])
    assert county.sign(paper).result["figures"]["present"][0]["closing"] == PUPILS
    assert county.sign(paper).codes == ["bundle.signed-before"]
    assert not county.elsewhere.home.exists()

    assert school.run("review", "submit", term, paper, "--dry-run").result["operation"] is None
    filed = school.run("review", "submit", term, paper, "--because", "期末")
    assert (filed.exit, bool(filed.result["operation"])) == (0, True)
    assert school.run("doctor").exit == 0
    assert authority.run("review", term).result["none"] == 1
    assert school.run("push", "--to", stick).exit == 0
    assert authority.run("intake", stick).result["accepted"] == 1
    assert authority.run("outbox", stick).exit == 0
    assert school.run("pull", "--from", stick).result["receipts"] == 1

    looked = authority.run("review", term)
    (item,) = looked.result["items"]
    assert (looked.exit, item["state"], item["registrar"], item["leader"]) == (0, "received", "测试老师", "测试校长")
    assert (item["because"], item["differences"], bool(item["received_at"])) == ("等待批复", [], True)
    assert authority.run("doctor").exit == 0
    shown = school.run("review", "show")
    assert (shown.exit, shown.result["items"][0]["verified"]) == (0, True)
    _and_openssl_says_so(county, paper)


def _and_openssl_says_so(county: County, paper: Path) -> None:
    """Both signatures of the file as it was carried, verified by a second program from the card alone."""
    raw, card = json.loads(paper.read_bytes()), json.loads(county.card.read_bytes())
    names = json.loads(decode(card["payload"]) or b"")
    message = pae(PAYLOAD_TYPE, decode(raw["payload"]) or b"")
    signatures = [decode(each["sig"]) or b"" for each in raw["signatures"]]
    for public in (names["sign_key"], names["leaders"][0]["public"]):
        der, pem = county.stick / "key.der", county.stick / "key.pem"
        der.write_bytes(SPKI + (decode(public) or b""))
        assert run_openssl("pkey", "-pubin", "-inform", "DER", "-in", der, "-out", pem).returncode == 0
        assert [openssl_agrees(pem, message, each) for each in signatures].count(True) == 1
        assert not any(openssl_agrees(pem, message + b"x", each) for each in signatures)


def test_a_statement_that_was_changed_on_the_stick_is_refused_everywhere(county: County) -> None:
    term, paper = Semester.of(date.today()).label, county.stick / "r.xjreview"  # noqa: DTZ011  as a person sees it
    county.trust(county.name_leader())
    assert county.school.run("review", "write", term, "--to", paper, "--because", "等待批复").exit == 0
    whole = paper.read_bytes()
    changed = bytearray(whole)
    changed[len(changed) // 3] ^= 4
    paper.write_bytes(changed)
    refused = county.sign(paper)
    assert (refused.exit, refused.codes[0].partition(".")[0]) == (60, "bundle")
    paper.write_bytes(whole)
    assert county.sign(paper).exit == 0
    signed = bytearray(paper.read_bytes())
    signed[-20] ^= 1
    paper.write_bytes(signed)
    answer = county.school.run("review", "submit", term, paper)
    assert (answer.exit, answer.codes[0].partition(".")[0]) == (60, "bundle")


def test_without_a_terminal_what_is_missing_is_named_and_no_passphrase_is_an_option(county: County) -> None:
    school, stick = county.school, county.stick
    for words, option in (
        (("key", "leader", "--to", stick / "k"), "--name"),
        (("key", "leader", "--name", "测试校长"), "--to"),
        (("key", "leader", "--name", "测试校长", "--to", stick / "k"), "--leader-passphrase-fd"),
    ):
        answer = school.run(*words)
        assert (answer.exit, answer.document["problems"][0]["params"]["option"]) == (2, option)
    closed = school.run("key", "leader", "--name", "测试校长", "--to", stick / "k", "--leader-passphrase-fd", "77")
    assert (closed.exit, closed.codes) == (2, ["usage.option"])
    assert list(stick.iterdir()) == []
    assert school.run("key", "leader", "--name", "a", "--to", stick / "k", "--passphrase", "x").exit == 2
    nowhere = county.elsewhere.run("review", "sign", stick / "r", "--leader-key", stick / "k")
    assert (nowhere.exit, nowhere.document["problems"][0]["params"]["option"]) == (2, "--card")
