"""An older database of ours brought to the tables of this program by Alembic, inside the caller's transaction.

Each version is one script in `migrations/versions`, written once and never changed; nothing that was registered is
dropped. Alembic is loaded only where there is something to do.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, update

from xjcli.authority.store import SCHEMA_VERSION, Tx
from xjcli.authority.store.tables import meta


def version(tx: Tx) -> int:
    """Which version of the tables the database holds."""
    return int(tx.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar() or 1)


def migrate(tx: Tx) -> None:
    """Every step from the version of this database to ours, and a note of it in both places."""
    from alembic import command
    from alembic.config import Config

    steps = Config()
    steps.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    steps.attributes["connection"] = tx
    command.stamp(steps, str(version(tx)), purge=True)
    command.upgrade(steps, SCHEMA_VERSION)
    tx.execute(update(meta).where(meta.c.key == "schema").values(value=SCHEMA_VERSION))
