"""Runs the HTTP side until it is told to stop: one line when it is ready, exit 0 after SIGTERM."""

from __future__ import annotations

import json
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import uvicorn

from xjcli.authority.heads import chain
from xjcli.authority.office import Office
from xjcli.authority.receiving import Limits
from xjcli.authority.web import create_app
from xjcli.errors import Problem, Refusal
from xjcli.report import Session
from xjcli.report.phrases import phrase

_LAST_REQUESTS_SECONDS = 20
_BACKLOG = 512


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    url = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.url:
            _say(self.url)


def serve(office: Office, host: str, port: int, *, limits: Limits = Limits(), workers: int = 1) -> None:  # noqa: B008  frozen
    """Serve until SIGTERM or Ctrl-C, finish the requests that run, and return.

    With more than one worker each is a process on the same address; one that dies is started again. Raises Refusal
    `authority.port` where the address cannot be had, `usage.option` for several workers where there is no fork.
    """
    if workers > 1 and sys.platform == "win32":
        raise Refusal(Problem("usage.option", params={"option": "--workers", "value": str(workers), "allowed": "1"}))
    listening = _listen(host, port)
    taken: int = listening.getsockname()[1]
    url = f"http://{f'[{host}]' if ':' in host else host}:{taken}"
    # Before it runs, and again after its graceful stop, the server hands the signal to these.
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, _obey)
    try:
        if workers == 1:
            _run(office, listening, limits, url)
        else:
            from xjcli.authority.workers import watch

            office.store.close()  # no connection of ours is shared with a child
            watch(workers, lambda: _run(office, listening, limits, ""), lambda: _say(url))
    finally:
        listening.close()
        office.store.close()


def _run(office: Office, listening: socket.socket, limits: Limits, url: str) -> None:
    app = create_app(office, limits=limits)
    config = uvicorn.Config(
        app, log_config=None, log_level="critical", access_log=False, server_header=False,
        date_header=True, lifespan="off", backlog=_BACKLOG,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
    )  # fmt: skip
    server = _Server(config)
    server.url = url
    try:
        server.run(sockets=[listening])
    finally:
        with suppress(Refusal):  # the store is not there: the next one who writes does it
            chain(office)


def _say(url: str) -> None:
    line = json.dumps({"ready": url}) if Session.json else phrase("authority.ready", url=url)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except (OSError, OverflowError):
        listening.close()
        raise Refusal(Problem("authority.port", params={"port": port})) from None
    return listening


def _obey(_signal: int, _frame: Any) -> None:
    raise SystemExit(0)
