"""Set up a school's desk (第三条): the registry file, the settings, the installation id and the school's keys.

第二十五条: closed by default; `protection` says how the key is had, and a home in clear is one that was asked for.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xjcli.desk import utc
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir
from xjcli.folders import finish_install
from xjcli.procedures.rules import choice, find_choice_faults
from xjcli.registry.ledger import FILE_NAME, Registry, new_ids
from xjcli.report import Report
from xjcli.schema.texts import judge
from xjcli.schema.values.codes import parse_authority_code, parse_school_code
from xjcli.vault import COPY_NAME as LOCK_COPY
from xjcli.vault import FILE_NAME as LOCK_FILE
from xjcli.vault.protection import UNPROTECTED, Closed, Protection, close, facts, find_weak_points, require_outside

STAGES = ("primary", "junior", "senior")
SYSTEMS = ("6-3", "5-4")
KINDS = ("regular", "special", "specialised")
KEYS_FOLDER = "keys"
SIGN_KEY, SEAL_KEY = "sign.pem", "seal.age"


@dataclass(frozen=True, slots=True)
class School:
    """What `xj init` asks. Texts as typed; `stages` and `rules` separated by commas."""

    school_code: str
    name: str
    region: str
    stages: str
    system: str
    authority: str
    kind: str = "regular"
    founder: str = ""
    registrar: str = ""
    rules: str = "national-2013"


def init(
    home: Path, school: School, *, now: datetime, protection: Protection = UNPROTECTED, dry_run: bool = False
) -> Report:
    """Create the school's home: all of it or nothing. Refuses with registry.exists where one stands.

    `xj init` always says how the home is closed; `recovery` of the result is shown this once and stored nowhere.
    """
    stored, warnings = require_free(home, school)
    if dry_run:
        return Report({"home": str(home), "school": school.school_code, "plan": stored}, warnings)
    require_outside(home, protection.key_file)
    card, fingerprint, closed = _create(home, stored, now, protection)
    result = {
        "home": str(home),
        "school": stored["school_code"],
        "name": stored["name"],
        "authority": stored["authority"],
        "card": str(card),
        "fingerprint": fingerprint,
        **facts(closed),
    }
    return Report(result, [*warnings, *find_weak_points(closed.opened.lock)])


def require_free(home: Path, school: School) -> tuple[dict[str, str], list[Problem]]:
    """As `check`, and nothing stands here yet: whatever is wrong is said before a passphrase is asked for."""
    found = check(school)
    require_fresh(home)
    return found


def require_fresh(home: Path) -> None:
    """One registry a home: where one stands nothing is asked, and nothing is made."""
    if finish_install(home) or (home / FILE_NAME).exists():
        raise Refusal(Problem("registry.exists"))


def check(school: School) -> tuple[dict[str, str], list[Problem]]:
    """The settings to store, and what there is to warn about. Refuses with everything that is wrong at once."""
    code, problems = parse_school_code(school.school_code)
    authority, more = parse_authority_code(school.authority)
    region, others = parse_authority_code(school.region)
    found = [*problems, *more, *others]
    for name in ("name", "founder", "registrar"):
        found += judge(None, name, getattr(school, name), short=True)
    stages = [part.strip() for part in school.stages.split(",") if part.strip()]
    found += _find_option_faults(school, stages)
    found += find_choice_faults(school.rules, school.region)
    if any(problem.severity == "refuse" for problem in found):
        raise Refusal(*found)
    assert code is not None and authority is not None and region is not None  # noqa: S101  no refusal above
    if not school.registrar:
        found.append(Problem("registrar.unnamed", "note"))
    found += [
        Problem("enrol.school-type", "warn", params={"type": code.type, "stage": stage})
        for stage in stages
        if code.stages and stage not in code.stages
    ]
    return {
        "school_code": code.text,
        "name": school.name.strip(),
        "region": region.text,
        "stages": ",".join(stage for stage in STAGES if stage in stages),
        "system": school.system,
        "authority": authority.text,
        "kind": school.kind,
        "founder": school.founder,
        "registrar": school.registrar,
        "rules": ",".join(choice(school.rules)),
    }, found


def _find_option_faults(school: School, stages: list[str]) -> list[Problem]:
    """What is missing, and every word that is none of those an option knows."""
    found: list[Problem] = []
    if not school.name.strip():
        found.append(Problem("usage.missing", params={"option": "--name"}))
    words: list[tuple[str, str, tuple[str, ...]]] = [("--stage", stage, STAGES) for stage in stages]
    words += [("--system", school.system, SYSTEMS), ("--kind", school.kind, KINDS)]
    found += [_choice(option, value, allowed) for option, value, allowed in words if value not in allowed]
    if not stages:
        found.append(Problem("usage.missing", params={"option": "--stage"}))
    return found


def _choice(option: str, value: str, allowed: tuple[str, ...]) -> Problem:
    close = difflib.get_close_matches(value, allowed, 3, 0.3)
    shown = ", ".join(close or allowed)
    return Problem("usage.option", params={"option": option, "value": value[:40], "allowed": shown})


def _create(home: Path, stored: dict[str, str], now: datetime, protection: Protection) -> tuple[Path, str, Closed]:
    """Lock, keys and card first, the registry last: its file is the sign that everything is there."""
    from xjcli.bundle.card import make_card, read_card
    from xjcli.bundle.sealing import SealKey
    from xjcli.bundle.signing import SigningKey

    make_private_dir(home)
    keys = home / KEYS_FOLDER
    for left in (keys, home / LOCK_FILE, home / LOCK_COPY):
        if left.exists():  # of a registry that was moved away, or an interrupted first try: a key is never destroyed
            left.rename(left.with_name(f"{left.name}.{utc(now).replace(':', '')}"))
    closed = close(home, protection)
    vault = closed.opened.vault(home)
    make_private_dir(keys)
    sign, seal = SigningKey.generate(), SealKey.generate()
    sign.save(keys / SIGN_KEY, vault)
    seal.save(keys / SEAL_KEY, vault)
    stored["installation"] = new_ids("i", 1)[0]
    card = make_card(
        kind="school",
        code=stored["school_code"],
        name=stored["name"],
        region=stored["region"],
        installation=stored["installation"],
        sign_key=sign,
        seal_key=seal.recipient,
        created_at=now,
    )
    card_path = home / f"{stored['school_code']}.xjcard"
    atomic_write(card_path, card, force=True)
    fingerprint = read_card(card).fingerprint
    stored |= {"created_at": utc(now), "fingerprint": fingerprint}
    _write_registry(home, stored, closed.opened.key)
    return card_path, fingerprint, closed


def _write_registry(home: Path, stored: dict[str, str], key: bytes | None) -> None:
    """Build the file beside its place and rename it there: a registry is never seen half made."""
    fresh = home / f".{FILE_NAME}.new"
    for stale in (fresh, home / f".{FILE_NAME}.new-journal", home / f"{FILE_NAME}-journal"):
        stale.unlink(missing_ok=True)  # a journal left behind would be rolled into the new file
    with Registry(fresh, "create", key=key) as registry, registry.transaction():
        registry.connection.executemany("insert into settings values (?,?)", sorted(stored.items()))
    fresh.chmod(0o600)
    fresh.rename(home / FILE_NAME)
