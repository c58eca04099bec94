"""An authority with two of its schools, between which a pupil moves (第十四条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.authority.school_double import (
    OTHER_SCHOOL,
    SCHOOL,
    School,
    approve_clean,
    authority,
    fetch,
    person,
    resident,
    school,
    send,
)
from xjcli.authority.describing import transfers
from xjcli.authority.office import Office
from xjcli.authority.store import numbers, records


@dataclass
class Town:
    """An authority, a school with two approved pupils, and a school that asks for one of them."""

    office: Office
    old: School
    new: School

    def ask(self, serial: int = 1, **asked: str) -> str:
        self.new.request("a-1", person(serial), SCHOOL, **asked)
        assert send(self.office, self.new.bundle()).outcome == "accepted"
        (case,) = [line["case"] for line in transfers(self.office).result["items"]]
        return str(case)

    def answer(self, case: str, kind: str = "transfer-released", reason: str = "") -> None:
        fetch(self.office, self.old)
        self.old.write(kind, "r-1", {"case": case, "reason": reason})
        assert send(self.office, self.old.bundle()).outcome == "accepted"

    def state(self) -> str:
        (line,) = transfers(self.office, ended=True).result["items"]
        return str(line["state"])

    def owner(self, number: str) -> tuple[str, str] | None:
        with self.office.store.reading() as tx:
            return numbers.owner(tx, number)

    def rolls(self) -> list[tuple[str, str]]:
        """Where the first pupil is on a roll now."""
        with self.office.store.reading() as tx:
            return [
                (code, record.record_id)
                for code, record in records.every(tx)
                if record.document_number == resident(1) and record.status == "enrolled"
            ]


def new_town(home: Path, serials: Iterable[int] = (1, 2), **changed: str) -> Town:
    """The town with pupils whose enrolment was approved, as their school knows."""
    office = authority(home)
    old, new = school(office), school(office, OTHER_SCHOOL)
    for serial in serials:
        old.enroll(f"r-{serial}", person(serial, **changed))
    send(office, old.bundle())
    approve_clean(office)
    fetch(office, old)
    return Town(office, old, new)
