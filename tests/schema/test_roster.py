"""第二十四条: the authority's roster as bytes, for ever; whatever is not exactly that is refused at its line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bundle.offices import ROSTER_HEAD, ROSTER_LINES
from xjcli.errors import Refusal
from xjcli.schema import roster
from xjcli.schema.canonical import canonical

DATA = roster.to_bytes(ROSTER_HEAD, ROSTER_LINES)


def altered(line: int, **fields: Any) -> bytes:
    """The same part with one line otherwise."""
    lines = DATA.split(b"\n")
    lines[line] = canonical({**json.loads(lines[line]), **fields})
    return b"\n".join(lines)


def fault(data: bytes) -> tuple[str, str | None, str]:
    with pytest.raises(Refusal) as caught:
        roster.from_bytes(data)
    problem = caught.value.problems[0]
    return problem.code, problem.where, str(problem.params["field"])


@pytest.mark.parametrize("lines", [[], ROSTER_LINES[:1], ROSTER_LINES])
def test_what_was_written_is_read(lines: list[roster.Held]) -> None:
    assert roster.from_bytes(roster.to_bytes(ROSTER_HEAD, lines)) == roster.Roster(ROSTER_HEAD, tuple(lines))


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (0, "schema", "xj.roster/2"),
        (0, "school", "1"),
        (0, "authority", "32"),
        (0, "on", "2026-02-30"),
        (0, "school_seq", -1),
        (0, "school_head", ""),
        (0, "authority_head", "x"),
        (0, "records", 1),
        (1, "record_id", "a b"),
        (1, "status", "here"),
        (1, "standing", "APPROVED"),
        (1, "number_state", ""),
        (1, "cohort", True),
        (1, "person", {"unknown": "x"}),
        (1, "person", {"name": 1}),
        (1, "person", []),
        (2, "case", "案"),
        (2, "against", "school"),
    ],
)
def test_a_field_of_another_shape_is_named_with_its_line_and_never_its_value(line: int, field: str, value: Any) -> None:
    assert fault(altered(line, **{field: value})) == ("bundle.answer", f"line {line + 1}", field)


def test_a_record_twice_or_out_of_order_is_refused() -> None:
    assert fault(altered(2, record_id="r-0001")) == ("bundle.answer", "line 3", "record_id")
    assert fault(altered(2, record_id="r-0000")) == ("bundle.answer", "line 3", "record_id")


def test_a_missing_or_a_further_line_is_refused() -> None:
    assert fault(DATA.rsplit(b"\n", 1)[0]) == ("bundle.answer", "line 1", "records")
    assert fault(DATA + b"\n") == ("bundle.answer", "line 1", "records")
    assert fault(b"") == ("bundle.answer", "line 1", "JSON")


def test_two_rosters_of_other_days_with_the_same_records_have_the_same_lines() -> None:
    assert DATA.endswith(b"\n" + roster.lines_to_bytes(ROSTER_LINES))
