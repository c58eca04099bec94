"""The schools whose cards an official has added after comparing the fingerprint (第三条, 属地管理)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Row, func, insert, select, update

from xjcli.authority.store import Tx
from xjcli.authority.store.tables import records, revoked_keys, schools


@dataclass(frozen=True, slots=True)
class School:
    """A school as its card says; `revoked_at` is empty while its key counts. Times are ISO texts in UTC."""

    code: str
    name: str
    region: str
    installation: str
    fingerprint: str
    sign_key: str
    suite: str
    seal_key: str
    added_at: str
    revoked_at: str
    card: bytes = field(repr=False)


def find(tx: Tx, code: str) -> School | None:
    """The school with this code, revoked or not."""
    row = tx.execute(select(schools).where(schools.c.code == code)).first()
    return None if row is None else _school(row)


def every(tx: Tx) -> list[School]:
    """All schools, by code."""
    return [_school(row) for row in tx.execute(select(schools).order_by(schools.c.code))]


def add(tx: Tx, school: School) -> None:
    """Keep a school; one that is there gets its new card, and its channels stay as they are."""
    values = {name: getattr(school, name) for name in School.__slots__}
    values["revoked_at"] = school.revoked_at or None
    if find(tx, school.code) is None:
        tx.execute(insert(schools), [values])
    else:
        tx.execute(update(schools).where(schools.c.code == school.code).values(**values))


def revoke(tx: Tx, school: School, at: str) -> None:
    """From this moment on nothing signed by the school's key counts, and its keys never come back."""
    tx.execute(update(schools).where(schools.c.code == school.code).values(revoked_at=at))
    rows = [{"school": school.code, "public": key, "revoked_at": at} for key in (school.sign_key, school.seal_key)]
    tx.execute(insert(revoked_keys), rows)


def revoked_before(tx: Tx, school: School) -> bool:
    """True if one of the keys that this card names was revoked."""
    keys = (school.sign_key, school.seal_key)
    wanted = select(revoked_keys.c.public).where(revoked_keys.c.school == school.code, revoked_keys.c.public.in_(keys))
    return tx.execute(wanted).first() is not None


def pupils(tx: Tx) -> dict[str, int]:
    """How many records each school has here."""
    counted = select(records.c.school, func.count()).group_by(records.c.school)
    return {row[0]: row[1] for row in tx.execute(counted)}


def _school(row: Row[tuple[object, ...]]) -> School:
    values = {name: getattr(row, name) for name in School.__slots__}
    return School(**{**values, "revoked_at": values["revoked_at"] or ""})
