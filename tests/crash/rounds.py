"""A school's home in which every writing command can be done, and the words of each.

The pupils stand where the commands need them: on the roll, on leave, asked for, gone, arriving, refused, finished.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.authority.school_double import approve_clean, authority, reopened
from tests.conftest import NOW, SCHOOL
from tests.crash.forkserver import PASSPHRASE, PASSPHRASE_FD
from tests.procedures.desks import at, child, decide, invented, opened, pdf, resident, sheet
from tests.procedures.handovers import OTHER, OTHER_NAME, arrived, asked, echo, errand, gone, notified, registered
from tests.procedures.leavers import enrolled
from tests.procedures.test_dossier import added
from tests.procedures.test_dossier_send import card_of, sent
from xjcli.authority.enrolling import add
from xjcli.authority.folder import intake, outbox
from xjcli.procedures import card, key, review, transfer
from xjcli.procedures.backup import backup
from xjcli.procedures.init import init
from xjcli.procedures.key import card_path
from xjcli.procedures.leader import name_leader
from xjcli.procedures.push import push
from xjcli.procedures.registrar import add as add_registrar
from xjcli.procedures.settings import store
from xjcli.vault.protection import Protection

#: The commands are run on this day.
TODAY = NOW + timedelta(days=20)
PAPER = ("--paper", "柜3-2")
WHY = ("--because", "测试", *PAPER)
OPENED = ("--passphrase-fd", str(PASSPHRASE_FD))
#: Command → its words behind the name. {words in braces} are the pupils and files of `Scene`; {out} is an empty folder.
WORDS: dict[str, tuple[str, ...]] = {
    "init": ("--school-code", SCHOOL.school_code, "--name", "虚构小学", "--region", "320106", "--stage", "primary",
             "--authority", "320106", "--registrar", "测试老师"),
    "settings set": ("founder", "某区"),
    "export": ("{out}/花名册.xlsx",),
    "template": ("national-a", "{out}/空表.xlsx"),
    "disclose": ("{out}/名单.xlsx", "--approval", "教基〔2026〕9号", "--to", "某某区卫健局", "--purpose", "体检",
                 "--fields", "姓名,性别,年级"),
    "push": ("--to", "{out}"),
    "pull": ("--from", "{down}"),
    "sync": ("--to", "{down}"),
    "bundle build": ("--out", "{out}/a.xjb"),
    "key trust": ("{authority_card}", "--fingerprint", "{fingerprint}"),
    "transfer notice": ("2026-autumn", "--out", "{out}"),
    "transfer remind": ("{asked}", "--out", "{out}"),
    "dossier handover-list": ("{gone}", "--out", "{out}/清单.xlsx"),
    "calendar import": ("{calendar}", "--notice", "国办发明电〔2026〕9号"),
    "calendar add": ("2026-09-25", "--reason", "运动会"),
    "calendar remove": ("2026-09-24",),
    "registrar add": ("样老师", "--trained", "2026-09-01"),
    "registrar train": ("李老师", "--on", "2026-09-02"),
    "registrar retire": ("李老师", "--on", "2026-09-02"),
    "key passphrase": (*OPENED, "--new-passphrase-fd", str(PASSPHRASE_FD)),
    "key recovery": (*OPENED, "--yes"),
    "key rekey": (*OPENED, "--yes"),
    "key encrypt": ("--yes",),
    "registrar account": ("李老师", "li"),
    "registrar unlock": ("李老师", "--because", "休完产假"),
    "card write": ("{plain}", "--out", "{out}/卡.svg"),
    "card revoke": ("{card}", "--because", "遗失"),
    "card revoked": ("{out}/作废.json",),
    "class-list write": ("2026-autumn", "{out}/名单.xlsx"),
    "form write": ("registration-certificate", "{plain}", "--out", "{out}/证明.docx", "--purpose", "升学",
                   "--because", "家长申请"),
    "form template": ("registration-certificate", "--out", "{out}/模板.docx"),
    "key leader": ("--name", "李校长", "--to", "{out}/leader.key", "--leader-passphrase-fd", str(PASSPHRASE_FD)),
    "review write": ("2026-autumn", "--to", "{out}/a.xjreview", "--because", "测试"),
    "review sign": ("{review}", "--leader-key", "{leader_key}", "--card", "{review_card}",
                    "--leader-passphrase-fd", str(PASSPHRASE_FD), "--to", "{out}/b.xjreview"),
    "backup": ("{out}/全部.xjbackup", "--plain"),
    "restore": ("{backup}", "--replace"),
    "dossier add": ("{plain}", "{proof}", "--item", "4", "--title", "体检表"),
    "dossier import": ("{photos}", "--item", "4", "--title", "体检表"),
    "dossier export": ("{gone}", "{out}"),
    "dossier receive": ("{package}", "--card", "{other_card}", "--fingerprint", "{other_fingerprint}"),
    "dossier archive": ("{finished}", "--where", "柜9"),
    "school merge": ("--to", OTHER, "--name", OTHER_NAME, "--letter", "{proof}"),
    "school close": ("--custodian", "虚构区教育档案馆", "--letter", "{proof}"),
    "enroll": ("{new_child}", "--evidence", "{proof}"),
    "cancel": ("{refused}", *WHY),
    "resubmit": ("{refused}", "--evidence", "{proof}"),
    "assign": ("{plain}", "{other}", "--class", "5"),
    "import": ("{workbook}", "--evidence", "{proof}"),
    "number confirm": ("--file", "{numbers}"),
    "correct": ("{plain}", "--set", "name=样正名", "--evidence", "{proof}"),
    "update": ("{plain}", "--set", "postcode=100000"),
    "promote": ("--year", "2027", *WHY),
    "undo": ("--last",),
    "leave": ("{plain}", "--until", "2027-08-31", *WHY),
    "resume": ("{on_leave}", "--class", "2", *WHY),
    "retain": ("{plain}", "--class", "3", *WHY),
    "skip": ("{plain}", "--class", "3", *WHY),
    "graduate": ("--grade", "六年级", "--outcome", "graduated", *WHY),
    "progress inside": ("--grade", "六年级", *WHY),
    "progress request": ("--from", OTHER, "--from-name", OTHER_NAME, "--list", "{graduates}", *WHY),
    "withdraw": ("{plain}", "--ground", "voluntary", *WHY),
    "abroad": ("{plain}", "--country", "840", *WHY),
    "place": ("{plain}", "--at", "5132000009", "--ground", "special", *WHY),
    "dropout": ("{plain}", "--since", "2026-09-02", "--ground", "外出务工", "--township", "样例镇人民政府",
                "--report", "{out}", *WHY),
    "missing": ("{plain}", "--since", "2026-09-02", *WHY),
    "decease": ("{plain}", "--died-on", "2026-09-20", "--certificate", "证1", "--confirm-name", "{plain_name}", *WHY),
    "transfer request": ("--from", OTHER, "--from-name", OTHER_NAME, "--reason", "随父母迁居", "{new_child}", *WHY),
    "transfer withdraw": ("{asked}", *WHY),
    "transfer release": ("{wanted}", *WHY),
    "transfer refuse": ("{wanted}", *WHY),
    "review submit": ("2026-autumn", "{signed_review}", *WHY),
    "assert roster": ("--count", "5", "--class", "1.1"),
}  # fmt: skip
#: These need another day, because of what they are about.
DAYS = {"promote": "2027-09-02", "graduate": "2027-07-05", "progress inside": "2027-07-05"}
#: These need a school where nothing is open: no case, no handover, nobody trusted yet.
QUIET = ("school merge", "school close", "key trust")
#: These need a school with a leader's key, and a statement.
REVIEWING = ("review write", "review sign", "review submit")
#: These need a home that a passphrase closes.
CLOSED = ("key passphrase", "key recovery", "key rekey")
#: These change the lock itself; killed, they are done again.
LOCKING = (*CLOSED, "key encrypt")
#: What no round does, and why that is no gap.
ELSEWHERE = {
    "key reset": "writes the lock and nothing else, as `key passphrase` does",
    "key keyring": "the same; there is no keyring where the rounds run",
    "recover": "asks for a restored home: tests/end_to_end/test_recovering.py kills it",
}
_HOLIDAYS = ("2027-01-01", "2027-02-06", "2027-04-05", "2027-05-01", "2027-06-09", "2027-09-15", "2027-10-01",
             "2027-10-02", "2027-10-03")  # fmt: skip


class Scene:
    """The folder with the home `S`, which every round copies, and what the words stand for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "S"
        self.quiet, self.reviewed, self.closed = folder / "Q", folder / "R", folder / "C"
        self.said: dict[str, str] = {}
        for home in (self.home, self.quiet, self.reviewed):
            init(home, SCHOOL, now=NOW)
        init(self.closed, SCHOOL, now=NOW, protection=Protection(passphrase=PASSPHRASE, recovery=True))
        self._files()
        self._exchange()
        self._pupils()
        self._review()
        with at(self.home) as desk:
            backup(desk, folder / "b.zip", None)
            opened(desk, child(923), evidence_files=[pdf(folder / "c.pdf")])

    def home_for(self, command: str) -> Path | None:
        """The home that a round of this command begins with; None where it is to make one."""
        if command == "init":
            return None
        if command in CLOSED:
            return self.closed
        return self.quiet if command in QUIET else self.reviewed if command in REVIEWING else self.home

    def words(self, command: str, out: Path) -> list[str]:
        """The whole line of a command; what it writes beside the registry goes to `out`."""
        said = {**self.said, "out": str(out)}
        found: list[str] = [*command.split()]
        for word in WORDS[command]:
            if word == "{new_child}":
                found += [each for name, value in child(931).items() for each in ("--set", f"{name}={value}")]
            else:
                found.append(word.format_map(said))
        return [*found, "--yes"]

    def _files(self) -> None:
        folder = self.folder
        (photos := folder / "photos").mkdir()
        self.said |= {
            "proof": str(pdf(folder / "证明.pdf")),
            "photos": str(photos),
            "workbook": str(sheet(folder / "新生.xlsx", invented(12, seed=5))),
            "numbers": str(
                sheet(folder / "号.xlsx", [{"document_number": resident(901), "registry_number": f"G{resident(901)}"}])
            ),
            "calendar": str(folder / "2027.csv"),
        }  # fmt: skip
        born = "20140305"
        graduate = child(941, birth_date=born, grade="初一", document_number=resident(941, born=born))
        self.said["graduates"] = str(sheet(folder / "录取.xlsx", [{**graduate, "school_code": SCHOOL.school_code}]))
        with Path(self.said["calendar"]).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([["日期", "类型"], *([day, "放假"] for day in _HOLIDAYS)])

    def _pupils(self) -> None:
        with at(self.home) as desk:
            said = self.said
            said["plain"] = enrolled(desk, "三年级", 903)
            said["plain_name"] = child(903)["name"]
            said["other"] = enrolled(desk, "三年级", 905)
            enrolled(desk, "六年级", 907)
            said["on_leave"] = enrolled(desk, "三年级", 909)
            said["wanted"] = registered(desk, document_number=resident(911))
            notified(desk, said["wanted"], case="H-000002")
            said["asked"] = str(asked(desk, answers=child(913)).result["items"][0]["record_id"])
            said["finished"] = enrolled(desk, "三年级", 915)
            refused = str(opened(desk, child(917)).result["record_id"])
            decide(desk, refused, reason="证件看不清")
            said["refused"] = refused
            add_registrar(desk, "李老师", role="registrar", trained_on=None, on=desk.today, dry_run=False)
            card.write(desk, said["plain"], self.folder / "卡.svg", until=None, force=False, dry_run=False)
            said["card"] = card.list_(desk).result["items"][0]["card"]
            desk.registry.connection.execute("insert into closures values ('2026-09-24', '', '', '')")
        with at(self.quiet) as desk:
            registered(desk, document_number=resident(925))
        pdf(self.folder / "photos" / f"{resident(905, born='20180305')}.pdf")
        self._dossiers()

    def _dossiers(self) -> None:
        """A pupil who went to the other school, and one who came from there with a package."""
        other = self.folder / "other"
        init(other, replace(SCHOOL, school_code=OTHER, name=OTHER_NAME), now=NOW)
        (stick := self.folder / "stick").mkdir()
        with at(self.home) as desk:
            self.said["gone"] = registered(desk, document_number=resident(919))
            added(desk, self.said["gone"], pdf(self.folder / "a.pdf"), title="体检表")
            gone(desk, self.said["gone"], seal=card_of(other)[1].seal_key, case="H-000003")
            arrived(desk, f"G{resident(921)}", answers=child(921))
        with at(other) as desk:
            leaving = registered(desk, document_number=resident(921), name=child(921)["name"])
            us: dict[str, Any] = {"school": SCHOOL.school_code, "name": SCHOOL.name}
            notified(desk, leaving, seal=card_of(self.home)[1].seal_key, **us)
            transfer.release(desk, [leaving], errand=errand())
            echo(desk, "handover-completed", leaving, number="", **us)
            sent(desk, leaving, stick)
        path, read = card_of(other)
        self.said |= {"package": str(next(stick.iterdir())), "other_card": str(path)}
        self.said["other_fingerprint"] = read.fingerprint

    def _review(self) -> None:
        """A school whose leader has a key, a statement of the semester, and the same with both signatures."""
        key_file, paper, signed = (self.folder / name for name in ("leader.key", "a.xjreview", "b.xjreview"))
        with at(self.reviewed) as desk:
            registered(desk, document_number=resident(927))
            name_leader(desk, "李校长", key_file, passphrase=lambda: PASSPHRASE)
            card_file = card_path(desk)
            review.write(desk, "2026-autumn", review.Target(paper), because="测试")
            target = review.Target(signed)
            review.sign(paper, card_file, key_file, now=NOW, passphrase=lambda: PASSPHRASE, out=target)
        self.said |= {"leader_key": str(key_file), "review_card": str(card_file), "review": str(paper)}
        self.said["signed_review"] = str(signed)

    def _exchange(self) -> None:
        """One bundle went up, and its receipt and a decision lie on the stick."""
        office = reopened(authority(self.folder / "authority", SCHOOL.authority).home, lambda: NOW)
        add(office, self.home / f"{SCHOOL.school_code}.xjcard", confirm=lambda found: found.fingerprint)
        (down := self.folder / "down").mkdir()
        with at(self.home) as desk:
            key.trust(desk, office.card, confirm=lambda found: found.fingerprint)
            opened(desk, child(901))
            push(desk, str(down))
            store(desk, "target", "")
        intake(office, down)
        approve_clean(office)
        outbox(office, down)
        office.store.close()
        self.said |= {"down": str(down), "authority_card": str(office.card), "backup": str(self.folder / "b.zip")}
        self.said["fingerprint"] = read_fingerprint(office.card)


def read_fingerprint(path: Path) -> str:
    from xjcli.bundle.card import read_card

    return read_card(path.read_bytes()).fingerprint


#: Leave and withdrawal, recorded by the commands themselves before the rounds begin.
BEFORE = (
    ("leave", "{on_leave}", "--until", "2027-08-31", "--on", "2026-09-02", *WHY),
    ("withdraw", "{finished}", "--ground", "voluntary", *WHY),
)
