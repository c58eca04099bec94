"""第五、二十八条: every kind of document, and what a number is without its type."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from xjcli.schema.values.documents import RULES, check_document, identify

TODAY = date(2026, 11, 23)
GOOD = "440600200903140014"
HK_PERMIT = "810000199003070015"
FOREIGN = "911124198108030024"


def _codes(type_code: str, text: str, holder: Literal["pupil", "guardian"] = "pupil") -> list[str]:
    return [problem.code for problem in check_document(type_code, text, today=TODAY, holder=holder)[1]]


@pytest.mark.parametrize(
    ("type_code", "number"),
    [
        ("1", GOOD),
        ("2", "南字第12345号"),
        ("6", "H12345678"),
        ("6", "H1234567801"),
        ("6", "A123456(3)"),
        ("6", "K12345678"),
        ("6", HK_PERMIT),
        ("7", "M12345678"),
        ("7", "1234567(8)"),
        ("7", "820000201001010029"),
        ("8", "12345678"),
        ("8", "0123456789(B)"),
        ("8", "83000019830715003X"),
        ("9", FOREIGN),
        ("9", "USA110085010111"),
        ("9", "ABC-12"),
        ("A", "E12345678"),
        ("B", "户字0001"),
        ("Z", ""),
        ("Z", "出生证 123"),
    ],
)
def test_a_usual_number_of_its_type_is_taken_in_silence(type_code: str, number: str) -> None:
    assert _codes(type_code, number) == []


def test_brackets_do_not_make_two_documents_of_one() -> None:
    assert check_document("6", "Ａ123456（3）", today=TODAY)[0] == check_document("6", "a1234563", today=TODAY)[0]


@pytest.mark.parametrize(
    ("type_code", "number", "code"),
    [
        ("1", "", "document.missing"),
        ("A", " \u3000", "document.missing"),
        ("1", "440600200903140015", "id.check-digit"),
        ("1", HK_PERMIT, "document.other-kind"),
        ("1", FOREIGN, "document.other-kind"),
        ("6", "810000199003070016", "id.check-digit"),
        ("6", "A123456(4)", "document.check-digit"),
        ("7", HK_PERMIT, "document.other-kind"),
        ("8", "1234567", "document.shape"),
        ("A", GOOD, "document.other-kind"),
        ("Z", GOOD, "document.other-kind"),
        ("B", "9" * 31, "document.too-long"),
        ("Q", GOOD, "document.type-unknown"),
        ("", GOOD, "document.type-missing"),
    ],
)
def test_a_number_that_does_not_fit_its_type_is_named(type_code: str, number: str, code: str) -> None:
    assert _codes(type_code, number) == [code]


@pytest.mark.parametrize("type_code", [code for code in RULES if code not in "1Z"])
def test_only_published_rules_refuse_a_shape(type_code: str) -> None:
    problems = check_document(type_code, "QQ-77", today=TODAY)[1]
    assert all(problem.severity == "warn" for problem in problems)


def test_a_guardian_may_leave_the_document_blank() -> None:
    assert _codes("1", "", "guardian") == []
    assert _codes("", "", "guardian") == []
    assert _codes("", GOOD, "guardian") == ["document.type-missing"]


def test_an_old_number_is_refused_for_a_pupil_and_warned_about_for_a_guardian() -> None:
    assert check_document("1", "440600780901001", today=TODAY)[1][0].severity == "refuse"
    number, problems = check_document("1", "440600780901001", today=TODAY, holder="guardian")
    assert (number, problems[0].severity) == ("440600780901001", "warn")


@pytest.mark.parametrize(
    ("text", "kind", "valid"),
    [
        (GOOD, "resident-id", True),
        (f"'{GOOD} ", "resident-id", True),
        ("440600200903140015", "resident-id", False),
        (GOOD[:17], "resident-id", False),
        ("4.406E+17", "resident-id", False),
        (HK_PERMIT, "hk-residence-permit", True),
        (FOREIGN, "foreign-permanent-residence", True),
        ("USA110085010111", "foreign-permanent-residence", True),
        ("440600780901001", "legacy-15", True),
        (f"{GOOD}11", "disability-card", True),
        (f"G{GOOD}", "registry-number", False),
        ("H12345678", "hkmo-travel-permit", True),
        ("A123456(3)", "hkid", True),
        ("0123456789", "tw-travel-permit", True),
        ("E12345678", "passport", True),
        ("hello", "unknown", False),
        ("", "unknown", False),
    ],
)
def test_a_number_tells_what_it_is(text: str, kind: str, valid: bool) -> None:
    found = identify(text, today=TODAY)
    assert (found.kind, found.valid) == (kind, valid)
    assert GOOD not in repr(found)


def test_birth_date_and_sex_come_only_from_a_number_that_holds() -> None:
    found = identify(GOOD, today=TODAY)
    assert (found.birth_date, found.sex) == (date(2009, 3, 14), "1")
    damaged = identify("440600200903140015", today=TODAY)
    assert (damaged.birth_date, damaged.sex) == (None, None)
