"""第三条、第二十四条: what an export of the national system said of a pupil's state is kept, and checked ever after.

It is no act: a leave or a dropout has its own proof and its own clock, and none is made from a column of a list. It is
kept beside the ledger, in the settings: only of pupils whose state differed, with the state we had then. So it stands
until something is recorded of the pupil's state here, or a newer export says the same as we; `xj check` and the review
of every semester name it with the command that settles it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.listed import settling, words
from xjcli.procedures.settings import NATIONAL_STATES, store
from xjcli.registry import queries
from xjcli.registry.ledger import Registry
from xjcli.regulation.national_states import differs
from xjcli.schema.canonical import canonical
from xjcli.schema.record import Record


class Said(NamedTuple):
    """What the export said of one pupil: the national code, the status we had then, and the day it was taken in."""

    code: str
    status: str
    on: str


def kept(registry: Registry) -> dict[str, Said]:
    """Record id → what stands of it."""
    return {
        record_id: Said(*said) for record_id, said in json.loads(registry.settings().get(NATIONAL_STATES, "{}")).items()
    }


def keep(desk: Desk, compared: Mapping[str, tuple[str, str]], on: date) -> int:
    """Keep what an export said of these pupils (our status, its code); what an older one said of them goes.

    Gives how many differ.
    """
    before = kept(desk.registry)
    after = {record_id: said for record_id, said in before.items() if record_id not in compared}
    for record_id, (status, code) in compared.items():
        if differs(status, code):
            after[record_id] = Said(code, status, on.isoformat())
    if after != before:
        store(desk, NATIONAL_STATES, canonical({record_id: list(said) for record_id, said in after.items()}).decode())
    return len(after)


def find_state_differences(desk: Desk) -> Iterator[Problem]:
    """`check.state-differs` for each pupil of whom the national system says something else than we, as it last said."""
    for record_id, said in sorted(kept(desk.registry).items()):
        record = queries.record(desk.registry, record_id)
        if record is not None and _stands(record, said):
            here, there = words(record.status, said.code)
            params = {"here": here, "there": there, "date": said.on, "command": settling(desk, record, said.code)}
            yield Problem("check.state-differs", "warn", record_id, params)


def _stands(record: Record, said: Said) -> bool:
    """Nothing was recorded of the state since: a newer act of ours is not contradicted by an older list."""
    return record.status == said.status and differs(record.status, said.code)
