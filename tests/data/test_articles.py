"""Each of the thirty articles is done by acts, looked at, or said to be beyond a program; nothing named is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from xjcli import reference
from xjcli.app import COMMANDS
from xjcli.reference.articles import Article

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = reference.article_texts()


def test_all_thirty_are_there() -> None:
    assert list(ARTICLES) == list(range(1, 31)) == list(reference.rule_pack().articles)


@pytest.mark.parametrize("article", ARTICLES.values(), ids=lambda article: str(article.number))
def test_what_an_article_names_exists(article: Article) -> None:
    assert article.heading_en and article.zh and article.en and article.does_zh and article.does_en
    assert set(article.commands) <= set(COMMANDS)
    assert set(article.acts) <= set(reference.rule_pack().acts)
    assert article.tests and all((ROOT / path).is_file() for path in article.tests)


@pytest.mark.parametrize("article", ARTICLES.values(), ids=lambda article: str(article.number))
def test_how_far_the_program_reaches_is_said_and_reasoned(article: Article) -> None:
    assert article.reach in ("acts", "check", "outside")
    assert bool(article.why_zh) == bool(article.why_en) == (article.reach == "outside")
    assert bool(article.acts) >= (article.reach == "acts")


def test_every_act_stands_with_the_article_it_rests_on() -> None:
    rules = reference.rule_pack()
    assert [kind for kind, act in rules.acts.items() if kind not in ARTICLES[act.article].acts] == []


def test_the_command_of_an_act_exists() -> None:
    named = {act.command for act in reference.rule_pack().acts.values() if act.command}
    assert named <= set(COMMANDS)


def test_our_words_are_not_the_text_of_the_law() -> None:
    """Short on purpose: the text itself is the ministry's."""
    assert all(len(article.zh) < 120 for article in ARTICLES.values())
