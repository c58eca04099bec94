"""Forms that are printed, signed and filed (第七、二十五条): written in full to a private file, numbered, verifiable.

Nothing of a form is printed. Where it shows full numbers the access log says who wrote it and why; the entry, the
number and the file are one transaction, so no form exists that nobody recorded and no number is used up by a full disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.papers import require_kind, write_form
from xjcli.papers.blocks import Block
from xjcli.papers.together import together
from xjcli.procedures import form_values as blanks
from xjcli.procedures.outgoing import pick
from xjcli.procedures.pupils import require_choice, require_pupil, require_reason
from xjcli.registry import forms as register
from xjcli.registry.access import record_access
from xjcli.registry.projections import load
from xjcli.report import Report, Session
from xjcli.schema import forms as words
from xjcli.schema.forms import FORMS, Form, code_of, digest_of
from xjcli.schema.masking import mask_text
from xjcli.schema.record import GRADUATED, ON_ROLL, Record

#: Papers that have commands of their own, because an act or a case goes with them.
ELSEWHERE = ("dossier handover-list", "transfer notice", "transfer remind", "dropout --report")


class Wanted(NamedTuple):
    """What was asked for. `said` fills the blanks that no record knows: purpose, until, since, reason, other school."""

    pupils: Sequence[str] = ()
    grade: str = ""
    blank: bool = False
    full: bool = False
    because: str = ""
    said: Mapping[str, str] = {}
    force: bool = False


def list_() -> Report:
    """Every kind: what it is called, its article, whom it is about, how many copies."""
    kinds = [
        {
            "kind": form.kind, "zh": form.zh, "en": form.en, "article": form.article, "about": form.about,
            "copies": len(form.copies) or 1,
        }
        for form in FORMS.values()
    ]  # fmt: skip
    return Report({"kinds": kinds, "elsewhere": list(ELSEWHERE)})


def write(desk: Desk, kind: str, out: Path, wanted: Wanted, *, dry_run: bool = False) -> Report:
    """Write the form; `result.numbers` are the issue numbers, none of a blank one.

    Refuses with usage.option, usage.because (full numbers without a reason), form.pupil, form.nobody, paper.kind,
    date.*, text.*, file.exists.
    """
    form = _form(kind)
    shows = form.about != "school" and not wanted.blank and (form.about == "pupil" or wanted.full)
    wanted = _checked(desk, form, out, wanted, shows=shows)
    records = [] if wanted.blank else _records(desk, form, wanted)
    paths = _paths(form, out)
    if not wanted.force and any(path.exists() for path in paths):
        raise Refusal(*(Problem("file.exists", where=mask_text(path.name)) for path in paths if path.exists()))
    result = {
        "kind": kind, "zh": form.zh, "en": form.en, "files": [mask_text(str(path)) for path in paths],
        "rows": len(records), "blank": wanted.blank, "masked": not shows, "numbers": [], "dry_run": dry_run,
        "operation": None,
    }  # fmt: skip
    if dry_run:
        return Report(result)
    return Report({**result, "numbers": _write(desk, form, paths, records, wanted, shows=shows)})


def _form(kind: str) -> Form:
    require_choice("KIND", kind, tuple(FORMS))
    if not kind:
        raise Refusal(Problem("usage.missing", params={"option": "KIND"}))
    return FORMS[kind]


def _checked(desk: Desk, form: Form, out: Path, wanted: Wanted, *, shows: bool) -> Wanted:
    """What was asked for, its days as ISO dates. All that is wrong with how it was asked is told together."""
    problems: list[Problem] = []
    if form.about == "pupil" and not wanted.blank and len(wanted.pupils) != 1:
        problems.append(Problem("form.pupil", params={"kind": form.kind}))
    for check in (partial(require_reason, shows, wanted.because), partial(require_kind, out)):
        try:
            check()
        except Refusal as refusal:
            problems += refusal.problems
    said, wrong = words.said_as_asked(form, wanted.said, desk.today, blank=wanted.blank)
    problems += wrong
    if problems:
        usage = any(each.code.startswith(("form.", "usage.", "date.")) for each in problems)
        raise Refusal(*problems, exit_code=int(Family.USAGE) if usage else None)
    return wanted._replace(said=said)


def _write(
    desk: Desk, form: Form, paths: Sequence[Path], records: Sequence[Record], wanted: Wanted, *, shows: bool
) -> list[str]:
    """All copies, their register and the access log, or nothing: also a file written over is as it was."""
    numbers: list[str] = []

    def one(path: Path, copy: str) -> None:
        numbers.extend(_one(desk, form, path, copy, records, wanted, shows=shows))

    with together() as put, desk.registry.transaction():
        if shows:
            _log(desk, wanted, records)
        for path, copy in zip(paths, form.copies or ("",), strict=True):
            put(path, partial(one, path, copy))
    return numbers


def _log(desk: Desk, wanted: Wanted, records: Sequence[Record]) -> None:
    """Who wrote full numbers into a file, and why; in the transaction that numbers the form."""
    record_access(
        desk.registry, at=desk.recorded_at, who=desk.registrar, why=wanted.because.strip(), command=Session.command,
        record_ids=[record.record_id for record in records],
    )  # fmt: skip


def _one(
    desk: Desk, form: Form, path: Path, copy: str, records: Sequence[Record], wanted: Wanted, *, shows: bool
) -> list[str]:
    """One copy; gives its number, none of a blank form."""
    number = register.next_number(desk.registry, desk.today.year)
    said = {name: wanted.said.get(name, "") for name in words.SAID}
    if wanted.blank or form.about == "school":
        values, rows = blanks.of_nobody()
    elif form.about == "pupil":
        values, rows = blanks.of_pupil(desk, records[0])
    else:
        values, rows = blanks.of_list(desk, records, masked=not shows)

    def stamp(text: str) -> Block | None:
        from xjcli.papers.text import code_block

        if wanted.blank:
            return None
        digest = digest_of(register.require_secret(desk.registry), number, form.kind, text)
        whom = records[0].record_id if form.about == "pupil" else ""
        line = register.Issued(number, form.kind, whom, desk.today.isoformat(), digest)
        register.register(desk.registry, line)
        return code_block(number, code_of(digest))

    values |= blanks.of_school(desk, said, copy, None if wanted.blank else records)
    write_form(f"form-{form.kind}", values, path, stamp, rows=rows, home=desk.home, force=wanted.force)
    return [] if wanted.blank else [number]


def _records(desk: Desk, form: Form, wanted: Wanted) -> list[Record]:
    """Whom the form names; a grade or a class of which it names nobody is a slip of the pen."""
    if form.about == "pupil":
        return [require_pupil(desk, wanted.pupils[0])]
    if form.about == "school":
        return []
    statuses = ON_ROLL if form.about == "roll" else (GRADUATED,)
    ids = [each for status in statuses for each in pick(desk, wanted.grade, "", status)]
    if wanted.grade and not ids:
        raise Refusal(Problem("form.nobody", params={"grade": mask_text(wanted.grade[:20])}))
    found = load(desk.registry.connection, ids)
    return sorted((found[each] for each in ids), key=_order)


def _order(record: Record) -> tuple[str, int, str, str]:
    return record.stage, -record.cohort, record.class_no, record.record_id


def _paths(form: Form, out: Path) -> list[Path]:
    """One file, or one beside the other for each copy."""
    return [out.with_stem(f"{out.stem}-{copy}") for copy in form.copies] or [out]
