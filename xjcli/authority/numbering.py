"""第五条: 一人一号，终身不变; only the authority gives out a 学籍号.

G comes from a resident identity number that passes every check. J and L are ours: J from a counter per region and
birth date, L with four random digits. A number that an official list had given before is kept as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from xjcli.authority.store import Tx, numbers, records
from xjcli.errors import Problem, Refusal
from xjcli.regulation.numbers import allocate_j, allocate_l, candidate
from xjcli.schema.record import ISSUED, PROPOSED, TRANSFERRED_OUT, Record

#: 身份证件类型 → letter; what is not named gets J. The same as `number.prefixes` of the rule pack (a test
#: compares them), which belongs to the school's side of the house.
LETTERS: Mapping[str, str] = MappingProxyType({"1": "G", "6": "L", "7": "L", "8": "L", "9": "L", "A": "L", "Z": "J"})
_L_TRIES = 500
_L_TAILS = 10_000
_J_LAST = 999


def issue(tx: Tx, school: str, region: str, record: Record, now: str) -> str:
    """The number of a record that is being approved, taken for ever in this transaction.

    Raises Refusal `decide.number-taken` where it belongs to another pupil, `decide.no-number-left`.
    """
    fixed = fixed_number(record)
    if fixed:
        if not take(tx, fixed, school, record.record_id, numbers.ISSUED, now):
            raise Refusal(Problem("decide.number-taken", where=record.record_id))
        return fixed
    for number in _own_numbers(tx, region, record):
        if numbers.owner(tx, number) is None:
            numbers.take(tx, number, school, record.record_id, numbers.ISSUED, now)
            return number
    raise Refusal(Problem("decide.no-number-left", where=record.record_id))


def take(tx: Tx, number: str, school: str, record_id: str, source: str, now: str) -> bool:
    """Take a number for a record. False, and nothing changed, if another pupil has it.

    第九条: a number whose school has ended goes on with its pupil to the school that takes it on.
    """
    if numbers.take(tx, number, school, record_id, source, now):
        return True
    if not is_free(tx, numbers.owner(tx, number), school):
        return False
    numbers.move(tx, number, school, record_id)
    return True


def is_free(tx: Tx, owner: tuple[str, str] | None, school: str) -> bool:
    """True if this owner's school has ended and handed its pupils over, to this school or to nobody named."""
    record = records.load(tx, *owner) if owner else None
    if record is None or record.status != TRANSFERRED_OUT or record.situation.get("moved_to"):
        return False
    return "custodian" in record.situation and record.situation.get("custody_to", "") in ("", school)


def fixed_number(record: Record) -> str:
    """The one number this record can have, if it is not ours to make up: official already, or G."""
    if record.number_state == ISSUED:
        return record.registry_number
    return own_candidate(record)


def own_candidate(record: Record) -> str:
    """The G number that the record's verified document gives; empty where it gives none."""
    value, state = candidate(record.document_type, record.document_number, record.record_id, LETTERS)
    return value if state == PROPOSED else ""


def _own_numbers(tx: Tx, region: str, record: Record) -> Iterator[str]:
    """Numbers of ours to try, one after another."""
    birth = date.fromisoformat(record.birth_date)
    if LETTERS.get(record.document_type) == "L":
        for _ in range(_L_TRIES):
            yield allocate_l(region, birth, f"{secrets.randbelow(_L_TAILS):04d}")
        return
    while (value := numbers.next_value(tx, f"J-{region}-{birth.isoformat()}")) <= _J_LAST:
        yield allocate_j(region, birth, value)
