"""Doctor on handovers (第六条、第十四条): whatever would put a pupil on two rolls, or on none, is found."""

from __future__ import annotations

import pytest

from tests.authority.school_double import (
    approve_clean,
    reopened,
    whole,
)
from tests.authority.stored import tamper
from tests.authority.towns import Town
from xjcli.authority.doctor import doctor


def failed(town: Town, statement: str) -> set[str]:
    assert whole(town.office)
    home = town.office.home
    town.office.store.close()
    tamper(home, statement)
    checks = doctor(reopened(home)).result["checks"]
    return {check["name"] for check in checks if not check["ok"]}


@pytest.mark.parametrize(
    "statement",
    [
        "delete from handovers",
        "update handovers set state = 'withdrawn'",
        "update handovers set state = 'requested'",
        "update handovers set from_record = 'r-2'",
        "update handovers set from_record = ''",
        "update handovers set to_record = 'a-2'",
    ],
)
def test_a_handover_under_way_that_was_changed_is_found(town: Town, statement: str) -> None:
    town.ask()
    assert failed(town, statement) == {"handovers"}


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("update numbers set school = '2132000001', record_id = 'r-1' where record_id = 'a-1'", {"numbers"}),
        ("update tokens set school = '2132000001', record_id = 'r-1' where record_id = 'a-1'", {"tokens"}),
        (
            "update records set status = 'enrolled', situation = '{}' where record_id = 'r-1'",
            {"records", "numbers", "tokens"},
        ),
        ("update records set status = 'arriving' where record_id = 'a-1'", {"records", "tokens", "handovers"}),
    ],
)
def test_a_pupil_put_back_on_the_old_roll_is_found(town: Town, statement: str, check: set[str]) -> None:
    town.answer(town.ask())
    approve_clean(town.office)
    assert failed(town, statement) == check
