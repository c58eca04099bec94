"""A body while it arrives: how large, from whom, how often. What is refused here has cost neither memory nor database.

It goes to a file without a name, piece by piece. A body of any size begins with its statement and signatures, so one
that is more than a little comes from a school of ours or not at all.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import IO

from starlette.concurrency import run_in_threadpool

from xjcli.authority import heads
from xjcli.authority.enrolling import keyring
from xjcli.authority.office import Office
from xjcli.authority.store import schools
from xjcli.bundle import pack
from xjcli.bundle.container import HEAD_BYTES, first_entry_ends
from xjcli.bundle.envelope import verify_signatures
from xjcli.errors import Problem, Refusal
from xjcli.schema.bundle import MAX_BUNDLE_BYTES, PAYLOAD_TYPE

#: A body up to this many bytes is judged when it is whole.
LITTLE = 2**20
_MINUTE = 60.0
_CHAIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server takes: bytes of one body, bundles of one school in a minute, bodies in memory at once."""

    body: int = MAX_BUNDLE_BYTES
    per_minute: int = 120
    at_once: int = 4


@dataclass(slots=True)
class Gate:
    """Who comes in, and how many at once; one for each process that serves."""

    office: Office
    limits: Limits = Limits()
    clock: Callable[[], float] = time.monotonic
    _next: float = field(init=False, default=0.0)
    _rooms: threading.BoundedSemaphore = field(init=False)
    _seen: dict[str, tuple[float, float]] = field(init=False, default_factory=dict)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._rooms = threading.BoundedSemaphore(self.limits.at_once)

    def room(self) -> AbstractContextManager[object]:
        """Room for one body in memory; waits for it."""
        return self._rooms

    def count(self, school: str) -> None:
        """One more bundle of this school. Refuses `web.too-many` where it has sent more than its share."""
        most = float(self.limits.per_minute)
        with self._lock:
            now = self.clock()
            left, at = self._seen.get(school, (most, now))
            left = min(most, left + (now - at) * most / _MINUTE)
            if left < 1:
                seconds = int((1 - left) * _MINUTE / most) + 1
                raise Refusal(Problem("web.too-many", params={"seconds": seconds}))
            self._seen[school] = (left - 1, now)

    def signer(self, head: bytes) -> str:
        """The school of ours that has signed the statement with which a body begins. Refuses what is none of that."""
        claimed = pack.peek(head)
        with self.office.store.reading() as tx:
            school = schools.find(tx, claimed.sender)
        if school is None:
            raise Refusal(Problem("intake.unknown-school", where=claimed.sender))
        verify_signatures(pack.envelope_of(head), PAYLOAD_TYPE, keyring(school))
        return school.code

    def chain(self, accepted: bool = True) -> None:
        """Something came in: now and then, and when the server stops, the heads of all chains are chained."""
        with self._lock:
            due = accepted and self.clock() >= self._next
            self._next = self.clock() + _CHAIN_SECONDS if due else self._next
        if due:
            heads.chain(self.office)


@dataclass(slots=True)
class Arriving:
    """One body on its way in. `write` gives True once its beginning can be judged."""

    file: IO[bytes]
    most: int
    size: int = 0
    head: bytearray = field(default_factory=bytearray)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    ends: int = HEAD_BYTES

    def write(self, part: bytes) -> None:
        """One more piece. Refuses `bundle.too-large`, `bundle.not-a-bundle`."""
        self.size += len(part)
        if self.size > self.most:
            raise Refusal(Problem("bundle.too-large"))
        self.digest.update(part)
        self.file.write(part)
        if len(self.head) < self.ends:
            self.head += part
            if len(self.head) >= HEAD_BYTES:
                self.ends = first_entry_ends(bytes(self.head[:HEAD_BYTES]))
                del self.head[self.ends :]

    @property
    def begun(self) -> bool:
        """True once the whole statement is there."""
        return len(self.head) >= self.ends > HEAD_BYTES


async def receive(gate: Gate, stream: AsyncIterator[bytes], stated: str, digest: str) -> IO[bytes]:
    """The body in a file that is gone when it is closed; its Content-Digest (RFC 9530) is right.

    Refuses `bundle.too-large` (stated or not), `transport.digest`, `authority.disk`, and a stranger's large body.
    """
    if stated.isdigit() and int(stated) > gate.limits.body:
        raise Refusal(Problem("bundle.too-large"))
    file = _file(gate.office)
    try:
        body, known = Arriving(file, gate.limits.body), False
        async for part in stream:
            body.write(part)
            if body.size > LITTLE and body.begun and not known:
                known = bool(await run_in_threadpool(gate.signer, bytes(body.head)))
        said = base64.b64encode(body.digest.digest()).decode("ascii")
        if f"sha-256=:{said}:" not in digest:
            raise Refusal(Problem("transport.digest"))
        file.seek(0)
        return file
    except OSError:
        file.close()
        raise Refusal(Problem("authority.disk")) from None
    except BaseException:
        file.close()
        raise


def _file(office: Office) -> IO[bytes]:
    """A file without a name on the disk of the office. Refuses `authority.disk`."""
    try:
        return tempfile.TemporaryFile(dir=office.home)
    except OSError:
        raise Refusal(Problem("authority.disk")) from None
