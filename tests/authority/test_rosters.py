"""第二十四条: a school is given its own roster and no other; giving it is in our ledger, and the house stays whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.authority.school_double import (
    NOW,
    OTHER_SCHOOL,
    School,
    answer,
    approve_clean,
    authority,
    person,
    reopened,
    run,
    school,
    send,
    whole,
)
from tests.authority.test_web import proof, served
from tests.procedures.desks import codes, refused
from xjcli.authority import enrolling, rosters
from xjcli.authority.office import Office
from xjcli.authority.store import channels, ledger
from xjcli.bundle import pack
from xjcli.bundle.keyring import Keyring
from xjcli.schema import roster


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return authority(tmp_path / "a")


def opened(office: Office, made: School) -> roster.Roster:
    """The newest answer of this school, which is a roster, as the school opens it."""
    stored = rosters.give(office, made.code)
    verified = pack.verify(
        answer(office, stored.id), Keyring.of(made.authority), at=NOW, recipient=made.code, kind="roster"
    )
    return roster.from_bytes(verified.unseal(made.seal)[roster.PART])


def place(office: Office, code: str) -> int:
    """How many answers the school's channel has."""
    with office.store.reading() as tx:
        return channels.channel(tx, code, "out").seq


def test_a_roster_holds_the_records_of_its_school_and_the_heads_it_stands_on(office: Office) -> None:
    ours, other = school(office), school(office, OTHER_SCHOOL)
    ours.enroll("r-1", person(1))
    other.enroll("x-1", person(3))
    send(office, ours.bundle())
    send(office, other.bundle())
    approve_clean(office)
    found = opened(office, ours)
    assert [(line.record_id, line.standing, line.person) for line in found.lines] == [("r-1", "approved", person(1))]
    assert (found.head.school, found.head.on) == (ours.code, "2026-09-02")
    assert (found.head.school_seq, found.head.school_head) == (1, ours.acts[-1].hash)
    with office.store.reading() as tx:
        *_, before, given = ledger.entries(tx, ours.code)
    assert (found.head.authority_seq, found.head.authority_head) == (before.seq, before.hash)
    assert (given.kind, given.record_id, given.body["records"]) == ("roster-given", "", 1)
    assert whole(office)


def test_a_school_of_which_nothing_came_yet_gets_an_empty_roster(office: Office) -> None:
    found = opened(office, school(office))
    assert (found.lines, found.head.school_seq) == ((), 0)


def test_what_was_decided_before_goes_out_ahead_of_the_roster(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    send(office, made.bundle())
    approve_clean(office)
    rosters.give(office, made.code)
    with office.store.reading() as tx:
        kinds = [stored.type for stored in channels.behind(tx, made.code, "out", 0)]
    assert kinds == ["receipt", "decisions", "roster"]


def test_only_what_happened_or_another_day_makes_a_new_roster(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    send(office, made.bundle())
    first = rosters.give(office, made.code)
    assert (rosters.give(office, made.code).id, place(office, made.code)) == (first.id, 2)
    approve_clean(office)
    second = rosters.give(office, made.code)
    assert place(office, made.code) == 4
    tomorrow = reopened(office.home, lambda: NOW + timedelta(days=1))
    assert rosters.give(tomorrow, made.code).id != second.id
    assert whole(office)


def test_a_conflict_that_another_school_caused_makes_a_new_roster(office: Office) -> None:
    first, later = school(office), school(office, OTHER_SCHOOL)
    later.enroll("x-1", {**person(1), "document_type": "Z", "document_number": ""})
    send(office, later.bundle())
    first.enroll("r-1", {**person(1), "document_type": "Z", "document_number": ""})
    send(office, first.bundle())
    (line,) = opened(office, first).lines
    assert (line.against, line.case[:2]) == ("other-school", "E-")
    assert opened(office, later).lines[0].case == ""


def test_a_revoked_or_unknown_school_is_given_nothing(office: Office) -> None:
    made = school(office)
    enrolling.revoke(office, made.code)
    assert codes(refused(lambda: rosters.give(office, made.code))) == ["school.revoked"]
    assert codes(refused(lambda: rosters.give(office, "2132000009"))) == ["intake.unknown-school"]


def test_the_command_writes_it_into_a_folder_and_a_rehearsal_writes_nothing(office: Office, tmp_path: Path) -> None:
    made, stick = school(office), tmp_path / "stick"
    stick.mkdir()
    words = ("roster", "--school", made.code, "--to", str(stick))
    status, document = run(office.home, *words, "--dry-run")
    assert (status, document["result"]["bundles"][0]["type"], list(stick.iterdir())) == (0, "roster", [])
    assert place(office, made.code) == 0
    status, document = run(office.home, *words)
    (line,) = document["result"]["bundles"]
    assert (status, line["type"], [path.name for path in stick.iterdir()]) == (0, "roster", [line["file"]])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--to", "."), "usage.missing"),
        (("--to", "nowhere", "--school", "2132000001"), "transport.folder-missing"),
        (("--to", ".", "--school", "2132000001", "--out", "a.csv"), "usage.together"),
        (("--to", ".", "--school", "2132000001", "--force"), "usage.together"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_refused(office: Office, words: tuple[str, ...], code: str) -> None:
    _, document = run(office.home, "roster", *words)
    assert [problem["code"] for problem in document["problems"]] == [code]


def test_a_school_asks_for_its_roster_over_the_network_and_gets_no_other(tmp_path: Path) -> None:
    office = authority(tmp_path / "b")
    made, other = school(office), school(office, OTHER_SCHOOL)
    made.enroll("r-1", person(1))
    send(office, made.bundle())
    with served(office.home) as (client, _):
        asked = client.get("/v1/outbox", params={"roster": "true"}, headers=proof(client, made.key, made.code))
        assert [item["type"] for item in asked.json()["bundles"]] == ["receipt", "roster"]
        name = asked.json()["bundles"][-1]["id"]
        assert client.get(f"/v1/outbox/{name}", headers=proof(client, other.key, other.code)).status_code == 404
        assert client.get("/v1/outbox", params={"roster": "true"}).status_code == 401
        plain = client.get("/v1/outbox", headers=proof(client, other.key, other.code))
        assert plain.json()["bundles"] == []
