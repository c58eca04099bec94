"""The shape of the registry file and how it grows; applied by sqlite-utils, in order, each in a transaction.

Stored things are for ever: a released step is never edited, a new one is added below it. `pragma user_version`
repeats the number of steps, so that a reading command can tell an older or newer file without loading anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xjcli.errors import Problem, Refusal
from xjcli.registry.connect import Connection, engine_errors

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

#: How many steps this program knows; equals the number of functions in `_steps`.
VERSION = 4

_ACTS = """
create table acts (
    seq integer primary key,
    kind text not null,
    version integer not null,
    record_id text not null,
    occurred_on text not null,
    recorded_at text not null,
    recorded_by text not null,
    operation text not null,
    basis text not null,
    body text,
    salt blob,
    body_digest text not null,
    prev text not null,
    hash text not null
) strict;
create index acts_of_record on acts (record_id, seq);
create index acts_of_operation on acts (operation);
create trigger acts_are_dense before insert on acts
when new.seq is not (select coalesce(max(seq), 0) + 1 from acts)
begin select raise(abort, 'append-only: seq must be max+1'); end;
create trigger acts_never_change before update on acts
begin select raise(abort, 'append-only: an act is never edited'); end;
create trigger acts_never_go before delete on acts
begin select raise(abort, 'append-only: an act is never deleted'); end;
"""

_RECORDS_1 = """
create table records (
    record_id text primary key,
    status text not null,
    standing text not null,
    registry_number text not null unique,
    number_state text not null,
    basis text not null,
    stage text not null,
    cohort integer not null,
    class_no text not null,
    entry_month text not null,
    name text not null,
    name_key text not null,
    sex text not null,
    birth_date text not null,
    document_type text not null,
    document_number text not null,
    person text not null,
    opened_on text not null,
    changed_on text not null,
    opened_seq integer not null,
    last_seq integer not null,
    case_id text not null,
    reason text not null
) strict, without rowid;
create unique index one_document_one_record on records (document_number) where document_number <> '';
create index records_by_name on records (name_key);
create index records_by_class on records (stage, cohort desc, class_no, name_key, record_id);
create index records_by_standing on records (standing);
"""

_SET_ASIDE = """
alter table records rename to records_1;
drop index one_document_one_record;
drop index records_by_name;
drop index records_by_class;
drop index records_by_standing;
"""

#: A record that was opened with evidence, or taken on, has its dossier: the fold of its acts says the same.
_BRING_OVER = """
insert into records select
    record_id, status, standing, registry_number, number_state, basis, stage, cohort, class_no, entry_month, name,
    name_key, sex, birth_date, document_type, document_number, person, opened_on, changed_on, opened_seq, last_seq,
    case_id, reason, '{}', '{}', '{}',
    (select iif(acts.kind = 'taken-on' or json_array_length(acts.basis, '$.evidence') > 0, 'established', '')
        from acts where acts.seq = opened_seq),
    0
from records_1;
drop table records_1;
"""

_INITIALS = """
create table initials (record_id text primary key, letters text not null) strict, without rowid;
"""

_RECORDS_2 = """
create table records (
    record_id text primary key,
    status text not null,
    standing text not null,
    registry_number text not null,
    number_state text not null,
    basis text not null,
    stage text not null,
    cohort integer not null,
    class_no text not null,
    entry_month text not null,
    name text not null,
    name_key text not null,
    sex text not null,
    birth_date text not null,
    document_type text not null,
    document_number text not null,
    person text not null,
    opened_on text not null,
    changed_on text not null,
    opened_seq integer not null,
    last_seq integer not null,
    case_id text not null,
    reason text not null,
    situation text not null,
    open_case text not null,
    handover text not null,
    dossier text not null,
    promoted_year integer not null
) strict, without rowid;
create unique index one_document_one_record on records (document_number) where document_number <> ''
    and status in ('arriving', 'enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing', 'deregistered');
create unique index one_number_one_record on records (registry_number)
    where status in ('arriving', 'enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing', 'deregistered');
create index records_by_number on records (registry_number);
create index records_by_document on records (document_number);
create index records_by_name on records (name_key);
create index records_by_class on records (stage, cohort desc, class_no, name_key, record_id);
create index records_by_standing on records (standing);
create index records_by_status on records (status, dossier);
create index records_waiting on records (record_id) where open_case <> '{}' or handover <> '{}';
create index records_to_send on records (record_id) where dossier = 'to-send';
create index records_without_dossier on records (record_id)
    where dossier = '' and status in ('enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing');
create index acts_by_kind on acts (kind, seq);
"""

_DESK = """
create table settings (key text primary key, value text not null) strict, without rowid;
create table operations (
    operation text primary key, command text not null, recorded_at text not null, recorded_by text not null,
    first_act integer not null, last_act integer not null
) strict, without rowid;
create table trusted (
    code text primary key, card blob not null, fingerprint text not null, trusted_at text not null
) strict, without rowid;
create table access_log (
    seq integer primary key, at text not null, who text not null, why text not null, command text not null,
    records text not null, prev text not null, hash text not null
) strict;
create trigger access_is_dense before insert on access_log
when new.seq is not (select coalesce(max(seq), 0) + 1 from access_log)
begin select raise(abort, 'append-only: seq must be max+1'); end;
create trigger access_never_changes before update on access_log
begin select raise(abort, 'append-only: an entry is never edited'); end;
create trigger access_never_goes before delete on access_log
begin select raise(abort, 'append-only: an entry is never deleted'); end;
"""

_EXCHANGE = """
create table bundles (
    id text primary key,
    direction text not null check (direction in ('up', 'down')),
    type text not null,
    seq integer not null,
    prev text not null,
    first_act integer not null,
    last_act integer not null,
    head_after text not null,
    stage text not null,
    bytes blob not null,
    created_at text not null,
    moved_at text not null,
    unique (direction, seq)
) strict, without rowid;
create table cases (
    act_seq integer primary key, case_id text not null, outcome text not null
) strict;
"""

_CALENDARS = """
create table calendars (
    year text primary key, notice text not null, source text not null, first_day text not null, last_day text not null,
    off text not null, work text not null, imported_at text not null, imported_by text not null
) strict, without rowid;
create table closures (
    day text primary key, reason text not null, added_at text not null, added_by text not null
) strict, without rowid;
"""

_STAFF = """
create table staff (
    name text primary key, role text not null, since text not null, trained_on text not null, until text not null
) strict, without rowid;
"""

_PUPIL_CARDS = """
create table pupil_cards (
    card text primary key, record_id text not null, issued_on text not null, until text not null,
    issued_by text not null, revoked_on text not null, because text not null
) strict, without rowid;
"""

#: 第二十五条: what the school issued under its name; `digest` is keyed, so nobody can search it for a child's data.
_FORMS = """
create table form_key (id integer primary key check (id = 1), secret blob not null) strict;
create table forms (
    number text primary key, kind text not null, record_id text not null, issued_on text not null, digest text not null
) strict, without rowid;
create trigger forms_never_change before update on forms
begin select raise(abort, 'append-only: an issued form is never edited'); end;
create trigger forms_never_go before delete on forms
begin select raise(abort, 'append-only: an issued form is never deleted'); end;
"""

#: 第二十三条: which account of the operating system a person at the desk has, and when a locked one was let in again.
_ACCOUNTS = """
create table accounts (
    name text primary key, os_user text not null, unlocked_at text not null
) strict, without rowid;
"""

#: What a file of this version holds.
_SCRIPTS = (_ACTS, _RECORDS_2, _INITIALS, _DESK, _EXCHANGE, _CALENDARS, _STAFF, _PUPIL_CARDS, _FORMS, _ACCOUNTS)
_NAME = re.compile(r"create (?:unique )?(?:table|index|trigger) (\w+)")


def _steps() -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations("xj")

    @steps()
    def m0001_registry(db: Database) -> None:
        for script in (_ACTS, _RECORDS_1, _INITIALS, _DESK, _EXCHANGE):
            _run(db, script)

    @steps()
    def m0002_lifecycle(db: Database) -> None:
        """第三章: situation, open case, handover, dossier; one number and one document among those on the roll.

        第十四、二十一条: the years' holidays and closures. 第二十三条: the registrars with their training.
        """
        for script in (_SET_ASIDE, _RECORDS_2, _BRING_OVER, _CALENDARS, _STAFF):
            _run(db, script)

    @steps()
    def m0003_papers(db: Database) -> None:
        """第五条: the cards of pupils. 第二十五条: the register of issued forms, and the key of their codes."""
        for script in (_PUPIL_CARDS, _FORMS):
            _run(db, script)

    @steps()
    def m0004_accounts(db: Database) -> None:
        """第二十三条: who is at the desk of a computer that several registrars share."""
        _run(db, _ACCOUNTS)

    return steps


def _run(db: Database, script: str) -> None:
    """Statement by statement: `executescript` would end the transaction that the migration runs in."""
    for statement in _statements(script):
        db.conn.execute(statement)


def _statements(script: str) -> Iterator[str]:
    from sqlite3 import complete_statement

    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if complete_statement(statement):
            yield statement
            statement = ""


def altered(connection: Connection) -> list[str]:
    """Names of the tables, indexes and triggers that are gone or not as this program made them."""
    with engine_errors():
        rows = connection.execute("select sql from sqlite_master where sql is not null").fetchall()
    there = {_spelling(row[0]) for row in rows}
    wanted = (_spelling(statement) for script in (*_SCRIPTS, _CALENDARS) for statement in _statements(script))
    return sorted(_NAME.findall(each)[0] for each in wanted if each not in there)


def _spelling(statement: str) -> str:
    """The engine keeps a definition as it was typed, but for the first words and the last semicolon."""
    return " ".join(statement.lower().rstrip().rstrip(";").split())


def migrate(connection: Connection) -> None:
    """Bring the file to this program's version. Nothing changes where it is there already."""
    from sqlite_utils import Database

    require_not_newer(connection)
    with engine_errors():
        connection.execute("pragma journal_mode = delete")
        _steps().apply(Database(connection))
        connection.execute(f"pragma user_version = {VERSION}")


def require_not_newer(connection: Connection) -> int:
    """The file's version; refuses with registry.newer a file that a later program has written."""
    with engine_errors():
        found = int(connection.execute("pragma user_version").fetchone()[0])
    if found > VERSION:
        raise Refusal(Problem("registry.newer", params={"found": found, "known": VERSION}))
    return found
