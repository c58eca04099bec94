"""第二十四条: a signed review is taken in only with both signatures, and held against the authority's own roster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.authority.school_double import (
    NOW,
    OTHER_SCHOOL,
    School,
    add,
    approve_clean,
    code_of,
    fetch,
    person,
    reopened,
    run,
    school,
    send,
    waiting,
    whole,
)
from tests.bundle.offices import LEADER_KEY, STRANGER_KEY
from tests.reviews import LEADER, leader
from xjcli.authority.enrolling import revoke
from xjcli.authority.office import Office
from xjcli.authority.reviewing import review
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.review import body_of
from xjcli.bundle.signing import SigningKey
from xjcli.errors import Refusal
from xjcli.regulation.fold import fold
from xjcli.regulation.reviews import lines_of
from xjcli.regulation.rolls import Roll, balance, find_movements, seat_on
from xjcli.schema.act import genesis
from xjcli.schema.record import ENROLLED, ON_ROLL
from xjcli.schema.review import PAYLOAD_TYPE, Review

TERM, FIRST, LAST = "2026-autumn", "2026-09-01", "2026-09-02"
ROLLS: tuple[tuple[Roll, tuple[str, ...]], ...] = (("present", (ENROLLED,)), ("on-roll", ON_ROLL))


@pytest.fixture
def one(office: Office) -> School:
    """A school with a leader and two pupils whose enrolment was approved and heard of."""
    made = school(office, leaders=(leader(),))
    for serial in (1, 2):
        made.enroll(f"r-{serial}", person(serial))
    send(office, made.bundle())
    approve_clean(office)
    fetch(office, made)
    return made


def figures(made: School, last: str = LAST) -> dict[str, Any]:
    """What the school's own acts add up to."""
    movements, records = find_movements(made.acts), fold(made.acts).values()
    found: dict[str, Any] = {}
    for roll, statuses in ROLLS:
        standing = Counter(seat for each in records if (seat := seat_on(each, statuses)) is not None)
        found[roll] = lines_of(balance(movements, roll, FIRST, last, standing))
    return found


def stated(made: School, **changed: Any) -> Review:
    """The statement that this school would write now."""
    fields: dict[str, Any] = {
        "school": made.code, "name": "测试学校", "installation": made.installation, "semester": TERM,
        "first_day": FIRST, "last_day": LAST, "act": len(made.acts),
        "head": made.acts[-1].hash if made.acts else genesis(made.code, made.installation),
        "registrar": "测试老师", "leader": LEADER, "because": "", "written_at": "2026-09-02T08:00:00Z",
        "figures": figures(made), "open": [],
    }  # fmt: skip
    return Review(**{**fields, **changed})


def file(
    made: School, review: Review | None = None, keys: Sequence[SigningKey] = (), *, on: str = LAST, **changed: Any
) -> None:
    """Record a statement as an act; `changed` replaces fields of its body."""
    said = review or stated(made)
    data = sign_envelope(said.to_bytes(), PAYLOAD_TYPE, keys or [made.key, LEADER_KEY])
    made.write("semester-reviewed", "office", {**body_of(data, said), **changed}, on=on)


def item_of(office: Office, made: School) -> dict[str, Any]:
    (found,) = [each for each in review(office, TERM).result["items"] if each["school"] == made.code]
    return dict(found)


def test_a_review_is_received_with_when_and_by_whom(office: Office, one: School) -> None:
    file(one)
    taken = send(office, one.bundle())
    assert taken.outcome == "accepted"
    report = review(office, "2026秋")
    assert (report.status, report.result["received"], report.result["total"]) == (0, 1, 1)
    (item,) = report.result["items"]
    assert item == {
        "school": one.code, "name": "测试学校", "state": "received", "act": len(one.acts),
        "received_at": "2026-09-02T01:00:00Z", "on": LAST, "from": FIRST, "to": LAST, "registrar": "测试老师",
        "leader": LEADER, "because": "", "open": [], "differences": [],
    }  # fmt: skip
    assert waiting(office) == []
    assert whole(office)


def test_its_receipt_is_that_of_any_act(office: Office, one: School) -> None:
    file(one)
    send(office, one.bundle())
    fetch(office, one)
    results = one.answers[-1].statement
    assert (results.type, results.about["outcome"]) == ("receipt", "accepted")


def test_a_school_that_sent_none_is_listed(office: Office, one: School) -> None:
    silent = school(office, OTHER_SCHOOL)
    file(one)
    send(office, one.bundle())
    report = review(office, TERM)
    assert [(each["school"], each["state"]) for each in report.result["items"]] == [
        (one.code, "received"), (silent.code, "none"),
    ]  # fmt: skip
    assert (report.status, report.result["none"]) == (1, 1)
    assert review(office, TERM, school=one.code).status == 0
    assert item_of(office, silent)["received_at"] == ""
    revoke(office, silent.code)
    assert review(office, TERM).result["total"] == 1


def test_a_review_of_another_semester_is_none_of_this_one(office: Office, one: School) -> None:
    file(one)
    send(office, one.bundle())
    assert review(office, "2027-spring").result["none"] == 1
    with pytest.raises(Refusal, match=r"semester\.unreadable"):
        review(office, "autumn")
    with pytest.raises(Refusal, match=r"intake\.unknown-school"):
        review(office, TERM, school="2132009999")


def test_figures_that_are_not_those_of_the_roster_are_named(office: Office, one: School) -> None:
    """A school's program says what it will; the authority counts its own records and the acts that it holds."""
    right = figures(one)
    lie = {roll: [{**line, "in": {"11": 3}, "closing": 3} for line in lines] for roll, lines in right.items()}
    file(one, stated(one, figures=lie))
    assert send(office, one.bundle()).outcome == "accepted"
    item = item_of(office, one)
    assert (item["state"], review(office, TERM).status) == ("differs", 1)
    place = {"of": "class", "stage": "primary", "cohort": 2026, "class": "01"}
    assert [each for each in item["differences"] if each["roll"] == "present" and each["of"] == "class"] == [
        {"roll": "present", **place, "column": "in", "code": "11", "was": 3, "is": 2},
        {"roll": "present", **place, "column": "closing", "code": "", "was": 3, "is": 2},
    ]


def test_the_newest_statement_of_a_semester_counts(office: Office, one: School) -> None:
    lie = {roll: [{**line, "in": {"11": 3}, "closing": 3} for line in lines] for roll, lines in figures(one).items()}
    file(one, stated(one, figures=lie))
    file(one)
    send(office, one.bundle())
    assert (item_of(office, one)["state"], item_of(office, one)["act"]) == ("received", len(one.acts))


def test_what_happens_after_the_statement_is_no_difference(office: Office, one: School) -> None:
    """Also a decision of ours that the school has not heard of yet."""
    file(one)
    one.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": "疾病"}, on="2026-09-03")
    one.write("withdrawn", "r-2", {"ground": "迁居"}, on="2026-09-03", awaits=True)
    later = reopened(office.home, lambda: NOW + timedelta(days=3))
    assert send(later, one.bundle()).outcome == "accepted"
    assert item_of(later, one)["state"] == "received"
    assert approve_clean(later)["approved"] == 1
    assert item_of(later, one)["state"] == "received"
    fetch(later, one)
    send(later, one.bundle())
    assert item_of(later, one)["state"] == "received"


def test_what_is_recorded_later_of_the_days_of_the_statement_is_a_difference(office: Office, one: School) -> None:
    file(one)
    one.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": "疾病"}, on=FIRST)
    send(office, one.bundle())
    told = [(each["column"], each["code"], each["was"], each["is"]) for each in item_of(office, one)["differences"]]
    assert set(told) == {("out", "23", 0, 1), ("closing", "", 2, 1)}


def test_what_is_recorded_later_on_the_day_of_the_statement_is_no_difference(office: Office, one: School) -> None:
    file(one)
    one.write("leave-granted", "r-1", {"until": "2027-08-31", "ground": "疾病"}, on=LAST)
    send(office, one.bundle())
    assert item_of(office, one)["state"] == "received"


def test_a_statement_of_a_school_without_acts_begins_at_the_beginning(office: Office) -> None:
    made = school(office, OTHER_SCHOOL, leaders=(leader(),))
    file(made)
    assert send(office, made.bundle()).outcome == "accepted"
    assert item_of(office, made)["state"] == "received"


def test_a_statement_may_rest_on_an_act_of_its_own_bundle(office: Office, one: School) -> None:
    one.enroll("r-3", person(3))
    file(one)
    assert send(office, one.bundle()).outcome == "accepted"
    assert item_of(office, one)["state"] == "received"


def refusal(office: Office, made: School) -> str:
    """The code with which the bundle is refused; nothing of it is recorded."""
    taken = send(office, made.bundle())
    assert taken.outcome == "rejected"
    assert taken.problems[0].where == f"act {len(made.acts)}"
    assert item_of(office, made)["state"] == "none"
    return taken.problems[0].code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"school": OTHER_SCHOOL}, "review.other-school"),
        ({"installation": "another"}, "bundle.installation"),
        ({"head": "0" * 64}, "review.head"),
        ({"act": 1}, "review.head"),
        ({"act": 99}, "review.head"),
        ({"act": 0}, "review.head"),
        ({"leader": "别人"}, "review.other-leader"),
    ],
)
def test_a_statement_of_something_else_is_refused_by_its_own_code(
    office: Office, one: School, changed: dict[str, Any], code: str
) -> None:
    file(one, stated(one, **changed))
    assert refusal(office, one) == code


def test_the_semester_of_the_act_is_that_of_the_statement(office: Office, one: School) -> None:
    file(one, semester="2027-spring")
    assert refusal(office, one) == "review.semester"


def test_one_signature_is_not_two_and_the_leader_alone_is_none(office: Office, one: School) -> None:
    for key in (one.key, LEADER_KEY):
        file(one, keys=[key])
        assert refusal(office, one) == "bundle.threshold"
        one.acts.pop()
        one.sent.pop()


def test_a_signature_that_was_altered_or_stands_twice_is_refused(office: Office, one: School) -> None:
    said = stated(one)
    right = body_of(sign_envelope(said.to_bytes(), PAYLOAD_TYPE, [one.key, LEADER_KEY]), said)["signatures"]
    other = {**right[0], "sig": right[1]["sig"]}
    for signatures, code in (
        ([other, right[1]], "bundle.signature"), ([right[0], right[0]], "bundle.threshold"),
        ([right[1], right[0]], "bundle.altered"), ([*right, right[0]], "bundle.altered"),
    ):  # fmt: skip
        body = {"semester": TERM, "statement": said.to_json(), "signatures": signatures}
        one.write("semester-reviewed", "office", body, on=LAST)
        assert refusal(office, one) == code
        one.acts.pop()
        one.sent.pop()


def test_an_altered_figure_is_refused(office: Office, one: School) -> None:
    said = stated(one)
    body = body_of(sign_envelope(said.to_bytes(), PAYLOAD_TYPE, [one.key, LEADER_KEY]), said)
    lines = [{**line, "in": {"11": 3}, "closing": 3} for line in said.figures["present"]]
    altered = {**body["statement"], "figures": {**body["statement"]["figures"], "present": lines}}
    one.write("semester-reviewed", "office", {**body, "statement": altered}, on=LAST)
    assert refusal(office, one) == "bundle.signature"


def test_a_leader_whom_the_authority_does_not_know_yet_waits_for_the_new_card(office: Office) -> None:
    """The bundle is refused, nothing is lost: after the card was added the same bundle is taken in."""
    made = school(office, OTHER_SCHOOL)
    made.leaders = (leader(),)
    made.enroll("r-9", person(9))
    file(made)
    built = made.bundle()
    assert code_of(send(office, built)) == ("rejected", "bundle.unknown-signer")
    add(office, made)
    assert send(office, built).outcome == "accepted"
    assert item_of(office, made)["state"] == "received"


def test_a_revoked_leader_key_counts_for_what_came_before(office: Office, one: School) -> None:
    file(one)
    send(office, one.bundle())
    one.leaders = (leader(revoked_at="2026-09-02T00:30:00Z"), leader(STRANGER_KEY, "测试书记"))
    add(office, one)
    assert item_of(office, one)["state"] == "received"
    file(one, on=LAST)
    taken = send(office, one.bundle())
    assert code_of(taken) == ("rejected", "key.revoked")
    one.acts.pop()
    one.sent.pop()
    file(one, stated(one, leader="测试书记"), [one.key, STRANGER_KEY])
    assert send(office, one.bundle()).outcome == "accepted"


def test_an_older_card_does_not_bring_a_leader_back(office: Office, one: School) -> None:
    one.leaders = (leader(revoked_at="2026-09-02T00:30:00Z"),)
    add(office, one)
    for older in ((), (leader(),), (leader(revoked_at="2026-09-09T00:00:00Z"),), (leader(STRANGER_KEY),)):
        one.leaders = older
        with pytest.raises(Refusal, match=r"school\.card-older"):
            add(office, one)
    one.leaders = (leader(revoked_at="2026-09-02T00:30:00Z"), leader(STRANGER_KEY, "测试书记"))
    add(office, one)


def test_a_new_key_of_the_school_begins_its_own_leaders(office: Office, one: School) -> None:
    fresh = replace(one, key=SigningKey.generate(), leaders=())
    add(office, fresh)


def test_the_command_lists_every_school(office: Office, one: School) -> None:
    file(one)
    send(office, one.bundle())
    status, document = run(office.home, "review", TERM)
    assert (status, document["result"]["received"]) == (0, 1)
    status, document = run(office.home, "review", "2027-spring")
    assert (status, document["result"]["items"][0]["state"]) == (1, "none")
    assert document["problems"] == []
