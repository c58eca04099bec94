"""Whatever the values and the cross-checks raise, the catalogue has words for, in both languages."""

from __future__ import annotations

import ast
import inspect
import string
from datetime import date
from types import ModuleType

import pytest

from xjcli.errors import Problem
from xjcli.errors.catalogue import identity
from xjcli.regulation import crosschecks
from xjcli.regulation import numbers as numbers_of_the_law
from xjcli.schema.values import classes, codes, documents, normalise, numbers, resident, time
from xjcli.schema.values.classes import Stage

TODAY = date(2026, 11, 23)
MODULES = (classes, codes, documents, normalise, numbers, resident, time, crosschecks, numbers_of_the_law)


def _problem_calls(module: ModuleType) -> list[ast.Call]:
    tree = ast.parse(inspect.getsource(module))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Problem"]


def _raised() -> set[str]:
    """Every text of the shape of a code that stands in the modules, outside their docstrings."""
    found: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in identity.ENTRIES:
                found.add(node.value)
    return found


def test_every_code_that_is_raised_has_words() -> None:
    for module in MODULES:
        for call in _problem_calls(module):
            first = call.args[0]
            if isinstance(first, ast.Constant):
                assert first.value in identity.ENTRIES, first.value


def test_no_words_wait_for_a_code_that_nobody_raises() -> None:
    assert set(identity.ENTRIES) == _raised()


def test_every_entry_speaks_both_languages_and_says_what_to_do() -> None:
    for code, line in identity.ENTRIES.items():
        assert line.zh and line.en, code
        assert bool(line.hint_zh) == bool(line.hint_en), code
        assert line.hint_zh or code in ("name.trimmed", "name.invisible-removed"), code
        assert 0 <= line.article <= 30, code


def _samples() -> list[Problem]:
    problems: list[Problem] = []
    for number in ("1", "44O600200903140014", "990600200903140014", "440524188001010014"):
        problems += resident.parse_resident(number, today=TODAY, region_known=lambda region: False)[1]
    for type_code, number in (("Q", "1"), ("B", "9" * 31), ("8", "1234567")):
        problems += documents.check_document(type_code, number, today=TODAY)[1]
    for number in ("1", "G44060020O903140014", "L990600200903140014"):
        problems += numbers.parse_registry_number(number)[1]
    for number in ("1", "9999001636"):
        problems += codes.parse_school_code(number)[1]
    for number in ("1", "990000"):
        problems += codes.parse_authority_code(number)[1]
    for text in ("01/02/2013", "31.12.2013"):
        problems += time.parse_date(text)[1]
    taught: tuple[tuple[str, Stage], ...] = (
        ("高一", "primary"),
        ("十三年级", "primary"),
        ("1", "junior"),
        ("1990级", "primary"),
    )
    for text, stage in taught:
        problems += classes.parse_grade(text, stages=[stage], on=TODAY)[1]
    problems += classes.parse_grade("2024级", stages=["primary", "junior"], on=TODAY)[1]
    for name in ("王" * 51, "王 明", "王\ue000", "王\ue81e", "王\u2f00", "王1"):
        problems += normalise.clean_name(name)[1]
    place = {"stage": "primary", "cohort": 2026}
    problems += crosschecks.find_conflicts({"birth_date": "2000-01-01"}, place, today=TODAY)
    return problems


@pytest.mark.parametrize("problem", _samples(), ids=lambda problem: problem.code)
def test_the_words_find_every_parameter_they_name(problem: Problem) -> None:
    line = identity.ENTRIES[problem.code]
    for text in (line.zh, line.en, line.hint_zh, line.hint_en):
        assert "{" not in text.format(**problem.params)


def test_the_samples_cover_every_text_with_a_parameter() -> None:
    with_fields = {
        code
        for code, line in identity.ENTRIES.items()
        if any(name for text in line[2:] for _, name, _, _ in string.Formatter().parse(text))
    }
    assert with_fields <= {problem.code for problem in _samples()}
