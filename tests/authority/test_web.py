"""The authority over HTTP, with a real server on the loopback address."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.authority.school_double import (
    AUTHORITY,
    OTHER_SCHOOL,
    ROOT,
    School,
    approve_clean,
    authority,
    command,
    environment,
    person,
    reopened,
    school,
    whole,
)
from xjcli.authority.office import Office
from xjcli.authority.pulling import PULL_TYPE
from xjcli.authority.receiving import Limits
from xjcli.authority.web import create_app
from xjcli.bundle.envelope import sign_envelope
from xjcli.bundle.pack import Built
from xjcli.bundle.signing import SigningKey
from xjcli.schema.canonical import canonical


@contextmanager
def served(home: Path, *words: str) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """`xj-authority serve` as a process of its own, and a client for it."""
    process = subprocess.Popen(
        [*command(), "--home", str(home), "serve", "--port", "0", *words, "--json"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, cwd=ROOT, env=environment(),
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        with httpx.Client(base_url=json.loads(line)["ready"], trust_env=False, timeout=20) as client:
            yield client, process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    authority(tmp_path / "a")
    return reopened(tmp_path / "a", lambda: datetime.now(UTC))


def put(client: httpx.Client, built: Built, data: bytes | None = None, **headers: str) -> httpx.Response:
    body = built.bytes if data is None else data
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    sent = {"Content-Digest": f"sha-256=:{digest}:", **headers}
    return client.put(f"/v1/bundles/{built.id}", content=body, headers=sent)


def proof(client: httpx.Client, key: SigningKey, code: str, **changed: str) -> dict[str, str]:
    challenge = client.post("/v1/challenges").json()["challenge"]
    payload = {"challenge": challenge, "school": code, "to": AUTHORITY, "purpose": "pull", **changed}
    signed = sign_envelope(canonical(payload), PULL_TYPE, [key])
    return {"Authorization": "XJ " + base64.b64encode(signed).decode()}


def is_envelope(response: httpx.Response) -> str:
    """The first code of a refusing answer."""
    document: dict[str, Any] = response.json()
    assert document["schema"] == "xj.report/1"
    assert document["ok"] is False
    return str(document["problems"][0]["code"])


def pull(client: httpx.Client, made: School) -> list[object]:
    """Fetch and take in what is new, as `xj pull` does."""
    listed = client.get(
        "/v1/outbox", params={"after": len(made.answers)}, headers=proof(client, made.key, made.code)
    ).json()["bundles"]
    return [
        made.take(client.get(f"/v1/outbox/{item['id']}", headers=proof(client, made.key, made.code)).content)
        for item in listed
    ]


def test_put_pull_and_stop(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    built = made.bundle()
    with served(office.home) as (client, process):
        assert client.get("/v1/health").json()["code"] == AUTHORITY
        assert client.get("/v1/card").content == office.card.read_bytes()
        first, again = put(client, built), put(client, built)
        assert (first.status_code, first.json()["outcome"]) == (201, "accepted")
        assert (again.status_code, again.json()["outcome"]) == (200, "already")
        assert again.json()["receipt_id"] == first.json()["receipt_id"]
        assert "server" not in first.headers
        assert len(pull(client, made)) == 1
        assert approve_clean(office)["issued"] == 1
        assert len(pull(client, made)) == 1
        assert pull(client, made) == []
        if sys.platform != "win32":
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            out, err = process.communicate()
            assert (out, err) == (b"", b"")
    assert whole(office)


def test_what_is_wrong_is_refused_with_a_document(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    first = made.bundle()
    made.enroll("r-2", person(2))
    second = made.bundle()
    with served(office.home) as (client, _):
        early = put(client, second)
        assert (early.status_code, is_envelope(early)) == (409, "bundle.gap")
        assert early.json()["result"]["outcome"] == "gap"
        cut = put(client, first, first.bytes[:-3])
        assert (cut.status_code, is_envelope(cut)) == (422, "bundle.altered")
        lied = put(client, first, None, **{"Content-Digest": "sha-256=:AAAA:"})
        assert (lied.status_code, is_envelope(lied)) == (400, "transport.digest")
        other = client.put(f"/v1/bundles/{'0' * 64}", content=first.bytes, headers=digest_of(first.bytes))
        assert (other.status_code, is_envelope(other)) == (422, "bundle.altered")
        assert client.put("/v1/bundles/../../x", content=b"").status_code in (404, 405)
        unknown = client.get("/v1/nothing")
        assert (unknown.status_code, is_envelope(unknown)) == (404, "web.path")
        bad = client.get("/v1/outbox", params={"after": "x"}, headers=proof(client, made.key, made.code))
        assert (bad.status_code, is_envelope(bad)) == (400, "web.request")
        assert put(client, first).status_code == 201


def digest_of(data: bytes) -> dict[str, str]:
    return {"Content-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"}


def test_only_the_schools_own_key_pulls_its_answers(office: Office) -> None:
    one, other = school(office), school(office, OTHER_SCHOOL)
    one.enroll("r-1", person(1))
    built = one.bundle()
    with served(office.home) as (client, _):
        receipt = put(client, built).json()["receipt_id"]
        no_key = client.get("/v1/outbox")
        assert (no_key.status_code, is_envelope(no_key)) == (401, "pull.missing")
        attempts = [
            proof(client, other.key, one.code),
            proof(client, SigningKey.generate(), one.code),
            proof(client, one.key, one.code, to="320104"),
            proof(client, one.key, one.code, challenge="1.2.3"),
            proof(client, one.key, one.code, purpose="push"),
            {"Authorization": "XJ !!!"},
            {"Authorization": "Bearer x"},
        ]
        for attempt in attempts:
            answer = client.get("/v1/outbox", headers=attempt)
            assert answer.status_code == 401
            is_envelope(answer)
        mine = client.get(f"/v1/outbox/{receipt}", headers=proof(client, one.key, one.code))
        assert mine.status_code == 200
        theirs = client.get(f"/v1/outbox/{receipt}", headers=proof(client, other.key, other.code))
        assert theirs.status_code == 404


def test_a_body_that_is_too_large_is_refused_while_it_arrives(office: Office) -> None:
    made = school(office)
    made.enroll("r-1", person(1))
    built = made.bundle()

    async def attempt() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(office, limits=Limits(body=100)))
        async with httpx.AsyncClient(transport=transport, base_url="http://authority") as client:
            return await client.put(f"/v1/bundles/{built.id}", content=built.bytes, headers=digest_of(built.bytes))

    answer = asyncio.run(attempt())
    assert (answer.status_code, is_envelope(answer)) == (413, "bundle.too-large")


def test_many_schools_at_once_are_all_taken_in(office: Office) -> None:
    made = [school(office, f"213200000{number}") for number in range(1, 9)]
    for number, one in enumerate(made):
        for pupil in range(5):
            one.enroll(f"r-{pupil}", person(number * 10 + pupil))
    bundles = [one.bundle() for one in made]
    with served(office.home) as (client, _), ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda built: put(client, built).status_code, bundles + bundles))
    assert sorted(statuses) == [200] * 8 + [201] * 8
    assert whole(office)
