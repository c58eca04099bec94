"""Commands of `xj` in children of one warm program, so that two hundred of them can be killed in a minute.

One JSON line each way: `{"home", "words", "kill": N or null, "seconds": S or null}` → `{"status", "events", "seconds",
"out"}`. A child is killed before its event number N (an SQL statement, a file opened for writing, renamed, linked or
removed), or after S seconds: SIGKILL, as a power cut. The clock stands still at the given moment.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

_FILES = ("os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir")


#: On this descriptor a child finds its passphrase.
PASSPHRASE, PASSPHRASE_FD = "测试用的口令不是真的口令", 99
KILL = 9  # SIGKILL, which one platform's signal module does not know


def serve(now: datetime) -> None:
    """Load everything once, then a child for each line."""
    _warm(now)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_round(json.loads(line))) + "\n")
        sys.stdout.flush()


def _warm(now: datetime) -> None:
    import importlib

    import xjcli.desk

    xjcli.desk.clock = lambda: now
    from xjcli.app import COMMANDS

    for name in ("openpyxl", "pyrage", "sqlite_utils", "cryptography", "orjson", "pypinyin", "httpx", "segno"):
        importlib.import_module(name)
    for line in COMMANDS.values():
        importlib.import_module(f"xjcli.commands.{line.module}")


def _round(asked: dict[str, Any]) -> dict[str, Any]:
    read, write = os.pipe()
    started = time.perf_counter()
    child = vars(os)["fork"]()  # one platform has none
    if child == 0:
        os.close(read)
        _child(asked, write)
    os.close(write)
    if asked["seconds"] is not None:
        time.sleep(asked["seconds"])
        os.kill(child, KILL)
    with os.fdopen(read, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    answer = {"status": os.waitstatus_to_exitcode(status), "seconds": time.perf_counter() - started}
    return {**answer, "events": 0, "out": "", **(json.loads(said) if said.endswith(b"}") else {})}


def _child(asked: dict[str, Any], write: int) -> None:
    """Run one command and say how many events there were; never returns."""
    secret, give = os.pipe()
    os.write(give, f"{PASSPHRASE}\n".encode())
    os.dup2(secret, PASSPHRASE_FD)
    count = _watch(asked["kill"] or 0)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), io.StringIO(), io.StringIO()
    from xjcli.app import run

    code = 99
    try:
        run(["--home", asked["home"], *asked["words"], "--json"])
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        data = json.dumps({"events": count(), "out": sys.stdout.getvalue()}).encode()
        while data:
            data = data[os.write(write, data) :]
        os._exit(code)


def _watch(last: int) -> Callable[[], int]:
    """Count the events, and die before number `last`."""
    seen = 0

    def happened(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), KILL)

    def audit(event: str, told: tuple[Any, ...]) -> None:
        if event in _FILES or (event == "open" and (told[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
            happened()

    from xjcli.registry import ledger

    plain = vars(ledger)["connect"]

    def connect(*given: Any, **named: Any) -> Any:
        connection = plain(*given, **named)
        connection.set_trace_callback(happened)
        return connection

    vars(ledger)["connect"] = connect
    sys.addaudithook(audit)
    return lambda: seen


if __name__ == "__main__":
    serve(datetime.fromisoformat(sys.argv[1]))
