"""Where a scenario happens: schools with real homes, one authority, a folder between them, and the day it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tests.procedures.desks import pdf
from xjcli.authority import decide, enrolling, folder
from xjcli.authority.office import Office, open_office
from xjcli.authority.setup import Authority
from xjcli.authority.setup import init as open_authority
from xjcli.authority.viewing import pending
from xjcli.desk import Desk, open_desk
from xjcli.errors import Refusal
from xjcli.procedures import key
from xjcli.procedures.change import Errand
from xjcli.procedures.init import School, init
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.registry import queries
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.record import Record

REGION = "320106"

Said = dict[str, str]
Body = dict[str, Any]


def _school(code: str, name: str, stages: str) -> School:
    return School(
        school_code=code, name=name, region=REGION, stages=stages, system="6-3", authority=REGION,
        registrar="测试老师",
    )  # fmt: skip


#: The schools that a scenario may name; the first is meant where none is named.
SCHOOLS = {
    "本校": _school("3132000456", "虚构市测试学校", "primary,junior"),
    "乙校": _school("3132000123", "虚构市第二学校", "primary,junior"),
    "高中": _school("3432000789", "虚构市测试高中", "senior"),
}


@dataclass
class World:
    """Everything that exists while one scenario runs. What a step came to stands in `report` or `refusal`."""

    root: Path
    default: str = "本校"
    today: date = date(2026, 9, 1)
    homes: dict[str, Path] = field(default_factory=dict)
    #: (school, name) → record id, and the number that the pupil had when it was opened.
    pupils: dict[tuple[str, str], str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    report: Report | None = None
    refusal: Refusal | None = None
    _office: Path | None = None

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(8, 30), UTC)

    def desk(self, school: str) -> Desk:
        """The school's desk today; its home is set up when it is first named."""
        if school not in self.homes:
            home = self.root / school
            init(home, SCHOOLS[school], now=self.now)
            self.homes[school] = home
        return open_desk("write", home=self.homes[school], now=self.now)

    def record_id(self, school: str, name: str) -> str:
        return self.pupils[school, name]

    def record(self, school: str, name: str) -> Record:
        with self.desk(school) as desk:
            found = queries.record(desk.registry, self.record_id(school, name))
        assert found is not None
        return found

    def remember(self, school: str, name: str, record_id: str) -> None:
        """From now on this name means this record, and its number is the one that must not change."""
        self.pupils[school, name] = record_id
        self.numbers[name] = self.record(school, name).registry_number

    def errand(self, said: dict[str, str], *, dry_run: bool = False) -> Errand:
        """When, why and with which proofs; a proof that is named is a file that exists."""
        return Errand(
            self.today, because=said.get("理由", ""), evidence=self.evidence(said), paper=said.get("纸质材料", ""),
            dry_run=dry_run,
        )  # fmt: skip

    def evidence(self, said: dict[str, str]) -> list[Path]:
        named = said.get("证明", "")
        return [pdf(self.root / f"{each}.pdf", each.encode()) for each in named.split("、") if each]

    def append(self, school: str, *drafts: Draft) -> None:
        """Acts of which the procedure is another's: what the authority said, and what it will bring."""
        with self.desk(school) as desk, desk.registry.transaction():
            desk.registry.append(drafts, command="scenario", recorded_at=desk.recorded_at, recorded_by=desk.registrar)

    @property
    def office(self) -> Office:
        """The authority today; it knows every school that was named so far, and they know it."""
        if self._office is None:
            self._office = self.root / "主管部门"
            asked = Authority(REGION, "虚构区教育局", "county", "测试科长")
            open_authority(self._office, asked, now=self.now)
        return open_office(self._office, moment=lambda: self.now)

    @property
    def stick(self) -> Path:
        place = self.root / "报送"
        place.mkdir(exist_ok=True)
        return place

    def send(self, school: str) -> Report:
        """上报: signed, sealed, laid into the folder, and taken in by the authority."""
        office = self.office
        with self.desk(school) as desk:
            if not key.show(desk).result["trusted"]:
                (card,) = office.home.glob("*.xjcard")
                key.trust(desk, card, confirm=lambda found: found.fingerprint)
                (own,) = desk.home.glob("*.xjcard")
                enrolling.add(office, own, confirm=lambda found: found.fingerprint)
            report = push(desk, str(self.stick))
        taken = folder.intake(office, self.stick)
        assert not taken.problems, taken.problems
        return report

    def decide(self, school: str, name: str, *, reason: str = "", because: str = "") -> Report:
        """核准, or with a reason 不予核准, of the pupil's enrolment by the official."""
        office, record_id = self.office, self.record_id(school, name)
        (case,) = [each["case"] for each in pending(office).result["items"] if each["record_id"] == record_id]
        if reason:
            return decide.refuse(office, [case], because=reason)
        return decide.approve(office, [case], because=because)

    def fetch(self, school: str) -> Report:
        """取回批复."""
        folder.outbox(self.office, self.stick)
        with self.desk(school) as desk:
            report = pull(desk, str(self.stick))
        for (where, name), record_id in self.pupils.items():
            if where == school:
                self.remember(school, name, record_id)
        return report

    def acts(self, school: str) -> int:
        with self.desk(school) as desk:
            return desk.registry.head().seq

    def close(self) -> None:
        if self._office is not None:
            self.office.store.close()


@dataclass(frozen=True)
class Line:
    """What a step is done with."""

    world: World
    school: str
    pupils: list[str]
    said: Said

    @property
    def records(self) -> list[str]:
        return [self.world.record_id(self.school, each) for each in self.pupils]
