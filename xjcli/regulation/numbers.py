"""第五条: 学籍号以学生居民身份证号为基础生成，一人一号，终身不变. What a school may propose, and what only
the authority makes.

The law leaves the rule of making a number to the ministry, and only the national system issues one. So a
school proposes a candidate for comparison, or marks the record itself (`TMP-…`); J and L come from the
authority alone. No function here ever changes an issued number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xjcli.errors import Problem
from xjcli.schema.record import ISSUED, LOCAL, PROPOSED
from xjcli.schema.values.numbers import RegistryNumber, make_local
from xjcli.schema.values.resident import RESIDENT_ID, check_character, parse_resident


def candidate(
    document_type: str, document_number: str, record_id: str, prefix_for: Mapping[str, str]
) -> tuple[str, str]:
    """The number a school starts a record with, and its state: (`G…`, proposed) or (`TMP-…`, local).

    `prefix_for` is the rule pack's table from 身份证件类型 to the letter of the number. Only `G` is ever
    proposed, and only from a resident identity number that passes every check: the letter of residence
    permits and foreign cards is not established.
    """
    if prefix_for.get(document_type) == "G":
        resident, _ = parse_resident(document_number, today=date.max)
        if resident is not None and resident.kind == RESIDENT_ID:
            return "G" + resident.text, PROPOSED
    return make_local(record_id), LOCAL


def keep_issued(value: str, state: str, offered: tuple[str, str]) -> tuple[str, str]:
    """终身不变: the number and state after another one is offered; an issued number stays what it is."""
    return (value, state) if state == ISSUED else offered


def compare(number: RegistryNumber, resident_number: str, *, corrected: bool = False) -> list[Problem]:
    """Compares a formal number with the identity number of its record. Never refuses: after a lawful
    correction of the identity number the 学籍号 stays, so a difference is a note where a correction is on
    record (`corrected`), else a warning.
    """
    if number.prefix != "G" or not resident_number or number.tail == resident_number:
        return []
    return [Problem("number.differs-from-id", "note" if corrected else "warn", "registry_number")]


def allocate_j(region: str, birth_date: date, sequence: int) -> str:
    """For the authority: J + region of the school + birth date + sequence (1–999) + check character.

    Raises ValueError for a region that is not six digits or a sequence out of range.
    """
    if not 1 <= sequence <= 999:
        raise ValueError("the sequence of a J number runs from 1 to 999")
    body = f"{_region(region)}{_places(birth_date)}{sequence:03}"
    return f"J{body}{check_character(body)}"


def allocate_l(region: str, birth_date: date, digits: str) -> str:
    """For the authority: L + region of the school + birth date + four random digits, which the caller draws.

    Raises ValueError for a region that is not six digits or a tail that is not four.
    """
    if len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("the tail of an L number is four digits")
    return f"L{_region(region)}{_places(birth_date)}{digits}"


def _places(birth_date: date) -> str:
    return f"{birth_date.year:04}{birth_date.month:02}{birth_date.day:02}"


def _region(region: str) -> str:
    if len(region) != 6 or not (region.isascii() and region.isdigit()):
        raise ValueError("a region is six digits")
    return region
