"""What a procedure works with, built in one place: the registry, the clock, the settings, the rules.

Time is an argument everywhere else; only the desk looks at the clock, and only the desk has the key of the home
(第二十五条): how it is had stands in `vault.unlock`. A desk opens the registry for reading unless
an errand that writes asks for it, so that `--dry-run` cannot change anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from xjcli.errors import Problem, Refusal
from xjcli.folders import finish_install
from xjcli.registry.accounts import at_desk, login_name, people
from xjcli.registry.connect import Mode, looks_encrypted
from xjcli.registry.ledger import FILE_NAME, Registry
from xjcli.regulation.safeguards import AtDesk, find_desk_problems
from xjcli.report import Session
from xjcli.schema.masking import mask_text
from xjcli.schema.values.time import CHINA
from xjcli.settings import Settings, from_stored, home_folder
from xjcli.vault import FILE_NAME as LOCK_NAME
from xjcli.vault import Means, Opened, mend_copy, unlock

if TYPE_CHECKING:
    from xjcli.reference.packs import Rules
    from xjcli.regulation.deadlines import Calendar
    from xjcli.vault.sealed import Vault


def clock() -> datetime:
    """Now, in China, as the authority dates. The only reading of the clock on the school's side."""
    return datetime.now(UTC).astimezone(CHINA)


@dataclass(slots=True)
class Desk:
    """One errand's desk. `now` is fixed when the errand starts, so all its acts bear one time."""

    home: Path
    registry: Registry
    settings: Settings
    now: datetime
    opened: Opened
    _rules: list[Rules] = field(default_factory=list)
    _calendar: list[Calendar] = field(default_factory=list)
    _who: list[str] = field(default_factory=list)

    @property
    def vault(self) -> Vault:
        """Where the home's files lie, and how they are closed."""
        return self.opened.vault(self.home)

    @property
    def today(self) -> date:
        """The day in China: school and authority date by one calendar."""
        return self.now.astimezone(CHINA).date()

    @property
    def recorded_at(self) -> str:
        """The errand's time as acts and bundles store it: UTC, to the second."""
        return utc(self.now)

    @property
    def registrar(self) -> str:
        """Who is at the desk: `--user`, else whose account of the operating system this is, else as settings say."""
        if not self._who:
            self._who.append(at_desk(self.registry, Session.user, self.settings.registrar))
        return self._who[0] or "?"

    def people(self) -> list[AtDesk]:
        """Everyone on the list of registrars, with their accounts."""
        return people(self.registry)

    @property
    def rules(self) -> Rules:
        """The rule packs the school chose, laid over each other, read when they are first needed."""
        if not self._rules:
            from xjcli.reference import rule_set

            try:
                self._rules.append(rule_set(self.settings.rules))
            except (KeyError, ValueError):  # chosen under a newer program, or a pack that was renamed
                raise Refusal(Problem("rules.stored", params={"names": ", ".join(self.settings.rules)})) from None
        return self._rules[0]

    @property
    def calendar(self) -> Calendar:
        """Working days as this school has them: the program's years, those imported here, the school's closures."""
        if not self._calendar:
            from xjcli.reference import holiday_years
            from xjcli.registry.calendars import closures, imported_years
            from xjcli.regulation.holidays import as_calendar

            years = (*holiday_years(), *imported_years(self.registry))
            self._calendar.append(as_calendar(years, closures(self.registry)))
        return self._calendar[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.registry.close()


def utc(moment: datetime) -> str:
    """A time as it is stored and sent."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def means() -> Means:
    """How this command may have the key."""
    return Means(Session.key_fd, Session.passphrase_fd, Session.ask)


def open_desk(
    mode: Mode = "read", *, home: Path | None = None, now: datetime | None = None, patience: int | None = None
) -> Desk:
    """Open the school's registry in its home. Raises Refusal registry.missing where `xj init` was never run, and
    lock.* where the home is encrypted and its key cannot be had.
    """
    folder = home or home_folder(Session.home)
    if finish_install(folder):
        Session.notes += (Problem("restore.finished", "note"),)
    opened = unlock(folder, means())
    registry = open_registry(folder, mode, opened, patience=patience)
    try:
        stored = registry.settings()
        if not stored.get("school_code"):
            raise Refusal(Problem("registry.missing"))
        desk = Desk(folder, registry, from_stored(stored), now or clock(), opened)
        if mode == "write":
            if opened.lock is not None and opened.lock.older is None:
                mend_copy(folder)
            _look_at_clock(desk)
            _look_who_writes(desk)
        return desk
    except BaseException:
        registry.close()
        raise


def open_registry(folder: Path, mode: Mode, opened: Opened, *, patience: int | None = None) -> Registry:
    """The registry under the key of the home, or under the key before where a re-key has not come to it yet.

    Refuses lock.missing where the file is encrypted and the home has no lock.
    """
    path = folder / FILE_NAME
    keys = (*opened.keys, *opened.keys[:1]) if opened.older else opened.keys  # it may be exchanged just now
    for key in keys[:-1]:
        try:
            return Registry(path, mode, key=key, patience=patience)
        except Refusal as refusal:
            if refusal.problems[0].code != "registry.not-a-registry":
                raise
    try:
        return Registry(path, mode, key=keys[-1], patience=patience)
    except Refusal as refusal:
        if opened.lock is None and refusal.problems[0].code == "registry.not-a-registry" and looks_encrypted(path):
            taken = (folder / LOCK_NAME).exists()  # it was encrypted a moment ago
            raise Refusal(Problem("registry.locked" if taken else "lock.missing")) from None
        raise


def glance() -> Desk:
    """The desk for a look that may not take time, as Tab completion is: nobody is waited for, nothing is mended.

    Raises Refusal where another program is writing just now.
    """
    return open_desk(patience=0)


#: The clocks of two computers at one share differ; a difference of so much is no clock that went back.
_CLOCKS_DIFFER = timedelta(minutes=10)


def _look_at_clock(desk: Desk) -> None:
    """第十三条: acts are dated by this computer. One that bears a time before the last recorded act is told at every
    errand that writes; the order of the acts is their number, so nothing is lost and nobody is stopped.
    """
    rows = desk.registry.rows("select recorded_at from acts order by seq desc limit 1")
    last = rows[0][0] if rows else ""
    if last > utc(desk.now + _CLOCKS_DIFFER):
        Session.notes += (Problem("clock.behind", "warn", params={"now": desk.recorded_at, "last": last}),)


def _look_who_writes(desk: Desk) -> None:
    """第二十三条: refuses with registrar.* whom the list of registrars keeps from writing; what only warns is told."""
    if not (everyone := desk.people()) and not Session.user:
        return
    known = {each.registrar.name for each in everyone} | {desk.settings.registrar}
    if Session.user and Session.user not in known:
        raise Refusal(Problem("registrar.unknown", params={"name": mask_text(Session.user[:20])}))
    days = desk.settings.lock_days
    problems = find_desk_problems(everyone, desk.registrar, login_name(), desk.today, days)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    Session.notes += tuple(problems)


def find_desk(*, now: datetime | None = None) -> Desk | None:
    """The desk of this home for reading, or None before `xj init` (or an upgrade, or where it is locked and nobody
    can be asked): the law can be asked anywhere.
    """
    try:
        return open_desk(now=now)
    except Refusal as refusal:
        if refusal.problems[0].code not in ("registry.missing", "registry.older", "lock.locked"):
            raise
        return None
