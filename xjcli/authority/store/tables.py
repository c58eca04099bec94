"""The authority's tables: one SQLAlchemy Core schema for SQLite (a county) and PostgreSQL (a city or a province).

Everything is keyed by school first, so that a distributed database can take the same schema; only identity
tokens and numbers are keyed by themselves, because 一人一号 (第五条) must hold across all schools. A document
number stands in clear in `records.person` and in the mirrored act alone; everywhere else stands a keyed token.
Times are ISO 8601 UTC texts, hashes are lower-case hex.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

from xjcli.schema.record import COLUMNS as RECORD_COLUMNS
from xjcli.schema.record import INTEGERS

metadata = MetaData()

#: The authority about itself: code, name, level, region, installation, schema, created_at.
meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

#: Who may decide; a decision always names one of them.
officials = Table(
    "officials",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("is_default", Boolean, nullable=False),
    Column("added_at", String(40), nullable=False),
)

#: Every school whose card was added; `installation` is the one computer that writes its channel.
schools = Table(
    "schools",
    metadata,
    Column("code", String(10), primary_key=True),
    Column("name", Text, nullable=False),
    Column("region", String(12), nullable=False),
    Column("installation", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("sign_key", Text, nullable=False),
    Column("suite", String(20), nullable=False),
    Column("seal_key", Text, nullable=False),
    Column("card", LargeBinary, nullable=False),
    Column("added_at", String(40), nullable=False),
    Column("revoked_at", String(40)),
)

#: Keys (for signing and for sealing) that were revoked: no card brings one of them back.
revoked_keys = Table(
    "revoked_keys",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("public", String(200), primary_key=True),
    Column("revoked_at", String(40), nullable=False),
)

#: Where each direction stands. `in`: the school's bundles, `head`/`ledger_seq` its last act taken in.
#: `out`: our answers, `head`/`ledger_seq` the part of our ledger they cover; `acknowledged` what the school has.
channels = Table(
    "channels",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("direction", String(3), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("last_id", String(64), nullable=False),
    Column("head", String(64), nullable=False),
    Column("ledger_seq", Integer, nullable=False),
    Column("acknowledged", Integer, nullable=False),
)

#: Every bundle taken in and every answer sent, byte for byte; the entries are those of the sender's ledger.
bundles = Table(
    "bundles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("school", String(10), nullable=False),
    Column("direction", String(3), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("type", String(20), nullable=False),
    Column("first_entry", Integer, nullable=False),
    Column("last_entry", Integer, nullable=False),
    Column("head_after", String(64), nullable=False),
    Column("about", String(64), nullable=False),
    Column("stored_at", String(40), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Index("bundle_place", "school", "direction", "seq", unique=True),
    Index("bundle_about", "about"),
)

#: The school's own ledger as it was taken in: append-only, its chain is checked by doctor.
school_acts = Table(
    "school_acts",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("occurred_on", String(10), nullable=False),
    Column("recorded_at", String(200), nullable=False),
    Column("recorded_by", String(200), nullable=False),
    Column("operation", String(200), nullable=False),
    Column("basis", Text, nullable=False),
    Column("body", Text),
    Column("salt", LargeBinary),
    Column("body_digest", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("case_id", String(20), nullable=False),
    Column("bundle", String(64), nullable=False),
    Index("act_of_record", "school", "record_id"),
)

#: What the mirrored acts and our decisions add up to: the columns of schema.record, one row per pupil, and the
#: keyed tokens under which 查重 finds it (第六条).
records = Table(
    "records",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("record_id", String(64), primary_key=True),
    *(
        Column(name, Integer if name in INTEGERS else Text, nullable=False)
        for name in RECORD_COLUMNS
        if name != "record_id"
    ),
    Column("document_token", String(64), nullable=False),
    Column("person_token", String(64), nullable=False),
    Index("record_document", "document_token"),
    Index("record_person", "person_token"),
)

#: 一人一号: which record holds an identity. A token is an HMAC, so the table is no list of identity numbers.
tokens = Table(
    "tokens",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("token", String(64), primary_key=True),
    Column("school", String(10), nullable=False),
    Column("record_id", String(64), nullable=False),
)

#: What waits for, or had, a decision of a named official.
cases = Table(
    "cases",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("school", String(10), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("act_seq", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("clean", Boolean, nullable=False),
    Column("problems", Text, nullable=False),
    Column("opened_at", String(40), nullable=False),
    Column("closed_at", String(40), nullable=False),
    Index("case_record", "school", "record_id"),
    Index("case_state", "state"),
)

#: 学籍转接 (第十四条): where the pupil goes, where the record is (empty until it is found), who has it since when.
#: `answer` and `reason` are what the school of origin said; days are ISO texts, empty where it has not come to that.
handovers = Table(
    "handovers",
    metadata,
    Column("case_id", String(20), primary_key=True),
    Column("route", String(20), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("to_school", String(10), nullable=False),
    Column("to_record", String(64), nullable=False),
    Column("from_school", String(10), nullable=False),
    Column("from_record", String(64), nullable=False),
    Column("registry_number", String(19), nullable=False),
    Column("state", String(10), nullable=False),
    Column("party", String(20), nullable=False),
    Column("since", String(10), nullable=False),
    Column("requested_on", String(10), nullable=False),
    Column("notified_on", String(10), nullable=False),
    Column("answer", String(10), nullable=False),
    Column("answered_on", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended_on", String(10), nullable=False),
    Index("handover_to", "to_school", "to_record"),
    Index("handover_from", "from_school", "from_record"),
)

#: The authority's own ledger, one chain per channel; append-only.
ledger = Table(
    "ledger",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("recorded_at", String(40), nullable=False),
    Column("recorded_by", String(200), nullable=False),
    Column("body", Text),
    Column("salt", LargeBinary),
    Column("body_digest", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("entry_of_record", "school", "record_id"),
)

#: How far a `heads` entry of ours names each school's two chains: what stands before it can no longer be taken away
#: or written anew, whole chains included. `entry` is the newest one that does.
heads = Table(
    "heads",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("in_seq", Integer, nullable=False),
    Column("in_hash", String(64), nullable=False),
    Column("entry", Integer, nullable=False),
)

#: Where Alembic notes the version of these tables; the same as `schema` in `meta`.
alembic_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

#: Every number ever given out or taken over; never given twice, never given back (第五条, 终身不变).
numbers = Table(
    "numbers",
    metadata,
    Column("registry_number", String(19), primary_key=True),
    Column("school", String(10), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("source", String(20), nullable=False),
    Column("since", String(40), nullable=False),
    Index("number_record", "school", "record_id"),
)

#: Counters of our own: case numbers, and the running part of J numbers per region and birth date.
sequences = Table(
    "sequences",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Integer, nullable=False),
)

#: Evidence that came with the bundles, by the SHA-256 of its content (第十条 decides on it).
evidence = Table(
    "evidence",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("bundle", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

#: What should never happen and did: two different bundles for one place in a channel.
alarms = Table(
    "alarms",
    metadata,
    Column("school", String(10), primary_key=True),
    Column("bundle", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("code", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
)


def _same_on_postgresql() -> None:
    """A text of any length in the order of its code points and a 64-bit number, on PostgreSQL as on SQLite."""
    for table in metadata.tables.values():
        for column in table.columns if table is not alembic_version else ():
            if isinstance(column.type, String):
                column.type = column.type.with_variant(Text(collation="C"), "postgresql")
            elif isinstance(column.type, Integer):
                column.type = column.type.with_variant(BigInteger(), "postgresql")


_same_on_postgresql()

#: The letters of case numbers: 建立学籍, 学籍号, 学籍变动, 学籍转接.
CASE_PREFIXES = ("E", "N", "C", "H")
#: Tables whose rows are only ever added; the engine puts triggers on them.
APPEND_ONLY = ("school_acts", "ledger", "bundles")
#: Tables that must also stay dense: the next row of a school has the next seq.
DENSE = ("school_acts", "ledger")
