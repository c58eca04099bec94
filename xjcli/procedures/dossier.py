"""学籍档案 (第七条至第九条): what a dossier holds, electronic and on paper, and how something is added to it.

Item 1 is not kept anywhere: it is what the ledger says of the pupil. Item 2 is the evidence of the acts. The rest is
added; a file by its content, a paper by the place where it lies (第八条).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.procedures.change import Errand, append, change, draft_of, request_of, require_sendable
from xjcli.procedures.pupils import brief, require_pupil
from xjcli.registry import evidence
from xjcli.regulation.changes import find_objections
from xjcli.report import Report
from xjcli.report.phrases import in_language
from xjcli.schema.act import Act
from xjcli.schema.dossier import BASICS, ELECTRONIC, ITEMS, PAPER, PROOFS, Item, Piece, parse_item
from xjcli.schema.masking import mask_text
from xjcli.schema.record import GRADUATED, TRANSFERRED_OUT, Record

_MAX_TITLE = 100
_MAX_COPIES = 99


def add(
    desk: Desk,
    pupil: str,
    *,
    item: str,
    files: Sequence[Path],
    paper: bool,
    where: str,
    copies: int,
    title: str,
    errand: Errand,
) -> Report:
    """Put files, or one paper, into a pupil's dossier. What lies there already is left alone and counted."""
    record = require_pupil(desk, pupil)
    kind = require_item(item)
    _require_whole(files, paper=paper, where=where, copies=copies, title=title)
    contents = evidence.read_evidence(list(files))
    problems = find_objections(record, request_of(desk, "dossier-added", errand, len(contents)))
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    there = {(piece.item, piece.digest) for piece in pieces(desk, record) if piece.digest}
    new = {digest: data for digest, data in contents.items() if (kind.number, digest) not in there}
    said = title.strip() or kind.zh
    bodies: list[dict[str, Any]] = [
        {"item": kind.number, "form": ELECTRONIC, "title": said, "digest": digest} for digest in new
    ]
    if paper:
        bodies.append({"item": kind.number, "form": PAPER, "title": said, "place": where.strip(), "copies": copies})
    result = {
        "pupil": brief(desk, record), "item": kind.number, "title": mask_text(said), "added": len(bodies),
        "unchanged": len(contents) - len(new), "digests": sorted(contents), "operation": None,
        "dry_run": errand.dry_run,
    }  # fmt: skip
    drafts = [draft_of(desk, record, "dossier-added", body, errand, [], False) for body in bodies]
    require_sendable(drafts)
    if errand.dry_run or not drafts:
        return Report(result, problems)
    evidence.keep(desk.vault, new)
    return Report({**result, "operation": append(desk, drafts)}, problems)


def require_item(text: str) -> Item:
    """One of the seven kinds, by number or name; another word is a usage error that lists them."""
    item = parse_item(text)
    if item is None:
        allowed = ", ".join(f"{each.number} {each.name}" for each in ITEMS)
        raise Refusal(Problem("usage.option", params={"option": "--item", "value": text[:20], "allowed": allowed}))
    return item


def _require_whole(files: Sequence[Path], *, paper: bool, where: str, copies: int, title: str) -> None:
    """A paper has a place and no file; without a paper there is a file."""
    require_title(title)
    if paper and files:
        raise Refusal(Problem("dossier.paper-or-file"))
    if not paper and not files:
        raise Refusal(Problem("usage.missing", params={"option": "FILE"}))
    if paper:
        require_paper(where, copies)


def require_title(title: str) -> None:
    """Refuses with dossier.title what is too long for one."""
    if len(title) > _MAX_TITLE:
        raise Refusal(Problem("dossier.title", params={"limit": _MAX_TITLE}))


def require_paper(where: str, copies: int) -> None:
    """第八条: a paper is somewhere, and there is at least one of it."""
    if not where.strip():
        raise Refusal(Problem("usage.missing", params={"option": "--where"}))
    if not 1 <= copies <= _MAX_COPIES:
        allowed = f"1-{_MAX_COPIES}"
        raise Refusal(Problem("usage.option", params={"option": "--copies", "value": copies, "allowed": allowed}))


def pieces(desk: Desk, record: Record) -> list[Piece]:
    """Everything in the dossier but item 1: proofs of the acts and what was added, in the order of the ledger."""
    acts = list(desk.registry.acts(record_id=record.record_id))
    return [piece for act in _standing(acts) for piece in _of_act(act)]


def _standing(acts: Sequence[Act]) -> list[Act]:
    """Without what was taken back before it was sent."""
    gone = {seq for act in acts if act.kind == "reversed" and act.body for seq in act.body["acts"]}
    return [act for act in acts if act.seq not in gone]


def _of_act(act: Act) -> list[Piece]:
    body = act.body or {}
    if act.kind == "dossier-added":
        digest, place = str(body.get("digest", "")), str(body.get("place", ""))
        copies = int(body.get("copies", 0))
        return [Piece(body["item"], body["form"], body["title"], digest, place, copies, act.occurred_on)]
    title = in_language(f"kind.{act.kind}", english=False)
    found = [Piece(PROOFS, ELECTRONIC, title, each, "", 0, act.occurred_on) for each in act.basis.get("evidence", ())]
    if body.get("paper"):
        found.append(Piece(PROOFS, PAPER, title, "", str(body["paper"]), 1, act.occurred_on))
    return found


def list_(desk: Desk, pupil: str) -> Report:
    """The dossier by its seven kinds. A file that is gone or was altered is told (evidence.lost)."""
    record = require_pupil(desk, pupil)
    found = pieces(desk, record)
    acts = desk.registry.rows("select count(*) from acts where record_id = ?", (record.record_id,))[0][0]
    lost = {piece.digest for piece in found if piece.digest and not evidence.is_whole(desk.vault, piece.digest)}
    items = [
        {
            "item": item.number,
            "name": item.name,
            "title": item.zh,
            "title_en": item.en,
            "generated": acts if item.number == BASICS else 0,
            "pieces": [shown(piece, lost) for piece in found if piece.item == item.number],
        }
        for item in ITEMS
    ]
    result = {
        "pupil": brief(desk, record), "dossier": record.dossier, "items": items, **count(found),
    }  # fmt: skip
    return Report(result, [Problem("evidence.lost", params={"digest": digest[:12]}) for digest in sorted(lost)])


def shown(piece: Piece, lost: set[str]) -> dict[str, Any]:
    """One piece as it may be shown: its title and its place are written by hand."""
    by_hand = {"title": mask_text(piece.title), "place": mask_text(piece.place)}
    return {**piece._asdict(), **by_hand, "whole": piece.digest not in lost}


def count(found: Sequence[Piece]) -> dict[str, int]:
    """How much of it is electronic, how much on paper."""
    return {form: sum(piece.form == form for piece in found) for form in (ELECTRONIC, PAPER)}


def archive(desk: Desk, pupils: Sequence[str], *, where: str, copies: int, errand: Errand) -> Report:
    """第九条: 学生最后终止学业的学校应当归档永久保存. Refuses where the pupil went on to another school."""
    require_paper(where, copies)

    def check(record: Record) -> list[Problem]:
        went = record.situation.get("moved_to", "")
        if record.status == TRANSFERRED_OUT or (record.status == GRADUATED and went):
            return [Problem("dossier.not-last", where=record.record_id, params={"school": went or "—"})]
        return []

    body = {"place": where.strip(), "copies": copies}
    return change(desk, pupils, "dossier-archived", lambda _: body, errand, check=check)
