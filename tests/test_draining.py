"""A server that is told to end says first that it is not ready, and drops nothing that has begun."""

import json
import multiprocessing
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx
import pytest
from granian.server.mp import WorkerProcess

from api.watched.draining import LastingServer
from tests.gate_results import Results
from tests.listening import free_port

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[1]
IN_FLIGHT = 60
# Over no articles, so that it is answered at once when its turn comes.
BODY = b'{"question": "wait for Alice", "filters": {"article_ids": []}}'
REQUEST = (
    b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
)


@contextmanager
def started(tmp_path: Path, *before: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server over one article, listening; killed at the end, if it has not ended. `before` stands before its command."""
    port = free_port()
    environment = os.environ | {
        "POURQUOI_PORT": str(port),
        "POURQUOI_DRAIN_SECONDS": "0.2",
        "POURQUOI_LOG_FORMAT": "json",
    }
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "tests.hashing_server", str(tmp_path / "home")],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,  # of a terminal `nohup` would say that it is not read
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("pourquoi listens on")
        yield process, port
    finally:
        if process.poll() is None:
            # A worker that is left would keep what reads its output waiting.
            for pid in with_workers(process):
                os.kill(pid, signal.SIGKILL)
        process.communicate()


def pause() -> None:
    select.select([], [], [], 0.02)


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def status_of(connection: socket.socket) -> bytes:
    received = b""
    while piece := connection.recv(65_536):
        received += piece
    return received.split(b"\r\n")[0]


def with_workers(process: subprocess.Popen[str]) -> list[int]:
    """The process and its children."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [process.pid, *map(int, children)]


def ignores_hangup(pid: int) -> bool:
    ignored = re.search(r"^SigIgn:\s*(\w+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert ignored
    return bool(int(ignored[1], 16) >> (signal.SIGHUP - 1) & 1)


def test_told_to_end_it_is_not_ready_first_and_answers_all_that_is_in_flight(tmp_path: Path) -> None:
    with started(tmp_path, "nohup") as (process, port):
        assert all(map(ignores_hangup, with_workers(process)))
        drain(process, port, tmp_path, lambda: process.send_signal(signal.SIGTERM))


def test_a_terminal_that_closes_ends_it_as_well(tmp_path: Path) -> None:
    # These tests may themselves be run under nohup.
    attached = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    )
    with started(tmp_path, sys.executable, "-c", attached) as (process, port):

        def close_terminal() -> None:
            for pid in with_workers(process):
                os.kill(pid, signal.SIGHUP)

        drain(process, port, tmp_path, close_terminal)


def test_told_to_end_while_it_starts_it_ends(tmp_path: Path) -> None:
    environment = os.environ | {"POURQUOI_PORT": str(free_port()), "POURQUOI_DRAIN_SECONDS": "0.2"}
    words = [sys.executable, "-m", "tests.hashing_server", str(tmp_path / "home")]
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        # Its worker is there, and has yet to say what it does when it is told.
        while not children.read_text():
            pause()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=50)
    finally:
        process.kill()
    assert (process.returncode, "Traceback" in errors) == (0, False), errors


@pytest.mark.soak
def test_told_to_end_twenty_times_it_drops_nothing(tmp_path: Path, results: Results) -> None:
    times = 20
    with results.gate("24", times) as told:
        for number in range(times):
            folder = tmp_path / str(number)
            folder.mkdir()
            with started(folder) as (process, port):
                drain(process, port, folder, partial(process.send_signal, signal.SIGTERM))
        told.measured = f"0 of {times * IN_FLIGHT} dropped, not ready first each time"


def drain(process: subprocess.Popen[str], port: int, tmp_path: Path, tell: Callable[[], None]) -> None:
    """Tell a server to end that has much in flight, and see that all of it is answered."""
    with ExitStack() as stack, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        while client.get("/readyz").status_code == 503:
            pause()
        connections = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60)) for _ in range(IN_FLIGHT)
        ]
        for connection in connections:
            connection.sendall(REQUEST)
        # One is being run, as the gate is closed, and the others wait for it.
        while f"pourquoi_queue_questions {IN_FLIGHT - 1}.0\n" not in client.get("/metrics").text:
            pause()
        tell()
        until = time.monotonic() + 30
        while (told := client.get("/readyz")).status_code == 200 and time.monotonic() < until:
            pause()
        assert told.status_code == 503
        assert told.json()["type"] == "urn:pourquoi:problem:stopping"
        assert (told.headers["connection"], int(told.headers["retry-after"]) > 0) == ("close", True)
        # Whoever closes a session may say so behind that too.
        process.send_signal(signal.SIGHUP)
        # Whoever has not heard of it is served still.
        assert client.get("/v1/articles").status_code == 200
        (tmp_path / "home" / "gate").touch()
        assert [status_of(connection) for connection in connections] == [b"HTTP/1.1 200 OK"] * IN_FLIGHT
        # Nobody tells it again: it ends when nothing is left to answer.
        _, errors = process.communicate(timeout=60)
        assert is_refused(port)
    assert process.returncode == 0, errors
    lines = [json.loads(line) for line in errors.splitlines()]
    assert [line["status"] for line in lines if line.get("route") == "/v1/ask"] == [200] * IN_FLIGHT
    assert "Alice" not in errors


def hold(ready: Event, seconds: float) -> None:
    """What a worker does that ends by itself, some time after it was told to."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    ready.set()
    told.wait(60)
    time.sleep(seconds)


class Late(WorkerProcess):
    """A worker whose watcher hears of its end first, and writes that down a moment later, as on a machine that has much to do."""

    def _watcher(self) -> None:
        # Or else it was heard of by what stops it.
        with suppress(ChildProcessError):
            os.waitpid(self.inner.pid, 0)
            time.sleep(0.2)
            self.inner._popen.returncode = 0


def said_while_stopping(kind: type[WorkerProcess], lasts_seconds: float, kill_seconds: int, capfd: Capture) -> str:
    """What the server says while it stops one worker that ends so long after it is told to."""
    ready = multiprocessing.Event()
    server = LastingServer("tests.hashing_server:hashing_app", workers_kill_timeout=kill_seconds)
    worker = kind(server, 0, hold, (ready, lasts_seconds))
    worker.start()
    server.wrks.append(worker)
    assert ready.wait(60)
    server._stop_workers()
    assert multiprocessing.active_children() == []
    return capfd.readouterr().out


def test_a_worker_that_ends_by_itself_is_not_said_to_be_killed(capfd: Capture) -> None:
    said = said_while_stopping(Late, 0.3, 30, capfd)
    assert "Stopped worker-1" in said
    assert "Killing" not in said


def test_a_worker_that_does_not_end_is_killed(capfd: Capture) -> None:
    assert "Killing worker-1" in said_while_stopping(WorkerProcess, 60, 1, capfd)
