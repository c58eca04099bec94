"""第二十五条: give named fields to somebody outside, on the authority's written approval, and keep a record of it.

Nothing that was not named leaves, and nothing leaves without an approval number, a recipient, a purpose and the list
of fields (domain notes: 信息提供审批单). The file bears them; so does the access log.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.outgoing import Ground, cover_of, pick, record_disclosure, require_free, rows_of
from xjcli.reference import field_of_header
from xjcli.report import Report
from xjcli.schema.columns import BY_NAME
from xjcli.schema.masking import mask_text
from xjcli.schema.record import ON_ROLL
from xjcli.sheets.headers import label_of
from xjcli.sheets.write import EVERYTHING, Target, write_roster

_BETWEEN = re.compile(r"[,，、;；\s]+")


def disclose(
    desk: Desk,
    path: Path,
    *,
    ground: Ground,
    fields: Sequence[str],
    grade: str = "",
    standing: str = "",
    status: str = "",
    encoding: str = "",
    force: bool = False,
    dry_run: bool = False,
) -> Report:
    """Write the named fields (stored names or national labels) in full, stamped and recorded; without a status those
    of everyone on the roll.

    `result`: file, rows, fields, labels, approval, to, purpose, entry (its number in the access log, None of a dry
    run). Refuses with disclose.ground (20), disclose.words and field.unknown.
    """
    words = [word for text in fields for word in _BETWEEN.split(text) if word]
    missing = [*ground.missing(), *(["--fields"] if not words else [])]
    if missing:
        raise Refusal(Problem("disclose.ground", params={"missing": "、".join(missing)}))
    names = _names(words)
    target = Target(path, encoding, force)
    require_free(target)
    chosen = pick(desk, grade, standing, status)
    if not status:  # nothing leaves of a pupil who is no longer ours, unless it is asked for
        ours = {record_id for each in ON_ROLL for record_id in pick(desk, grade, standing, each)}
        chosen = [record_id for record_id in chosen if record_id in ours]
    result = {
        "file": str(path), "rows": len(chosen), "fields": names, "labels": [label_of(name) for name in names],
        "approval": mask_text(ground.approval), "to": mask_text(ground.recipient), "purpose": mask_text(ground.aim),
        "dry_run": dry_run, "operation": None, "entry": None,
    }  # fmt: skip
    if dry_run:
        return Report(result)
    result["entry"] = record_disclosure(desk, ground, names, chosen)
    target = replace(target, cover=cover_of(desk, ground, names, len(chosen)))
    rows = rows_of(desk, chosen, masked=False)
    write_roster(target, rows, today=desk.today, system=desk.settings.system, fields=names)
    return Report(result)


def _names(words: Sequence[str]) -> list[str]:
    """The stored names of these fields, each once; all that nobody knows are told together."""
    labels = {label_of(name): name for name in EVERYTHING}
    names: dict[str, None] = {}
    problems: list[Problem] = []
    for word in words:
        known = word if word in BY_NAME or word in EVERYTHING else labels.get(word) or field_of_header(word)
        if known is None:
            near = get_close_matches(word, [*labels, *labels.values()], n=3, cutoff=0.5)
            close = "、".join(near) or "姓名、学籍号、班号"
            problems.append(Problem("field.unknown", params={"field": mask_text(word)[:20], "close": close}))
        else:
            names[known] = None
    if problems:
        raise Refusal(*problems)
    return list(names)
