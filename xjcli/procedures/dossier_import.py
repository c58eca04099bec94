"""Photos and evidence by the folder (第七条、第八条): each file into the dossier of the pupil its name means.

A file that names nobody, or more than one, is listed and left out: nobody here guesses whose it is. A file that is not
what it should be stops everything, so that a folder is taken in once and whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.procedures.change import Errand, append, draft_of, request_of
from xjcli.procedures.dossier import pieces, require_item, require_title
from xjcli.procedures.pupils import brief
from xjcli.registry import evidence, queries
from xjcli.registry.formats import find_faults, picture_size
from xjcli.regulation.changes import find_objections
from xjcli.report import Report
from xjcli.schema.act import Draft
from xjcli.schema.dossier import ELECTRONIC
from xjcli.schema.masking import mask_text
from xjcli.schema.record import Record
from xjcli.sheets.attachments import Bearer, Matches, find_photo_problems, find_size_problems, match_files, read_files

_PHOTO = "照片"


@dataclass(slots=True)
class _Plan:
    """What would be added: one draft a file, with the pupils and digests, and how many lie there already."""

    drafts: list[Draft] = field(default_factory=list)
    pupils: list[Record] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    unchanged: int = 0


def import_files(desk: Desk, source: Path, *, item: str, title: str, photos: bool, errand: Errand) -> Report:
    """`added`, `unchanged`, `unmatched[]`, `ambiguous[]` (masked); one transaction. Exit 1 where a file was left out.

    Raises Refusal: `archive.*`, `file.*`, `evidence.*`, `photo.kind`, and what stands against the act.
    """
    kind = require_item(item)
    require_title(title)
    said = title.strip() or (_PHOTO if photos else kind.zh)
    digests, faults = _looked_at(source, photos=photos)
    roll = {record.record_id: record for record in queries.on_roll(desk.registry)}
    matches = match_files(digests, (_bearer(desk, record) for record in roll.values()))
    problems = [each for name in matches.matched for each in faults[name]]
    plan = _planned(desk, matches, digests, roll, {"item": kind.number, "form": ELECTRONIC, "title": said}, errand)
    problems += _objections(desk, plan, errand)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    problems += _left_out(matches)
    result = {
        "files": len(digests), "item": kind.number, "title": mask_text(said), "added": len(plan.drafts),
        "unchanged": plan.unchanged, "items": [brief(desk, record) for record in plan.pupils],
        "unmatched": [_shown(name) for name in matches.unmatched],
        "ambiguous": [_shown(name) for name in matches.ambiguous], "operation": None, "dry_run": errand.dry_run,
    }  # fmt: skip
    if plan.drafts and not errand.dry_run:
        _keep(desk, source, plan.digests)
        result["operation"] = append(desk, plan.drafts, command="dossier import")
    left = matches.unmatched or matches.ambiguous
    return Report(result, problems, int(Family.FINDINGS) if left else 0)


def _looked_at(source: Path, *, photos: bool) -> tuple[dict[str, str], dict[str, list[Problem]]]:
    """Name → digest, and name → what is wrong with that file; one file in memory at a time."""
    digests: dict[str, str] = {}
    faults: dict[str, list[Problem]] = {}
    for name, content in read_files(source):
        digests[name] = hashlib.sha256(content).hexdigest()
        found = find_photo_problems(name, content) if photos else []
        if not any(each.severity == "refuse" for each in found):
            faulty = find_faults(content, PurePosixPath(name).suffix.lower())
            sized = find_size_problems("", *picture_size(content)) if photos and not faulty else []
            found = [*found, *faulty, *sized]
        faults[name] = [Problem(each.code, each.severity, _shown(name), each.params) for each in found]
    return digests, faults


def _bearer(desk: Desk, record: Record) -> Bearer:
    return Bearer(
        record.record_id, record.name, desk.settings.school_code, record.class_no, record.document_number,
        record.registry_number,
    )  # fmt: skip


def _planned(
    desk: Desk,
    matches: Matches,
    digests: Mapping[str, str],
    roll: Mapping[str, Record],
    body: Mapping[str, Any],
    errand: Errand,
) -> _Plan:
    plan = _Plan()
    for name, record_id in matches.matched.items():
        record, digest = roll[record_id], digests[name]
        if any((piece.item, piece.digest) == (body["item"], digest) for piece in pieces(desk, record)):
            plan.unchanged += 1
            continue
        plan.drafts.append(draft_of(desk, record, "dossier-added", {**body, "digest": digest}, errand, [], False))
        plan.pupils.append(record)
        plan.digests.add(digest)
    return plan


def _objections(desk: Desk, plan: _Plan, errand: Errand) -> list[Problem]:
    request = request_of(desk, "dossier-added", errand, 1)
    return [problem for record in plan.pupils for problem in find_objections(record, request)]


def _left_out(matches: Matches) -> list[Problem]:
    nobody = [Problem("dossier.file-unmatched", "warn", _shown(name)) for name in matches.unmatched]
    return nobody + [Problem("dossier.file-ambiguous", "warn", _shown(name)) for name in matches.ambiguous]


def _shown(name: str) -> str:
    return mask_text(PurePosixPath(name.replace("\\", "/")).name)


def _keep(desk: Desk, source: Path, wanted: set[str]) -> None:
    """Keep what was looked at, before the acts that name it. Refuses where the folder has changed in between."""
    missing = set(wanted)
    for _name, content in read_files(source):
        digest = hashlib.sha256(content).hexdigest()
        if digest in missing:
            evidence.keep(desk.vault, {digest: content})
            missing.discard(digest)
    if missing:
        raise Refusal(Problem("dossier.files-changed", where=source.name))
