"""Over HTTP a fault of our own house is never said to be the school's, and nothing of a pupil is ever logged."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.authority.school_double import School, authority, person, reopened, school
from tests.authority.stored import broken, shut
from tests.authority.test_web import digest_of, is_envelope, proof, put, served
from xjcli.authority import enrolling, web
from xjcli.authority.office import Office
from xjcli.errors import Problem, Refusal


@pytest.fixture
def office(tmp_path: Path) -> Office:
    authority(tmp_path / "a")
    return reopened(tmp_path / "a", lambda: datetime.now(UTC))


@pytest.fixture
def made(office: Office) -> School:
    one = school(office)
    one.enroll("r-1", person(1))
    return one


def ask(office: Office, method: str, path: str, **options: Any) -> httpx.Response:
    """One request to the application in this process."""

    async def attempt() -> httpx.Response:
        transport = httpx.ASGITransport(web.create_app(office), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://authority") as client:
            return await client.request(method, path, **options)

    return asyncio.run(attempt())


def _put(office: Office, made: School) -> httpx.Response:
    built = made.bundle()
    return ask(office, "PUT", f"/v1/bundles/{built.id}", content=built.bytes, headers=digest_of(built.bytes))


def test_a_server_whose_store_does_not_answer_is_not_said_to_be_well(office: Office) -> None:
    with broken(office, "meta"):
        ill = ask(office, "GET", "/v1/health")
        assert (ill.status_code, is_envelope(ill)) == (500, "authority.store-unusable")
    assert ask(office, "GET", "/v1/health").json()["status"] == "ok"


def test_a_broken_store_is_our_fault_and_rejects_no_bundle(office: Office, made: School) -> None:
    with broken(office):
        answer = _put(office, made)
        assert (answer.status_code, is_envelope(answer)) == (500, "authority.store-unusable")
        assert "outcome" not in answer.json()["result"]
        pulled = ask(office, "GET", "/v1/outbox", headers={"Authorization": "XJ e30="})
        assert (pulled.status_code, is_envelope(pulled)) == (500, "authority.store-unusable")
    made.sent.clear()
    assert _put(office, made).status_code == 201


def test_a_missing_key_of_ours_is_our_fault(office: Office, made: School) -> None:
    (office.home / "keys" / "seal.age").unlink()
    answer = _put(office, made)
    assert (answer.status_code, is_envelope(answer)) == (500, "key.missing")


def test_a_missing_card_of_ours_is_our_fault(office: Office) -> None:
    office.card.unlink()
    answer = ask(office, "GET", "/v1/card")
    assert answer.status_code == 500
    is_envelope(answer)


def test_a_store_in_use_is_to_be_tried_again(office: Office, made: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Refusal(Problem("authority.store-busy"))

    monkeypatch.setattr(web, "take_in", busy)
    answer = _put(office, made)
    assert (answer.status_code, is_envelope(answer)) == (503, "authority.store-busy")
    assert answer.headers["retry-after"].isdigit()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1/outbox/a/b", 404),
        ("GET", "/v1/bundles/" + "0" * 64, 405),
        ("DELETE", "/v1/outbox", 405),
        ("GET", "/docs", 404),
        ("GET", "/v1/outbox?after=-1", 400),
        ("GET", "/v1/outbox?after=" + "9" * 30, 400),
    ],
)
def test_what_is_not_there_is_not_a_question_of_trust(office: Office, method: str, path: str, status: int) -> None:
    answer = ask(office, method, path)
    assert (answer.status_code, is_envelope(answer)) == (status, "web.request" if status == 400 else "web.path")
    assert "www-authenticate" not in answer.headers


def test_a_revoked_school_is_turned_away(office: Office, made: School) -> None:
    with served(office.home) as (client, _):
        assert put(client, made.bundle()).status_code == 201
        assert client.get("/v1/outbox", headers=proof(client, made.key, made.code)).status_code == 200
        enrolling.revoke(office, made.code)
        for path in ("/v1/outbox", f"/v1/outbox/{'0' * 64}"):
            answer = client.get(path, headers=proof(client, made.key, made.code))
            assert (answer.status_code, is_envelope(answer)) == (401, "key.revoked")
        made.enroll("r-2", person(2))
        late = put(client, made.bundle())
        assert (late.status_code, is_envelope(late)) == (422, "key.revoked")


def test_whatever_goes_wrong_the_server_writes_nothing(office: Office, made: School) -> None:
    built = made.bundle()
    with served(office.home) as (client, process):
        with broken(office):
            assert put(client, built).status_code == 500
        shut(office.home, "records")
        defect = put(client, built)
        assert (defect.status_code, is_envelope(defect)) == (500, "defect.unexpected")
        assert person(1)["document_number"] not in defect.text
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert (out, err) == (b"", b"")
