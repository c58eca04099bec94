"""The authority over the network: create-only uploads, and pulls that prove who asks.

What travels is signed and sealed already; the network adds a digest, retries with backoff, and nothing else. Every
failure is a transport.* refusal that leaves the bundle where it was, on this machine.
"""

from __future__ import annotations

import base64
import hashlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import MAX_BUNDLE_BYTES

if TYPE_CHECKING:
    import httpx

#: Makes the Authorization header's envelope from a challenge (bundle.envelope with the school's key).
Prove = Callable[[str], bytes]

_TRIES = 4
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 20.0
_RETRY = frozenset({429, 500, 502, 503, 504})
_TIMEOUT_SECONDS = 30.0
#: The authority answers an upload when it has taken all of it in: ten thousand pupils take a while.
_INTAKE_SECONDS = 600.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the authority said of one bundle: accepted, already, gap, fork or rejected; problems as it worded them."""

    outcome: str
    problems: tuple[Problem, ...] = ()


def is_url(target: str) -> bool:
    """True for a network target; anything else is a folder."""
    return "://" in target


class Remote:
    """One authority's address, for one errand. `wait` sleeps; a test puts its own there."""

    def __init__(self, url: str, *, wait: Callable[[float], None] = time.sleep) -> None:
        import httpx

        require_address(url)
        self._base = url.rstrip("/")
        self._wait = wait
        self._client = httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=not _is_loopback(url))

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def put(self, bundle_id: str, data: bytes) -> Answer:
        """Upload one bundle. The same bytes again are `already`, and fine."""
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        response = self._send(
            "PUT",
            f"/v1/bundles/{bundle_id}",
            content=data,
            headers={"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "application/octet-stream"},
            timeout=_INTAKE_SECONDS,
        )
        body = _document(response)
        if response.status_code in (200, 201, 202):
            # A portal of a hotel or a proxy answers 200 to anything: only the authority knows the bundle's id.
            if body.get("id") != bundle_id or body.get("outcome") not in ("accepted", "already"):
                raise Refusal(Problem("transport.answer"))
            return Answer(str(body["outcome"]))
        return Answer(*_refused(response.status_code, body))

    def fetch(self, after: int, prove: Prove, *, roster: bool = False) -> Iterator[bytes]:
        """The authority's bundles for us behind `after`, oldest first, one at a time; with `roster` our roster too."""
        yield from self._fetch("outbox", f"?after={after}" + ("&roster=true" if roster else ""), prove)

    def fetch_sent(self, after: int, prove: Prove) -> Iterator[bytes]:
        """Our own bundles behind `after`, given back by the authority, oldest first, one at a time."""
        yield from self._fetch("sent", f"?after={after}", prove)

    def _fetch(self, what: str, query: str, prove: Prove) -> Iterator[bytes]:
        response = self._send("GET", f"/v1/{what}{query}", headers=self._authorization(prove))
        listed = _require_ok(response).get("bundles")
        if not isinstance(listed, list):
            raise Refusal(Problem("transport.answer"))
        for item in listed:
            name = item.get("id", "") if isinstance(item, dict) else ""
            if not (isinstance(name, str) and len(name) == 64 and name.isalnum()):
                raise Refusal(Problem("transport.answer"))
            one = self._send("GET", f"/v1/{what}/{name}", headers=self._authorization(prove))
            if one.status_code != 200 or len(one.content) > MAX_BUNDLE_BYTES:
                raise Refusal(Problem("transport.answer"))
            yield one.content

    def _authorization(self, prove: Prove) -> dict[str, str]:
        challenge = _require_ok(self._send("POST", "/v1/challenges")).get("challenge")
        if not isinstance(challenge, str):
            raise Refusal(Problem("transport.answer"))
        return {"Authorization": "XJ " + base64.b64encode(prove(challenge)).decode()}

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request, tried again with backoff and jitter on network errors, 429 and 5xx."""
        import httpx

        wait, asked = _FIRST_WAIT, 0.0
        for attempt in range(1, _TRIES + 1):
            last = attempt == _TRIES
            try:
                response = self._client.request(method, self._base + path, **options)
            except httpx.TimeoutException:
                if last:
                    raise Refusal(Problem("transport.timeout")) from None
            except httpx.HTTPError as error:
                if last or _is_certificate(error):
                    code = "transport.certificate" if _is_certificate(error) else "transport.unreachable"
                    raise Refusal(Problem(code)) from None
            else:
                if response.status_code not in _RETRY or last:
                    return response
                asked = _retry_after(response)
            self._wait(max(asked, wait * (0.75 + random.random() / 2)))  # noqa: S311  jitter
            wait, asked = min(_LONGEST_WAIT, wait * 2), 0.0
        raise AssertionError("the last attempt returns or raises")


def require_address(url: str) -> None:
    """Refuses, before anything is sent or remembered, what is no address (transport.target) or is not encrypted."""
    import httpx

    try:
        parts, _, _ = urlsplit(url), urlsplit(url).port, httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise Refusal(Problem("transport.target")) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Refusal(Problem("transport.target"))
    if parts.scheme == "http" and not _is_loopback(url):
        raise Refusal(Problem("transport.insecure"))


def _is_loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in _LOOPBACK


def _is_certificate(error: Exception) -> bool:
    return "CERTIFICATE" in str(error).upper()


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("Retry-After", "")
    return min(_LONGEST_WAIT, float(text)) if text.isdigit() else 0.0


def _document(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _require_ok(response: httpx.Response) -> dict[str, Any]:
    if response.status_code == 200:
        return _document(response)
    raise Refusal(*_refused(response.status_code, _document(response))[1])


def _refused(status: int, body: dict[str, Any]) -> tuple[str, tuple[Problem, ...]]:
    """The outcome and problems of a refusing answer; codes this program does not know become transport.refused."""
    from xjcli.errors.catalogue import ENTRIES

    result = body.get("result")
    outcome = str(result.get("outcome", "rejected")) if isinstance(result, dict) else "rejected"
    listed = body.get("problems")
    items = listed if isinstance(listed, list) else []
    codes = [str(item.get("code")) for item in items if isinstance(item, dict)]
    known = [Problem(code) for code in codes if code in ENTRIES and "{" not in ENTRIES[code].zh]
    code = "transport.busy" if status in _RETRY else "transport.refused"
    return outcome, tuple(known) or (Problem(code, params={"status": status}),)
