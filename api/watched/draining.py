"""Not ready first, gone later: how the process that is told to end lets its worker finish before it stops it.

Granian by itself stops at once: load balancers go on sending until they next ask whether it is ready, and of sixty requests in
flight it lost some in about half of the trials. So the worker says when nothing is left in flight, and is stopped only then.
"""

import math
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from granian.server.common import AbstractServer
from granian.server.mp import MPServer

_DRAIN = signal.SIGUSR1
_POLL_SECONDS = 0.05
# Nothing in flight for so many looks, a second, in a row: a response that the application has handed over is on its way by then.
_IDLE_LOOKS = 20


class LastingServer(MPServer):
    """Granian, which says of no worker that it had to be killed when that has ended by itself.

    A thread of Granian's waits for the end of each worker, and so does what stops them. The system tells it to one of the two,
    and the other takes the worker to be alive until it hears of it from the first: on a busy machine too late.
    """

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            worker.terminate()  # type: ignore[no-untyped-call]
        until = time.monotonic() + (self.workers_kill_timeout or math.inf)
        while multiprocessing.active_children() and time.monotonic() < until:
            time.sleep(_POLL_SECONDS)
        if multiprocessing.active_children():
            # They have had their time.
            self.workers_kill_timeout = 1
        super()._stop_workers()  # type: ignore[no-untyped-call]


def drain_before_end(server: AbstractServer[Any], at_most_seconds: float) -> None:
    """Let SIGTERM to this process tell the worker to drain; `server` ends at the next SIGTERM, or after `at_most_seconds`.

    The next one comes from the worker, once it has drained, or from whoever cannot wait. SIGHUP, as of a terminal that closes,
    is the same, but where it was ignored, as under nohup, it stays so; Granian would have a second worker beside the first.
    """
    outlives_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN

    def take_over() -> None:
        # The worker inherits this: a signal that comes while it is still loading waits for its handler.
        signal.pthread_sigmask(signal.SIG_BLOCK, {_DRAIN})
        ends = signal.getsignal(signal.SIGTERM)
        if not callable(ends):
            raise TypeError(f"the server was to set a handler for SIGTERM, not {ends!r}")
        end = ends

        def drain(number: int, frame: FrameType | None) -> None:
            signal.signal(signal.SIGTERM, end)
            # Whoever closes a terminal or a session may send it twice, or behind a SIGTERM: that is not to be in a hurry.
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            for worker in multiprocessing.active_children():
                if worker.pid is not None:
                    os.kill(worker.pid, _DRAIN)
            timer = threading.Timer(at_most_seconds, end, (number, frame))
            timer.daemon = True
            timer.start()

        signal.signal(signal.SIGTERM, drain)
        signal.signal(signal.SIGHUP, signal.SIG_IGN if outlives_terminal else drain)

    server.on_startup(take_over)


@dataclass(frozen=True, slots=True)
class Draining:
    """What a worker does when its parent drains: `begin`, and after `seconds` wait until `in_flight()` is 0."""

    begin: Callable[[], None]
    in_flight: Callable[[], int]
    seconds: float


def when_told_to_drain(draining: Draining) -> None:
    """Drain when the parent says so, and tell it when that is done; for the worker's main thread."""

    def told(_number: int, _frame: FrameType | None) -> None:
        draining.begin()
        threading.Thread(target=_leave, args=(draining, os.getppid()), daemon=True).start()

    # A terminal that closes tells the worker as well as the parent, and only the parent is to act on it.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(_DRAIN, told)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {_DRAIN})


def _leave(draining: Draining, parent: int) -> None:
    time.sleep(draining.seconds)
    idle = 0
    while idle < _IDLE_LOOKS:
        time.sleep(_POLL_SECONDS)
        idle = 0 if draining.in_flight() else idle + 1
    os.kill(parent, signal.SIGTERM)
