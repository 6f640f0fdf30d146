"""The server as it is run, in processes of its own, with hashed words in place of the models."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

from tests.listening import free_port
from tests.resident import resident_bytes

ROOT = Path(__file__).parents[1]
# Over one article, with a gate; and over articles that can be written.
GATED, WRITTEN = "tests.hashing_server", "tests.writing_server"


class RunningServer:
    """`python -m MODULE HOME`, listening; ready within a `with`, and ended at its end.

    The environment may set what any setting is, and TEST_HEAD_SECONDS what a client has for the head of a request.
    """

    def __init__(self, module: str, home: Path, **environment: str) -> None:
        self.home, self.port = home, free_port()
        self._log = home.parent / f"{home.name}.log"
        # No load balancer has to hear first that it ends.
        given = {"OMP_NUM_THREADS": "1", "POURQUOI_PORT": str(self.port), "POURQUOI_DRAIN_SECONDS": "0"}
        # Nobody reads a pipe while the server runs, and a full one would stop it.
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                # As many systems have it, only lower: whoever needs more open files must ask for them.
                ["sh", "-c", 'ulimit -S -n 256 && exec "$@"', "sh", sys.executable, "-m", module, str(home)],
                cwd=ROOT,
                env=os.environ | given | environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.startswith("pourquoi listens on"):
            self.process.kill()
            self.process.communicate()
            raise AssertionError(f"it does not listen: {line}{self.log()}")

    def __enter__(self) -> "RunningServer":
        with self.client() as client:
            while client.get("/readyz").status_code == 503:
                pause()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The worker dies with its parent only where that can still tell it.
        self.process.terminate()
        pause()  # two that are sent at once may arrive as one
        self.process.terminate()
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        """A new connection for each request, so that none is used that the server is about to close."""
        return httpx.Client(base_url=self.address, timeout=60, limits=httpx.Limits(max_keepalive_connections=0))

    def log(self) -> str:
        """What it wrote to standard error so far."""
        return self._log.read_text("utf-8")

    def open_gate(self) -> None:
        (self.home / "gate").touch()

    def close_gate(self) -> None:
        (self.home / "gate").unlink(missing_ok=True)

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait_for_metric(self, line: str) -> None:
        """Wait until /metrics has that line."""
        with self.client() as client:
            while f"{line}\n" not in client.get("/metrics").text:
                pause()

    def worker(self) -> Path:
        """Below /proc, the process that answers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii").split()
        # The other child watches over what processes share.
        serving = [c for c in children if b"resource_tracker" not in Path(f"/proc/{c}/cmdline").read_bytes()]
        assert len(serving) == 1, children
        return Path("/proc") / serving[0]

    def memory_bytes(self) -> int:
        """What of the worker lies in memory."""
        return resident_bytes(self.worker())

    def open_files(self) -> int:
        """How many files and connections the worker has open."""
        return len(list((self.worker() / "fd").iterdir()))


def pause() -> None:
    select.select([], [], [], 0.02)
