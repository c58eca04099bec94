"""What is asked at a terminal of a pupil who is enrolled or asked for (第四条、第十四条).

Where options or a form have said a part, only the rest is asked. Each answer is judged by the parsers of the form as
it is typed, lists stand where a field is coded, and the summary is masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xjcli.procedures.form import find_answer_problems, from_number, is_needed
from xjcli.reference import codes
from xjcli.report import has_terminal, require_terminal
from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.schema.columns import BY_NAME, Field
from xjcli.schema.masking import mask_field, mask_number
from xjcli.schema.texts import judge
from xjcli.schema.values.codes import parse_school_code
from xjcli.settings import user_path
from xjcli.ui.questions import Answers, Choice, Question, ask_form, worded

#: What the form asks, in this order; the rest can be given with --set or --file.
ASKED = (
    "name", "document_type", "document_number", "sex", "birth_date", "ethnicity", "nationality", "overseas",
    "health", "household_type", "household_region", "grade", "class_no", "entry_month", "entry_way",
    "attendance_mode", "address", "phone", "member1_name", "member1_relation", "member1_phone",
)  # fmt: skip
#: A valid resident number says these; another number says other ones.
_SAID = ("sex", "birth_date")


def complete_form(given: Mapping[str, str], *, on: date, yes: bool) -> dict[str, str]:
    """A pupil's answers: as given where nothing needed is missing or nobody can be asked, else with the rest asked."""
    if given and (not _missing(given, on) or yes or not has_terminal()):
        return dict(given)
    require_terminal("--set | --file")
    return ask_form(questions(on), _filled(given), agree=phrase("enroll.ask"))


def _filled(given: Mapping[str, str]) -> dict[str, str]:
    """What was given and not left empty: an empty value is asked for like one that was left out."""
    return {name: value for name, value in given.items() if value.strip()}


def _missing(given: Mapping[str, str], on: date) -> list[str]:
    """The fields that may not stay empty and stand neither there nor in a resident number."""
    known, _ = from_number(given, on)
    return [name for name in ASKED if not known.get(name, "").strip() and is_needed(BY_NAME[name], known)]


def questions(on: date) -> tuple[Question, ...]:
    """One question a field of ASKED."""
    return tuple(_question(BY_NAME[name], on) for name in ASKED)


def _question(field: Field, on: date) -> Question:
    words = phrase(f"field.{field.name}")

    def label(answers: Answers) -> str:
        return words + ("" if is_needed(field, answers) else phrase("enroll.optional"))

    def fault(text: str, answers: Answers) -> str:
        return worded(find_answer_problems(field, text, answers, on=on), header=words, label=words)

    def default(answers: Answers) -> str:
        return from_number(answers, on)[0].get(field.name, "")

    def applies(answers: Answers) -> bool:
        return not field.name.startswith("member1_") or field.name == "member1_name" or "member1_name" in _said(answers)

    return Question(
        field.name, label, fault, _choices(field), default, applies,
        shown=lambda value: mask_field(field.name, value), resets=_SAID if field.name == "document_number" else (),
    )  # fmt: skip


def _said(answers: Answers) -> set[str]:
    return {name for name, value in answers.items() if value}


def _choices(field: Field) -> tuple[Choice, ...]:
    """The codes of a field with their words in the reader's language; an empty one where it may stay empty."""
    if field.kind not in ("code", "yesno"):
        return ()
    table = codes(field.table or "yes-no")
    found = tuple((row.code, table.label(row.code, current())) for row in table.rows)
    return found if field.need == "required" else (*found, ("", phrase("enroll.skip")))


@dataclass(frozen=True, slots=True)
class Request:
    """What a request for another school's pupil says beside the pupil's form. `asked`: a person has agreed to it."""

    school: str
    school_name: str
    number: str
    reason: str
    evidence: tuple[Path, ...]
    paper: str
    asked: bool = False


def complete_request(
    request: Request, given: Mapping[str, str], *, on: date, yes: bool
) -> tuple[Request, dict[str, str]]:
    """第十四条: the request and the pupil's form, the rest of both asked at a terminal."""
    if yes or not has_terminal() or (request.school and given and not _missing(given, on)):
        return request, dict(given)
    known = {name: value for name, value in _as_answers(request).items() if value}
    proofs = () if request.evidence or request.paper else _PROOFS
    answers = ask_form((*_ORIGIN, *questions(on), *proofs), _filled(given) | known, agree=phrase("transfer.agree"))
    files = (*request.evidence, *(_path(answers[name]) for name in ("evidence",) if answers.get(name)))
    told = replace(
        request, school=answers["from_school"], school_name=answers.get("from_name", ""),
        number=answers.get("number", ""), reason=answers.get("reason", ""), evidence=files,
        paper=answers.get("proof_place", "") or request.paper, asked=True,
    )  # fmt: skip
    return told, {name: value for name, value in answers.items() if name in BY_NAME or name in given}


def _as_answers(request: Request) -> dict[str, str]:
    return {
        "from_school": request.school, "from_name": request.school_name, "number": request.number,
        "reason": request.reason,
    }  # fmt: skip


def _school_fault(text: str, _: Answers) -> str:
    return worded(parse_school_code(text)[1])


def _text_fault(text: str, _: Answers) -> str:
    return worded(judge(None, "reason", text)) if text else ""


def _file_fault(text: str, _: Answers) -> str:
    return "" if not text or _path(text).is_file() else phrase("transfer.no-file")


def _path(text: str) -> Path:
    """A file as it is typed, or dragged into the window, which may put quotes round it."""
    return user_path(text.strip().strip("\"'"))


def _place_fault(text: str, answers: Answers) -> str:
    if not text and not answers.get("evidence"):
        return phrase("transfer.proof-needed")
    return _text_fault(text, answers)


def _asked(name: str) -> str:
    return phrase(f"transfer.ask.{name}")


_ORIGIN: tuple[Question, ...] = (
    Question("from_school", lambda _: _asked("from_school"), _school_fault),
    Question("from_name", lambda _: _asked("from_name"), _text_fault),
    Question("number", lambda _: _asked("number"), shown=mask_number),
    Question("reason", lambda _: _asked("reason"), _text_fault),
)
_PROOFS: tuple[Question, ...] = (
    Question("evidence", lambda _: _asked("evidence"), _file_fault),
    Question("proof_place", lambda _: _asked("proof_place"), _place_fault),
)
