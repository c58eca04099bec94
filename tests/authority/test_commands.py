"""`xj-authority` as scripts and people call it: keys of the result, exit status, and who is asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import (
    AUTHORITY,
    OTHER_SCHOOL,
    ROOT,
    SCHOOL,
    School,
    command,
    environment,
    person,
    run,
    run_apart,
)
from xjcli import __version__
from xjcli.bundle.card import read_card
from xjcli.bundle.pack import Built
from xjcli.errors.catalogue import ENTRIES, clashes
from xjcli.errors.catalogue.authority import ENTRIES as OURS
from xjcli.report.phrases.authority import PHRASES
from xjcli.transport.folder import send

INIT = ("init", "--code", AUTHORITY, "--name", "测试区教育局", "--level", "county", "--official", "测试科员")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    status, document = run(tmp_path / "a", *INIT, "--yes")
    assert status == 0
    assert Path(document["result"]["card"]).name == f"{AUTHORITY}.xjcard"
    return tmp_path / "a"


def _school(home: Path, code: str = SCHOOL) -> School:
    made = School(read_card((home / f"{AUTHORITY}.xjcard").read_bytes()), code)
    path = home.parent / f"{code}.xjcard"
    path.write_bytes(made.card)
    status, document = run(home, "school", "add", str(path), "--fingerprint", read_card(made.card).fingerprint)
    assert (status, document["result"]["code"]) == (0, code)
    return made


def _put(stick: Path, built: Built) -> Path:
    return send(stick, built.statement, built.bytes)


def _outcomes(document: dict[str, Any]) -> list[str]:
    return [bundle["outcome"] for bundle in document["result"]["bundles"]]


def test_the_whole_job_by_stick(home: Path, stick: Path) -> None:
    one, other = _school(home), _school(home, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    one.enroll("r-2", person(2))
    other.enroll("r-3", person(1))
    _put(stick, one.bundle())
    _put(stick, other.bundle())

    status, document = run(home, "intake", str(stick))
    assert (status, _outcomes(document)) == (0, ["accepted", "accepted"])
    assert {"id", "school", "seq", "acts", "outcome"} <= document["result"]["bundles"][0].keys()
    status, document = run(home, "intake", str(stick))
    assert (status, _outcomes(document)) == (0, ["already", "already"])

    _, document = run(home, "pending")
    assert document["result"]["total"] == 3
    assert {"case", "school", "kind", "record_id", "clean", "problems"} <= document["result"]["items"][0].keys()

    assert run(home, "approve", "--all-clean")[0] == 2
    status, document = run(home, "approve", "--all-clean", "--yes")
    assert (status, document["result"]["approved"], document["result"]["issued"]) == (0, 2, 2)
    assert run(home, "refuse", "E-000003")[0] == 2
    status, document = run(home, "refuse", "E-000003", "--because", "在另一所学校就读")
    assert (status, document["result"]["refused"]) == (0, 1)

    status, document = run(home, "outbox", str(stick))
    assert (status, len(document["result"]["bundles"])) == (0, 4)
    assert sorted(bundle["type"] for bundle in document["result"]["bundles"]) == ["decisions"] * 2 + ["receipt"] * 2
    assert run(home, "intake", str(stick))[0] == 0

    status, document = run(home, "roster", "--school", SCHOOL)
    assert (status, document["result"]["total"]) == (0, 2)
    assert document["result"]["items"][0]["birth_date"] == "2020-**-**"
    for number in (person(1)["document_number"], person(2)["document_number"]):
        assert number not in repr(document)
    status, document = run_apart(home, "doctor")
    assert (status, all(check["ok"] for check in document["result"]["checks"])) == (0, True)


def test_one_bad_file_never_stops_the_others(home: Path, stick: Path) -> None:
    one = _school(home)
    one.enroll("r-1", person(1))
    built = one.bundle()
    _put(stick, built)
    (stick / "a broken one (1).xjb").write_bytes(built.bytes[:-40])
    (stick / "holiday.jpg").write_bytes(b"\xff\xd8 no bundle at all")
    (stick / "0.xjb").write_bytes(b"not a bundle")

    status, document = run(home, "intake", str(stick))

    assert status == 60
    assert sorted(_outcomes(document)) == ["accepted", "rejected", "rejected"]
    assert {problem["code"] for problem in document["problems"]} <= {"bundle.not-a-bundle", "bundle.altered"}


def test_only_a_gap_waits_for_the_other_side(home: Path, stick: Path) -> None:
    one = _school(home)
    one.enroll("r-1", person(1))
    first = one.bundle()
    one.enroll("r-2", person(2))
    _put(stick, one.bundle())
    status, document = run(home, "intake", str(stick))
    assert (status, _outcomes(document)) == (30, ["gap"])
    _put(stick, first).rename(stick / "zzz renamed by a browser (1).xjb")
    status, document = run(home, "intake", str(stick))
    assert (status, _outcomes(document)) == (0, ["accepted", "accepted"])


def test_changes_of_our_school_for_another_office_are_pointed_out(home: Path, stick: Path) -> None:
    one = _school(home)
    one.enroll("r-1", person(1))
    _put(stick, one.bundle(recipient="320104"))
    status, document = run(home, "intake", str(stick))
    assert (status, document["problems"][0]["code"]) == (60, "bundle.wrong-recipient")


def test_what_other_offices_leave_on_the_stick_is_passed_over(home: Path, stick: Path) -> None:
    stranger = School(read_card((home / f"{AUTHORITY}.xjcard").read_bytes()), OTHER_SCHOOL)
    stranger.enroll("r-1", person(1))
    _put(stick, stranger.bundle(recipient="320104"))
    status, document = run(home, "intake", str(stick))
    assert (status, document["result"]["bundles"]) == (0, [])


def test_a_card_needs_the_fingerprint_that_someone_compared(home: Path) -> None:
    made = School(read_card((home / f"{AUTHORITY}.xjcard").read_bytes()))
    path = home.parent / "s.xjcard"
    path.write_bytes(made.card)
    status, document = run(home, "school", "add", str(path))
    assert (status, document["problems"][0]["code"]) == (2, "usage.missing")
    status, document = run(home, "school", "add", str(path), "--fingerprint", "0000-" * 9 + "0000")
    assert (status, document["problems"][0]["code"]) == (60, "key.fingerprint")
    own = home / f"{AUTHORITY}.xjcard"
    status, document = run(home, "school", "add", str(own), "--fingerprint", "x")
    assert (status, document["problems"][0]["code"]) == (60, "key.card-kind")
    assert run(home, "school", "list")[1]["result"]["total"] == 0


def test_a_rehearsed_school_is_not_added(home: Path) -> None:
    made = School(read_card((home / f"{AUTHORITY}.xjcard").read_bytes()))
    path = home.parent / "s.xjcard"
    path.write_bytes(made.card)
    wanted = read_card(made.card).fingerprint
    assert run(home, "school", "add", str(path), "--fingerprint", wanted, "--dry-run")[0] == 0
    assert run(home, "school", "list")[1]["result"]["total"] == 0


def test_init_is_done_once_and_asks_without_yes(tmp_path: Path) -> None:
    assert run(tmp_path / "a", *INIT)[0] == 2
    assert not (tmp_path / "a").exists()
    assert run(tmp_path / "a", *INIT, "--dry-run")[0] == 0
    assert not (tmp_path / "a").exists()
    assert run(tmp_path / "a", *INIT, "--yes")[0] == 0
    status, document = run(tmp_path / "a", *INIT, "--yes")
    assert (status, document["problems"][0]["code"]) == (40, "authority.exists")
    status, document = run(tmp_path / "b", *INIT, "--level", "village", "--yes")
    assert (status, document["problems"][0]["code"]) == (2, "usage.option")


def test_key_show_says_where_the_card_is_and_its_fingerprint(home: Path) -> None:
    status, document = run(home, "key", "show")
    assert status == 0
    assert read_card(Path(document["result"]["card"]).read_bytes()).fingerprint == document["result"]["fingerprint"]


def test_a_folder_without_an_authority_is_said_plainly(tmp_path: Path) -> None:
    status, document = run(tmp_path / "nothing", "pending")
    assert (status, document["problems"][0]["code"]) == (40, "authority.missing")
    assert not (tmp_path / "nothing").exists()


def test_usage_errors_are_documents_too(home: Path) -> None:
    assert run(home)[0] == 2
    assert run(home, "school")[0] == 2
    assert run(home, "school", "list")[1]["command"] == "school list"
    assert run(home, "approve")[0] == 2
    assert run(home, "approve", "E-000001", "--all-clean", "--yes")[0] == 2
    assert run(home, "nonsense")[0] == 2
    assert run(home, "show")[0] == 2
    assert run(home, "show", "E-999999")[0] == 10
    assert run(home, "intake", str(home / "no such folder"))[0] == 70


def test_a_revoked_school_is_rejected(home: Path, stick: Path) -> None:
    one = _school(home)
    assert run(home, "school", "revoke", SCHOOL)[0] == 2
    assert run(home, "school", "revoke", SCHOOL, "--yes")[0] == 0
    one.enroll("r-1", person(1))
    _put(stick, one.bundle())
    status, document = run(home, "intake", str(stick))
    assert (status, document["problems"][0]["code"]) == (60, "key.revoked")


def test_a_roster_file_is_masked_and_never_written_over_another(home: Path, stick: Path) -> None:
    one = _school(home)
    one.enroll("r-1", person(1, name="=cmd|'x'"))
    _put(stick, one.bundle())
    run(home, "intake", str(stick))
    run(home, "approve", "--all-clean", "--yes")
    out = home.parent / "roster.csv"
    assert run(home, "roster", "--out", str(out))[0] == 0
    text = out.read_text("utf-8-sig")
    assert person(1)["document_number"] not in text
    assert "'=cmd" in text
    assert run(home, "roster", "--out", str(out))[0] == 10
    assert run(home, "roster", "--out", str(out), "--force")[0] == 0


def _screen(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command(), "--home", str(home), *words], capture_output=True, cwd=ROOT, env=environment(), check=False,
        encoding="utf-8", stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_screen_can_be_shown_and_names_no_number(home: Path, stick: Path, lang: str) -> None:
    one = _school(home)
    one.enroll("r-1", person(1), evidence=[b"x"])
    one.enroll("r-2", person(1))
    _put(stick, one.bundle(evidence=[b"x"]))
    words: list[tuple[str, ...]] = [
        ("key", "show"), ("school", "list"), ("intake", str(stick)), ("pending",), ("show", "E-000002"),
        ("approve", "E-000001", "--dry-run"), ("refuse", "E-000002", "--because", "重复", "--dry-run"),
        ("approve", "E-000001"), ("refuse", "E-000002", "--because", "重复"), ("roster",), ("outbox", str(stick)),
        ("doctor",), ("pending",),
    ]  # fmt: skip
    for line in words:
        done = _screen(home, *line, "--lang", lang)
        assert done.returncode == 0, (line, done.stderr)
        assert done.stdout.strip()
        assert person(1)["document_number"] not in done.stdout + done.stderr
        assert "--dry-run" not in line or done.stdout.splitlines()[-1] == PHRASES["authority.rehearsed"][lang == "en"]
        if lang == "zh" and line[0] in ("show", "doctor"):  # the words of the form, not those of the store
            assert not re.search("^ *[a-z][a-z_-]+(：|:| )|open|proposed", done.stdout, re.MULTILINE), done.stdout


def test_version_and_help_need_no_home() -> None:
    done = subprocess.run([*command(), "--version"], capture_output=True, cwd=ROOT, env=environment(), check=True)
    assert done.stdout.decode().split() == ["xj-authority", __version__]
    done = subprocess.run([*command(), "--help"], capture_output=True, cwd=ROOT, env=environment(), check=True)
    assert "outbox" in done.stdout.decode("utf-8")


def test_version_help_and_screens_load_nothing_heavy() -> None:
    script = (
        "import sys; import xjcli.authority.app, xjcli.authority.screens, xjcli.authority.commands.intake;"
        "heavy = {'sqlalchemy', 'fastapi', 'uvicorn', 'cryptography', 'pydantic', 'httpx', 'sqlite3'};"
        "heavy &= set(sys.modules);"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment(), check=True)


def test_without_the_extra_the_install_line_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "block"
    blocker.mkdir()
    (blocker / "sitecustomize.py").write_text("import sys\nsys.modules['sqlalchemy'] = None\n", "utf-8")
    env = environment()
    env["PYTHONPATH"] = os.pathsep.join((str(blocker), str(ROOT)))
    done = subprocess.run(
        [*command(), "--home", str(tmp_path), "pending"], capture_output=True, cwd=ROOT, env=env, check=False
    )
    assert done.returncode == 2
    assert "xjcli[authority]" in done.stderr.decode("utf-8")


def test_every_code_and_phrase_is_worded_in_both_languages() -> None:
    assert clashes() == []
    assert all(all((line.zh, line.en)) for line in OURS.values())
    assert OURS.items() <= ENTRIES.items()
    assert all(zh and en for zh, en in PHRASES.values())
