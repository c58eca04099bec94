"""Who does what at one desk (第二十三、二十五条): accounts, locking and letting in, and what only the leader may do."""

from __future__ import annotations

from collections.abc import Iterable

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.registry import accounts
from xjcli.registry.access import record_access
from xjcli.registry.accounts import Account
from xjcli.regulation.safeguards import LEADER, AtDesk
from xjcli.report import Report
from xjcli.schema.masking import mask_text
from xjcli.schema.texts import judge


def require_leader(desk: Desk, kinds: Iterable[str]) -> None:
    """Refuses with registrar.leader-only the acts that the school leaves to its leader (setting `leader_acts`)."""
    reserved = sorted(set(kinds) & set(desk.settings.leader_acts))
    if not reserved:
        return
    _require_leading(desk, ", ".join(reserved))


def _require_leading(desk: Desk, what: str) -> None:
    if not any(_leads(desk, each) and each.registrar.name == desk.registrar for each in desk.people()):
        raise Refusal(Problem("registrar.leader-only", params={"acts": what}))


def _leads(desk: Desk, person: AtDesk) -> bool:
    return person.registrar.role == LEADER and person.registrar.serves(desk.today)


def set_account(desk: Desk, name: str, os_user: str, *, dry_run: bool) -> Report:
    """From now on this person works under this account of the operating system; "" takes it away.

    Where there is a leader, another's account is the leader's to set.
    """
    person = _known(desk, name)
    if person != desk.registrar and any(_leads(desk, each) for each in desk.people()):
        _require_leading(desk, "registrar account")
    user = os_user.strip()
    if faults := judge(None, "account", user, short=True):
        raise Refusal(*faults)
    owner = next((each.registrar.name for each in desk.people() if user and each.os_user == user), person)
    if owner != person:
        raise Refusal(Problem("registrar.account-taken", params={"name": mask_text(owner)}))
    before = accounts.everyone(desk.registry).get(person, Account(person))
    if not dry_run:
        with desk.registry.transaction():
            accounts.keep(desk.registry, before._replace(os_user=user))
            _log(desk, "registrar account", f"{person}: {before.os_user or '-'} → {user or '-'}")
    return Report({"name": mask_text(person), "account": user, "dry_run": dry_run})


def unlock(desk: Desk, name: str, because: str, *, dry_run: bool) -> Report:
    """Another person lets someone in again who was not seen for long; it stands in the access log."""
    person = _known(desk, name)
    if not because.strip():
        raise Refusal(Problem("usage.because"))
    if person == desk.registrar:
        raise Refusal(Problem("registrar.unlock-self"))
    before = accounts.everyone(desk.registry).get(person, Account(person))
    if not dry_run:
        with desk.registry.transaction():
            accounts.keep(desk.registry, before._replace(unlocked_at=desk.recorded_at))
            _log(desk, "registrar unlock", f"{person}: {because.strip()}")
    return Report({"name": mask_text(person), "account": before.os_user, "dry_run": dry_run})


def facts(desk: Desk, person: AtDesk) -> dict[str, str | bool]:
    """What `registrar list` says besides the article's own: account, last activity, locked."""
    locked = person.is_locked(desk.today, desk.settings.lock_days)
    return {"account": person.os_user, "last_seen": person.last_seen, "locked": locked}


def _known(desk: Desk, name: str) -> str:
    found = next((each.registrar.name for each in desk.people() if each.registrar.name == name.strip()), None)
    if found is None:
        raise Refusal(Problem("registrar.unknown", params={"name": mask_text(name[:20])}))
    return found


def _log(desk: Desk, command: str, why: str) -> None:
    record_access(desk.registry, at=desk.recorded_at, who=desk.registrar, why=why, command=command, record_ids=[])
