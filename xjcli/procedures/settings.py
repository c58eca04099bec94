"""What `xj init` asked, shown and changed later; a change of the school's code or keys is not a setting."""

from __future__ import annotations

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.custody import custody
from xjcli.procedures.init import KINDS, STAGES, SYSTEMS
from xjcli.procedures.rules import choice, find_choice_faults
from xjcli.report import Report
from xjcli.schema.act import KINDS as ACT_KINDS
from xjcli.schema.texts import judge

#: Settings a registrar may change, with the allowed values where they are a list.
CHANGEABLE: dict[str, tuple[str, ...]] = {
    "name": (),
    "stages": STAGES,
    "system": SYSTEMS,
    "kind": KINDS,
    "founder": (),
    "registrar": (),
    "target": (),
    "township": (),  # 当地乡镇人民政府 (第二十二条)
    "county": (),  # 县级教育行政部门 (第十八、二十二条)
    "rules": (),
    "lock_days": (),  # 账号多少天没有使用就锁定，0 为不锁定
    "leader_acts": (),  # 只能由负责人办理的业务，如 expelled,custody-moved
}

#: What an export of the national system said of pupils' states (`listed_states`); kept here, and no setting.
NATIONAL_STATES = "national-states"


def show(desk: Desk) -> Report:
    """Every setting; none of them is secret. `custody` says who keeps the records of a school that is no more."""
    settings = {key: value for key, value in desk.registry.settings().items() if key != NATIONAL_STATES}
    return Report({"settings": settings, "changeable": sorted(CHANGEABLE), "custody": custody(desk)})


def change(desk: Desk, key: str, value: str, *, dry_run: bool = False) -> Report:
    """Store one setting. Refuses unknown names and values outside their list."""
    if key not in CHANGEABLE:
        raise Refusal(Problem("settings.unknown", params={"key": key[:40], "allowed": ", ".join(CHANGEABLE)}))
    allowed = CHANGEABLE[key]
    parts = value.split(",") if key == "stages" else [value]
    if allowed and not all(part in allowed for part in parts):
        shown = ", ".join(allowed)
        raise Refusal(Problem("usage.option", params={"option": key, "value": value[:40], "allowed": shown}))
    if key == "name" and not value.strip():
        raise Refusal(Problem("usage.option", params={"option": key, "value": "", "allowed": "…"}))
    if faults := judge(None, key, value, short=True):
        raise Refusal(*faults)
    value = _require_form(key, value)
    notes: list[Problem] = []
    if key == "rules":
        notes = find_choice_faults(value, desk.settings.region)
        if any(problem.severity == "refuse" for problem in notes):
            raise Refusal(*notes)
        value = ",".join(choice(value))
    before = desk.registry.settings().get(key, "")
    if not dry_run:
        store(desk, key, value)
    return Report({"key": key, "before": before, "after": value, "operation": None, "dry_run": dry_run}, notes)


def _require_form(key: str, value: str) -> str:
    """What is a number, or a list of acts, in its one spelling. Refuses with usage.option."""
    if key == "lock_days" and not (value.isascii() and value.isdigit() and int(value) <= _MOST_DAYS):
        allowed = f"0–{_MOST_DAYS}"
        raise Refusal(Problem("usage.option", params={"option": key, "value": value[:20], "allowed": allowed}))
    if key != "leader_acts":
        return value
    kinds = [part.strip() for part in value.split(",") if part.strip()]
    if unknown := [kind for kind in kinds if kind not in ACT_KINDS]:
        shown = ", ".join(sorted(ACT_KINDS))
        raise Refusal(Problem("usage.option", params={"option": key, "value": unknown[0][:40], "allowed": shown}))
    return ",".join(kinds)


_MOST_DAYS = 3650


def store(desk: Desk, key: str, value: str) -> None:
    """Write one setting in a transaction of its own."""
    with desk.registry.transaction():
        desk.registry.connection.execute(
            "insert into settings values (?,?) on conflict (key) do update set value = excluded.value",
            (key, value),
        )
