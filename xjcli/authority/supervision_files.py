"""第三、二十六条: the report of `xj-authority report` as a file, and its verification by the authority above.

A signed report (*.xjreport) is always of every school: a part of it would pass for the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from xjcli.authority.office import Office
from xjcli.authority.supervising import supervise
from xjcli.bundle.card import AUTHORITY, MAX_CARD_BYTES, read_card
from xjcli.bundle.supervision import MAX_REPORT_BYTES, SUFFIX, read, sign
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.regulation.supervision import on_time_share
from xjcli.report import Report
from xjcli.report.phrases import phrase
from xjcli.schema.supervision import TURNS, Supervision

ENDINGS = (SUFFIX, ".json", ".xlsx", ".csv", ".md")
_CASES = ("approved", "refused", "open", "longest")
_STAFF = ("serving", "trained", "untrained")
COLUMNS = ("school", "on_roll", "present", "bundles", "acts", *_CASES, *TURNS, *_STAFF, "review", "findings")


def report(
    office: Office, *, semester: str = "", school: str = "", to: Path | None = None, force: bool = False
) -> Report:
    """`schools[]`, `turns{}` by party and `totals`; `file` where it was written.

    Refuses as `supervise`, `usage.together` for a signed report of one school, `sheet.write-format`, `file.*`.
    """
    ending = to.suffix.lower() if to is not None else ""
    if to is not None and ending not in ENDINGS:
        params = {"formats": "、".join(each[1:] for each in ENDINGS)}
        raise Refusal(Problem("sheet.write-format", where=to.name, params=params))
    if ending == SUFFIX and school:
        raise Refusal(Problem("usage.together", params={"option": f"--to *{SUFFIX}", "other": "--school"}))
    made = supervise(office, semester, school=school)
    if to is not None:
        _write(office, made, to, ending, force=force)
    return Report({**as_result(made), "file": str(to) if to is not None else "", "signed": ending == SUFFIX})


def verify(path: Path, card_path: Path, at: datetime) -> Report:
    """What a signed report says, and the fingerprint of the card that verified it. Refuses as `bundle.supervision`."""
    card = read_card(read_bounded(card_path, MAX_CARD_BYTES), kind=AUTHORITY)
    made = read(read_bounded(path, MAX_REPORT_BYTES), card, at)
    return Report({**as_result(made), "name": card.name, "fingerprint": card.fingerprint, "verified": True})


def as_result(made: Supervision) -> dict[str, Any]:
    """The figures with their totals; `on_time_share` in whole percent, None where nothing was due yet."""
    turns: Counter[str] = Counter(dict.fromkeys(TURNS, 0))
    whole: Counter[str] = Counter(dict.fromkeys(COLUMNS[1:], 0))
    findings: Counter[tuple[int, str]] = Counter()
    reviews = Counter(line["review"] for line in made.schools)
    for line in made.schools:
        numbers = {name: value for name, value in _flat(line).items() if isinstance(value, int)}
        whole.update({name: value for name, value in numbers.items() if name != "longest"})
        whole["longest"] = max(whole["longest"], numbers["longest"])
        findings.update({(each["breach"], each["code"]): each["count"] for each in line["findings"]})
    for party in made.turns.values():
        turns.update(party)
    turns.update({name: whole[name] for name in TURNS})
    parts = {name: whole[name] for name in COLUMNS[1:] if name not in (*TURNS, "review", "findings")}
    totals = {
        **parts, "schools": len(made.schools), "turns": dict(turns), "on_time_share": on_time_share(turns),
        "reviews": {"received": reviews["received"], "differs": reviews["differs"], "none": reviews["none"]},
        "findings": [{"code": code, "breach": item, "count": findings[item, code]} for item, code in sorted(findings)],
    }  # fmt: skip
    schools = [{**line, "on_time_share": on_time_share(line["turns"])} for line in made.schools]
    names = ("authority", "level", "semester", "first_day", "last_day", "workdays", "provisional", "written_at")
    said = {name: getattr(made, name) for name in names}
    return {**said, "turns": made.turns, "schools": schools, "totals": totals}


def cells(line: Mapping[str, Any]) -> dict[str, str]:
    """One school as words, by `COLUMNS`."""
    found = " ".join(f"{each['breach']}:{each['code']}×{each['count']}" for each in line["findings"])
    shown = {**_flat(line), "review": phrase(f"authority.review.{line['review']}"), "findings": found}
    return {name: str(shown[name]) for name in COLUMNS}


def _flat(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**line, **line["cases"], **line["turns"], **line["staff"]}


def _write(office: Office, made: Supervision, to: Path, ending: str, *, force: bool) -> None:
    if ending in (".xlsx", ".csv"):
        from xjcli.sheets.write import write_table

        columns = [(name, phrase(f"supervision.{name}")) for name in COLUMNS]
        write_table(to, columns, map(cells, made.schools), sheet=made.semester, force=force)
        return
    if ending == SUFFIX:
        data = sign(made, office.sign_key)
    else:
        data = made.to_bytes() + b"\n" if ending == ".json" else _markdown(office, made).encode("utf-8")
    atomic_write(to, data, private=True, force=force)


def _markdown(office: Office, made: Supervision) -> str:
    from xjcli.authority.supervision_screens import head, totals

    result = as_result(made)
    rows = [[phrase(f"supervision.{name}") for name in COLUMNS], ["---"] * len(COLUMNS)]
    rows += [list(cells(line).values()) for line in made.schools]
    table = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"# {head(result)}", "", *table, "", *(f"- {line}" for line in totals(result)), ""])
