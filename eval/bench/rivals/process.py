"""A system in its own process, as the harness sees it."""

import json
import os
import subprocess
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from eval.bench.rivals.protocol import ENCODING, Piece, line, pieces_in
from eval.errors import RivalError

ROOT = Path(__file__).parents[3]
_TAIL_CHARS = 600
_KIB = 1024
# Indexing on a busy machine takes minutes; more than this is a runner that hangs.
_PATIENCE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system found for one question, and the seconds from sending it to having the whole reply."""

    passages: tuple[Piece, ...]
    citations: tuple[Piece, ...]
    seconds: float


class Runner:
    """A system, whose process starts with the first that is asked of it. Questions may be asked from several threads."""

    def __init__(self, command: list[str], errors: Path, environment: Mapping[str, str] | None = None) -> None:
        """Keep `command` for later; what it writes to standard error will go to the file `errors`."""
        self._command, self._errors, self._environment = command, errors, environment or {}
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._numbers, self._lock = count(), threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """The runner itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, if there is one."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what was not yet written to a process that had ended
                    pipe.close()

    def index(self, articles: Path, encoder: Path, state: Path, endpoint: str | None) -> tuple[int, float]:
        """Index the articles; passages and seconds, those to start the process included if it does not run. Raises RivalError."""
        start = perf_counter()
        order = {"articles": str(articles), "encoder": str(encoder), "state": str(state), "endpoint": endpoint}
        passages = int(self._ask({"do": "index", **order})["passages"])
        return passages, perf_counter() - start

    def find(self, question: str, top_k: int, do: str = "retrieve") -> Reply:
        """Retrieve, or `do` "answer"; raises RivalError."""
        start = perf_counter()
        reply = self._ask({"do": do, "question": question, "top_k": top_k})
        seconds = perf_counter() - start
        return Reply(tuple(pieces_in(reply["passages"])), tuple(pieces_in(reply.get("citations", []))), seconds)

    def peak_memory_bytes(self) -> int | None:
        """The largest resident set of the process so far; None where there is no /proc to tell (proc(5), VmHWM)."""
        return None if self._process is None else peak_memory_bytes(self._process.pid)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        future: Future[dict[str, Any]] = Future()
        try:
            with self._lock:
                number = next(self._numbers)
                self._waiting[number] = future
                self._send(line({"id": number, **request}))
            reply = future.result(timeout=_PATIENCE_SECONDS)
        except (BrokenPipeError, EOFError, TimeoutError) as error:
            raise RivalError(f"{request['do']}: {type(error).__name__}; it wrote last: {self._last_words()}") from error
        if "error" in reply:
            raise RivalError(f"{request['do']}: {reply['error']}")
        return reply

    def _send(self, text: str) -> None:
        if self._process is None:
            self._process = self._started()
            self._listener.start()
        pipe = self._process.stdin
        if pipe is None or self._process.poll() is not None:
            raise BrokenPipeError
        pipe.write(text)
        pipe.flush()

    def _started(self) -> "subprocess.Popen[str]":
        # No hub is asked: what a system cannot do offline is to fail and be told.
        offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}
        with self._errors.open("wb") as sink:
            return subprocess.Popen(  # noqa: S603 - of our own making
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                env={**os.environ, "PYTHONPATH": str(ROOT), **offline, **self._environment},
                encoding=ENCODING,
            )

    def _listen(self) -> None:
        """Hand out replies until there are no more, or one that is none; then nobody is left waiting."""
        try:
            for text in (self._process.stdout if self._process else None) or ():
                reply = json.loads(text)
                self._waiting.pop(reply["id"]).set_result(reply)
        except (ValueError, KeyError, TypeError) as error:
            self._end(RivalError(f"its runner wrote a line that is no reply: {error!r}"))
        self._end(EOFError())

    def _end(self, why: Exception) -> None:
        with self._lock:
            for number in list(self._waiting):
                self._waiting.pop(number).set_exception(why)

    def _last_words(self) -> str:
        return self._errors.read_text("utf-8", errors="replace").strip()[-_TAIL_CHARS:]


def peak_memory_bytes(pid: int) -> int | None:
    """The largest resident set of a process so far; None where there is no /proc to tell (proc(5), VmHWM)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(text.split()[1]) * _KIB for text in lines if text.startswith("VmHWM:")), None)
