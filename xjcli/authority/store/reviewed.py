"""第二十四条: the signed reviews among a school's mirrored acts, with the moment at which each came."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import select

from xjcli.authority.store import Tx
from xjcli.authority.store.tables import bundles, school_acts
from xjcli.schema.act import OFFICE

KIND = "semester-reviewed"


class Received(NamedTuple):
    """A statement's act: its place, its body as it came, and when its bundle was taken in (UTC)."""

    act: int
    on: str
    body: dict[str, Any]
    received_at: str


def of_school(tx: Tx, school: str) -> list[Received]:
    """Every statement of a school, oldest first. The acts of the office are found by the index of records."""
    wanted = (
        select(school_acts.c.seq, school_acts.c.occurred_on, school_acts.c.body, bundles.c.stored_at)
        .join(bundles, bundles.c.id == school_acts.c.bundle)
        .where(school_acts.c.school == school, school_acts.c.record_id == OFFICE, school_acts.c.kind == KIND)
        .order_by(school_acts.c.seq)
    )
    return [Received(row[0], row[1], json.loads(row[2]), row[3]) for row in tx.execute(wanted) if row[2]]


def hash_at(tx: Tx, school: str, seq: int) -> str:
    """The hash of the school's act at this place; empty where there is none."""
    wanted = select(school_acts.c.hash).where(school_acts.c.school == school, school_acts.c.seq == seq)
    return str(tx.execute(wanted).scalar() or "")
