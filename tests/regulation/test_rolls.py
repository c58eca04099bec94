"""第二十四条: the rolls add up, for every semester and every class, whatever happened in whatever lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regulation.acts import BODIES, arriving, chain, changed, opened, ruled, taken_on
from tests.regulation.states import WAYS, R
from xjcli.regulation.fold import NoSuchStep, fold
from xjcli.regulation.lifecycle import NOBODY, ROWS
from xjcli.regulation.rolls import (
    CODES,
    Balance,
    Key,
    Roll,
    Seat,
    balance,
    count_on,
    find_movements,
    keys_of,
    seat_on,
)
from xjcli.schema.act import Act, Draft
from xjcli.schema.record import ENROLLED, ON_ROLL
from xjcli.schema.values.time import Semester

ROLLS: tuple[tuple[Roll, tuple[str, ...]], ...] = (("present", (ENROLLED,)), ("on-roll", ON_ROLL))


def moved(*drafts: Draft, roll: Roll = "present") -> list[tuple[str, int, str]]:
    """(code, sign, class) of what these acts did to a roll."""
    return [(each.code, each.sign, each.class_no) for each in find_movements(chain(*drafts)) if each.roll == roll]


def standing(acts: Iterable[Act], statuses: tuple[str, ...]) -> Counter[Seat]:
    seats = (seat_on(record, statuses) for record in fold(acts).values())
    return Counter(seat for seat in seats if seat is not None)


def balanced(acts: Sequence[Act], term: Semester, roll: Roll = "present") -> dict[Key, Balance]:
    statuses = dict(ROLLS)[roll]
    first, last = term.first_day.isoformat(), term.last_day.isoformat()
    return balance(find_movements(acts), roll, first, last, standing(acts, statuses))


#: Acts that answer something which a random life does not ask, and one that names what it takes back.
NOT_ALONE = frozenset({"change-approved", "change-refused", "reversed"})

LEAVING = {
    "graduated": "21", "completed": "22", "leave-granted": "23", "withdrawn": "24", "expelled": "25",
    "death-reported": "26", "dropout-reported": "28", "left-early": "left-early", "went-abroad": "abroad",
    "missing-reported": "missing", "custody-moved": "custody-moved",
    "enrolment-withdrawn": "given-up",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), LEAVING.items())
def test_who_leaves_the_classroom_is_counted_under_the_key_of_the_statistics(kind: str, code: str) -> None:
    assert moved(taken_on(R), changed(kind, R)) == [("took-on", 1, "01"), (code, -1, "01")]


def test_an_entrant_a_transfer_and_a_progression_come_in_under_their_own_keys() -> None:
    assert moved(opened(R)) == [("11", 1, "01")]
    assert moved(arriving(R), changed("handover-completed", R)) == [("13", 1, "01")]
    assert moved(arriving(R, kind="progress-requested"), changed("handover-completed", R)) == [("11", 1, "01")]


def test_a_request_alone_puts_nobody_on_a_roll_and_a_transfer_takes_its_pupil_off() -> None:
    assert moved(arriving(R)) == []
    out = moved(taken_on(R), changed("transfer-notified", R), changed("handover-completed", R))
    assert out[1:] == [("27", -1, "01")]


@pytest.mark.parametrize(
    ("away", "code"),
    [("leave-granted", "12"), ("went-abroad", "back-from-abroad"), ("dropout-reported", "back-to-school"),
     ("missing-reported", "found")],
)  # fmt: skip
def test_who_is_away_keeps_the_place_on_the_roll_and_comes_back_under_a_key(away: str, code: str) -> None:
    life = (taken_on(R), changed(away, R), back(class_no="02"))
    assert moved(*life)[2:] == [(code, 1, "02")]
    assert moved(*life, roll="on-roll")[1:] == [("class-changed", -1, "01"), ("class-changed", 1, "02")]


def test_a_return_into_a_lower_grade_is_told_on_the_roll() -> None:
    life = (taken_on(R), changed("leave-granted", R), back(cohort=2027))
    assert moved(*life, roll="on-roll")[1:] == [("demoted", -1, "01"), ("demoted", 1, "01")]


def test_a_change_of_class_counts_for_the_classes_and_not_for_their_grade() -> None:
    acts = chain(taken_on(R), changed_class("02"))
    found = balanced(acts, Semester("2026-autumn"))
    one, other, grade = found["primary", 2026, "01"], found["primary", 2026, "02"], found["primary", 2026]
    assert (one.left, other.entered) == ({"class-changed": 1}, {"class-changed": 1})
    assert (grade.entered, grade.left, found[()].closing) == ({"took-on": 1}, {}, 1)


def back(*, class_no: str = "", cohort: int = 0) -> Draft:
    return Draft("resumed", R, "2026-10-09", {**BODIES["resumed"], "class": class_no, "cohort": cohort}, {})


def changed_class(class_no: str, on: str = "2026-10-10") -> Draft:
    return Draft("assigned", R, on, {"class": class_no}, {})


def test_what_waits_moves_nobody_and_its_approval_counts_on_the_day_it_was_about() -> None:
    asked = changed("leave-granted", R, awaits=True, on="2026-10-09")
    assert moved(taken_on(R), asked) == [("took-on", 1, "01")]
    (_, leave) = [each for each in find_movements(chain(taken_on(R), asked, ruled(R, 2))) if each.roll == "present"]
    assert (leave.code, leave.on, leave.kind, leave.seq) == ("23", "2026-10-09", "leave-granted", 3)


def test_a_refusal_moves_nobody() -> None:
    asked = changed("leave-granted", R, awaits=True)
    assert moved(taken_on(R), asked, ruled(R, 2, refused=True)) == [("took-on", 1, "01")]


def test_what_was_taken_back_counts_for_nothing() -> None:
    leave = changed("leave-granted", R)
    back = changed("reversed", R, acts=[2], before={"status": ENROLLED, "situation": {}})
    assert moved(taken_on(R), leave, back) == [("took-on", 1, "01")]
    assert moved(taken_on(R), changed("reversed", R, acts=[1], before={})) == []


def test_a_reversal_that_does_not_name_what_it_undoes_is_told_and_not_hidden() -> None:
    back = changed("reversed", R, acts=[1000], before={"status": ENROLLED, "situation": {}})
    assert moved(taken_on(R), changed("leave-granted", R), back)[2:] == [("reversed", 1, "01")]


def test_an_act_of_the_school_itself_moves_nobody() -> None:
    assert moved(changed("staff-reported", R), changed("roster-stated", R), taken_on(R)) == [("took-on", 1, "01")]


def test_the_turn_of_the_school_year_moves_nobody() -> None:
    acts = chain(taken_on(R), Draft("promoted", R, "2027-09-01", {**BODIES["promoted"], "class": ""}, {}))
    before, after = (balanced(acts, Semester(label))["primary", 2026] for label in ("2027-spring", "2027-autumn"))
    assert (before.closing, after.opening, after.entered, after.left, after.closing) == (1, 1, {}, {}, 1)


def test_a_movement_that_is_missing_shows_with_exact_numbers() -> None:
    acts = chain(taken_on("r-1"), taken_on("r-2"))
    kept = [each for each in find_movements(acts) if each.record_id == "r-1"]
    found = balance(kept, "present", "2026-09-01", "2027-01-31", standing(acts, (ENROLLED,)))[()]
    assert (found.expected, found.closing, found.holds) == (1, 2, False)


def test_a_count_of_a_day_sees_only_what_had_happened_by_then() -> None:
    movements = find_movements(chain(taken_on(R), changed_class("02")))
    key: Key = ("primary", 2026, "02")
    assert [count_on(movements, "present", day, key) for day in ("2026-10-09", "2026-10-10")] == [0, 1]
    assert [count_on(movements, "present", day, ()) for day in ("2026-08-31", "2026-10-09")] == [0, 1]


STEPS = sorted((status, kind) for status, kind in ROWS if status != NOBODY and kind in BODIES.keys() - NOT_ALONE)


@pytest.mark.parametrize(("status", "kind"), STEPS)
def test_every_step_of_the_lifecycle_that_changes_a_roll_has_its_key(status: str, kind: str) -> None:
    way = WAYS[status]
    acts = chain(*way, changed(kind, R))
    movements = [each for each in find_movements(acts) if each.seq == len(acts)]
    before, after = fold(acts[:-1])[R], fold(acts)[R]
    for roll, statuses in ROLLS:
        gained = (after.status in statuses) - (before.status in statuses)
        assert sum(each.sign for each in movements if each.roll == roll) == gained
    assert {each.code for each in movements} <= set(CODES)


LIVES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(sorted({kind for _, kind in STEPS})), st.integers(0, 150), st.booleans()),
        max_size=8,
    ),
    min_size=1,
    max_size=5,
)


def lived(lives: Sequence[Sequence[tuple[str, int, bool]]]) -> list[Act]:
    """The acts of these lives that the lifecycle allows, some of them approved later, in one ledger by their days."""
    drafts: list[Draft] = []
    for order, life in enumerate(lives):
        drafts += _life(f"r-{order}", 2024 + order % 2, life)
    return chain(*sorted(drafts, key=lambda draft: draft.occurred_on))


def _life(record_id: str, cohort: int, life: Sequence[tuple[str, int, bool]]) -> list[Draft]:
    day = date(2024, 9, 1)
    drafts = [taken_on(record_id, on=day.isoformat(), cohort=cohort, class_no="01")]
    for kind, days, second in life:
        day += timedelta(days=days + 1)
        extra: dict[str, Any] = {"class": "02" if second else "01"} if "class" in BODIES[kind] else {}
        if "place" in BODIES[kind]:
            extra = {"place": {"stage": "junior", "cohort": 2026, "class": "03", "entry_month": "2026-09"}}
        draft = changed(kind, record_id, on=day.isoformat(), **extra)
        try:
            fold(chain(*drafts, draft))
        except NoSuchStep:
            continue
        drafts.append(draft)
    return drafts


TERMS = [Semester(f"{year}-{season}") for year in range(2024, 2029) for season in ("spring", "autumn")]


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(LIVES)
def test_the_identity_holds_for_every_semester_class_grade_and_the_school(
    lives: list[list[tuple[str, int, bool]]],
) -> None:
    acts = lived(lives)
    for roll, statuses in ROLLS:
        before: dict[Key, int] = {}
        for term in TERMS:
            found = balanced(acts, term, roll)
            assert all(line.holds for line in found.values())
            assert all(line.opening == before.get(key, 0) for key, line in found.items())
            at_the_end = standing((act for act in acts if act.occurred_on <= term.last_day.isoformat()), statuses)
            counted = Counter(key for seat in at_the_end.elements() for key in keys_of(seat))
            assert all(line.closing == counted[key] for key, line in found.items())
            before = {key: line.closing for key, line in found.items()}


def test_the_last_day_may_count_up_to_an_act_only() -> None:
    acts = chain(taken_on(R, on="2026-09-01"), taken_on("r-2", on="2026-09-01"))
    found = {
        through: balance(
            find_movements(acts), "present", "2026-09-01", "2026-09-01", standing(acts, (ENROLLED,)), through=through
        )
        for through in (None, 2, 1, 0)
    }
    assert [(line[()].entered, line[()].closing, line[()].holds) for line in found.values()] == [
        ({"took-on": 2}, 2, True), ({"took-on": 2}, 2, True), ({"took-on": 1}, 1, True), ({}, 0, True),
    ]  # fmt: skip
