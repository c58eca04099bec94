"""`--dry-run`: everything happens as it would, and nothing of it is kept or written (interface.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authority.school_double import (
    OTHER_SCHOOL,
    School,
    approve_clean,
    person,
    run,
    school,
    waiting,
    whole,
)
from tests.authority.stored import rows
from xjcli.authority.office import Office
from xjcli.transport.folder import send


def _two_bundles(office: Office, stick: Path, code: str, serial: int) -> School:
    made = school(office, code)
    for number in (serial, serial + 1):
        made.enroll(f"r-{number}", person(number))
        built = made.bundle()
        send(stick, built.statement, built.bytes)
    return made


def _files(stick: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in stick.iterdir()}


def test_a_rehearsed_intake_sees_the_bundles_before_and_keeps_nothing(office: Office, stick: Path) -> None:
    _two_bundles(office, stick, "2132000001", 1)
    _two_bundles(office, stick, OTHER_SCHOOL, 2)
    before, database = _files(stick), rows(office.store)

    status, document = run(office.home, "intake", str(stick), "--dry-run")

    assert status == 0
    assert document["result"]["dry_run"] is True
    found = [(line["outcome"], line["receipt"]) for line in document["result"]["bundles"]]
    assert found == [("accepted", "")] * 4
    assert (waiting(office), _files(stick)) == ([], before)
    assert rows(office.store) == database
    assert run(office.home, "intake", str(stick))[1]["result"]["accepted"] == 4
    assert whole(office)


def test_a_rehearsed_intake_fails_as_the_real_one_would(office: Office, stick: Path) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    built = made.bundle()
    send(stick, built.statement, built.bytes)
    made.write("assigned", "r-9", {"class": "02"})
    wrong = made.bundle()
    send(stick, wrong.statement, wrong.bytes)
    status, document = run(office.home, "intake", str(stick), "--dry-run")
    assert (status, document["problems"][0]["code"]) == (60, "intake.act")
    assert [line["outcome"] for line in document["result"]["bundles"]] == ["accepted", "rejected"]
    assert waiting(office) == []


def test_a_rehearsed_outbox_builds_and_writes_nothing(office: Office, stick: Path) -> None:
    _two_bundles(office, stick, "2132000001", 1)
    run(office.home, "intake", str(stick))
    approve_clean(office)
    before, database = _files(stick), rows(office.store)

    status, document = run(office.home, "outbox", str(stick), "--dry-run")

    lines = document["result"]["bundles"]
    assert (status, [line["type"] for line in lines]) == (0, ["receipt", "receipt", "decisions"])
    assert [bool(line["id"]) for line in lines] == [bool(line["file"]) for line in lines] == [True, True, False]
    assert (_files(stick), rows(office.store)) == (before, database)
    real = run(office.home, "outbox", str(stick))[1]["result"]["bundles"]
    assert [line["file"] for line in real[:2]] == [line["file"] for line in lines[:2]]
    assert len(_files(stick)) == len(before) + 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rehearsal_says_that_it_was_one(
    office: Office, stick: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from xjcli.authority import app

    _two_bundles(office, stick, "2132000001", 1)
    with pytest.raises(SystemExit):
        app.run(["--home", str(office.home), "--lang", lang, "intake", str(stick), "--dry-run"])
    assert ("没有改动" if lang == "zh" else "nothing was changed") in capsys.readouterr().out
