"""The power may fail at any moment: taking in again ends in the same state, nothing lost, nothing twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import (
    ROOT,
    School,
    authority,
    command,
    environment,
    person,
    reopened,
    run_apart,
    school,
    whole,
)
from xjcli.authority import answers, intake
from xjcli.authority.office import Office
from xjcli.authority.store import cases, channels, ledger, records
from xjcli.transport.folder import send

_BUNDLES, _PUPILS = 4, 30


def _state(office: Office, code: str) -> dict[str, Any]:
    """Everything that must not depend on how often it was tried. Of the cases their order: PostgreSQL leaves a gap in
    their numbers where a transaction broke off."""
    with office.store.reading() as tx:
        theirs, ours = channels.channel(tx, code, "in"), channels.channel(tx, code, "out")
        return {
            "records": list(records.every(tx)),
            "cases": [(case.record_id, case.act_seq, case.clean) for case in cases.waiting(tx)],
            "in": (theirs.seq, theirs.last_id, theirs.head, theirs.ledger_seq),
            "out": (ours.seq, ours.ledger_seq),
            "entries": [(entry.seq, entry.kind, entry.body) for entry in ledger.entries(tx, code)],
            "receipts": [stored.about for stored in channels.behind(tx, code, "out", 0)],
        }


def _write_bundles(made: School, place: Path) -> None:
    place.mkdir()
    for number in range(_BUNDLES):
        for pupil in range(_PUPILS):
            serial = number * _PUPILS + pupil
            made.enroll(f"r-{serial:04d}", person(serial))
        built = made.bundle()
        send(place, built.statement, built.bytes)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_killed_intake_run_again_ends_in_the_same_state(tmp_path: Path, copied: Callable[[Path, Path], None]) -> None:
    calm = authority(tmp_path / "calm")
    made = school(calm)
    stick = tmp_path / "stick"
    _write_bundles(made, stick)
    # The same authority twice: one is never killed, the other again and again.
    calm.store.close()
    copied(tmp_path / "calm", tmp_path / "stormy")
    began = time.monotonic()
    assert run_apart(tmp_path / "calm", "intake", str(stick))[0] == 0
    whole_run = time.monotonic() - began
    chance = random.Random(20260901)  # noqa: S311  a fixed seed for a test
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(
            [*command(), "--home", str(tmp_path / "stormy"), "intake", str(stick), "--json"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(),
        )  # fmt: skip
        time.sleep(whole_run * chance.uniform(0.3, 0.95))
        process.kill()
        killed += process.wait() != 0
    assert killed

    status, document = run_apart(tmp_path / "stormy", "intake", str(stick))

    assert status == 0
    assert {bundle["outcome"] for bundle in document["result"]["bundles"]} <= {"accepted", "already"}
    stormy = reopened(tmp_path / "stormy")
    assert _state(stormy, made.code) == _state(reopened(tmp_path / "calm"), made.code)
    assert whole(stormy)


@pytest.mark.parametrize("point", ["mirror", "keep_evidence", "store", "move", "receipt"])
def test_a_fault_in_the_middle_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    office = authority(tmp_path / "a")
    made = school(office)
    made.enroll("r-1", person(1))
    built = made.bundle()
    before = _state(office, made.code)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power failed here")

    room: Any = {"mirror": ledger, "receipt": answers}.get(point, channels)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(room, point, fail)
        intake.take_in(office, built.bytes)

    assert _state(office, made.code) == before
    assert intake.take_in(office, built.bytes).outcome == "accepted"
    assert whole(office)


def test_two_workers_take_in_the_same_bundle_once(tmp_path: Path) -> None:
    office = authority(tmp_path / "a")
    made = school(office)
    stick = tmp_path / "stick"
    _write_bundles(made, stick)
    running = [
        subprocess.Popen(
            [*command(), "--home", str(tmp_path / "a"), "intake", str(stick), "--json"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(),
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [process.wait(60) for process in running] == [0, 0]
    state = _state(office, made.code)
    assert (len(state["records"]), state["out"][0]) == (_BUNDLES * _PUPILS, _BUNDLES)
    assert whole(office)
