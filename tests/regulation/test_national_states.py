"""第三条: every status of a pupil on a roll has its word in the national list, and no code leads where no act does."""

from __future__ import annotations

import pytest

from xjcli import reference
from xjcli.regulation.lifecycle import ROWS
from xjcli.regulation.national_states import OTHER, STATES, differs, leading
from xjcli.schema.record import ARRIVING, CANCELLED, ENROLLED, GRADUATED, ON_LEAVE, STATUSES

CODES = [row.code for row in reference.codes("pupil-state").rows]


def test_every_status_that_is_on_a_roll_or_gone_has_a_code_of_the_table() -> None:
    assert set(STATES) == set(STATUSES) - {ARRIVING, CANCELLED}
    assert {code for codes in STATES.values() for code in codes} <= set(CODES)


def test_the_first_code_of_a_status_is_that_of_no_other() -> None:
    firsts = [codes[0] for codes in STATES.values()]
    assert len(set(firsts)) == len(firsts) and OTHER not in firsts


@pytest.mark.parametrize("status", STATES)
def test_a_status_agrees_with_its_own_codes_and_with_no_other(status: str) -> None:
    assert [code for code in CODES if not differs(status, code)] == sorted(STATES[status])


def test_a_status_without_a_word_there_is_never_a_difference() -> None:
    assert not any(differs(status, code) for status in (ARRIVING, CANCELLED) for code in CODES)


@pytest.mark.parametrize("status", STATES)
def test_what_leads_to_a_state_is_a_step_of_the_table(status: str) -> None:
    for code in CODES:
        for act in leading(status, code):
            assert code in STATES[ROWS[(status, act)].after]


def test_a_leave_leads_away_and_a_resumption_back() -> None:
    assert leading(ENROLLED, "02") == ["leave-granted"]
    assert "resumed" in leading(ON_LEAVE, "05")
    assert leading(GRADUATED, "02") == leading(ENROLLED, OTHER) == []
