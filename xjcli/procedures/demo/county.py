"""A rehearsal county: one authority and two schools in one folder (第二十三条: staff are trained).

What the steps find goes into `facts`, which scripts read and tests assert; what has to hold goes into `checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from xjcli.procedures.demo.people import Pupil
from xjcli.procedures.demo.programs import AUTHORITY, SCHOOL, Program
from xjcli.procedures.demo.workbook import Planted

CODE = "320102"
#: (school code, name, share of the pupils in thirds)
SCHOOLS = (("2132000001", "演练第一小学", 2), ("2132000002", "演练第二小学", 1))
_AT_ONCE = 4
Thing = TypeVar("Thing")
Got = TypeVar("Got")


@dataclass(slots=True)
class School:
    """One rehearsal school: its program, and what it has sent."""

    code: str
    name: str
    share: int
    xj: Program
    pupils: list[Pupil] = field(default_factory=list)
    head: str = ""

    @property
    def workbook(self) -> Path:
        return self.xj.folder / f"{self.name}.xlsx"

    @property
    def key(self) -> Path:
        """The key of its home, in the rehearsal's own folder: nothing of a rehearsal lies anywhere else."""
        return self.xj.folder / "keys" / f"{self.xj.home.name}.key"

    @property
    def card(self) -> Path:
        return self.xj.home / f"{self.code}.xjcard"


class County:
    """Everything in one folder. `facts` is what the rehearsal reports; `open` holds the server while it runs."""

    def __init__(self, folder: Path, today: date, pupils: int, open_: ExitStack) -> None:
        self.folder, self.today, self.pupils, self.open = folder, today, pupils, open_
        self.stick = folder / "stick"
        self.authority = Program(AUTHORITY, folder / "authority", folder)
        self.anyone = Program(SCHOOL, folder / "nobody", folder)  # a home that never exists
        self.schools = [
            School(code, name, share, Program(SCHOOL, folder / f"school-{number}", folder))
            for number, (code, name, share) in enumerate(SCHOOLS, 1)
        ]
        self.card = folder / "authority" / f"{CODE}.xjcard"
        self.by_hand: Pupil = {}
        self.planted: list[Planted] = []
        self.url = ""
        self.facts: dict[str, Any] = {"folder": str(folder)}
        self.checks: list[tuple[str, bool]] = []

    def check(self, name: str, ok: bool) -> None:
        """Something the rehearsal has to prove."""
        self.checks.append((name, ok))


def side_by_side(work: Callable[[Thing], Got], things: Sequence[Thing]) -> list[Got]:
    """What does not wait for each other runs at the same time; the first refusal is raised."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, things))
