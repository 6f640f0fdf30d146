"""The parent's side of the child: starts it, talks to it under a deadline, and ends it whatever it does."""

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from index.errors import FormatError
from index.formats.extracted import Limits
from index.formats.frames import HEADER, frame

log = logging.getLogger(__name__)

# The interpreter and its parsers load in half a second; on a machine that is busy it may be many.
_START_SECONDS = 60.0
_PIPE_BYTES = 1 << 16
_PACKAGES = Path(__file__).resolve().parents[2]


class Worker:
    """One child process. After any FormatError of `ask` it is ended, and of no more use."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        program = (sys.executable, "-B", "-E", "-s", "-m", "index.formats.child", str(limits.memory_bytes))
        self._process = subprocess.Popen(  # noqa: S603  # our own program
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PACKAGES,
            env={},
            bufsize=0,
            start_new_session=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018  # for mypy
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        try:
            ready = json.loads(self._exchange(b"", time.monotonic() + _START_SECONDS))
            log.debug("the process that reads files is ready: %s", ready)
        except (FormatError, ValueError) as error:
            self.end()
            raise FormatError(
                f"the process that reads such files does not start ({error}); try `{' '.join(program[:-1])} 1000000000`"
            ) from error

    def ask(self, kind: str, data: bytes, base: str = "", declared: str = "") -> bytes:
        """The child's reply to one file, as it came; raises FormatError where there is none in time, or too much of one.

        `base` is the address that relative ones in a feed begin at, `declared` the charset that was told of a file elsewhere;
        empty where they are not known.
        """
        head = json.dumps({"kind": kind, "base": base, "declared": declared, **asdict(self._limits)}).encode()
        try:
            return self._exchange(frame(head) + frame(data), time.monotonic() + self._limits.wall_seconds)
        except FormatError:
            self.end()
            raise

    def end(self) -> None:
        """End the child and whatever it started; safe to call again."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _exchange(self, request: bytes, deadline: float) -> bytes:
        """Write the request and read one frame; both at once, for a child that answers early may read no more."""
        waiting = memoryview(request)
        received = bytearray()
        wanted = HEADER.size
        with selectors.DefaultSelector() as ready:
            ready.register(self._from, selectors.EVENT_READ)
            if waiting:
                ready.register(self._to, selectors.EVENT_WRITE)
            while len(received) < wanted or wanted == HEADER.size:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise FormatError(f"reading it takes longer than {self._limits.wall_seconds:g} seconds; split it")
                for key, _ in ready.select(left):
                    if key.fd == self._to:
                        waiting = self._written(waiting)
                        if not waiting:
                            ready.unregister(self._to)
                        continue
                    part = os.read(self._from, _PIPE_BYTES)
                    if not part:
                        raise FormatError(self._how_it_ended())
                    received += part
                    if wanted == HEADER.size and len(received) >= HEADER.size:
                        wanted += HEADER.unpack_from(received)[0]
                        if wanted > self._limits.output_bytes:
                            raise FormatError(
                                f"its text would fill {wanted} bytes; at most {self._limits.output_bytes} are kept, so split it"
                            )
        if len(received) > wanted or waiting:
            raise FormatError("its parser answers out of turn; save it anew, or as .txt")
        return bytes(received[HEADER.size :])

    def _written(self, waiting: memoryview) -> memoryview:
        try:
            return waiting[os.write(self._to, waiting[:_PIPE_BYTES]) :]
        except BrokenPipeError:
            raise FormatError(self._how_it_ended()) from None

    def _how_it_ended(self) -> str:
        """Why the child is gone, from its exit status."""
        try:
            status = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "its parser stopped answering; save it anew, or as .txt"
        if status == -signal.SIGXCPU:
            return f"reading it takes more than {self._limits.cpu_seconds} seconds of processor time; split it"
        what = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        return f"its parser broke down ({what}); save it anew, or as .txt"
