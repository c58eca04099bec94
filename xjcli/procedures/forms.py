"""Forms that are printed, signed and filed (第七、二十五条): written in full to a private file, numbered, verifiable.

Nothing of a form is printed. Where it shows full numbers the access log says who wrote it and why; the entry, the
number and the file are one transaction, so no form exists that nobody recorded and no number is used up by a full disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Family, Problem, Refusal
from xjcli.papers import OWN, require_kind, write_template
from xjcli.papers.together import together
from xjcli.procedures import form_lists as lists
from xjcli.procedures import form_values as blanks
from xjcli.procedures import issue as issuing
from xjcli.procedures.issue import Paper, Put
from xjcli.procedures.outgoing import pick
from xjcli.procedures.pupils import require_choice, require_pupils, require_reason
from xjcli.registry.access import record_access
from xjcli.registry.projections import load
from xjcli.report import Report, Session
from xjcli.schema import forms as words
from xjcli.schema.forms import FORMS, Form
from xjcli.schema.masking import mask_text
from xjcli.schema.record import ON_ROLL, Record


class Wanted(NamedTuple):
    """What was asked for. `said` fills the blanks that no record knows: purpose, until, since, reason, other school."""

    pupils: Sequence[str] = ()
    grade: str = ""
    blank: bool = False
    full: bool = False
    because: str = ""
    said: Mapping[str, str] = {}
    force: bool = False
    #: The entry of the access log that a slip is about.
    of: str = ""


class _Sheet(NamedTuple):
    """One form that is to be written: where, what it says, and the records that it names."""

    path: Path
    paper: Paper
    records: Sequence[Record]


def list_() -> Report:
    """Every kind: what it is called, its article, whom it is about, how many copies, and its command if it has one."""
    kinds = [
        {
            "kind": form.kind, "zh": form.zh, "en": form.en, "article": form.article, "about": form.about,
            "copies": len(form.copies) or 1, "command": form.command, "template": form.template,
        }
        for form in FORMS.values()
    ]  # fmt: skip
    return Report({"kinds": kinds, "elsewhere": [form.command for form in FORMS.values() if form.command]})


def template(desk: Desk, kind: str, out: Path, *, force: bool = False, dry_run: bool = False) -> Report:
    """Write the template of a form as .docx or .md; edited, it goes into the school's own templates.

    `result`: kind, file, own (where it is to lie). Refuses with usage.option, paper.*, file.*.
    """
    form = _known(kind)
    own = desk.home / OWN / f"{form.template}{out.suffix.lower()}"
    if not dry_run:
        write_template(form.template, out, home=desk.home, force=force)
    return Report(
        {"kind": kind, "zh": form.zh, "en": form.en, "file": mask_text(str(out)), "own": str(own), "dry_run": dry_run}
    )


def write(desk: Desk, kind: str, out: Path, wanted: Wanted, *, dry_run: bool = False) -> Report:
    """Write the form, one for each pupil or each copy; `result.numbers` are the issue numbers, none of a blank one.

    Refuses with usage.option, usage.because (full numbers without a reason), form.pupil, form.no-pupil, form.command,
    form.nobody, disclose.no-entry, log.altered, paper.*, date.*, text.*, file.exists.
    """
    form = _written_here(kind)
    shows = form.about != "school" and not wanted.blank and (form.about == "pupil" or wanted.full)
    wanted = _checked(desk, form, out, wanted, shows=shows)
    sheets = _sheets(desk, form, out, wanted, masked=not shows)
    taken = [sheet.path for sheet in sheets if sheet.path.exists() and not wanted.force]
    if taken:
        raise Refusal(*(Problem("file.exists", where=mask_text(path.name)) for path in taken))
    named = {record.record_id for sheet in sheets for record in sheet.records}
    result: dict[str, Any] = {
        "kind": kind, "zh": form.zh, "en": form.en, "files": [mask_text(str(sheet.path)) for sheet in sheets],
        "rows": len(named), "blank": wanted.blank, "masked": not shows, "numbers": [], "items": [],
        "dry_run": dry_run, "operation": None,
    }  # fmt: skip
    if dry_run:
        return Report(result)
    numbers = _write(desk, sheets, wanted, sorted(named) if shows else None)
    items = [
        {"number": number, "file": file, "record_id": sheet.paper.whom}
        for number, file, sheet in zip(numbers, result["files"], sheets, strict=False)
    ]
    return Report({**result, "numbers": numbers, "items": items})


def _known(kind: str) -> Form:
    require_choice("KIND", kind, tuple(FORMS))
    if not kind:
        raise Refusal(Problem("usage.missing", params={"option": "KIND"}))
    return FORMS[kind]


def _written_here(kind: str) -> Form:
    form = _known(kind)
    if form.command:
        raise Refusal(Problem("form.command", params={"kind": kind, "command": form.command}))
    return form


def _checked(desk: Desk, form: Form, out: Path, wanted: Wanted, *, shows: bool) -> Wanted:
    """What was asked for, its days as ISO dates. All that is wrong with how it was asked is told together."""
    problems: list[Problem] = []
    if form.about == "pupil" and not wanted.blank and not (wanted.pupils or wanted.grade):
        problems.append(Problem("form.pupil", params={"kind": form.kind}))
    if wanted.pupils and (form.about != "pupil" or wanted.blank or wanted.grade):
        problems.append(Problem("form.no-pupil", params={"kind": form.kind}))
    problems += _of(form, wanted)
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
    return wanted._replace(said={name: said.get(name, "") for name in words.SAID})


def _of(form: Form, wanted: Wanted) -> list[Problem]:
    """`--of` is for the slip of a disclosure, and then the record says for whom and what for."""
    if not wanted.of:
        return []
    if form.kind != words.SLIP:
        params: dict[str, str | int] = {"option": "KIND", "value": form.kind, "allowed": words.SLIP}
        return [Problem("usage.option", params=params)]
    others = {"--blank": wanted.blank, "--to": wanted.said.get("other_school"), "--purpose": wanted.said.get("purpose")}
    return [
        Problem("usage.together", params={"option": "--of", "other": option})
        for option, given in others.items()
        if given
    ]


def _sheets(desk: Desk, form: Form, out: Path, wanted: Wanted, *, masked: bool) -> list[_Sheet]:
    """The forms to be written: one for each pupil, or one for each of whom a copy is for."""
    if form.about == "pupil" and not wanted.blank:
        records = _pupils(desk, wanted)
        return [
            _Sheet(path, _about(desk, form, record, wanted.said), [record])
            for path, record in zip(_paths(out, records), records, strict=True)
        ]
    listing = _listing(desk, form, wanted, masked=masked)
    nobody, rows = blanks.of_nobody()[0], listing.rows

    def values(copy: str) -> dict[str, str]:
        return {**nobody, **blanks.of_school(desk, wanted.said, copy, blank=wanted.blank), **listing.values}

    return [
        _Sheet(
            out.with_stem(f"{out.stem}-{copy}") if copy else out,
            Paper(form.kind, values(copy), rows),
            listing.records,
        )
        for copy in form.copies or ("",)
    ]  # fmt: skip


def _about(desk: Desk, form: Form, record: Record, said: Mapping[str, str]) -> Paper:
    values, rows = blanks.of_pupil(desk, record)
    return Paper(form.kind, values | blanks.of_school(desk, blanks.told_of(desk, record, said)), rows, record.record_id)


def _listing(desk: Desk, form: Form, wanted: Wanted, *, masked: bool) -> lists.Listing:
    since, until = wanted.said["since"], wanted.said["until"]
    if not wanted.blank and form.about == "roll":
        return lists.roster(desk, wanted.grade, masked=masked)
    if not wanted.blank and form.about == "graduates":
        return lists.graduates(desk, wanted.grade, since, until, masked=masked)
    if not wanted.blank and form.about == "changes":
        return lists.changes(desk, wanted.grade, since, until, masked=masked)
    if wanted.of:
        return lists.Listing(blanks.of_disclosure(desk, wanted.of), blanks.of_nobody()[1], [])
    return lists.Listing({}, blanks.by_hand() if wanted.blank else blanks.of_nobody()[1], [])


def _pupils(desk: Desk, wanted: Wanted) -> list[Record]:
    """Who was named, or everyone of the class or grade, in its order; one of nobody is a slip of the pen."""
    if wanted.pupils:
        return require_pupils(desk, wanted.pupils)
    ids = [each for status in ON_ROLL for each in pick(desk, wanted.grade, "", status)]
    if not ids:
        raise Refusal(Problem("form.nobody", params={"grade": mask_text(wanted.grade[:20])}))
    return sorted(load(desk.registry.connection, ids).values(), key=lists.order)


def _paths(out: Path, records: Sequence[Record]) -> list[Path]:
    """One file, or one for each pupil: numbered in the order of the class, and never with a name in it."""
    if len(records) == 1:
        return [out]
    digits = max(2, len(str(len(records))))
    return [
        out.with_stem(f"{out.stem}-{number:0{digits}}-{record.record_id}")
        for number, record in enumerate(records, start=1)
    ]


def _write(desk: Desk, sheets: Sequence[_Sheet], wanted: Wanted, shown: Sequence[str] | None) -> list[str]:
    """All of them, their register and the access log, or nothing: also a file written over is as it was."""
    with together() as put, desk.registry.transaction():
        if shown is not None:
            record_access(
                desk.registry, at=desk.recorded_at, who=desk.registrar, why=wanted.because.strip(),
                command=Session.command, record_ids=shown,
            )  # fmt: skip
        one: Callable[[_Sheet, Put], list[str]] = partial(_one, desk, wanted)
        return [number for sheet in sheets for number in one(sheet, put)]


def _one(desk: Desk, wanted: Wanted, sheet: _Sheet, put: Put) -> list[str]:
    """One form; gives its number, none of a blank one."""
    if not wanted.blank:
        return issuing.issue(desk, sheet.paper, [sheet.path], put, force=wanted.force)
    put(sheet.path, partial(issuing.write, desk, sheet.paper, sheet.path, lambda _: None, force=wanted.force))
    return []
