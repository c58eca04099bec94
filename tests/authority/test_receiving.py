"""What arrives over the network is judged while it arrives: its size, who has signed it, how often, room for it."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event

from tests.authority.school_double import (
    OTHER_SCHOOL,
    SCHOOL,
    School,
    person,
    school,
    send,
    whole,
)
from tests.authority.stored import tamper
from tests.authority.test_web import digest_of, is_envelope, put, served
from xjcli.authority.office import Office
from xjcli.authority.receiving import LITTLE, Gate, Limits
from xjcli.authority.store import channels, ledger
from xjcli.authority.web import create_app
from xjcli.bundle.card import read_card
from xjcli.bundle.pack import Built
from xjcli.errors import Refusal

_PIECE = 64 * 1024


def _with_evidence(made: School, size: int) -> Built:
    piece = os.urandom(size)
    made.enroll(f"r-{len(made.acts)}", person(len(made.acts)), evidence=[piece])
    return made.bundle(evidence=[piece])


def _push(office: Office, built: Built, limits: Limits = Limits()) -> tuple[httpx.Response, int]:  # noqa: B008  frozen
    """The answer, and how many bytes the server had read by then."""
    read = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal read
        for first in range(0, len(built.bytes), _PIECE):
            read += _PIECE
            yield built.bytes[first : first + _PIECE]

    async def attempt() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(office, limits=limits))
        async with httpx.AsyncClient(transport=transport, base_url="http://authority") as client:
            return await client.put(f"/v1/bundles/{built.id}", content=pieces(), headers=digest_of(built.bytes))

    return asyncio.run(attempt()), read


def test_a_large_bundle_of_a_school_of_ours_is_taken_in(office: Office) -> None:
    built = _with_evidence(school(office), 3 * LITTLE)
    answer, read = _push(office, built)
    assert (answer.status_code, read >= len(built.bytes)) == (201, True)
    assert whole(office)


@pytest.mark.parametrize("known", [False, True])
def test_a_strangers_large_body_is_refused_after_its_beginning(office: Office, known: bool) -> None:
    """Whether he has a name that we do not know, or the name of a school and not its key."""
    if known:
        school(office)
    built = _with_evidence(School(read_card(office.card.read_bytes()), SCHOOL), 8 * LITTLE)
    answer, read = _push(office, built)
    code = "bundle.unknown-signer" if known else "intake.unknown-school"
    assert (answer.status_code, is_envelope(answer)) == (422, code)
    assert read < 2 * LITTLE


def test_a_body_beyond_the_limit_is_not_read_to_its_end(office: Office) -> None:
    built = _with_evidence(school(office), 4 * LITTLE)
    answer, read = _push(office, built, Limits(body=2 * LITTLE))
    assert (answer.status_code, is_envelope(answer)) == (413, "bundle.too-large")
    assert read < 3 * LITTLE


def test_each_school_has_its_share_of_a_minute(office: Office) -> None:
    now = [0.0]
    gate = Gate(office, Limits(per_minute=2), lambda: now[0])
    gate.count(SCHOOL)
    gate.count(SCHOOL)
    with pytest.raises(Refusal) as caught:
        gate.count(SCHOOL)
    assert (caught.value.problems[0].code, caught.value.problems[0].params["seconds"]) == ("web.too-many", 31)
    gate.count(OTHER_SCHOOL)
    now[0] += 31
    gate.count(SCHOOL)
    with pytest.raises(Refusal):
        gate.count(SCHOOL)


def test_who_sends_too_many_is_told_when_to_come_again_and_nobody_sends_in_anothers_name(office: Office) -> None:
    made = school(office)
    thief = School(read_card(office.card.read_bytes()), SCHOOL)
    thief.enroll("r-9", person(9))
    stolen = thief.bundle()
    made.enroll("r-1", person(1))
    built = made.bundle()

    async def attempt() -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(office, limits=Limits(per_minute=1)))
        async with httpx.AsyncClient(transport=transport, base_url="http://authority") as client:
            return [
                await client.put(f"/v1/bundles/{each.id}", content=each.bytes, headers=digest_of(each.bytes))
                for each in (stolen, stolen, built, built)
            ]

    *refused, first, again = asyncio.run(attempt())
    assert [answer.status_code for answer in (*refused, first, again)] == [422, 422, 201, 429]
    assert is_envelope(again) == "web.too-many"
    assert 0 < int(again.headers["retry-after"]) <= 61


def test_a_full_disk_refuses_and_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    built = made.bundle()

    class Full:
        def write(self, _: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def close(self) -> None:
            return

    with monkeypatch.context() as patch:
        for failing in (lambda **_: Full(), lambda **_: Full().write(b"")):  # while it arrives, and before it begins
            patch.setattr(tempfile, "TemporaryFile", failing)
            answer, _ = _push(office, built)
            assert (answer.status_code, is_envelope(answer)) == (507, "authority.disk")
    assert _push(office, built)[0].status_code == 201


def test_a_full_database_refuses_and_loses_nothing(office: Office, engine: str) -> None:
    made = school(office)
    for number in range(50):
        made.enroll(f"r-{number}", person(number))
    built = made.bundle()

    def few_pages(dbapi: sqlite3.Connection, _: object) -> None:
        cursor = dbapi.execute("PRAGMA page_count")
        dbapi.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 8}")

    if engine == "sqlite":
        event.listen(office.store.engine, "connect", few_pages)
    else:  # what the server says where its disk is full
        raising = "BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END"
        tamper(office.home, f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$")
        tamper(office.home, "CREATE TRIGGER full_disk BEFORE INSERT ON cases EXECUTE FUNCTION full_disk()")
    with pytest.raises(Refusal) as caught:
        send(office, built)
    assert caught.value.problems[0].code == "authority.disk"
    if engine == "sqlite":
        event.remove(office.store.engine, "connect", few_pages)
    else:
        tamper(office.home, "DROP TRIGGER full_disk ON cases")
    assert send(office, built).outcome == "accepted"
    assert whole(office)


def _bundles(office: Office, schools: int, each: int) -> list[Built]:
    """Bundles of several schools, the first of each before the second of any."""
    made = [school(office, f"21320001{number:02d}") for number in range(schools)]
    every = []
    for bundle in range(each):
        for number, one in enumerate(made):
            for pupil in range(10):
                serial = (bundle * schools + number) * 10 + pupil
                one.enroll(f"r-{serial}", person(serial))
            every.append(one.bundle())
    return every


def _acts(office: Office, schools: int) -> list[list[int]]:
    with office.store.reading() as tx:
        return [[item.act.seq for item in ledger.mirrored(tx, f"21320001{number:02d}")] for number in range(schools)]


@pytest.mark.skipif(sys.platform != "linux", reason="the workers of a process are read from /proc")
def test_a_worker_that_is_killed_is_replaced_and_all_stop_together(office: Office) -> None:
    every = _bundles(office, 4, 2)
    with served(office.home, "--workers", "2") as (client, process):
        workers = _children(process.pid)
        assert len(workers) == 2
        assert [put(client, built).status_code for built in every[:4]] == [201] * 4
        os.kill(workers[0], 9)  # SIGKILL, a name that Windows lacks
        until = time.monotonic() + 30
        while len(_children(process.pid)) != 2 or workers[0] in _children(process.pid):
            assert time.monotonic() < until
            time.sleep(0.05)
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda built: _until(client, built), every[4:])) == [201] * 4
        left = _children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.communicate() == (b"", b"")
    assert not any(Path(f"/proc/{pid}").exists() for pid in left)
    assert _acts(office, 4) == [list(range(1, 21))] * 4
    assert whole(office)


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _until(client: httpx.Client, built: Built) -> int:
    """As `xj push` does: a broken connection is tried again."""
    for _ in range(20):
        try:
            return put(client, built).status_code
        except httpx.TransportError:
            time.sleep(0.2)
    return 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_server_that_is_killed_while_schools_push_loses_nothing_and_doubles_nothing(office: Office) -> None:
    every = _bundles(office, 4, 4)

    def push(client: httpx.Client, built: Built) -> int:
        try:
            return put(client, built).status_code
        except httpx.TransportError:
            return 0

    with served(office.home) as (client, process), ThreadPoolExecutor(4) as pool:
        pushed = [pool.submit(push, client, built) for built in every]
        until = time.monotonic() + 30
        while not any(_acts(office, 4)) and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
        first = [each.result() for each in pushed]
    assert 0 in first
    with served(office.home) as (client, _):
        again = [put(client, built).status_code for built in every]
    # Whatever was said to be taken in was; what nobody heard of is there once, whether it had come in or not.
    assert all(now == 200 for before, now in zip(first, again, strict=True) if before == 201)
    assert set(again) <= {200, 201}
    assert _acts(office, 4) == [list(range(1, 41))] * 4
    with office.store.reading() as tx:
        assert [channels.channel(tx, f"21320001{number:02d}", "in").seq for number in range(4)] == [4] * 4
    assert whole(office)
