"""Records in every state that the life cycle knows, each reached by acts and not made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.regulation.acts import approved, arriving, chain, changed, opened, placed, ruled, taken_on
from xjcli.regulation.fold import fold, step
from xjcli.schema import record as at
from xjcli.schema.act import Draft
from xjcli.schema.record import Record

R = "r-1"
_HERE = (taken_on(R),)

#: The shortest way to every status there is.
WAYS: Mapping[str, tuple[Draft, ...]] = {
    at.ARRIVING: (arriving(R),),
    at.ENROLLED: _HERE,
    at.ON_LEAVE: (*_HERE, changed("leave-granted", R)),
    at.ABROAD: (*_HERE, changed("went-abroad", R)),
    at.DROPPED_OUT: (*_HERE, changed("dropout-reported", R)),
    at.MISSING: (*_HERE, changed("missing-reported", R)),
    at.WITHDRAWN: (*_HERE, changed("withdrawn", R)),
    at.EXPELLED: (*_HERE, changed("expelled", R)),
    at.TRANSFERRED_OUT: (*_HERE, changed("transfer-notified", R), changed("handover-completed", R)),
    at.GRADUATED: (*_HERE, changed("graduated", R)),
    at.COMPLETED: (*_HERE, changed("completed", R)),
    at.LEFT_EARLY: (*_HERE, changed("left-early", R)),
    at.DEREGISTERED: (*_HERE, changed("death-reported", R)),
    at.CANCELLED: (arriving(R), changed("transfer-withdrawn", R)),
}


def after(*drafts: Draft) -> Record:
    """The one record that these acts add up to."""
    (record,) = fold(chain(*drafts)).values()
    return record


def at_status(status: str) -> Record:
    """A record in this status."""
    return after(*WAYS[status])


def then(record: Record, *drafts: Draft) -> Record:
    """The record after these acts as well."""
    for draft in drafts:
        record = step(record, placed(draft, record.last_seq + 1))
    return record


def waiting(kind: str, status: str = at.ENROLLED) -> Record:
    """A record in this status on which an act of this kind waits for approval."""
    return then(at_status(status), changed(kind, R, awaits=True))


def allow(record: Record) -> Record:
    """The record after the authority has approved what waits."""
    return then(record, ruled(R, record.open_case["seq"]))


def deny(record: Record) -> Record:
    """The record after the authority has refused what waits."""
    return then(record, ruled(R, record.open_case["seq"], refused=True))


def same_but(record: Record, **columns: Any) -> Record:
    """The record with other values in these columns; its last act is not compared."""
    return replace(record, last_seq=0, **columns)


PENDING_PUPIL = after(opened(R))
APPROVED_PUPIL = after(opened(R), approved(R))
