"""The forms a school issued (第二十五条): a running number a year, and the secret key of their verification codes."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry

_KEY_BYTES = 32


class Issued(NamedTuple):
    """One line of the register. `record_id` is empty where a form is not about one pupil; `digest` is keyed, hex."""

    number: str
    kind: str
    record_id: str
    issued_on: str
    digest: str


def next_number(registry: Registry, year: int) -> str:
    """The number of the next form of this year, as 2026-000123."""
    last = registry.rows("select max(number) from forms where number like ?", (f"{year:04}-%",))[0][0]
    return f"{year:04}-{int(last[5:]) + 1 if last else 1:06}"


def secret(registry: Registry) -> bytes:
    """The key of this school's codes; b"" before the first form."""
    rows = registry.rows("select secret from form_key")
    return bytes(rows[0][0]) if rows else b""


def require_secret(registry: Registry) -> bytes:
    """The same, made where there is none; inside the caller's transaction."""
    found = secret(registry)
    if not found:
        found = secrets.token_bytes(_KEY_BYTES)
        with engine_errors():
            registry.connection.execute("insert into form_key values (1, ?)", (found,))
    return found


def register(registry: Registry, form: Issued) -> None:
    """Append one form; inside the caller's transaction."""
    with engine_errors():
        registry.connection.execute("insert into forms values (?,?,?,?,?)", form)


def issued(registry: Registry, number: str) -> Issued | None:
    """The form of this number, None if this registry issued none."""
    rows = registry.rows("select number, kind, record_id, issued_on, digest from forms where number = ?", (number,))
    return Issued(*rows[0]) if rows else None
