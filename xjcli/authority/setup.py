"""Set up an authority (第三条、第四条): its keys, its card, its database, the official who decides."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xjcli.authority import location
from xjcli.authority.location import DATABASE, Server
from xjcli.authority.office import KEYS, SEAL_KEY, SIGN_KEY, TOKEN_KEY, make_secret
from xjcli.authority.store import Store, read_address
from xjcli.bundle.card import LEVELS, make_card, read_card
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, make_private_dir
from xjcli.report import Report
from xjcli.schema.shapes import instant, is_authority, is_text
from xjcli.schema.values.codes import parse_authority_code
from xjcli.vault import COPY_NAME as LOCK_COPY
from xjcli.vault import FILE_NAME as LOCK_FILE
from xjcli.vault.protection import UNPROTECTED, Closed, Protection, close, facts, find_weak_points, require_outside


@dataclass(frozen=True, slots=True)
class Authority:
    """What `xj-authority init` asks; texts as typed. `region` is the code where it is left out; `db` the URL of a
    PostgreSQL database, empty for a SQLite file in the home."""

    code: str
    name: str
    level: str
    official: str
    region: str = ""
    db: str = ""


def init(
    home: Path, asked: Authority, *, now: datetime, protection: Protection = UNPROTECTED, dry_run: bool = False
) -> Report:
    """Create the authority's home: all of it or nothing. Refuses `authority.exists` where one stands.

    `protection` says how the private keys are closed (第二十五条); the store itself is not encrypted.
    """
    about, warnings = _check(asked)
    url = read_address(asked.db) if asked.db.strip() else ""
    if location.exists(home) or (url and location.server_holds(url)):
        raise Refusal(Problem("authority.exists"))
    result: dict[str, object] = {
        "home": str(home), "code": about["code"], "name": about["name"], "level": about["level"],
        "official": asked.official.strip(), "card": str(home / f"{about['code']}.xjcard"), "db": url,
    }  # fmt: skip
    if dry_run:
        return Report({**result, "fingerprint": "", "dry_run": True}, warnings)
    require_outside(home, protection.key_file)
    fingerprint, closed = _create(home, about, asked.official.strip(), now, url, protection)
    told = find_weak_points(closed.opened.lock)
    if closed.opened.lock is not None:
        told.append(Problem("lock.store-plain", "note"))
    return Report({**result, "fingerprint": fingerprint, **facts(closed)}, [*warnings, *told])


def _check(asked: Authority) -> tuple[dict[str, str], list[Problem]]:
    code, found = parse_authority_code(asked.code)
    region = asked.region.strip() or (code.text if code else "")
    problems = list(found)
    if asked.level not in LEVELS:
        params = {"option": "--level", "value": asked.level[:40], "allowed": ", ".join(LEVELS)}
        problems.append(Problem("usage.option", params=params))
    for option, text in (("--name", asked.name), ("--official", asked.official)):
        if not text.strip() or not is_text(text.strip()):
            problems.append(Problem("usage.missing", params={"option": option}))
    if code is not None and not is_authority(region):
        params = {"option": "--region", "value": region[:40], "allowed": "320102, 440106, …"}
        problems.append(Problem("usage.option", params=params))
    if code is None or any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    about = {"code": code.text, "name": asked.name.strip(), "level": asked.level, "region": region}
    return about, problems


def _create(
    home: Path, about: dict[str, str], official: str, now: datetime, url: str, protection: Protection
) -> tuple[str, Closed]:
    """Lock, keys and card first, the database last: its content is the sign that everything is there."""
    make_private_dir(home)
    keys = home / KEYS
    if keys.exists():  # left by a first try that was interrupted before the database was there
        shutil.rmtree(keys)
    make_private_dir(keys)
    closed = close(home, protection)
    if closed.opened.lock is None:
        for left in (LOCK_FILE, LOCK_COPY):  # of such a first try: what it closed is gone
            (home / left).unlink(missing_ok=True)
    vault = closed.opened.vault(home)
    sign, seal = SigningKey.generate(), SealKey.generate()
    sign.save(keys / SIGN_KEY, vault)
    seal.save(keys / SEAL_KEY, vault)
    make_secret(keys / TOKEN_KEY, vault)
    installation = secrets.token_hex(16)
    card = make_card(
        kind="authority", code=about["code"], name=about["name"], region=about["region"], level=about["level"],
        installation=installation, sign_key=sign, seal_key=seal.recipient, created_at=now,
    )  # fmt: skip
    atomic_write(home / f"{about['code']}.xjcard", card, force=True)
    whole = {**about, "installation": installation, "created_at": instant(now)}
    if url:
        _create_on_server(home, Server(url, installation), whole, official)
    else:
        _create_file(home, whole, official)
    return read_card(card).fingerprint, closed


def _create_on_server(home: Path, server: Server, about: dict[str, str], official: str) -> None:
    """The home names the server first; until the one transaction there is committed, there is no authority."""
    location.name(home, server)
    store = Store(server.url)
    try:
        store.create(about, official, about["created_at"])
    finally:
        store.close()


def _create_file(home: Path, about: dict[str, str], official: str) -> None:
    """Built beside its place and renamed: a database is never seen half made."""
    fresh = home / f".{DATABASE}.new"
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    store = Store(fresh)
    store.create(about, official, about["created_at"])
    store.close()
    fresh.replace(home / DATABASE)
