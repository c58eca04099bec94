"""第二十四条: who is who on two rosters, and why they differ; each child is matched once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from tests.regulation.acts import taken_on
from tests.regulation.states import after
from xjcli.regulation.rosters import Found, Line, Matching, Past, find_shift, judge, match, stated, why_differs
from xjcli.schema.record import Record, replace

ONE, OTHER = "320106201909020048", "320106201909020064"


def record(name: str = "r1", document: str = ONE, **columns: Any) -> Record:
    return replace(after(taken_on(name, document=document)), **columns)


def line(**values: str) -> Line:
    known = stated(record()) | values
    return Line("表!2", {name: text for name, text in known.items() if name != "registry_number"},
                known.get("registry_number", ""))  # fmt: skip


def judged(found: Matching, *, sent: int = 9, past: Past = ((1, {}),)) -> list[Found]:
    def told(ids: Collection[str]) -> Mapping[str, Past]:
        return dict.fromkeys(ids, past)

    return judge(found, sent=sent, past=told)


def kinds(found: Matching) -> list[tuple[str, str]]:
    return [(each.kind, each.cause) for each in judged(found)]


def test_a_pupil_is_matched_once_and_a_second_row_is_told() -> None:
    found = match([line(), line()], [record()])
    assert (len(found.pairs), len(found.repeated), found.there_only, found.here_only) == (1, 1, [], [])
    assert kinds(found) == [("two-records", "listed-twice")]


def test_a_number_goes_before_a_document_and_two_records_of_one_child_are_told() -> None:
    both = [record("r1", ONE, registry_number="G1"), record("r2", OTHER)]
    found = match([line(registry_number="G1", document_number=OTHER)], both)
    assert [(each.record_id, other.record_id) for _line, each, other in found.doubled] == [("r1", "r2")]
    assert found.here_only == []


def test_a_number_that_another_child_bears_is_no_match() -> None:
    found = match([line(registry_number="G1", document_number=OTHER, name="别人")], [record(registry_number="G1")])
    assert (found.pairs, len(found.there_only), len(found.here_only)) == ([], 1, 1)


def test_without_a_document_name_sex_and_birth_date_have_to_be_of_one_pupil_only() -> None:
    assert len(match([line(document_number="")], [record()]).pairs) == 1
    assert match([line(document_number="")], [record(), record("r2", OTHER)]).pairs == []
    assert match([line(document_number="", sex="1")], [record()]).pairs == []


def test_another_document_of_the_same_child_is_two_numbers() -> None:
    assert kinds(match([line(document_number=OTHER)], [record()])) == [("two-numbers", "changed-both")]


def test_a_record_that_is_held_goes_before_one_that_was_left() -> None:
    left, held = record("r1", status="transferred-out", opened_seq=9), record("r2")
    assert match([line()], [left, held]).pairs[0][1] is held
    assert kinds(match([line()], [left])) == [("state", "left-here")]
    assert [each.cause for each in judged(match([line()], [left]), past=((10, {}),))] == ["left-not-sent"]


def test_a_cell_that_was_refused_or_is_empty_says_nothing() -> None:
    whole = line(sex="1", native_place="")
    assert kinds(match([Line(whole.where, whole.values, "", frozenset({"sex"}))], [record()])) == []


@pytest.mark.parametrize(
    ("columns", "cause"),
    [
        ({"standing": "refused"}, "refused"),
        ({"opened_seq": 10}, "not-sent"),
        ({"handover": {"role": "from"}}, "moving"),
        ({"standing": "pending"}, "not-decided"),
        ({"standing": "approved"}, "approved-not-listed"),
    ],
)
def test_a_pupil_who_is_only_here_is_so_for_one_reason(columns: dict[str, Any], cause: str) -> None:
    assert kinds(match([], [record(**columns)])) == [("here-only", cause)]


@pytest.mark.parametrize(
    ("before", "here", "there", "cause"),
    [
        ("A", "B", "A", "changed-here"),
        ("A", "A", "B", "changed-there"),
        ("A", "B", "C", "changed-both"),
    ],
)
def test_what_was_sent_last_tells_who_changed_it(before: str, here: str, there: str, cause: str) -> None:
    past: Past = ((1, {"phone": before}), (10, {"phone": here}))
    assert why_differs(record(), ("phone", here, there), 9, past) == cause


def test_an_earlier_value_that_was_replaced_and_sent_is_not_a_change_of_theirs() -> None:
    past: Past = ((1, {"phone": "A"}), (5, {"phone": "B"}))
    assert why_differs(record(), ("phone", "B", "A"), 9, past) == "sent-not-applied"
    assert why_differs(record(), ("phone", "B", "A"), 0, past) == "not-sent"


def test_a_name_in_other_characters_is_the_same_name() -> None:
    past: Past = ((1, {"name": "买买提·艾力"}),)
    assert why_differs(record(), ("name", "买买提·艾力", "买买提.艾力"), 9, past) == "typed-differently"
    assert why_differs(record(), ("name", "林小满", "林小曼"), 9, ((1, {"name": "林小满"}),)) == "changed-there"


def test_a_correction_under_way_is_the_cause() -> None:
    case = {"kind": "corrected", "seq": 5, "on": "2026-10-09", "body": {"changes": {"sex": {"from": "2", "to": "1"}}}}
    asked = record(open_case=case)
    assert why_differs(asked, ("sex", "2", "1"), 9, ()) == "correction-waits"
    assert why_differs(asked, ("sex", "2", "1"), 4, ()) == "correction-not-sent"


def test_most_grades_off_by_the_same_years_are_another_semester() -> None:
    cohort = record().cohort
    off = [(line(grade=f"primary-{cohort + 1}"), record()) for _ in range(3)]
    right = [(line(), record()) for _ in range(3)]
    assert find_shift([*off, *right[:2]]) == (-1, 3, 5)
    assert find_shift([*off, *right]) == (0, 0, 6)
    assert find_shift(off[:2]) == (0, 0, 2)
