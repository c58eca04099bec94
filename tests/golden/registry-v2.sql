pragma application_id = 2020212737;
pragma user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'xj','m0001_registry','2026-11-24 10:38:42.564647+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'xj','m0002_lifecycle','2026-11-24 10:38:42.581379+00:00');
CREATE TABLE access_log (
    seq integer primary key, at text not null, who text not null, why text not null, command text not null,
    records text not null, prev text not null, hash text not null
) strict;
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
INSERT INTO "acts" VALUES(1,'taken-on',1,'r7n8w5nhtkrcw31j','2026-08-22','2026-09-01T00:30:00Z','测试老师','o57rv5n7701sjm62','{"article":3,"evidence":[],"pack":"national-2013"}','{"basis":"take-on","number":{"rule":"national-2013","state":"proposed","value":"G320106202003059010"},"person":{"birth_date":"2020-03-05","document_number":"320106202003059010","document_type":"1","name":"样小例","sex":"1"},"place":{"class":"01","cohort":2026,"entry_month":"2026-09","stage":"primary"}}',X'F9605E80E987198B5CAC4DCF2E4413BE','92f991ea5376184b06f928f891866d57ffaf60bad2669d5586725a9559303907','8d42d47dadd1c321de8e39719e84b3bfe648a0951d06cc9959e52c43f326a68b','6647535ab79dddbd14371aca3868b2d1c270c66b5c506fecccda582d1fcaf202');
INSERT INTO "acts" VALUES(2,'taken-on',1,'rz31fycjegw41fxt','2026-08-22','2026-09-01T00:30:00Z','测试老师','o5jk8993xs0pytnb','{"article":3,"evidence":[],"pack":"national-2013"}','{"basis":"take-on","number":{"rule":"national-2013","state":"proposed","value":"G320106202003059037"},"person":{"birth_date":"2020-03-05","document_number":"320106202003059037","document_type":"1","name":"样大齐","sex":"1"},"place":{"class":"01","cohort":2026,"entry_month":"2026-09","stage":"primary"}}',X'F58A01894583960A89731CFBE4392781','27e94919430c18cf443c785bf748f32f8b2965e34a78ee8cb64468716e86a48d','6647535ab79dddbd14371aca3868b2d1c270c66b5c506fecccda582d1fcaf202','b190b94a51666d8b06dd5b4d07342bf4c65d09fef27274a5088dc879376f137b');
INSERT INTO "acts" VALUES(3,'leave-granted',1,'rz31fycjegw41fxt','2026-08-29','2026-09-01T00:30:00Z','测试老师','o5dgsktfgtwq3ryj','{"article":19,"evidence":[],"legal_act":"REGISTER","pack":"national-2013"}','{"ground":"illness","paper":"柜3-2","until":"2026-12-10"}',X'BD67A60502B5227D51E016CBA9FC52A8','a2037ec68ae2c2e7fcb7cd39c5ea641910513016f0c05207aa8ba455b25f4868','b190b94a51666d8b06dd5b4d07342bf4c65d09fef27274a5088dc879376f137b','168ac196c58a8319cfaba5dbacb44a35c2a9761442f931e5a33d8fbaf2d9af35');
INSERT INTO "acts" VALUES(4,'resumed',1,'rz31fycjegw41fxt','2026-09-01','2026-09-01T00:30:00Z','测试老师','o7b6gqvbbdcghf0t','{"article":19,"evidence":[],"legal_act":"REGISTER","pack":"national-2013"}','{"class":"","from":"on-leave","paper":"柜3-2"}',X'56F1E108C6AA6240A78FD0D9FBD129B3','5241deae0ca52e748ea6e7c039a5e0fbc604f9453c2fd211a24ca13f06176e2c','168ac196c58a8319cfaba5dbacb44a35c2a9761442f931e5a33d8fbaf2d9af35','e032b4016456b989a2ae708ae2012f21ecde2364ca42b08f856535b41958fcb2');
INSERT INTO "acts" VALUES(5,'enrolled',1,'r0ge5crxg5vpqg5c','2026-09-01','2026-09-01T00:30:00Z','测试老师','o0zs5q7zb151d1a1','{"article":4,"evidence":[],"pack":"national-2013"}','{"basis":"first","number":{"rule":"national-2013","state":"proposed","value":"G320106202003059053"},"person":{"birth_date":"2020-03-05","document_number":"320106202003059053","document_type":"1","name":"样晓满","sex":"1"},"place":{"class":"01","cohort":2026,"entry_month":"2026-09","stage":"primary"}}',X'BB6CF1F7DD61D7ADE6025E635BB71B1D','4dfcc24a1474ac00b79a0a83e9521154af2c750a2bd521378a16f1ab181a8416','e032b4016456b989a2ae708ae2012f21ecde2364ca42b08f856535b41958fcb2','4935cb6c01d6737c86c3df611ef4722f6f29ae71c297212beb69eb0a7fe18593');
INSERT INTO "acts" VALUES(6,'enrolment-approved',1,'r0ge5crxg5vpqg5c','2026-09-01','2026-09-01T00:30:00Z','测试老师','ozcqfxa0zbywvsvc','{"article":4,"evidence":[],"pack":"national-2013"}','{"act":1,"bundle":"0000000000000000000000000000000000000000000000000000000000000000","case":"E-000001","number":"G320106202003059053","official":"测试科长","reason":""}',X'F93D57B8D2DE93342FB04B24976D1520','369742ce8f5f72c7dc56366162c9fe492d8d7c94a68021818012cc2bb0da8359','4935cb6c01d6737c86c3df611ef4722f6f29ae71c297212beb69eb0a7fe18593','725be399e9ffeaddf8bf2c02fa4bdee23ea7e0eb60f869b96f9f0a17543abaac');
INSERT INTO "acts" VALUES(7,'enrolled',1,'ra22qm13bqms2kbf','2026-09-01','2026-09-01T00:30:00Z','测试老师','og7nykz111a13n2a','{"article":4,"evidence":[],"pack":"national-2013"}','{"basis":"first","number":{"rule":"national-2013","state":"proposed","value":"G32010620200305907X"},"person":{"birth_date":"2020-03-05","document_number":"32010620200305907X","document_type":"1","name":"样小晚","sex":"1"},"place":{"class":"01","cohort":2026,"entry_month":"2026-09","stage":"primary"}}',X'8134E581659A20E4C22101DE2E6F528F','a3ee7c4252c071fe2963fba6581bb71f2da999f67ba6e2262dee8234ac15ab69','725be399e9ffeaddf8bf2c02fa4bdee23ea7e0eb60f869b96f9f0a17543abaac','c92e6ad3d978fcbb105f7d75bb9b91ff88a4e4171130c55f723d724b5610ccd8');
INSERT INTO "acts" VALUES(8,'taken-on',1,'rjwzm1ffb82xrzjs','2026-09-01','2026-09-01T00:30:00Z','测试老师','ogg1z2masb0qjg78','{"article":3,"evidence":[],"pack":"national-2013"}','{"basis":"take-on","number":{"rule":"national-2013","state":"proposed","value":"G320106202003059096"},"person":{"birth_date":"2020-03-05","document_number":"320106202003059096","document_type":"1","name":"样小曼","sex":"1"},"place":{"class":"01","cohort":2026,"entry_month":"2026-09","stage":"primary"}}',X'15989974CE79AA97AA6159D09E8DC1E3','ecb53bb1bac37799a9a1c47355c2c0dbea6ecc184bf251a38c579ebc2b39a725','c92e6ad3d978fcbb105f7d75bb9b91ff88a4e4171130c55f723d724b5610ccd8','6cbedf3351baafcc342d9ce6ca7cb314c5ad28cd4bc719f759e636400cd99c19');
INSERT INTO "acts" VALUES(9,'transfer-notified',1,'rjwzm1ffb82xrzjs','2026-09-01','2026-09-01T00:30:00Z','测试老师','odh8kkz11eazy0k6','{"article":14,"evidence":[],"pack":"national-2013"}','{"act":0,"bundle":"0000000000000000000000000000000000000000000000000000000000000000","case":"H-000001","kind":"transfer","name":"虚构市第二学校","official":"测试科长","requested_on":"2026-09-01","school":"2132000777","seal":""}',X'DFE08853CFDCB511D1E11B7CDC474D90','6c5b9fd27982c818190fc1df469334ed271aae5e724a6533b3b30eb9bfebb841','6cbedf3351baafcc342d9ce6ca7cb314c5ad28cd4bc719f759e636400cd99c19','536c0bac22f724c9dd27cb302e0ac0657baa37320717b71feac8960a70dc307c');
INSERT INTO "acts" VALUES(10,'transfer-released',1,'rjwzm1ffb82xrzjs','2026-09-01','2026-09-01T00:30:00Z','测试老师','oyw1tzxggvrmv3r2','{"article":14,"evidence":[],"legal_act":"HANDLE","pack":"national-2013"}','{"case":"H-000001"}',X'F483CC0A96570E17A0CBA5C25B744A01','b433c9ddb0d05a75bf601753bbc7dcb786863b5358a48d96ec6c920f75eb1c96','536c0bac22f724c9dd27cb302e0ac0657baa37320717b71feac8960a70dc307c','a15f0f3700a0a13d96548f859b39a49bde4410934a57524a1e714885e86ddd43');
INSERT INTO "acts" VALUES(11,'handover-completed',1,'rjwzm1ffb82xrzjs','2026-09-01','2026-09-01T00:30:00Z','测试老师','o1k4xd6yeentx8dp','{"article":14,"evidence":[],"pack":"national-2013"}','{"act":1,"bundle":"0000000000000000000000000000000000000000000000000000000000000000","case":"H-000001","kind":"transfer","name":"虚构市第二学校","number":"","official":"测试科长","school":"2132000777"}',X'E7C965F17E762B27A5B46747D560D0D6','72176a81964726070c132ff730dade2c634a8e0369db26593e30cac60e87db70','a15f0f3700a0a13d96548f859b39a49bde4410934a57524a1e714885e86ddd43','ac659d631243b0092c352cd7e32d08ab0a4e8992e3a032f745b683c451612e0e');
INSERT INTO "acts" VALUES(12,'staff-reported',1,'office','2026-09-01','2026-09-01T00:30:00Z','测试老师','o41pw8b5w2a7hm0c','{"article":23,"evidence":[],"legal_act":"REPORT","pack":"national-2013"}','{"registrars":[{"name":"测试老师","role":"registrar","since":"2026-09-01","trained_on":"2026-09-01","until":""}]}',X'51A93FA27DA4D93D3382320FC40F4F8A','27f7fc522b032cf7b06088afc1efc73585afbfa9469ae61e60580734ed4f2646','ac659d631243b0092c352cd7e32d08ab0a4e8992e3a032f745b683c451612e0e','d0ae4b40292d20c701ff3c6f180b9b6b7e212c7e8b756e4f6663f4485d9e187b');
INSERT INTO "acts" VALUES(13,'dossier-added',1,'r7n8w5nhtkrcw31j','2026-09-01','2026-09-01T00:30:00Z','测试老师','o50em90de2hbkchc','{"article":7,"evidence":[],"legal_act":"REGISTER","pack":"national-2013"}','{"copies":1,"form":"paper","item":4,"paper":"柜3-2","place":"柜3-2","title":"体检表"}',X'55C3C003DACFF4E68D9453A14AFF0287','3de9a649f06390374e5b90bc5be21e9bcd05da6ab5d1411bd73e8da536cc2174','d0ae4b40292d20c701ff3c6f180b9b6b7e212c7e8b756e4f6663f4485d9e187b','5231178d2b08c631ceb4ead1048b208a91466e1a1f94d0b618220edd7bcd6c37');
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
CREATE TABLE initials (record_id text primary key, letters text not null) strict, without rowid;
INSERT INTO "initials" VALUES('r0ge5crxg5vpqg5c','yxm');
INSERT INTO "initials" VALUES('r7n8w5nhtkrcw31j','yxl');
INSERT INTO "initials" VALUES('ra22qm13bqms2kbf','yxw');
INSERT INTO "initials" VALUES('rjwzm1ffb82xrzjs','yxm');
INSERT INTO "initials" VALUES('rz31fycjegw41fxt','ydq');
CREATE TABLE operations (
    operation text primary key, command text not null, recorded_at text not null, recorded_by text not null,
    first_act integer not null, last_act integer not null
) strict, without rowid;
INSERT INTO "operations" VALUES('o0zs5q7zb151d1a1','enroll','2026-09-01T00:30:00Z','测试老师',5,5);
INSERT INTO "operations" VALUES('o1k4xd6yeentx8dp','pull','2026-09-01T00:30:00Z','测试老师',11,11);
INSERT INTO "operations" VALUES('o41pw8b5w2a7hm0c','registrar','2026-09-01T00:30:00Z','测试老师',12,12);
INSERT INTO "operations" VALUES('o50em90de2hbkchc','dossier-added','2026-09-01T00:30:00Z','测试老师',13,13);
INSERT INTO "operations" VALUES('o57rv5n7701sjm62','enroll','2026-09-01T00:30:00Z','测试老师',1,1);
INSERT INTO "operations" VALUES('o5dgsktfgtwq3ryj','leave-granted','2026-09-01T00:30:00Z','测试老师',3,3);
INSERT INTO "operations" VALUES('o5jk8993xs0pytnb','enroll','2026-09-01T00:30:00Z','测试老师',2,2);
INSERT INTO "operations" VALUES('o7b6gqvbbdcghf0t','resumed','2026-09-01T00:30:00Z','测试老师',4,4);
INSERT INTO "operations" VALUES('odh8kkz11eazy0k6','pull','2026-09-01T00:30:00Z','测试老师',9,9);
INSERT INTO "operations" VALUES('og7nykz111a13n2a','enroll','2026-09-01T00:30:00Z','测试老师',7,7);
INSERT INTO "operations" VALUES('ogg1z2masb0qjg78','enroll','2026-09-01T00:30:00Z','测试老师',8,8);
INSERT INTO "operations" VALUES('oyw1tzxggvrmv3r2','transfer-released','2026-09-01T00:30:00Z','测试老师',10,10);
INSERT INTO "operations" VALUES('ozcqfxa0zbywvsvc','pull','2026-09-01T00:30:00Z','测试老师',6,6);
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
INSERT INTO "records" VALUES('r0ge5crxg5vpqg5c','enrolled','approved','G320106202003059053','issued','first','primary',2026,'01','2026-09','样晓满','样晓满','1','2020-03-05','1','320106202003059053','{"birth_date":"2020-03-05","document_number":"320106202003059053","document_type":"1","name":"样晓满","sex":"1"}','2026-09-01','2026-09-01',5,6,'E-000001','','{}','{}','{}','',0);
INSERT INTO "records" VALUES('r7n8w5nhtkrcw31j','enrolled','approved','G320106202003059010','proposed','take-on','primary',2026,'01','2026-09','样小例','样小例','1','2020-03-05','1','320106202003059010','{"birth_date":"2020-03-05","document_number":"320106202003059010","document_type":"1","name":"样小例","sex":"1"}','2026-08-22','2026-08-22',1,13,'','','{}','{}','{}','established',0);
INSERT INTO "records" VALUES('ra22qm13bqms2kbf','enrolled','pending','G32010620200305907X','proposed','first','primary',2026,'01','2026-09','样小晚','样小晚','1','2020-03-05','1','32010620200305907X','{"birth_date":"2020-03-05","document_number":"32010620200305907X","document_type":"1","name":"样小晚","sex":"1"}','2026-09-01','2026-09-01',7,7,'','','{}','{}','{}','',0);
INSERT INTO "records" VALUES('rjwzm1ffb82xrzjs','transferred-out','approved','G320106202003059096','proposed','take-on','primary',2026,'01','2026-09','样小曼','样小曼','1','2020-03-05','1','320106202003059096','{"birth_date":"2020-03-05","document_number":"320106202003059096","document_type":"1","name":"样小曼","sex":"1"}','2026-09-01','2026-09-01',8,11,'','','{"kind":"transfer","moved_to":"2132000777","name":"虚构市第二学校","on":"2026-09-01"}','{}','{}','to-send',0);
INSERT INTO "records" VALUES('rz31fycjegw41fxt','enrolled','approved','G320106202003059037','proposed','take-on','primary',2026,'01','2026-09','样大齐','样大齐','1','2020-03-05','1','320106202003059037','{"birth_date":"2020-03-05","document_number":"320106202003059037","document_type":"1","name":"样大齐","sex":"1"}','2026-08-22','2026-09-01',2,4,'','','{}','{}','{}','established',0);
CREATE TABLE settings (key text primary key, value text not null) strict, without rowid;
INSERT INTO "settings" VALUES('authority','320106');
INSERT INTO "settings" VALUES('created_at','2026-09-01T00:30:00Z');
INSERT INTO "settings" VALUES('fingerprint','8F29-7350-E75A-98B3-47F2-1DCC-BC96-62AB-0830-312F');
INSERT INTO "settings" VALUES('founder','');
INSERT INTO "settings" VALUES('installation','i95zjw98hzp2w1hv');
INSERT INTO "settings" VALUES('kind','regular');
INSERT INTO "settings" VALUES('name','虚构市测试学校');
INSERT INTO "settings" VALUES('region','320106');
INSERT INTO "settings" VALUES('registrar','测试老师');
INSERT INTO "settings" VALUES('rules','national-2013');
INSERT INTO "settings" VALUES('school_code','2132000456');
INSERT INTO "settings" VALUES('stages','primary,junior');
INSERT INTO "settings" VALUES('system','6-3');
CREATE TABLE staff (
    name text primary key, role text not null, since text not null, trained_on text not null, until text not null
) strict, without rowid;
INSERT INTO "staff" VALUES('测试老师','registrar','2026-09-01','2026-09-01','');
CREATE TABLE trusted (
    code text primary key, card blob not null, fingerprint text not null, trusted_at text not null
) strict, without rowid;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX acts_of_record on acts (record_id, seq);
CREATE INDEX acts_of_operation on acts (operation);
CREATE TRIGGER acts_are_dense before insert on acts
when new.seq is not (select coalesce(max(seq), 0) + 1 from acts)
begin select raise(abort, 'append-only: seq must be max+1'); end;
CREATE TRIGGER acts_never_change before update on acts
begin select raise(abort, 'append-only: an act is never edited'); end;
CREATE TRIGGER acts_never_go before delete on acts
begin select raise(abort, 'append-only: an act is never deleted'); end;
CREATE TRIGGER access_is_dense before insert on access_log
when new.seq is not (select coalesce(max(seq), 0) + 1 from access_log)
begin select raise(abort, 'append-only: seq must be max+1'); end;
CREATE TRIGGER access_never_changes before update on access_log
begin select raise(abort, 'append-only: an entry is never edited'); end;
CREATE TRIGGER access_never_goes before delete on access_log
begin select raise(abort, 'append-only: an entry is never deleted'); end;
CREATE UNIQUE INDEX one_document_one_record on records (document_number) where document_number <> ''
    and status in ('arriving', 'enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing', 'deregistered');
CREATE UNIQUE INDEX one_number_one_record on records (registry_number)
    where status in ('arriving', 'enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing', 'deregistered');
CREATE INDEX records_by_number on records (registry_number);
CREATE INDEX records_by_document on records (document_number);
CREATE INDEX records_by_name on records (name_key);
CREATE INDEX records_by_class on records (stage, cohort desc, class_no, name_key, record_id);
CREATE INDEX records_by_standing on records (standing);
CREATE INDEX records_by_status on records (status, dossier);
CREATE INDEX records_waiting on records (record_id) where open_case <> '{}' or handover <> '{}';
CREATE INDEX records_to_send on records (record_id) where dossier = 'to-send';
CREATE INDEX records_without_dossier on records (record_id)
    where dossier = '' and status in ('enrolled', 'on-leave', 'abroad', 'dropped-out', 'missing');
CREATE INDEX acts_by_kind on acts (kind, seq);
COMMIT;
