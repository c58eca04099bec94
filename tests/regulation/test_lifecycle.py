"""第三章 as a product: every status with every act, either one row or no step; and each row as the law has it."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import cast

import pytest

from tests.regulation.acts import DRAFTS, changed
from tests.regulation.states import R, after, allow, at_status, same_but, then, waiting
from xjcli import reference
from xjcli.regulation import lifecycle
from xjcli.regulation.fold import NoSuchStep
from xjcli.regulation.lifecycle import BEFORE_APPROVAL, BESIDE_A_CASE, CHANGES, FACTS, NOBODY, ROWS, Row
from xjcli.schema import record as at
from xjcli.schema.act import ECHOES, KINDS, OFFICE_KINDS, OPENING_KINDS
from xjcli.schema.legal import LegalAct, Who

#: Acts that have no row: one is of the school itself, one takes others back and leads wherever they came from.
WITHOUT_A_ROW = OFFICE_KINDS | {"reversed"}
RULINGS = ("change-approved", "change-refused")
ACTS = sorted(set(KINDS) - WITHOUT_A_ROW - OPENING_KINDS)

#: (act, status) → status, written down a second time from the text of the regulation: what moves a pupil at all.
MOVES = {
    ("leave-granted", at.ENROLLED): at.ON_LEAVE,
    ("resumed", at.ON_LEAVE): at.ENROLLED,
    ("resumed", at.ABROAD): at.ENROLLED,
    ("resumed", at.DROPPED_OUT): at.ENROLLED,
    ("resumed", at.MISSING): at.ENROLLED,
    ("progressed", at.GRADUATED): at.ENROLLED,
    ("graduated", at.ENROLLED): at.GRADUATED,
    ("completed", at.ENROLLED): at.COMPLETED,
    ("transfer-withdrawn", at.ARRIVING): at.CANCELLED,
    ("handover-completed", at.ARRIVING): at.ENROLLED,
    ("handover-completed", at.CANCELLED): at.ENROLLED,  # withdrawn while it was completed
    ("handover-refused", at.ARRIVING): at.CANCELLED,
    **{("left-early", status): at.LEFT_EARLY for status in (at.ENROLLED, at.ON_LEAVE, at.DROPPED_OUT)},
    **{("withdrawn", status): at.WITHDRAWN for status in (at.ENROLLED, at.ON_LEAVE, at.ABROAD, at.MISSING)},
    **{("expelled", status): at.EXPELLED for status in (at.ENROLLED, at.ON_LEAVE)},
    **{("went-abroad", status): at.ABROAD for status in (at.ENROLLED, at.ON_LEAVE)},
    **{("missing-reported", status): at.MISSING for status in (at.ENROLLED, at.ON_LEAVE)},
    **{("dropout-reported", status): at.DROPPED_OUT for status in (at.ENROLLED, at.ON_LEAVE, at.MISSING)},
    **{("enrolment-withdrawn", status): at.CANCELLED for status in at.ON_ROLL},
    **{("death-reported", status): at.DEREGISTERED for status in at.ON_ROLL},
    **{("custody-moved", status): at.TRANSFERRED_OUT for status in at.ON_ROLL},
    **{
        ("handover-completed", status): at.TRANSFERRED_OUT
        for status in (*at.ON_ROLL, at.WITHDRAWN, at.EXPELLED, at.COMPLETED, at.LEFT_EARLY)
    },
}


@pytest.mark.parametrize(("status", "kind"), list(product(at.STATUSES, sorted(set(ACTS) - ECHOES))))
def test_every_act_meets_every_status_as_its_row_says_or_is_no_step(status: str, kind: str) -> None:
    before = at_status(status)
    if (status, kind) not in ROWS:
        with pytest.raises(NoSuchStep):
            then(before, DRAFTS[kind](R))
    else:
        record = then(before, DRAFTS[kind](R))
        assert record.status == ROWS[status, kind].after
        assert (record.opened_seq, record.last_seq) == (1, before.last_seq + 1)


@pytest.mark.parametrize(("status", "kind"), list(product(at.STATUSES, sorted(ECHOES - set(RULINGS)))))
def test_what_the_authority_says_is_heard_in_every_status_and_done_where_a_row_says_so(status: str, kind: str) -> None:
    """The school may have recorded a death before it heard: what it hears then is kept, and changes nothing."""
    before = at_status(status)
    record = then(before, DRAFTS[kind](R))
    if (status, kind) in ROWS:
        assert record.status == ROWS[status, kind].after
    else:
        handover = {} if kind.startswith("handover-") else before.handover
        assert same_but(record) == same_but(before, handover=handover, changed_on=record.changed_on)


@pytest.mark.parametrize("status", at.STATUSES)
def test_no_row_leads_out_of_the_statuses_there_are(status: str) -> None:
    assert {line.after for (before, _), line in ROWS.items() if before == status} <= set(at.STATUSES)


def test_the_moves_are_those_of_the_regulation_and_every_other_row_stays() -> None:
    found = {
        (act, status): line.after for (status, act), line in ROWS.items() if status != NOBODY and line.after != status
    }
    assert found == MOVES


def test_every_kind_but_two_has_a_row_and_no_row_is_of_an_unknown_kind() -> None:
    assert {act for _, act in ROWS} == set(KINDS) - WITHOUT_A_ROW


def test_only_an_opening_act_opens_and_an_opening_act_only_opens() -> None:
    assert {act for status, act in ROWS if status == NOBODY} == OPENING_KINDS
    assert not {act for status, act in ROWS if status != NOBODY} & OPENING_KINDS


def test_every_row_stands_once_under_its_own_key() -> None:
    """An act that is named twice must not name one status twice: the second would hide the first."""
    named = Counter((status, act) for act, _, _, _, moves in lifecycle._TABLE for status in moves)
    assert [pair for pair, times in named.items() if times > 1] == []
    assert all((line.status, line.act) == pair for pair, line in ROWS.items())
    assert len(ROWS) == len(named)


def test_nothing_can_be_added_to_the_table() -> None:
    rows = cast("dict[tuple[str, str], Row]", ROWS)
    with pytest.raises(TypeError):
        rows[at.EXPELLED, "resumed"] = rows[at.ON_LEAVE, "resumed"]


@pytest.mark.parametrize("act", sorted({act for _, act in ROWS}))
def test_the_verb_of_an_act_is_that_of_the_rule_pack(act: str) -> None:
    rule = reference.rule_pack().acts[act]
    assert lifecycle.legal_act(act) == LegalAct(rule.legal_act)
    assert {line.legal_act for (_, kind), line in ROWS.items() if kind == act} == {LegalAct(rule.legal_act)}


@pytest.mark.parametrize(("status", "act"), list(ROWS))
def test_the_article_of_a_row_is_that_of_the_rule_pack(status: str, act: str) -> None:
    """An act of one article has it in every status; one of several names the pack's article among them."""
    articles = {line.article for (_, kind), line in ROWS.items() if kind == act}
    wanted = reference.rule_pack().acts[act].article
    assert wanted in articles
    assert ROWS[status, act].article == (wanted if len(articles) == 1 else RESUMED[status])
    assert lifecycle.article(status, act) == ROWS[status, act].article


#: 复学 rests on the article that the pupil left under.
RESUMED = {at.ON_LEAVE: 19, at.ABROAD: 20, at.DROPPED_OUT: 22, at.MISSING: 13}


def test_an_act_of_no_such_step_is_named_under_the_article_it_has_elsewhere() -> None:
    for act in sorted({act for _, act in ROWS}):
        assert lifecycle.article(at.CANCELLED, act) == reference.rule_pack().acts[act].article


def test_the_pack_says_what_every_kind_is_in_law() -> None:
    assert set(reference.rule_pack().acts) == set(KINDS)


def test_what_an_official_does_is_of_the_authority_and_an_echo_at_the_school() -> None:
    assert {act for (_, act), line in ROWS.items() if line.who is Who.AUTHORITY} == ECHOES


def test_only_the_parties_of_a_handover_do_its_acts() -> None:
    who = {act: line.who for (_, act), line in ROWS.items()}
    assert {act for act, party in who.items() if party is Who.TO_SCHOOL} == {
        "transfer-requested", "progress-requested", "transfer-withdrawn", "dossier-received",
    }  # fmt: skip
    assert {act for act, party in who.items() if party is Who.FROM_SCHOOL} == {
        "transfer-released", "transfer-declined", "dossier-sent",
    }  # fmt: skip


@pytest.mark.parametrize("status", at.STATUSES)
def test_what_is_possible_is_what_the_table_says_and_the_school_may_do(status: str) -> None:
    found = lifecycle.possible(status)
    assert set(found) == {act for state, act in ROWS if state == status} & CHANGES
    assert len(found) == len(set(found))


def test_a_pupil_who_died_or_an_entry_taken_back_changes_no_more() -> None:
    assert lifecycle.possible(at.CANCELLED) == []
    assert lifecycle.possible(at.DEREGISTERED) == ["corrected"]


@pytest.mark.parametrize("status", at.ON_ROLL)
def test_from_every_status_on_the_roll_a_pupil_can_leave_die_or_move(status: str) -> None:
    """籍随人走: nobody is caught in a status; 第二十一条: whoever is on the roll can be deregistered."""
    assert (status, "death-reported") in ROWS
    assert (status, "transfer-notified") in ROWS
    assert (status, "handover-completed") in ROWS


def test_the_groups_of_acts_name_only_acts_of_the_table() -> None:
    for group in (FACTS, BESIDE_A_CASE, BEFORE_APPROVAL, CHANGES):
        assert group <= {act for _, act in ROWS}
    assert not CHANGES & ECHOES


@pytest.mark.parametrize("status", [status for status in at.STATUSES if (status, "corrected") in ROWS])
def test_a_case_can_be_ruled_on_wherever_it_can_be_opened(status: str) -> None:
    """第十条: what was asked is answered, whatever else has been noted beside it."""
    record = waiting("corrected", status)
    for kind in sorted(BESIDE_A_CASE - FACTS - set(RULINGS) - {"handover-completed"}):  # which ends it
        if (status, kind) in ROWS and ROWS[status, kind].after == status:
            record = then(record, DRAFTS[kind](R))
    assert record.open_case
    assert allow(record).name == "林晓满"


def test_a_handover_at_the_school_of_origin_stops_no_act_in_the_fold() -> None:
    """What a school did before it heard of the transfer stands: its ledger came first (第十四条)."""
    before = after(*(DRAFTS[kind](R) for kind in ("taken-on", "transfer-notified")))
    for kind in ACTS:
        if (at.ENROLLED, kind) in ROWS and kind not in RULINGS:
            assert then(before, DRAFTS[kind](R)).status == ROWS[at.ENROLLED, kind].after


def test_a_change_of_chapter_three_waits_only_where_its_article_says_so() -> None:
    """第十条 asks for 核准; 第十一至二十二条 register and report."""
    rules = reference.rule_pack()
    assert {act for act in CHANGES if rules.needs_approval(act)} == {"corrected"}
    assert changed("corrected", R, awaits=True).basis["awaits"] is True
