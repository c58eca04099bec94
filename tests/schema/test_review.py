"""第二十四条: a signed statement has one spelling, exactly its fields, and adds up in itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reviews import line, lines, statement
from xjcli.errors import Refusal
from xjcli.schema.canonical import canonical
from xjcli.schema.review import ROLLS, Review, is_semester

OPEN = {"kind": "case", "code": "enrolment", "article": 4, "count": 2}


def fault(review: Review) -> tuple[str, str]:
    """The code and the field of what is refused."""
    with pytest.raises(Refusal) as caught:
        Review.from_bytes(review.to_bytes())
    (problem,) = caught.value.problems
    return problem.code, str(problem.params.get("field"))


def test_what_was_written_is_what_is_read() -> None:
    for review in (statement(), statement(open=[OPEN], because="等批复")):
        assert Review.from_bytes(review.to_bytes()) == review
        assert Review.from_json(review.to_json()) == review


def test_a_statement_written_in_its_semester_counts_its_last_day_up_to_its_act() -> None:
    assert statement(last_day="2026-11-24", act=7).through == 7
    assert statement(last_day="2027-01-31", act=7).through is None


def test_a_school_without_pupils_can_be_reviewed() -> None:
    empty = statement(figures={roll: [line("school")] for roll in ROLLS})
    assert Review.from_bytes(empty.to_bytes()) == empty


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("school", "320102"),
        ("name", " "),
        ("installation", "a b"),
        ("semester", "2026-summer"),
        ("semester", "2026-autumn "),
        ("first_day", "2026-09-02"),
        ("last_day", "2027-02-01"),
        ("last_day", "2026-08-31"),
        ("last_day", "2027-01-32"),
        ("act", -1),
        ("act", True),
        ("head", "A" * 64),
        ("registrar", ""),
        ("leader", "测试\u202e校长"),
        ("because", "没有未了结的事项"),
        ("because", "x" * 2001),
        ("written_at", "2027-01-18"),
        ("open", [{**OPEN, "more": 1}]),
        ("open", [{**OPEN, "count": 0}]),
        ("open", [OPEN] * 501),
        ("figures", {"present": lines()}),
        ("figures", {"present": lines(), "on-roll": lines(), "more": lines()}),
    ],
)
def test_another_value_is_refused_by_the_name_of_its_field(field: str, value: Any) -> None:
    assert fault(statement(**{field: value})) == ("review.statement", field)


def test_open_points_need_a_reason_and_a_reason_needs_open_points() -> None:
    assert fault(statement(open=[OPEN])) == ("review.statement", "because")
    assert fault(statement(open=[OPEN], because=" ")) == ("review.statement", "because")


def changed(place: int, **columns: Any) -> list[dict[str, Any]]:
    found = lines()
    found[place] = {**found[place], **columns}
    return found


@pytest.mark.parametrize(
    "figures",
    [
        [],
        lines()[1:],
        lines()[:-1],
        [*lines(), lines()[-1]],
        [lines()[0], *reversed(lines()[1:])],
        changed(0, closing=83),
        changed(3, closing=43),
        changed(3, opening=43, closing=43),
        changed(2, **{"in": {"11": 4}}, closing=41),
        changed(1, cohort=2025),
        changed(1, stage=""),
        changed(1, class_no="01"),
        changed(0, stage="primary", cohort=2024),
    ],
)
def test_figures_that_do_not_add_up_are_refused(figures: list[dict[str, Any]]) -> None:
    assert fault(statement(figures={"present": figures, "on-roll": lines()})) == (
        "review.statement", "figures.present",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        changed(0, of="county"), changed(0, opening=-1), changed(0, closing="82"), changed(0, more=1),
        changed(0, **{"in": {"11": 0}}), changed(0, **{"in": {"a b": 3}}), changed(0, out=[]), ["x"],
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_refused(wrong: Any) -> None:
    assert fault(statement(figures={"present": lines(), "on-roll": wrong})) == ("review.statement", "figures")


def test_a_pupil_without_a_class_has_a_line_of_the_unassigned() -> None:
    figures = [
        line("school", opening=1, closing=1), line("grade", "primary", 2024, opening=1, closing=1),
        line("class", "primary", 2024, "", opening=1, closing=1),
    ]  # fmt: skip
    review = statement(figures=dict.fromkeys(ROLLS, figures))
    assert Review.from_bytes(review.to_bytes()) == review


def test_a_statement_of_a_later_schema_is_told_apart_from_a_wrong_one() -> None:
    raw = statement().to_json()
    for schema, code in (
        ("xj.semester-review/2", "bundle.version"),
        (1, "review.statement"),
        (None, "review.statement"),
    ):
        with pytest.raises(Refusal) as caught:
            Review.from_bytes(canonical({**raw, "schema": schema}))
        assert caught.value.problems[0].code == code


def test_a_semester_is_spelled_in_one_way() -> None:
    assert is_semester("2026-autumn")
    assert not any(map(is_semester, ("2026秋", "2026-Autumn", "", None, 2026)))
