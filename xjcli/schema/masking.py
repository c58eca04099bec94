"""第二十五条: 严防学籍信息外泄. What a person or a script sees by default; always the same for the same
value.

A long number shows six and four of its places at most, however damaged it is: a mistyped identity number is
still one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from xjcli.schema.columns import FIELDS
from xjcli.schema.values.normalise import clean_number, clean_text
from xjcli.schema.values.numbers import is_local

HEAD, TAIL = 6, 4
_LONG, _MIDDLE, _SHORT = 15, 9, 5
_WITHOUT_LETTER = 18
_ADDRESS_SHOWN = 6
#: So many places of an identity number are digits, however it was mistyped.
_DIGITS_OF_A_NUMBER = 13
_NUMBER_IN_TEXT = re.compile(
    r"[GJLgjl]?(?:[0-9０-９OoIlXxSBZ][ \u3000]?){15,}"  # mistyped too: O for 0, l for 1, blanks
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)",
    re.ASCII,
)


def mask_number(text: str) -> str:
    """An identity document or a 学籍号: 440106********0014, G320106********0014; a shorter one keeps its
    first one or two and last two places, up to four places keep none. A school's own TMP mark holds nothing
    of a person and stays.
    """
    number = clean_number(text)
    if is_local(number):
        return number
    length = len(number)
    if length > _WITHOUT_LETTER and number[0] in "GJL":
        return number[0] + _keep(number[1:], HEAD, TAIL)
    if length >= _LONG:
        return _keep(number, HEAD, TAIL)
    if length >= _MIDDLE:
        return _keep(number, 2, 2)
    if length >= _SHORT:
        return _keep(number, 1, 2)
    return "*" * length


def mask_phone(text: str) -> str:
    """A phone: 138****0000; a shorter one keeps two at each end, up to six places keep none."""
    number = clean_number(text)
    if len(number) >= 11:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return _keep(number, 2, 2) if len(number) > 6 else "*" * len(number)


def mask_address(text: str) -> str:
    """An address: its first six characters (of a short one, the first half) and three stars."""
    address = clean_text(text)
    return f"{address[: min(_ADDRESS_SHOWN, len(address) // 2)]}***" if address else ""


def mask_email(text: str) -> str:
    """A mail address: its first character and its domain."""
    name, at, domain = clean_text(text).partition("@")
    return f"{name[:1]}***{at}{domain}" if at else "***" if name else ""


def mask_birth(text: str) -> str:
    """A birth date: its year. The whole date is just what a masked identity number leaves out."""
    return f"{text[:4]}-**-**" if len(text) >= 4 else mask_all(text)


def mask_all(text: str) -> str:
    """Stars only, three of them: not even the length shows."""
    return "***" if text else ""


def mask_text(text: str) -> str:
    """A free text with every run in it masked that looks like an identity number, a 学籍号 or a phone."""
    return _NUMBER_IN_TEXT.sub(_mask_run, text)


def mask_field(field_name: str, value: str) -> str:
    """The value of a stored field (`schema.columns`, `registry_number`) as it is shown by default."""
    mask = _MASKS.get(field_name)
    return value if mask is None or not value else mask(value)


def _keep(number: str, head: int, tail: int) -> str:
    return f"{number[:head]}{'*' * (len(number) - head - tail)}{number[-tail:]}"


def _mask_run(found: re.Match[str]) -> str:
    run = found[0].rstrip()
    if len(run) < _LONG:
        return mask_phone(run)
    if sum(sign.isdigit() for sign in run) < _DIGITS_OF_A_NUMBER:
        return found[0]
    return mask_number(run) + found[0][len(run) :]


def _mask_of(name: str, kind: str) -> Callable[[str], str] | None:
    if kind == "document":
        return mask_number
    if kind == "phone":
        return mask_phone
    if name.endswith("address"):
        return mask_address
    return mask_text if kind == "text" else None


#: Which mask a field gets; a field that is not here is shown.
_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        **{field.name: mask for field in FIELDS if (mask := _mask_of(field.name, field.kind)) is not None},
        "birth_date": mask_birth,
        "registry_number": mask_number,
        "auxiliary_number": mask_number,
        "email": mask_email,
        "homepage": mask_all,
    }
)
