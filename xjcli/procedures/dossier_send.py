"""转出档案 (第九条、第十五条): the dossier leaves as one sealed package for the receiving school; a copy stays here.

Whom it is sealed to is never taken on trust: the key comes from the authority's signed notice of the handover, or from
a card whose fingerprint a person has compared. 第二十二条: of a migrant child that dropped out, to the authority.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal
from xjcli.files import atomic_write, read_bounded
from xjcli.papers import require_kind
from xjcli.papers.together import together
from xjcli.procedures.change import Errand, draft_of, request_of
from xjcli.procedures.dossier import count, pieces, shown
from xjcli.procedures.issue import Paper, issue, place_of
from xjcli.procedures.key import signing_key
from xjcli.procedures.people import require_leader
from xjcli.procedures.pupils import brief, require_pupil, shown_number
from xjcli.registry import evidence
from xjcli.regulation.changes import find_objections
from xjcli.report import Report
from xjcli.report.phrases import in_language
from xjcli.schema.bundle import EVIDENCE, acts_to_bytes
from xjcli.schema.dossier import ACTS, ELECTRONIC, ITEMS, LIST, SUFFIX, Contents, Draft, Piece
from xjcli.schema.masking import mask_text
from xjcli.schema.record import DROPPED_OUT, Record

if TYPE_CHECKING:
    from xjcli.bundle.card import Card

HANDOVER = "handover"
_MAX_CARD = 64 * 1024
_YES = "1"


class Recipient(NamedTuple):
    """Who opens the package: an office's code and name, and the key it is sealed to."""

    code: str
    name: str
    seal: str


def export(desk: Desk, pupil: str, *, to: str, out: Path, confirm: Callable[[Card], str], errand: Errand) -> Report:
    """Write the package into `out` and record it. `to` is `handover` or a card; `confirm` gives the compared
    fingerprint of a card. `file` is None in a rehearsal.
    """
    record = require_pupil(desk, pupil)
    recipient = _recipient(desk, record, to, confirm)
    if not out.is_dir():
        raise Refusal(Problem("file.missing", where=mask_text(out.name)))
    problems = find_objections(record, request_of(desk, "dossier-sent", errand, 0))
    if any(problem.severity == "refuse" for problem in problems):
        raise Refusal(*problems)
    found = pieces(desk, record)
    result: dict[str, Any] = {
        "pupil": brief(desk, record), "to": recipient.code, "to_name": recipient.name, **count(found),
        "pieces": [shown(piece, set()) for piece in found], "package": "", "file": None, "operation": None,
        "dry_run": errand.dry_run,
    }  # fmt: skip
    if errand.dry_run:
        return Report(result, problems)
    require_leader(desk, ["dossier-sent"])
    package_id, data = _package(desk, record, recipient, found)
    path = out / f"dossier-{record.record_id}-{package_id[:8]}{SUFFIX}"
    tally = count(found)
    body = {"to": recipient.code, "package": package_id, "items": tally["electronic"], "paper": tally["paper"]}
    draft = draft_of(desk, record, "dossier-sent", body, errand, [], False)
    with desk.registry.transaction():
        operation = desk.registry.append(
            [draft], command="dossier export", recorded_at=desk.recorded_at, recorded_by=desk.registrar
        )
        atomic_write(path, data, private=True)
    return Report({**result, "package": package_id, "file": str(path), "operation": operation}, problems)


def _recipient(desk: Desk, record: Record, to: str, confirm: Callable[[Card], str]) -> Recipient:
    wanted = _destination(desk, record)
    if to == HANDOVER:
        return _of_notice(desk, record, wanted)
    from xjcli.bundle.card import read_card, same_fingerprint

    card = read_card(read_bounded(Path(to), _MAX_CARD))
    if wanted and card.code != wanted:
        raise Refusal(Problem("dossier.wrong-card", params={"code": card.code, "expected": wanted}))
    if not same_fingerprint(confirm(card), card.fingerprint):
        raise Refusal(Problem("key.fingerprint"))
    return Recipient(card.code, card.name, card.seal_key)


def _destination(desk: Desk, record: Record) -> str:
    """The code of the office that the dossier is due to; empty for the custodian of a closed school (第九条).

    Refuses with dossier.not-gone while the pupil is here, or ended school here.
    """
    at = record.situation
    if at.get("moved_to"):
        return str(at["moved_to"])
    if "custodian" in at:
        return str(at.get("custody_to", ""))
    if record.status == DROPPED_OUT and record.person.get("migrant_child") == _YES:
        return desk.settings.authority
    raise Refusal(Problem("dossier.not-gone", where=record.record_id, params={"status": record.status}))


def _of_notice(desk: Desk, record: Record, school: str) -> Recipient:
    """The receiving school's key as the authority's last notice of this handover brought it."""
    for act in reversed(list(desk.registry.acts(record_id=record.record_id))):
        body = act.body or {}
        if act.kind == "transfer-notified" and body.get("school") == school and body.get("seal"):
            return Recipient(school, str(body.get("name", "")), str(body["seal"]))
    raise Refusal(Problem("dossier.no-key", where=record.record_id, params={"school": school or "—"}))


def _package(desk: Desk, record: Record, recipient: Recipient, found: list[Piece]) -> tuple[str, bytes]:
    """Basic information, every act of the record with its chain hash, every file, and the list of all of it."""
    from xjcli.bundle import dossier

    place: dict[str, str | int] = {
        "stage": record.stage,
        "cohort": record.cohort,
        "class": record.class_no,
        "entry_month": record.entry_month,
    }
    contents = Contents(record.registry_number, record.person, place, record.status, found)
    acts = acts_to_bytes(desk.registry.acts(record_id=record.record_id))
    digests = dict.fromkeys(piece.digest for piece in found if piece.form == ELECTRONIC)
    parts = [(LIST, "list", contents.to_bytes()), (ACTS, "acts", acts)]
    parts += [(EVIDENCE + digest, "evidence", evidence.load(desk.vault, digest)) for digest in digests]
    settings = desk.settings
    draft = Draft(
        sender=settings.school_code, sender_name=settings.name, recipient=recipient.code,
        installation=settings.installation, record=record.record_id, created_at=desk.recorded_at,
    )  # fmt: skip
    built = dossier.build(draft, parts, [signing_key(desk)], recipient.seal)
    return built.id, built.bytes


def handover_list(desk: Desk, pupil: str, out: Path, *, dry_run: bool = False) -> Report:
    """移交清单: what is handed over, for two signatures, with its number. `out` is a folder, a .docx, .xlsx or .md; or
    a .csv, which is only a table.
    """
    record = require_pupil(desk, pupil)
    found = pieces(desk, record)
    table = out.suffix.lower() == ".csv" and not out.is_dir()
    path = place_of(out, f"dossier-list-{record.record_id}")
    if not table:
        require_kind(path)
    number = ""
    if not dry_run and table:
        _write_table(path, found)
    elif not dry_run:
        with together() as put, desk.registry.transaction():
            (number,) = issue(desk, _handover(desk, record, found), [path], put)
    return Report(
        {"pupil": brief(desk, record), "file": str(path), "number": number, **count(found), "dry_run": dry_run}
    )


_HEADS = (
    ("no", "序号"),
    ("item", "类别"),
    ("title", "名称"),
    ("form", "形式"),
    ("copies", "份数"),
    ("place", "存放处"),
)


def _lines(found: list[Piece]) -> list[dict[str, str]]:
    basics = Piece(1, ELECTRONIC, "学籍基础信息及全部办理记录", "", "", 1, "")
    return [
        {
            "no": str(number),
            "item": ITEMS[piece.item - 1].zh,
            "title": shown(piece, set())["title"],
            "form": "电子" if piece.form == ELECTRONIC else "纸质",
            "copies": str(piece.copies or 1),
            "place": piece.place,
        }
        for number, piece in enumerate([basics, *found], start=1)
    ]


def _write_table(path: Path, found: list[Piece]) -> None:
    from xjcli.sheets.write import write_table

    write_table(path, _HEADS, _lines(found))


def _handover(desk: Desk, record: Record, found: list[Piece]) -> Paper:
    settings, tally = desk.settings, count(found)
    at = record.situation
    values = {
        "name": record.name, "sex": in_language(f"sex.{record.sex}", english=False),
        "number": shown_number(record.registry_number), "school": settings.name,
        "school_code": settings.school_code,
        "recipient": f"{at.get('name', '')} {at.get('moved_to', '')}".strip() or "—",
        "electronic": str(tally["electronic"] + 1), "paper": str(tally["paper"]), "on": desk.today.isoformat(),
    }  # fmt: skip
    return Paper("dossier-handover", values, {"pieces": _lines(found)}, record.record_id)
