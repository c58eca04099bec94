"""What has a clock (第七、十四、十五、十九、二十一、二十二条), by small indexes: closed cases cost nothing here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xjcli.registry.exchange import last_sent_act
from xjcli.registry.ledger import Registry, act_from_row
from xjcli.registry.queries import records_where
from xjcli.schema.act import Act
from xjcli.schema.record import ON_LEAVE, PENDING, Record


class Group(NamedTuple):
    """Records that share one clock: the day it started, how many they are, and one of them."""

    since: str
    pupils: int
    record_id: str


def under_way(registry: Registry) -> list[Record]:
    """Records with a case that waits or a handover under way."""
    return records_where(registry, "open_case <> '{}' or handover <> '{}' order by record_id")


def to_send(registry: Registry) -> list[Record]:
    """Records whose dossier has to follow the pupil (第十五条)."""
    return records_where(registry, "dossier = 'to-send' order by record_id")


def on_leave(registry: Registry) -> list[Record]:
    """Records on leave; each ends on a day (第十九条)."""
    return records_where(registry, "status = ? order by record_id", (ON_LEAVE,))


def without_dossier(registry: Registry) -> list[Group]:
    """Records on the roll whose dossier has no proof yet, by the day they were opened (第七条)."""
    return _groups(
        registry,
        "select opened_on, count(*), min(record_id) from records indexed by records_without_dossier"
        " where dossier = '' and status in ('enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing')"
        " group by opened_on",
    )


def unapproved(registry: Registry) -> list[Group]:
    """Enrolments that wait for the authority, by the day they were asked for (第四条)."""
    sql = (
        "select changed_on, count(*), min(record_id) from records where standing = ? and status = 'enrolled'"
        " group by changed_on"
    )
    return _groups(registry, sql, (PENDING,))


def unreceived(registry: Registry, kinds: Iterable[str]) -> list[Act]:
    """Acts of these kinds that no bundle has brought to the authority yet: a report not yet made.

    Only these are read and parsed: thousands of other acts that wait to be sent cost a look at their kind.
    """
    rows = registry.rows("select min(first_act) from bundles where direction = 'up' and stage in ('signed', 'sent')")
    first = rows[0][0] or last_sent_act(registry) + 1
    wanted = tuple(kinds)
    sql = f"select * from acts where seq >= ? and kind in ({','.join('?' * len(wanted))}) order by seq"  # noqa: S608  marks
    return [act_from_row(row) for row in registry.rows(sql, (first, *wanted))]


def _groups(registry: Registry, sql: str, values: tuple[str, ...] = ()) -> list[Group]:
    return [Group(str(row[0]), int(row[1]), str(row[2])) for row in registry.rows(sql, values)]
