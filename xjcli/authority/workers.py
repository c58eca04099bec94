"""Several processes that serve one address: one that dies is started again, and all end with the one that watches."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

#: A worker that ends sooner than this is not started again at once.
_PAUSE_SECONDS = 1.0


if sys.platform == "win32":  # `serve` refuses before

    def watch(count: int, serve: Callable[[], None], ready: Callable[[], None]) -> None:
        """There is no fork here."""
        raise NotImplementedError

else:

    def watch(count: int, serve: Callable[[], None], ready: Callable[[], None]) -> None:
        """Run `serve` in so many processes until SIGTERM or Ctrl-C; `ready` once they are started. POSIX only."""
        held, ours = os.pipe()  # closed with this process, however it ends
        running = {_start(serve, held, ours) for _ in range(count)}
        ready()
        try:
            while True:
                gone, _ = os.wait()
                if gone in running:
                    running.discard(gone)
                    time.sleep(_PAUSE_SECONDS)
                    running.add(_start(serve, held, ours))
        except (SystemExit, KeyboardInterrupt):
            for pid in running:
                os.kill(pid, signal.SIGTERM)
            for pid in running:
                os.waitpid(pid, 0)
        finally:
            os.close(held)
            os.close(ours)

    def _start(serve: Callable[[], None], held: int, ours: int) -> int:
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            os.close(ours)
            threading.Thread(target=_end_with, args=(held,), daemon=True).start()
            serve()
            status = 0
        except SystemExit:
            status = 0
        finally:
            os._exit(status)

    def _end_with(held: int) -> None:
        """Wait for the end of the process that watches, then stop as if it had asked for it."""
        os.read(held, 1)
        os.kill(os.getpid(), signal.SIGTERM)
