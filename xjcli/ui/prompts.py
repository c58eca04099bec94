"""Questions for a person at a terminal; without one, the option that was missing is named instead."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from xjcli.desk import Desk
from xjcli.errors import Problem, Refusal, entry
from xjcli.reference import codes
from xjcli.report import Screen, has_terminal, require_terminal
from xjcli.report.language import current
from xjcli.report.phrases import phrase
from xjcli.schema.columns import BY_NAME, Field
from xjcli.schema.masking import mask_field


def ask_fingerprint(shown: str) -> str:
    """Show the card's fingerprint and have the compared one typed; never a mere yes."""
    require_terminal("--fingerprint")
    import questionary

    sys.stdout.write(phrase("key.compare", fingerprint=shown) + "\n")
    return str(questionary.text(phrase("key.ask")).unsafe_ask())


def confirm(question: str, *, yes: bool) -> bool:
    """True with `--yes` or when the person agrees. Without a terminal `--yes` is asked for."""
    if yes:
        return True
    require_terminal("--yes")
    import questionary

    return bool(questionary.confirm(question, default=False).unsafe_ask())


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def confirm_import(plan: dict[str, Any], *, yes: bool) -> bool:
    """Show the counts, then ask; nothing to store is nothing to ask."""
    if yes:
        return True
    require_terminal("--yes")
    from xjcli.ui import screens

    _print(screens.import_plan(plan))
    key = "import.ask-changes" if plan["updated"] or plan["corrected"] else "import.ask"
    return confirm(phrase(key, **plan), yes=False)


def agree_to_changes(count: int, percent: int) -> bool:
    """An import that would change so many pupils is asked about, also with --yes; a script names the number."""
    return has_terminal() and confirm(phrase("import.ask-mass", count=count, percent=percent), yes=False)


def confirm_custody(plan: dict[str, Any], *, yes: bool) -> bool:
    """There is no way back from it, so also a script says `--yes`."""
    if yes:
        return True
    require_terminal("--yes")
    from xjcli.ui import handover

    _print(handover.custody(plan))
    return confirm(phrase("custody.ask"), yes=False)


def confirm_change(plan: dict[str, Any], *, yes: bool, show: Screen | None = None) -> bool:
    """On a terminal the plan is shown and the person is asked; a script has said what it wants."""
    if yes or not has_terminal():
        return True
    from xjcli.ui import changes

    _print((show or changes.plan)(plan))
    return confirm(phrase("change.ask"), yes=False)


def confirm_name(plan: dict[str, Any], given: str) -> str:
    """The name that confirms a report of a death: typed by who sees whom it is about, else `--confirm-name`."""
    if given or not has_terminal():
        require_name(given)
        return given
    import questionary

    from xjcli.ui import changes

    _print(changes.plan(plan))
    return str(questionary.text(phrase("decease.ask")).unsafe_ask())


def require_name(given: str) -> None:
    """Without a terminal the name has to stand on the command line."""
    if not given:
        require_terminal("--confirm-name")


#: What the form asks, in this order; the rest can be given with --set or --file.
ASKED = (
    "name", "document_type", "document_number", "sex", "birth_date", "ethnicity", "nationality", "overseas",
    "health", "household_type", "household_region", "grade", "class_no", "entry_month", "entry_way",
    "attendance_mode", "address", "phone", "member1_name", "member1_relation", "member1_phone",
)  # fmt: skip


def fill_form(desk: Desk, *, on: date) -> dict[str, str]:
    """Ask field by field, each answer validated as it is typed, lists for coded fields, a summary at the end."""
    require_terminal("--set | --file")
    answers: dict[str, str] = {}
    for name in ASKED:
        if name.startswith("member1_") and name != "member1_name" and "member1_name" not in answers:
            continue
        answer = _ask(BY_NAME[name], answers, on)
        if answer:
            answers[name] = answer
        _learn(answers, on)
    _print(f"{BY_NAME[name].label}：{mask_field(name, value)}" for name, value in answers.items())
    if not confirm(phrase("enroll.ask"), yes=False):
        raise Refusal(Problem("usage.cancelled"))
    return answers


def _ask(field: Field, answers: dict[str, str], on: date) -> str:
    import questionary

    if field.kind in ("code", "yesno"):
        table = codes(field.table or "yes-no")
        choices = list(table.labels(current()))
        if field.need != "required":
            choices.append(phrase("enroll.skip"))
        default = table.label(answers[field.name], current()) if field.name in answers else None
        if len(choices) <= _LIST:
            chosen = questionary.select(_question(field, answers), choices=choices, default=default).unsafe_ask()
        else:
            chosen = questionary.autocomplete(
                _question(field, answers),
                choices=choices,
                default=default or "",
                validate=lambda text: _fault(field, text, answers, on),
            ).unsafe_ask()
        return "" if chosen == phrase("enroll.skip") else str(chosen)
    shown = answers.get(field.name, "")
    return str(
        questionary.text(
            _question(field, answers), default=shown, validate=lambda text: _fault(field, text, answers, on)
        ).unsafe_ask()
    ).strip()


_LIST = 20


def _question(field: Field, answers: dict[str, str]) -> str:
    from xjcli.procedures.form import is_needed

    return field.label + ("" if is_needed(field, answers) else phrase("enroll.optional"))


def _fault(field: Field, text: str, answers: dict[str, str], on: date) -> bool | str:
    """True, or the words of what is wrong with an answer."""
    from xjcli.procedures.form import find_answer_problems

    for problem in find_answer_problems(field, text, answers, on=on):
        if problem.severity == "refuse":
            line = entry(problem.code)
            return (line.en if current() == "en" else line.zh).format_map({"header": field.label, **problem.params})
    return True


def _learn(answers: dict[str, str], on: date) -> None:
    """What a valid resident number says is offered as an answer, never taken unseen."""
    from xjcli.procedures.form import from_number

    if answers.get("document_number"):
        answers |= {name: value for name, value in from_number(answers, on)[0].items() if name not in answers}
