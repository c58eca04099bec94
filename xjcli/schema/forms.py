"""The forms that schools print, sign and file, in one frozen table (第四、七、十、十三、十四、十九、二十一、二十五条).

The wording of each is a template of data/templates/documents (`form-KIND.md`), which a school can replace. Kinds are
stored in the register of issued forms: they are for ever. Here is also the verification code: pure arithmetic.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from xjcli.errors import Problem
from xjcli.schema.canonical import canonical
from xjcli.schema.texts import judge
from xjcli.schema.values.time import Semester, parse_date

About = Literal["pupil", "roll", "graduates", "changes", "school"]


class Form(NamedTuple):
    """One form. `about` says whom it names; `copies` whom each copy is for, where there are several; `command` which
    one writes it where an errand goes with it.
    """

    kind: str
    zh: str
    en: str
    article: int
    about: About
    copies: tuple[str, ...] = ()
    command: str = ""

    @property
    def template(self) -> str:
        """The name of its template, without the ending."""
        return self.kind if self.command else f"form-{self.kind}"


_CERTIFICATE = "registration-certificate"
#: The slip that is written from the record of a disclosure.
SLIP = "disclosure-slip"
_ALL = (
    Form("transfer-application", "转学申请表", "transfer application", 14, "pupil"),
    Form("leave-application", "休（复）学申请表", "application for leave or its end", 19, "pupil"),
    Form("correction-application", "关键信息变更申请表", "change of key information", 10, "pupil"),
    Form(_CERTIFICATE, "学籍证明", "certificate of registration", 7, "pupil"),
    Form("registration-card", "学籍卡片", "registration card", 7, "pupil"),
    Form("basic-information", "学生基本信息表", "basic information of a pupil", 4, "pupil"),
    Form("deregistration", "死亡注销登记表", "deregistration after a death", 21, "pupil"),
    Form("roster", "在校生花名册", "roster", 24, "roll"),
    Form("change-list", "学籍异动名册", "list of changes", 24, "changes"),
    Form("graduation-list", "毕业证书发放名册", "list of graduates", 13, "graduates", ("县级", "市级", "学校")),
    Form(SLIP, "信息提供审批单", "slip of a disclosure", 25, "school"),
    Form("transfer-notice", "学生转入转出情况告知书", "notice of transfers", 18, "school", command="transfer notice"),
    Form("transfer-reminder", "学籍转接催办函", "reminder of a transfer", 14, "pupil", command="transfer remind"),
    Form("dropout-report", "辍学情况报告", "report of a dropout", 22, "pupil", command="dropout"),
    Form("dossier-handover", "学籍档案移交清单", "hand-over list of a dossier", 9, "pupil",
         command="dossier handover-list"),
)  # fmt: skip
FORMS = MappingProxyType({form.kind: form for form in _ALL})

#: The blanks that only the registrar can fill, each with its option, and whether it is a day or a short text.
_ASKED = {
    "purpose": ("--purpose", "short"), "until": ("--until", "day"), "since": ("--since", "day"),
    "reason": ("--ground", "note"), "other_school": ("--to", "short"),
}  # fmt: skip
SAID = tuple(_ASKED)
#: Signs of no width: two texts that look the same would have two codes.
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")

#: Crockford's digits: no I, L, O, U, so that a code can be read out.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12
_READ = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def said_as_asked(
    form: Form, said: Mapping[str, str], today: date, *, blank: bool = False
) -> tuple[dict[str, str], list[Problem]]:
    """What the registrar said, its days as ISO dates, and what is wrong with it.

    A certificate of registration is valid to the end of the semester where nothing else is said, and never to a day
    that is past; a list of changes is of this semester.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name, (option, kind) in _ASKED.items():
        text = said.get(name, "").strip()
        if kind == "day":
            read, wrong = _day(option, text)
        else:
            read, wrong = text, _judged(option, text, short=kind == "short")
        found[name] = read
        problems += wrong
    if form.kind == _CERTIFICATE and not blank:
        found["until"] = found["until"] or Semester.of(today).last_day.isoformat()
        problems += _not_before(found["until"], today.isoformat())
    if form.about == "changes" and not blank:
        term = Semester.of(today)
        found["since"] = found["since"] or term.first_day.isoformat()
        found["until"] = found["until"] or min(term.last_day, today).isoformat()
    return found, problems or _not_before(found["until"], found["since"])


def _day(option: str, text: str) -> tuple[str, list[Problem]]:
    read, problems = parse_date(text) if text else ("", [])
    return read or "", [replace(each, where=option) for each in problems if each.severity == "refuse"]


def _judged(option: str, text: str, *, short: bool) -> list[Problem]:
    if _UNSEEN.search(text):
        return [Problem("text.control", params={"field": option})]
    return judge(None, option, text, short=short)


def _not_before(until: str, first: str) -> list[Problem]:
    """A last day that is before `first` is not one. Either may be missing."""
    if not until or not first or until >= first:
        return []
    return [Problem("usage.option", params={"option": "--until", "value": until, "allowed": f">= {first}"})]


def digest_of(secret: bytes, number: str, kind: str, text: str) -> str:
    """HMAC-SHA-256, hex, over number, kind and the whole text but the line of the code."""
    return hmac.new(secret, b"xj.form/1\n" + canonical([number, kind, text]), hashlib.sha256).hexdigest()


def code_of(digest: str) -> str:
    """The first 60 bits as XXXX-XXXX-XXXX."""
    value = int(digest[:15], 16)
    signs = "".join(_DIGITS[value >> shift & 31] for shift in range(5 * (_CODE_LENGTH - 1), -1, -5))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def same_code(left: str, right: str) -> bool:
    """True if both are the same code, however they were typed."""
    one, other = (each.upper().translate(_READ) for each in (left, right))
    return hmac.compare_digest(one.encode(), other.encode())
