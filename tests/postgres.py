"""A real PostgreSQL server for the tests: a cluster of its own in a temporary folder, on loopback, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

#: The password of the one role; it must never stand in any output.
PASSWORD = "Blauregen-7"  # noqa: S105  of a server that lives as long as the tests
_USER = "xj"
_WAIT_SECONDS = 60
_ROOM = 2 * 2**30


def _programs() -> Path:
    """Where initdb and pg_ctl are. Debian keeps them off the PATH; without them the tests fail, they never skip."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise AssertionError("PostgreSQL is not installed: apt-get install postgresql")


def _account() -> str | None:
    """PostgreSQL refuses root: as root it runs under another account."""
    return "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


@dataclass
class Server:
    """A running server; `stop` and `start` as a computer would, `kill` as a power cut would."""

    place: Path
    port: int
    durable: bool = False
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        """The address without a password; PGPASSWORD has it."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self, encoding: str = "UTF8") -> str:
        """The address of a database that nobody has used."""
        name = f"xj{next(self._names)}"
        with psycopg.connect(self.url("postgres"), password=PASSWORD, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'".encode())
        return self.url(name)

    def new_schema(self) -> str:
        """The address of an empty schema in one database: a fresh store at a tenth of a database's price."""
        name = f"xj{next(self._names)}"
        with psycopg.connect(self.url("postgres"), password=PASSWORD, autocommit=True) as admin:
            admin.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.url('postgres')}?options=-csearch_path%3D{name}"

    def copy_of(self, url: str) -> str:
        """The address of a new database with everything that stands in this one; nobody may be connected to it."""
        name = f"xj{next(self._names)}"
        with psycopg.connect(self.url("postgres"), password=PASSWORD, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {url.rpartition('/')[2]}".encode())
        return self.url(name)

    def start(self) -> None:
        """Start, and recover where it was killed."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        options += "" if self.durable else " -c fsync=off"
        self._run("pg_ctl", "-D", str(self.place / "data"), "-o", options, "-l", str(self.place / "log"), "-w", "start")

    def stop(self) -> None:
        """Stop at once."""
        self._run("pg_ctl", "-D", str(self.place / "data"), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """SIGKILL to the server and to each of its children, which die with it."""
        pid = int((self.place / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 9)  # SIGKILL, a name that Windows lacks
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.02)
        raise AssertionError("the server did not die")

    def create(self) -> None:
        """Make the cluster; it asks for the password."""
        secret = self.place / "password"
        secret.write_text(PASSWORD)
        account = _account()
        if account is not None:
            for path in (self.place, secret):
                shutil.chown(path, account)
        self._run(
            "initdb", "-D", str(self.place / "data"), "-U", _USER, "-A", "scram-sha-256", "--pwfile", str(secret),
            "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip

    def _run(self, program: str, *words: str) -> None:
        # A file, not a pipe: the server inherits it and would hold a pipe open.
        with (self.place / f"{program}.out").open("wb") as said:
            made = subprocess.run(
                [str(_programs() / program), *words], user=_account(), cwd=self.place, check=False, timeout=120,
                stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
            )  # fmt: skip
        assert made.returncode == 0, (program, (self.place / f"{program}.out").read_text())


def _memory() -> str | None:
    """A folder in memory where there is room: thousands of tables are made and taken away there in no time."""
    shared = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > _ROOM else None


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server for as long as the block lasts; `durable`: on a disk, and each commit waits for it, as in earnest."""
    place = Path(tempfile.mkdtemp(prefix="xj-pg-", dir=None if durable else _memory()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = Server(place, port, durable)
    try:
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(place)
