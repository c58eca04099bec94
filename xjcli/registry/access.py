"""Who saw what unmasked, and why (第二十五条): a second, local, chained log that never travels."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from xjcli.registry.connect import Row, engine_errors
from xjcli.registry.ledger import Registry
from xjcli.schema.canonical import canonical

_START = "0" * 64


def record_access(registry: Registry, *, at: str, who: str, why: str, command: str, record_ids: Sequence[str]) -> int:
    """Append one entry: the record ids that were shown in full, never the numbers themselves. Gives its number."""
    records = canonical(list(record_ids)).decode()
    alone = not registry.connection.in_transaction
    with registry.transaction() if alone else engine_errors():  # two programs never write the same seq
        rows = registry.rows("select seq, hash from access_log order by seq desc limit 1")
        seq, prev = (rows[0]["seq"] + 1, rows[0]["hash"]) if rows else (1, _START)
        link = _link(seq, at, who, why, command, records, prev)
        registry.connection.execute(
            "insert into access_log values (?,?,?,?,?,?,?,?)",
            (seq, at, who, why, command, records, prev, link),
        )
    return int(seq)


def access_log_holds(registry: Registry) -> bool:
    """True if every entry follows the one before it."""
    prev = _START
    for row in registry.rows("select * from access_log order by seq"):
        expected = _link(row["seq"], row["at"], row["who"], row["why"], row["command"], row["records"], row["prev"])
        if row["prev"] != prev or row["hash"] != expected:
            return False
        prev = row["hash"]
    return True


def entries(registry: Registry, *, since: str = "", by: str = "") -> list[Row]:
    """The entries since a day (UTC) and of one person, where they are named; the newest first."""
    sql = "select seq, at, who, why, command, records from access_log where at >= ?"
    values = [since]
    if by:
        sql += " and who = ?"
        values.append(by)
    return registry.rows(sql + " order by seq desc", values)


def by_seq(registry: Registry, seq: int) -> Row | None:
    """One entry by its number."""
    rows = registry.rows("select seq, at, who, why, command, records from access_log where seq = ?", (seq,))
    return rows[0] if rows else None


def _link(seq: int, at: str, who: str, why: str, command: str, records: str, prev: str) -> str:
    entry = {
        "seq": seq,
        "at": at,
        "who": who,
        "why": why,
        "command": command,
        "records": records,
        "prev": prev,
    }
    return hashlib.sha256(b"xj.access/1\n" + canonical(entry)).hexdigest()
