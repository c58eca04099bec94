"""第六条: many schools push at once, and no act is lost, none is taken in twice, and no twin is overlooked."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.authority.school_double import (
    NOW,
    OTHER_SCHOOL,
    ROOT,
    SCHOOL,
    School,
    approve_clean,
    environment,
    person,
    reopened,
    school,
    send,
    waiting,
    whole,
)
from tests.authority.towns import Town
from xjcli.authority import applying
from xjcli.authority.office import Office
from xjcli.authority.store import cases, channels, ledger, numbers, records
from xjcli.authority.store.cases import ENROLMENT
from xjcli.authority.store.engine import Alone
from xjcli.authority.store.records import Tokens

_SCHOOLS, _BUNDLES, _PUPILS, _WORKERS = 8, 3, 12, 4
_WORK = """
import sys
from pathlib import Path
from xjcli.authority.intake import take_in
from xjcli.authority.office import open_office
office = open_office(Path(sys.argv[1]), live=True)
for name in sys.argv[2:]:
    print(take_in(office, Path(name).read_bytes()).outcome)
office.store.close()
"""


def _town(office: Office, place: Path) -> list[list[Path]]:
    """The bundles of each school in their order. Every pupil of the last bundles is at two schools, and the two name
    their common pupils in opposite order."""
    every: list[list[Path]] = []
    for number in range(_SCHOOLS):
        made, paths = school(office, f"21320001{number:02d}"), []
        for bundle in range(_BUNDLES):
            shared = bundle == _BUNDLES - 1
            serials = [((number // 2 if shared else number) * _BUNDLES + bundle) * _PUPILS + n for n in range(_PUPILS)]
            for serial in serials[::-1] if number % 2 else serials:
                made.enroll(f"r-{serial}", person(serial))
            paths.append(place / f"{number}-{bundle}")
            paths[-1].write_bytes(made.bundle().bytes)
        every.append(paths)
    return every


def test_schools_that_push_at_once_lose_nothing_and_hide_no_twin(office: Office, tmp_path: Path) -> None:
    every = _town(office, tmp_path)
    shuffled = random.Random(7)  # noqa: S311  a fixed seed for a test
    workers = []
    for _ in range(_WORKERS):
        shuffled.shuffle(every)
        names = [str(paths[bundle]) for bundle in range(_BUNDLES) for paths in every]
        words = [sys.executable, "-c", _WORK, str(office.home), *names]
        workers.append(
            subprocess.Popen(
                words, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
    said = [worker.communicate(timeout=300) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * _WORKERS, said
    outcomes = [word for out, _ in said for word in out.split()]
    # Each bundle is there once; another worker that came with it found it there, or came before its turn.
    assert outcomes.count("accepted") == _SCHOOLS * _BUNDLES
    assert set(outcomes) <= {"accepted", "already", "gap"}
    with office.store.reading() as tx:
        for number in range(_SCHOOLS):
            acts = list(ledger.mirrored(tx, f"21320001{number:02d}"))
            assert [item.act.seq for item in acts] == list(range(1, _BUNDLES * _PUPILS + 1))
    twins = _SCHOOLS // 2 * _PUPILS
    lines = waiting(office)
    assert sum(line["clean"] for line in lines) == _SCHOOLS * _BUNDLES * _PUPILS - twins
    assert len({line["case"] for line in lines}) == len(lines)
    approve_clean(office)
    assert whole(office)


@contextmanager
def _held(office: Office, code: str) -> Iterator[None]:
    """A bundle of this school is being taken in all the while."""
    with office.store.writing(school=code):
        yield


def _meanwhile(do: Callable[[], object], seconds: float) -> tuple[threading.Thread, bool]:
    """Start something; True if it came to its end within so many seconds."""
    worker = threading.Thread(target=do)
    worker.start()
    worker.join(seconds)
    return worker, not worker.is_alive()


def test_a_school_waits_for_its_own_bundle_and_on_a_server_for_no_other_schools(office: Office, engine: str) -> None:
    one, two = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    two.enroll("r-2", person(2))
    with _held(office, SCHOOL):
        other, done = _meanwhile(lambda: send(reopened(office.home), two.bundle()), 5 if engine == "postgresql" else 1)
        assert done == (engine == "postgresql")
        own, ended = _meanwhile(lambda: send(reopened(office.home), one.bundle()), 1)
        assert not ended
    other.join(30)
    own.join(30)
    with office.store.reading() as tx:
        assert [channels.channel(tx, code, "in").seq for code in (SCHOOL, OTHER_SCHOOL)] == [1, 1]
    assert whole(office)


def test_what_concerns_two_schools_waits_for_both(town: Town, engine: str) -> None:
    town.new.request("a-1", person(1), SCHOOL)
    built = town.new.bundle()
    with _held(town.office, SCHOOL):
        asking, done = _meanwhile(lambda: send(reopened(town.office.home), built), 1)
        assert not done
    asking.join(30)
    assert town.state() == "forwarded"
    assert whole(town.office)


def test_of_two_bundles_with_one_pupil_the_second_sees_the_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    two.enroll("r-2", person(1))
    built, outcomes, apply_all = two.bundle(), [], applying.apply_all
    started: list[threading.Thread] = []

    def slowly(*given: Any) -> object:
        """The first has claimed the identity and is not at its end when the second comes."""
        done = apply_all(*given)
        if not started:
            started.append(threading.Thread(target=lambda: outcomes.append(send(reopened(office.home), built))))
            started[0].start()
            started[0].join(1)
        return done

    monkeypatch.setattr(applying, "apply_all", slowly)
    assert send(office, one.bundle()).outcome == "accepted"
    started[0].join(30)
    assert [taken.outcome for taken in outcomes] == ["accepted"]
    assert [(line["school"], line["clean"]) for line in waiting(office)] == [(SCHOOL, True), (OTHER_SCHOOL, False)]
    assert whole(office)


def _writes(made: School) -> dict[str, Callable[[Office], object]]:
    """What no errand for another school may write."""
    token, now = Tokens("d", "p"), NOW.isoformat()

    def writing(do: Callable[..., object]) -> Callable[[Office], object]:
        def run(office: Office) -> None:
            with office.store.writing(school=OTHER_SCHOOL) as tx:
                do(tx)

        return run

    return {
        "claim": writing(lambda tx: records.claim(tx, "person", token.person, made.code, "r-9")),
        "release": writing(lambda tx: records.release(tx, made.code, "r-1")),
        "case": writing(lambda tx: cases.open_case(tx, made.code, ENROLMENT, "r-1", 1, [], now)),
        "number": writing(lambda tx: numbers.take(tx, "J1", made.code, "r-1", numbers.ISSUED, now)),
        "move": writing(lambda tx: numbers.move(tx, "J1", OTHER_SCHOOL, "r-1")),
        "ledger": writing(lambda tx: ledger.Pen(tx, made.code, "", now=now, by="x")),
        "channel": writing(lambda tx: channels.move(tx, channels.channel(tx, made.code, "in"))),
    }


def test_an_errand_for_one_school_writes_nothing_of_another(office: Office, engine: str) -> None:
    """On SQLite there is one writer, and nobody beside it."""
    made = school(office)
    school(office, OTHER_SCHOOL)
    refused = 0
    for write in _writes(made).values() if engine == "postgresql" else ():
        with pytest.raises(Alone):
            write(office)
        refused += 1
    assert refused == (len(_writes(made)) if engine == "postgresql" else 0)
    assert whole(office)


def test_a_rehearsal_draws_no_case_number(office: Office) -> None:
    made = school(office)
    for number in range(3):
        made.enroll(f"r-{number}", person(number))
    built = made.bundle()
    for _ in range(2):
        with office.store.rehearsal():
            assert send(office, built).outcome == "accepted"
    send(office, built)
    assert [line["case"] for line in waiting(office)] == ["E-000001", "E-000002", "E-000003"]
