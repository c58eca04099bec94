"""Questions one after another at a terminal, each with a way back to the one before; nothing is stored meanwhile.

A form is a table of `Question`s. Esc, or `<` as an answer, goes back one question; what was answered stands there
again. At the end a summary is shown and agreed to, or gone back from. Ctrl-C leaves from anywhere (`usage.cancelled`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xjcli.errors import Problem, Refusal, entry
from xjcli.report.language import current
from xjcli.report.manual import columns, wrap
from xjcli.report.phrases import phrase

Answers = Mapping[str, str]
#: What a question may answer with: the stored value and the words that are shown for it.
Choice = tuple[str, str]

#: A list that is longer is typed into, with the words that fit offered.
LONGEST_LIST = 20
_BACK_WORD = "<"


class Back:
    """The answer of who wants to see the question before."""


BACK: Final = Back()


def no_fault(_text: str, _answers: Answers) -> str:
    """Any answer will do."""
    return ""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a form. The functions are given what was answered before.

    `fault` gives the words of what is wrong, or nothing; `shown` is the answer as the summary may repeat it (masked);
    `explain` is said above the question; the answers named by `resets` are forgotten where this one changes.
    """

    name: str
    label: Callable[[Answers], str]
    fault: Callable[[str, Answers], str] = no_fault
    choices: Sequence[Choice] = ()
    default: Callable[[Answers], str] = lambda _: ""
    applies: Callable[[Answers], bool] = lambda _: True
    shown: Callable[[str], str] = str
    explain: str = ""
    resets: tuple[str, ...] = ()


def worded(problems: Iterable[Problem], **params: str) -> str:
    """The words of the first refusal among problems, in the reader's language; nothing where none refuses."""
    for problem in problems:
        if problem.severity == "refuse":
            line = entry(problem.code)
            return (line.en if current() == "en" else line.zh).format_map({**problem.params, **params})
    return ""


def ask_form(questions: Sequence[Question], given: Answers, *, agree: str, title: str = "") -> dict[str, str]:
    """Every question that is not answered by `given`, then a summary and the question `agree`.

    Raises Refusal usage.cancelled where the person does not agree.
    """
    say([*([title] if title else []), *wrap(phrase("ask.how"), columns())])
    answers, asked = dict(given), list[int]()
    at = 0
    while True:
        at = _walk(questions, given, answers, asked, at)
        say(["", phrase("ask.summary"), *_summary(questions, answers), ""])
        agreed = ask_yes(agree)
        if isinstance(agreed, Back) and asked:
            at = asked.pop()
            continue
        if agreed is not True:
            raise Refusal(Problem("usage.cancelled"))
        return answers


def _walk(questions: Sequence[Question], given: Answers, answers: dict[str, str], asked: list[int], at: int) -> int:
    """From question `at` to the last; `asked` remembers the way, so that it can be gone back."""
    while at < len(questions):
        question = questions[at]
        if question.name in given:
            at += 1
            continue
        if not question.applies(answers):
            answers.pop(question.name, None)  # answered before another answer made it needless
            at += 1
            continue
        reply = ask(question, answers)
        if isinstance(reply, Back):
            at = asked.pop() if asked else at
            continue
        if reply != answers.get(question.name):
            for name in question.resets:
                answers.pop(name, None)
        answers[question.name] = reply
        asked.append(at)
        at += 1
    return at


def _summary(questions: Sequence[Question], answers: Answers) -> list[str]:
    """Each answer with its label, masked as its question says; what was left empty is left out."""
    return [
        f"  {question.label(answers)}{phrase('ask.colon')}{question.shown(_word(question, answers[question.name]))}"
        for question in questions
        if answers.get(question.name)
    ]


def _word(question: Question, value: str) -> str:
    return dict(question.choices).get(value, value)


def ask(question: Question, answers: Answers) -> str | Back:
    """One answer, validated as it is typed."""
    if question.explain:
        say(wrap(phrase(question.explain), columns()))
    before = answers.get(question.name) or question.default(answers)
    if not question.choices:
        return _text(question, answers, before)
    if len(question.choices) <= LONGEST_LIST:
        return _from_list(question, answers, before)
    return _from_long_list(question, answers, before)


def _text(question: Question, answers: Answers, before: str) -> str | Back:
    import questionary

    def judge(text: str) -> bool | str:
        return _judge(question, text, answers)

    return _read(run(questionary.text(question.label(answers), default=before, validate=judge), typed=True))


def _from_list(question: Question, answers: Answers, before: str) -> str | Back:
    import questionary

    choices = [questionary.Choice(label, value=value) for value, label in question.choices]
    default = next((choice for choice in choices if choice.value == before), None)
    shown = questionary.select(
        question.label(answers), choices=choices, default=default, instruction=phrase("ask.select")
    )
    reply = run(shown, typed=False)
    return reply if isinstance(reply, Back) else str(reply)


def _from_long_list(question: Question, answers: Answers, before: str) -> str | Back:
    """The words that fit are offered while one types; a stored value is put in for its words."""
    import questionary

    words = dict(question.choices)

    def judge(text: str) -> bool | str:
        return _judge(question, text, answers)

    shown = questionary.autocomplete(
        question.label(answers), choices=[label for value, label in question.choices if value],
        default=words.get(before, before) if before else "", validate=judge,
    )  # fmt: skip
    reply = _read(run(shown, typed=True))
    if isinstance(reply, Back):
        return reply
    return next((value for value, label in question.choices if label == reply), reply)


def _judge(question: Question, text: str, answers: Answers) -> bool | str:
    """As the library wants it: True, or the words of what is wrong. The way back is open from any answer."""
    return True if text.strip() == _BACK_WORD else question.fault(text.strip(), answers) or True


def _read(reply: Any) -> str | Back:
    if isinstance(reply, Back) or str(reply).strip() == _BACK_WORD:
        return BACK
    return str(reply).strip()


def ask_yes(question: str) -> bool | Back:
    """Yes, no, or back; nothing is agreed to by Enter alone."""
    import questionary

    reply = run(questionary.confirm(question, default=False), typed=False)
    return reply if isinstance(reply, Back) else bool(reply)


def run(question: Any, *, typed: bool) -> Any:
    """Ask with Esc bound to the way back; `<` is its key too, where the answer is not typed but chosen.

    Ctrl-C raises KeyboardInterrupt.
    """
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    keys = KeyBindings()
    for key in ("escape",) if typed else ("escape", _BACK_WORD):
        keys.add(key, eager=True)(lambda event: event.app.exit(result=BACK))
    application = question.application
    application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), keys])
    return question.unsafe_ask()


def say(lines: Iterable[str]) -> None:
    """Words above a question."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
