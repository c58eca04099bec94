"""A home from a backup (第二十五条): built beside its place, proven by doctor, then put there at once or not at all.

Whatever stood there is kept aside, never deleted. What comes back may be older than what the authority has: it is
marked *recovering*, and nothing is signed before that is settled.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from xjcli.desk import Desk, open_desk, utc
from xjcli.errors import Problem, Refusal
from xjcli.files import make_private_dir, new_private_file, read_bounded, read_start
from xjcli.folders import install_folder, successor_folder
from xjcli.procedures import recovering
from xjcli.procedures.backup import everything
from xjcli.procedures.doctor import doctor
from xjcli.procedures.key import card_path, proving_key
from xjcli.registry import backups
from xjcli.registry.ledger import FILE_NAME
from xjcli.report import Report

#: A folder of an interrupted attempt is removed by a later one after so long.
_STALE = timedelta(days=1)
_SQLITE = b"SQLite format 3\0"
_MOST_CARD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: `replace` puts what stands there aside; `passphrase` is only called for a sealed backup."""

    passphrase: Callable[[], str]
    replace: bool = False
    dry_run: bool = False
    confirm: Callable[[dict[str, Any]], bool] = lambda _: True


def restore(home: Path, file: Path, wish: Wish, *, now: datetime) -> Report:
    """Restore the home from a backup, or its registry alone from a copy of the folder `backups`.

    Refuses, and nothing has changed: restore.occupied, restore.needs-home, restore.other-school, restore.keys,
    restore.unfit (a check of doctor failed), backup.*, file.*, registry.newer, registry.locked.
    """
    place = Path(os.path.abspath(home))  # noqa: PTH100  a link to a home stays one
    occupied = place.is_dir() and any(place.iterdir())
    only_registry = _is_registry(file)
    if occupied and not wish.replace:
        raise Refusal(Problem("restore.occupied"))
    if only_registry and not occupied:
        raise Refusal(Problem("restore.needs-home", where=file.name))
    fresh = successor_folder(place, stale_before=(now - _STALE).timestamp())
    try:
        made_at = _bring_registry(place, file, fresh) if only_registry else _unpack(file, fresh, wish.passphrase)
        result = _prove(fresh, now) | {"home": str(place), "made_at": made_at, "aside": None, "dry_run": wish.dry_run}
        with _idle(place, result["school"]) if occupied else contextlib.nullcontext():
            if not wish.dry_run:
                if not wish.confirm(result):
                    raise Refusal(Problem("usage.cancelled"))
                aside = _aside(place, now)
                result["aside"] = str(aside) if install_folder(fresh, place, aside=aside) else None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Report(result, [Problem("restore.recovering", "warn"), Problem("restore.one-desk", "note")])


def _aside(home: Path, now: datetime) -> Path:
    """A name for what stood there that nothing bears yet, also where it is the second within a second."""
    name = f"{home.name}.replaced-{utc(now).replace(':', '')}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(path for path in map(home.with_name, names) if not os.path.lexists(path))


def _is_registry(file: Path) -> bool:
    return backups.is_copy(file) or read_start(file, len(_SQLITE)) == _SQLITE


def _unpack(file: Path, fresh: Path, passphrase: Callable[[], str]) -> str:
    """Every file of the backup, each compared with its digest. Gives the moment it was made."""
    from xjcli.bundle.backup_file import Backup

    with Backup(file, passphrase) as backup:
        backup.extract(fresh, lambda path: _place(path, fresh))
        return str(backup.manifest.about.get("created_at", ""))


def _place(path: Path, fresh: Path) -> contextlib.AbstractContextManager[Any]:
    for parent in reversed(path.relative_to(fresh).parents):
        make_private_dir(fresh / parent)
    return new_private_file(path)


def _bring_registry(home: Path, file: Path, fresh: Path) -> str:
    """The registry of that day with the keys and proofs of today: proofs are only ever added. Links where possible."""
    copies = [f"{backups.FOLDER}/{each.path.name}" for each in backups.made(home)]
    for name in [*everything(home)[0], *copies]:
        for parent in reversed(Path(name).parents):
            make_private_dir(fresh / parent)
        try:
            os.link(home / name, fresh / name)
        except OSError:  # a disk that knows no links
            _copy(home / name, fresh / name)
    _copy(file, fresh / FILE_NAME)
    return next((utc(each.moment) for each in backups.made(file.parent.parent) if each.path.name == file.name), "")


def _copy(source: Path, target: Path) -> None:
    with new_private_file(target) as out, source.open("rb") as stream:
        shutil.copyfileobj(stream, out)


def _prove(fresh: Path, now: datetime) -> dict[str, Any]:
    """Open it as it will be opened (an older format is brought up), mark it, and let doctor look at everything."""
    with open_desk("write", home=fresh, now=now) as desk:
        recovering.mark(desk.registry, desk.recorded_at)
        _require_keys(desk)
        examined = doctor(desk)
        if examined.status:
            raise Refusal(Problem("restore.unfit"), *examined.problems, result=examined.result)
        return {"school": desk.settings.school_code, "name": desk.settings.name, **examined.result}


def _require_keys(desk: Desk) -> None:
    """The card is this registry's, and the key signs for that card: otherwise nobody would accept what is signed."""
    from xjcli.bundle.card import read_card

    card = read_card(read_bounded(card_path(desk), _MOST_CARD))
    ours = (desk.settings.school_code, desk.settings.installation, proving_key(desk).public)
    if (card.code, card.installation, card.sign_key) != ours:
        raise Refusal(Problem("restore.keys"))


@contextlib.contextmanager
def _idle(home: Path, school: str) -> Iterator[None]:
    """While the block lasts nobody writes into the home that is put aside. One that cannot be opened has no writers.

    Raises Refusal: registry.locked, restore.other-school.
    """
    try:
        desk = open_desk("write", home=home)
    except Refusal as refusal:
        if refusal.problems[0].code == "registry.locked":
            raise
        yield
        return
    with desk:
        if desk.settings.school_code != school:
            raise Refusal(Problem("restore.other-school", params={"school": desk.settings.school_code}))
        with desk.registry.transaction():
            if sys.platform == "win32":  # a folder with an open file in it is not renamed there
                desk.registry.close()
            yield
