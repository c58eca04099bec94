"""A school that was set up by `xj init` and its authority, in one process, each trusting the other's card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.authority.school_double import AUTHORITY, NOW, authority, person, reopened
from xjcli.authority import decide, enrolling, folder, rosters
from xjcli.authority.office import Office
from xjcli.desk import Desk, open_desk
from xjcli.procedures import init, key
from xjcli.procedures.against_authority import HeldComparison, find_held_differences
from xjcli.procedures.pull import pull
from xjcli.procedures.push import push
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.values.numbers import make_local

CODE = "2132000456"
ASKED = init.School(
    school_code=CODE, name="虚构市测试学校", region="320102", stages="primary", system="6-3", authority=AUTHORITY,
    registrar="测试老师",
)  # fmt: skip
PLACE = {"stage": "primary", "cohort": 2026, "class": "01", "entry_month": "2026-09"}


@dataclass
class Both:
    """Both offices, and the stick that is carried between them."""

    office: Office
    desk: Desk
    stick: Path

    def write(self, kind: str, record_id: str, body: dict[str, Any], **basis: Any) -> None:
        """An act of the school, as one of its procedures would append it."""
        held_by = {"pack": "national-2013", "article": 13, "evidence": [], **basis}
        with self.desk.registry.transaction():
            self.desk.registry.append(
                [Draft(kind, record_id, "2026-09-01", body, held_by)], command="test",
                recorded_at=self.desk.recorded_at, recorded_by="测试老师",
            )  # fmt: skip

    def take_on(self, record_id: str, serial: int, number: str = "", **changed: str) -> None:
        """A pupil who was registered already: with the number that the document gives, or another."""
        who = person(serial, **changed)
        value = {"value": number or f"G{who['document_number']}", "state": "issued", "rule": "national-2013"}
        self.write("taken-on", record_id, {"basis": "take-on", "person": who, "place": PLACE, "number": value})

    def enroll(self, record_id: str, serial: int, **changed: str) -> None:
        """A pupil whose enrolment has to be approved."""
        number = {"value": make_local(record_id), "state": "local", "rule": "national-2013"}
        body = {"basis": "first", "person": person(serial, **changed), "place": PLACE, "number": number}
        self.write("enrolled", record_id, body)

    def up(self) -> None:
        assert push(self.desk, str(self.stick)).status == 0
        assert folder.intake(self.office, self.stick).status == 0

    def down(self) -> Report:
        assert folder.outbox(self.office, self.stick).status == 0
        taken = pull(self.desk, str(self.stick))
        assert taken.status == 0, taken.problems
        return taken

    def give_roster(self) -> Report:
        """The authority signs its roster of the school, and the school takes it in."""
        assert rosters.to_folder(self.office, self.stick, school=CODE).status == 0
        taken = pull(self.desk, str(self.stick), roster=True)
        assert taken.status == 0, taken.problems
        return taken

    def approve(self) -> None:
        decide.approve(self.office, all_clean=True)

    def compare(self) -> HeldComparison:
        return find_held_differences(self.desk)

    def found(self) -> list[tuple[str, str, str]]:
        """(kind, cause, record) of every difference."""
        return [(each["kind"], each["cause"], each["record_id"]) for each in self.compare().differences]

    def unsent(self) -> dict[str, str]:
        """Record → `unsent` or `sent`."""
        return {each["record_id"]: each["stage"] for each in self.compare().not_sent}


@contextmanager
def both_sides(folder_: Path, *, now: datetime = NOW) -> Iterator[Both]:
    """The two offices in this folder, with nobody registered yet."""
    stick, home = folder_ / "stick", folder_ / "s"
    stick.mkdir()
    authority(folder_ / "a")
    office = reopened(folder_ / "a", lambda: now)
    made = init.init(home, ASKED, now=now)
    enrolling.add(office, Path(made.result["card"]), confirm=lambda card: card.fingerprint)
    with open_desk("write", home=home, now=now) as desk:
        key.trust(desk, office.card, confirm=lambda card: card.fingerprint)
        yield Both(office, desk, stick)
