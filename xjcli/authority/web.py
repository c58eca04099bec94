"""The authority over HTTP: take in, answer, nothing else. What travels is signed and sealed already (第二十五条).

A body goes to a file while it arrives (`receiving`). Endpoints run in worker threads beside one engine, so several
schools are served at once and the database alone decides who goes first. Refusals are the same `xj.report/1`
documents as on the command line; nothing of a pupil is ever logged.
"""

from __future__ import annotations

from typing import IO, Annotated, Any

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from xjcli import __version__
from xjcli.authority import pulling, returning
from xjcli.authority.intake import ACCEPTED, ALREADY, FORK, GAP, REJECTED, take_in
from xjcli.authority.office import Office
from xjcli.authority.receiving import Gate, Limits, receive
from xjcli.authority.store import about
from xjcli.bundle import pack
from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.report import Report, envelope
from xjcli.schema.shapes import is_hash

_STATUS = {ACCEPTED: 201, ALREADY: 200, GAP: 409, FORK: 409, REJECTED: 422}
_OCTETS = "application/octet-stream"
_STATUS_OF = {
    "authority.store-busy": 503,
    "authority.db-unreachable": 503,
    "authority.disk": 507,
    "bundle.too-large": 413,
    "web.too-many": 429,
    "transport.digest": 400,
}
#: Refusals for what came from outside; whatever else is refused lies with us (our store, our keys, our files).
_THEIRS = ("bundle.", "intake.", "pull.", "key.revoked", "key.expired", "key.not-yet")
_LAST_SEQ = 2**53 - 1
_MAX_CARD = 64 * 1024
_RETRY_SECONDS = "2"


def create_app(office: Office, *, limits: Limits = Limits()) -> FastAPI:  # noqa: B008  frozen
    """The ASGI application of one authority; what goes beyond the limits is refused while it arrives."""
    app = FastAPI(
        title="xj-authority", version=__version__, openapi_url="/v1/openapi.json", docs_url=None, redoc_url=None
    )
    app.state.office, app.state.gate = office, Gate(office, limits)
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
    app.get("/v1/sent")(sent)
    app.get("/v1/sent/{bundle_id}")(sent_bundle)
    return app


def _office(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def _gate(request: Request) -> Gate:
    gate: Gate = request.app.state.gate
    return gate


async def _body(request: Request) -> IO[bytes]:
    """The body in a file, refused as soon as it is too large or a stranger's."""
    headers = request.headers
    return await receive(
        _gate(request), request.stream(), headers.get("content-length", ""), headers.get("content-digest", "")
    )


TheOffice = Annotated[Office, Depends(_office)]
TheGate = Annotated[Gate, Depends(_gate)]
Body = Annotated[IO[bytes], Depends(_body)]
Authorization = Annotated[str, Header()]


def health(office: TheOffice) -> dict[str, str]:
    """Alive, who we are, and that the database answers: 500 or 503 where it does not."""
    with office.store.reading() as tx:
        about(tx)
    return {"status": "ok", "code": office.code, "name": office.name, "version": __version__}


def card(office: TheOffice) -> Response:
    """Our card; whoever takes it compares the fingerprint over another way before trusting it."""
    return Response(read_bounded(office.card, _MAX_CARD), media_type="application/json")


def put_bundle(bundle_id: str, body: Body, office: TheOffice, gate: TheGate) -> Response:
    """Take in one bundle, create-only: 201 accepted, 200 already, 409 gap or fork, 422 not right, 429 too many."""
    with body, gate.room():
        data = body.read()
        if not is_hash(bundle_id) or pack.peek(data).id != bundle_id:
            raise Refusal(Problem("bundle.altered"))
        _count(gate, data)
        taken = take_in(office, data)
    gate.chain(taken.outcome == ACCEPTED)
    result = {
        "id": taken.id, "outcome": taken.outcome, "receipt_id": taken.receipt, "school": taken.school,
        "seq": taken.seq, "acts": taken.acts,
    }  # fmt: skip
    if taken.problems:
        return _answer(Report(result, taken.problems), _STATUS[taken.outcome])
    return JSONResponse(result, _STATUS[taken.outcome])


def _count(gate: Gate, data: bytes) -> None:
    """Only what a school has signed is counted as its own."""
    try:
        school = gate.signer(data)
    except Refusal:  # whoever takes it in says what is wrong with it
        return
    gate.count(school)


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


def sent(
    office: TheOffice, authorization: Authorization = "", after: Annotated[int, Query(ge=0, le=_LAST_SEQ)] = 0
) -> dict[str, Any]:
    """What the school that has signed the challenge sent us behind `after`."""
    school = pulling.who(office, authorization)
    return {"bundles": [{"id": item.id, "seq": item.seq} for item in returning.listing(office, school, after)]}


def sent_bundle(bundle_id: str, office: TheOffice, authorization: Authorization = "") -> Response:
    """One bundle of the school's own, sealed to it anew."""
    given = returning.one(office, pulling.who(office, authorization), bundle_id)
    if given is None:
        raise HTTPException(404)
    return Response(given, media_type=_OCTETS)


def _answer(report: Report, status: int) -> JSONResponse:
    headers = {"Retry-After": _RETRY_SECONDS} if status == 503 else {}
    if status == 429:
        headers["Retry-After"] = str(report.problems[0].params["seconds"])
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
