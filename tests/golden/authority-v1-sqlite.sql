CREATE TABLE meta ( "key" VARCHAR(40) NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key") );
CREATE TABLE officials ( name VARCHAR(200) NOT NULL, is_default BOOLEAN NOT NULL, added_at VARCHAR(40) NOT NULL,
    PRIMARY KEY (name) );
CREATE TABLE schools ( code VARCHAR(10) NOT NULL, name TEXT NOT NULL, region VARCHAR(12) NOT NULL, installation
    VARCHAR(64) NOT NULL, fingerprint VARCHAR(64) NOT NULL, sign_key TEXT NOT NULL, suite VARCHAR(20) NOT NULL,
    seal_key TEXT NOT NULL, card BLOB NOT NULL, added_at VARCHAR(40) NOT NULL, revoked_at VARCHAR(40), PRIMARY KEY
    (code) );
CREATE TABLE revoked_keys ( school VARCHAR(10) NOT NULL, public VARCHAR(200) NOT NULL, revoked_at VARCHAR(40) NOT
    NULL, PRIMARY KEY (school, public) );
CREATE TABLE channels ( school VARCHAR(10) NOT NULL, direction VARCHAR(3) NOT NULL, seq INTEGER NOT NULL, last_id
    VARCHAR(64) NOT NULL, head VARCHAR(64) NOT NULL, ledger_seq INTEGER NOT NULL, acknowledged INTEGER NOT NULL,
    PRIMARY KEY (school, direction) );
CREATE TABLE bundles ( id VARCHAR(64) NOT NULL, school VARCHAR(10) NOT NULL, direction VARCHAR(3) NOT NULL, seq
    INTEGER NOT NULL, type VARCHAR(20) NOT NULL, first_entry INTEGER NOT NULL, last_entry INTEGER NOT NULL,
    head_after VARCHAR(64) NOT NULL, about VARCHAR(64) NOT NULL, stored_at VARCHAR(40) NOT NULL, bytes BLOB NOT
    NULL, PRIMARY KEY (id) );
CREATE UNIQUE INDEX bundle_place ON bundles (school, direction, seq);
CREATE INDEX bundle_about ON bundles (about);
CREATE TABLE school_acts ( school VARCHAR(10) NOT NULL, seq INTEGER NOT NULL, kind VARCHAR(40) NOT NULL, version
    INTEGER NOT NULL, record_id VARCHAR(64) NOT NULL, occurred_on VARCHAR(10) NOT NULL, recorded_at VARCHAR(200) NOT
    NULL, recorded_by VARCHAR(200) NOT NULL, operation VARCHAR(200) NOT NULL, basis TEXT NOT NULL, body TEXT, salt
    BLOB, body_digest VARCHAR(64) NOT NULL, prev VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL, outcome
    VARCHAR(10) NOT NULL, case_id VARCHAR(20) NOT NULL, bundle VARCHAR(64) NOT NULL, PRIMARY KEY (school, seq) );
CREATE INDEX act_of_record ON school_acts (school, record_id);
CREATE TABLE records ( school VARCHAR(10) NOT NULL, record_id VARCHAR(64) NOT NULL, status TEXT NOT NULL, standing
    TEXT NOT NULL, registry_number TEXT NOT NULL, number_state TEXT NOT NULL, basis TEXT NOT NULL, stage TEXT NOT
    NULL, cohort INTEGER NOT NULL, class_no TEXT NOT NULL, entry_month TEXT NOT NULL, name TEXT NOT NULL, name_key
    TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT NOT NULL, document_type TEXT NOT NULL, document_number TEXT
    NOT NULL, person TEXT NOT NULL, opened_on TEXT NOT NULL, changed_on TEXT NOT NULL, opened_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL, case_id TEXT NOT NULL, reason TEXT NOT NULL, document_token VARCHAR(64) NOT NULL,
    person_token VARCHAR(64) NOT NULL, PRIMARY KEY (school, record_id) );
CREATE INDEX record_person ON records (person_token);
CREATE INDEX record_document ON records (document_token);
CREATE TABLE tokens ( kind VARCHAR(10) NOT NULL, token VARCHAR(64) NOT NULL, school VARCHAR(10) NOT NULL, record_id
    VARCHAR(64) NOT NULL, PRIMARY KEY (kind, token) );
CREATE TABLE cases ( id VARCHAR(20) NOT NULL, school VARCHAR(10) NOT NULL, kind VARCHAR(20) NOT NULL, record_id
    VARCHAR(64) NOT NULL, act_seq INTEGER NOT NULL, state VARCHAR(10) NOT NULL, clean BOOLEAN NOT NULL, problems
    TEXT NOT NULL, opened_at VARCHAR(40) NOT NULL, closed_at VARCHAR(40) NOT NULL, PRIMARY KEY (id) );
CREATE INDEX case_record ON cases (school, record_id);
CREATE INDEX case_state ON cases (state);
CREATE TABLE ledger ( school VARCHAR(10) NOT NULL, seq INTEGER NOT NULL, kind VARCHAR(40) NOT NULL, record_id
    VARCHAR(64) NOT NULL, recorded_at VARCHAR(40) NOT NULL, recorded_by VARCHAR(200) NOT NULL, body TEXT, salt BLOB,
    body_digest VARCHAR(64) NOT NULL, prev VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL, PRIMARY KEY (school,
    seq) );
CREATE INDEX entry_of_record ON ledger (school, record_id);
CREATE TABLE numbers ( registry_number VARCHAR(19) NOT NULL, school VARCHAR(10) NOT NULL, record_id VARCHAR(64) NOT
    NULL, source VARCHAR(20) NOT NULL, since VARCHAR(40) NOT NULL, PRIMARY KEY (registry_number) );
CREATE INDEX number_record ON numbers (school, record_id);
CREATE TABLE sequences ( name VARCHAR(60) NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (name) );
CREATE TABLE evidence ( school VARCHAR(10) NOT NULL, digest VARCHAR(64) NOT NULL, bundle VARCHAR(64) NOT NULL, data
    BLOB NOT NULL, PRIMARY KEY (school, digest) );
CREATE TABLE alarms ( school VARCHAR(10) NOT NULL, bundle VARCHAR(64) NOT NULL, seq INTEGER NOT NULL, code
    VARCHAR(40) NOT NULL, seen_at VARCHAR(40) NOT NULL, PRIMARY KEY (school, bundle) );
CREATE TRIGGER school_acts_no_update BEFORE UPDATE ON school_acts BEGIN SELECT RAISE(ABORT, 'school_acts is
    append-only'); END;
CREATE TRIGGER school_acts_no_delete BEFORE DELETE ON school_acts BEGIN SELECT RAISE(ABORT, 'school_acts is
    append-only'); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER bundles_no_update BEFORE UPDATE ON bundles BEGIN SELECT RAISE(ABORT, 'bundles is append-only'); END;
CREATE TRIGGER bundles_no_delete BEFORE DELETE ON bundles BEGIN SELECT RAISE(ABORT, 'bundles is append-only'); END;
CREATE TRIGGER school_acts_dense BEFORE INSERT ON school_acts WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) FROM
    school_acts WHERE school = NEW.school) + 1 BEGIN SELECT RAISE(ABORT, 'school_acts must stay dense'); END;
CREATE TRIGGER ledger_dense BEFORE INSERT ON ledger WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) FROM ledger
    WHERE school = NEW.school) + 1 BEGIN SELECT RAISE(ABORT, 'ledger must stay dense'); END;
