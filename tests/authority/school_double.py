"""An invented school that speaks the bundle format as `xj` does, and an invented authority to speak to."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xjcli.authority import app, decide, enrolling, intake
from xjcli.authority.answers import flush_all
from xjcli.authority.doctor import doctor
from xjcli.authority.office import Office, open_office
from xjcli.authority.setup import Authority, init
from xjcli.authority.store import channels, records
from xjcli.authority.viewing import pending
from xjcli.bundle import pack
from xjcli.bundle.answers import (
    Decision,
    Notice,
    Results,
    decisions_from_bytes,
    notices_from_bytes,
    results_from_bytes,
)
from xjcli.bundle.card import Card, Leader, make_card, read_card
from xjcli.bundle.keyring import Keyring
from xjcli.bundle.pack import Built
from xjcli.bundle.sealing import SealKey
from xjcli.bundle.signing import SigningKey
from xjcli.report import Session
from xjcli.schema.act import Act, Draft, genesis, seal_act
from xjcli.schema.bundle import EVIDENCE, NO_HASH, StatementDraft, acts_to_bytes
from xjcli.schema.record import Record
from xjcli.schema.values.numbers import make_local
from xjcli.schema.values.resident import check_character

NOW = datetime(2026, 9, 2, 1, 0, tzinfo=UTC)
AUTHORITY, OTHER_AUTHORITY = "320102", "320104"
SCHOOL, OTHER_SCHOOL = "2132000001", "2132000002"
ROOT = Path(__file__).parents[2]


def resident(serial: int, birth: str = "2020-03-05") -> str:
    """An invented resident identity number with a right check character; an odd serial is a boy's."""
    body = f"320102{birth.replace('-', '')}{serial:03d}"
    return body + check_character(body)


def person(serial: int, **changed: str) -> dict[str, str]:
    """An invented pupil with a resident identity number."""
    born = changed.get("birth_date", "2020-03-05")
    return {
        "name": f"测试{serial}号",
        "sex": "1" if serial % 2 else "2",
        "birth_date": born,
        "document_type": "1",
        "document_number": resident(serial, born),
        **changed,
    }


def without_document(name: str = "无证件", **changed: str) -> dict[str, str]:
    """An invented pupil without a document."""
    return {"name": name, "sex": "2", "birth_date": "2020-03-05", "document_type": "Z", **changed}


@dataclass
class School:
    """A school with its ledger, its keys and what the authority has answered."""

    authority: Card
    code: str = SCHOOL
    installation: str = "installation-1"
    key: SigningKey = field(default_factory=SigningKey.generate)
    seal: SealKey = field(default_factory=SealKey.generate)
    acts: list[Act] = field(default_factory=list)
    sent: list[Built] = field(default_factory=list)
    answers: list[pack.Verified] = field(default_factory=list)
    leaders: tuple[Leader, ...] = ()

    @property
    def card(self) -> bytes:
        return make_card(
            kind="school", code=self.code, name="测试学校", region="320102", installation=self.installation,
            sign_key=self.key, seal_key=self.seal.recipient, created_at=NOW, leaders=self.leaders,
        )  # fmt: skip

    def write(
        self,
        kind: str,
        record_id: str,
        body: dict[str, Any],
        evidence: Iterable[bytes] = (),
        *,
        on: str = "2026-09-01",
        **basis: Any,
    ) -> Act:
        """Append one act to the school's ledger; `basis` adds to what it rests on, as `awaits`."""
        digests = [hashlib.sha256(piece).hexdigest() for piece in evidence]
        basis = {"pack": "national-2013", "article": 4, "evidence": digests, **basis}
        act, _ = seal_act(
            Draft(kind, record_id, on, body, basis),
            seq=len(self.acts) + 1,
            prev=self.acts[-1].hash if self.acts else genesis(self.code, self.installation),
            salt=secrets.token_bytes(16),
            recorded_at="2026-09-01T08:00:00+08:00",
            recorded_by="测试老师",
            operation="op-1",
        )
        self.acts.append(act)
        return act

    def enroll(
        self, record_id: str, who: dict[str, str], *, kind: str = "enrolled", number: str = "", **more: Any
    ) -> Act:
        """Open a record."""
        state = "issued" if number else "local"
        body = {
            "basis": "take-on" if kind == "taken-on" else "first", "person": who,
            "place": {"stage": "primary", "cohort": 2026, "class": "01", "entry_month": "2026-09"},
            "number": {"value": number or make_local(record_id), "state": state, "rule": "national-2013"},
        }  # fmt: skip
        return self.write(kind, record_id, body, **more)

    def bundle(self, *, evidence: Iterable[bytes] = (), first: int = 0, **altered: Any) -> Built:
        """The next bundle of the channel with all acts that no bundle holds; `altered` replaces fields."""
        before = self.sent[-1].statement if self.sent else None
        start = first or (before.last_act + 1 if before else 1)
        acts = self.acts[start - 1 :]
        peer = self.answers[-1] if self.answers else None
        draft = StatementDraft(
            type="changes", sender=self.code, recipient=self.authority.code, installation=self.installation,
            seq=len(self.sent) + 1, prev=self.sent[-1].id if self.sent else NO_HASH,
            first_act=acts[0].seq, last_act=acts[-1].seq, head_before=acts[0].prev, head_after=acts[-1].hash,
            created_at="2026-09-01T01:00:00Z",
            peer_seq=peer.statement.seq if peer else 0, peer_id=peer.id if peer else NO_HASH,
            peer_head=peer.statement.head_after if peer else "",
        )  # fmt: skip
        parts = [("parts/acts", "acts", acts_to_bytes(acts))]
        parts += [(EVIDENCE + hashlib.sha256(piece).hexdigest(), "evidence", piece) for piece in evidence]
        built = pack.build(replace(draft, **altered), parts, [self.key], self.authority.seal_key)
        self.sent.append(built)
        return built

    def take(self, data: bytes) -> Results | list[Decision] | list[Notice]:
        """Take in an answer: verified, and the next of its channel."""
        verified = pack.verify(
            data, Keyring.of(self.authority), at=NOW, sender=self.authority.code, recipient=self.code,
            kind=("receipt", "decisions", "notices"),
        )  # fmt: skip
        before = self.answers[-1] if self.answers else None
        assert verified.statement.seq == len(self.answers) + 1
        assert verified.statement.prev == (before.id if before else NO_HASH)
        if before:
            assert verified.statement.head_before == before.statement.head_after
        self.answers.append(verified)
        parts = verified.unseal(self.seal)
        if verified.statement.type == "receipt":
            return results_from_bytes(parts["parts/results"])
        if verified.statement.type == "notices":
            return notices_from_bytes(parts["parts/notices"])
        return decisions_from_bytes(parts["parts/decisions"])

    def request(self, record_id: str, who: dict[str, str], origin: str, *, kind: str = "transfer", **asked: Any) -> Act:
        """Ask for a pupil of another school: an arriving record."""
        body = {
            "basis": kind, "person": who,
            "place": {"stage": "primary", "cohort": 2026, "class": "03", "entry_month": "2026-09"},
            "number": {"value": make_local(record_id), "state": "local", "rule": "national-2013"},
            "handover": {
                "from_school": origin, "from_name": "测试学校", "registry_number": "", "reason": "迁居", **asked,
            },
        }  # fmt: skip
        return self.write(f"{kind}-requested", record_id, body)

    def hear(self, notice: Notice, **changed: Any) -> Act:
        """Record a notice of the authority as `xj pull` does."""
        body = {**notice.body, "bundle": self.answers[-1].id, **changed}
        return self.write(notice.kind, notice.record_id, body, on=notice.on)

    def echo(self, decision: Decision | Notice, **changed: Any) -> Act:
        """Record a decision or a notice of the authority as `xj pull` does."""
        if isinstance(decision, Notice):
            return self.hear(decision, **changed)
        kind = "enrolment-approved" if decision.outcome == "approved" else "enrolment-refused"
        body = {
            "case": decision.case, "number": decision.number, "reason": decision.reason,
            "official": decision.official, "bundle": self.answers[-1].id, "act": decision.act,
        }  # fmt: skip
        return self.write(kind, decision.record_id, {**body, **changed})


def new_database() -> str:
    """Where a new authority keeps its store: in its home, unless the tests run on another engine."""
    return ""


def authority(home: Path, code: str = AUTHORITY) -> Office:
    """A new authority in this folder, its clock standing still."""
    init(home, Authority(code, "测试区教育局", "county", "测试科员", db=new_database()), now=NOW)
    return reopened(home)


def reopened(home: Path, moment: Callable[[], datetime] = lambda: NOW) -> Office:
    """The authority again, as another process would open it."""
    return open_office(home, moment=moment)


def school(office: Office, code: str = SCHOOL, **known: Any) -> School:
    """A school that the authority has added by its fingerprint."""
    made = School(read_card(office.card.read_bytes()), code, **known)
    add(office, made)
    return made


def add(office: Office, made: School) -> None:
    """Add the school's card."""
    path = office.home / f"{made.code}.xjcard"
    path.write_bytes(made.card)
    enrolling.add(office, path, confirm=lambda card: card.fingerprint)


def send(office: Office, built: Built) -> intake.Taken:
    """Hand one bundle to the authority."""
    return intake.take_in(office, built.bytes)


def answer(office: Office, bundle_id: str) -> bytes:
    """The bytes of one answer of the authority."""
    with office.store.reading() as tx:
        stored = channels.bundle(tx, bundle_id)
    assert stored is not None
    return stored.bytes


def answers_for(office: Office, made: School) -> list[bytes]:
    """Every answer that the school has not taken in yet."""
    flush_all(office)
    with office.store.reading() as tx:
        return [stored.bytes for stored in channels.behind(tx, made.code, "out", len(made.answers))]


def fetch(office: Office, made: School) -> list[Notice]:
    """Take in every answer and repeat what it says in the school's ledger, as `xj pull` does; gives the notices."""
    heard: list[Notice] = []
    for data in answers_for(office, made):
        told = made.take(data)
        for line in told if isinstance(told, list) else ():
            made.echo(line)
            heard += [line] if isinstance(line, Notice) else []
    return heard


def record_at(office: Office, made: School, record_id: str) -> Record:
    """A record as the authority holds it."""
    with office.store.reading() as tx:
        found = records.load(tx, made.code, record_id)
    assert found is not None
    return found


def whole(office: Office) -> bool:
    """True if doctor finds nothing."""
    return doctor(office).status == 0


def code_of(taken: intake.Taken) -> tuple[str, str]:
    """Outcome and first problem."""
    return taken.outcome, taken.problems[0].code if taken.problems else ""


def waiting(office: Office) -> list[dict[str, Any]]:
    """What `pending` lists."""
    items: list[dict[str, Any]] = pending(office).result["items"]
    return items


def approve_clean(office: Office) -> dict[str, Any]:
    """What `approve --all-clean` says."""
    return decide.approve(office, all_clean=True).result


def run(home: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """`xj-authority` with --json, in this process: exit status and document."""
    Session.json, Session.command = False, ""
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            app.run(["--home", str(home), *words, "--json", "--lang", "zh"])
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
    return _document(status, out.getvalue())


def run_apart(home: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """The same in a process of its own."""
    done = subprocess.run(
        [*command(), "--home", str(home), *words, "--json"], capture_output=True, cwd=ROOT, env=environment(),
        check=False, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return _document(done.returncode, done.stdout.decode("utf-8"))


def _document(status: int, text: str) -> tuple[int, dict[str, Any]]:
    assert text.count("\n") == 1
    document: dict[str, Any] = json.loads(text)
    assert document["schema"] == "xj.report/1"
    assert (document["exit"], document["ok"]) == (status, status == 0)
    return status, document


def command() -> list[str]:
    """The program under test."""
    return [sys.executable, "-m", "xjcli.authority"]


def environment() -> dict[str, str]:
    """A plain environment, so that no setting of this machine matters."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "PGPASSWORD") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "XJ_LANG": "zh", "PYTHONIOENCODING": "utf-8"}
