"""Where the authority's store stands: a file in its home, or a PostgreSQL database that the home names by its URL.

The URL is kept without a password, with the installation whose store it is: a home never works on another one's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from xjcli.authority.store import Store, installation_of, require_fit
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.schema.canonical import canonical

DATABASE = "authority.db"
STORE = "store.json"
_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database and the installation (hex) of the authority whose store it is."""

    url: str
    installation: str


def exists(home: Path) -> bool:
    """True where an authority stands; a server that was named and never filled is none. Refuses as `server_holds`."""
    if (home / DATABASE).exists():
        return True
    server = named(home)
    return server is not None and bool(server_holds(server.url))


def named(home: Path) -> Server | None:
    """The server that this home names, or None. Refuses `authority.store-unusable` for a file that is not ours."""
    if not (home / STORE).exists():
        return None
    try:
        found = json.loads(read_bounded(home / STORE, _CAP))
        return Server(str(found["url"]), str(found["installation"]))
    except (ValueError, KeyError, TypeError):
        raise Refusal(Problem("authority.store-unusable", where=STORE)) from None


def name(home: Path, server: Server) -> None:
    """Write down the server of this home, for its owner alone."""
    data = canonical({"installation": server.installation, "url": server.url})
    atomic_write(home / STORE, data + b"\n", private=True, force=True)


def server_holds(url: str) -> str:
    """The installation whose store stands at this URL; empty for an empty database.

    Refuses `authority.db-driver`, `authority.db-unreachable`, `authority.db-unfit`, `authority.db-foreign`.
    """
    store = Store(url)
    try:
        with store.reading() as tx:
            require_fit(tx)
            return installation_of(tx)
    finally:
        store.close()


def open_store(home: Path, *, rehearse: bool) -> Store:
    """The store of this home. Refuses `authority.missing`, and what `server_holds` refuses."""
    if (home / DATABASE).is_file():
        return Store(home / DATABASE, rehearse=rehearse)
    server = named(home)
    if server is None:
        raise Refusal(Problem("authority.missing"))
    found = server_holds(server.url)
    if not found:
        raise Refusal(Problem("authority.missing"))
    if found != server.installation:
        raise Refusal(Problem("authority.db-foreign"))
    return Store(server.url, rehearse=rehearse)
