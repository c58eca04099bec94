"""Prove that the authority's house is whole (第二十四条): chains, mirrors, records, numbers, private files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xjcli.authority.examining import tokens_for
from xjcli.authority.folding import fold_school
from xjcli.authority.heads import find_fault
from xjcli.authority.location import DATABASE, STORE
from xjcli.authority.office import KEYS, SEAL_KEY, SIGN_KEY, TOKEN_KEY, Office
from xjcli.authority.store import Tx, channels, handovers, ledger, numbers, records, schools
from xjcli.authority.store.schools import School
from xjcli.bundle import pack
from xjcli.errors import Problem, Refusal
from xjcli.files import too_open
from xjcli.regulation.fold import NoSuchStep
from xjcli.regulation.handover import REQUESTED, holds_identity
from xjcli.report import Report
from xjcli.schema.act import genesis, holds
from xjcli.schema.bundle import NO_HASH
from xjcli.schema.record import ARRIVING, ISSUED
from xjcli.vault import FILE_NAME as LOCK_FILE


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer; `detail` names the place that is wrong, never a pupil."""

    name: str
    ok: bool
    detail: str = ""


def doctor(office: Office) -> Report:
    """`checks[]{name,ok,detail}`; exit 1 if one fails. Repairs nothing, writes nothing."""
    with office.store.reading() as tx:
        known = schools.every(tx)
        checks = [
            _each("ledger", known, lambda school: _ledger(office, tx, school)),
            Check("heads", not (wrong := find_fault(office, tx)), wrong),
            _each("mirror", known, lambda school: _mirror(tx, school)),
            _each("bundles", known, lambda school: _bundles(tx, school)),
            _each("records", known, lambda school: _records(office, tx, school)),
            Check("numbers", not (wrong := _numbers(tx)), wrong),
            Check("tokens", not (wrong := _tokens(office, tx)), wrong),
            Check("handovers", not (wrong := _handovers(tx)), wrong),
        ]
        alarms = channels.all_alarms(tx)
    checks += [_keys(office), _permissions(office)]
    failed = [check for check in checks if not check.ok]
    problems = [Problem("authority.check", params={"check": item.name, "detail": item.detail}) for item in failed]
    problems += [
        Problem("authority.alarm", "warn", params={"school": str(row["school"]), "seq": str(row["seq"])})
        for row in alarms
    ]
    result = {
        "checks": [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks],
        "schools": len(known), "alarms": len(alarms),
    }  # fmt: skip
    return Report(result, problems, 1 if failed else None)


def _each(name: str, known: list[School], wrong: Callable[[School], str]) -> Check:
    details = [f"{school.code} {found}" for school in known if (found := wrong(school))]
    return Check(name, not details, "; ".join(details))


def _ledger(office: Office, tx: Tx, school: School) -> str:
    """Our chain for this school, and the heads that our answers have signed."""
    head, heads = office.beginning(school.code), {}
    heads[0] = head
    for seq, entry in enumerate(ledger.entries(tx, school.code), 1):
        if entry.seq != seq or not ledger.entry_holds(entry, head):
            return f"#{seq}"
        head = heads[seq] = entry.hash
    ours = channels.channel(tx, school.code, "out")
    if heads.get(ours.ledger_seq) != ours.head:
        return f"head #{ours.ledger_seq}"
    for sent in channels.behind(tx, school.code, "out", 0):
        if heads.get(sent.last_entry) != sent.head_after:
            return f"signed head #{sent.last_entry}"
    return ""


def _mirror(tx: Tx, school: School) -> str:
    """The school's chain as we took it in, up to the head that we countersigned."""
    head, last = genesis(school.code, school.installation), 0
    for last, item in enumerate(ledger.mirrored(tx, school.code), 1):
        if item.act.seq != last or not holds(item.act, head):
            return f"#{last}"
        head = item.act.hash
    theirs = channels.channel(tx, school.code, "in")
    return "" if (last, head) == (theirs.ledger_seq, theirs.head) else f"head #{last}"


def _bundles(tx: Tx, school: School) -> str:
    """Both directions dense and chained, and every stored bundle still the one it was."""
    for direction in ("in", "out"):
        prev, seq = NO_HASH, 0
        here = channels.channel(tx, school.code, "in" if direction == "in" else "out")
        for seq, stored in enumerate(channels.behind(tx, school.code, "in" if direction == "in" else "out", 0), 1):
            try:
                statement = pack.peek(stored.bytes)
            except Refusal:
                return f"{direction} #{seq}"
            if (statement.id, statement.seq, statement.prev) != (stored.id, seq, prev):
                return f"{direction} #{seq}"
            prev = stored.id
        if (seq, prev) != (here.seq, here.last_id):
            return f"{direction} #{here.seq}"
    return ""


def _records(office: Office, tx: Tx, school: School) -> str:
    """Every record is what the mirrored acts and our decisions add up to."""
    try:
        folded = fold_school(ledger.mirrored(tx, school.code), ledger.entries(tx, school.code))
    except (NoSuchStep, KeyError, TypeError):
        return "fold"
    stored = {record.record_id: (record, known) for record, known in records.with_tokens(tx, school.code)}
    for record_id in sorted(folded.keys() | stored.keys()):
        expected = folded.get(record_id)
        if expected is None or stored.get(record_id) != (expected, tokens_for(office, expected)):
            return record_id
    return ""


def _numbers(tx: Tx) -> str:
    """一人一号: each issued number stands in the table of numbers, for the record on the roll alone (籍随人走).

    A number whose school has ended waits for the school that takes its pupil on (第九条).
    """
    owners = numbers.everyone(tx)
    for school, record in records.every(tx, standing="approved"):
        mine = owners.get(record.registry_number) == (school, record.record_id)
        if record.number_state != ISSUED:
            continue
        if (holds_identity(record) and not mine) or (mine and record.situation.get("moved_to")):
            return f"{school} {record.record_id}"
    return ""


def _tokens(office: Office, tx: Tx) -> str:
    """No document number has two records on a roll; one that moved away or was cancelled holds no identity."""
    seen: dict[str, str] = {}
    holders = records.holders(tx)
    for school, record in records.every(tx):
        where = f"{school} {record.record_id}"
        if not holds_identity(record):
            if (school, record.record_id) in holders:
                return where
            continue
        token = tokens_for(office, record).document if record.standing == "approved" else ""
        if token and token in seen:
            return f"{seen[token]} / {where}"
        seen[token] = where
    return ""


def _handovers(tx: Tx) -> str:
    """第十四条: each handover under way stands at both records, and no record waits for one that there is not."""
    under_way = handovers.listing(tx)
    for made in under_way:
        came = records.load(tx, made.to_school, made.to_record)
        gone = records.load(tx, made.from_school, made.from_record) if made.from_record else None
        if came is None or came.status != ARRIVING or (made.from_record != "") != (made.state != REQUESTED):
            return made.case_id
        if made.from_record and (gone is None or gone.handover.get("case") != made.case_id):
            return made.case_id
    leaving = {made.case_id for made in under_way if made.from_record}
    arriving = {(made.to_school, made.to_record) for made in under_way}
    for school, record in records.every(tx):
        case = record.handover.get("case") if record.handover.get("role") == "from" else None
        lost = case is not None and case not in leaving
        if lost or (record.status == ARRIVING and (school, record.record_id) not in arriving):
            return f"{school} {record.record_id}"
    return ""


def _keys(office: Office) -> Check:
    keys = (SIGN_KEY, SEAL_KEY, TOKEN_KEY)
    missing = [name for name in keys if not office.vault.path(office.home / KEYS / name).is_file()]
    return Check("keys", not missing, ", ".join(missing))


def _permissions(office: Office) -> Check:
    """第二十五条: others on this computer read neither the database, nor where it is, nor the keys."""
    keys = office.home / KEYS
    private = [office.vault.path(keys / name) for name in (SIGN_KEY, SEAL_KEY, TOKEN_KEY)]
    private += [office.home / DATABASE, office.home / STORE, office.home / LOCK_FILE, keys]
    found = [path.name for path in private if path.exists() and too_open(path)]
    return Check("permissions", not found, ", ".join(found))
