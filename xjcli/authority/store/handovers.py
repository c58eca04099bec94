"""学籍转接 (第十四条): one row a case, from the request of the receiving school to its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.engine import own
from xjcli.authority.store.tables import handovers
from xjcli.regulation.handover import UNDER_WAY


@dataclass(frozen=True, slots=True)
class Handover:
    """One case. `from_record` is empty until it is found, `registry_number` what the receiving school claims."""

    case_id: str
    route: str
    kind: str
    to_school: str
    to_record: str
    from_school: str
    from_record: str
    registry_number: str
    state: str
    party: str
    since: str
    requested_on: str
    notified_on: str = ""
    answer: str = ""
    answered_on: str = ""
    reason: str = ""
    ended_on: str = ""


def add(tx: Tx, handover: Handover) -> None:
    """Keep a new case."""
    own(tx)
    tx.execute(insert(handovers), [asdict(handover)])


def change(tx: Tx, handover: Handover) -> None:
    """Write a case as it now stands."""
    own(tx)
    tx.execute(update(handovers).where(handovers.c.case_id == handover.case_id).values(**asdict(handover)))


def find(tx: Tx, case_id: str) -> Handover | None:
    """The handover of this case."""
    return _one(tx, handovers.c.case_id == case_id)


def of_from(tx: Tx, school: str, record_id: str) -> Handover | None:
    """The handover under way that takes this record away."""
    return _one(tx, (handovers.c.from_school == school) & (handovers.c.from_record == record_id) & _under_way())


def of_to(tx: Tx, school: str, record_id: str) -> Handover | None:
    """The handover that this arriving record waits for."""
    return _one(tx, (handovers.c.to_school == school) & (handovers.c.to_record == record_id))


def lost(tx: Tx, from_school: str) -> list[Handover]:
    """Cases under way whose record at this school was not found yet, oldest first."""
    here = (handovers.c.from_school == from_school) & (handovers.c.from_record == "") & _under_way()
    return list(_all(tx, here))


def listing(tx: Tx, *, school: str = "", ended: bool = False) -> list[Handover]:
    """Cases under way, or all; of either side of one school, oldest first."""
    wanted: ColumnElement[bool] = handovers.c.case_id != ""
    if not ended:
        wanted = wanted & _under_way()
    if school:
        wanted = wanted & ((handovers.c.to_school == school) | (handovers.c.from_school == school))
    return list(_all(tx, wanted))


def _under_way() -> ColumnElement[bool]:
    return handovers.c.state.in_(UNDER_WAY)


def _one(tx: Tx, here: ColumnElement[bool]) -> Handover | None:
    row = tx.execute(select(handovers).where(here)).first()
    return None if row is None else _handover(row)


def _all(tx: Tx, here: ColumnElement[bool]) -> Iterable[Handover]:
    wanted = select(handovers).where(here).order_by(handovers.c.requested_on, handovers.c.case_id)
    return (_handover(row) for row in tx.execute(wanted))


def _handover(row: Row[Any]) -> Handover:
    return Handover(**row._mapping)
