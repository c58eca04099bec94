"""Giving a school its own bundles back (第三条): its registry came from a backup and lacks what it sent since.

Nothing is written here and no place in a channel is taken: what the school sent is opened, and sealed to the key of
its present card. Whoever asks has signed a challenge with that school's key.
"""

from __future__ import annotations

from pathlib import Path

from xjcli.authority import rosters
from xjcli.authority.folder import outbox
from xjcli.authority.office import Office
from xjcli.authority.store import channels, schools
from xjcli.authority.store.channels import Stored
from xjcli.bundle import pack, returned
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write
from xjcli.report import Report


def listing(office: Office, school: str, after: int) -> list[Stored]:
    """What this school has sent behind `after`, oldest first."""
    with office.store.reading() as tx:
        return channels.behind(tx, school, "in", after)


def one(office: Office, school: str, bundle_id: str) -> bytes | None:
    """One bundle of this school, for this school; another's is as good as none."""
    with office.store.reading() as tx:
        stored, known = channels.bundle(tx, bundle_id), schools.find(tx, school)
    if stored is None or (stored.school, stored.direction) != (school, "in"):
        return None
    if known is None or known.revoked_at:  # sealed to a key that somebody else may have
        raise Refusal(Problem("key.revoked", where=school))
    opened = pack.unseal_parts(pack.read(stored.bytes).sealed, office.seal_key)
    return returned.build(stored.bytes, opened, office.sign_key, known.seal_key, at=office.now)


def to_folder(office: Office, place: Path, school: str, after: int, *, dry_run: bool = False) -> Report:
    """Write what this school sent behind `after` for it to fetch back, and every answer that it had not named by then.

    As `outbox`, with `returned[]`: the names of the packages; they are sealed anew every time. Last of the answers is
    a roster of this moment: only with it a stick proves that there was nothing more. A rehearsal writes nothing.
    Raises Refusal `intake.unknown-school`, `school.revoked`, `transport.folder-missing`, `file.*`.
    """
    if not dry_run and place.is_dir():
        rosters.give(office, school, anew=True)
    report = outbox(office, place, school=school, since=_named(office, school, after), dry_run=dry_run)
    report.result["returned"] = []
    for stored in listing(office, school, after):
        name = f"{office.code}-{school}-{stored.seq:06d}-{stored.id[:12]}{returned.SUFFIX}"
        given = None if dry_run else one(office, school, stored.id)
        if given is not None:
            atomic_write(place / name, given, force=True)
        report.result["returned"].append(name)
    return report


def _named(office: Office, school: str, place: int) -> int:
    """Up to which answer of ours the school's bundle at this place says to have them."""
    with office.store.reading() as tx:
        if schools.find(tx, school) is None:
            raise Refusal(Problem("intake.unknown-school", where=school))
        sent = channels.at(tx, school, "in", place) if place else None
    return pack.peek(sent.bytes).peer_seq if sent else 0
