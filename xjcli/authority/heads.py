"""第二十四条: the chains of all schools, chained. Each channel has a chain of its own, so that many are taken in at
once; a `heads` entry under our own code names how far each has come, and is itself chained to the one before.

So nobody who can write in the database takes a school's newest entries away, or puts a whole channel back to an
earlier day, without doctor finding it. An entry names only what has moved since the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xjcli.authority.office import Office
from xjcli.authority.store import Tx, heads, ledger
from xjcli.authority.store.heads import Head
from xjcli.authority.store.ledger import Entry, Pen

VERSION = 1
#: How many schools one entry names.
_AT_ONCE = 1_000


def chain(office: Office) -> int:
    """Name every chain that has moved; how many those were."""
    with office.store.reading() as tx:
        if not heads.moved(tx):
            return 0
    return office.store.errand(lambda tx: _chain(office, tx), school=office.code)


def _chain(office: Office, tx: Tx) -> int:
    heads.hold(tx)
    moved = heads.moved(tx)
    pen = Pen(tx, office.code, office.beginning(office.code), now=office.now, by=office.name)
    for first in range(0, len(moved), _AT_ONCE):
        some = moved[first : first + _AT_ONCE]
        lines = [[head.school, head.seq, head.hash, head.in_seq, head.in_hash] for head in some]
        entry = pen.write(ledger.HEADS, {"version": VERSION, "heads": lines})
        heads.cover(tx, some, entry.seq)
    return len(moved)


def find_fault(office: Office, tx: Tx) -> str:
    """What is wrong with the chain of the chains, or with a chain that it names; empty if nothing is."""
    head, named = office.beginning(office.code), dict[str, tuple[Head, int]]()
    every: dict[str, list[Head]] = {}
    for seq, entry in enumerate(ledger.entries(tx, office.code), 1):
        if entry.seq != seq or entry.kind != ledger.HEADS or not ledger.entry_holds(entry, head):
            return f"#{seq}"
        head = entry.hash
        for line in _lines(entry):
            named[line.school] = (line, seq)
            every.setdefault(line.school, []).append(line)
    if named != heads.covered(tx):
        return "heads"
    return next((school for school, lines in sorted(every.items()) if not _stands(tx, school, lines)), "")


def _stands(tx: Tx, school: str, lines: list[Head]) -> bool:
    ours = ledger.hashes(tx, school, {line.seq for line in lines})
    theirs = ledger.hashes(tx, school, {line.in_seq for line in lines}, theirs=True)
    return all(ours.get(line.seq, "") == line.hash and theirs.get(line.in_seq, "") == line.in_hash for line in lines)


def _lines(entry: Entry) -> Iterator[Head]:
    lines: list[list[Any]] = entry.body["heads"]
    return (Head(*line) for line in lines)
