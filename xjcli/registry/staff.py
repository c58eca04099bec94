"""The school's registrars (第二十三条): an ordinary table; what is reported upward is an act of its own."""

from __future__ import annotations

from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry
from xjcli.regulation.safeguards import Registrar


def everyone(registry: Registry) -> list[Registrar]:
    """All registrars, also those who left, by name."""
    rows = registry.rows("select name, role, since, trained_on, until from staff order by name")
    return [Registrar(**dict(row)) for row in rows]


def keep(registry: Registry, registrar: Registrar) -> None:
    """Add a registrar or write one as they now stand; inside the caller's transaction."""
    values = (registrar.name, registrar.role, registrar.since, registrar.trained_on, registrar.until)
    with engine_errors():
        registry.connection.execute(
            "insert into staff (name, role, since, trained_on, until) values (?,?,?,?,?) on conflict (name) do update"
            " set role = excluded.role, since = excluded.since, trained_on = excluded.trained_on,"
            " until = excluded.until",
            values,
        )
