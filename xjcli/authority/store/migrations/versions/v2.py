"""Version 2: situation, open case, handover and dossier of a record; handovers (第十四条)."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

_TEXTS = ("route", "kind", "to_school", "to_record", "from_school", "from_record", "registry_number", "state", "party")
_DAYS = ("since", "requested_on", "notified_on", "answer", "answered_on", "reason", "ended_on")


def upgrade() -> None:
    """A new column says what is true where nothing was ever said of it; the fold fills it afterwards."""
    server = op.get_bind().dialect.name == "postgresql"
    text: sa.types.TypeEngine[str] = sa.Text(collation="C") if server else sa.Text()
    number: sa.types.TypeEngine[int] = sa.BigInteger() if server else sa.Integer()
    for name in ("situation", "open_case", "handover"):
        op.add_column("records", sa.Column(name, text, nullable=False, server_default="{}"))
    op.add_column("records", sa.Column("dossier", text, nullable=False, server_default=""))
    op.add_column("records", sa.Column("promoted_year", number, nullable=False, server_default="0"))
    columns = [sa.Column(name, text, nullable=False) for name in (*_TEXTS, *_DAYS)]
    op.create_table("handovers", sa.Column("case_id", text, primary_key=True), *columns)
    op.create_index("handover_to", "handovers", ["to_school", "to_record"])
    op.create_index("handover_from", "handovers", ["from_school", "from_record"])
