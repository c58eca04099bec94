"""The authority over HTTP: take in, answer, nothing else. What travels is signed and sealed already (第二十五条).

Endpoints run in worker threads beside one engine, so several schools are served at once and the database alone
decides who goes first. Refusals are the same `xj.report/1` documents as on the command line; nothing of a pupil is
ever logged.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from xjcli import __version__
from xjcli.authority import pulling
from xjcli.authority.intake import ACCEPTED, ALREADY, FORK, GAP, REJECTED, take_in
from xjcli.authority.office import Office
from xjcli.bundle import pack
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.report import Report, envelope
from xjcli.schema.bundle import MAX_BUNDLE_BYTES
from xjcli.schema.shapes import is_hash

_STATUS = {ACCEPTED: 201, ALREADY: 200, GAP: 409, FORK: 409, REJECTED: 422}
_OCTETS = "application/octet-stream"
_STATUS_OF = {
    "authority.store-busy": 503,
    "authority.db-unreachable": 503,
    "bundle.too-large": 413,
    "transport.digest": 400,
}
#: Refusals for what came from outside; whatever else is refused lies with us (our store, our keys, our files).
_THEIRS = ("bundle.", "intake.", "pull.", "key.revoked", "key.expired", "key.not-yet")
_LAST_SEQ = 2**53 - 1
_MAX_CARD = 64 * 1024
_RETRY_SECONDS = "2"


def create_app(office: Office, *, cap: int = MAX_BUNDLE_BYTES) -> FastAPI:
    """The ASGI application of one authority; a body of more than `cap` bytes is refused while it arrives."""
    app = FastAPI(
        title="xj-authority", version=__version__, openapi_url="/v1/openapi.json", docs_url=None, redoc_url=None
    )
    app.state.office, app.state.cap = office, cap
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_request)
    app.add_exception_handler(Exception, _on_defect)
    app.get("/v1/health")(health)
    app.get("/v1/card")(card)
    app.put("/v1/bundles/{bundle_id}")(put_bundle)
    app.post("/v1/challenges")(new_challenge)
    app.get("/v1/outbox")(outbox)
    app.get("/v1/outbox/{bundle_id}")(outbox_bundle)
    return app


def _office(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


async def _body(request: Request) -> bytes:
    """The body, refused as soon as it is too large, with its Content-Digest checked (RFC 9530)."""
    cap: int = request.app.state.cap
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > cap:
        raise Refusal(Problem("bundle.too-large"))
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > cap:
            raise Refusal(Problem("bundle.too-large"))
        parts.append(part)
    data = b"".join(parts)
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")
    if f"sha-256=:{digest}:" not in request.headers.get("content-digest", ""):
        raise Refusal(Problem("transport.digest"))
    return data


TheOffice = Annotated[Office, Depends(_office)]
Body = Annotated[bytes, Depends(_body)]
Authorization = Annotated[str, Header()]


def health(office: TheOffice) -> dict[str, str]:
    """Alive, and who we are."""
    return {"status": "ok", "code": office.code, "name": office.name, "version": __version__}


def card(office: TheOffice) -> Response:
    """Our card; whoever takes it compares the fingerprint over another way before trusting it."""
    return Response(read_bounded(office.card, _MAX_CARD), media_type="application/json")


def put_bundle(bundle_id: str, data: Body, office: TheOffice) -> Response:
    """Take in one bundle, create-only: 201 accepted, 200 already, 409 gap or fork, 422 not right."""
    if not is_hash(bundle_id) or pack.peek(data).id != bundle_id:
        raise Refusal(Problem("bundle.altered"))
    taken = take_in(office, data)
    result = {
        "id": taken.id, "outcome": taken.outcome, "receipt_id": taken.receipt, "school": taken.school,
        "seq": taken.seq, "acts": taken.acts,
    }  # fmt: skip
    if taken.problems:
        return _answer(Report(result, taken.problems), _STATUS[taken.outcome])
    return JSONResponse(result, _STATUS[taken.outcome])


def new_challenge(office: TheOffice) -> dict[str, str | int]:
    """A challenge to be signed by whoever wants to pull."""
    return {"challenge": pulling.challenge(office), "seconds": pulling.LIFE_SECONDS}


def outbox(
    office: TheOffice,
    authorization: Authorization = "",
    after: Annotated[int, Query(ge=0, le=_LAST_SEQ)] = 0,
    roster: bool = False,
) -> dict[str, Any]:
    """Our answers to the school that has signed the challenge, behind `after`; with `roster` its roster last."""
    school = pulling.who(office, authorization)
    listed = pulling.listing(office, school, after, roster=roster)
    items = [
        {"id": item.id, "seq": item.seq, "type": item.type, "about": item.about, "size": len(item.bytes)}
        for item in listed
    ]
    return {"bundles": items}


def outbox_bundle(bundle_id: str, office: TheOffice, authorization: Authorization = "") -> Response:
    """One answer, byte for byte as it was signed."""
    school = pulling.who(office, authorization)
    stored = pulling.one(office, school, bundle_id)
    if stored is None:
        raise HTTPException(404)
    return Response(stored.bytes, media_type=_OCTETS)


def _answer(report: Report, status: int) -> JSONResponse:
    headers = {"Retry-After": _RETRY_SECONDS} if status == 503 else {}
    if status == 401:
        headers["WWW-Authenticate"] = "XJ"
    return JSONResponse(envelope(report, report.status), status, headers)


async def _on_refusal(request: Request, error: Exception) -> JSONResponse:
    """422 for a bundle, 401 for a pull that is not right; what is wrong in our own house is 5xx and rejects nothing."""
    problems = error.problems if isinstance(error, Refusal) else []
    code = problems[0].code if problems else ""
    theirs = 422 if request.method == "PUT" else 401
    status = _STATUS_OF.get(code, theirs if code.startswith(_THEIRS) else 500)
    result = {"outcome": REJECTED} if request.method == "PUT" and status < 500 else {}
    return _answer(Report(result, problems), status)


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _answer(Report({}, [Problem("web.path")]), status)


async def _on_request(_: Request, error: Exception) -> JSONResponse:
    return _answer(Report({}, [Problem("web.request")]), 400)


async def _on_defect(_: Request, error: Exception) -> JSONResponse:
    """A defect says where it happened, never what was being handled."""
    params = {"kind": type(error).__name__, "place": "web"}
    return _answer(Report({}, [Problem("defect.unexpected", params=params)]), 500)
