"""The steps of the authority, and those of two schools about one pupil: 转学 has three parties and one case (第十四条).

An enrolment is decided by a real authority over the folder. What it says of a change, and of a handover, stands here
as the acts that a school stores when it takes that word in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.scenarios.world import SCHOOLS, Line, World
from xjcli.registry.ledger import new_ids
from xjcli.report import Report
from xjcli.schema.act import Draft

_CASE = "T-000001"
_KINDS = {"转学": "transfer", "升学": "progress"}
_ARTICLES = {"change-approved": 13, "change-refused": 13}


def told(step: Callable[[Line], Report | None]) -> Callable[[Line], Report]:
    """A step that may have nothing to report."""
    return lambda line: step(line) or Report({})


def _echo(world: World, school: str, name: str, act: str, /, **said: Any) -> None:
    """One act that repeats the authority's word in this school's ledger."""
    body = {"case": _CASE, "official": "测试科长", "bundle": "0" * 64, "act": 0, **said}
    basis: dict[str, Any] = {"pack": "national-2013", "article": _ARTICLES.get(act, 14), "evidence": []}
    world.append(school, Draft(act, world.record_id(school, name), world.today.isoformat(), body, basis))


def _send(line: Line) -> Report:
    return line.world.send(line.school)


def _approve(line: Line) -> Report:
    (name,) = line.pupils
    return line.world.decide(line.school, name, because=line.said.get("理由", ""))


def _refuse(line: Line) -> Report:
    (name,) = line.pupils
    return line.world.decide(line.school, name, reason=line.said["理由"])


def _fetch(line: Line) -> Report:
    return line.world.fetch(line.school)


def _rule(kind: str) -> Callable[[Line], None]:
    """核准 or 不予核准 of the change that waits."""

    def run(line: Line) -> None:
        for name in line.pupils:
            waits = line.world.record(line.school, name).open_case
            _echo(line.world, line.school, name, kind, case="C-000001", act=waits["seq"],
                  reason=line.said.get("理由", ""))  # fmt: skip

    return run


def _request(line: Line) -> None:
    """转入校、升入校启动学籍转接: with what is known of the pupil, and a mark of its own until the number comes."""
    (name,) = line.pupils
    origin = line.said["来自"]
    there = line.world.record(origin, name)
    kind = _KINDS[line.said.get("事项", "转学")]
    (record_id,) = new_ids("r", 1)
    place = {"stage": there.stage, "cohort": there.cohort, "class": line.said.get("班", "01"),
             "entry_month": there.entry_month}  # fmt: skip
    if kind == "progress":
        year = line.world.today.year
        place |= {"stage": "junior", "cohort": year, "entry_month": f"{year}-09"}
    body = {
        "basis": kind, "person": there.person, "place": place,
        "number": {"value": f"TMP-{record_id[1:9].upper()}", "state": "local", "rule": "national-2013"},
        "handover": {
            "from_school": SCHOOLS[origin].school_code, "from_name": SCHOOLS[origin].name,
            "registry_number": there.registry_number, "reason": line.said.get("理由", ""),
        },
    }  # fmt: skip
    basis = {"pack": "national-2013", "article": 14, "evidence": []}
    line.world.append(line.school, Draft(f"{kind}-requested", record_id, line.world.today.isoformat(), body, basis))
    line.world.pupils[line.school, name] = record_id


def _parties(line: Line, name: str) -> tuple[str, str, str]:
    """School of origin, receiving school, kind of the handover."""
    to = line.said["转入"]
    asked = line.world.record(to, name).handover
    origin = next(each for each, school in SCHOOLS.items() if school.school_code == asked["school"])
    return origin, to, asked["kind"]


def _notify(line: Line) -> None:
    """主管部门 tells the school of origin."""
    for name in line.pupils:
        origin, to, kind = _parties(line, name)
        _echo(line.world, origin, name, "transfer-notified", kind=kind, school=SCHOOLS[to].school_code,
              name=SCHOOLS[to].name, seal="", requested_on=line.world.today.isoformat())  # fmt: skip


def _complete(line: Line) -> None:
    """办结: one transaction at the authority; each school hears of it, and the number moves with the pupil."""
    for name in line.pupils:
        origin, to, kind = _parties(line, name)
        number = line.world.record(origin, name).registry_number
        _echo(line.world, origin, name, "handover-completed", kind=kind, school=SCHOOLS[to].school_code,
              name=SCHOOLS[to].name, number="")  # fmt: skip
        _echo(line.world, to, name, "handover-completed", kind=kind, school=SCHOOLS[origin].school_code,
              name=SCHOOLS[origin].name, number=number)  # fmt: skip


def _turn_down(line: Line) -> None:
    """未办成: both schools hear the reason."""
    for name in line.pupils:
        origin, to, kind = _parties(line, name)
        for school, other in ((origin, to), (to, origin)):
            _echo(line.world, school, name, "handover-refused", kind=kind, school=SCHOOLS[other].school_code,
                  name=SCHOOLS[other].name, reason=line.said["理由"], by="authority")  # fmt: skip


def _staff(line: Line) -> None:
    """第二十三条: who keeps the registrations here."""
    about = {"since": line.said["自"], "trained_on": line.said["培训"], "role": line.said.get("岗位", "")}
    named = [{"name": each, **about} for each in line.pupils]
    basis = {"pack": "national-2013", "article": 23, "evidence": []}
    line.world.append(
        line.school, Draft("staff-reported", "office", line.world.today.isoformat(), {"registrars": named}, basis)
    )


#: 主管部门 as a word of the step, and the steps of two schools.
STEPS: Mapping[str, Callable[[Line], Report | None]] = {
    "上报": _send,
    "主管部门核准": _approve,
    "主管部门退回": _refuse,
    "取回批复": _fetch,
    "主管部门核准变动": _rule("change-approved"),
    "主管部门不予核准变动": _rule("change-refused"),
    "申请转入": _request,
    "主管部门告知转出学校": _notify,
    "主管部门办结转接": _complete,
    "主管部门退回转接": _turn_down,
    "报送学籍管理员": _staff,
}
