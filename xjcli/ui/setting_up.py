"""What `xj init` asks at a terminal (第三条): who the school is, explained where a word is not known to everybody.

One table of questions: another question is another line of it.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from xjcli.errors import Problem, Refusal
from xjcli.procedures.init import KINDS, STAGES, SYSTEMS, School
from xjcli.report import has_terminal
from xjcli.report.phrases import phrase
from xjcli.schema.texts import judge
from xjcli.schema.values.codes import SPECIAL, SPECIALISED, parse_authority_code, parse_school_code
from xjcli.ui.questions import Answers, Back, Question, ask, ask_form, worded

#: What has to be known before a registry can be made, with the option that says it.
NEEDED = (
    ("school_code", "--school-code"), ("name", "--name"), ("region", "--region"), ("stages", "--stage"),
    ("authority", "--authority"),
)  # fmt: skip
#: The stages that one school may teach together.
_STAGES = (
    "primary", "junior", "senior", "primary,junior", "junior,senior", "primary,junior,senior",
)  # fmt: skip


def complete(typed: School, *, yes: bool) -> School:
    """The school as the options say it; at a terminal what is missing is asked, otherwise it is a usage error."""
    given = {name: value for name, value in asdict(typed).items() if value}
    missing = [option for name, option in NEEDED if name not in given]
    if not missing:
        return _with_defaults(typed)
    if yes or not has_terminal():
        raise Refusal(Problem("usage.missing", params={"option": " ".join(missing)}))
    answers = ask_form(QUESTIONS, given, agree=phrase("init.agree"), title=phrase("init.title"))
    fields = asdict(typed).keys()
    return _with_defaults(replace(typed, **{name: value for name, value in answers.items() if name in fields}))


def _with_defaults(school: School) -> School:
    return replace(school, system=school.system or SYSTEMS[0], kind=school.kind or KINDS[0])


def wants_rehearsal() -> bool:
    """Whether the person would rather rehearse first; asked before anything else."""
    choices = (("init", phrase("init.begin")), ("demo", phrase("init.rehearse")))
    reply = ask(Question("begin", lambda _: phrase("init.which"), choices=choices), {})
    if isinstance(reply, Back):
        raise Refusal(Problem("usage.cancelled"))
    return reply == "demo"


def _code_fault(text: str, _: Answers) -> str:
    return worded(parse_school_code(text)[1])


def _place_fault(text: str, _: Answers) -> str:
    return worded(parse_authority_code(text)[1])


def _name_fault(text: str, _: Answers) -> str:
    return worded(judge(None, "name", text, short=True)) if text else phrase("ask.needed")


def _person_fault(text: str, _: Answers) -> str:
    return worded(judge(None, "registrar", text, short=True)) if text else ""


def _taught(answers: Answers) -> str:
    """The stages that the school's code speaks of, where they are ones to choose."""
    code, _ = parse_school_code(answers.get("school_code", ""))
    wanted = ",".join(stage for stage in STAGES if code is not None and stage in code.stages)
    return wanted if wanted in _STAGES else ""


def _kind(answers: Answers) -> str:
    code, _ = parse_school_code(answers.get("school_code", ""))
    special = {SPECIAL: "special", SPECIALISED: "specialised"}
    return special.get(code.type, KINDS[0]) if code is not None else KINDS[0]


def _label(name: str) -> str:
    return phrase(f"init.ask.{name}")


def _stage_words(value: str) -> str:
    return " + ".join(phrase(f"school-stage.{stage}") for stage in value.split(","))


#: One question a line, in the order in which they are asked.
QUESTIONS: tuple[Question, ...] = (
    Question("school_code", lambda _: _label("school_code"), _code_fault, explain="init.explain.school_code"),
    Question("name", lambda _: _label("name"), _name_fault),
    Question("region", lambda _: _label("region"), _place_fault, explain="init.explain.region"),
    Question(
        "stages", lambda _: _label("stages"), choices=tuple((each, _stage_words(each)) for each in _STAGES),
        default=_taught,
    ),
    Question(
        "system", lambda _: _label("system"), choices=tuple((each, phrase(f"init.system.{each}")) for each in SYSTEMS),
        default=lambda _: SYSTEMS[0],
    ),
    Question(
        "kind", lambda _: _label("kind"), choices=tuple((each, phrase(f"school-kind.{each}")) for each in KINDS),
        default=_kind,
    ),
    Question(
        "authority", lambda _: _label("authority"), _place_fault, default=lambda answers: answers.get("region", ""),
        explain="init.explain.authority",
    ),
    Question("registrar", lambda _: _label("registrar"), _person_fault),
)  # fmt: skip
