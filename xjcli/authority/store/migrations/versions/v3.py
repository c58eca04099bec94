"""Version 3: how far a `heads` entry names each school's chains; on PostgreSQL, many who write at once.

There case numbers come from sequences, which go on behind the last number of before, and a ledger's density is asked
once a statement instead of once a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

_COUNT = "SELECT COALESCE(MAX(value), 0) FROM sequences WHERE name = 'case-{}'"
_DENSE = """
CREATE OR REPLACE FUNCTION xj_dense() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE holes bigint; BEGIN EXECUTE format(
'SELECT count(*) FROM (SELECT school, min(seq) AS low, max(seq) AS high, count(*) AS many FROM fresh GROUP BY school)
AS f WHERE f.high - f.low + 1 <> f.many OR f.low <> 1 + COALESCE((SELECT max(t.seq) FROM %I.%I AS t
WHERE t.school = f.school AND t.seq < f.low), 0)', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO holes;
IF holes > 0 THEN RAISE EXCEPTION '% must stay dense', TG_TABLE_NAME
USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$
"""


def upgrade() -> None:
    """Nothing that stands is touched: the chains of before are named by the first `heads` entry that is written."""
    server = op.get_bind().dialect.name == "postgresql"
    text: sa.types.TypeEngine[str] = sa.Text(collation="C") if server else sa.Text()
    number: sa.types.TypeEngine[int] = sa.BigInteger() if server else sa.Integer()
    op.create_table(
        "heads",
        sa.Column("school", text, primary_key=True),
        sa.Column("seq", number, nullable=False),
        sa.Column("hash", text, nullable=False),
        sa.Column("in_seq", number, nullable=False),
        sa.Column("in_hash", text, nullable=False),
        sa.Column("entry", number, nullable=False),
    )
    if server:
        _many_writers()


def _many_writers() -> None:
    tx = op.get_bind()
    for letter in "ENCH":
        last = int(tx.exec_driver_sql(_COUNT.format(letter)).scalar() or 0)
        tx.exec_driver_sql(f"CREATE SEQUENCE case_{letter.lower()} START {last + 1}")
    for table in ("school_acts", "ledger"):
        tx.exec_driver_sql(f"DROP TRIGGER {table}_dense ON {table}")
    tx.exec_driver_sql(_DENSE.replace("%", "%%"))
    for table in ("school_acts", "ledger"):
        tx.exec_driver_sql(
            f"CREATE TRIGGER {table}_dense AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
            "FOR EACH STATEMENT EXECUTE FUNCTION xj_dense()"
        )
