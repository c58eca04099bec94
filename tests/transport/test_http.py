"""The way over the network, against a small real server on this machine: retries, portals, addresses."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from xjcli.errors import Refusal
from xjcli.transport import http
from xjcli.transport.http import Remote, require_address

BUNDLE, DATA = "ab" * 32, b"bundle bytes"
ACCEPTED = {"id": BUNDLE, "outcome": "accepted", "receipt_id": "cd" * 32}


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def told(status: int, document: object, **headers: str) -> Reply:
    return Reply(status, json.dumps(document).encode(), headers)


@dataclass
class Office:
    """A server that gives its replies in order, the last one for ever, and keeps what it was asked."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made.asked.append((self.command, self.path, dict(self.headers), body))
            reply = made.replies.pop(0) if len(made.replies) > 1 else made.replies[0]
            if reply.seconds:
                made.hold.wait(reply.seconds)
            if reply.status == 0:  # the line breaks
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_PUT = do_POST = answer  # noqa: N815  the names http.server asks for

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library names it so
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.hold.set()
    server.shutdown()
    thread.join()
    server.server_close()


def put(office: Office) -> tuple[str, list[float]]:
    """Upload; the outcome, and how long it would have waited between its tries."""
    waits: list[float] = []
    with Remote(office.url, wait=waits.append) as remote:
        return remote.put(BUNDLE, DATA).outcome, waits


def refused(errand: Callable[[], object]) -> list[str]:
    with pytest.raises(Refusal) as caught:
        errand()
    return [problem.code for problem in caught.value.problems]


def pulled(office: Office, after: int = 0) -> list[bytes]:
    with Remote(office.url, wait=lambda _: None) as remote:
        return list(remote.fetch(after, lambda challenge: f"signed {challenge}".encode()))


def test_a_bundle_goes_up_under_its_id_with_its_digest(office: Office) -> None:
    office.replies = [told(201, ACCEPTED)]
    assert put(office) == ("accepted", [])
    ((method, path, headers, body),) = office.asked
    assert (method, path, body) == ("PUT", f"/v1/bundles/{BUNDLE}", DATA)
    digest = base64.b64encode(hashlib.sha256(DATA).digest()).decode()
    assert headers["Content-Digest"] == f"sha-256=:{digest}:"


def test_the_same_bundle_again_is_fine(office: Office) -> None:
    office.replies = [told(200, {**ACCEPTED, "outcome": "already"})]
    assert put(office) == ("already", [])


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_office_is_asked_again(office: Office, status: int) -> None:
    office.replies = [Reply(status), Reply(status), told(201, ACCEPTED)]
    outcome, waits = put(office)
    assert (outcome, len(waits), len(office.asked)) == ("accepted", 2, 3)
    assert 0.375 <= waits[0] <= 0.625 < 0.75 <= waits[1] <= 1.25


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_never_waited_out_too_short(office: Office, status: int) -> None:
    office.replies = [Reply(status, headers={"Retry-After": "7"}), Reply(status), told(201, ACCEPTED)]
    outcome, waits = put(office)
    assert (outcome, waits[0]) == ("accepted", 7.0)
    assert waits[1] < 7


def test_an_absurd_or_unreadable_retry_after_does_not_stop_the_school_for_an_hour(office: Office) -> None:
    office.replies = [
        Reply(503, headers={"Retry-After": "3600"}), Reply(503, headers={"Retry-After": "soon"}), told(201, ACCEPTED),
    ]  # fmt: skip
    outcome, waits = put(office)
    assert (outcome, waits[0]) == ("accepted", 20.0)
    assert waits[1] < 2


def test_an_office_that_stays_busy_is_left_after_four_tries(office: Office) -> None:
    office.replies = [Reply(503)]
    outcome, waits = put(office)
    assert (outcome, len(waits), len(office.asked)) == ("rejected", 3, 4)


def test_a_line_that_breaks_once_is_tried_again(office: Office) -> None:
    office.replies = [Reply(0), told(201, ACCEPTED)]
    assert put(office)[0] == "accepted"


def test_nobody_there_is_unreachable(office: Office) -> None:
    waits: list[float] = []
    with Remote("http://127.0.0.1:9", wait=waits.append) as remote:
        assert refused(lambda: remote.put(BUNDLE, DATA)) == ["transport.unreachable"]
    assert len(waits) == 3


def test_no_answer_in_time_is_a_timeout(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_INTAKE_SECONDS", 0.05)
    office.replies = [Reply(201, seconds=5)]
    with Remote(office.url, wait=lambda _: None) as remote:
        assert refused(lambda: remote.put(BUNDLE, DATA)) == ["transport.timeout"]
    assert len(office.asked) == 4


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Welcome to the hotel</html>"),
        Reply(200, b""),
        Reply(200, b"[1, 2]"),
        told(200, {}),
        told(200, {"outcome": "accepted"}),
        told(200, {"id": "cd" * 32, "outcome": "accepted"}),
        told(201, {"id": BUNDLE, "outcome": "thanks"}),
    ],
)
def test_what_only_looks_like_success_never_counts_as_received(office: Office, reply: Reply) -> None:
    office.replies = [reply]
    assert refused(lambda: put(office)) == ["transport.answer"]


@pytest.mark.parametrize("outcome", ["gap", "fork", "rejected"])
def test_a_refusal_comes_with_the_authoritys_reasons(office: Office, outcome: str) -> None:
    office.replies = [told(409, {"result": {"outcome": outcome}, "problems": [{"code": "bundle.signature"}]})]
    with Remote(office.url) as remote:
        answer = remote.put(BUNDLE, DATA)
    assert (answer.outcome, [problem.code for problem in answer.problems]) == (outcome, ["bundle.signature"])


@pytest.mark.parametrize(
    "body", [b"no", b"{}", b'{"problems": 3}', b'{"problems": [{"code": "no.such"}]}', b'{"problems": ["x"]}']
)
def test_a_refusal_without_reasons_we_know_still_is_one(office: Office, body: bytes) -> None:
    office.replies = [Reply(422, body)]
    with Remote(office.url) as remote:
        answer = remote.put(BUNDLE, DATA)
    assert (answer.outcome, [problem.code for problem in answer.problems]) == ("rejected", ["transport.refused"])


def test_a_redirect_is_not_followed(office: Office) -> None:
    office.replies = [Reply(302, headers={"Location": "http://192.0.2.1/"})]
    assert put(office)[0] == "rejected"
    assert len(office.asked) == 1


def test_a_pull_signs_a_fresh_challenge_for_every_question(office: Office) -> None:
    office.replies = [
        told(200, {"challenge": "one"}), told(200, {"bundles": [{"id": BUNDLE}]}),
        told(200, {"challenge": "two"}), Reply(200, DATA),
    ]  # fmt: skip
    assert pulled(office, after=4) == [DATA]
    assert [path for _, path, _, _ in office.asked] == [
        "/v1/challenges", "/v1/outbox?after=4", "/v1/challenges", f"/v1/outbox/{BUNDLE}",
    ]  # fmt: skip
    shown = [headers.get("Authorization", "") for _, _, headers, _ in office.asked]
    assert [base64.b64decode(text.removeprefix("XJ ")) for text in shown if text] == [b"signed one", b"signed two"]


@pytest.mark.parametrize(
    "replies",
    [
        [Reply(200, b"not json")],
        [told(200, {"challenge": 7})],
        [told(200, {"challenge": "one"}), Reply(200, b"{")],
        [told(200, {"challenge": "one"}), told(200, {"bundles": {}})],
        [told(200, {"challenge": "one"}), told(200, {"bundles": ["x"]})],
        [told(200, {"challenge": "one"}), told(200, {"bundles": [{"id": "../../etc/passwd"}]})],
        [told(200, {"challenge": "1"}), told(200, {"bundles": [{"id": BUNDLE}]}), told(200, {"challenge": "2"}),
         Reply(404)],
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_refused(office: Office, replies: list[Reply]) -> None:
    office.replies = replies
    assert refused(lambda: pulled(office)) == ["transport.answer"]


def test_a_pull_that_is_refused_says_why(office: Office) -> None:
    office.replies = [told(200, {"challenge": "one"}), told(401, {"problems": [{"code": "bundle.unknown-signer"}]})]
    assert len(refused(lambda: pulled(office))) == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://192.0.2.1", "transport.insecure"),
        ("http://127.0.0.1.example.org", "transport.insecure"),
        ("http://localhost.example.org/", "transport.insecure"),
        ("http://127.0.0.1@example.org/", "transport.insecure"),
        ("ftp://127.0.0.1", "transport.target"),
        ("file:///tmp", "transport.target"),
        ("https://", "transport.target"),
        ("https://example.org:99999", "transport.target"),
        ("https://[::1", "transport.target"),
        ("https://example.org/?x=1", "transport.target"),
        ("https://exa\nmple.org", "transport.target"),
    ],
)
def test_what_is_no_safe_address_is_refused_before_any_connection(
    url: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.create_connection", never)
    monkeypatch.setattr("socket.getaddrinfo", never)
    assert refused(lambda: require_address(url)) == [code]
    assert refused(lambda: Remote(url)) == [code]


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://example.org:8443/xj/", "http://localhost:1", "http://[::1]:80"]
)
def test_encrypted_addresses_and_this_machine_are_fine(url: str) -> None:
    require_address(url)
