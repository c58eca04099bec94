"""第四章: what the regulation asks of the office itself, and which item of 第二十七条 a finding would be.

第二十七条 lists eight breaches of a school. A finding of `xj check` names the item, so that a registrar knows what it
would mean if nobody mended it; it accuses nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from xjcli.errors import Problem, Severity
from xjcli.schema.masking import mask_text

#: 第二十七条 in our words, zh and en.
BREACHES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("不为已接收的学生建立学籍档案", "no dossier for a pupil who was admitted"),
        2: ("以虚假信息建立学籍或档案", "a record or dossier on false information"),
        3: ("不及时把变动信息归入档案", "changes not put into the dossier in time"),
        4: ("不及时报告义务教育阶段辍学", "a dropout in compulsory years not reported in time"),
        5: ("接收学生不为其办理转学手续", "a pupil taken in without a transfer"),
        6: ("不按规定转接学籍档案", "a dossier not passed on as required"),
        7: ("泄露或非法使用学籍信息", "registration data leaked or misused"),
        8: ("其他违反办法的行为", "another act against the regulation"),
    }
)

#: Finding → item of 第二十七条.
_ITEM_OF: Mapping[str, int] = MappingProxyType(
    {
        "check.dossier-overdue": 1,
        "check.enrolled-late": 1,
        "person.birth-differs": 2,
        "person.birth-future": 2,
        "number.birth-differs": 2,
        "check.evidence-lost": 3,
        "check.finished": 3,
        "check.leave-expired": 3,
        "check.reported-late": 4,
        "check.report-unsent": 4,
        "enrol.needs-transfer": 5,
        "check.dossier-transfer-overdue": 6,
        "check.handover-overdue": 6,
        "check.death-late": 8,
        "check.twins": 8,
        "duplicate.other-school": 8,
        "duplicate.same-school": 8,
    }
)

#: An act that was recorded later after it happened than its article allows: (finding, deadline of the pack).
LATE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"enrolled": ("check.enrolled-late", "dossier"), "death-reported": ("check.death-late", "death")}
)
_BEGINS = MappingProxyType({"dropout-reported": "since", "death-reported": "died_on"})


def begun_on(kind: str, occurred_on: str, body: Mapping[str, Any]) -> date:
    """The day from which the time of an act is counted: of a death and of a dropout what the body says, if it does."""
    named = body.get(_BEGINS[kind]) if kind in _BEGINS else None
    return date.fromisoformat(str(named or occurred_on))


def breach_of(code: str) -> int | None:
    """The item of 第二十七条 that a finding would be, None for one that is no breach."""
    return _ITEM_OF.get(code)


@dataclass(frozen=True, slots=True)
class Registrar:
    """A member of staff (第二十三条). Days are ISO texts; `until` and `trained_on` may be empty."""

    name: str
    role: str
    since: str
    trained_on: str = ""
    until: str = ""

    def serves(self, day: date) -> bool:
        return self.since <= day.isoformat() and (not self.until or day.isoformat() <= self.until)


#: 第二十三、二十五条: an account that nobody used for so many days is locked. A school may set another number; 0 never.
LOCK_DAYS = 180
READER, LEADER = "reader", "leader"


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Someone of the list, with their account of the operating system ("" for none) and the day they were last seen."""

    registrar: Registrar
    os_user: str
    last_seen: str

    def is_locked(self, today: date, days: int) -> bool:
        return bool(days) and (today - date.fromisoformat(self.last_seen)).days > days

    def may_write(self, today: date, days: int) -> bool:
        return self.registrar.role != READER and self.registrar.serves(today) and not self.is_locked(today, days)


def find_desk_problems(people: Sequence[AtDesk], name: str, login: str, today: date, days: int) -> list[Problem]:
    """What stands against this person's writing. Who is on no list is a finding elsewhere, never a block.

    One who left, or was not seen for long, is only warned where nobody else could write or let them in.
    """
    person = next((each for each in people if each.registrar.name == name), None)
    if person is None:
        return []
    params: dict[str, str | int] = {"name": mask_text(name)}
    if person.os_user and person.os_user != login:
        return [Problem("registrar.account", params=params)]
    if person.registrar.role == READER:
        return [Problem("registrar.reader", params=params)]
    severity: Severity = "refuse" if any(each.may_write(today, days) for each in people) else "warn"
    if not person.registrar.serves(today):
        return [Problem("registrar.not-serving", severity, params=params)]
    if person.is_locked(today, days):
        return [Problem("registrar.locked", severity, params={**params, "since": person.last_seen, "days": days})]
    return []


def find_staff_problems(staff: list[Registrar], current: str, today: date) -> list[Problem]:
    """第二十三条: 配备或指定学籍管理员，先培训后上岗. Findings, never a block."""
    serving = [each for each in staff if each.serves(today)]
    found: list[Problem] = []
    if not current:
        found.append(Problem("registrar.unnamed", "warn"))
    elif all(each.name != current for each in serving):
        found.append(Problem("registrar.unlisted", "warn", params={"name": current}))
    for each in serving:
        if not each.trained_on:
            found.append(Problem("registrar.untrained", "warn", params={"name": each.name}))
        elif each.trained_on > each.since:
            found.append(Problem("registrar.trained-late", "note", params={"name": each.name}))
    return found
