"""Who is at the desk (第二十三条): people with their account of the operating system and when they last did anything.

A name is not a password: whoever may open the file may do anything with it. What stands here keeps honest people from
working under another's name, and tells who did what.
"""

from __future__ import annotations

from typing import NamedTuple

from xjcli.registry import staff
from xjcli.registry.connect import engine_errors
from xjcli.registry.ledger import Registry
from xjcli.regulation.safeguards import AtDesk


class Account(NamedTuple):
    """`os_user` is a login name of this computer, "" for none; `unlocked_at` is UTC, "" where it never was locked."""

    name: str
    os_user: str = ""
    unlocked_at: str = ""


def everyone(registry: Registry) -> dict[str, Account]:
    """Every account that was set up, by name."""
    rows = registry.rows("select name, os_user, unlocked_at from accounts order by name")
    return {row["name"]: Account(**dict(row)) for row in rows}


def keep(registry: Registry, account: Account) -> None:
    """Store an account as it stands now; inside the caller's transaction."""
    with engine_errors():
        registry.connection.execute("insert or replace into accounts values (?,?,?)", account)


def at_desk(registry: Registry, named: str, usual: str) -> str:
    """Whose desk it is: who was named, else whose account of the operating system this is, else who usually is."""
    if named:
        return named
    accounts = [each for each in everyone(registry).values() if each.os_user]
    if accounts:
        user = login_name()
        return next((each.name for each in accounts if each.os_user == user), usual)
    return usual


def login_name() -> str:
    """The account of the operating system under which this program runs."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):  # a system without one
        return ""


def last_seen(registry: Registry) -> dict[str, str]:
    """Name → when that person last recorded or saw anything, UTC."""
    rows = registry.rows(
        "select who, max(at) from (select recorded_by as who, recorded_at as at from operations"
        " union all select who, at from access_log) group by who"
    )
    return {row[0]: row[1] for row in rows}


def people(registry: Registry) -> list[AtDesk]:
    """Everyone on the list of registrars, with account and last activity, by name."""
    accounts, seen = everyone(registry), last_seen(registry)
    found = []
    for each in staff.everyone(registry):
        account = accounts.get(each.name, Account(each.name))
        last = max(seen.get(each.name, ""), account.unlocked_at, each.since)
        found.append(AtDesk(each, account.os_user, last[:10]))
    return found
