"""Runs the HTTP side until it is told to stop: one line when it is ready, exit 0 after SIGTERM."""

from __future__ import annotations

import json
import signal
import socket
import sys
from typing import Any

import uvicorn

from xjcli.authority.office import Office
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
        line = json.dumps({"ready": self.url}) if Session.json else phrase("authority.ready", url=self.url)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def serve(office: Office, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C, finish the requests that run, and return.

    Raises Refusal `authority.port` where the address cannot be had.
    """
    listening = _listen(host, port)
    taken: int = listening.getsockname()[1]
    config = uvicorn.Config(
        create_app(office), log_config=None, log_level="critical", access_log=False, server_header=False,
        date_header=True, lifespan="off", backlog=_BACKLOG,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
    )  # fmt: skip
    server = _Server(config)
    server.url = f"http://{f'[{host}]' if ':' in host else host}:{taken}"
    # Before it runs, and again after its graceful stop, the server hands the signal to these.
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, _obey)
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()
        office.store.close()


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
