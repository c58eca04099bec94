"""What stands in the blanks of a form (第七条): the record and its acts, in the words of the national form.

A blank form has the same blanks, empty; so a parent fills in the paper that a registrar would print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.dossier import pieces
from xjcli.procedures.pupils import grade_today
from xjcli.reference import codes, region_name
from xjcli.registry import access
from xjcli.report.phrases import in_language
from xjcli.schema.act import Act
from xjcli.schema.columns import BY_NAME, FIELDS, Field
from xjcli.schema.disclosure import disclosure_of
from xjcli.schema.dossier import ELECTRONIC, ITEMS, Piece
from xjcli.schema.masking import mask_field, mask_text
from xjcli.schema.record import ISSUED, Record
from xjcli.schema.values.classes import grade_label

_ENTRY = re.compile("[0-9]{1,9}")
Rows = dict[str, list[dict[str, str]]]

#: What stands for a 学籍号 that is only proposed or local: a paper must not make it look final (第五条).
NOT_ISSUED = "（尚未核定）"
#: Acts that keep the record up to date and are no 学籍变动.
_QUIET = frozenset({"updated", "dossier-added", "dossier-sent", "dossier-received", "dossier-archived"})
#: The items of 第七条 that a card tells of: development, health, awards, aid.
_TOLD = range(3, 7)
#: What is left for a hand to write in: a number or a name, a date, and rows of each list.
_HAND, _DATE = "\u3000" * 5, "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
_BY_HAND = MappingProxyType({"pupils": 12, "moves": 8, "changes": 5, "corrections": 3, "flows": 3})
#: What a disclosure tells besides its recipient, its purpose and how many it is about.
_OF_DISCLOSURE = ("approval", "items", "disclosed_on")
#: What a record tells besides its personal fields.
_OF_RECORD = ("name", "sex", "birth_date", "document_number", "registry_number", "class_no", "entry_month")


def of_school(desk: Desk, said: Mapping[str, str], copy: str = "", *, blank: bool = False) -> dict[str, str]:
    """What every form may bear: the school, the day, and what the registrar said; a blank one is dated by hand."""
    return {
        "school": desk.settings.name, "school_code": desk.settings.school_code,
        "registrar": _HAND if blank else desk.registrar, "on": _DATE if blank else desk.today.isoformat(),
        "copy": copy, "count": _HAND if blank else "", "enrolled": _HAND if blank else "", **said,
    }  # fmt: skip


def of_disclosure(desk: Desk, entry: str) -> dict[str, str]:
    """What stands on the slip of a disclosure, from its entry in the access log: `approval`, `items`, `count`,
    `other_school`, `purpose`, `disclosed_on`. Refuses with disclose.no-entry, log.altered.
    """
    if not access.access_log_holds(desk.registry):
        raise Refusal(Problem("log.altered"))
    row = access.by_seq(desk.registry, int(entry)) if _ENTRY.fullmatch(entry) else None
    told = disclosure_of(row["why"]) if row else None
    if row is None or told is None:
        raise Refusal(Problem("disclose.no-entry", params={"entry": mask_text(entry[:20])}))
    on = datetime.fromisoformat(row["at"]).astimezone(desk.now.tzinfo).date()
    return {
        "approval": told.approval, "items": told.items, "count": str(told.pupils), "other_school": told.recipient,
        "purpose": told.purpose, "disclosed_on": on.isoformat(),
    }  # fmt: skip


def told_of(desk: Desk, record: Record, said: Mapping[str, str]) -> dict[str, str]:
    """What the registrar said, and where nothing was said what the ledger knows: the days of a leave or a death, and
    the two schools of a transfer. 第十四条: the school that the pupil goes to starts it, so ours may be either.
    """
    at, case, ours = record.situation, record.handover, desk.settings.name
    known = {"since": str(at.get("died_on") or at.get("since") or ""), "until": str(at.get("until") or "")}
    found = {**said, **{name: value for name, value in known.items() if value and not said.get(name)}}
    other = said.get("other_school") or str(case.get("name") or case.get("school") or at.get("name") or "")
    schools = (other, ours) if case.get("role") == "to" else (ours, other)
    return {**found, "from_school": schools[0], "to_school": schools[1]}


def of_nobody() -> tuple[dict[str, str], Rows]:
    """A blank form: every value empty, one empty row for what is a list, the fields with their labels."""
    alone = ("grade", "status", "changed_on", "certificate", "no", "from_school", "to_school")
    names = {*BY_NAME, *_OF_RECORD, *_OF_DISCLOSURE, *alone}
    values = dict.fromkeys(names, "")
    return values, {
        **_fields(values), "pupils": [dict(values)], "changes": [{"on": "", "what": "", "article": ""}],
        "corrections": [{"label": "", "old": "", "new": ""}],
        "moves": [{**values, "on": "", "what": "", "whither": ""}],
        "pieces": [dict.fromkeys(("on", "item", "title", "form"), "")],
        "flows": [dict.fromkeys(("what", "boys", "girls", "total"), "")],
        "grades": [dict.fromkeys(("label", "opening", "entered", "left", "closing"), "")],
    }  # fmt: skip


def by_hand() -> Rows:
    """The lists of a blank form: as many empty rows as are filled in on one page."""
    rows = of_nobody()[1]
    return rows | {name: rows[name] * count for name, count in _BY_HAND.items()}


def of_pupil(desk: Desk, record: Record) -> tuple[dict[str, str], Rows]:
    """One pupil in full: every act that changed the registration, the last correction as old and new, and what the
    dossier holds of awards, health and aid. A number that nobody has issued yet does not stand there.
    """
    acts = list(desk.registry.acts(record_id=record.record_id))
    values = _values(desk, record)
    if record.number_state != ISSUED:
        values["registry_number"] = NOT_ISSUED
    rows = of_nobody()[1] | _fields(values)
    rows["changes"] = [_change(act) for act in acts if act.kind not in _QUIET]
    rows["corrections"] = _corrections(acts) or rows["corrections"]
    rows["pieces"] = [_piece(piece) for piece in pieces(desk, record) if piece.item in _TOLD] or rows["pieces"]
    return values, rows


def lines_of(desk: Desk, records: Iterable[Record], *, masked: bool) -> Iterator[dict[str, str]]:
    """Pupils as the lines of a list; `masked` hides numbers and dates of birth."""
    for record in records:
        line = _values(desk, record)
        yield {name: mask_field(name, value) for name, value in line.items()} if masked else line


def _fields(values: Mapping[str, str]) -> Rows:
    """The fields of the national form: one in each row, and two beside each other."""
    lines = [{"label": field.label, "value": values[field.name]} for field in FIELDS if field.name != "school_code"]
    half = -(-len(lines) // 2)
    right = [*lines[half:], {"label": "", "value": ""}]
    pairs = [
        {**line, "label2": other["label"], "value2": other["value"]}
        for line, other in zip(lines[:half], right, strict=False)
    ]
    return {"fields": lines, "pairs": pairs}


def _piece(piece: Piece) -> dict[str, str]:
    return {
        "on": piece.on, "item": ITEMS[piece.item - 1].zh, "title": piece.title,
        "form": "电子" if piece.form == ELECTRONIC else "纸质",
    }  # fmt: skip


def _values(desk: Desk, record: Record) -> dict[str, str]:
    values = dict.fromkeys(of_nobody()[0], "")
    for field in FIELDS:
        values[field.name] = _text(field, str(record.person.get(field.name, "")))
    for name in _OF_RECORD:
        value = str(getattr(record, name))
        values[name] = _text(BY_NAME[name], value) if name in BY_NAME else value
    values["grade"] = grade_label(grade_today(desk, record.stage, record.cohort))
    values["status"] = in_language(f"status.{record.status}", english=False)
    values["changed_on"] = record.changed_on
    values["certificate"] = str(record.situation.get("certificate", ""))
    return values


def _text(field: Field, value: str) -> str:
    """A stored value as the national form writes it."""
    if field.kind in ("code", "yesno"):
        return codes(field.table if field.kind == "code" else "yes-no").label(value) if value else ""
    return (region_name(value) or value) if field.kind == "region" else value


def _change(act: Act) -> dict[str, str]:
    return {
        "on": act.occurred_on,
        "what": in_language(f"kind.{act.kind}", english=False),
        "article": f"第{act.basis.get('article', '')}条",
    }


def _corrections(acts: Iterable[Act]) -> list[dict[str, str]]:
    """Old and new of the last correction that was asked for (第十条)."""
    last: dict[str, Any] = {}
    for act in acts:
        if act.kind == "corrected" and act.body is not None:
            last = act.body["changes"]
    return [
        {
            "label": BY_NAME[name].label,
            "old": _text(BY_NAME[name], line["from"]),
            "new": _text(BY_NAME[name], line["to"]),
        }
        for name, line in last.items()
    ]
