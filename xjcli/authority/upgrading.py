"""An older database becomes one of this program (第十三条: what was registered stays), in one transaction.

The new columns are filled by folding the mirrored acts and our ledger again; no column that was there is touched.
"""

from __future__ import annotations

from dataclasses import replace

from xjcli.authority.folding import fold_school
from xjcli.authority.store import SCHEMA_VERSION, Store, Tx, ledger, records, schools, upgrading
from xjcli.errors import Problem, Refusal
from xjcli.regulation.fold import NoSuchStep

#: The first version whose records have the columns `_NEW`.
_FILLED = 2
_NEW = ("situation", "open_case", "handover", "dossier", "promoted_year")


def require_current(store: Store, found: int, *, writes: bool) -> None:
    """Upgrade an older file that is opened for writing. Refuses `authority.older` for reading, `authority.newer`."""
    if found > int(SCHEMA_VERSION):
        raise Refusal(Problem("authority.newer", params={"found": found}))
    if found == int(SCHEMA_VERSION):
        return
    if not writes:
        raise Refusal(Problem("authority.older", params={"found": found}))
    with store.writing() as tx:
        if upgrading.version(tx) < int(SCHEMA_VERSION):  # another process may have been faster
            upgrading.migrate(tx)
            if found < _FILLED:
                for school in schools.every(tx):
                    _fill(tx, school.code)


def _fill(tx: Tx, school: str) -> None:
    """A record that does not fold is left as it was: doctor names it, an upgrade hides nothing."""
    try:
        folded = fold_school(ledger.mirrored(tx, school), ledger.entries(tx, school))
    except (NoSuchStep, KeyError, TypeError):
        return
    for record, known in list(records.with_tokens(tx, school)):
        now = folded.get(record.record_id)
        if now is not None:
            filled = replace(record, **{name: getattr(now, name) for name in _NEW})
            records.save(tx, school, filled, known, new=False)
