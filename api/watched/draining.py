"""Not ready first, gone later: how the process that is told to end lets its worker say so before it stops it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from granian.server.common import AbstractServer

_DRAIN = signal.SIGUSR1


def drain_before_end(server: AbstractServer[Any], seconds: float) -> None:
    """Let SIGTERM to this process tell the worker to drain, and end `server` `seconds` later, or at a second SIGTERM.

    The server alone would stop at once; load balancers would go on sending until they next ask whether it is ready.
    """

    def take_over() -> None:
        # The worker inherits this, so the signal cannot end it while it is still loading.
        signal.signal(_DRAIN, signal.SIG_IGN)
        ends = signal.getsignal(signal.SIGTERM)
        if not callable(ends):
            raise TypeError(f"the server was to set a handler for SIGTERM, not {ends!r}")
        end = ends

        def drain(number: int, frame: FrameType | None) -> None:
            signal.signal(signal.SIGTERM, end)
            for worker in multiprocessing.active_children():
                if worker.pid is not None:
                    os.kill(worker.pid, _DRAIN)
            timer = threading.Timer(seconds, end, (number, frame))
            timer.daemon = True
            timer.start()

        signal.signal(signal.SIGTERM, drain)

    server.on_startup(take_over)


def when_told_to_drain(begin: Callable[[], None]) -> None:
    """Call `begin` in this worker when its parent drains; for the worker's main thread."""

    def told(_number: int, _frame: FrameType | None) -> None:
        begin()

    signal.signal(_DRAIN, told)
