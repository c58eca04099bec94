CREATE INDEX acts_by_kind on acts (kind, seq);
CREATE INDEX acts_of_operation on acts (operation);
CREATE INDEX acts_of_record on acts (record_id, seq);
CREATE UNIQUE INDEX one_document_one_record on records (document_number) where document_number <> ''
    and status in ('arriving', 'enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing', 'deregistered');
CREATE UNIQUE INDEX one_number_one_record on records (registry_number)
    where status in ('arriving', 'enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing', 'deregistered');
CREATE INDEX records_by_class on records (stage, cohort desc, class_no, name_key, record_id);
CREATE INDEX records_by_document on records (document_number);
CREATE INDEX records_by_name on records (name_key);
CREATE INDEX records_by_number on records (registry_number);
CREATE INDEX records_by_standing on records (standing);
CREATE INDEX records_by_status on records (status, dossier);
CREATE INDEX records_to_send on records (record_id) where dossier = 'to-send';
CREATE INDEX records_waiting on records (record_id) where open_case <> '{}' or handover <> '{}';
CREATE INDEX records_without_dossier on records (record_id)
    where dossier = '' and status in ('enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing');
CREATE TABLE access_log (
    seq integer primary key, at text not null, who text not null, why text not null, command text not null,
    records text not null, prev text not null, hash text not null
) strict;
CREATE TABLE accounts (
    name text primary key, os_user text not null, unlocked_at text not null
) strict, without rowid;
CREATE TABLE acts (
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
CREATE TABLE bundles (
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
CREATE TABLE calendars (
    year text primary key, notice text not null, source text not null, first_day text not null, last_day text not null,
    off text not null, work text not null, imported_at text not null, imported_by text not null
) strict, without rowid;
CREATE TABLE cases (
    act_seq integer primary key, case_id text not null, outcome text not null
) strict;
CREATE TABLE closures (
    day text primary key, reason text not null, added_at text not null, added_by text not null
) strict, without rowid;
CREATE TABLE form_key (id integer primary key check (id = 1), secret blob not null) strict;
CREATE TABLE forms (
    number text primary key, kind text not null, record_id text not null, issued_on text not null, digest text not null
) strict, without rowid;
CREATE TABLE initials (record_id text primary key, letters text not null) strict, without rowid;
CREATE TABLE operations (
    operation text primary key, command text not null, recorded_at text not null, recorded_by text not null,
    first_act integer not null, last_act integer not null
) strict, without rowid;
CREATE TABLE pupil_cards (
    card text primary key, record_id text not null, issued_on text not null, until text not null,
    issued_by text not null, revoked_on text not null, because text not null
) strict, without rowid;
CREATE TABLE records (
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
CREATE TABLE settings (key text primary key, value text not null) strict, without rowid;
CREATE TABLE staff (
    name text primary key, role text not null, since text not null, trained_on text not null, until text not null
) strict, without rowid;
CREATE TABLE trusted (
    code text primary key, card blob not null, fingerprint text not null, trusted_at text not null
) strict, without rowid;
CREATE TRIGGER access_is_dense before insert on access_log
when new.seq is not (select coalesce(max(seq), 0) + 1 from access_log)
begin select raise(abort, 'append-only: seq must be max+1'); end;
CREATE TRIGGER access_never_changes before update on access_log
begin select raise(abort, 'append-only: an entry is never edited'); end;
CREATE TRIGGER access_never_goes before delete on access_log
begin select raise(abort, 'append-only: an entry is never deleted'); end;
CREATE TRIGGER acts_are_dense before insert on acts
when new.seq is not (select coalesce(max(seq), 0) + 1 from acts)
begin select raise(abort, 'append-only: seq must be max+1'); end;
CREATE TRIGGER acts_never_change before update on acts
begin select raise(abort, 'append-only: an act is never edited'); end;
CREATE TRIGGER acts_never_go before delete on acts
begin select raise(abort, 'append-only: an act is never deleted'); end;
CREATE TRIGGER forms_never_change before update on forms
begin select raise(abort, 'append-only: an issued form is never edited'); end;
CREATE TRIGGER forms_never_go before delete on forms
begin select raise(abort, 'append-only: an issued form is never deleted'); end;
