"""A bundle is taken in whole or not at all: words that the authority would turn away never get into one (第三条)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import Program, introduce, open_authority, open_school, write_pupils
from tests.proofs import png

LONG, TRICK = "长" * 2500, "a\x1b[31mb\nc\u202ed"
BACK = "2027-06-01"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, Program, Path]:
    folder = tmp_path_factory.mktemp("words")
    authority, authority_print = open_authority(folder / "A")
    school, school_print = open_school(folder / "S")
    introduce(school, school_print, authority, authority_print)
    stick = folder / "stick"
    stick.mkdir()
    (folder / "证明.png").write_bytes(png())
    assert school.run("import", write_pupils(folder / "x.xlsx", 6), "--yes").exit == 0
    for program, words in (
        (school, ("push", "--to", stick)), (authority, ("intake", stick)),
        (authority, ("approve", "--all-clean", "--yes")), (authority, ("outbox", stick)),
        (school, ("pull", "--from", stick)),
    ):  # fmt: skip
        assert program.run(*words).exit == 0
    return school, authority, folder


@pytest.mark.parametrize(
    "words",
    [
        ("leave", "*", "--until", BACK, "--ground", LONG),
        ("leave", "*", "--until", BACK, "--ground", TRICK),
        ("leave", "*", "--until", BACK, "--because", TRICK),
        ("leave", "*", "--until", BACK, "--paper", "长" * 201),
        ("abroad", "*", "--country", "840", "--school", TRICK),
        ("dropout", "*", "--since", "2026-11-02", "--ground", "厌学", "--township", "长" * 201),
        ("dropout", "*", "--since", "2026-11-02", "--ground", TRICK, "--township", "样例镇人民政府"),
        ("registrar", "add", TRICK),
        ("dossier", "add", "*", "--paper", "--where", TRICK),
        ("settings", "set", "registrar", TRICK),
        ("settings", "set", "registrar", "长" * 201),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_words_that_would_hold_up_the_bundle_are_refused_at_the_desk(
    office: tuple[Program, Program, Path], words: tuple[str, ...]
) -> None:
    school, _, folder = office
    record = school.run("find").result["items"][0]["record_id"]
    proof = ("--evidence", folder / "证明.png") if words[0] in ("leave", "abroad", "dropout") else ()
    head = school.run("doctor").document["result"]
    answer = school.run(*(record if word == "*" else word for word in words), *proof, "--yes")
    assert (answer.exit, {code.split(".")[0] for code in answer.codes}) == (10, {"text"})
    assert "\x1b" not in answer.out + answer.err
    assert school.run("doctor").document["result"] == head
    assert not list(school.home.glob("papers/*"))


def test_control_signs_and_line_breaks_of_a_form_do_not_hold_up_the_bundle(
    office: tuple[Program, Program, Path],
) -> None:
    school, authority, folder = office
    record = school.run("find").result["items"][1]["record_id"]
    assert school.run("update", record, "--set", "address=样例路\n1号\x1b[31m", "--yes").exit == 0
    assert school.run("push", "--to", folder / "stick").exit == 0
    assert authority.run("intake", folder / "stick").exit == 0
    assert school.run("update", record, "--set", f"address={LONG}", "--yes").codes == ["field.too-long"]


def test_a_home_whose_registrar_could_not_sign_is_not_made(tmp_path: Path) -> None:
    fresh = Program("xjcli", tmp_path / "none")
    answer = fresh.run(
        "init", "--school-code", "2132000001", "--name", "样例小学", "--region", "320102", "--stage", "primary",
        "--authority", "320102", "--registrar", TRICK, "--yes",
    )  # fmt: skip
    assert (answer.exit, answer.codes, fresh.home.exists()) == (10, ["text.control"], False)
